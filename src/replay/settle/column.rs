//! Columns: types and defaults that are the same in other words.

use jiff::Timestamp;

use crate::managed;
use crate::physical::{Column, ColumnDefault, ColumnType, ElementType, Literal, SqlText};
use crate::replay::read;
use crate::sql;

/// Puts a column in the schema's words.
pub(super) fn settle_column(column: &mut Column, known: &Column) {
    let Column { name: _, prisma_name: _, column_type, not_null, default, extras: _ } = known;
    if is_same_type(&column.column_type, column_type) {
        column.column_type.clone_from(column_type);
    }
    // a sequence keeps its name: whoever compares knows whose it is
    let both_count = column.sequence().is_some() && known.sequence().is_some();
    if !both_count
        && (managed::column::satisfies_any_default(column) || is_same_default(&column.default, default, column_type))
    {
        column.default.clone_from(default);
    }
    // a list in the database may be either
    if column.column_type.is_list && column_type.is_list {
        column.not_null = *not_null;
    }
}

fn is_same_type(replayed: &ColumnType, known: &ColumnType) -> bool {
    if let ElementType::Other(text) = &known.element {
        return read::type_of(text.as_str()).is_some_and(|read| {
            (read.is_list || known.is_list) == replayed.is_list && is_same_element(&replayed.element, &read.element)
        });
    }
    replayed.is_list == known.is_list && is_same_element(&replayed.element, &known.element)
}

fn is_same_element(one: &ElementType, other: &ElementType) -> bool {
    match (one, other) {
        (ElementType::Other(one), ElementType::Other(other)) => is_same_text(one, other),
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

/// The same tokens, however they are written.
pub(super) fn is_same_text(one: &SqlText, other: &SqlText) -> bool {
    sql::means_the_same(one.as_str(), other.as_str())
}

fn is_same_default(one: &Option<ColumnDefault>, other: &Option<ColumnDefault>, column_type: &ColumnType) -> bool {
    match (one, other) {
        // a default that the schema does not say
        (Some(ColumnDefault::Unknown), _) | (_, Some(ColumnDefault::Unknown)) => true,
        (Some(ColumnDefault::Literal(one)), Some(ColumnDefault::Literal(other))) => {
            is_same_literal(one, other, &column_type.element)
        }
        (Some(ColumnDefault::List(ones)), Some(ColumnDefault::List(others))) => {
            let mut pairs = ones.iter().zip(others);
            ones.len() == others.len() && pairs.all(|(one, other)| is_same_literal(one, other, &column_type.element))
        }
        (Some(ColumnDefault::Expression(one)), Some(ColumnDefault::Expression(other))) => is_same_text(one, other),
        // the schema has it as SQL text
        (Some(_), Some(ColumnDefault::Expression(text))) => {
            let read = read::default_of(text.as_str(), column_type);
            !matches!(read, Some(ColumnDefault::Expression(_))) && is_same_default(one, &read, column_type)
        }
        (one, other) => one == other,
    }
}

fn is_same_literal(one: &Literal, other: &Literal, element: &ElementType) -> bool {
    match (one, other) {
        (Literal::Number(one), Literal::Number(other)) => {
            one == other
                || one.parse::<f64>().ok().zip(other.parse::<f64>().ok()).is_some_and(|(a, b)| a.total_cmp(&b).is_eq())
        }
        (Literal::String(one), Literal::String(other)) => {
            one == other || moment(one, element).is_some_and(|one| Some(one) == moment(other, element))
        }
        // a number that was written in quotes
        (Literal::String(one), Literal::Number(other)) | (Literal::Number(one), Literal::String(other)) => one == other,
        (
            Literal::Number(_) | Literal::String(_) | Literal::Boolean(_) | Literal::EnumLabel(_),
            Literal::Number(_) | Literal::String(_) | Literal::Boolean(_) | Literal::EnumLabel(_),
        ) => one == other,
    }
}

/// The part of a moment that a type keeps, however it was written; without an offset it is UTC.
fn moment(text: &str, element: &ElementType) -> Option<String> {
    let format = if matches!(element, ElementType::Timestamp(_) | ElementType::Timestamptz(_)) {
        "%F %T%.f"
    } else if matches!(element, ElementType::Time(_) | ElementType::Timetz(_)) {
        "%T%.f"
    } else if *element == ElementType::Date {
        "%F"
    } else {
        return None;
    };
    let text = text.trim().replace(" +", "+").replace(" -", "-");
    let has_date = text.as_bytes().get("2020".len()) == Some(&b'-');
    let moment = match has_date {
        true if text.len() == "2020-01-01".len() => format!("{text} 00:00:00"),
        true => text,
        false => format!("2020-01-01 {text}"),
    };
    let instant: Timestamp = moment.parse().or_else(|_| format!("{moment}Z").parse()).ok()?;
    Some(instant.strftime(format).to_string())
}
