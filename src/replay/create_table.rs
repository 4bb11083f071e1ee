//! `CREATE TABLE`, and the columns in it: <https://www.postgresql.org/docs/current/sql-createtable.html>.

use super::catalog::{Catalog, Other};
use super::constraint::{self, Constraint, ConstraintKind};
use super::problem::Done as Read;
use super::{default, table_as, table_like, types};
use crate::naming;
use crate::physical::{Column, ColumnDefault};
use crate::sql::TokenKind;
use crate::sql::{Cursor, WrittenName};

/// Words at which the expression of a default ends.
const AFTER_EXPRESSION: [&str; 13] = [
    "NOT NULL",
    "NULL",
    "DEFAULT",
    "CONSTRAINT",
    "PRIMARY KEY",
    "UNIQUE",
    "REFERENCES",
    "CHECK",
    "COLLATE",
    "GENERATED",
    "DEFERRABLE",
    "INITIALLY",
    "STORAGE",
];

/// Reads what follows `CREATE TABLE`, and makes the table.
pub fn create(cursor: &mut Cursor<'_>, catalog: &mut Catalog, is_kept: bool) -> Read<()> {
    let may_be_there = cursor.accept("IF NOT EXISTS");
    let written = cursor.written_name()?;
    let name = catalog.new_name(&written);
    if catalog.relation(&name).is_some() && may_be_there {
        return Ok(());
    }
    catalog.expect_free(&name, &written)?;
    if !is_kept || cursor.accept("PARTITION OF") {
        catalog.others.insert(name, Other::Table);
        return Ok(());
    }
    if let Some(query) = table_as::query(cursor) {
        table_as::create(&query, catalog, name);
        return Ok(());
    }
    let body = cursor.brackets()?;
    let parts = body.split_at_commas();
    if parts.iter().any(table_like::copies_more_than_columns) {
        catalog.add_unread(name, body.range_of_rest());
        return Ok(());
    }
    catalog.add_table(name.clone(), Vec::new());
    let mut constraints = Vec::new();
    for mut part in parts {
        if part.accept("LIKE") {
            table_like::copy_columns(&mut part, catalog, &name)?;
            continue;
        }
        match constraint::constraint(&mut part)? {
            Some(constraint) => {
                part.expect_end()?;
                constraints.push(constraint);
            }
            None => constraints.extend(add_column(&mut part, catalog, &written)?),
        }
    }
    for constraint in constraints {
        constraint::add(catalog, &written, constraint)?;
    }
    options(cursor)
}

/// What may stand behind the columns; a table that inherits has columns that do not stand here.
fn options(cursor: &mut Cursor<'_>) -> Read<()> {
    loop {
        if cursor.accept("WITH") {
            cursor.brackets()?;
        } else if cursor.accept("TABLESPACE") || cursor.accept("USING") {
            cursor.name()?;
        } else if cursor.accept("PARTITION BY") {
            cursor.until(|_| false);
        } else if cursor.accept_one(&["WITHOUT OIDS", "ON COMMIT PRESERVE ROWS"]).is_none() {
            return Ok(cursor.expect_end()?);
        }
    }
}

/// Reads a column's definition and adds the column; gives the constraints that stand behind it.
pub fn add_column(cursor: &mut Cursor<'_>, catalog: &mut Catalog, table: &WrittenName) -> Read<Vec<Constraint>> {
    let table_name = catalog.table(table)?.name.clone();
    let name = cursor.name()?;
    let written = types::column_type(cursor, catalog)?;
    let mut column = Column {
        name: name.clone(),
        prisma_name: None,
        column_type: written.column_type,
        not_null: false,
        default: None,
    };
    let sequence = || table_name.sibling(naming::serial_sequence(&table_name.name, &name));
    if written.is_serial {
        column.not_null = true;
        column.default = Some(ColumnDefault::Autoincrement { sequence: sequence() });
    }
    let mut constraints = Vec::new();
    while !cursor.is_at_end() {
        let constraint_name = if cursor.accept("CONSTRAINT") { Some(cursor.name()?) } else { None };
        let mut push = |kind| constraints.push(Constraint { name: constraint_name.clone(), kind });
        if cursor.accept("NOT NULL") {
            column.not_null = true;
            cursor.accept("NO INHERIT");
        } else if cursor.accept("NULL") {
            column.not_null = false;
        } else if cursor.accept("DEFAULT") {
            column.default =
                default::default(&expression(cursor), &column.column_type, catalog.database.default_schema())?;
        } else if cursor.accept("PRIMARY KEY") {
            push(ConstraintKind::PrimaryKey(vec![name.clone()]));
        } else if cursor.accept("UNIQUE") {
            push(ConstraintKind::Unique(vec![name.clone()]));
        } else if cursor.accept("REFERENCES") {
            push(ConstraintKind::ForeignKey { columns: vec![name.clone()], reference: constraint::reference(cursor)? });
        } else if cursor.accept("CHECK") {
            cursor.brackets()?;
            cursor.accept("NO INHERIT");
            push(ConstraintKind::Other("check"));
        } else if cursor.accept("COLLATE") {
            cursor.written_name()?;
        } else if cursor.accept("STORAGE") || cursor.accept("COMPRESSION") {
            cursor.name()?;
        } else if cursor.accept("GENERATED") {
            column.default =
                Some(generated(cursor)?.unwrap_or_else(|| ColumnDefault::Autoincrement { sequence: sequence() }));
            column.not_null |= matches!(column.default, Some(ColumnDefault::Autoincrement { .. }));
        } else {
            let before = cursor.clone();
            constraint::attributes(cursor);
            if before.rest() == cursor.rest() {
                return Err(cursor.not_understood().into());
            }
        }
    }
    catalog.add_sequence_of(&table_name, &column);
    let table = catalog.table(table)?;
    table.columns.retain(|other| other.name != column.name);
    table.columns.push(column);
    catalog.ledger.column_made(&table_name, &name);
    Ok(constraints)
}

/// The expression of a default; NULL may be one, and may come behind one.
fn expression<'t>(cursor: &mut Cursor<'t>) -> Cursor<'t> {
    let start = cursor.clone();
    if cursor.accept("NULL") { start.rest_until(cursor) } else { cursor.until_words(&AFTER_EXPRESSION) }
}

/// `ALWAYS AS (expression) STORED`: a value that the schema language cannot say; `AS IDENTITY`: nothing.
fn generated(cursor: &mut Cursor<'_>) -> Read<Option<ColumnDefault>> {
    cursor.accept_one(&["ALWAYS", "BY DEFAULT"]);
    cursor.expect("AS")?;
    if cursor.accept("IDENTITY") {
        if cursor.peek() == Some((TokenKind::Symbol, "(")) {
            cursor.brackets()?;
        }
        return Ok(None);
    }
    cursor.brackets()?;
    cursor.accept_one(&["STORED", "VIRTUAL"]);
    Ok(Some(ColumnDefault::Unknown))
}
