//! The type of a column.

use crate::physical::{ElementType, SqlText, Unclosed, VectorKind};
use crate::psl::schema::{NativeType, ScalarType};

/// The type Prisma gives to a scalar without a native type.
pub fn scalar(scalar: ScalarType) -> ElementType {
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

/// The type behind a native type attribute.
pub fn native(native: NativeType) -> ElementType {
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

/// The type behind `Unsupported("...")`: pgvector's types and bit strings by their meaning, in any
/// letter case and spacing; everything else as the user wrote it.
pub fn unsupported(text: &str) -> Result<ElementType, Unclosed> {
    match by_meaning(text) {
        Some(element) => Ok(element),
        None => SqlText::new(text.trim()).map(ElementType::Other),
    }
}

fn by_meaning(text: &str) -> Option<ElementType> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    let text = text.strip_prefix("public.").unwrap_or(&text);
    let (word, argument) = match text.split_once('(') {
        None => (text, None),
        Some((word, rest)) => {
            let digits = rest.strip_suffix(')')?;
            if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            (word, Some(digits.parse().ok()?))
        }
    };
    match word {
        "vector" => Some(ElementType::Vector(VectorKind::Vector, argument)),
        "halfvec" => Some(ElementType::Vector(VectorKind::HalfVec, argument)),
        "sparsevec" => Some(ElementType::Vector(VectorKind::SparseVec, argument)),
        "bit" => Some(ElementType::Bit(argument)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vector_types_are_read_by_meaning() {
        for text in ["vector(3)", "VECTOR( 3 )", " public.vector(3)"] {
            assert_eq!(unsupported(text), Ok(ElementType::Vector(VectorKind::Vector, Some(3))), "{text}");
        }
        assert_eq!(unsupported("vector"), Ok(ElementType::Vector(VectorKind::Vector, None)));
        assert!(matches!(unsupported("extensions.vector(3)"), Ok(ElementType::Other(_))));
        assert!(matches!(unsupported("vector(-1)"), Ok(ElementType::Other(_))));
        assert!(unsupported("vector(3); DROP TABLE t").is_err());
    }
}
