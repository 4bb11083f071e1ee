//! `RENAME` and `SET SCHEMA`, of tables and what is in them.

use super::alter_table::no_column;
use super::catalog::{Catalog, Other, Relation, missing};
use super::enumeration::new_name;
use super::problem::{Done as Read, Problem};
use crate::physical::{Index, ObjectName, Predicate, Table};
use crate::sql::{Cursor, WrittenName};

/// Does what follows `ALTER TABLE name`, if it is a change of names.
pub fn table(cursor: &mut Cursor<'_>, catalog: &mut Catalog, written: &WrittenName) -> Read<bool> {
    let name = catalog.new_name(written);
    if cursor.sees("RENAME TO") || cursor.sees("SET SCHEMA") {
        catalog.table(written)?;
        let new = new_name(cursor, &name)?;
        catalog.expect_free(&new, written)?;
        catalog.move_table(&name, &new);
        return Ok(true);
    }
    if cursor.accept("RENAME CONSTRAINT") {
        let (old, new) = old_and_new(cursor)?;
        constraint(catalog, written, &old, new)?;
        return Ok(true);
    }
    if cursor.accept("RENAME") {
        cursor.accept("COLUMN");
        let (old, new) = old_and_new(cursor)?;
        column(catalog, written, &old, &new)?;
        return Ok(true);
    }
    Ok(false)
}

fn old_and_new(cursor: &mut Cursor<'_>) -> Read<(String, String)> {
    let old = cursor.name()?;
    cursor.expect("TO")?;
    let new = cursor.name()?;
    cursor.expect_end()?;
    Ok((old, new))
}

fn column(catalog: &mut Catalog, written: &WrittenName, old: &str, new: &str) -> Read<()> {
    let table = catalog.table(written)?;
    let name = table.name.clone();
    if table.column(new).is_some() {
        return Err(Problem::Refused(written.range.clone(), format!("{name} has a column {new} already")));
    }
    let Some(column) = table.columns.iter_mut().find(|column| column.name == old) else {
        return Err(no_column(old, written));
    };
    column.name = new.to_owned();
    rename_in(table, old, new);
    for other in catalog.database.tables.values_mut() {
        for key in other.foreign_keys.values_mut().filter(|key| key.referenced_table == name) {
            replace(&mut key.referenced_columns, old, new);
        }
    }
    for other in catalog.others.values_mut() {
        match other {
            Other::Index { table, columns } if *table == name => replace(columns, old, new),
            Other::Sequence { owner: Some((table, column)) } if *table == name && column == old => {
                *column = new.to_owned();
            }
            _ => {}
        }
    }
    Ok(())
}

/// The keys and indexes of a table follow a column's name.
fn rename_in(table: &mut Table, old: &str, new: &str) {
    if let Some(key) = &mut table.primary_key {
        replace(&mut key.columns, old, new);
    }
    for key in table.foreign_keys.values_mut() {
        replace(&mut key.columns, old, new);
    }
    for index in table.indexes.values_mut() {
        for column in index.columns.iter_mut().filter(|column| column.name == old) {
            column.name = new.to_owned();
        }
        if let Some(Predicate::All(conditions)) = &mut index.predicate {
            for condition in conditions.iter_mut().filter(|condition| condition.column == old) {
                condition.column = new.to_owned();
            }
        }
    }
}

fn replace(names: &mut [String], old: &str, new: &str) {
    for name in names.iter_mut().filter(|name| *name == old) {
        *name = new.to_owned();
    }
}

fn constraint(catalog: &mut Catalog, written: &WrittenName, old: &str, new: String) -> Read<()> {
    let table = catalog.table(written)?;
    let name = table.name.clone();
    let is_taken = table.foreign_keys.contains_key(&new);
    let is_taken = is_taken || catalog.checks.contains(&(name.clone(), new.clone()));
    if is_taken {
        return Err(Problem::Refused(written.range.clone(), format!("{name} has a constraint {new} already")));
    }
    let table = catalog.table(written)?;
    if let Some(mut key) = table.foreign_keys.remove(old) {
        key.name.clone_from(&new);
        table.foreign_keys.insert(new, key);
        return Ok(());
    }
    let is_index = catalog.relation(&name.sibling(old.to_owned())) == Some(Relation::Index(name.clone()));
    if is_index {
        catalog.expect_free(&name.sibling(new.clone()), written)?;
        relation_of(catalog.table(written)?, old, &new);
        return Ok(());
    }
    if catalog.checks.remove(&(name.clone(), old.to_owned())) {
        catalog.checks.insert((name, new));
        return Ok(());
    }
    Err(Problem::Refused(written.range.clone(), format!("{name} has no constraint {old}")))
}

/// Gives an index or the primary key of a table another name; says whether it was there.
fn relation_of(table: &mut Table, old: &str, new: &str) -> bool {
    if let Some(key) = table.primary_key.as_mut().filter(|key| key.name == old) {
        new.clone_into(&mut key.name);
        return true;
    }
    let Some(index) = table.indexes.remove(old) else { return false };
    let index = Index { name: new.to_owned(), ..index };
    table.indexes.insert(index.name.clone(), index);
    true
}

/// Reads what follows `ALTER INDEX`.
pub fn index(cursor: &mut Cursor<'_>, catalog: &mut Catalog) -> Read<()> {
    if cursor.accept("ALL IN TABLESPACE") {
        return Ok(());
    }
    let may_be_missing = cursor.accept("IF EXISTS");
    let written = cursor.written_name()?;
    let name = catalog.new_name(&written);
    if !cursor.sees("RENAME TO") {
        return parameters(cursor, catalog, &name);
    }
    if catalog.others.contains_key(&name) {
        return other(cursor, catalog, &name);
    }
    let new = new_name(cursor, &name)?;
    if catalog.relation(&name).is_some() {
        catalog.expect_free(&new, &written)?;
    }
    let mut tables = catalog.database.tables.values_mut().filter(|table| table.name.schema == name.schema);
    let is_there = tables.any(|table| relation_of(table, &name.name, &new.name));
    if is_there || may_be_missing { Ok(()) } else { Err(missing("index", &name, &written)) }
}

/// `SET (m = 24)` changes how an index is described, and `RESET`; nothing else does.
fn parameters(cursor: &Cursor<'_>, catalog: &mut Catalog, name: &ObjectName) -> Read<()> {
    let shapes = cursor.sees("RESET") || cursor.sees("SET") && !cursor.sees("SET TABLESPACE");
    let is_ours = catalog.relation(name).is_some_and(|relation| !matches!(relation, Relation::Other(_)));
    if shapes && is_ours { Err(cursor.not_understood().into()) } else { Ok(()) }
}

/// Does what follows `ALTER VIEW name` and the like, as far as names go.
pub fn other(cursor: &mut Cursor<'_>, catalog: &mut Catalog, name: &ObjectName) -> Read<()> {
    if cursor.sees("RENAME TO") || cursor.sees("SET SCHEMA") {
        let new = new_name(cursor, name)?;
        if let Some(other) = catalog.others.remove(name) {
            catalog.others.insert(new, other);
        }
    }
    Ok(())
}
