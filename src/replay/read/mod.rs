//! A file's text read into statements, which know nothing of what is there: one file for each kind of statement.

mod alter_table;
mod block;
mod body;
mod catalog_query;
mod catalog_rows;
mod column_question;
mod condition;
mod constraint;
mod create_table;
mod ddl_words;
mod default;
mod drop;
mod execute;
mod expression;
mod extension;
mod function;
mod index;
mod index_expression;
mod index_name;
mod named_object;
mod need;
mod object;
mod object_words;
mod predicate;
mod privileges;
mod promise;
mod publication;
mod query;
mod routine;
mod session;
mod setting;
mod split;
mod step;
mod table_object;
mod table_setting;
mod types_of_ones_own;

pub(super) use constraint::excluded;
pub(super) use ddl_words::FirstWord;
pub(super) use default::read as default_of;
pub(super) use execute::statements as statements_of;
pub(super) use need::{alters, columns_of_own_table};
pub(super) use routine::{defines_only, runs};
pub(super) use session::schemas;
pub(super) use split::split;

use super::statement::{
    AlterIndex, AlterOther, AlterSequence, Command, CreateOther, CreateSchema, Definition, IndexChange, NewName,
    OtherKind, SequenceChange, Statement,
};
use crate::sql::{self, Cursor, Read};

use crate::expression::types;
/// What queries begin with: they may call `set_config()`.
const QUERIES: [&str; 4] = ["SELECT", "PERFORM", "WITH", "VALUES"];

/// Reads one statement.
///
/// # Errors
/// When it may shape what refract manages, and is of no form that is known.
pub(super) fn statement(mut cursor: Cursor<'_>) -> Read<Statement> {
    let place = cursor.range_of_rest();
    let on_objects = object::on_objects(&cursor);
    let needs = need::needs(&cursor);
    Ok(Statement { place, command: command(&mut cursor)?, on_objects, needs })
}

fn command(cursor: &mut Cursor<'_>) -> Read<Command> {
    if let Some(transaction) = session::transaction(cursor)? {
        return Ok(Command::Transaction(transaction));
    }
    if cursor.accept("DO") {
        return block::body(cursor).map(Command::Do);
    }
    if cursor.accept("SET") {
        let path = session::search_path(cursor)?;
        return Ok(path.map_or(Command::Unmanaged, Command::SearchPath));
    }
    if QUERIES.iter().any(|word| cursor.sees(word))
        && let Some(path) = session::set_config(cursor)?
    {
        return Ok(Command::SearchPath(path));
    }
    if let Some(routine) = routine::routine(cursor.clone()) {
        return Ok(Command::Routine(routine));
    }
    let definition = if let Some(word) = FirstWord::accept(cursor) {
        match word {
            FirstWord::Create => create(cursor)?,
            FirstWord::Alter => alter(cursor)?,
            FirstWord::Drop if cursor.sees("OWNED BY") || drop::takes_columns_along(cursor) => {
                Some(Definition::NotUnderstood(cursor.not_understood().0))
            }
            FirstWord::Drop => drop::drop(cursor)?.map(Definition::Drop),
        }
    } else if query::begins(cursor) {
        query::select_into(cursor)?.map(Definition::CreateTable)
    } else if cursor.accept("COMMENT ON INDEX") {
        Some(Definition::AlterIndex(comment_on_index(cursor)?))
    } else if cursor.accept("COMMENT ON CONSTRAINT") {
        // one of a domain has no table
        alter_table::comment_on_constraint(cursor).ok().map(Definition::AlterTable)
    } else if cursor.sees("IMPORT FOREIGN SCHEMA") {
        Some(Definition::NotUnderstood(cursor.not_understood().0))
    } else {
        // data, calls of functions, grants, comments: nothing of it shapes what refract manages
        None
    };
    Ok(definition.map_or(Command::Unmanaged, Command::Define))
}

fn create(cursor: &mut Cursor<'_>) -> Read<Option<Definition>> {
    let replaces = cursor.accept("OR REPLACE");
    let is_temporary =
        cursor.accept_one(&["GLOBAL", "LOCAL"]).is_some() | cursor.accept_one(&["TEMPORARY", "TEMP"]).is_some();
    cursor.accept("UNLOGGED");
    Ok(Some(if cursor.accept("TABLE") {
        Definition::CreateTable(create_table::create(cursor, is_temporary)?)
    } else if cursor.accept("UNIQUE INDEX") {
        Definition::CreateIndex(Box::new(index::create(cursor, true)?))
    } else if cursor.accept("INDEX") {
        Definition::CreateIndex(Box::new(index::create(cursor, false)?))
    } else if cursor.accept("TYPE") {
        Definition::CreateType(types_of_ones_own::create(cursor)?)
    } else if cursor.accept("DOMAIN") {
        let says = sql::names(cursor.clone().rest());
        let name = cursor.written_name()?;
        cursor.accept("AS");
        Definition::CreateDomain { name, base: types::column_type(cursor)?, says }
    } else if cursor.accept("SCHEMA") {
        Definition::CreateSchema(create_schema(cursor)?)
    } else if cursor.accept("EXTENSION") {
        Definition::CreateExtension(extension::create(cursor)?)
    } else {
        return create_other(cursor, replaces, is_temporary);
    }))
}

fn create_other(cursor: &mut Cursor<'_>, replaces: bool, is_temporary: bool) -> Read<Option<Definition>> {
    cursor.accept("RECURSIVE");
    let kind = match cursor.accept_one(&["SEQUENCE", "MATERIALIZED VIEW", "VIEW", "FOREIGN TABLE"]) {
        Some("SEQUENCE") => OtherKind::Sequence,
        Some("FOREIGN TABLE") => OtherKind::ForeignTable,
        Some(_) => OtherKind::View,
        None => return Ok(None),
    };
    let may_be_there = cursor.accept("IF NOT EXISTS") || replaces;
    let name = cursor.written_name()?;
    let owner = match kind {
        OtherKind::Sequence => {
            cursor.until_words(&["OWNED BY"]);
            if cursor.accept("OWNED BY") { owner(cursor)? } else { None }
        }
        OtherKind::View | OtherKind::ForeignTable => None,
    };
    Ok(Some(Definition::CreateOther(CreateOther { kind, name, may_be_there, is_temporary, owner })))
}

fn create_schema(cursor: &mut Cursor<'_>) -> Read<CreateSchema> {
    let may_be_there = cursor.accept("IF NOT EXISTS");
    let place = cursor.range_of_rest();
    // CREATE SCHEMA AUTHORIZATION role is called like the role
    let is_of_role = cursor.accept("AUTHORIZATION");
    let name = cursor.name()?;
    if !is_of_role && cursor.accept("AUTHORIZATION") {
        cursor.name()?;
    }
    let mut elements = Vec::new();
    while cursor.sees("CREATE") || cursor.sees("GRANT") {
        let start = cursor.clone();
        cursor.take_token();
        cursor.until_words(&["CREATE", "GRANT"]);
        elements.push(statement(start.rest_until(cursor))?);
    }
    cursor.expect_end()?;
    Ok(CreateSchema { name, may_be_there, place, elements })
}

fn alter(cursor: &mut Cursor<'_>) -> Read<Option<Definition>> {
    // only where things are kept
    if cursor.clone().accept_one(&["TABLE ALL IN TABLESPACE", "MATERIALIZED VIEW ALL IN TABLESPACE"]).is_some() {
        return Ok(None);
    }
    Ok(Some(if cursor.accept("TABLE") {
        Definition::AlterTable(alter_table::alter(cursor)?)
    } else if cursor.accept("INDEX") {
        return Ok(alter_index(cursor)?.map(Definition::AlterIndex));
    } else if cursor.accept("TYPE") || cursor.accept("DOMAIN") {
        Definition::AlterType(types_of_ones_own::alter(cursor)?)
    } else if cursor.accept("SEQUENCE") {
        Definition::AlterSequence(alter_sequence(cursor)?)
    } else if cursor.accept("SCHEMA") {
        let schema = cursor.name()?;
        if !cursor.sees("RENAME") {
            return Ok(None);
        }
        Definition::RenameSchema { schema, place: cursor.not_understood().0 }
    } else if cursor.accept("EXTENSION") {
        Definition::AlterExtension(extension::alter(cursor)?)
    } else if cursor.accept_one(&["MATERIALIZED VIEW", "VIEW", "FOREIGN TABLE"]).is_some() {
        cursor.accept("IF EXISTS");
        let name = cursor.written_name()?;
        Definition::AlterOther(AlterOther { name, new_name: if_renamed(cursor) })
    } else {
        return Ok(None);
    }))
}

fn alter_index(cursor: &mut Cursor<'_>) -> Read<Option<AlterIndex>> {
    if cursor.accept("ALL IN TABLESPACE") {
        return Ok(None);
    }
    let may_be_missing = cursor.accept("IF EXISTS");
    let index = cursor.written_name()?;
    let change = if cursor.sees("RENAME TO") {
        IndexChange::Rename(new_name(cursor))
    } else if cursor.accept("RESET") {
        IndexChange::ResetParameters(cursor.names_in_parentheses()?)
    } else if cursor.sees("SET") && !cursor.sees("SET TABLESPACE") {
        cursor.accept("SET");
        let mut others = Vec::new();
        let parameters = index::parameters(&cursor.parentheses()?, &mut others);
        IndexChange::SetParameters { parameters, others }
    } else {
        IndexChange::Unmanaged
    };
    Ok(Some(AlterIndex { index, may_be_missing, change }))
}

/// Reads what follows `COMMENT ON INDEX`.
fn comment_on_index(cursor: &mut Cursor<'_>) -> Read<AlterIndex> {
    let index = cursor.written_name()?;
    cursor.expect("IS")?;
    let text = if cursor.accept("NULL") { None } else { Some(cursor.string()?) };
    Ok(AlterIndex { index, may_be_missing: true, change: IndexChange::Comment(text) })
}

fn alter_sequence(cursor: &mut Cursor<'_>) -> Read<AlterSequence> {
    cursor.accept("IF EXISTS");
    let name = cursor.written_name()?;
    let change = match if_renamed(cursor) {
        Some(new_name) => SequenceChange::Rename(new_name),
        None => {
            cursor.until_words(&["OWNED BY"]);
            if cursor.accept("OWNED BY") { SequenceChange::Owner(owner(cursor)) } else { SequenceChange::Unmanaged }
        }
    };
    Ok(AlterSequence { name, change })
}

/// `table.column`, or `NONE`.
fn owner(cursor: &mut Cursor<'_>) -> Read<Option<(crate::sql::WrittenName, String)>> {
    let range = cursor.range_of_rest();
    let mut parts = vec![cursor.name()?];
    while cursor.accept_symbol(".") {
        parts.push(cursor.name()?);
    }
    let column = parts.pop().unwrap_or_default();
    let Some(name) = parts.pop() else { return Ok(None) };
    Ok(Some((crate::sql::WrittenName { schema: parts.pop(), name, range }, column)))
}

/// `RENAME TO name`, or `SET SCHEMA name`, if that comes next.
fn if_renamed(cursor: &mut Cursor<'_>) -> Option<Read<NewName>> {
    (cursor.sees("RENAME TO") || cursor.sees("SET SCHEMA")).then(|| new_name(cursor))
}

/// `RENAME TO name`, or `SET SCHEMA name`.
fn new_name(cursor: &mut Cursor<'_>) -> Read<NewName> {
    let new = if cursor.accept("RENAME TO") {
        NewName::Name(cursor.name()?)
    } else {
        cursor.expect("SET SCHEMA")?;
        NewName::Schema(cursor.name()?)
    };
    cursor.expect_end()?;
    Ok(new)
}

/// What stands in parentheses around all of it, without those: at most so many pairs, because each is looked for again.
fn without_parentheses(mut cursor: Cursor<'_>) -> Cursor<'_> {
    const PAIRS: usize = 64;
    for _ in 0..PAIRS {
        let mut ahead = cursor.clone();
        match ahead.parentheses() {
            Ok(inside) if ahead.is_at_end() => cursor = inside,
            _ => break,
        }
    }
    cursor
}
