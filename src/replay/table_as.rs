//! `CREATE TABLE ... AS` and `SELECT ... INTO`: tables that a query describes.
//!
//! The columns of a query that only picks columns of one table are known: they have its types, and nothing else of it.

use std::ops::Range;

use super::catalog::Catalog;
use super::problem::Done as Read;
use crate::physical::{Column, ObjectName, Table};
use crate::sql::Cursor;

/// A query, as far as it tells columns.
#[derive(Clone, Debug)]
pub struct Query<'t> {
    /// What stands behind `SELECT`; nothing where that is not how it begins.
    list: Option<Cursor<'t>>,
    /// `FROM` and all that follows.
    from: Cursor<'t>,
    /// Where to point.
    range: Range<usize>,
}

/// The query behind the name in `CREATE TABLE name ... AS`, if there is one.
#[must_use]
pub fn query<'t>(cursor: &Cursor<'t>) -> Option<Query<'t>> {
    let mut ahead = cursor.clone();
    let names_columns = ahead.brackets().is_ok();
    ahead.until_words(&["AS"]);
    let range = ahead.range_of_rest();
    if !ahead.accept("AS") {
        return None;
    }
    let selects = ahead.accept("SELECT") && !names_columns;
    let list = ahead.until_words(&["FROM"]);
    Some(Query { list: selects.then_some(list), from: ahead, range: range.start..range.start + "AS".len() })
}

/// `SELECT list INTO name FROM ...`, if it is that: the name is what comes next, and temporary ones are not kept.
pub fn select_into(cursor: &mut Cursor<'_>, catalog: &mut Catalog) -> Read<()> {
    let start = cursor.range_of_rest().start;
    cursor.expect("SELECT")?;
    let list = cursor.until_words(&["INTO", "FROM"]);
    if !cursor.accept("INTO") || cursor.accept_one(&["TEMPORARY", "TEMP"]).is_some() {
        return Ok(());
    }
    cursor.accept("UNLOGGED");
    cursor.accept("TABLE");
    let written = cursor.written_name()?;
    let name = catalog.new_name(&written);
    catalog.expect_free(&name, &written)?;
    let query = Query { list: Some(list), from: cursor.clone(), range: start..start + "SELECT".len() };
    create(&query, catalog, name);
    Ok(())
}

/// Makes the table that a query describes.
pub fn create(query: &Query<'_>, catalog: &mut Catalog, name: ObjectName) {
    match columns(query, catalog) {
        Some(columns) => catalog.add_table(name, columns),
        None => catalog.add_unread(name, query.range.clone()),
    }
}

/// What may follow the one table without a say in the columns.
const BEHIND_THE_TABLE: [&str; 7] = ["WHERE", "GROUP BY", "ORDER BY", "LIMIT", "OFFSET", "WITH DATA", "WITH NO DATA"];

fn columns(query: &Query<'_>, catalog: &Catalog) -> Option<Vec<Column>> {
    let mut list = query.list.clone()?;
    if list.accept("DISTINCT") && list.sees("ON") {
        return None;
    }
    let mut from = query.from.clone();
    from.expect("FROM").ok()?;
    let source = from.written_name().ok()?;
    let is_plain = from.is_at_end() || BEHIND_THE_TABLE.iter().any(|words| from.sees(words));
    from.until_words(&["UNION", "INTERSECT", "EXCEPT"]);
    if !is_plain || !from.is_at_end() {
        return None;
    }
    let table = catalog.database.tables.get(&catalog.new_name(&source))?;
    let mut columns = Vec::new();
    for mut item in list.split_at_commas() {
        if item.sign("*") && item.is_at_end() {
            columns.extend(table.columns.iter().map(bare));
        } else {
            columns.push(picked(&mut item, table)?);
        }
    }
    Some(columns)
}

/// `column`, `table.column`, either with `AS name`.
fn picked(item: &mut Cursor<'_>, table: &Table) -> Option<Column> {
    let written = item.written_name().ok()?;
    if written.schema.is_some_and(|of| of != table.name.name) {
        return None;
    }
    let mut column = bare(table.column(&written.name)?);
    if item.accept("AS") {
        column.name = item.name().ok()?;
    }
    item.is_at_end().then_some(column)
}

/// A column's name and type.
pub(super) fn bare(column: &Column) -> Column {
    Column { prisma_name: None, not_null: false, default: None, ..column.clone() }
}
