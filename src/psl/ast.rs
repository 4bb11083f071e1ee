//! What is written in the files, piece by piece. Names are not looked up yet, and nothing says that it
//! makes sense.

use std::borrow::Cow;

use crate::text::Span;

/// All files of a state, as they were written.
#[derive(Clone, Debug, Default)]
pub struct Document<'t> {
    /// `model`, `view` and `type` blocks, in source order.
    pub models: Vec<Model<'t>>,
    /// `enum` blocks, in source order.
    pub enums: Vec<Enum<'t>>,
    /// `datasource` and `generator` blocks, in source order.
    pub configs: Vec<Config<'t>>,
    /// Names of blocks that could not be read: a reference to one is not reported.
    pub broken_names: Vec<&'t str>,
    /// Whether a whole file could not be read, so that any name may be declared in it.
    pub is_incomplete: bool,
    /// Documentation that belongs to no block.
    pub loose_docs: Vec<Doc<'t>>,
}

/// An identifier or a dotted path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name<'t> {
    /// As written.
    pub text: &'t str,
    /// Where.
    pub span: Span,
}

/// A line of `///` documentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doc<'t> {
    /// After the three slashes.
    pub text: &'t str,
    /// Where [`Doc::text`] stands.
    pub span: Span,
}

/// What kind of block a [`Model`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModelKind {
    /// `model`.
    Model,
    /// `view`.
    View,
    /// `type`.
    Composite,
}

/// A block of fields.
#[derive(Clone, Debug)]
pub struct Model<'t> {
    /// Its keyword.
    pub kind: ModelKind,
    /// Its name.
    pub name: Name<'t>,
    /// In source order.
    pub fields: Vec<Field<'t>>,
    /// `@@...`, in source order.
    pub attributes: Vec<Attribute<'t>>,
    /// First words of lines that could not be read: possibly fields.
    pub broken_lines: Vec<&'t str>,
    /// Above it, or after its opening brace.
    pub docs: Vec<Doc<'t>>,
    /// At the end of the block, with nothing to belong to.
    pub loose_docs: Vec<Doc<'t>>,
}

/// A field of a block.
#[derive(Clone, Debug)]
pub struct Field<'t> {
    /// Its name.
    pub name: Name<'t>,
    /// Its type; `None` when it was missing, which has been reported.
    pub field_type: Option<FieldType<'t>>,
    /// `@...`, in source order.
    pub attributes: Vec<Attribute<'t>>,
    /// Above or after it.
    pub docs: Vec<Doc<'t>>,
}

/// The type of a field.
#[derive(Clone, Debug)]
pub struct FieldType<'t> {
    /// What.
    pub base: TypeName<'t>,
    /// How many.
    pub arity: crate::psl::schema::Arity,
    /// With its `?` or `[]`.
    pub span: Span,
}

/// A type without its arity.
#[derive(Clone, Debug)]
pub enum TypeName<'t> {
    /// A scalar, a model or an enum.
    Named(Name<'t>),
    /// `Unsupported("...")`.
    Unsupported {
        /// The text in quotes, escapes resolved.
        text: Cow<'t, str>,
        /// Where the text stands, with its quotes.
        span: Span,
    },
}

/// `@...` or `@@...`.
#[derive(Clone, Debug)]
pub struct Attribute<'t> {
    /// Its path, without `@`.
    pub name: Name<'t>,
    /// Empty with or without parentheses.
    pub arguments: Vec<Argument<'t>>,
    /// All of it.
    pub span: Span,
    /// Above or after it; only for `@@...`.
    pub docs: Vec<Doc<'t>>,
}

/// An argument of an attribute or a call, or an entry of an object.
#[derive(Clone, Debug)]
pub struct Argument<'t> {
    /// `name:`.
    pub name: Option<Name<'t>>,
    /// `None` when it was missing, which has been reported.
    pub value: Option<Expression<'t>>,
    /// All of it.
    pub span: Span,
}

/// A value.
#[derive(Clone, Debug)]
pub struct Expression<'t> {
    /// What.
    pub kind: ExpressionKind<'t>,
    /// Where.
    pub span: Span,
}

/// What a value is.
#[derive(Clone, Debug)]
pub enum ExpressionKind<'t> {
    /// `"..."`, escapes resolved.
    String(Cow<'t, str>),
    /// As written.
    Number(&'t str),
    /// A bare word or path.
    Constant(&'t str),
    /// `name(...)`.
    Call(Name<'t>, Vec<Argument<'t>>),
    /// `[...]`.
    Array(Vec<Expression<'t>>),
    /// `{ ... }`.
    Object(Vec<Argument<'t>>),
}

/// An `enum` block.
#[derive(Clone, Debug)]
pub struct Enum<'t> {
    /// Its name.
    pub name: Name<'t>,
    /// In source order.
    pub values: Vec<EnumValue<'t>>,
    /// `@@...`, in source order.
    pub attributes: Vec<Attribute<'t>>,
    /// Whether a line could not be read.
    pub is_broken: bool,
    /// Above it, or after its opening brace.
    pub docs: Vec<Doc<'t>>,
    /// At the end of the block, with nothing to belong to.
    pub loose_docs: Vec<Doc<'t>>,
}

/// A value of an enum.
#[derive(Clone, Debug)]
pub struct EnumValue<'t> {
    /// Its name.
    pub name: Name<'t>,
    /// `@...`.
    pub attributes: Vec<Attribute<'t>>,
    /// Above or after it.
    pub docs: Vec<Doc<'t>>,
}

/// What kind of block a [`Config`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfigKind {
    /// `datasource`.
    Datasource,
    /// `generator`.
    Generator,
}

/// A `datasource` or a `generator` block.
#[derive(Clone, Debug)]
pub struct Config<'t> {
    /// Its keyword.
    pub kind: ConfigKind,
    /// Its name.
    pub name: Name<'t>,
    /// In source order.
    pub properties: Vec<Property<'t>>,
    /// Whether a line could not be read.
    pub is_broken: bool,
    /// All documentation in or above it.
    pub docs: Vec<Doc<'t>>,
}

/// `key = value`.
#[derive(Clone, Debug)]
pub struct Property<'t> {
    /// The key.
    pub name: Name<'t>,
    /// `None` when it was missing, which has been reported.
    pub value: Option<Expression<'t>>,
}
