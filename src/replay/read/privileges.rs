//! `COMMENT ON`, `GRANT` and `REVOKE`: <https://www.postgresql.org/docs/current/sql-grant.html>.

use super::function;
use super::named_object::{made_kind, named};
use super::object_words::words;
use crate::physical::{ObjectKind, SqlStatement};
use crate::replay::statement::{AllOf, NamedObject, OnObject};
use crate::sql::{Cursor, Read, TokenKind, WrittenName};

/// Reads what follows `COMMENT ON`.
pub(super) fn comment(start: &Cursor<'_>, cursor: &mut Cursor<'_>) -> Read<Vec<OnObject>> {
    let mut columns = Vec::new();
    let of = if cursor.accept("COLUMN") {
        let (relation, column) = column(cursor)?;
        columns.push(column);
        NamedObject::Relation(relation)
    } else if cursor.accept("TABLE") {
        NamedObject::Relation(cursor.written_name()?)
    } else if cursor.accept("TYPE") || cursor.accept("DOMAIN") {
        NamedObject::Type(cursor.written_name()?)
    } else if cursor.accept("CONSTRAINT") {
        let name = cursor.name()?;
        cursor.expect("ON")?;
        if cursor.accept("DOMAIN") {
            NamedObject::Type(cursor.written_name()?)
        } else {
            NamedObject::OfTable { kind: ObjectKind::Check, name, table: cursor.written_name()? }
        }
    } else {
        let Some(kind) = made_kind(cursor) else { return Ok(Vec::new()) };
        let name = cursor.written_name()?;
        if kind.is_relation() { NamedObject::Relation(name) } else { named(kind, name, cursor)? }
    };
    Ok(vec![OnObject::Says { of, kind: ObjectKind::Comment, columns, statement: words(start) }])
}

/// `schema.table.column`.
pub(super) fn column(cursor: &mut Cursor<'_>) -> Read<(WrittenName, String)> {
    let range = cursor.range_of_rest();
    let mut parts = vec![cursor.name()?];
    while cursor.accept_symbol(".") {
        parts.push(cursor.name()?);
    }
    let column = parts.pop().unwrap_or_default();
    let name = parts.pop().ok_or_else(|| cursor.not_understood())?;
    Ok((WrittenName { schema: parts.pop(), name, range }, column))
}

/// Reads what follows `GRANT` or `REVOKE`: a statement for each thing that it is of.
pub(super) fn privileges(start: &Cursor<'_>, cursor: &mut Cursor<'_>) -> Read<Vec<OnObject>> {
    let columns = columns(&cursor.until_words(&["ON"]));
    cursor.expect("ON")?;
    if let Some(words) = cursor.accept_one(&ALL.map(|(words, _)| words)) {
        return of_all(start, cursor, words);
    }
    let word = cursor.accept_one(&["TABLE", "TYPE", "DOMAIN", "FUNCTION", "PROCEDURE", "ROUTINE"]);
    if word.is_none() && ["SCHEMA", "SEQUENCE", "DATABASE", "ALL", "LANGUAGE"].iter().any(|word| cursor.sees(word)) {
        return Ok(Vec::new());
    }
    let before = start.rest_until(cursor).without_comments();
    let listed = cursor.until_words(&["TO", "FROM"]);
    let behind = cursor.without_comments();
    let mut found = Vec::new();
    for part in listed.split_at_commas() {
        let mut rest = part.clone();
        let name = rest.written_name()?;
        let of = match word {
            None | Some("TABLE") => NamedObject::Relation(name),
            Some("TYPE" | "DOMAIN") => NamedObject::Type(name),
            Some(_) => function::named(name, &mut rest),
        };
        let statement = SqlStatement::new(format!("{before} {} {behind}", part.rest())).ok();
        found.push(OnObject::Says { of, kind: ObjectKind::Privileges, columns: columns.clone(), statement });
    }
    Ok(found)
}

/// The columns after the privileges: `SELECT (a, b), UPDATE (c)`.
pub(super) fn columns(privileges: &Cursor<'_>) -> Vec<String> {
    let mut rest = privileges.clone();
    let mut columns = Vec::new();
    while !rest.is_at_end() {
        rest.until(|cursor| cursor.peek() == Some((TokenKind::Symbol, "(")));
        match rest.names_in_parentheses() {
            Ok(names) => columns.extend(names),
            Err(_) => break,
        }
    }
    columns
}

/// What can be meant all at once.
const ALL: [(&str, AllOf); 4] = [
    ("ALL TABLES IN SCHEMA", AllOf::Tables),
    ("ALL FUNCTIONS IN SCHEMA", AllOf::Functions),
    ("ALL PROCEDURES IN SCHEMA", AllOf::Procedures),
    ("ALL ROUTINES IN SCHEMA", AllOf::Routines),
];

fn of_all(start: &Cursor<'_>, cursor: &mut Cursor<'_>, words: &str) -> Read<Vec<OnObject>> {
    let mut before = start.clone();
    let before = before.until_words(&[words]).without_comments();
    let schemas = cursor.until_words(&["TO", "FROM"]);
    let behind = cursor.without_comments();
    let mut found = Vec::new();
    for mut part in schemas.split_at_commas() {
        let schema = part.name()?;
        let of = ALL.iter().filter(|(of, _)| *of == words);
        found.extend(of.map(|(_, all)| OnObject::SaysOfAll {
            all: *all,
            schema: schema.clone(),
            before: before.clone(),
            behind: behind.clone(),
        }));
    }
    Ok(found)
}
