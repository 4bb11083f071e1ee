//! What statements say of tables, sequences, schemas and the like, and the model has no place for: only their words are kept,
//! so that a history that is rewritten can be held to the old one.

use crate::physical::{ObjectKind, SqlStatement};
use crate::replay::statement::{MadeObject, OnObject};
use crate::sql::{Cursor, WrittenName};

/// Statements that are nothing but that.
const WHOLE: [&str; 16] = [
    "COMMENT ON",
    "GRANT",
    "REVOKE",
    "ALTER DEFAULT PRIVILEGES",
    "ALTER SCHEMA",
    "ALTER SEQUENCE",
    "ALTER EXTENSION",
    "ALTER SERVER",
    "ALTER FOREIGN",
    "CREATE SEQUENCE",
    "CREATE UNLOGGED",
    "CREATE FOREIGN",
    "CREATE SERVER",
    "CREATE USER MAPPING",
    "CLUSTER",
    "ALTER STATISTICS",
];

/// What stands after the columns of a table that is.
const BEHIND_COLUMNS: [&str; 6] = ["WITH (", "TABLESPACE", "INHERITS", "PARTITION", "USING", "AS"];

/// The words of a statement of which nothing else is kept.
pub(super) fn setting(start: &Cursor<'_>) -> Option<OnObject> {
    if !(WHOLE.iter().any(|words| start.sees(words)) || is_table_with_more(start)) {
        return None;
    }
    let words = start.without_comments();
    let name = WrittenName { schema: None, name: words.clone(), range: start.range_of_rest() };
    Some(OnObject::Makes(MadeObject {
        kind: ObjectKind::Setting,
        name,
        table: subject(start),
        says: String::new(),
        body: String::new(),
        statement: SqlStatement::new(words).ok(),
        may_be_there: true,
        routine: None,
    }))
}

fn is_table_with_more(start: &Cursor<'_>) -> bool {
    let mut cursor = start.clone();
    if !cursor.accept("CREATE TABLE") {
        return false;
    }
    cursor.accept("IF NOT EXISTS");
    if cursor.written_name().is_err() {
        return false;
    }
    let Ok(columns) = cursor.parentheses() else { return true };
    columns.split_at_commas().iter().any(|part| part.sees("LIKE"))
        || BEHIND_COLUMNS.iter().any(|words| cursor.sees(words))
}

/// The table or sequence that it is about, with which it goes.
fn subject(start: &Cursor<'_>) -> Option<WrittenName> {
    let mut cursor = start.clone();
    cursor.accept_one(&["CREATE UNLOGGED TABLE", "CREATE TABLE", "CREATE FOREIGN TABLE", "COMMENT ON TABLE"])?;
    cursor.accept("IF NOT EXISTS");
    cursor.written_name().ok()
}
