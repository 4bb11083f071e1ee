//! `WHERE` of a partial index.

use super::default;
use super::problem::Done as Read;
use crate::physical::{Condition, ElementType, Predicate, SqlText, Table};
use crate::sql::Cursor;
use crate::sql::{TokenKind, tokens};

/// Reads a predicate: the forms that the schema language has words for, or else the text.
pub fn predicate(text: &Cursor<'_>, table: Option<&Table>) -> Read<Predicate> {
    match conditions(text, table) {
        Some(conditions) => Ok(Predicate::All(conditions)),
        None => {
            let text = without_brackets(text.clone());
            SqlText::new(text.whole()).map(Predicate::Raw).map_err(|_| text.not_understood().into())
        }
    }
}

/// `a = 1 AND (b IS NULL)`.
fn conditions(text: &Cursor<'_>, table: Option<&Table>) -> Option<Vec<Condition>> {
    let mut rest = without_brackets(text.clone());
    let mut found = Vec::new();
    while !rest.is_at_end() {
        let part = rest.until_words(&["AND"]);
        rest.accept("AND");
        found.push(condition(without_brackets(part), table)?);
    }
    Some(found)
}

/// Reads a text that the user wrote, if its forms are known.
#[must_use]
pub fn read(text: &str, table: &Table) -> Option<Vec<Condition>> {
    let tokens = tokens(text);
    conditions(&Cursor::new(text, &tokens.tokens), Some(table))
}

fn condition(mut cursor: Cursor<'_>, table: Option<&Table>) -> Option<Condition> {
    let column = cursor.name().ok()?;
    if cursor.accept("IS") {
        let is_negated = cursor.accept("NOT");
        cursor.expect("NULL").ok()?;
        return cursor.is_at_end().then_some(Condition { column, is_negated, value: None });
    }
    let is_negated = match cursor.next()? {
        (TokenKind::Symbol, "=") => false,
        (TokenKind::Symbol, "<") => cursor.sign(">").then_some(true)?,
        (TokenKind::Symbol, "!") => cursor.sign("=").then_some(true)?,
        _ => return None,
    };
    let element = table.and_then(|table| table.column(&column)).map(|column| &column.column_type.element);
    let value = default::constant(&cursor.until(|_| false), element.unwrap_or(&ElementType::Text))?;
    Some(Condition { column, is_negated, value: Some(value) })
}

fn without_brackets(cursor: Cursor<'_>) -> Cursor<'_> {
    let mut ahead = cursor.clone();
    match ahead.brackets() {
        Ok(inside) if ahead.is_at_end() => without_brackets(inside),
        _ => cursor,
    }
}
