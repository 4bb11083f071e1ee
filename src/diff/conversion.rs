//! How the values of a column get from one type to another, and what is lost on the way.
//!
//! Which casts PostgreSQL does by itself, and which with USING, was asked of versions 13 to 18
//! (<https://www.postgresql.org/docs/current/sql-createcast.html>).

use super::pair::Pair;
use crate::change::Conversion;
use crate::physical::{Column, ColumnType, ElementType, Index, IndexMethod, VectorKind};

const ROUNDED_SECONDS: &str = "fractions of a second are rounded";

/// How the values of a column get from one type to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TypeConversion {
    /// They are the same to the schema language.
    Same,
    /// Every value is converted, or the statement fails.
    Convert {
        /// How.
        conversion: Conversion,
        /// What a value may lose without an error.
        loss: Option<&'static str>,
    },
    /// PostgreSQL has no conversion.
    Impossible,
}

/// Whether a foreign key between a column of the one type and a column of the other can be.
pub(super) fn is_of_one_family(before: &ColumnType, after: &ColumnType) -> bool {
    let is_whole =
        |of: &ColumnType| matches!(of.element, ElementType::SmallInt | ElementType::Integer | ElementType::BigInt);
    let is_string = |of: &ColumnType| matches!(of.element, ElementType::Text | ElementType::VarChar(_));
    before.is_list == after.is_list
        && ((is_whole(before) && is_whole(after)) || (is_string(before) && is_string(after)))
}

/// An index over a column that becomes, or was, a vector of another type: its operator class is for the old type.
pub(super) fn is_for_old_vectors(index: &Index, column: Pair<'_, Column>) -> bool {
    let is_of_vectors = matches!(index.method, IndexMethod::Hnsw | IndexMethod::IvfFlat)
        || matches!(column.after.column_type.element, ElementType::Vector(..));
    let is_over = index.columns.iter().any(|part| part.name == column.before.name);
    let [old, new] = [column.before, column.after].map(|column| vector_type(&column.column_type.element));
    is_over && is_of_vectors && old != new
}

/// How the values of a column get from one type to another.
pub(super) fn type_conversion(before: &ColumnType, after: &ColumnType) -> TypeConversion {
    if before.is_like(after) {
        return TypeConversion::Same;
    }
    match (before.is_list, after.is_list) {
        (false, false) => of_elements(&before.element, &after.element),
        (true, true) => match of_elements(&before.element, &after.element) {
            // no function moves a whole list to UTC
            TypeConversion::Convert { conversion: Conversion::AtUtc, loss } => {
                TypeConversion::Convert { conversion: Conversion::Assignment, loss: loss.or(Some("the time zone")) }
            }
            way @ (TypeConversion::Same | TypeConversion::Convert { .. } | TypeConversion::Impossible) => way,
        },
        // written as text: {a,"b c"}
        (true, false) if after.element.is_text() => convert(Conversion::Assignment),
        (true, false) if matches!(after.element, ElementType::Vector(..)) => {
            list_to_vector(&before.element, &after.element)
        }
        (true, false) => TypeConversion::Impossible,
        (false, true) => match of_elements(&before.element, &after.element) {
            TypeConversion::Impossible => TypeConversion::Impossible,
            TypeConversion::Same => convert(Conversion::IntoList),
            // through text, which tells the time of the session's time zone
            TypeConversion::Convert { conversion: Conversion::AtUtc, loss } => {
                TypeConversion::Convert { conversion: Conversion::IntoList, loss: loss.or(Some("the time zone")) }
            }
            TypeConversion::Convert { loss, .. } => TypeConversion::Convert { conversion: Conversion::IntoList, loss },
        },
    }
}

/// The type's name, if pgvector has operator classes for it.
fn vector_type(element: &ElementType) -> Option<&'static str> {
    if let ElementType::Vector(kind, ..) = element {
        return Some(kind.as_sql());
    }
    matches!(element, ElementType::Bit(_)).then_some("bit")
}

fn convert(conversion: Conversion) -> TypeConversion {
    TypeConversion::Convert { conversion, loss: None }
}

fn losing(conversion: Conversion, loss: &'static str) -> TypeConversion {
    TypeConversion::Convert { conversion, loss: Some(loss) }
}

fn of_elements(before: &ElementType, after: &ElementType) -> TypeConversion {
    use ElementType::{
        BigInt, Bit, Boolean, Bytea, Char, Citext, Date, Decimal, Domain, Enum, Integer, Json, Jsonb, Money, Oid,
        Other, SmallInt, Time, Timestamp, Timestamptz, Timetz, VarBit, Vector,
    };
    match (before, after) {
        (before, after) if before.is_like(after) => TypeConversion::Same,
        (Timestamp(a), Timestamp(b))
        | (Timestamptz(a), Timestamptz(b))
        | (Time(a), Time(b))
        | (Timetz(a), Timetz(b)) => precision(*a, *b),
        (before, after) if before.is_number() && after.is_number() => numbers(before, after),
        (Char(_), after) if after.is_text() => convert(Conversion::Assignment),
        (_, after) if after.is_text() => convert(Conversion::Assignment),
        (before, Citext) if before.is_text() => convert(Conversion::Assignment),
        (_, Citext) => convert(Conversion::ThroughText),
        (Decimal(_), Money) => losing(Conversion::Assignment, "rounded to cents"),
        (Money, Decimal(Some((_, 0 | 1)))) => losing(Conversion::Assignment, "rounded to less than cents"),
        (SmallInt, Money) => convert(Conversion::ThroughInteger),
        (Integer | BigInt, Money) | (Money, Decimal(_)) => convert(Conversion::Assignment),
        (SmallInt | Integer | BigInt, Oid) | (Oid, Integer | BigInt) => convert(Conversion::Assignment),
        (Integer, Boolean) | (Boolean, Integer) => {
            losing_if(*after == Boolean, Conversion::Cast, "every number but 0 becomes true")
        }
        (SmallInt | BigInt, Boolean) => losing(Conversion::ThroughInteger, "every number but 0 becomes true"),
        (Boolean, SmallInt | BigInt) => convert(Conversion::ThroughInteger),
        (Timestamp(before), Timestamptz(after)) | (Timestamptz(before), Timestamp(after)) => {
            let is_finer = before.unwrap_or(6) > after.unwrap_or(6);
            TypeConversion::Convert { conversion: Conversion::AtUtc, loss: is_finer.then_some(ROUNDED_SECONDS) }
        }
        (Timestamp(_), Date) => losing(Conversion::Assignment, "the time of day"),
        (Timestamp(_), Time(_)) => losing(Conversion::Assignment, "the date"),
        (Timestamptz(_), Date) => losing(Conversion::AtUtc, "the time of day"),
        (Timestamptz(_), Time(_)) => losing(Conversion::AtUtc, "the date"),
        (Timestamptz(_), Timetz(_)) => losing(Conversion::Assignment, "the date"),
        (Date, Timestamp(_)) => convert(Conversion::Assignment),
        (Date, Timestamptz(_)) => convert(Conversion::AtUtc),
        (Time(_), Timetz(_)) => convert(Conversion::Assignment),
        (Timetz(_), Time(_)) => losing(Conversion::Assignment, "the time zone"),
        (Json, Jsonb) | (Jsonb, Json) => convert(Conversion::Assignment),
        (Bit(_) | VarBit(_), Bit(_) | VarBit(_)) => convert(Conversion::Assignment),
        (Vector(..), Vector(..)) => vectors(before, after),
        // through text and back: fails on the first value that does not fit
        (Enum(_), Enum(_)) | (Domain(_) | Other(_), _) | (_, Domain(_) | Other(_)) => convert(Conversion::ThroughText),
        (before, Bytea) if before.is_text() => convert(Conversion::ThroughText),
        (before, _) if before.is_text() || *before == Citext => from_text(after),
        _ => TypeConversion::Impossible,
    }
}

/// An explicit cast fails on what is no value of the type at all, but cuts and rounds in silence.
fn from_text(after: &ElementType) -> TypeConversion {
    use ElementType::{
        BigInt, Bit, Boolean, Bytea, Char, Citext, Date, Decimal, Domain, DoublePrecision, Enum, Inet, Integer, Json,
        Jsonb, Money, Oid, Other, Real, SmallInt, Text, Time, Timestamp, Timestamptz, Timetz, Uuid, VarBit, VarChar,
        Vector, Xml,
    };
    let loss = match after {
        Decimal(Some(_)) => "digits after the point are rounded",
        Real | DoublePrecision => "digits beyond the type's precision",
        Money => "rounded to cents",
        Bit(_) | VarBit(Some(_)) => "bits beyond the length",
        Date => "the time of day",
        Time(_) => "the date and the time zone",
        Timetz(_) => "the date",
        Timestamp(_) => "the time zone, and fractions of a second are rounded",
        Timestamptz(Some(_)) => ROUNDED_SECONDS,
        ElementType::Vector(VectorKind::HalfVec, ..) => HALF_PRECISION,
        // either a text is a value of the type, or the statement fails
        SmallInt
        | Integer
        | BigInt
        | Oid
        | Decimal(None)
        | Boolean
        | Inet
        | Uuid
        | Xml
        | Json
        | Jsonb
        | Bytea
        | VarBit(None)
        | Timestamptz(None)
        | Text
        | Citext
        | VarChar(_)
        | Char(_)
        | Enum(_)
        | Domain(_)
        | Other(_)
        | Vector(VectorKind::Vector | VectorKind::SparseVec, ..) => return convert(Conversion::Cast),
    };
    losing(Conversion::Cast, loss)
}

fn losing_if(is_loss: bool, conversion: Conversion, loss: &'static str) -> TypeConversion {
    if is_loss { losing(conversion, loss) } else { convert(conversion) }
}

fn precision(before: Option<u32>, after: Option<u32>) -> TypeConversion {
    losing_if(after.unwrap_or(6) < before.unwrap_or(6), Conversion::Assignment, ROUNDED_SECONDS)
}

fn numbers(before: &ElementType, after: &ElementType) -> TypeConversion {
    use ElementType::{BigInt, Decimal, DoublePrecision, Integer, Real, SmallInt};
    let whole = |element: &ElementType| matches!(element, SmallInt | Integer | BigInt);
    let loss = match (before, after) {
        (Decimal(Some((_, 0))), after) if whole(after) => None,
        (before, after) if !whole(before) && whole(after) => Some("numbers are rounded to whole ones"),
        (Decimal(Some((_, before))), Decimal(Some((_, after)))) if after < before => {
            Some("digits after the point are rounded")
        }
        (Decimal(None) | Real | DoublePrecision, Decimal(Some(_))) => Some("digits after the point are rounded"),
        (Decimal(_) | DoublePrecision | BigInt | Integer, Real) | (Decimal(_) | BigInt, DoublePrecision) => {
            Some("digits beyond the type's precision")
        }
        _ => None,
    };
    TypeConversion::Convert { conversion: Conversion::Assignment, loss }
}

const HALF_PRECISION: &str = "vectors are rounded to half precision";

/// The types cast into one another, but a vector never gets another length; a half-precision number keeps half of the
/// digits.
fn vectors(before: &ElementType, after: &ElementType) -> TypeConversion {
    let (ElementType::Vector(old, from, _), ElementType::Vector(new, to, _)) = (before, after) else {
        return TypeConversion::Impossible;
    };
    match (from, to) {
        (Some(from), Some(to)) if from != to => TypeConversion::Impossible,
        _ if *old != VectorKind::HalfVec && *new == VectorKind::HalfVec => losing(Conversion::Cast, HALF_PRECISION),
        _ => convert(Conversion::Cast),
    }
}

/// What an embedding was kept in before there was pgvector: its lists have casts for four types of numbers.
fn list_to_vector(before: &ElementType, after: &ElementType) -> TypeConversion {
    use ElementType::{Decimal, DoublePrecision, Integer, Real};
    match (before, after) {
        (Integer | Real | DoublePrecision | Decimal(_), ElementType::Vector(VectorKind::HalfVec, ..)) => {
            losing(Conversion::Cast, HALF_PRECISION)
        }
        (Real, _) => convert(Conversion::Cast),
        (Integer | DoublePrecision | Decimal(_), _) => losing(Conversion::Cast, "digits beyond the type's precision"),
        _ => TypeConversion::Impossible,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physical::Qualifier;

    fn one(element: ElementType) -> ColumnType {
        ColumnType::one(element)
    }

    #[test]
    fn widening_keeps_everything() {
        for (before, after) in [
            (ElementType::Integer, ElementType::BigInt),
            (ElementType::VarChar(Some(10)), ElementType::Text),
            (ElementType::Decimal(Some((10, 2))), ElementType::Decimal(Some((12, 2)))),
            (ElementType::Timestamp(Some(3)), ElementType::Timestamp(Some(6))),
        ] {
            let way = type_conversion(&one(before), &one(after));
            assert_eq!(way, TypeConversion::Convert { conversion: Conversion::Assignment, loss: None });
        }
    }

    #[test]
    fn silent_rounding_is_a_loss() {
        for (before, after) in [
            (ElementType::DoublePrecision, ElementType::Integer),
            (ElementType::Timestamp(Some(6)), ElementType::Timestamp(Some(3))),
            (ElementType::Timestamp(Some(3)), ElementType::Date),
            (ElementType::Text, ElementType::Decimal(Some((5, 2)))),
            (ElementType::VarChar(Some(30)), ElementType::Timestamp(Some(3))),
            (ElementType::Text, ElementType::Date),
            (ElementType::Timestamptz(None), ElementType::Timestamp(Some(3))),
            (ElementType::Text, ElementType::Bit(Some(3))),
            (ElementType::Money, ElementType::Decimal(Some((10, 0)))),
        ] {
            assert!(matches!(
                type_conversion(&one(before), &one(after)),
                TypeConversion::Convert { loss: Some(_), .. }
            ));
        }
    }

    #[test]
    fn a_vector_keeps_its_length() {
        let vector = |kind, dimensions| one(ElementType::Vector(kind, dimensions, Qualifier::default()));
        use VectorKind::{HalfVec, SparseVec, Vector};
        assert_eq!(type_conversion(&vector(Vector, Some(3)), &vector(Vector, Some(4))), TypeConversion::Impossible);
        assert_eq!(type_conversion(&vector(HalfVec, Some(3)), &vector(SparseVec, Some(4))), TypeConversion::Impossible);
        for (before, after) in [((Vector, None), (Vector, Some(3))), ((Vector, Some(3)), (Vector, None))] {
            let way = type_conversion(&vector(before.0, before.1), &vector(after.0, after.1));
            assert_eq!(way, TypeConversion::Convert { conversion: Conversion::Cast, loss: None });
        }
    }

    #[test]
    fn what_has_no_cast_has_no_way() {
        assert_eq!(type_conversion(&one(ElementType::Integer), &one(ElementType::Uuid)), TypeConversion::Impossible);
        let list = ColumnType { element: ElementType::Integer, is_list: true };
        assert_eq!(type_conversion(&list, &one(ElementType::Integer)), TypeConversion::Impossible);
    }

    #[test]
    fn a_bare_precision_is_the_finest() {
        let (bare, rounded) = (one(ElementType::Time(None)), one(ElementType::Time(Some(3))));
        assert!(matches!(type_conversion(&bare, &rounded), TypeConversion::Convert { loss: Some(_), .. }));
        assert!(matches!(type_conversion(&rounded, &bare), TypeConversion::Convert { loss: None, .. }));
    }
}
