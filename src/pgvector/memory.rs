//! How much memory the build of an index takes.
//!
//! IVFFlat's is what pgvector computes itself (`src/ivfbuild.c`, `src/ivfkmeans.c`), and the build fails without it.
//! HNSW's is that of its structures (`src/hnsw.h`) for a graph of average height; what does not fit is built on disk,
//! many times slower. A test asks pgvector for both.

use super::IndexedType;
use crate::physical::{ElementType, Index, IndexExpression, IndexMethod, VectorKind};

/// What the build of an index takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BuildMemory {
    /// In bytes, all of it.
    pub bytes: u64,
    /// In bytes, for each row; of HNSW only.
    pub bytes_per_row: Option<u64>,
    /// Whether the build fails where there is less.
    pub is_required: bool,
}

/// The memory for an index over a column of that type and so many rows; `None` where that depends on what the rows
/// hold, or it is no index of pgvector's.
#[must_use]
pub fn build_memory(index: &Index, column: &ElementType, rows: u64) -> Option<BuildMemory> {
    let part = index.columns.first()?;
    let bits;
    let indexed = match &part.expression {
        None => column,
        Some(IndexExpression::Cast(element)) => element,
        Some(IndexExpression::BinaryQuantize { bits: length, .. }) => {
            bits = ElementType::Bit(Some(*length));
            &bits
        }
    };
    let (indexed, dimensions) = IndexedType::of(indexed)?;
    let dimensions = u64::from(dimensions?);
    let parameter = |name: &str| {
        let found = index.parameters.iter().find(|parameter| parameter.name == name);
        found.map(|parameter| u64::from(parameter.value))
    };
    match index.method {
        IndexMethod::Hnsw => {
            let per_row = hnsw(item(indexed, dimensions)?, parameter("m").unwrap_or(16));
            let bytes = (per_row * as_float(rows)).ceil();
            Some(BuildMemory {
                bytes: as_whole(bytes),
                bytes_per_row: Some(as_whole(per_row.ceil())),
                is_required: false,
            })
        }
        IndexMethod::IvfFlat => {
            let bytes = ivfflat(indexed, dimensions, parameter("lists").unwrap_or(100), rows)?;
            Some(BuildMemory { bytes, bytes_per_row: None, is_required: true })
        }
        IndexMethod::BTree
        | IndexMethod::Hash
        | IndexMethod::Gist
        | IndexMethod::Gin
        | IndexMethod::SpGist
        | IndexMethod::Brin => None,
    }
}

/// The bytes of one value, aligned; those of a sparse vector depend on how much of it is not zero.
fn item(indexed: IndexedType, dimensions: u64) -> Option<u64> {
    let size = match indexed {
        IndexedType::Vector(VectorKind::Vector) => 8 + 4 * dimensions,
        IndexedType::Vector(VectorKind::HalfVec) => 8 + 2 * dimensions,
        IndexedType::Vector(VectorKind::SparseVec) => return None,
        IndexedType::Bit => 8 + dimensions.div_ceil(8),
    };
    Some(size.next_multiple_of(8))
}

/// A node with its links, on `1 / (m - 1)` levels above the lowest on average, and the head of each piece of memory.
fn hnsw(item: u64, m: u64) -> f64 {
    let (m, item) = (as_float(m), as_float(item));
    let levels = 1.0 / (m - 1.0);
    let node = 128.0 + 8.0 * (1.0 + levels);
    let links = (8.0 + 32.0 * m) + levels * (8.0 + 16.0 * m);
    let heads = 8.0 * (4.0 + levels);
    node + links + item + heads
}

/// The samples, the centers and the distances between them while k-means runs.
fn ivfflat(indexed: IndexedType, dimensions: u64, lists: u64, rows: u64) -> Option<u64> {
    let item = item(indexed, dimensions)?;
    let array = |length: u64| 32 + length * item;
    let room = (50 * lists).max(10_000);
    let samples = room.min(rows);
    let centers = array(lists);
    let means = 4 * lists * dimensions + 4 * lists + 4 * samples * lists + 8 * samples;
    let distances = 4 * lists + 4 * lists * lists + 4 * lists;
    Some(centers + array(room) + centers + means + distances)
}

#[allow(clippy::cast_precision_loss)] // an estimate
fn as_float(number: u64) -> f64 {
    number as f64
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // it is positive, and saturates
fn as_whole(number: f64) -> u64 {
    number as u64
}
