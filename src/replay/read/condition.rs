//! The conditions of `IF`, as far as what is known may decide them.

use super::catalog_query::exists;
use super::catalog_rows::rows;
use super::expression::{asks_catalog, expression};
use super::without_parentheses;
use crate::replay::statement::{Condition, Expression, Lookup, Test};
use crate::sql::{Cursor, TokenKind, identifier};

/// How deep `NOT` and parentheses may be nested before a condition counts as undecided.
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
        test: any(cursor, DEEPEST).unwrap_or(Test::Undecided),
        asks_catalog: asks_catalog(cursor),
        words,
        casts,
        place: cursor.not_understood().0,
    }
}

/// `'app.t'::regclass`: it fails where there is no such thing.
fn cast(mut cursor: Cursor<'_>) -> Option<(Lookup, String)> {
    let name = cursor.string().ok()?;
    cursor.accept_symbol("::").then_some(())?;
    match cursor.accept_one(&["regclass", "regtype", "regnamespace"])? {
        "regclass" => Some((Lookup::Relation, name)),
        "regtype" => Some((Lookup::Type, name)),
        _ => Some((Lookup::Schema, name)),
    }
}

/// `a OR b`; `None` where only the server knows.
fn any(condition: &Cursor<'_>, depth: usize) -> Option<Test> {
    let mut cursor = condition.clone();
    let mut parts = Vec::new();
    while !cursor.is_at_end() {
        let part = cursor.until_words(&["OR"]);
        cursor.accept("OR");
        parts.push(all(part, depth).unwrap_or(Test::Undecided));
    }
    if parts.len() == 1 { parts.pop() } else { Some(any_of(parts)) }
}

fn any_of(parts: Vec<Test>) -> Test {
    let none = Test::All(parts.into_iter().map(|part| Test::Not(Box::new(part))).collect());
    Test::Not(Box::new(none))
}

/// `a AND b`; `None` where only the server knows.
fn all(mut cursor: Cursor<'_>, depth: usize) -> Option<Test> {
    let mut parts = Vec::new();
    while !cursor.is_at_end() {
        let part = cursor.until_words(&["AND"]);
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
        let inside = cursor.parentheses().ok()?;
        return if cursor.is_at_end() { exists(inside.clone()).or_else(|| rows(inside)) } else { None };
    }
    let bare = without_parentheses(cursor.clone());
    if bare.range_of_rest() != cursor.range_of_rest() {
        // in more pairs than anybody writes; to look for each of them takes its time
        let is_deeper = without_parentheses(bare.clone()).range_of_rest() != bare.range_of_rest();
        return if is_deeper { None } else { any(&bare, depth) };
    }
    let lookup = match cursor.accept_one(&["to_regclass", "to_regtype", "to_regnamespace"]) {
        Some("to_regclass") => Lookup::Relation,
        Some("to_regtype") => Lookup::Type,
        Some(_) => Lookup::Schema,
        None => return is_null(&cursor).or_else(|| is_listed(&cursor)).or_else(|| equal(&cursor)),
    };
    let name = cursor.parentheses().ok()?.string().ok()?;
    cursor.expect("IS").ok()?;
    let is_negated = cursor.accept("NOT");
    cursor.expect("NULL").ok()?;
    cursor.expect_end().ok()?;
    let test = Test::IsThere { lookup, name };
    Some(if is_negated { test } else { Test::Not(Box::new(test)) })
}

/// `a IS NULL`, `a IS NOT NULL`.
fn is_null(cursor: &Cursor<'_>) -> Option<Test> {
    let mut rest = cursor.clone();
    let value = told(&rest.until_words(&["IS"]))?;
    rest.expect("IS").ok()?;
    let is_negated = rest.accept("NOT");
    rest.expect("NULL").ok()?;
    rest.expect_end().ok()?;
    let test = Test::IsNull(value);
    Some(if is_negated { Test::Not(Box::new(test)) } else { test })
}

/// `a IN (b, c)`, `a NOT IN (b, c)`.
fn is_listed(cursor: &Cursor<'_>) -> Option<Test> {
    let mut rest = cursor.clone();
    let value = told(&rest.until_words(&["NOT IN", "IN"]))?;
    let is_negated = rest.accept("NOT");
    rest.expect("IN").ok()?;
    let listed = rest.parentheses().ok()?.split_at_commas();
    rest.expect_end().ok()?;
    let equal = |one: &Cursor<'_>| Some(Test::Equal(value.clone(), told(one)?));
    let test = any_of(listed.iter().map(equal).collect::<Option<_>>()?);
    Some(if is_negated { Test::Not(Box::new(test)) } else { test })
}

/// An expression whose value may be told.
fn told(cursor: &Cursor<'_>) -> Option<Expression> {
    let value = expression(cursor);
    if matches!(value, Expression::Unknown { .. }) { None } else { Some(value) }
}

/// `a = b`, `a <> b`, of values that may be told.
fn equal(cursor: &Cursor<'_>) -> Option<Test> {
    let is_sign = |cursor: &Cursor<'_>| matches!(cursor.peek(), Some((TokenKind::Symbol, "=" | "<" | ">" | "!")));
    let mut rest = cursor.clone();
    let left = rest.until(is_sign);
    let is_negated = match rest.take_token()? {
        (TokenKind::Symbol, "=") => false,
        (TokenKind::Symbol, "<") => rest.accept_symbol(">").then_some(true)?,
        (TokenKind::Symbol, "!") => rest.accept_symbol("=").then_some(true)?,
        _ => return None,
    };
    let test = Test::Equal(told(&left)?, told(&rest)?);
    Some(if is_negated { Test::Not(Box::new(test)) } else { test })
}
