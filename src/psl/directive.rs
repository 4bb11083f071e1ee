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
        /// The operator class.
        operator_class: Option<Spanned<String>>,
        /// Links of a node, 2 to 100.
        m: Option<Spanned<u32>>,
        /// Size of the candidate list while building, 4 to 1000.
        ef_construction: Option<Spanned<u32>>,
        /// The index's name.
        name: Option<Spanned<String>>,
    },
    /// `@refract.ivfflat(lists: 100, ops: ..., name: "...")`.
    IvfFlat {
        /// The operator class.
        operator_class: Option<Spanned<String>>,
        /// Number of lists, 1 to 32768.
        lists: Option<Spanned<u32>>,
        /// The index's name.
        name: Option<Spanned<String>>,
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
}
