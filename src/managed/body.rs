//! Bodies of functions, which PostgreSQL reads when they run: a name in them that has changed is found only then.

use std::collections::BTreeSet;

use crate::physical::{ObjectKind, ObjectName, UnmanagedObject};

/// The functions whose body says a name of a table, or of a column of that table: for a column, those that say the table's
/// name too, take or return its rows, or are called by a trigger of the table. Whether they mean that table cannot be told.
#[must_use]
pub fn functions_that_say<'o>(
    objects: &'o [UnmanagedObject],
    table: &ObjectName,
    column: Option<&str>,
) -> Vec<&'o UnmanagedObject> {
    let called: BTreeSet<&String> =
        triggers_of(objects, table).flat_map(|trigger| &trigger.dependencies.body).collect();
    let says = |function: &&UnmanagedObject| {
        let body = &function.dependencies.body;
        match column {
            None => body.contains(&table.name),
            Some(column) => {
                let takes_rows = function.dependencies.relations.contains(table);
                let says_table = takes_rows || body.contains(&table.name);
                body.contains(column) && (says_table || called.contains(&function.name.name))
            }
        }
    };
    objects.iter().filter(|object| object.kind == ObjectKind::Function).filter(says).collect()
}

/// The triggers of a table.
pub(super) fn triggers_of<'o>(
    objects: &'o [UnmanagedObject],
    table: &ObjectName,
) -> impl Iterator<Item = &'o UnmanagedObject> {
    let is_its_own = move |object: &&UnmanagedObject| object.table.as_ref() == Some(table);
    objects.iter().filter(|object| object.kind == ObjectKind::Trigger).filter(is_its_own)
}
