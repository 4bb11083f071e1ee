//! What `ALTER TABLE` sets, and the model has no place for. Each setting is found by what it is about, so that the last word
//! on it counts: <https://www.postgresql.org/docs/current/sql-altertable.html>.

use crate::physical::{ObjectKind, SqlStatement};
use crate::replay::statement::{MadeObject, NamedObject, OnObject};
use crate::sql::{Cursor, WrittenName, quoted};

/// Settings of a whole table: the words that set one, and what it is about.
const SETS: [(&str, &str); 5] = [
    ("SET TABLESPACE", "tablespace"),
    ("SET UNLOGGED", "logging"),
    ("SET ACCESS METHOD", "access method"),
    ("REPLICA IDENTITY", "replica identity"),
    ("OF", "type"),
];

/// The words that take one of these back, or give its place to what the model knows.
const RESETS: [(&str, &str); 4] = [
    ("SET LOGGED", "logging"),
    ("REPLICA IDENTITY DEFAULT", "replica identity"),
    ("REPLICA IDENTITY USING INDEX", "replica identity"),
    ("NOT OF", "type"),
];

/// What an action of `ALTER TABLE` does to settings of a table, which is written as it is.
pub(super) fn settings(table: &WrittenName, written: &str, action: &Cursor<'_>) -> Vec<OnObject> {
    let setting = Setting { table, written, column: None };
    if let Some((_, about)) = RESETS.iter().find(|(words, _)| action.sees(words)) {
        return vec![setting.reset(about)];
    }
    if let Some((_, about)) = SETS.iter().find(|(words, _)| action.sees(words)) {
        return vec![setting.set(about, &action.without_comments())];
    }
    let mut cursor = action.clone();
    if !cursor.accept("ALTER") {
        return setting.parameters(&cursor);
    }
    cursor.accept("COLUMN");
    let Ok(column) = cursor.name() else { return Vec::new() };
    let setting = Setting { column: Some(column), ..setting };
    if cursor.sees("SET STATISTICS DEFAULT") || cursor.sees("SET STATISTICS - 1") {
        return vec![setting.reset("statistics")];
    }
    if cursor.sees("SET STATISTICS") {
        return vec![setting.set("statistics", &cursor.without_comments())];
    }
    setting.parameters(&cursor)
}

/// What settings are of.
struct Setting<'w> {
    table: &'w WrittenName,
    written: &'w str,
    column: Option<String>,
}

impl Setting<'_> {
    /// `SET (a = 1, b = 2)` and `RESET (a, b)`: each parameter by itself.
    fn parameters(&self, action: &Cursor<'_>) -> Vec<OnObject> {
        let mut cursor = action.clone();
        let Some(word) = cursor.accept_one(&["SET", "RESET"]) else { return Vec::new() };
        let Ok(inside) = cursor.parentheses() else { return Vec::new() };
        let of_one = |part: Cursor<'_>| {
            let parameter = part.clone().until(|cursor| cursor.clone().accept_symbol("=")).without_comments();
            match word {
                "SET" => self.set(&parameter, &format!("SET ({})", part.without_comments())),
                _ => self.reset(&parameter),
            }
        };
        inside.split_at_commas().into_iter().map(of_one).collect()
    }

    fn set(&self, about: &str, words: &str) -> OnObject {
        let column = self.column.as_deref().map(quoted);
        let of_column = column.as_ref().map(|name| format!("ALTER COLUMN {name} ")).unwrap_or_default();
        let statement = SqlStatement::new(format!("ALTER TABLE {} {of_column}{words}", self.written)).ok();
        let (kind, table, body) = (ObjectKind::Setting, Some(self.table.clone()), String::new());
        let name = WrittenName { schema: None, name: self.name(about), range: self.table.range.clone() };
        let says = column.unwrap_or_default();
        OnObject::Makes(MadeObject { kind, name, table, says, body, statement, may_be_there: false, routine: None })
    }

    fn reset(&self, about: &str) -> OnObject {
        let (kind, name) = (ObjectKind::Setting, self.name(about));
        OnObject::Drops { of: NamedObject::OfTable { kind, name, table: self.table.clone() }, cascades: false }
    }

    /// What it is found by.
    fn name(&self, about: &str) -> String {
        let about = about.to_lowercase();
        self.column.as_ref().map_or(about.clone(), |column| format!("{} {about}", quoted(column)))
    }
}
