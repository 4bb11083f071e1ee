//! Extensions: <https://www.postgresql.org/docs/current/sql-createextension.html>.

use crate::physical::Extension;
use crate::replay::statement::{AlterExtension, CreateExtension, ExtensionChange};
use crate::sql::{Cursor, Read};

/// Reads what follows `CREATE EXTENSION`.
pub(super) fn create(cursor: &mut Cursor<'_>) -> Read<CreateExtension> {
    let may_be_there = cursor.accept("IF NOT EXISTS");
    let place = cursor.range_of_rest();
    let mut extension = Extension { name: cursor.name()?, schema: None, version: None };
    cursor.accept("WITH");
    while !cursor.is_at_end() {
        if cursor.accept("SCHEMA") {
            extension.schema = Some(cursor.name()?);
        } else if cursor.accept("VERSION") {
            extension.version = Some(cursor.string().or_else(|_| cursor.name())?);
        } else {
            cursor.expect("CASCADE")?;
        }
    }
    Ok(CreateExtension { extension, may_be_there, place })
}

/// Reads what follows `ALTER EXTENSION`.
pub(super) fn alter(cursor: &mut Cursor<'_>) -> Read<AlterExtension> {
    Ok(AlterExtension { name: cursor.written_name()?, change: change(cursor) })
}

fn change(cursor: &mut Cursor<'_>) -> Read<ExtensionChange> {
    Ok(if cursor.accept("UPDATE TO") {
        ExtensionChange::Version(cursor.string().or_else(|_| cursor.name())?)
    } else if cursor.accept("SET SCHEMA") {
        ExtensionChange::Schema(cursor.name()?)
    } else {
        ExtensionChange::Unmanaged
    })
}
