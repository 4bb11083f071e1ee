//! `ALTER TABLE`: <https://www.postgresql.org/docs/current/sql-altertable.html>.

use super::catalog::{Catalog, Other};
use super::constraint;
use super::create_table::add_column;
use super::problem::{Done as Read, Problem};
use super::{alter_column, rename};
use crate::sql::{Cursor, WrittenName};

/// What changes nothing that refract manages.
const WITHOUT_EFFECT: [&str; 19] = [
    "VALIDATE CONSTRAINT",
    "ALTER CONSTRAINT",
    "ENABLE",
    "DISABLE",
    "FORCE ROW LEVEL SECURITY",
    "NO FORCE ROW LEVEL SECURITY",
    "OWNER TO",
    "SET LOGGED",
    "SET UNLOGGED",
    "SET TABLESPACE",
    "SET ACCESS METHOD",
    "SET WITHOUT",
    "CLUSTER ON",
    "REPLICA IDENTITY",
    "RESET",
    "ATTACH PARTITION",
    "DETACH PARTITION",
    "NOT OF",
    "NO INHERIT",
];

/// Reads what follows `ALTER TABLE`, and does it.
pub fn alter(cursor: &mut Cursor<'_>, catalog: &mut Catalog) -> Read<()> {
    let may_be_missing = cursor.accept("IF EXISTS");
    cursor.accept("ONLY");
    let table = cursor.written_name()?;
    cursor.sign("*");
    let name = catalog.new_name(&table);
    match catalog.others.get(&name) {
        Some(Other::View | Other::Table | Other::Unread { .. } | Other::Sequence { .. }) => {
            return rename::other(cursor, catalog, &name);
        }
        Some(Other::Index { .. }) | None => {}
    }
    if may_be_missing && !catalog.database.tables.contains_key(&name) {
        return Ok(());
    }
    if rename::table(cursor, catalog, &table)? {
        return Ok(());
    }
    let mut actions = cursor.split_at_commas();
    actions.sort_by_key(pass);
    for mut action in actions {
        act(&mut action, catalog, &table)?;
    }
    Ok(())
}

/// PostgreSQL takes the actions of one statement in passes, in whatever order they stand: what is dropped first, then
/// types, then new columns, then all else.
fn pass(action: &Cursor<'_>) -> u8 {
    let mut cursor = action.clone();
    if cursor.accept("DROP") {
        return 0;
    }
    if cursor.accept("ADD") {
        return if matches!(constraint::constraint(&mut cursor), Ok(None)) { 2 } else { 3 };
    }
    if !cursor.accept("ALTER") {
        return 3;
    }
    cursor.accept("COLUMN");
    match cursor.name() {
        Ok(_) if cursor.sees("DROP") => 0,
        Ok(_) if cursor.sees("TYPE") || cursor.sees("SET DATA TYPE") => 1,
        _ => 3,
    }
}

fn act(cursor: &mut Cursor<'_>, catalog: &mut Catalog, table: &WrittenName) -> Read<()> {
    catalog.table(table)?;
    if WITHOUT_EFFECT.iter().any(|words| cursor.sees(words)) {
        return Ok(());
    }
    if cursor.accept("ADD") {
        return add(cursor, catalog, table);
    }
    if cursor.accept("DROP CONSTRAINT") {
        return drop_constraint(cursor, catalog, table);
    }
    if cursor.accept("DROP") {
        return drop_column(cursor, catalog, table);
    }
    if cursor.accept("ALTER") {
        return alter_column::alter(cursor, catalog, table);
    }
    // SET (fillfactor = 70)
    if cursor.accept("SET") && cursor.brackets().is_ok() {
        return Ok(());
    }
    Err(cursor.not_understood().into())
}

fn add(cursor: &mut Cursor<'_>, catalog: &mut Catalog, table: &WrittenName) -> Read<()> {
    if let Some(constraint) = constraint::constraint(cursor)? {
        cursor.expect_end()?;
        return constraint::add(catalog, table, constraint);
    }
    cursor.accept("COLUMN");
    let may_be_there = cursor.accept("IF NOT EXISTS");
    let name = cursor.clone().name()?;
    let there = catalog.table(table)?;
    if there.column(&name).is_some() {
        let message = format!("{} has a column {name} already", there.name);
        return if may_be_there { Ok(()) } else { Err(Problem::Refused(table.range.clone(), message)) };
    }
    for constraint in add_column(cursor, catalog, table)? {
        constraint::add(catalog, table, constraint)?;
    }
    Ok(())
}

fn drop_column(cursor: &mut Cursor<'_>, catalog: &mut Catalog, table: &WrittenName) -> Read<()> {
    cursor.accept("COLUMN");
    let may_be_missing = cursor.accept("IF EXISTS");
    let column = cursor.name()?;
    cursor.accept_one(&["CASCADE", "RESTRICT"]);
    cursor.expect_end()?;
    let of_table = catalog.table(table)?;
    let name = of_table.name.clone();
    if of_table.column(&column).is_none() {
        return if may_be_missing { Ok(()) } else { Err(no_column(&column, table)) };
    }
    catalog.remove_column(&name, &column);
    Ok(())
}

/// That a table lacks a column.
pub fn no_column(column: &str, table: &WrittenName) -> Problem {
    Problem::Refused(table.range.clone(), format!("{} has no column {column}", table.name))
}

fn drop_constraint(cursor: &mut Cursor<'_>, catalog: &mut Catalog, table: &WrittenName) -> Read<()> {
    let may_be_missing = cursor.accept("IF EXISTS");
    let name = cursor.name()?;
    let cascades = cursor.accept_one(&["CASCADE", "RESTRICT"]) == Some("CASCADE");
    cursor.expect_end()?;
    let of_table = catalog.table(table)?;
    let table_name = of_table.name.clone();
    let is_key = of_table.primary_key.as_ref().is_some_and(|key| key.name == name);
    let columns = if is_key {
        of_table.primary_key.take().map(|key| key.columns)
    } else {
        let index = of_table.indexes.remove(&name);
        index.map(|index| index.columns.into_iter().map(|column| column.name).collect())
    };
    let was_foreign = of_table.foreign_keys.remove(&name).is_some();
    if let (Some(columns), true) = (&columns, cascades) {
        catalog.release(&table_name, columns);
    }
    // a column's own NOT NULL has a name since PostgreSQL 18
    let was_there = columns.is_some() || was_foreign || catalog.checks.remove(&(table_name.clone(), name.clone()));
    if was_there || may_be_missing {
        Ok(())
    } else {
        Err(Problem::Refused(table.range.clone(), format!("{table_name} has no constraint {name}")))
    }
}
