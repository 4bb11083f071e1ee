//! `CREATE TABLE`, and the columns in it: <https://www.postgresql.org/docs/current/sql-createtable.html>.

use super::{constraint, default, query, types};
use crate::replay::statement::{
    ColumnDefinition, Constraint, ConstraintKind, CreateTable, Part, TableBody, WrittenDefault,
};
use crate::sql::{Cursor, Read, TokenKind, WrittenName};

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

/// Reads what follows `CREATE TABLE`.
pub(super) fn create(cursor: &mut Cursor<'_>, is_temporary: bool) -> Read<CreateTable> {
    let may_be_there = cursor.accept("IF NOT EXISTS");
    let name = cursor.written_name()?;
    let is_temporary = is_temporary || name.schema.as_deref() == Some("pg_temp");
    let body = if is_temporary || cursor.accept("PARTITION OF") { Ok(TableBody::Unmanaged) } else { body(cursor) };
    Ok(CreateTable { name, may_be_there, is_temporary, body })
}

fn body(cursor: &mut Cursor<'_>) -> Read<TableBody> {
    if let Some(query) = query::query(cursor) {
        return Ok(TableBody::Query(query));
    }
    let inside = cursor.brackets()?;
    let mut parts = Vec::new();
    let listed = inside.split_at_commas();
    if listed.iter().any(copies_more_than_columns) {
        return Ok(TableBody::Copy(inside.range_of_rest()));
    }
    for mut part in listed {
        if part.accept("LIKE") {
            parts.push(Part::Like(like(&mut part)?));
            continue;
        }
        match constraint::constraint(&mut part)? {
            Some(constraint) => {
                part.expect_end()?;
                parts.push(Part::Constraint(constraint));
            }
            None => parts.push(Part::Column(column(&mut part)?)),
        }
    }
    options(cursor)?;
    Ok(TableBody::Parts(parts))
}

/// Whether a part copies defaults, indexes and such: their names are PostgreSQL's to choose.
fn copies_more_than_columns(part: &Cursor<'_>) -> bool {
    let mut ahead = part.clone();
    let is_like = ahead.accept("LIKE");
    ahead.until_words(&["INCLUDING"]);
    is_like && !ahead.is_at_end()
}

/// Reads what follows `LIKE`.
fn like(part: &mut Cursor<'_>) -> Read<WrittenName> {
    let table = part.written_name()?;
    while part.accept("EXCLUDING") {
        part.name()?;
    }
    part.expect_end()?;
    Ok(table)
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
            return cursor.expect_end();
        }
    }
}

/// Reads a column's definition.
pub(super) fn column(cursor: &mut Cursor<'_>) -> Read<ColumnDefinition> {
    let name = cursor.name()?;
    let column_type = types::column_type(cursor)?;
    let not_null = column_type.is_serial;
    let mut column = ColumnDefinition { name, column_type, not_null, default: None, constraints: Vec::new() };
    while !cursor.is_at_end() {
        let constraint_name = if cursor.accept("CONSTRAINT") { Some(cursor.name()?) } else { None };
        if let Some(kind) = column_constraint(cursor, &column.name)? {
            column.constraints.push(Constraint { name: constraint_name, kind });
        } else if !column_property(cursor, &mut column)? {
            return Err(cursor.not_understood());
        }
    }
    Ok(column)
}

/// A constraint that stands behind a column, if one comes next.
fn column_constraint(cursor: &mut Cursor<'_>, column: &str) -> Read<Option<ConstraintKind>> {
    Ok(Some(if cursor.accept("PRIMARY KEY") {
        ConstraintKind::PrimaryKey(vec![column.to_owned()])
    } else if cursor.accept("UNIQUE") {
        ConstraintKind::Unique(vec![column.to_owned()])
    } else if cursor.accept("REFERENCES") {
        ConstraintKind::ForeignKey { columns: vec![column.to_owned()], reference: constraint::reference(cursor)? }
    } else if cursor.accept("CHECK") {
        cursor.brackets()?;
        cursor.accept("NO INHERIT");
        ConstraintKind::Check
    } else {
        return Ok(None);
    }))
}

/// Reads anything else that stands behind a column; says whether it was that.
fn column_property(cursor: &mut Cursor<'_>, column: &mut ColumnDefinition) -> Read<bool> {
    if cursor.accept("NOT NULL") {
        column.not_null = true;
        cursor.accept("NO INHERIT");
    } else if cursor.accept("NULL") {
        column.not_null = false;
    } else if cursor.accept("DEFAULT") {
        column.default = Some(default::default(&expression(cursor)));
    } else if cursor.accept("COLLATE") {
        cursor.written_name()?;
    } else if cursor.accept("STORAGE") || cursor.accept("COMPRESSION") {
        cursor.name()?;
    } else if cursor.accept("GENERATED") {
        let generated = generated(cursor)?;
        column.not_null |= generated == WrittenDefault::Identity;
        column.default = Some(generated);
    } else {
        let before = cursor.bytes_of_rest();
        constraint::attributes(cursor);
        return Ok(before != cursor.bytes_of_rest());
    }
    Ok(true)
}

/// The expression of a default; NULL may be one, or stand in a `CASE`, and may come behind one.
fn expression<'t>(cursor: &mut Cursor<'t>) -> Cursor<'t> {
    let start = cursor.clone();
    if cursor.accept("NULL") && cursor.peek() != Some((TokenKind::Symbol, "::")) {
        return start.rest_until(cursor);
    }
    let ends: Vec<&str> = AFTER_EXPRESSION.into_iter().chain(["CASE"]).collect();
    loop {
        cursor.until_words(&ends);
        if !cursor.accept("CASE") {
            return start.rest_until(cursor);
        }
        skip_case(cursor);
    }
}

/// Goes behind the `END` of a `CASE`, in which others may stand.
fn skip_case(cursor: &mut Cursor<'_>) {
    let mut open = 1;
    while open > 0 && !cursor.is_at_end() {
        cursor.until_words(&["CASE", "END"]);
        open = if cursor.accept("CASE") { open + 1 } else { open - 1 };
        cursor.accept("END");
    }
}

/// `ALWAYS AS (expression) STORED`, or `AS IDENTITY`.
fn generated(cursor: &mut Cursor<'_>) -> Read<WrittenDefault> {
    cursor.accept_one(&["ALWAYS", "BY DEFAULT"]);
    cursor.expect("AS")?;
    if cursor.accept("IDENTITY") {
        if cursor.peek() == Some((TokenKind::Symbol, "(")) {
            cursor.brackets()?;
        }
        return Ok(WrittenDefault::Identity);
    }
    cursor.brackets()?;
    cursor.accept_one(&["STORED", "VIRTUAL"]);
    Ok(WrittenDefault::Generated)
}
