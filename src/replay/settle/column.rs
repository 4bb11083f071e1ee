//! Columns: types and defaults that are the same in other words.

use crate::expression;
use crate::managed;
use crate::physical::{Column, ColumnDefault, ColumnType, Domain, ElementType, ObjectName, SqlText};
use crate::replay::read;
use crate::sql;

/// Puts a column in the schema's words.
pub(super) fn settle_column(column: &mut Column, known: &Column) {
    let Column { name: _, prisma_name: _, column_type, not_null, default, extras: _ } = known;
    if is_same_type(&column.column_type, column_type) {
        column.column_type.clone_from(column_type);
    }
    // a sequence keeps its name: the comparison knows whose it is
    let both_count = column.sequence().is_some() && known.sequence().is_some();
    if !both_count
        && (managed::column::satisfies_any_default(column) || is_same_default(&column.default, default, column_type))
    {
        column.default.clone_from(default);
    }
    // some columns in the database may be either
    if column.column_type.is_list && column_type.is_list || both_count && known.may_be_null_or_not() {
        column.not_null = *not_null;
    }
}

fn is_same_type(replayed: &ColumnType, known: &ColumnType) -> bool {
    // a schema calls a domain by the type under it, as Prisma does
    if let ElementType::Domain(domain) = &replayed.element {
        let Domain { name, base } = domain.as_ref();
        return is_named(name, replayed.is_list, known) || !replayed.is_list && is_same_type(base, known);
    }
    if let ElementType::Other(text) = &known.element {
        return expression::types::read(text.as_str()).is_some_and(|read| {
            (read.is_list || known.is_list) == replayed.is_list && is_same_element(&replayed.element, &read.element)
        });
    }
    replayed.is_list == known.is_list && is_same_element(&replayed.element, &known.element)
}

fn is_same_element(one: &ElementType, other: &ElementType) -> bool {
    match (one, other) {
        (ElementType::Other(one), ElementType::Other(other)) => is_same_text(one, other),
        // one that is of any length, which Prisma does not tell from one without a length
        (ElementType::Other(one), ElementType::Char(None)) => one.as_str().eq_ignore_ascii_case("bpchar"),
        (ElementType::Char(one), ElementType::Char(other)) => one.unwrap_or(1) == other.unwrap_or(1),
        (ElementType::Bit(one), ElementType::Bit(other)) => one.unwrap_or(1) == other.unwrap_or(1),
        // what PostgreSQL means by a precision that was left out
        (ElementType::Timestamp(one), ElementType::Timestamp(other))
        | (ElementType::Timestamptz(one), ElementType::Timestamptz(other))
        | (ElementType::Time(one), ElementType::Time(other))
        | (ElementType::Timetz(one), ElementType::Timetz(other)) => one.unwrap_or(6) == other.unwrap_or(6),
        _ => one.is_like(other),
    }
}

/// Whether a type is in the user's words, and they name that one, or a list of it.
fn is_named(name: &ObjectName, is_list: bool, known: &ColumnType) -> bool {
    let ElementType::Other(text) = &known.element else { return false };
    let Some(ColumnType { element: ElementType::Other(named), is_list: names_list }) =
        expression::types::read(text.as_str())
    else {
        return false;
    };
    let names = sql::names(named.as_str());
    let is_it = names.contains(&name.name) && names.iter().all(|said| *said == name.name || *said == name.schema);
    is_it && is_list == (names_list || known.is_list)
}

/// The same tokens, however they are written.
pub(super) fn is_same_text(one: &SqlText, other: &SqlText) -> bool {
    sql::means_the_same(one.as_str(), other.as_str())
}

fn is_same_default(one: &Option<ColumnDefault>, other: &Option<ColumnDefault>, column_type: &ColumnType) -> bool {
    match (one, other) {
        // a default that the schema does not say
        (Some(ColumnDefault::Unknown), _) | (_, Some(ColumnDefault::Unknown)) | (None, None) => true,
        (None, Some(ColumnDefault::Expression(text))) | (Some(ColumnDefault::Expression(text)), None) => {
            expression::is_null(text.as_str())
        }
        // the schema has it as SQL text
        (Some(one), Some(ColumnDefault::Expression(text)))
            if read::default_of(text.as_str(), column_type).as_ref() == Some(one) =>
        {
            true
        }
        (Some(one), Some(other)) => expression::is_same_default(one, other, column_type),
        (None, Some(_)) | (Some(_), None) => false,
    }
}
