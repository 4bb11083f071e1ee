//! Rows that a step would not see, or could not change, because of unmanaged objects.

use super::body::triggers_of;
use crate::physical::{ObjectKind, ObjectName, UnmanagedObject};
use crate::sql;

/// Why a step does not reach all rows of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hidden {
    /// Row level security holds for the table's owner too: only rows that a policy lets through are seen
    /// (<https://www.postgresql.org/docs/current/ddl-rowsecurity.html>).
    ByRowSecurity,
    /// A rule does something else instead of an UPDATE (<https://www.postgresql.org/docs/current/rules-update.html>).
    ByRule,
    /// A trigger calls a function that raises an exception.
    ByTrigger,
}

/// What hides rows of a table from a step that reads them, or from one that changes them too.
#[must_use]
pub fn hidden_rows<'o>(
    objects: &'o [UnmanagedObject],
    table: &ObjectName,
    changes_them: bool,
) -> Vec<(Hidden, &'o UnmanagedObject)> {
    let of_table = || objects.iter().filter(|object| object.table.as_ref() == Some(table));
    let mut found = Vec::new();
    let secured = of_table().filter(|object| object.kind == ObjectKind::RowSecurity && is_forced(object));
    found.extend(secured.map(|object| (Hidden::ByRowSecurity, object)));
    if changes_them {
        let rules = of_table()
            .filter(|object| object.kind == ObjectKind::Rule && says(object, "update") && says(object, "instead"));
        found.extend(rules.map(|rule| (Hidden::ByRule, rule)));
        let raises = |function: &UnmanagedObject| {
            function.kind == ObjectKind::Function && function.dependencies.body.contains("raise")
        };
        let calls_one_that_raises = |trigger: &&UnmanagedObject| {
            let mut called = objects.iter().filter(|object| trigger.dependencies.body.contains(&object.name.name));
            says(trigger, "update") && called.any(raises)
        };
        found.extend(
            triggers_of(objects, table).filter(calls_one_that_raises).map(|trigger| (Hidden::ByTrigger, trigger)),
        );
    }
    found
}

/// Whether it was switched on, and forced, by the last statements that say so.
fn is_forced(object: &UnmanagedObject) -> bool {
    let (mut is_on, mut is_forced) = (false, false);
    for statement in &object.statements {
        let names = sql::names(statement.as_str());
        let is_no = names.contains("no") || names.contains("disable");
        if names.contains("force") {
            is_forced = !is_no;
        } else {
            is_on = !is_no;
        }
    }
    is_on && is_forced
}

/// Whether the statement that made it has a word before its body.
fn says(object: &UnmanagedObject, word: &str) -> bool {
    object.statements.first().is_some_and(|statement| sql::names(statement.as_str()).contains(word))
}
