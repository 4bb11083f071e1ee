//! Models and their fields.

use super::index::{Index, PrimaryKey};
use super::types::{NativeType, ScalarType};
use super::value::DefaultValue;
use super::{EnumId, FieldId, ModelId};
use crate::psl::directive::Directive;
use crate::text::{Span, Spanned};

/// A `model` or a `view`.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// Its name in the schema language.
    pub name: String,
    /// The name where it is declared.
    pub span: Span,
    /// The name of the table: `@@map`, else the model's name.
    pub database_name: String,
    /// `@@schema`, if given.
    pub schema: Option<Spanned<String>>,
    /// A `view` block: no table is made for it.
    pub is_view: bool,
    /// `@@ignore`.
    pub is_ignored: bool,
    /// Scalar and relation fields, in source order.
    pub fields: Vec<Field>,
    /// `@id` or `@@id`.
    pub primary_key: Option<PrimaryKey>,
    /// `@unique` of fields in field order, then `@@index` in source order, then `@@unique` in source order.
    pub indexes: Vec<Index>,
    /// `@refract.*` directives of the model itself.
    pub directives: Vec<Directive>,
}

impl Model {
    /// The field with an id.
    #[must_use]
    pub fn field(&self, id: FieldId) -> &Field {
        &self.fields[id.0]
    }
}

/// A field of a model.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name in the schema language.
    pub name: String,
    /// The name where it is declared.
    pub span: Span,
    /// The type where it is written.
    pub type_span: Span,
    /// The name of the column: `@map`, else the field's name. Meaningless for relation fields.
    pub database_name: String,
    /// What it holds.
    pub kind: FieldKind,
    /// How many of it.
    pub arity: Arity,
    /// `@db.X(...)`.
    pub native_type: Option<NativeType>,
    /// `@default(...)`.
    pub default: Option<Spanned<DefaultValue>>,
    /// `@ignore`.
    pub is_ignored: bool,
    /// `@refract.*` directives of the field.
    pub directives: Vec<Directive>,
}

/// How many values a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arity {
    /// Exactly one.
    Required,
    /// None or one: `?`.
    Optional,
    /// Any number: `[]`.
    List,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// A built-in scalar.
    Scalar(ScalarType),
    /// A value of an enum.
    Enum(EnumId),
    /// The other side of a relation; no column of its own.
    Relation(ModelId),
    /// `Unsupported("...")`: the text, as written.
    Unsupported(String),
}
