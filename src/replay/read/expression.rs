//! Expressions of PL/pgSQL whose value can be told without a server.

use super::ddl_words::has_word;
use super::{column_question, without_parentheses};
use crate::replay::statement::Expression;
use crate::sql::{Cursor, TokenKind, identifier};

/// What a text that asks the catalog mentions.
const CATALOG: [&str; 6] = ["pg_", "information_schema", "to_reg", "regclass", "regtype", "exists"];

/// Whether a text asks the catalog.
#[must_use]
pub(super) fn asks_catalog(cursor: &Cursor<'_>) -> bool {
    let text = cursor.whole().to_ascii_lowercase();
    CATALOG.iter().any(|word| text.contains(word))
}

/// Reads an expression.
#[must_use]
pub(super) fn expression(cursor: &Cursor<'_>) -> Expression {
    let bare = without_parentheses(cursor.clone());
    if let Some(question) = column_question::query(bare.clone()) {
        return Expression::OfColumn(question);
    }
    known(&bare).unwrap_or_else(|| Expression::Unknown { asks_catalog: asks_catalog(&bare) })
}

fn known(cursor: &Cursor<'_>) -> Option<Expression> {
    let parts = split_at_concatenation(cursor);
    if parts.len() > 1 {
        let unknown = |part: &Cursor<'_>| Expression::Unknown { asks_catalog: asks_catalog(part) };
        let parts = parts.iter().map(|part| value(part).unwrap_or_else(|| unknown(part)));
        return Some(Expression::Concatenation(parts.collect()));
    }
    value(cursor)
}

/// What stands between `||`, outside parentheses.
fn split_at_concatenation<'t>(cursor: &Cursor<'t>) -> Vec<Cursor<'t>> {
    let is_concatenation = |cursor: &Cursor<'t>| {
        let mut ahead = cursor.clone();
        ahead.accept_symbol("|") && ahead.accept_symbol("|")
    };
    let mut rest = cursor.clone();
    let mut parts = Vec::new();
    loop {
        parts.push(rest.until(is_concatenation));
        if !(rest.accept_symbol("|") && rest.accept_symbol("|")) {
            return parts;
        }
    }
}

/// One value, with a cast after it perhaps, which changes nothing of a text.
fn value(cursor: &Cursor<'_>) -> Option<Expression> {
    let mut rest = cursor.clone();
    match cast_value(&mut rest) {
        Some(Expression::Text(text)) => Some(Expression::Text(text)),
        // the name of an object, as it has to be written
        _ if has_word(&rest, &["regclass", "regtype", "regnamespace", "regrole"]) => Some(Expression::Name),
        value => value,
    }
}

/// What stands before the casts.
fn cast_value(rest: &mut Cursor<'_>) -> Option<Expression> {
    let mut bare = without_parentheses(rest.until(|cursor| cursor.peek() == Some((TokenKind::Symbol, "::"))));
    if let Ok(text) = bare.clone().string() {
        let mut behind = bare.clone();
        return (behind.string().is_ok() && behind.is_at_end()).then_some(Expression::Text(text));
    }
    if bare.accept("ARRAY") && bare.accept_symbol("[") {
        let inside = bare.until(|cursor| cursor.peek() == Some((TokenKind::Symbol, "]")));
        let is_whole = bare.accept_symbol("]") && bare.is_at_end();
        return is_whole.then(|| Expression::List(inside.split_at_commas().iter().map(expression).collect()));
    }
    if bare.accept("pg_catalog") && !bare.accept_symbol(".") {
        return None;
    }
    let (kind, text) = bare.take_token()?;
    if bare.accept_symbol(".") {
        // the field of a record
        let (field, record) = (bare.name().ok()?, identifier(kind, text, '\\')?);
        return bare.is_at_end().then(|| Expression::Variable(format!("{record}.{field}")));
    }
    if bare.is_at_end() {
        return match kind {
            TokenKind::Number => Some(Expression::Text(text.to_owned())),
            TokenKind::Word if text.eq_ignore_ascii_case("null") => None,
            TokenKind::Word | TokenKind::QuotedName => identifier(kind, text, '\\').map(Expression::Variable),
            TokenKind::String | TokenKind::DollarString | TokenKind::Symbol | TokenKind::PsqlCommand => None,
        };
    }
    let arguments = bare.parentheses().ok()?;
    bare.is_at_end().then(|| call(&text.to_ascii_lowercase(), &arguments))?
}

fn call(function: &str, arguments: &Cursor<'_>) -> Option<Expression> {
    let mut arguments: Vec<Expression> = arguments.split_at_commas().iter().map(expression).collect();
    match (function, arguments.len()) {
        ("format", 1..) => Some(Expression::Format(arguments)),
        ("quote_ident", 1) => arguments.pop().map(|name| Expression::QuoteIdentifier(Box::new(name))),
        ("quote_literal" | "quote_nullable", 1) => arguments.pop().map(|text| Expression::QuoteLiteral(Box::new(text))),
        ("current_setting", 1 | 2) => {
            let is_path = matches!(&arguments[0], Expression::Text(name) if name.eq_ignore_ascii_case("search_path"));
            is_path.then_some(Expression::SearchPath)
        }
        _ => None,
    }
}
