//! The conditions of `IF`, as far as what is known may decide them.

use super::catalog_query::exists;
use super::expression::{asks_catalog, expression};
use super::without_brackets;
use crate::replay::statement::{Condition, Expression, Lookup, Test};
use crate::sql::{Cursor, TokenKind, identifier};

/// How deep `NOT` and brackets may be nested before a condition counts as undecided.
const DEEPEST: usize = 64;

/// Reads a condition.
#[must_use]
pub(super) fn condition(cursor: &Cursor<'_>) -> Condition {
    let (mut words, mut casts) = (Vec::new(), Vec::new());
    let mut rest = cursor.clone();
    while !rest.is_at_end() {
        casts.extend(cast(rest.clone()));
        let Some((kind, text)) = rest.take_token() else { break };
        words.extend(identifier(kind, text, '\\'));
    }
    Condition {
        test: all(cursor, DEEPEST).unwrap_or(Test::Undecided),
        asks_catalog: asks_catalog(cursor),
        words,
        casts,
        place: cursor.not_understood().0,
    }
}

/// `'app.t'::regclass`: it fails where there is no such thing.
fn cast(mut cursor: Cursor<'_>) -> Option<(Lookup, String)> {
    let name = cursor.string().ok()?;
    cursor.sign("::").then_some(())?;
    match cursor.accept_one(&["regclass", "regtype", "regnamespace"])? {
        "regclass" => Some((Lookup::Relation, name)),
        "regtype" => Some((Lookup::Type, name)),
        _ => Some((Lookup::Schema, name)),
    }
}

/// `a AND b`; `None` where only the server knows.
fn all(condition: &Cursor<'_>, depth: usize) -> Option<Test> {
    let mut cursor = condition.clone();
    let mut parts = Vec::new();
    while !cursor.is_at_end() {
        let part = cursor.until_words(&["AND", "OR"]);
        if cursor.sees("OR") {
            return None;
        }
        cursor.accept("AND");
        parts.push(one(part, depth).unwrap_or(Test::Undecided));
    }
    if parts.len() == 1 { parts.pop() } else { Some(Test::All(parts)) }
}

fn one(mut cursor: Cursor<'_>, depth: usize) -> Option<Test> {
    let depth = depth.checked_sub(1)?;
    if cursor.accept("NOT") {
        return one(cursor, depth).map(|test| Test::Not(Box::new(test)));
    }
    if cursor.accept("EXISTS") {
        let inside = cursor.brackets().ok()?;
        return if cursor.is_at_end() { exists(inside) } else { None };
    }
    let bare = without_brackets(cursor.clone());
    if bare.range_of_rest() != cursor.range_of_rest() {
        return all(&bare, depth);
    }
    let lookup = match cursor.accept_one(&["to_regclass", "to_regtype", "to_regnamespace"]) {
        Some("to_regclass") => Lookup::Relation,
        Some("to_regtype") => Lookup::Type,
        Some(_) => Lookup::Schema,
        None => return equal(&cursor),
    };
    let name = cursor.brackets().ok()?.string().ok()?;
    cursor.expect("IS").ok()?;
    let is_negated = cursor.accept("NOT");
    cursor.expect("NULL").ok()?;
    cursor.expect_end().ok()?;
    let test = Test::IsThere { lookup, name };
    Some(if is_negated { test } else { Test::Not(Box::new(test)) })
}

/// `a = b`, `a <> b`, of values that may be told.
fn equal(cursor: &Cursor<'_>) -> Option<Test> {
    let is_sign = |cursor: &Cursor<'_>| matches!(cursor.peek(), Some((TokenKind::Symbol, "=" | "<" | ">" | "!")));
    let mut rest = cursor.clone();
    let left = rest.until(is_sign);
    let is_negated = match rest.take_token()? {
        (TokenKind::Symbol, "=") => false,
        (TokenKind::Symbol, "<") => rest.sign(">").then_some(true)?,
        (TokenKind::Symbol, "!") => rest.sign("=").then_some(true)?,
        _ => return None,
    };
    let (left, right) = (expression(&left), expression(&rest));
    let is_unknown = |side: &Expression| matches!(side, Expression::Unknown { .. });
    if is_unknown(&left) || is_unknown(&right) {
        return None;
    }
    let test = Test::Equal(left, right);
    Some(if is_negated { Test::Not(Box::new(test)) } else { test })
}
