//! Values that are written in the schema: defaults, and what a predicate compares with.

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
    /// For enum fields: index into [`Enum::values`](super::Enum::values).
    EnumValue(usize),
}
