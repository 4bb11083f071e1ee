//! The product of `psl::resolve`: a schema in which every name is bound and every rule of the
//! language holds. It still speaks Prisma's words; what PostgreSQL makes of it is decided by `lower`.

mod index;
mod model;
mod relation;
mod types;
mod value;

pub use index::{Condition, Index, IndexField, IndexMethod, OperatorClass, Predicate, PrimaryKey, SortOrder};
pub use model::{Arity, Field, FieldKind, Model};
pub use relation::{ForeignKeyRelation, ManyToManyRelation, ReferentialAction, Relation};
pub use types::{NativeType, ScalarType};
pub use value::{DefaultValue, Literal};

use crate::psl::directive::Directive;
use crate::text::{Span, Spanned};

/// A whole schema, of one file or of many, in source order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Schema {
    /// The one datasource; a schema without one is an error of `resolve`, so this is always there
    /// when there were no errors.
    pub datasource: Option<Datasource>,
    /// Models and views.
    pub models: Vec<Model>,
    /// Enums.
    pub enums: Vec<Enum>,
    /// Relations between models, ordered by the field that holds `fields:` (for m-n: by the field
    /// of the model that becomes column A).
    pub relations: Vec<Relation>,
}

impl Schema {
    /// The model with an id.
    #[must_use]
    pub fn model(&self, id: ModelId) -> &Model {
        &self.models[id.0]
    }

    /// The enum with an id.
    #[must_use]
    pub fn enumeration(&self, id: EnumId) -> &Enum {
        &self.enums[id.0]
    }
}

/// Index of a model in [`Schema::models`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ModelId(pub usize);

/// Index of an enum in [`Schema::enums`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EnumId(pub usize);

/// Index of a field in [`Model::fields`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldId(pub usize);

/// The `datasource` block.
#[derive(Clone, Debug, PartialEq)]
pub struct Datasource {
    /// Its name, which is the scope of native types (`@db.Text`).
    pub name: String,
    /// The block's name.
    pub span: Span,
    /// Whether relations become foreign keys; false for `relationMode = "prisma"`.
    pub foreign_keys: bool,
    /// The listed PostgreSQL schemas, sorted; empty when the key is absent.
    pub schemas: Vec<Spanned<String>>,
    /// The listed extensions, in the order of their names in the schema language.
    pub extensions: Vec<Extension>,
}

/// An entry of `extensions = [...]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension {
    /// The extension's name in the database (after `map:`).
    pub name: String,
    /// `schema:`.
    pub schema: Option<String>,
    /// `version:`.
    pub version: Option<String>,
    /// The entry.
    pub span: Span,
}

/// An `enum` block.
#[derive(Clone, Debug, PartialEq)]
pub struct Enum {
    /// Its name in the schema language.
    pub name: String,
    /// The name where it is declared.
    pub span: Span,
    /// The name of the type: `@@map`, else the enum's name.
    pub database_name: String,
    /// `@@schema`, if given.
    pub schema: Option<Spanned<String>>,
    /// In source order.
    pub values: Vec<EnumValue>,
    /// `@refract.*` directives of the enum.
    pub directives: Vec<Directive>,
}

/// A value of an enum.
#[derive(Clone, Debug, PartialEq)]
pub struct EnumValue {
    /// Its name in the schema language.
    pub name: String,
    /// Where it stands.
    pub span: Span,
    /// The label: `@map`, else the value's name.
    pub database_name: String,
    /// `@refract.*` directives of the value.
    pub directives: Vec<Directive>,
}
