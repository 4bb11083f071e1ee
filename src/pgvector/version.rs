//! Since which version pgvector can do what: <https://github.com/pgvector/pgvector/blob/master/CHANGELOG.md>.

use crate::physical::{ElementType, Index, IndexColumn, IndexExpression, IndexMethod, OperatorClass, VectorKind};

/// Something that pgvector can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Feature {
    /// The first version that can, in its first two numbers.
    pub since: (u32, u32),
    /// What it is, for people.
    pub name: &'static str,
}

const VECTOR: Feature = Feature { since: (0, 1), name: "vector" };
const HNSW: Feature = Feature { since: (0, 5), name: "HNSW" };
const HALFVEC: Feature = Feature { since: (0, 7), name: "halfvec" };
const SPARSEVEC: Feature = Feature { since: (0, 7), name: "sparsevec" };
const INDEX_OF_BITS: Feature = Feature { since: (0, 7), name: "an index of bits" };
const INDEX_BY_L1: Feature = Feature { since: (0, 7), name: "an index by L1 distance" };

impl Feature {
    /// What a type needs.
    #[must_use]
    pub fn of_type(element: &ElementType) -> Option<Feature> {
        let ElementType::Vector(kind, ..) = element else { return None };
        Some(match kind {
            VectorKind::Vector => VECTOR,
            VectorKind::HalfVec => HALFVEC,
            VectorKind::SparseVec => SPARSEVEC,
        })
    }

    /// What an index needs: the newest of it.
    #[must_use]
    pub fn of_index(index: &Index) -> Option<Feature> {
        let method = match index.method {
            IndexMethod::Hnsw => HNSW,
            IndexMethod::IvfFlat => VECTOR,
            IndexMethod::BTree
            | IndexMethod::Hash
            | IndexMethod::Gist
            | IndexMethod::Gin
            | IndexMethod::SpGist
            | IndexMethod::Brin => return None,
        };
        index.columns.iter().filter_map(Self::of_index_column).chain([method]).max()
    }

    fn of_index_column(column: &IndexColumn) -> Option<Feature> {
        let class = match &column.operator_class {
            Some(OperatorClass::Named { name, .. }) if name.starts_with("bit_") => Some(INDEX_OF_BITS),
            Some(OperatorClass::Named { name, .. }) if name.starts_with("halfvec_") => Some(HALFVEC),
            Some(OperatorClass::Named { name, .. }) if name.starts_with("sparsevec_") => Some(SPARSEVEC),
            Some(OperatorClass::Named { name, .. }) if name.ends_with("_l1_ops") => Some(INDEX_BY_L1),
            Some(OperatorClass::Named { .. } | OperatorClass::Raw(_)) | None => None,
        };
        let expression = match &column.expression {
            Some(IndexExpression::Cast(element)) => Self::of_type(element),
            Some(IndexExpression::BinaryQuantize { .. }) => Some(INDEX_OF_BITS),
            None => None,
        };
        class.max(expression)
    }
}
