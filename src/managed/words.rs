//! Whether two histories say the same of a thing that the schema language cannot express, however it is written.

use crate::expression;
use crate::physical::{Database, ObjectKind, Table, UnmanagedObject};
use crate::sql::{self, Cursor};

/// Whether the words of both come to the same. Where those of one cannot be known, they do not; where neither can, they do.
pub(super) fn says_the_same(one: (&Database, &UnmanagedObject), other: (&Database, &UnmanagedObject)) -> bool {
    let table = one.1.table.as_ref().and_then(|table| one.0.tables.get(table));
    said(one.0, one.1) == said(other.0, other.1) || is_same_check(one.1, other.1, table)
}

/// All that a history says of a thing, statement by statement.
pub(super) fn said(database: &Database, object: &UnmanagedObject) -> Vec<Vec<String>> {
    let schemas = [database.default_schema(), object.name.schema.as_str()];
    let is_program = object.kind == ObjectKind::Function;
    let words = |statement: &str| sql::statement_words(statement, &schemas, is_program);
    let mut said: Vec<_> = object.statements.iter().map(|statement| words(statement.as_str())).collect();
    // who may do what does not depend on the order in which it is granted
    if object.kind == ObjectKind::Privileges {
        said.sort();
        said.dedup();
    }
    said
}

/// Whether both are one CHECK with conditions that mean the same.
fn is_same_check(one: &UnmanagedObject, other: &UnmanagedObject, table: Option<&Table>) -> bool {
    let (ObjectKind::Check, [first, rest @ ..], [other_first, other_rest @ ..], Some(table)) =
        (one.kind, one.statements.as_slice(), other.statements.as_slice(), table)
    else {
        return false;
    };
    let pair = condition(first.as_str()).zip(condition(other_first.as_str()));
    pair.is_some_and(|((condition, behind), (other_condition, other_behind))| {
        rest == other_rest
            && sql::means_the_same(&behind, &other_behind)
            && expression::means_the_same(&condition, &other_condition, table)
    })
}

/// The condition of a CHECK, and what stands after it.
fn condition(words: &str) -> Option<(String, String)> {
    let tokens = sql::tokens(words).tokens;
    let mut cursor = Cursor::new(words, &tokens);
    if !cursor.accept("CHECK") {
        return None;
    }
    let condition = cursor.parentheses().ok()?.rest().to_owned();
    Some((condition, cursor.rest().to_owned()))
}
