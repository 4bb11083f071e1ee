//! The product of `psl::resolve`: a schema in which every name is bound and every rule of the
//! language holds. It still speaks Prisma's words; what PostgreSQL makes of it is decided by `lower`.

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
    /// The model behind an id.
    #[must_use]
    pub fn model(&self, id: ModelId) -> &Model {
        &self.models[id.0]
    }

    /// The enum behind an id.
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
    /// The field behind an id.
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

/// The built-in scalar types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)] // the language's own names
pub enum ScalarType {
    String,
    Boolean,
    Int,
    BigInt,
    Float,
    Decimal,
    DateTime,
    Json,
    Bytes,
}

/// A native type attribute, such as `@db.VarChar(255)`. Arguments have been checked against Prisma's rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // Prisma's own names
pub enum NativeType {
    SmallInt,
    Integer,
    BigInt,
    Oid,
    Decimal(Option<(u32, u32)>),
    Money,
    Real,
    DoublePrecision,
    VarChar(Option<u32>),
    Char(Option<u32>),
    Text,
    Citext,
    Bit(Option<u32>),
    VarBit(Option<u32>),
    Inet,
    Uuid,
    Xml,
    ByteA,
    Timestamp(Option<u32>),
    Timestamptz(Option<u32>),
    Time(Option<u32>),
    Timetz(Option<u32>),
    Date,
    Boolean,
    Json,
    JsonB,
}

/// The argument of `@default`.
#[derive(Clone, Debug, PartialEq)]
pub enum DefaultValue {
    /// `autoincrement()`.
    Autoincrement,
    /// `now()`.
    Now,
    /// `dbgenerated("...")`; `None` for `dbgenerated()`, which says that the database has some default.
    DbGenerated(Option<String>),
    /// `uuid()`, `cuid()`, `ulid()`, `nanoid()`: made by Prisma's client, nothing in the database.
    ClientSide,
    /// One literal.
    Literal(Literal),
    /// `[...]` on a list field.
    List(Vec<Literal>),
}

/// A literal of a default or a predicate, checked against the type of its field.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// For String fields: the text, escapes resolved.
    String(String),
    /// For Int and BigInt fields.
    Integer(i64),
    /// For Float and Decimal fields: plain decimal digits, exponent expanded, `-0.0` as `0.0`.
    Decimal(String),
    /// For Boolean fields.
    Boolean(bool),
    /// For DateTime fields: RFC 3339 as written.
    DateTime(String),
    /// For Json fields: valid JSON as written.
    Json(String),
    /// For Bytes fields: decoded.
    Bytes(Vec<u8>),
    /// For enum fields: index into [`Enum::values`].
    EnumValue(usize),
}

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

/// A relation between two models, or of a model with itself.
#[derive(Clone, Debug, PartialEq)]
pub enum Relation {
    /// 1-1 or 1-n: one side holds the key.
    ForeignKey(ForeignKeyRelation),
    /// Implicit m-n: a table of its own holds the links.
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
    /// The model behind column A: the smaller model name, or, between a model and itself, the smaller field name.
    pub model_a: ModelId,
    /// The field of model A.
    pub field_a: FieldId,
    /// The model behind column B.
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
