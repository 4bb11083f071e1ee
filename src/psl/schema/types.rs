//! The types of fields: Prisma's own, and those of PostgreSQL that an attribute names.

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
