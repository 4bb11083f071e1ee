//! `LIKE table` among the columns of a new table.

use super::catalog::{Catalog, missing};
use super::problem::Done as Read;
use super::table_as::bare;
use crate::physical::{Column, ObjectName};
use crate::sql::Cursor;

/// Whether a part of a table's definition copies defaults, indexes and such: their names are PostgreSQL's to choose.
#[must_use]
pub fn copies_more_than_columns(part: &Cursor<'_>) -> bool {
    let mut ahead = part.clone();
    let is_like = ahead.accept("LIKE");
    ahead.until_words(&["INCLUDING"]);
    is_like && !ahead.is_at_end()
}

/// Reads what follows `LIKE`: names, types and NOT NULL.
pub fn copy_columns(part: &mut Cursor<'_>, catalog: &mut Catalog, name: &ObjectName) -> Read<()> {
    let written = part.written_name()?;
    while part.accept("EXCLUDING") {
        part.name()?;
    }
    part.expect_end()?;
    let source = catalog.new_name(&written);
    let Some(table) = catalog.database.tables.get(&source) else {
        return Err(missing("table", &source, &written));
    };
    let columns: Vec<Column> =
        table.columns.iter().map(|column| Column { not_null: column.not_null, ..bare(column) }).collect();
    if let Some(table) = catalog.database.tables.get_mut(name) {
        table.columns.extend(columns);
    }
    Ok(())
}
