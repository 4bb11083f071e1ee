//! `WHERE` of a partial index.

use super::{default, without_parentheses};
use crate::physical::SqlText;
use crate::replay::statement::{WrittenCondition, WrittenPredicate};
use crate::sql::{Cursor, TokenKind};

/// Reads a predicate: the forms that the schema language has words for, and the text.
pub(super) fn predicate(text: &Cursor<'_>) -> WrittenPredicate {
    let bare = without_parentheses(text.clone());
    let text = SqlText::new(bare.whole()).map_err(|_| bare.not_understood());
    WrittenPredicate { conditions: conditions(bare), text }
}

/// `a = 1 AND (b IS NULL)`.
fn conditions(mut rest: Cursor<'_>) -> Option<Vec<WrittenCondition>> {
    let mut found = Vec::new();
    while !rest.is_at_end() {
        let part = rest.until_words(&["AND"]);
        rest.accept("AND");
        found.push(condition(without_parentheses(part))?);
    }
    Some(found)
}

fn condition(mut cursor: Cursor<'_>) -> Option<WrittenCondition> {
    let column = cursor.name().ok()?;
    if cursor.accept("IS") {
        let is_negated = cursor.accept("NOT");
        cursor.expect("NULL").ok()?;
        return cursor.is_at_end().then_some(WrittenCondition { column, is_negated, value: None });
    }
    let is_negated = match cursor.take_token()? {
        (TokenKind::Symbol, "=") => false,
        (TokenKind::Symbol, "<") => cursor.accept_symbol(">").then_some(true)?,
        (TokenKind::Symbol, "!") => cursor.accept_symbol("=").then_some(true)?,
        _ => return None,
    };
    let value = default::constant(&cursor.until(|_| false))?;
    Some(WrittenCondition { column, is_negated, value: Some(value) })
}
