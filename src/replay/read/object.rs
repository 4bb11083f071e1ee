//! What statements do to things that the schema language cannot express: which thing, and its words. A form that is not
//! known here is left out; it shapes nothing that refract manages.

use super::ddl_words::has_word;
use super::named_object::{made_kind, named};
use super::object_words::words;
use super::privileges::{comment, privileges};
use super::setting::setting;
use super::table_object::{alter_table, create_table};
use super::{function, publication};
use crate::physical::{ObjectKind, SqlStatement};
use crate::replay::statement::{MadeObject, NamedObject, NewName, OnObject};
use crate::sql::{Cursor, Read, WrittenName};

/// Reads all that a statement does to such things.
pub(super) fn on_objects(start: &Cursor<'_>) -> Vec<OnObject> {
    let mut cursor = start.clone();
    let found = if cursor.accept("CREATE") {
        create(start, &mut cursor)
    } else if cursor.accept("ALTER") {
        alter(start, &mut cursor)
    } else if cursor.accept("DROP") {
        drop(&mut cursor)
    } else if cursor.accept("COMMENT ON") {
        comment(start, &mut cursor)
    } else if cursor.accept_one(&["GRANT", "REVOKE"]).is_some() {
        privileges(start, &mut cursor)
    } else if cursor.accept("INSERT INTO") {
        rows(&mut cursor, words(start))
    } else if cursor.accept("COPY") {
        // its rows are no SQL
        rows(&mut cursor, None)
    } else {
        Ok(Vec::new())
    };
    let found = found.unwrap_or_default();
    if found.is_empty() { setting(start).into_iter().collect() } else { found }
}

fn create(start: &Cursor<'_>, cursor: &mut Cursor<'_>) -> Read<Vec<OnObject>> {
    cursor.accept("OR REPLACE");
    if cursor.accept_one(&["GLOBAL", "LOCAL", "TEMPORARY", "TEMP"]).is_some() {
        return Ok(Vec::new());
    }
    cursor.accept("UNLOGGED");
    if cursor.accept("TABLE") {
        return create_table(cursor);
    }
    if cursor.accept("UNIQUE INDEX") || cursor.accept("INDEX") {
        return index_of_view(start, cursor);
    }
    cursor.accept("RECURSIVE");
    cursor.accept("CONSTRAINT"); // of a trigger
    let is_procedure = cursor.sees("PROCEDURE");
    let Some(kind) = made_kind(cursor) else { return other(start, cursor) };
    if kind == ObjectKind::Publication {
        return publication::create(start, cursor);
    }
    if kind == ObjectKind::Function {
        return function::create(start, cursor, is_procedure);
    }
    let may_be_there = cursor.accept("IF NOT EXISTS");
    let name = cursor.written_name()?;
    let Parts { table, says, body } = parts(kind, cursor)?;
    let statement = words(start);
    let made = MadeObject { kind, name, table, says, body, statement, may_be_there, routine: None };
    Ok(vec![OnObject::Makes(made)])
}

/// What there is to know of a new thing beside its name.
struct Parts {
    table: Option<WrittenName>,
    says: String,
    body: String,
}

fn parts(kind: ObjectKind, cursor: &mut Cursor<'_>) -> Read<Parts> {
    let all = cursor.rest().to_owned();
    let of_table = |table, says| Parts { table: Some(table), says, body: String::new() };
    Ok(match kind {
        ObjectKind::Rule => {
            cursor.until_words(&["TO"]);
            cursor.expect("TO")?;
            of_table(cursor.written_name()?, cursor.rest().to_owned())
        }
        ObjectKind::Policy => {
            cursor.expect("ON")?;
            let table = cursor.written_name()?;
            cursor.until_words(&["USING", "WITH CHECK"]);
            of_table(table, cursor.rest().to_owned())
        }
        ObjectKind::Trigger => trigger(cursor)?,
        ObjectKind::Statistics => {
            cursor.until_words(&["ON"]);
            let says = cursor.until_words(&["FROM"]).rest().to_owned();
            cursor.expect("FROM")?;
            of_table(cursor.written_name()?, says)
        }
        // an enum is managed
        ObjectKind::Type if cursor.sees("AS ENUM") => return Err(cursor.not_understood()),
        ObjectKind::View | ObjectKind::MaterializedView | ObjectKind::Domain | ObjectKind::Type => {
            Parts { table: None, says: all, body: String::new() }
        }
        ObjectKind::Check
        | ObjectKind::ForeignKey
        | ObjectKind::Exclude
        | ObjectKind::GeneratedColumn
        | ObjectKind::Comment
        | ObjectKind::Privileges
        | ObjectKind::RowSecurity
        | ObjectKind::Index
        | ObjectKind::Default
        | ObjectKind::Function
        | ObjectKind::Publication
        | ObjectKind::PublishedTable
        | ObjectKind::Setting
        | ObjectKind::Rows
        | ObjectKind::Other => Parts { table: None, says: String::new(), body: String::new() },
    })
}

/// A trigger depends on the columns after `UPDATE OF` and in `WHEN`
/// (<https://www.postgresql.org/docs/current/sql-createtrigger.html>).
fn trigger(cursor: &mut Cursor<'_>) -> Read<Parts> {
    let mut events = cursor.until_words(&["ON"]);
    events.until_words(&["UPDATE OF"]);
    let mut says = events.rest().to_owned();
    cursor.expect("ON")?;
    let table = cursor.written_name()?;
    cursor.until_words(&["WHEN", "EXECUTE"]);
    if cursor.accept("WHEN") {
        says.push(' ');
        says.push_str(cursor.parentheses()?.rest());
    }
    cursor.until_words(&["FUNCTION", "PROCEDURE"]);
    cursor.take_token();
    let function = cursor.written_name()?.name;
    Ok(Parts { table: Some(table), says, body: crate::sql::quoted(&function) })
}

/// An index of a materialised view is a part of it; every other one is read elsewhere.
fn index_of_view(start: &Cursor<'_>, cursor: &mut Cursor<'_>) -> Read<Vec<OnObject>> {
    cursor.until_words(&["ON"]);
    cursor.expect("ON")?;
    cursor.accept("ONLY");
    let of = NamedObject::Relation(cursor.written_name()?);
    Ok(vec![OnObject::Says { of, kind: ObjectKind::Other, columns: Vec::new(), statement: words(start) }])
}

/// Any other thing is known by the first of its words.
fn other(start: &Cursor<'_>, cursor: &mut Cursor<'_>) -> Read<Vec<OnObject>> {
    const OTHERS: [&str; 8] = [
        "EVENT TRIGGER",
        "AGGREGATE",
        "OPERATOR",
        "CAST",
        "COLLATION",
        "TEXT SEARCH",
        "FOREIGN DATA WRAPPER",
        "SUBSCRIPTION",
    ];
    let range = cursor.range_of_rest();
    let Some(word) = cursor.accept_one(&OTHERS) else { return Ok(Vec::new()) };
    let says = cursor.rest().to_owned();
    let name = cursor.until_words(&["ON", "FROM", "AS"]);
    let name = format!("{word} {}", name.rest().chars().take(40).collect::<String>());
    let name = WrittenName { schema: None, name, range };
    let (kind, table, body, statement) = (ObjectKind::Other, None, String::new(), words(start));
    let made = MadeObject { kind, name, table, says, body, statement, may_be_there: false, routine: None };
    Ok(vec![OnObject::Makes(made)])
}

fn alter(start: &Cursor<'_>, cursor: &mut Cursor<'_>) -> Read<Vec<OnObject>> {
    if cursor.accept("TABLE") {
        return alter_table(cursor);
    }
    let says = |of, kind| OnObject::Says { of, kind, columns: Vec::new(), statement: words(start) };
    if cursor.accept("TYPE") {
        let of = NamedObject::Type(cursor.written_name()?);
        let is_renamed = cursor.sees("RENAME TO") || cursor.sees("SET SCHEMA");
        // attributes of a composite type, properties of one that is written in C
        let kind = if cursor.sees("OWNER TO") { ObjectKind::Privileges } else { ObjectKind::Other };
        return Ok(if is_renamed { Vec::new() } else { vec![says(of, kind)] });
    }
    let Some(kind) = made_kind(cursor) else { return Ok(Vec::new()) };
    if kind == ObjectKind::Publication {
        return publication::alter(start, cursor);
    }
    cursor.accept("IF EXISTS");
    let name = cursor.written_name()?;
    if kind.is_relation() || kind.is_type() {
        let is_renamed = cursor.sees("RENAME TO") || cursor.sees("SET SCHEMA");
        let of = if kind.is_type() { NamedObject::Type(name) } else { NamedObject::Relation(name) };
        return Ok(if is_renamed { Vec::new() } else { vec![says(of, kind)] });
    }
    let of = named(kind, name, cursor)?;
    let new_name = if cursor.accept("RENAME TO") {
        NewName::Name(cursor.name()?)
    } else if cursor.accept("SET SCHEMA") {
        NewName::Schema(cursor.name()?)
    } else {
        return Ok(vec![says(of, kind)]);
    };
    Ok(vec![OnObject::Renames { of, new_name, statement: words(start) }])
}

/// Views and types are dropped with all that depends on them, which the catalog does.
fn drop(cursor: &mut Cursor<'_>) -> Read<Vec<OnObject>> {
    let Some(kind) = made_kind(cursor) else { return Ok(Vec::new()) };
    if kind.is_relation() || kind.is_type() {
        return Ok(Vec::new());
    }
    cursor.accept("CONCURRENTLY");
    cursor.accept("IF EXISTS");
    if kind.is_named_by_table() {
        let name = cursor.written_name()?;
        return Ok(vec![OnObject::Drops { of: named(kind, name, cursor)?, cascades: false }]);
    }
    let cascades = has_word(cursor, &["CASCADE"]);
    let mut dropped = Vec::new();
    for mut part in cursor.split_at_commas() {
        let name = part.written_name()?;
        dropped.push(OnObject::Drops { of: named(kind, name, &mut part)?, cascades });
    }
    Ok(dropped)
}

fn rows(cursor: &mut Cursor<'_>, statement: Option<SqlStatement>) -> Read<Vec<OnObject>> {
    let name = cursor.written_name()?;
    let (table, says, body) = (Some(name.clone()), String::new(), String::new());
    let kind = ObjectKind::Rows;
    let made = MadeObject { kind, name, table, says, body, statement, may_be_there: true, routine: None };
    Ok(vec![OnObject::Makes(made)])
}
