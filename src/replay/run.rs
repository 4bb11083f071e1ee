//! One statement, carried out on the catalog.

use super::catalog::{Catalog, Other, missing};
use super::problem::Done as Read;
use super::{alter_table, block, create_table, drop, enumeration, index, rename, table_as};
use crate::physical::{ColumnDefault, Extension, ObjectName};
use crate::sql::{Cursor, WrittenName};

/// Does what a statement does to what refract manages; what cannot shape that is passed over.
///
/// # Errors
/// When it may shape that and is not understood, or PostgreSQL would refuse it.
pub fn run(mut cursor: Cursor<'_>, catalog: &mut Catalog) -> Read<()> {
    let cursor = &mut cursor;
    if cursor.accept("CREATE") {
        return create(cursor, catalog);
    }
    if cursor.accept("ALTER") {
        return alter(cursor, catalog);
    }
    if cursor.accept("DROP") {
        return drop::drop(cursor, catalog);
    }
    if cursor.accept("DO") {
        return block::run(cursor, catalog);
    }
    if cursor.accept("SET") {
        return set(cursor, catalog);
    }
    if cursor.sees("SELECT") {
        return table_as::select_into(cursor, catalog);
    }
    if cursor.accept("ROLLBACK") || cursor.sees("IMPORT FOREIGN SCHEMA") {
        return Err(cursor.not_understood().into());
    }
    // data, functions' calls, grants, comments, transactions: nothing of it shapes what refract manages
    Ok(())
}

/// Whether a statement may shape what refract manages, by its first words.
#[must_use]
pub fn may_shape(cursor: &Cursor<'_>) -> bool {
    ["CREATE", "ALTER", "DROP", "DO", "EXECUTE", "CALL"].iter().any(|word| cursor.sees(word))
}

fn create(cursor: &mut Cursor<'_>, catalog: &mut Catalog) -> Read<()> {
    cursor.accept("OR REPLACE");
    let is_temporary =
        cursor.accept_one(&["GLOBAL", "LOCAL"]).is_some() | cursor.accept_one(&["TEMPORARY", "TEMP"]).is_some();
    cursor.accept("UNLOGGED");
    if cursor.accept("TABLE") {
        return create_table::create(cursor, catalog, !is_temporary);
    }
    if cursor.accept("UNIQUE INDEX") {
        return index::create(cursor, catalog, true);
    }
    if cursor.accept("INDEX") {
        return index::create(cursor, catalog, false);
    }
    if cursor.accept("TYPE") {
        return enumeration::create(cursor, catalog);
    }
    if cursor.accept("SCHEMA") {
        return create_schema(cursor, catalog);
    }
    if cursor.accept("EXTENSION") {
        return create_extension(cursor, catalog);
    }
    if cursor.accept("DOMAIN") {
        let name = cursor.written_name()?;
        let name = catalog.new_name(&name);
        catalog.types.insert(name);
        return Ok(());
    }
    cursor.accept("RECURSIVE");
    let other = match cursor.accept_one(&["SEQUENCE", "MATERIALIZED VIEW", "VIEW", "FOREIGN TABLE"]) {
        Some("SEQUENCE") => Other::Sequence { owner: None },
        Some("FOREIGN TABLE") => Other::Table,
        Some(_) => Other::View,
        None => return Ok(()),
    };
    cursor.accept("IF NOT EXISTS");
    let name = cursor.written_name()?;
    let name = catalog.new_name(&name);
    catalog.others.entry(name).or_insert(other);
    Ok(())
}

fn create_schema(cursor: &mut Cursor<'_>, catalog: &mut Catalog) -> Read<()> {
    cursor.accept("IF NOT EXISTS");
    let name = cursor.name()?;
    if cursor.accept("AUTHORIZATION") {
        cursor.name()?;
    }
    // CREATE SCHEMA may hold whole tables
    cursor.expect_end()?;
    catalog.database.schemas.insert(name);
    Ok(())
}

fn create_extension(cursor: &mut Cursor<'_>, catalog: &mut Catalog) -> Read<()> {
    cursor.accept("IF NOT EXISTS");
    let name = cursor.name()?;
    let mut extension = Extension { name: name.clone(), schema: None, version: None };
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
    catalog.database.extensions.entry(name).or_insert(extension);
    Ok(())
}

fn alter(cursor: &mut Cursor<'_>, catalog: &mut Catalog) -> Read<()> {
    if cursor.accept("TABLE") {
        return alter_table::alter(cursor, catalog);
    }
    if cursor.accept("INDEX") {
        return rename::index(cursor, catalog);
    }
    if cursor.accept("TYPE") || cursor.accept("DOMAIN") {
        return enumeration::alter(cursor, catalog);
    }
    if cursor.accept("SEQUENCE") {
        cursor.accept("IF EXISTS");
        let written = cursor.written_name()?;
        return alter_sequence(cursor, catalog, &written);
    }
    if cursor.accept("SCHEMA") {
        let name = cursor.name()?;
        // every object in it would move
        return if cursor.sees("RENAME") && catalog.database.schemas.contains(&name) {
            Err(cursor.not_understood().into())
        } else {
            Ok(())
        };
    }
    if cursor.accept("EXTENSION") {
        return alter_extension(cursor, catalog);
    }
    if cursor.accept_one(&["MATERIALIZED VIEW", "VIEW", "FOREIGN TABLE"]).is_some() {
        cursor.accept("IF EXISTS");
        let written = cursor.written_name()?;
        let name = catalog.new_name(&written);
        return rename::other(cursor, catalog, &name);
    }
    Ok(())
}

fn alter_sequence(cursor: &mut Cursor<'_>, catalog: &mut Catalog, written: &WrittenName) -> Read<()> {
    let name = catalog.new_name(written);
    if cursor.sees("RENAME TO") || cursor.sees("SET SCHEMA") {
        let new = enumeration::new_name(cursor, &name)?;
        for column in catalog.database.tables.values_mut().flat_map(|table| &mut table.columns) {
            match &mut column.default {
                Some(ColumnDefault::Autoincrement { sequence }) if *sequence == name => *sequence = new.clone(),
                _ => {}
            }
        }
        if let Some(other) = catalog.others.remove(&name) {
            catalog.others.insert(new, other);
        }
        return Ok(());
    }
    cursor.until_words(&["OWNED BY"]);
    if cursor.accept("OWNED BY")
        && let Some(Other::Sequence { owner }) = catalog.others.get_mut(&name)
    {
        let column = cursor.written_name()?;
        *owner = column.schema.map(|table| (name.sibling(table), column.name));
    }
    Ok(())
}

fn alter_extension(cursor: &mut Cursor<'_>, catalog: &mut Catalog) -> Read<()> {
    let start = cursor.clone();
    let name = cursor.name()?;
    let Some(extension) = catalog.database.extensions.get_mut(&name) else {
        let written = start.clone().written_name()?;
        return Err(missing("extension", &ObjectName::new("pg_catalog", name), &written));
    };
    if cursor.accept("UPDATE TO") {
        extension.version = Some(cursor.string().or_else(|_| cursor.name())?);
    } else if cursor.accept("SET SCHEMA") {
        extension.schema = Some(cursor.name()?);
    }
    Ok(())
}

/// `SET search_path TO app, public`: where what has no schema goes from here on.
fn set(cursor: &mut Cursor<'_>, catalog: &mut Catalog) -> Read<()> {
    cursor.accept_one(&["SESSION", "LOCAL"]);
    if !cursor.accept("search_path") {
        return Ok(());
    }
    if !(cursor.accept("TO") || cursor.sign("=")) {
        return Err(cursor.not_understood().into());
    }
    let first = cursor.string().or_else(|_| cursor.name())?;
    catalog.search_path = (first != "default" && !first.starts_with('$')).then_some(first);
    Ok(())
}
