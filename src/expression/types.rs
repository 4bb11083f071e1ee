//! Names of types, in all the words that PostgreSQL has for them:
//! <https://www.postgresql.org/docs/current/datatype.html>.

use super::node::UNLIMITED;
use crate::physical::{ColumnType, ElementType, Qualifier, SqlText, VectorKind};
use crate::sql::{Cursor, Read, TokenKind, WrittenName, tokens};

/// A type as it stands in a column's definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenType {
    /// A name that may be that of an enum.
    pub name: Option<WrittenName>,
    /// What it is unless there is such an enum.
    pub column_type: ColumnType,
    /// `SERIAL` and its like: a sequence comes with it.
    pub is_serial: bool,
}

/// Reads the type that comes next.
///
/// # Errors
/// Where no type stands.
pub fn column_type(cursor: &mut Cursor<'_>) -> Read<WrittenType> {
    let serial = serial(cursor);
    let known = match &serial {
        Some(element) => Some(element.clone()),
        None => built_in(cursor)?,
    };
    let (name, element) = match known {
        Some(element) => (None, element),
        None => named(cursor)?,
    };
    // PostgreSQL does not tell one dimension from two
    let mut is_list = false;
    while cursor.accept_symbol("[") {
        if matches!(cursor.peek(), Some((TokenKind::Number, _))) {
            cursor.take_token();
        }
        if !cursor.accept_symbol("]") {
            return Err(cursor.not_understood());
        }
        is_list = true;
    }
    if !is_list && cursor.accept("ARRAY") {
        is_list = true;
        if cursor.accept_symbol("[") {
            cursor.take_token();
            cursor.accept_symbol("]");
        }
    }
    let column_type = ColumnType { element, is_list };
    Ok(WrittenType { name, column_type, is_serial: serial.is_some() })
}

/// The type that a text of the schema names, if it is no enum; what may follow it in a column's definition is left alone.
#[must_use]
pub fn read(text: &str) -> Option<ColumnType> {
    let tokens = tokens(text);
    column_type(&mut Cursor::new(text, &tokens.tokens)).ok().map(|written| written.column_type)
}

/// Whether a name is one of PostgreSQL's own words for types.
#[must_use]
pub(crate) fn is_built_in(name: &str) -> bool {
    BUILT_IN.iter().any(|(words, _)| words.eq_ignore_ascii_case(name))
}

/// The type that a text names, if nothing follows it.
#[must_use]
pub(super) fn read_whole(text: &str) -> Option<ColumnType> {
    let tokens = tokens(text);
    let mut cursor = Cursor::new(text, &tokens.tokens);
    let mut read = column_type(&mut cursor).ok()?.column_type;
    if matches!(&read.element, ElementType::Other(name) if name.as_str().eq_ignore_ascii_case("bpchar")) {
        read.element = UNLIMITED;
    }
    cursor.is_at_end().then_some(read)
}

fn serial(cursor: &mut Cursor<'_>) -> Option<ElementType> {
    Some(match cursor.accept_one(&["SERIAL", "SERIAL4", "BIGSERIAL", "SERIAL8", "SMALLSERIAL", "SERIAL2"])? {
        "BIGSERIAL" | "SERIAL8" => ElementType::BigInt,
        "SMALLSERIAL" | "SERIAL2" => ElementType::SmallInt,
        _ => ElementType::Integer,
    })
}

/// What the numbers in parentheses after a word make of it.
type Maker = fn(&[u32]) -> ElementType;

/// Words for types; what begins with another one comes before it.
const BUILT_IN: &[(&str, Maker)] = &[
    ("DOUBLE PRECISION", |_| ElementType::DoublePrecision),
    ("NATIONAL CHARACTER VARYING", |numbers| ElementType::VarChar(numbers.first().copied())),
    ("NATIONAL CHAR VARYING", |numbers| ElementType::VarChar(numbers.first().copied())),
    ("NCHAR VARYING", |numbers| ElementType::VarChar(numbers.first().copied())),
    ("CHARACTER VARYING", |numbers| ElementType::VarChar(numbers.first().copied())),
    ("CHAR VARYING", |numbers| ElementType::VarChar(numbers.first().copied())),
    ("BIT VARYING", |numbers| ElementType::VarBit(numbers.first().copied())),
    ("SMALLINT", |_| ElementType::SmallInt),
    ("INT2", |_| ElementType::SmallInt),
    ("INTEGER", |_| ElementType::Integer),
    ("INT4", |_| ElementType::Integer),
    ("INT", |_| ElementType::Integer),
    ("BIGINT", |_| ElementType::BigInt),
    ("INT8", |_| ElementType::BigInt),
    ("OID", |_| ElementType::Oid),
    ("DECIMAL", decimal),
    ("NUMERIC", decimal),
    ("DEC", decimal),
    ("MONEY", |_| ElementType::Money),
    ("REAL", |_| ElementType::Real),
    ("FLOAT4", |_| ElementType::Real),
    ("FLOAT8", |_| ElementType::DoublePrecision),
    ("FLOAT", |numbers| match numbers.first() {
        Some(..=24) => ElementType::Real,
        _ => ElementType::DoublePrecision,
    }),
    ("BOOLEAN", |_| ElementType::Boolean),
    ("BOOL", |_| ElementType::Boolean),
    ("TEXT", |_| ElementType::Text),
    ("VARCHAR", |numbers| ElementType::VarChar(numbers.first().copied())),
    ("NATIONAL CHARACTER", |numbers| ElementType::Char(numbers.first().copied())),
    ("NATIONAL CHAR", |numbers| ElementType::Char(numbers.first().copied())),
    ("NCHAR", |numbers| ElementType::Char(numbers.first().copied())),
    ("CHARACTER", |numbers| ElementType::Char(numbers.first().copied())),
    ("CHAR", |numbers| ElementType::Char(numbers.first().copied())),
    ("BIT", |numbers| ElementType::Bit(numbers.first().copied())),
    ("VARBIT", |numbers| ElementType::VarBit(numbers.first().copied())),
    ("INET", |_| ElementType::Inet),
    ("UUID", |_| ElementType::Uuid),
    ("XML", |_| ElementType::Xml),
    ("BYTEA", |_| ElementType::Bytea),
    ("TIMESTAMPTZ", |numbers| ElementType::Timestamptz(numbers.first().copied())),
    ("TIMESTAMP", |numbers| ElementType::Timestamp(numbers.first().copied())),
    ("TIMETZ", |numbers| ElementType::Timetz(numbers.first().copied())),
    ("TIME", |numbers| ElementType::Time(numbers.first().copied())),
    ("DATE", |_| ElementType::Date),
    ("JSONB", |_| ElementType::Jsonb),
    ("JSON", |_| ElementType::Json),
];

fn decimal(numbers: &[u32]) -> ElementType {
    ElementType::Decimal(numbers.first().map(|&precision| (precision, numbers.get(1).copied().unwrap_or(0))))
}

/// Types that have words of their own, with or without `pg_catalog` before them.
fn built_in(cursor: &mut Cursor<'_>) -> Read<Option<ElementType>> {
    let mut ahead = cursor.clone();
    if ahead.accept("pg_catalog") && ahead.accept_symbol(".") {
        *cursor = ahead;
    }
    let Some((_, maker)) = BUILT_IN.iter().find(|(words, _)| cursor.accept(words)) else { return Ok(None) };
    let element = maker(&arguments(cursor)?);
    Ok(Some(with_zone(element, cursor)))
}

fn with_zone(element: ElementType, cursor: &mut Cursor<'_>) -> ElementType {
    let is_temporal = matches!(element, ElementType::Timestamp(_) | ElementType::Time(_));
    let zone = if is_temporal { cursor.accept_one(&["WITH TIME ZONE", "WITHOUT TIME ZONE"]) } else { None };
    let has_zone = zone == Some("WITH TIME ZONE");
    if let ElementType::Timestamp(precision) = element
        && has_zone
    {
        return ElementType::Timestamptz(precision);
    }
    if let ElementType::Time(precision) = element
        && has_zone
    {
        return ElementType::Timetz(precision);
    }
    element
}

/// Numbers in parentheses, if they come next.
fn arguments(cursor: &mut Cursor<'_>) -> Read<Vec<u32>> {
    if cursor.peek() != Some((TokenKind::Symbol, "(")) {
        return Ok(Vec::new());
    }
    let inside = cursor.parentheses()?;
    inside
        .split_at_commas()
        .into_iter()
        .map(|part| part.rest().trim().parse().map_err(|_| part.not_understood()))
        .collect()
}

/// A type known by its name: an enum perhaps, one of pgvector's, or one that only the database knows.
fn named(cursor: &mut Cursor<'_>) -> Read<(Option<WrittenName>, ElementType)> {
    let start = cursor.clone();
    let name = cursor.written_name()?;
    if is_extensions(&name, "citext") {
        return Ok((Some(name), ElementType::Citext));
    }
    if let Some(kind) = vector_kind(&name) {
        let dimensions = arguments(cursor)?.first().copied();
        let qualifier = Qualifier(name.schema.clone());
        return Ok((Some(name), ElementType::Vector(kind, dimensions, qualifier)));
    }
    if cursor.peek() == Some((TokenKind::Symbol, "(")) {
        let inside = cursor.parentheses()?;
        // without a length it is another type than `CHAR`: one of any length
        if is_of_postgres(&name) && name.name == "bpchar" {
            let length = inside.rest().trim().parse().map_err(|_| inside.not_understood())?;
            return Ok((Some(name), ElementType::Char(Some(length))));
        }
    }
    // the fields of an interval
    while cursor.accept_one(&["YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND", "TO"]).is_some() {}
    Ok((Some(name), other(start.rest_until(cursor))?))
}

fn is_of_postgres(name: &WrittenName) -> bool {
    name.schema.as_deref().is_none_or(|schema| schema == "pg_catalog")
}

fn vector_kind(name: &WrittenName) -> Option<VectorKind> {
    let kinds = [VectorKind::Vector, VectorKind::HalfVec, VectorKind::SparseVec];
    // wherever the extension is
    kinds.into_iter().find(|kind| name.name == kind.as_sql())
}

/// Whether a name is that of an extension's type, where extensions are usually put.
fn is_extensions(name: &WrittenName, type_name: &str) -> bool {
    name.name == type_name && name.schema.as_deref().is_none_or(|schema| schema == "public")
}

fn other(text: Cursor<'_>) -> Read<ElementType> {
    SqlText::new(text.whole()).map(ElementType::Other).map_err(|_| text.not_understood())
}
