//! Constraints of a table, on a line of their own or after a column:
//! <https://www.postgresql.org/docs/current/ddl-constraints.html>.

use super::index::{parameters, says_nulls_not_distinct};
use super::index_name;
use crate::physical::{Deferral, IndexExtras, ReferentialAction};
use crate::replay::statement::{Constraint, ConstraintAttributes, ConstraintKind, Reference, WrittenKey};
use crate::sql::{Cursor, Read, TokenKind, tokens};

/// Reads a constraint, if one comes next, with the `CONSTRAINT name` before it.
pub(super) fn constraint(cursor: &mut Cursor<'_>) -> Read<Option<Constraint>> {
    let name = if cursor.accept("CONSTRAINT") { Some(cursor.name()?) } else { None };
    let Some(kind) = kind(cursor)? else {
        return if name.is_some() { Err(cursor.not_understood()) } else { Ok(None) };
    };
    Ok(Some(Constraint { name, kind, attributes: attributes(cursor) }))
}

fn kind(cursor: &mut Cursor<'_>) -> Read<Option<ConstraintKind>> {
    if let Some(temporal) = temporal(cursor)? {
        return Ok(Some(temporal));
    }
    Ok(Some(if cursor.accept("PRIMARY KEY") {
        if cursor.accept("USING INDEX") {
            ConstraintKind::OfIndex { index: cursor.written_name()?, is_primary_key: true }
        } else {
            ConstraintKind::PrimaryKey(key(cursor)?)
        }
    } else if cursor.accept("UNIQUE") {
        let nulls_not_distinct = says_nulls_not_distinct(cursor);
        if cursor.accept("USING INDEX") {
            ConstraintKind::OfIndex { index: cursor.written_name()?, is_primary_key: false }
        } else {
            let mut key = key(cursor)?;
            key.index.nulls_not_distinct = nulls_not_distinct;
            ConstraintKind::Unique(key)
        }
    } else if cursor.accept("FOREIGN KEY") {
        let columns = cursor.names_in_parentheses()?;
        cursor.expect("REFERENCES")?;
        ConstraintKind::ForeignKey { columns, reference: reference(cursor)? }
    } else if cursor.accept("NOT NULL") {
        let column = cursor.name()?;
        cursor.accept("NO INHERIT");
        ConstraintKind::NotNull(column)
    } else if cursor.sees("CHECK") {
        ConstraintKind::Check(check(cursor)?)
    } else if cursor.sees("EXCLUDE") {
        ConstraintKind::Exclude(cursor.until(|_| false).without_comments())
    } else {
        return Ok(None);
    }))
}

/// `CHECK (...)` with what stands after it, as it is written.
pub(super) fn check(cursor: &mut Cursor<'_>) -> Read<String> {
    let start = cursor.clone();
    cursor.expect("CHECK")?;
    cursor.parentheses()?;
    cursor.accept("NO INHERIT");
    attributes(cursor);
    Ok(start.rest_until(cursor).without_comments())
}

/// What the elements of `EXCLUDE` are called in the name of the constraint.
#[must_use]
pub(crate) fn excluded(text: &str) -> Vec<String> {
    let tokens = tokens(text);
    let mut cursor = Cursor::new(text, &tokens.tokens);
    cursor.until(|cursor| cursor.peek() == Some((TokenKind::Symbol, "(")));
    let elements = cursor.parentheses().map(|inside| inside.split_at_commas()).unwrap_or_default();
    elements.iter().map(index_name::element).collect()
}

/// A key over periods: `PRIMARY KEY (id, valid_at WITHOUT OVERLAPS)`, `FOREIGN KEY (id, PERIOD valid_at) REFERENCES ...`.
fn temporal(cursor: &mut Cursor<'_>) -> Read<Option<ConstraintKind>> {
    let mut ahead = cursor.clone();
    let Some(words) = ahead.accept_one(&["PRIMARY KEY", "UNIQUE", "FOREIGN KEY"]) else { return Ok(None) };
    let Ok(inside) = ahead.parentheses() else { return Ok(None) };
    let mut rest = inside.clone();
    rest.until_words(&["WITHOUT OVERLAPS", "PERIOD"]);
    if rest.is_at_end() {
        return Ok(None);
    }
    let columns = inside.split_at_commas().iter_mut().map(Cursor::name).collect::<Read<Vec<String>>>()?;
    let required = if words == "PRIMARY KEY" { columns } else { Vec::new() };
    ahead.until(|_| false);
    let written = cursor.rest_until(&ahead).without_comments();
    *cursor = ahead;
    Ok(Some(ConstraintKind::Temporal { required, is_foreign_key: words == "FOREIGN KEY", words: written }))
}

/// The columns of a key, and what is said of its index.
fn key(cursor: &mut Cursor<'_>) -> Read<WrittenKey> {
    let mut key = WrittenKey { columns: cursor.names_in_parentheses()?, ..WrittenKey::default() };
    if cursor.accept("INCLUDE") {
        key.index.include = cursor.names_in_parentheses()?;
    }
    index_parameters(cursor, &mut key.index)?;
    Ok(key)
}

/// The key of one column, after which it is written.
pub(super) fn key_of_column(cursor: &mut Cursor<'_>, column: &str) -> Read<WrittenKey> {
    let mut key = WrittenKey { columns: vec![column.to_owned()], ..WrittenKey::default() };
    index_parameters(cursor, &mut key.index)?;
    Ok(key)
}

fn index_parameters(cursor: &mut Cursor<'_>, index: &mut IndexExtras) -> Read<()> {
    if cursor.accept("WITH") {
        // those that refract writes are none of a btree
        parameters(&cursor.parentheses()?, &mut index.parameters);
    }
    if cursor.accept("USING INDEX TABLESPACE") {
        index.tablespace = Some(cursor.name()?);
    }
    Ok(())
}

/// What follows `REFERENCES`.
pub(super) fn reference(cursor: &mut Cursor<'_>) -> Read<Reference> {
    let table = cursor.written_name()?;
    let columns = cursor.names_in_parentheses().unwrap_or_default();
    let mut reference = Reference {
        table,
        columns,
        on_delete: ReferentialAction::NoAction,
        on_update: ReferentialAction::NoAction,
        is_match_full: false,
        set_on_delete: Vec::new(),
    };
    loop {
        if cursor.accept("ON DELETE") {
            reference.on_delete = action(cursor)?;
            // SET NULL (column): only some columns of the key
            reference.set_on_delete = cursor.names_in_parentheses().unwrap_or_default();
        } else if cursor.accept("ON UPDATE") {
            reference.on_update = action(cursor)?;
        } else if cursor.accept("MATCH FULL") {
            reference.is_match_full = true;
        } else if cursor.accept_one(&["MATCH SIMPLE", "MATCH PARTIAL"]).is_none() {
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
    action.ok_or_else(|| cursor.not_understood())
}

/// `DEFERRABLE`, `NOT VALID` and the like, which the schema language cannot say.
pub(super) fn attributes(cursor: &mut Cursor<'_>) -> ConstraintAttributes {
    let mut said = ConstraintAttributes::default();
    loop {
        if cursor.accept("NOT DEFERRABLE") {
            said.deferral = Some(Deferral::NotDeferrable);
        } else if cursor.accept("INITIALLY DEFERRED") {
            said.deferral = Some(Deferral::InitiallyDeferred);
        } else if cursor.accept("DEFERRABLE") {
            said.deferral = said.deferral.or(Some(Deferral::Deferrable));
        } else if cursor.accept("INITIALLY IMMEDIATE") {
            said.deferral = said.deferral.or(Some(Deferral::NotDeferrable));
        } else if cursor.accept("NOT VALID") {
            said.is_not_valid = true;
        } else if cursor.accept("NOT ENFORCED") {
            said.is_enforced = Some(false);
        } else if cursor.accept("ENFORCED") {
            said.is_enforced = Some(true);
        } else {
            return said;
        }
    }
}
