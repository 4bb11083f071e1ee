//! Constraints of a table, on a line of their own or behind a column:
//! <https://www.postgresql.org/docs/current/ddl-constraints.html>.

use super::index_name;
use crate::physical::ReferentialAction;
use crate::replay::statement::{Constraint, ConstraintKind, Reference};
use crate::sql::{Cursor, Read, TokenKind, tokens};

/// Reads a constraint, if one comes next, with the `CONSTRAINT name` before it.
pub(super) fn constraint(cursor: &mut Cursor<'_>) -> Read<Option<Constraint>> {
    let name = if cursor.accept("CONSTRAINT") { Some(cursor.name()?) } else { None };
    let Some(kind) = kind(cursor)? else {
        return if name.is_some() { Err(cursor.not_understood()) } else { Ok(None) };
    };
    attributes(cursor);
    Ok(Some(Constraint { name, kind }))
}

fn kind(cursor: &mut Cursor<'_>) -> Read<Option<ConstraintKind>> {
    Ok(Some(if cursor.accept("PRIMARY KEY") {
        if cursor.accept("USING INDEX") {
            ConstraintKind::OfIndex { index: cursor.written_name()?, is_primary_key: true }
        } else {
            ConstraintKind::PrimaryKey(key_columns(cursor)?)
        }
    } else if cursor.accept("UNIQUE") {
        cursor.accept_one(&["NULLS NOT DISTINCT", "NULLS DISTINCT"]);
        if cursor.accept("USING INDEX") {
            ConstraintKind::OfIndex { index: cursor.written_name()?, is_primary_key: false }
        } else {
            ConstraintKind::Unique(key_columns(cursor)?)
        }
    } else if cursor.accept("FOREIGN KEY") {
        let columns = cursor.names_in_brackets()?;
        cursor.expect("REFERENCES")?;
        ConstraintKind::ForeignKey { columns, reference: reference(cursor)? }
    } else if cursor.sees("CHECK") {
        ConstraintKind::Check(check(cursor)?)
    } else if cursor.sees("EXCLUDE") {
        ConstraintKind::Exclude(cursor.until(|_| false).whole().to_owned())
    } else {
        return Ok(None);
    }))
}

/// `CHECK (...)` with what stands behind it, as it is written.
pub(super) fn check(cursor: &mut Cursor<'_>) -> Read<String> {
    let start = cursor.clone();
    cursor.expect("CHECK")?;
    cursor.brackets()?;
    cursor.accept("NO INHERIT");
    attributes(cursor);
    Ok(start.rest_until(cursor).whole().to_owned())
}

/// What the elements of `EXCLUDE` are called in the name of the constraint.
#[must_use]
pub(crate) fn excluded(text: &str) -> Vec<String> {
    let tokens = tokens(text);
    let mut cursor = Cursor::new(text, &tokens.tokens);
    cursor.until(|cursor| cursor.peek() == Some((TokenKind::Symbol, "(")));
    let elements = cursor.brackets().map(|inside| inside.split_at_commas()).unwrap_or_default();
    elements.iter().map(index_name::element).collect()
}

/// The columns of a key; what it carries along is not one of them.
fn key_columns(cursor: &mut Cursor<'_>) -> Read<Vec<String>> {
    let columns = cursor.names_in_brackets()?;
    if cursor.accept("INCLUDE") {
        cursor.brackets()?;
    }
    if cursor.accept("WITH") {
        cursor.brackets()?;
    }
    if cursor.accept("USING INDEX TABLESPACE") {
        cursor.name()?;
    }
    Ok(columns)
}

/// What follows `REFERENCES`.
pub(super) fn reference(cursor: &mut Cursor<'_>) -> Read<Reference> {
    let table = cursor.written_name()?;
    let columns = cursor.names_in_brackets().unwrap_or_default();
    let mut reference =
        Reference { table, columns, on_delete: ReferentialAction::NoAction, on_update: ReferentialAction::NoAction };
    loop {
        if cursor.accept("ON DELETE") {
            reference.on_delete = action(cursor)?;
        } else if cursor.accept("ON UPDATE") {
            reference.on_update = action(cursor)?;
        } else if cursor.accept_one(&["MATCH SIMPLE", "MATCH FULL", "MATCH PARTIAL"]).is_none() {
            return Ok(reference);
        }
    }
}

fn action(cursor: &mut Cursor<'_>) -> Read<ReferentialAction> {
    let actions = [
        ReferentialAction::Cascade,
        ReferentialAction::Restrict,
        ReferentialAction::NoAction,
        ReferentialAction::SetNull,
        ReferentialAction::SetDefault,
    ];
    let action = actions.into_iter().find(|action| cursor.accept(action.as_sql()));
    let action = action.ok_or_else(|| cursor.not_understood())?;
    // SET NULL (column): only some columns of the key
    let _ = cursor.names_in_brackets();
    Ok(action)
}

/// `DEFERRABLE`, `NOT VALID` and the like, which the schema language cannot say.
pub(super) fn attributes(cursor: &mut Cursor<'_>) {
    let words = [
        "NOT DEFERRABLE",
        "DEFERRABLE",
        "INITIALLY DEFERRED",
        "INITIALLY IMMEDIATE",
        "NOT VALID",
        "NOT ENFORCED",
        "ENFORCED",
    ];
    while cursor.accept_one(&words).is_some() {}
}
