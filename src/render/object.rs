//! Statements about what the schema language cannot express: those that take it away, and those of the migrations.

use super::quote::{Unwritable, identifier, protected, qualified};
use crate::physical::{ObjectKind, UnmanagedObject};

/// The statement that drops a thing, if it is there; nothing for what is dropped with what it belongs to.
///
/// # Errors
/// When its name cannot be written in SQL.
pub fn drop_statement(object: &UnmanagedObject) -> Result<Option<String>, Unwritable> {
    let UnmanagedObject { kind, name, table, .. } = object;
    let word = kind.as_sql();
    Ok(match (kind, table) {
        (ObjectKind::Check | ObjectKind::Exclude | ObjectKind::ForeignKey, Some(table)) => {
            let (table, name) = (qualified(table)?, identifier(&name.name)?);
            Some(format!("ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}"))
        }
        (ObjectKind::Rule | ObjectKind::Policy | ObjectKind::Trigger, Some(table)) => {
            Some(format!("DROP {word} IF EXISTS {} ON {}", identifier(&name.name)?, qualified(table)?))
        }
        (ObjectKind::GeneratedColumn, Some(table)) => {
            Some(format!("ALTER TABLE {} DROP COLUMN IF EXISTS {}", qualified(table)?, identifier(&name.name)?))
        }
        (ObjectKind::Default, Some(table)) => {
            Some(format!("ALTER TABLE {} ALTER COLUMN {} DROP DEFAULT", qualified(table)?, identifier(&name.name)?))
        }
        (ObjectKind::Domain | ObjectKind::Type, _) => Some(format!("DROP {word} IF EXISTS {}", qualified(name)?)),
        (ObjectKind::PublishedTable, Some(table)) => {
            Some(format!("ALTER PUBLICATION {} DROP TABLE {}", identifier(&name.name)?, qualified(table)?))
        }
        (ObjectKind::Function, _) => match (&object.signature, routine(object)?) {
            (Some(signature), Some(routine)) => Some(format!("DROP {} IF EXISTS {routine}", signature.keyword())),
            (Some(_) | None, _) => None,
        },
        (ObjectKind::View | ObjectKind::MaterializedView | ObjectKind::Statistics | ObjectKind::Index, _) => {
            Some(format!("DROP {word} IF EXISTS {}", qualified(name)?))
        }
        (
            ObjectKind::Check
            | ObjectKind::Exclude
            | ObjectKind::ForeignKey
            | ObjectKind::Rule
            | ObjectKind::Policy
            | ObjectKind::Trigger
            | ObjectKind::Publication
            | ObjectKind::PublishedTable
            | ObjectKind::GeneratedColumn
            | ObjectKind::Default
            | ObjectKind::Comment
            | ObjectKind::Privileges
            | ObjectKind::RowSecurity
            | ObjectKind::Rows
            | ObjectKind::Setting
            | ObjectKind::Other,
            _,
        ) => None,
    })
}

/// A function with the types of its arguments: `app.f(INTEGER, app."Kind")`.
pub(super) fn routine(object: &UnmanagedObject) -> Result<Option<String>, Unwritable> {
    let Some(signature) = &object.signature else { return Ok(None) };
    Ok(Some(format!("{}{}", qualified(&object.name)?, signature.written(qualified)?)))
}

/// The statements that make a thing again, as the migrations created it.
pub(super) fn statements(object: &UnmanagedObject) -> Result<Vec<String>, Unwritable> {
    let UnmanagedObject { kind, name, table, statements, .. } = object;
    let mut written: Vec<String> =
        statements.iter().map(|statement| protected(statement.as_str())).collect::<Result<_, _>>()?;
    if let (Some(table), Some(first)) = (table, written.first_mut()) {
        let (table, name) = (qualified(table)?, identifier(&name.name)?);
        if kind.is_constraint() {
            *first = format!("ALTER TABLE {table} ADD CONSTRAINT {name} {first}");
        } else if *kind == ObjectKind::PublishedTable {
            *first = format!("ALTER PUBLICATION {name} ADD TABLE {table} {first}");
        }
    }
    Ok(written)
}
