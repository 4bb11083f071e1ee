//! The conditions of guards, as far as what is known decides them.

use super::catalog::Catalog;
use crate::physical::ObjectName;
use crate::sql::Cursor;
use crate::sql::{TokenKind, tokens};

/// Whether a condition holds; `None` where only the server knows.
#[must_use]
pub fn holds(condition: &Cursor<'_>, catalog: &Catalog) -> Option<bool> {
    let mut cursor = condition.clone();
    let mut all = true;
    while !cursor.is_at_end() {
        let part = cursor.until_words(&["AND", "OR"]);
        if cursor.sees("OR") {
            return None;
        }
        cursor.accept("AND");
        all &= one(part, catalog)?;
    }
    Some(all)
}

fn one(mut cursor: Cursor<'_>, catalog: &Catalog) -> Option<bool> {
    if cursor.accept("NOT") {
        return one(cursor, catalog).map(|holds| !holds);
    }
    if cursor.accept("EXISTS") {
        let inside = cursor.brackets().ok()?;
        return if cursor.is_at_end() { exists(inside, catalog) } else { None };
    }
    if cursor.peek() == Some((TokenKind::Symbol, "(")) {
        let inside = cursor.brackets().ok()?;
        return if cursor.is_at_end() { holds(&inside, catalog) } else { None };
    }
    let function = cursor.accept_one(&["to_regclass", "to_regtype", "to_regnamespace"])?;
    let name = cursor.brackets().ok()?.string().ok()?;
    cursor.expect("IS").ok()?;
    let is_negated = cursor.accept("NOT");
    cursor.expect("NULL").ok()?;
    cursor.expect_end().ok()?;
    Some(is_there(function, &name, catalog)? == is_negated)
}

fn is_there(function: &str, name: &str, catalog: &Catalog) -> Option<bool> {
    let name = object_name(name, catalog)?;
    Some(match function {
        "to_regclass" => catalog.relation(&name).is_some(),
        "to_regtype" => catalog.has_type(&name),
        _ => catalog.database.schemas.contains(&name.name),
    })
}

fn object_name(text: &str, catalog: &Catalog) -> Option<ObjectName> {
    let tokens = tokens(text);
    let written = Cursor::new(text, &tokens.tokens).written_name().ok()?;
    Some(catalog.new_name(&written))
}

/// `SELECT FROM pg_enum WHERE enumtypid = 'app.status'::regtype AND enumlabel IN ('a', 'b')`.
fn exists(mut cursor: Cursor<'_>, catalog: &Catalog) -> Option<bool> {
    cursor.expect("SELECT").ok()?;
    cursor.until_words(&["FROM"]);
    cursor.expect("FROM").ok()?;
    cursor.accept("pg_enum").then_some(())?;
    cursor.expect("WHERE").ok()?;
    cursor.expect("enumtypid").ok()?;
    cursor.sign("=").then_some(())?;
    let name = object_name(&cursor.string().ok()?, catalog)?;
    (cursor.sign("::") && cursor.accept("regtype") && cursor.accept("AND") && cursor.accept("enumlabel"))
        .then_some(())?;
    let labels = if cursor.accept("IN") {
        cursor.brackets().ok()?
    } else {
        cursor.sign("=").then(|| cursor.until(|_| false))?
    };
    let declared = catalog.database.enums.get(&name)?;
    let labels: Option<Vec<String>> =
        labels.split_at_commas().into_iter().map(|mut label| label.string().ok()).collect();
    Some(labels?.iter().any(|label| declared.has(label)))
}
