//! `@refract.*` directives in `///` comments: what the schema language cannot say.

use crate::text::{Span, Spanned};

/// A directive and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Directive {
    /// What it says.
    pub kind: DirectiveKind,
    /// Where it stands.
    pub span: Span,
}

/// What a directive says.
#[derive(Clone, Debug, PartialEq)]
pub enum DirectiveKind {
    /// `@refract.hnsw(ops: vector_l2_ops, m: 24, efConstruction: 128, name: "...")`.
    Hnsw {
        /// What it has in common with the other kind.
        index: VectorIndex,
        /// Links of a node, 2 to 100.
        m: Option<Spanned<u32>>,
        /// Size of the candidate list while building, 4 to 1000.
        ef_construction: Option<Spanned<u32>>,
    },
    /// `@refract.ivfflat(lists: 100, ops: ..., name: "...")`.
    IvfFlat {
        /// What it has in common with the other kind.
        index: VectorIndex,
        /// Number of lists, 1 to 32768.
        lists: Option<Spanned<u32>>,
    },
    /// `@refract.noIndex`.
    NoIndex,
    /// `@refract.renamedFrom("old")`.
    RenamedFrom(String),
    /// `@refract.using("expression")`.
    Using(String),
    /// `@refract.backfill("expression")`.
    Backfill(String),
    /// `@refract.targets("main", "pgvector")`.
    Targets(Vec<Spanned<String>>),
    /// `@refract.rows(1000000)`: how many rows the table has, roughly.
    Rows(u64),
}

/// What both kinds of vector index can be told.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VectorIndex {
    /// `ops`: the operator class.
    pub operator_class: Option<Spanned<String>>,
    /// `as`: the type that is indexed in place of the column's own.
    pub as_type: Option<Spanned<String>>,
    /// `where`: which rows it covers, in SQL.
    pub predicate: Option<Spanned<String>>,
    /// The index's name.
    pub name: Option<Spanned<String>>,
}
