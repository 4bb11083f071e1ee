//! What pgvector can do, as it says itself: <https://github.com/pgvector/pgvector#reference>. A test asks it.

mod memory;
mod version;

use crate::physical::{ElementType, IndexMethod, StorageParameter, VectorKind};

pub use memory::{BuildMemory, build_memory};
pub use version::Feature;

/// A type that pgvector has indexes for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndexedType {
    /// One of its own.
    Vector(VectorKind),
    /// PostgreSQL's bit strings of one length.
    Bit,
}

impl IndexedType {
    /// The type and its number of dimensions, where that is said.
    #[must_use]
    pub fn of(element: &ElementType) -> Option<(IndexedType, Option<u32>)> {
        if let ElementType::Vector(kind, dimensions, _) = element {
            return Some((Self::Vector(*kind), *dimensions));
        }
        let ElementType::Bit(length) = element else { return None };
        // without a length it is one bit
        Some((Self::Bit, Some(length.unwrap_or(1))))
    }

    /// The type's name.
    #[must_use]
    pub fn as_sql(self) -> &'static str {
        match self {
            Self::Vector(kind) => kind.as_sql(),
            Self::Bit => "bit",
        }
    }

    /// The operator classes of the type in an index of that method; none where there is no such index.
    #[must_use]
    pub fn operator_classes(self, method: IndexMethod) -> &'static [&'static str] {
        use VectorKind::{HalfVec, SparseVec, Vector};
        match (method, self) {
            (IndexMethod::Hnsw, Self::Vector(Vector)) => {
                &["vector_cosine_ops", "vector_l2_ops", "vector_ip_ops", "vector_l1_ops"]
            }
            (IndexMethod::Hnsw, Self::Vector(HalfVec)) => {
                &["halfvec_cosine_ops", "halfvec_l2_ops", "halfvec_ip_ops", "halfvec_l1_ops"]
            }
            (IndexMethod::Hnsw, Self::Vector(SparseVec)) => {
                &["sparsevec_cosine_ops", "sparsevec_l2_ops", "sparsevec_ip_ops", "sparsevec_l1_ops"]
            }
            (IndexMethod::Hnsw, Self::Bit) => &["bit_hamming_ops", "bit_jaccard_ops"],
            (IndexMethod::IvfFlat, Self::Vector(Vector)) => &["vector_cosine_ops", "vector_l2_ops", "vector_ip_ops"],
            (IndexMethod::IvfFlat, Self::Vector(HalfVec)) => {
                &["halfvec_cosine_ops", "halfvec_l2_ops", "halfvec_ip_ops"]
            }
            (IndexMethod::IvfFlat, Self::Bit) => &["bit_hamming_ops"],
            (IndexMethod::IvfFlat, Self::Vector(SparseVec))
            | (
                IndexMethod::BTree
                | IndexMethod::Hash
                | IndexMethod::Gist
                | IndexMethod::Gin
                | IndexMethod::SpGist
                | IndexMethod::Brin,
                Self::Vector(_) | Self::Bit,
            ) => &[],
        }
    }

    /// How many dimensions an index takes at most; `None` where there is no limit.
    #[must_use]
    pub fn most_dimensions(self) -> Option<u32> {
        match self {
            Self::Vector(VectorKind::Vector) => Some(2_000),
            Self::Vector(VectorKind::HalfVec) => Some(4_000),
            Self::Vector(VectorKind::SparseVec) => None,
            Self::Bit => Some(64_000),
        }
    }
}

/// How many dimensions an index takes at least: IVFFlat measures all but L2 on the unit sphere, and there is none of one
/// dimension.
#[must_use]
pub fn least_dimensions(method: IndexMethod, class: &str) -> u32 {
    let is_spherical = class.ends_with("_cosine_ops") || class.ends_with("_ip_ops");
    if method == IndexMethod::IvfFlat && is_spherical { 2 } else { 1 }
}

/// What an index is built with where nothing is written, in the order in which refract writes it.
#[must_use]
pub fn default_parameters(method: IndexMethod) -> &'static [(&'static str, u32)] {
    match method {
        IndexMethod::Hnsw => &[("m", 16), ("ef_construction", 64)],
        IndexMethod::IvfFlat => &[("lists", 100)],
        IndexMethod::BTree
        | IndexMethod::Hash
        | IndexMethod::Gist
        | IndexMethod::Gin
        | IndexMethod::SpGist
        | IndexMethod::Brin => &[],
    }
}

/// The parameters with those that were left out, which PostgreSQL does not print.
#[must_use]
pub fn with_defaults(method: IndexMethod, written: Vec<StorageParameter>) -> Vec<StorageParameter> {
    let defaults = default_parameters(method);
    let known = defaults.iter().map(|(name, value)| {
        let found = written.iter().find(|parameter| parameter.name == *name);
        StorageParameter { name: (*name).to_owned(), value: found.map_or(*value, |parameter| parameter.value) }
    });
    let is_other = |parameter: &&StorageParameter| defaults.iter().all(|(name, _)| parameter.name != *name);
    known.chain(written.iter().filter(is_other).cloned()).collect()
}

/// Whether the class is what PostgreSQL takes when none is written, so that it prints none either.
#[must_use]
pub fn is_default_class(method: IndexMethod, class: &str) -> bool {
    method == IndexMethod::IvfFlat && class == "vector_l2_ops"
}
