//! The default of a column, from the expression that stands in SQL.

use super::array_text;
use super::problem::Done as Read;
use crate::physical::{ColumnDefault, ColumnType, ElementType, Literal, ObjectName, PUBLIC, SqlText};
use crate::sql::Cursor;
use crate::sql::{TokenKind, tokens};

/// What `DEFAULT expression` means for a column of that type; nothing for NULL. A sequence without a schema is in that one.
pub fn default(expression: &Cursor<'_>, column_type: &ColumnType, schema: &str) -> Read<Option<ColumnDefault>> {
    let text = expression.whole();
    if text.eq_ignore_ascii_case("NULL") {
        return Ok(None);
    }
    if let Some(sequence) = next_of(expression, schema) {
        return Ok(Some(ColumnDefault::Autoincrement { sequence }));
    }
    if is_now(expression) {
        return Ok(Some(ColumnDefault::CurrentTimestamp));
    }
    if column_type.is_list {
        if let Some(values) = list(&without_cast(expression), &column_type.element) {
            return Ok(Some(ColumnDefault::List(values)));
        }
    } else if let Some(value) = constant(expression, &column_type.element) {
        return Ok(Some(ColumnDefault::Literal(value)));
    }
    let text = SqlText::new(text).map_err(|_| expression.not_understood())?;
    Ok(Some(ColumnDefault::Expression(text)))
}

/// The default that a text of the schema means for a column of that type.
#[must_use]
pub fn read(text: &str, column_type: &ColumnType) -> Option<ColumnDefault> {
    let tokens = tokens(text);
    default(&Cursor::new(text, &tokens.tokens), column_type, PUBLIC).ok().flatten()
}

/// `CURRENT_TIMESTAMP`, with a precision or without, and its other names.
fn is_now(expression: &Cursor<'_>) -> bool {
    let mut cursor = expression.clone();
    if cursor.accept("CURRENT_TIMESTAMP") {
        return cursor.is_at_end() || cursor.brackets().is_ok() && cursor.is_at_end();
    }
    let is_called = cursor.accept_one(&["NOW", "TRANSACTION_TIMESTAMP"]).is_some();
    is_called && cursor.brackets().is_ok_and(|inside| inside.is_at_end()) && cursor.is_at_end()
}

/// The sequence of `nextval('app.t_id_seq'::regclass)`.
fn next_of(expression: &Cursor<'_>, schema: &str) -> Option<ObjectName> {
    let mut cursor = expression.clone();
    if cursor.accept("pg_catalog") {
        cursor.sign(".");
    }
    if !cursor.accept("nextval") {
        return None;
    }
    let name = cursor.brackets().ok()?.string().ok()?;
    let tokens = tokens(&name);
    let written = Cursor::new(&name, &tokens.tokens).written_name().ok()?;
    Some(ObjectName::new(written.schema.as_deref().unwrap_or(schema), written.name))
}

/// A constant without the brackets around it and the casts behind it.
fn without_cast<'t>(expression: &Cursor<'t>) -> Cursor<'t> {
    let mut cursor = expression.clone();
    let value = cursor.until(|cursor| cursor.peek() == Some((TokenKind::Symbol, "::")));
    let mut ahead = value.clone();
    match ahead.brackets() {
        Ok(inside) if ahead.is_at_end() => without_cast(&inside),
        _ => value,
    }
}

/// A constant of some type, with a cast perhaps.
pub fn constant(expression: &Cursor<'_>, element: &ElementType) -> Option<Literal> {
    literal(&without_cast(expression), element)
}

fn literal(constant: &Cursor<'_>, element: &ElementType) -> Option<Literal> {
    let mut cursor = constant.clone();
    let is_negative = cursor.sign("-");
    let (kind, text) = cursor.next()?;
    cursor.accept("UESCAPE").then(|| cursor.next());
    if !cursor.is_at_end() {
        return None;
    }
    match (kind, element) {
        (TokenKind::Number, _) => {
            let digits = if is_negative { format!("-{text}") } else { text.to_owned() };
            Some(Literal::Number(digits))
        }
        (TokenKind::Word, ElementType::Boolean) if text.eq_ignore_ascii_case("true") => Some(Literal::Boolean(true)),
        (TokenKind::Word, ElementType::Boolean) if text.eq_ignore_ascii_case("false") => Some(Literal::Boolean(false)),
        (TokenKind::String | TokenKind::DollarString, _) if !is_negative => {
            Some(of_text(constant.clone().string().ok()?, element))
        }
        _ => None,
    }
}

/// A constant in quote marks is of the type that it goes into.
fn of_text(text: String, element: &ElementType) -> Literal {
    match element {
        ElementType::Enum(_) => Literal::EnumLabel(text),
        ElementType::Boolean if matches!(text.as_str(), "t" | "true") => Literal::Boolean(true),
        ElementType::Boolean if matches!(text.as_str(), "f" | "false") => Literal::Boolean(false),
        element if element.is_number() && text.parse::<f64>().is_ok() => Literal::Number(text),
        _ => Literal::String(text),
    }
}

/// `ARRAY[a, b]`, or a text of braces.
fn list(expression: &Cursor<'_>, element: &ElementType) -> Option<Vec<Literal>> {
    let mut cursor = expression.clone();
    if let Ok(text) = cursor.string() {
        let values = array_text::values(&text).filter(|_| cursor.is_at_end())?;
        return Some(values.into_iter().map(|value| of_text(value, element)).collect());
    }
    if !(cursor.accept("ARRAY") && cursor.sign("[")) {
        return None;
    }
    let inside = cursor.until(|cursor| cursor.peek() == Some((TokenKind::Symbol, "]")));
    if !(cursor.sign("]") && cursor.is_at_end()) {
        return None;
    }
    inside.split_at_commas().iter().map(|value| constant(value, element)).collect()
}
