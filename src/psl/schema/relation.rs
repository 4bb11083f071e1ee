//! Relations between models, and what becomes of the rows that refer to a row.

use super::{FieldId, ModelId};
use crate::text::Span;

/// A relation between two models, or of a model with itself.
#[derive(Clone, Debug, PartialEq)]
pub enum Relation {
    /// 1-1 or 1-n: one side holds the key.
    ForeignKey(ForeignKeyRelation),
    /// Implicit m-n: a join table of its own holds the pairs of rows.
    ManyToMany(ManyToManyRelation),
}

/// A relation with `fields:` and `references:`.
#[derive(Clone, Debug, PartialEq)]
pub struct ForeignKeyRelation {
    /// The model that holds the key.
    pub model: ModelId,
    /// Its relation field.
    pub field: FieldId,
    /// The model that is referred to.
    pub referenced_model: ModelId,
    /// `fields:`, as written.
    pub fields: Vec<FieldId>,
    /// `references:`, as written.
    pub references: Vec<FieldId>,
    /// `onDelete:`, if written.
    pub on_delete: Option<ReferentialAction>,
    /// `onUpdate:`, if written.
    pub on_update: Option<ReferentialAction>,
    /// `map:`.
    pub map: Option<String>,
    /// The relation field's declaration.
    pub span: Span,
}

/// Two list fields that refer to one another.
#[derive(Clone, Debug, PartialEq)]
pub struct ManyToManyRelation {
    /// The name in `@relation("...")`, if given.
    pub name: Option<String>,
    /// The model of column A: the smaller model name, or, between a model and itself, the smaller field name.
    pub model_a: ModelId,
    /// The field of model A.
    pub field_a: FieldId,
    /// The model of column B.
    pub model_b: ModelId,
    /// The field of model B.
    pub field_b: FieldId,
    /// Where the field of model A is declared.
    pub span: Span,
}

/// What happens to referring rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)] // the language's own names
pub enum ReferentialAction {
    Cascade,
    Restrict,
    NoAction,
    SetNull,
    SetDefault,
}
