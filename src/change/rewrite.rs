//! When a change makes PostgreSQL write every row of a table again.

use super::Conversion;
use crate::physical::{Column, ColumnDefault, ColumnType, ElementType};

/// Whether adding the columns does: a default that differs from row to row
/// (<https://www.postgresql.org/docs/current/ddl-alter.html#DDL-ALTER-ADDING-A-COLUMN>).
pub(super) fn by_adding(columns: &[Column]) -> bool {
    columns.iter().any(|column| {
        matches!(column.default, Some(ColumnDefault::Autoincrement { .. } | ColumnDefault::Expression(_)))
    })
}

/// Whether another type does: all but those that are stored alike, and have room for what the old one holds
/// (<https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES>).
pub(super) fn by_altering(before: &ColumnType, after: &ColumnType, conversion: &Conversion) -> bool {
    match conversion {
        Conversion::Assignment | Conversion::Cast => {}
        // an expression of the user's own is worked out for every row
        Conversion::ThroughText
        | Conversion::ThroughInteger
        | Conversion::AtUtc
        | Conversion::IntoList
        | Conversion::Given(_) => return true,
    }
    match (before.is_list, after.is_list) {
        (false, false) => !is_stored_alike(&before.element, &after.element),
        // the items of a list are looked at one by one, unless the type is the same and has no limit
        (true, true) => !is_without_limit(&before.element, &after.element),
        (true, false) | (false, true) => true,
    }
}

fn is_stored_alike(before: &ElementType, after: &ElementType) -> bool {
    use ElementType::{
        Bit, Citext, Decimal, Integer, Oid, Text, Time, Timestamp, Timestamptz, Timetz, VarBit, VarChar, Xml,
    };
    match (before, after) {
        (VarChar(Some(old)), VarChar(Some(new))) | (VarBit(Some(old)), VarBit(Some(new))) => new >= old,
        (Text | VarChar(_) | Citext, Text | VarChar(None) | Citext) => true,
        (Decimal(Some((old, scale))), Decimal(Some((new, same)))) => same == scale && new >= old,
        (Timestamp(old), Timestamp(new))
        | (Timestamptz(old), Timestamptz(new))
        | (Time(old), Time(new))
        | (Timetz(old), Timetz(new)) => new.unwrap_or(6) >= old.unwrap_or(6),
        (Bit(_), VarBit(None)) | (Integer, Oid) | (Oid, Integer) | (Xml, Text | VarChar(None)) => true,
        (before, after) => is_without_limit(before, after),
    }
}

/// Whether the one type is the other without its arguments.
fn is_without_limit(before: &ElementType, after: &ElementType) -> bool {
    use ElementType::{Decimal, Time, Timestamp, Timestamptz, Timetz, VarBit, VarChar, Vector};
    match (before, after) {
        (VarChar(_), VarChar(None))
        | (VarBit(_), VarBit(None))
        | (Decimal(_), Decimal(None))
        | (Timestamp(_), Timestamp(None))
        | (Timestamptz(_), Timestamptz(None))
        | (Time(_), Time(None))
        | (Timetz(_), Timetz(None)) => true,
        (Vector(old, ..), Vector(new, None, _)) => old == new,
        _ => false,
    }
}
