//! The default of a column, from the expression that stands in SQL.

use super::without_parentheses;
use crate::expression::is_null;
use crate::physical::{ColumnDefault, ColumnType, ObjectName, PUBLIC, SqlText};
use crate::replay::statement::{Constant, DefaultValue, Value, WrittenDefault};
use crate::sql::{Cursor, TokenKind, WrittenName, tokens};

/// What `DEFAULT expression` says.
pub(super) fn default(expression: &Cursor<'_>) -> WrittenDefault {
    if is_null(expression.whole()) {
        return WrittenDefault::Null;
    }
    if let Some(sequence) = next_of(expression) {
        return WrittenDefault::NextOf(sequence);
    }
    if is_now(expression) {
        return WrittenDefault::CurrentTimestamp;
    }
    let text = SqlText::new(expression.whole()).map_err(|_| expression.not_understood());
    WrittenDefault::Value(DefaultValue { constant: value(&without_cast(expression)), text })
}

/// The default that a text of the schema means for a column of that type.
#[must_use]
pub(crate) fn read(text: &str, column_type: &ColumnType) -> Option<ColumnDefault> {
    let tokens = tokens(text);
    match default(&Cursor::new(text, &tokens.tokens)) {
        WrittenDefault::NextOf(WrittenName { schema, name, range: _ }) => {
            let sequence = ObjectName::new(schema.as_deref().unwrap_or(PUBLIC), name);
            Some(ColumnDefault::Autoincrement { sequence })
        }
        WrittenDefault::CurrentTimestamp => Some(ColumnDefault::CurrentTimestamp),
        WrittenDefault::Value(value) => value.of(column_type).ok(),
        WrittenDefault::Null | WrittenDefault::Identity(_) | WrittenDefault::Generated(_) => None,
    }
}

/// `CURRENT_TIMESTAMP`, with a precision or without, and its other names.
fn is_now(expression: &Cursor<'_>) -> bool {
    let mut cursor = expression.clone();
    if cursor.accept("CURRENT_TIMESTAMP") {
        return cursor.is_at_end() || cursor.parentheses().is_ok() && cursor.is_at_end();
    }
    let is_called = cursor.accept_one(&["NOW", "TRANSACTION_TIMESTAMP"]).is_some();
    is_called && cursor.parentheses().is_ok_and(|inside| inside.is_at_end()) && cursor.is_at_end()
}

/// The sequence of `nextval('app.t_id_seq'::regclass)`.
fn next_of(expression: &Cursor<'_>) -> Option<WrittenName> {
    let mut cursor = expression.clone();
    if cursor.accept("pg_catalog") {
        cursor.accept_symbol(".");
    }
    if !cursor.accept("nextval") {
        return None;
    }
    let name = cursor.parentheses().ok()?.string().ok()?;
    let tokens = tokens(&name);
    Cursor::standing_at(&name, &tokens.tokens, expression.range_of_rest()).written_name().ok()
}

/// A constant without the parentheses around it and the casts after it.
fn without_cast<'t>(expression: &Cursor<'t>) -> Cursor<'t> {
    let mut value = expression.clone();
    loop {
        let bare = without_parentheses(value.until(|cursor| cursor.peek() == Some((TokenKind::Symbol, "::"))));
        let mut ahead = bare.clone();
        ahead.until(|cursor| cursor.peek() == Some((TokenKind::Symbol, "::")));
        if ahead.is_at_end() {
            return bare;
        }
        value = bare;
    }
}

/// A constant, with a cast perhaps.
pub(super) fn constant(expression: &Cursor<'_>) -> Option<Constant> {
    one(&without_cast(expression))
}

fn one(constant: &Cursor<'_>) -> Option<Constant> {
    let mut cursor = constant.clone();
    if let Ok(text) = cursor.string() {
        return cursor.is_at_end().then_some(Constant::Text(text));
    }
    let is_negative = cursor.accept_symbol("-");
    let (kind, text) = cursor.take_token()?;
    if !cursor.is_at_end() {
        return None;
    }
    match kind {
        TokenKind::Number => Some(Constant::Number(if is_negative { format!("-{text}") } else { text.to_owned() })),
        TokenKind::Word if text.eq_ignore_ascii_case("true") => Some(Constant::Boolean(true)),
        TokenKind::Word if text.eq_ignore_ascii_case("false") => Some(Constant::Boolean(false)),
        TokenKind::Word
        | TokenKind::QuotedName
        | TokenKind::String
        | TokenKind::DollarString
        | TokenKind::Symbol
        | TokenKind::PsqlCommand => None,
    }
}

/// One constant, or `ARRAY[a, b]`.
fn value(expression: &Cursor<'_>) -> Option<Value> {
    let mut cursor = expression.clone();
    if !(cursor.accept("ARRAY") && cursor.accept_symbol("[")) {
        return one(expression).map(Value::One);
    }
    let inside = cursor.until(|cursor| cursor.peek() == Some((TokenKind::Symbol, "]")));
    if !(cursor.accept_symbol("]") && cursor.is_at_end()) {
        return None;
    }
    let values: Option<Vec<Constant>> = inside.split_at_commas().iter().map(constant).collect();
    values.map(Value::Array)
}
