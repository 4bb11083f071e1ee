//! The default of a column.

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::tz::Offset;

use crate::expression;
use crate::physical::{ColumnDefault, ColumnType, ElementType, Literal, ObjectName, SqlText, Unclosed};
use crate::psl::schema::{self, DefaultValue};

/// What the database does for `@default(...)`; `None` when Prisma's client does it.
pub(super) fn lower(
    value: &DefaultValue,
    column_type: &ColumnType,
    enumeration: Option<&schema::Enum>,
    sequence: impl FnOnce() -> ObjectName,
) -> Result<Option<ColumnDefault>, Unclosed> {
    let one = |value: &schema::Literal| literal(value, &column_type.element, enumeration);
    Ok(match value {
        DefaultValue::ClientSide => None,
        DefaultValue::Autoincrement => Some(ColumnDefault::Autoincrement { sequence: sequence() }),
        DefaultValue::Now => Some(ColumnDefault::CurrentTimestamp),
        DefaultValue::DbGenerated(None) => Some(ColumnDefault::Unknown),
        DefaultValue::DbGenerated(Some(written)) => {
            let text = SqlText::new(written.as_str())?;
            // PostgreSQL keeps no default that is NULL
            (!expression::is_null(text.as_str())).then_some(ColumnDefault::Expression(text))
        }
        DefaultValue::Literal(value) => Some(ColumnDefault::Literal(one(value))),
        DefaultValue::List(values) => Some(ColumnDefault::List(values.iter().map(one).collect())),
    })
}

/// A constant as SQL writes it for a column of that type.
pub(super) fn literal(value: &schema::Literal, element: &ElementType, enumeration: Option<&schema::Enum>) -> Literal {
    match value {
        schema::Literal::String(text) | schema::Literal::Json(text) => Literal::String(text.clone()),
        schema::Literal::Integer(number) => Literal::Number(number.to_string()),
        schema::Literal::Decimal(digits) => Literal::Number(digits.clone()),
        schema::Literal::Boolean(value) => Literal::Boolean(*value),
        schema::Literal::DateTime(written) => Literal::String(date_time(written, element)),
        schema::Literal::Bytes(bytes) => Literal::String(hexadecimal(bytes)),
        schema::Literal::EnumValue(index) => {
            let value = enumeration.and_then(|enumeration| enumeration.values.get(*index));
            Literal::EnumLabel(value.map(|value| value.database_name.clone()).unwrap_or_default())
        }
    }
}

/// RFC 3339 in UTC, in PostgreSQL's words. A column without a time zone would forget the offset, and
/// Prisma's client reads such columns as UTC.
fn date_time(written: &str, element: &ElementType) -> String {
    let Ok(instant) = written.parse::<Timestamp>() else { return written.to_owned() };
    let utc = Offset::UTC.to_datetime(instant);
    let (date, time) = (utc.date(), utc.time());
    if let ElementType::Date = element {
        date.to_string()
    } else if let ElementType::Time(_) = element {
        time.to_string()
    } else if let ElementType::Timetz(_) = element {
        format!("{time}+00")
    } else if let ElementType::Timestamptz(_) = element {
        format!("{date} {time}+00")
    } else {
        format!("{date} {time}")
    }
}

/// <https://www.postgresql.org/docs/current/datatype-binary.html#DATATYPE-BINARY-BYTEA-HEX-FORMAT>
fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold("\\x".to_owned(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_turned_into_utc() {
        let at = "2020-01-01T10:00:00+02:00";
        assert_eq!(date_time(at, &ElementType::Timestamp(Some(3))), "2020-01-01 08:00:00");
        assert_eq!(date_time(at, &ElementType::Timestamptz(None)), "2020-01-01 08:00:00+00");
        assert_eq!(date_time("2020-01-01T23:30:00.5-01:00", &ElementType::Date), "2020-01-02");
        assert_eq!(date_time("2020-01-01 23:30:00.5Z", &ElementType::Time(None)), "23:30:00.5");
    }

    #[test]
    fn bytes_are_hexadecimal() {
        assert_eq!(hexadecimal(b"hello"), "\\x68656c6c6f");
    }
}
