//! Types of columns.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{ObjectName, SqlText};

/// The type of a column.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ColumnType {
    /// The type, or what a list is a list of.
    pub element: ElementType,
    /// An array: <https://www.postgresql.org/docs/current/arrays.html>.
    pub is_list: bool,
}

/// A type that is not a list: <https://www.postgresql.org/docs/current/datatype.html>.
/// Arguments are `None` where they were left out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(missing_docs)] // PostgreSQL's own names
pub enum ElementType {
    SmallInt,
    Integer,
    BigInt,
    Oid,
    Decimal(Option<(u32, u32)>),
    Money,
    Real,
    DoublePrecision,
    Boolean,
    Text,
    Citext,
    VarChar(Option<u32>),
    Char(Option<u32>),
    Bit(Option<u32>),
    VarBit(Option<u32>),
    Inet,
    Uuid,
    Xml,
    Bytea,
    Timestamp(Option<u32>),
    Timestamptz(Option<u32>),
    Time(Option<u32>),
    Timetz(Option<u32>),
    Date,
    Json,
    Jsonb,
    /// An enum type.
    Enum(ObjectName),
    /// One of pgvector's types, with its number of dimensions, and the schema before it.
    Vector(VectorKind, Option<u32>, Qualifier),
    /// A domain that a history makes, and the type under it, which is what a schema calls it:
    /// <https://www.postgresql.org/docs/current/domains.html>.
    Domain(Box<Domain>),
    /// Whatever the user wrote in `Unsupported("...")`.
    Other(SqlText),
}

/// A domain.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Domain {
    /// Its name.
    pub name: ObjectName,
    /// The type under it.
    pub base: ColumnType,
}

/// pgvector's types: <https://github.com/pgvector/pgvector#reference>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum VectorKind {
    /// 4 bytes a dimension.
    Vector,
    /// 2 bytes a dimension.
    HalfVec,
    /// 8 bytes a dimension that is not zero.
    SparseVec,
}

impl VectorKind {
    /// The type's name.
    #[must_use]
    pub fn as_sql(self) -> &'static str {
        match self {
            Self::Vector => "vector",
            Self::HalfVec => "halfvec",
            Self::SparseVec => "sparsevec",
        }
    }
}

/// The schema that was written before the name of something that an extension brings. It says where to look, not what
/// is meant: what has one is compared by `is_like`, which leaves it out.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Qualifier(pub Option<String>);

impl ColumnType {
    /// A type that is not a list.
    #[must_use]
    pub fn one(element: ElementType) -> Self {
        Self { element, is_list: false }
    }

    /// Whether it is the same type, wherever the extension is that brings it.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        self.unqualified() == other.unqualified()
    }

    /// What it is, and whether of a list, without the schema before it.
    #[must_use]
    pub fn unqualified(&self) -> (Cow<'_, ElementType>, bool) {
        (self.element.unqualified(), self.is_list)
    }

    /// As `format_type()` prints it with an empty `search_path`, but for quote marks around names, and for a precision of
    /// 6 of a time, which is the same as none;
    /// `None` for types that only the server knows.
    #[must_use]
    pub fn printed(&self) -> Option<String> {
        let element = self.element.printed()?;
        Some(if self.is_list { format!("{element}[]") } else { element })
    }
}

impl ElementType {
    /// Whether it is the same type, wherever the extension is that brings it.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        self.unqualified() == other.unqualified()
    }

    /// The type without the schema before it.
    #[must_use]
    pub fn unqualified(&self) -> Cow<'_, Self> {
        if let Self::Vector(kind, dimensions, Qualifier(Some(_))) = self {
            return Cow::Owned(Self::Vector(*kind, *dimensions, Qualifier(None)));
        }
        Cow::Borrowed(self)
    }

    /// The schema before the type, if it is one of pgvector's.
    #[must_use]
    pub fn vector_qualifier(&self) -> Option<&Qualifier> {
        if let Self::Vector(_, _, qualifier) = self { Some(qualifier) } else { None }
    }

    /// Whether it is a time whose precision is that of a type that nothing is said of: 6 digits of a second, written or
    /// not. <https://www.postgresql.org/docs/current/datatype-datetime.html>
    #[must_use]
    pub fn has_usual_precision(&self) -> bool {
        let (Self::Timestamp(precision)
        | Self::Timestamptz(precision)
        | Self::Time(precision)
        | Self::Timetz(precision)) = self
        else {
            return false;
        };
        precision.unwrap_or(6) == 6
    }

    /// The name of a type that PostgreSQL or `citext` brings in `pg_type`:
    /// <https://www.postgresql.org/docs/current/catalog-pg-type.html>. `None` for all others.
    #[must_use]
    pub fn catalog_name(&self) -> Option<&'static str> {
        Some(match self {
            Self::SmallInt => "int2",
            Self::Integer => "int4",
            Self::BigInt => "int8",
            Self::Oid => "oid",
            Self::Decimal(_) => "numeric",
            Self::Money => "money",
            Self::Real => "float4",
            Self::DoublePrecision => "float8",
            Self::Boolean => "bool",
            Self::Text => "text",
            Self::Citext => "citext",
            Self::VarChar(_) => "varchar",
            Self::Char(_) => "bpchar",
            Self::Bit(_) => "bit",
            Self::VarBit(_) => "varbit",
            Self::Inet => "inet",
            Self::Uuid => "uuid",
            Self::Xml => "xml",
            Self::Bytea => "bytea",
            Self::Timestamp(_) => "timestamp",
            Self::Timestamptz(_) => "timestamptz",
            Self::Time(_) => "time",
            Self::Timetz(_) => "timetz",
            Self::Date => "date",
            Self::Json => "json",
            Self::Jsonb => "jsonb",
            Self::Vector(..) | Self::Enum(_) | Self::Domain(_) | Self::Other(_) => return None,
        })
    }

    /// Whether it holds plain text.
    #[must_use]
    pub fn is_text(&self) -> bool {
        matches!(self, Self::Text | Self::VarChar(_) | Self::Char(_))
    }

    /// Whether it holds numbers that one can count with.
    #[must_use]
    pub fn is_number(&self) -> bool {
        matches!(
            self,
            Self::SmallInt | Self::Integer | Self::BigInt | Self::Decimal(_) | Self::Real | Self::DoublePrecision
        )
    }

    /// The words and arguments of the type in `CREATE TABLE`, for all types that are not user text.
    #[must_use]
    pub fn keyword(&self) -> Option<(&'static str, Vec<u32>)> {
        let (word, arguments): (_, Vec<u32>) = match self {
            Self::SmallInt => ("SMALLINT", vec![]),
            Self::Integer => ("INTEGER", vec![]),
            Self::BigInt => ("BIGINT", vec![]),
            Self::Oid => ("OID", vec![]),
            Self::Decimal(arguments) => ("DECIMAL", arguments.map_or(vec![], |(p, s)| vec![p, s])),
            Self::Money => ("MONEY", vec![]),
            Self::Real => ("REAL", vec![]),
            Self::DoublePrecision => ("DOUBLE PRECISION", vec![]),
            Self::Boolean => ("BOOLEAN", vec![]),
            Self::Text => ("TEXT", vec![]),
            Self::Citext => ("CITEXT", vec![]),
            Self::VarChar(length) => ("VARCHAR", length.iter().copied().collect()),
            Self::Char(length) => ("CHAR", length.iter().copied().collect()),
            Self::Bit(length) => ("BIT", length.iter().copied().collect()),
            Self::VarBit(length) => ("VARBIT", length.iter().copied().collect()),
            Self::Inet => ("INET", vec![]),
            Self::Uuid => ("UUID", vec![]),
            Self::Xml => ("XML", vec![]),
            Self::Bytea => ("BYTEA", vec![]),
            Self::Timestamp(precision) => ("TIMESTAMP", precision.iter().copied().collect()),
            Self::Timestamptz(precision) => ("TIMESTAMPTZ", precision.iter().copied().collect()),
            Self::Time(precision) => ("TIME", precision.iter().copied().collect()),
            Self::Timetz(precision) => ("TIMETZ", precision.iter().copied().collect()),
            Self::Date => ("DATE", vec![]),
            Self::Json => ("JSON", vec![]),
            Self::Jsonb => ("JSONB", vec![]),
            Self::Vector(kind, dimensions, _) => (kind.as_sql(), dimensions.iter().copied().collect()),
            Self::Enum(_) | Self::Domain(_) | Self::Other(_) => return None,
        };
        Some((word, arguments))
    }

    fn printed(&self) -> Option<String> {
        let with = |word: &str, argument: &Option<u32>| match argument {
            Some(argument) => format!("{word}({argument})"),
            None => word.to_owned(),
        };
        // without a precision it is 6
        let temporal = |word: &str, precision: &Option<u32>, zone: &str| {
            format!("{} {zone} time zone", with(word, &precision.filter(|&digits| digits != 6)))
        };
        Some(match self {
            Self::SmallInt => "smallint".to_owned(),
            Self::Integer => "integer".to_owned(),
            Self::BigInt => "bigint".to_owned(),
            Self::Oid => "oid".to_owned(),
            Self::Decimal(None) => "numeric".to_owned(),
            Self::Decimal(Some((precision, scale))) => format!("numeric({precision},{scale})"),
            Self::Money => "money".to_owned(),
            Self::Real => "real".to_owned(),
            Self::DoublePrecision => "double precision".to_owned(),
            Self::Boolean => "boolean".to_owned(),
            Self::Text => "text".to_owned(),
            Self::Citext => "citext".to_owned(),
            Self::VarChar(length) => with("character varying", length),
            // CHAR and BIT without a length are of length 1
            Self::Char(length) => format!("character({})", length.unwrap_or(1)),
            Self::Bit(length) => format!("bit({})", length.unwrap_or(1)),
            Self::VarBit(length) => with("bit varying", length),
            Self::Inet => "inet".to_owned(),
            Self::Uuid => "uuid".to_owned(),
            Self::Xml => "xml".to_owned(),
            Self::Bytea => "bytea".to_owned(),
            Self::Timestamp(precision) => temporal("timestamp", precision, "without"),
            Self::Timestamptz(precision) => temporal("timestamp", precision, "with"),
            Self::Time(precision) => temporal("time", precision, "without"),
            Self::Timetz(precision) => temporal("time", precision, "with"),
            Self::Date => "date".to_owned(),
            Self::Json => "json".to_owned(),
            Self::Jsonb => "jsonb".to_owned(),
            Self::Enum(name) => name.to_string(),
            Self::Vector(kind, dimensions, _) => with(kind.as_sql(), dimensions),
            Self::Domain(_) | Self::Other(_) => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{ColumnType, ElementType, Qualifier, VectorKind};

    #[test]
    fn a_schema_before_a_type_is_kept_and_not_compared() {
        let vector = |schema: Option<&str>| {
            let qualifier = Qualifier(schema.map(str::to_owned));
            ColumnType::one(ElementType::Vector(VectorKind::Vector, Some(3), qualifier))
        };
        assert_ne!(vector(None), vector(Some("extensions")));
        assert!(vector(None).is_like(&vector(Some("extensions"))));
        assert!(!vector(None).is_like(&ColumnType { is_list: true, ..vector(None) }));
        assert!(!vector(None).is_like(&ColumnType::one(ElementType::Text)));
    }
}
