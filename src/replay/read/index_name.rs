//! What PostgreSQL calls an element of an index that has no name of its own, when it makes up the name of the index:
//! `FigureIndexColname` of its source.

use super::{types, without_parentheses};
use crate::physical::ColumnType;
use crate::replay::statement::WrittenType;
use crate::sql::{Cursor, TokenKind};

/// How deep parentheses may be nested in one another before an expression has no name.
const DEEPEST: usize = 32;

/// What an expression is called for.
enum Figure {
    /// Something with a name: a column, a function.
    Named(String),
    /// A cast, or `CASE`: what stands inside goes first.
    Weak(String),
    /// Nothing.
    Nameless,
}

/// The name of an element, as it stands in `CREATE INDEX`: a column, a call, or an expression in parentheses.
#[must_use]
pub(super) fn element(cursor: &Cursor<'_>) -> String {
    let mut first = cursor.clone();
    let is_expression = first.peek() == Some((TokenKind::Symbol, "("));
    let figure = match (is_expression, first.parentheses()) {
        (true, Ok(inside)) => figure(inside, DEEPEST),
        (true, Err(_)) | (false, _) => primary(&mut cursor.clone(), DEEPEST),
    };
    match figure {
        Figure::Named(name) | Figure::Weak(name) => name,
        Figure::Nameless => "expr".to_owned(),
    }
}

/// An expression that is one value with casts and the like after it has the name of that; every other has none.
fn figure(cursor: Cursor<'_>, depth: usize) -> Figure {
    let Some(depth) = depth.checked_sub(1) else { return Figure::Nameless };
    let mut cursor = without_parentheses(cursor);
    let mut found = primary(&mut cursor, depth);
    while !cursor.is_at_end() {
        if cursor.accept_symbol("::") {
            found = cast(found, &mut cursor);
        } else if cursor.accept("COLLATE") {
            if cursor.written_name().is_err() {
                return Figure::Nameless;
            }
        } else if cursor.accept("AT TIME ZONE") {
            cursor.take_token();
            found = Figure::Named("timezone".to_owned());
        } else if cursor.accept_symbol("[") {
            cursor.until(|cursor| cursor.peek() == Some((TokenKind::Symbol, "]")));
            cursor.accept_symbol("]");
        } else if let (true, Ok(field)) = (cursor.accept_symbol("."), cursor.name()) {
            found = Figure::Named(field);
        } else {
            return Figure::Nameless;
        }
    }
    found
}

fn cast(value: Figure, cursor: &mut Cursor<'_>) -> Figure {
    match (value, types::column_type(cursor)) {
        (value @ Figure::Named(_), Ok(_)) => value,
        (Figure::Weak(_) | Figure::Nameless, Ok(of_type)) => type_name(of_type).map_or(Figure::Nameless, Figure::Weak),
        (_, Err(_)) => Figure::Nameless,
    }
}

fn primary(cursor: &mut Cursor<'_>, depth: usize) -> Figure {
    if let Ok(inside) = cursor.clone().parentheses() {
        let parts = inside.split_at_commas().len();
        let _ = cursor.parentheses();
        return if parts > 1 { Figure::Named("row".to_owned()) } else { figure(inside, depth) };
    }
    if cursor.accept("CAST") {
        let Ok(mut inside) = cursor.parentheses() else { return Figure::Nameless };
        let value = figure(inside.until_words(&["AS"]), depth);
        inside.accept("AS");
        return cast(value, &mut inside);
    }
    if cursor.accept("CASE") {
        return case(cursor, depth);
    }
    if cursor.sees("ARRAY") {
        cursor.take_token();
        if cursor.accept_symbol("[") {
            cursor.until(|cursor| cursor.peek() == Some((TokenKind::Symbol, "]")));
            cursor.accept_symbol("]");
        }
        return Figure::Named("array".to_owned());
    }
    let Ok(name) = cursor.written_name() else {
        cursor.take_token();
        return Figure::Nameless;
    };
    if matches!(cursor.peek(), Some((TokenKind::String | TokenKind::DollarString, _))) {
        cursor.take_token();
        return Figure::Weak(name.name);
    }
    let Ok(arguments) = cursor.parentheses() else { return Figure::Named(name.name) };
    Figure::Named(function(name.name, arguments))
}

/// Functions that have a syntax of their own are known by another name.
fn function(name: String, mut arguments: Cursor<'_>) -> String {
    match name.as_str() {
        "trim" => match arguments.accept_one(&["LEADING", "TRAILING"]) {
            Some("LEADING") => "ltrim".to_owned(),
            Some(_) => "rtrim".to_owned(),
            None => "btrim".to_owned(),
        },
        _ => name,
    }
}

/// `CASE` is called as what stands after `ELSE` if that has a name.
fn case(cursor: &mut Cursor<'_>, depth: usize) -> Figure {
    let inside = cursor.until_words(&["END"]);
    cursor.accept("END");
    let mut otherwise = inside;
    otherwise.until_words(&["ELSE"]);
    let otherwise = if otherwise.accept("ELSE") { figure(otherwise.until(|_| false), depth) } else { Figure::Nameless };
    match otherwise {
        named @ Figure::Named(_) => named,
        Figure::Weak(_) | Figure::Nameless => Figure::Weak("case".to_owned()),
    }
}

/// What the catalog calls a type.
fn type_name(written: WrittenType) -> Option<String> {
    let WrittenType { name, column_type: ColumnType { element, is_list: _ }, is_serial: _ } = written;
    element.catalog_name().map(str::to_owned).or_else(|| name.map(|name| name.name))
}
