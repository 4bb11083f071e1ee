//! The type of a column.

use crate::physical::{ElementType, Qualifier, SqlText, Unclosed, VectorKind};
use crate::psl::schema::{NativeType, ScalarType};
use crate::sql::{Cursor, TokenKind, WrittenName, tokens};

/// The type Prisma gives to a scalar without a native type.
pub(super) fn scalar(scalar: ScalarType) -> ElementType {
    match scalar {
        ScalarType::String => ElementType::Text,
        ScalarType::Boolean => ElementType::Boolean,
        ScalarType::Int => ElementType::Integer,
        ScalarType::BigInt => ElementType::BigInt,
        ScalarType::Float => ElementType::DoublePrecision,
        ScalarType::Decimal => ElementType::Decimal(Some((65, 30))),
        ScalarType::DateTime => ElementType::Timestamp(Some(3)),
        ScalarType::Json => ElementType::Jsonb,
        ScalarType::Bytes => ElementType::Bytea,
    }
}

/// The type of a native type attribute.
pub(super) fn native(native: NativeType) -> ElementType {
    match native {
        NativeType::SmallInt => ElementType::SmallInt,
        NativeType::Integer => ElementType::Integer,
        NativeType::BigInt => ElementType::BigInt,
        NativeType::Oid => ElementType::Oid,
        NativeType::Decimal(arguments) => ElementType::Decimal(arguments),
        NativeType::Money => ElementType::Money,
        NativeType::Real => ElementType::Real,
        NativeType::DoublePrecision => ElementType::DoublePrecision,
        NativeType::VarChar(length) => ElementType::VarChar(length),
        NativeType::Char(length) => ElementType::Char(length),
        NativeType::Text => ElementType::Text,
        NativeType::Citext => ElementType::Citext,
        NativeType::Bit(length) => ElementType::Bit(length),
        NativeType::VarBit(length) => ElementType::VarBit(length),
        NativeType::Inet => ElementType::Inet,
        NativeType::Uuid => ElementType::Uuid,
        NativeType::Xml => ElementType::Xml,
        NativeType::ByteA => ElementType::Bytea,
        NativeType::Timestamp(precision) => ElementType::Timestamp(precision),
        NativeType::Timestamptz(precision) => ElementType::Timestamptz(precision),
        NativeType::Time(precision) => ElementType::Time(precision),
        NativeType::Timetz(precision) => ElementType::Timetz(precision),
        NativeType::Date => ElementType::Date,
        NativeType::Boolean => ElementType::Boolean,
        NativeType::Json => ElementType::Json,
        NativeType::JsonB => ElementType::Jsonb,
    }
}

/// The type in `Unsupported("...")`: pgvector's types and bit strings by their meaning, in any
/// letter case and spacing; everything else as the user wrote it.
pub(super) fn unsupported(text: &str) -> Result<ElementType, Unclosed> {
    match by_meaning(text) {
        Some(element) => Ok(element),
        None => SqlText::new(text.trim()).map(ElementType::Other),
    }
}

fn by_meaning(text: &str) -> Option<ElementType> {
    let found = tokens(text);
    if found.unclosed.is_some() || !found.comments.is_empty() {
        return None;
    }
    let mut cursor = Cursor::new(text, &found.tokens);
    if cursor.accept("BIT VARYING") {
        return argument(cursor).map(ElementType::VarBit);
    }
    let WrittenName { schema, name, range } = cursor.written_name().ok()?;
    let argument = argument(cursor)?;
    // in quotes a bare "bit" is not of length 1
    let is_built_in = schema.as_deref().is_none_or(|schema| schema == "pg_catalog") && !text[range].ends_with('"');
    let vector = |kind| Some(ElementType::Vector(kind, argument, Qualifier(schema)));
    match name.as_str() {
        "vector" => vector(VectorKind::Vector),
        "halfvec" => vector(VectorKind::HalfVec),
        "sparsevec" => vector(VectorKind::SparseVec),
        "bit" if is_built_in => Some(ElementType::Bit(argument)),
        "varbit" if is_built_in => Some(ElementType::VarBit(argument)),
        _ => None,
    }
}

/// The number in parentheses that ends a type, if there are any; `None` where something else stands there.
fn argument(mut cursor: Cursor<'_>) -> Option<Option<u32>> {
    if cursor.is_at_end() {
        return Some(None);
    }
    let mut inside = cursor.parentheses().ok()?;
    let (TokenKind::Number, digits) = inside.take_token()? else { return None };
    (inside.is_at_end() && cursor.is_at_end()).then(|| digits.parse().ok()).flatten().map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vector(argument: Option<u32>) -> ElementType {
        ElementType::Vector(VectorKind::Vector, argument, Qualifier::default())
    }

    fn schema_of(text: &str) -> Option<String> {
        match unsupported(text) {
            Ok(ElementType::Vector(_, _, Qualifier(schema))) => schema,
            other => panic!("{text} is {other:?}"),
        }
    }

    #[test]
    fn vector_types_are_read_by_meaning() {
        for text in
            ["vector(3)", "VECTOR( 3 )", " public . Vector (3)", "extensions.vector(3)", r#""public"."vector"(3)"#]
        {
            let read = unsupported(text).unwrap();
            assert!(read.is_like(&vector(Some(3))), "{text}: {read:?}");
        }
        assert_eq!(unsupported("vector"), Ok(vector(None)));
        for text in ["vector(-1)", "vec tor(3)", "vector(3)[]", r#""Vector"(3)"#, "vector()"] {
            assert!(matches!(unsupported(text), Ok(ElementType::Other(_))), "{text}");
        }
        assert!(unsupported("vector(3); DROP TABLE t").is_err());
    }

    #[test]
    fn the_schema_of_a_vector_type_is_kept() {
        assert_eq!(schema_of("vector(3)"), None);
        assert_eq!(schema_of("Extensions.vector(3)").as_deref(), Some("extensions"));
        assert_eq!(schema_of(r#""My Schema".halfvec(3)"#).as_deref(), Some("My Schema"));
    }

    #[test]
    fn bits_are_read_by_meaning() {
        assert_eq!(unsupported("BIT(3)"), Ok(ElementType::Bit(Some(3))));
        assert_eq!(unsupported("pg_catalog.bit"), Ok(ElementType::Bit(None)));
        for text in ["bit varying(5)", "Bit   Varying (5)", "varbit(5)"] {
            assert_eq!(unsupported(text), Ok(ElementType::VarBit(Some(5))), "{text}");
        }
        assert!(matches!(unsupported("\"bit\""), Ok(ElementType::Other(_))));
    }
}
