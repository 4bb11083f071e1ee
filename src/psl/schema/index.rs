//! Keys and indexes, with what each of their fields says.

use super::FieldId;
use super::value::Literal;
use crate::psl::directive::Directive;
use crate::text::Span;

/// `@id` or `@@id`.
#[derive(Clone, Debug, PartialEq)]
pub struct PrimaryKey {
    /// In key order.
    pub fields: Vec<FieldId>,
    /// `map:`.
    pub map: Option<String>,
    /// The attribute.
    pub span: Span,
}

/// `@unique`, `@@unique` or `@@index`.
#[derive(Clone, Debug, PartialEq)]
pub struct Index {
    /// Whether duplicates are refused.
    pub is_unique: bool,
    /// In index order.
    pub fields: Vec<IndexField>,
    /// `map:` (or the legacy `name:` of `@@index`).
    pub map: Option<String>,
    /// `type:`; `None` when not written.
    pub method: Option<IndexMethod>,
    /// `where:`.
    pub predicate: Option<Predicate>,
    /// The attribute.
    pub span: Span,
    /// `@refract.*` directives of an `@@index`.
    pub directives: Vec<Directive>,
}

/// A field of an index.
#[derive(Clone, Debug, PartialEq)]
pub struct IndexField {
    /// Which field.
    pub field: FieldId,
    /// `sort:`; `None` when not written.
    pub sort: Option<SortOrder>,
    /// `ops:`.
    pub operator_class: Option<OperatorClass>,
}

/// `sort: Asc | Desc`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the language's own names
pub enum SortOrder {
    Asc,
    Desc,
}

/// `ops:` of an index field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OperatorClass {
    /// One of Prisma's names, as PostgreSQL's name (`jsonb_path_ops`), and whether it is the default
    /// class of its type for the method.
    Named {
        /// PostgreSQL's name.
        name: &'static str,
        /// The same as leaving it out.
        is_default: bool,
    },
    /// `raw("...")`.
    Raw(String),
}

/// `type:` of an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // Prisma's own names
pub enum IndexMethod {
    BTree,
    Hash,
    Gist,
    Gin,
    SpGist,
    Brin,
}

/// `where:` of an index.
#[derive(Clone, Debug, PartialEq)]
pub enum Predicate {
    /// `raw("...")`: SQL as written.
    Raw(String),
    /// `{ field: value, ... }`: all have to hold, in written order.
    All(Vec<Condition>),
}

/// One condition of a predicate object.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// The field.
    pub field: FieldId,
    /// `{ not: ... }`.
    pub is_negated: bool,
    /// `None` for null. A DateTime is a `Literal::String` here, as Prisma has it.
    pub value: Option<Literal>,
}
