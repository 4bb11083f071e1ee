//! `CREATE TABLE`, and the columns in it: <https://www.postgresql.org/docs/current/sql-createtable.html>.

use super::{constraint, default, index, query, types};
use crate::physical::{Generated, Identity, PartitionKey, SqlText};
use crate::replay::statement::{
    ColumnDefinition, Constraint, ConstraintKind, CreateTable, Lifetime, Part, Storing, TableBody, WrittenDefault,
};
use crate::sql::{Cursor, Read, TokenKind, WrittenName};

/// Words at which the expression of a default ends.
const AFTER_EXPRESSION: [&str; 14] = [
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
    "COMPRESSION",
];

/// Reads what follows `CREATE TABLE`.
pub(super) fn create(cursor: &mut Cursor<'_>, is_temporary: bool) -> Read<CreateTable> {
    let may_be_there = cursor.accept("IF NOT EXISTS");
    let name = cursor.written_name()?;
    let lifetime = Lifetime::of(is_temporary, &name);
    let goes_at_commit = lifetime.is_temporary() && goes_at_commit(cursor.clone());
    let lifetime = if goes_at_commit { Lifetime::Transaction } else { lifetime };
    let (mut partition_key, mut inherits) = (None, Vec::new());
    let place = cursor.range_of_rest();
    let body = if lifetime.is_temporary() {
        Ok(TableBody::Unmanaged)
    } else if cursor.accept("PARTITION OF") {
        let of = cursor.written_name()?;
        cursor.until_words(&["PARTITION BY"]);
        Ok(TableBody::Partition(of))
    } else {
        body(cursor)
    };
    let has_options = matches!(body, Ok(TableBody::Parts(_) | TableBody::Partition(_)));
    let options = has_options.then(|| options(cursor, &mut partition_key, &mut inherits));
    // what is wrong with the options is wrong with the table
    let body = body.and_then(|body| options.unwrap_or(Ok(())).map(|()| body));
    Ok(CreateTable { name, may_be_there, lifetime, body, place, partition_key, inherits })
}

/// Whether what stands after the name of a temporary table says so.
fn goes_at_commit(mut cursor: Cursor<'_>) -> bool {
    cursor.until_words(&["ON COMMIT", "AS"]);
    cursor.accept("ON COMMIT DROP")
}

fn body(cursor: &mut Cursor<'_>) -> Read<TableBody> {
    if let Some(query) = query::query(cursor) {
        return Ok(TableBody::Query(query));
    }
    let inside = cursor.parentheses()?;
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

/// What may stand after the columns. After a query, and in a table that goes with the session, it does not count.
fn options(
    cursor: &mut Cursor<'_>,
    partition_key: &mut Option<PartitionKey>,
    inherits: &mut Vec<WrittenName>,
) -> Read<()> {
    loop {
        if cursor.accept("WITH") {
            cursor.parentheses()?;
        } else if cursor.accept("TABLESPACE") || cursor.accept("USING") {
            cursor.name()?;
        } else if cursor.accept("INHERITS") {
            *inherits =
                cursor.parentheses()?.split_at_commas().iter_mut().map(Cursor::written_name).collect::<Read<_>>()?;
        } else if cursor.accept("PARTITION BY") {
            cursor.name()?;
            *partition_key = Some(key_of_partitions(&cursor.parentheses()?));
        } else if cursor.accept_one(&["WITHOUT OIDS", "ON COMMIT PRESERVE ROWS"]).is_none() {
            return cursor.expect_end();
        }
    }
}

/// Columns and expressions, each with a collation and an operator class perhaps.
fn key_of_partitions(inside: &Cursor<'_>) -> PartitionKey {
    let mut key = PartitionKey::default();
    for mut item in inside.split_at_commas() {
        match item.name() {
            Ok(name) if item.peek() != Some((TokenKind::Symbol, "(")) => key.columns.push(name),
            Ok(_) | Err(_) => key.has_expressions = true,
        }
    }
    key
}

/// Reads a column's definition.
pub(super) fn column(cursor: &mut Cursor<'_>) -> Read<ColumnDefinition> {
    let name = cursor.name()?;
    let column_type = types::column_type(cursor)?;
    let not_null = column_type.is_serial;
    let (storing, constraints) = (Storing::default(), Vec::new());
    let mut column = ColumnDefinition { name, column_type, not_null, default: None, storing, constraints };
    while !cursor.is_at_end() {
        let constraint_name = if cursor.accept("CONSTRAINT") { Some(cursor.name()?) } else { None };
        if let Some(kind) = column_constraint(cursor, &column.name)? {
            let attributes = constraint::attributes(cursor);
            column.constraints.push(Constraint { name: constraint_name, kind, attributes });
        } else if cursor.sees("NOT NULL") && constraint_name.is_some() {
            column.storing.not_null_name = constraint_name;
            column_property(cursor, &mut column)?;
        } else if !column_property(cursor, &mut column)? {
            return Err(cursor.not_understood());
        }
    }
    Ok(column)
}

/// A constraint that stands after a column, if one comes next.
fn column_constraint(cursor: &mut Cursor<'_>, column: &str) -> Read<Option<ConstraintKind>> {
    Ok(Some(if cursor.accept("PRIMARY KEY") {
        ConstraintKind::PrimaryKey(constraint::key_of_column(cursor, column)?)
    } else if cursor.accept("UNIQUE") {
        let nulls_not_distinct = index::says_nulls_not_distinct(cursor);
        let mut key = constraint::key_of_column(cursor, column)?;
        key.index.nulls_not_distinct = nulls_not_distinct;
        ConstraintKind::Unique(key)
    } else if cursor.accept("REFERENCES") {
        ConstraintKind::ForeignKey { columns: vec![column.to_owned()], reference: constraint::reference(cursor)? }
    } else if cursor.sees("CHECK") {
        ConstraintKind::Check(constraint::check(cursor)?)
    } else {
        return Ok(None);
    }))
}

/// Reads anything else that stands after a column; says whether it was that.
fn column_property(cursor: &mut Cursor<'_>, column: &mut ColumnDefinition) -> Read<bool> {
    if cursor.accept("NOT NULL") {
        column.not_null = true;
        cursor.accept("NO INHERIT");
    } else if cursor.accept("NULL") {
        column.not_null = false;
    } else if cursor.accept("DEFAULT") {
        column.default = Some(default::default(&expression(cursor)));
    } else if cursor.accept("COLLATE") {
        column.storing.collation = collation(cursor)?;
    } else if cursor.accept("STORAGE") {
        column.storing.storage = way_of_storing(cursor)?;
    } else if cursor.accept("COMPRESSION") {
        column.storing.compression = way_of_storing(cursor)?;
    } else if cursor.accept("GENERATED") {
        let generated = generated(cursor)?;
        column.not_null |= matches!(generated, WrittenDefault::Identity(_));
        column.default = Some(generated);
    } else {
        let before = cursor.bytes_of_rest();
        constraint::attributes(cursor);
        return Ok(before != cursor.bytes_of_rest());
    }
    Ok(true)
}

/// The expression of a default; NULL may be one, or stand in a `CASE`, and may come after one.
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

/// Goes after the `END` of a `CASE`, in which others may stand.
fn skip_case(cursor: &mut Cursor<'_>) {
    let mut open = 1;
    while open > 0 && !cursor.is_at_end() {
        cursor.until_words(&["CASE", "END"]);
        open = if cursor.accept("CASE") { open + 1 } else { open - 1 };
        cursor.accept("END");
    }
}

/// `ALWAYS AS (expression) STORED`, or `AS IDENTITY`.
pub(super) fn generated(cursor: &mut Cursor<'_>) -> Read<WrittenDefault> {
    let kind = identity(cursor)?;
    cursor.expect("AS")?;
    if cursor.accept("IDENTITY") {
        if cursor.peek() == Some((TokenKind::Symbol, "(")) {
            cursor.parentheses()?;
        }
        return Ok(WrittenDefault::Identity(kind));
    }
    let expression = computed(cursor)?;
    // since PostgreSQL 18 that is what it is without a word
    let is_virtual = cursor.accept_one(&["STORED", "VIRTUAL"]) != Some("STORED");
    Ok(WrittenDefault::Generated(Generated { expression, is_virtual }))
}

/// `ALWAYS`, or `BY DEFAULT`.
pub(super) fn identity(cursor: &mut Cursor<'_>) -> Read<Identity> {
    match cursor.accept_one(&["ALWAYS", "BY DEFAULT"]) {
        Some("ALWAYS") => Ok(Identity::Always),
        Some(_) => Ok(Identity::ByDefault),
        None => Err(cursor.not_understood()),
    }
}

/// The expression in parentheses that a column is computed by.
pub(super) fn computed(cursor: &mut Cursor<'_>) -> Read<SqlText> {
    let inside = cursor.parentheses()?;
    SqlText::new(inside.whole()).map_err(|_| inside.not_understood())
}

/// What follows `COLLATE`; nothing for the collation that the type has anyway.
pub(super) fn collation(cursor: &mut Cursor<'_>) -> Read<Option<SqlText>> {
    let start = cursor.clone();
    let name = cursor.written_name()?;
    let written = start.rest_until(cursor);
    let text = SqlText::new(written.whole()).map_err(|_| written.not_understood())?;
    Ok((name.name != "default").then_some(text))
}

/// What follows `STORAGE` or `COMPRESSION`; nothing for `DEFAULT`.
pub(super) fn way_of_storing(cursor: &mut Cursor<'_>) -> Read<Option<SqlText>> {
    let start = cursor.clone();
    let name = cursor.name()?;
    let text = SqlText::new(name.to_uppercase()).map_err(|_| start.not_understood())?;
    Ok((name != "default").then_some(text))
}
