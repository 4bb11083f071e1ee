//! `CREATE TYPE` and `ALTER TYPE`: <https://www.postgresql.org/docs/current/sql-createtype.html>.

use super::new_name;
use crate::replay::statement::{AlterType, CreateType, LabelPosition, TypeChange};
use crate::sql::{self, Cursor, Read, TokenKind};

/// Reads what follows `CREATE TYPE`.
pub(super) fn create(cursor: &mut Cursor<'_>) -> Read<CreateType> {
    let name = cursor.written_name()?;
    let says = sql::names(cursor.rest());
    let mut ahead = cursor.clone();
    let is_composite = ahead.accept("AS") && ahead.peek() == Some((TokenKind::Symbol, "("));
    Ok(CreateType { name, labels: labels(cursor), says, is_composite })
}

fn labels(cursor: &mut Cursor<'_>) -> Read<Option<Vec<String>>> {
    if !cursor.accept("AS ENUM") {
        return Ok(None);
    }
    let labels =
        cursor.parentheses()?.split_at_commas().into_iter().map(|mut part| part.string()).collect::<Read<Vec<_>>>()?;
    cursor.expect_end()?;
    Ok(Some(labels))
}

/// Reads what follows `ALTER TYPE`.
pub(super) fn alter(cursor: &mut Cursor<'_>) -> Read<AlterType> {
    Ok(AlterType { name: cursor.written_name()?, change: change(cursor) })
}

fn change(cursor: &mut Cursor<'_>) -> Read<TypeChange> {
    if cursor.accept("OWNER TO") {
        return Ok(TypeChange::Unmanaged);
    }
    if cursor.accept("ADD VALUE") {
        return add_value(cursor);
    }
    if cursor.accept("RENAME VALUE") {
        let old = cursor.string()?;
        cursor.expect("TO")?;
        let new = cursor.string()?;
        cursor.expect_end()?;
        return Ok(TypeChange::RenameValue { old, new });
    }
    new_name(cursor).map(TypeChange::Rename)
}

fn add_value(cursor: &mut Cursor<'_>) -> Read<TypeChange> {
    let may_be_there = cursor.accept("IF NOT EXISTS");
    let value = cursor.string()?;
    let place = cursor.accept_one(&["BEFORE", "AFTER"]);
    let position = match place {
        Some(word) => Some(LabelPosition { value: cursor.string()?, is_before_new: word == "AFTER" }),
        None => None,
    };
    cursor.expect_end()?;
    Ok(TypeChange::AddValue { may_be_there, value, position })
}
