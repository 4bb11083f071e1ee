//! Foreign keys.

use crate::change::{AddForeignKey, Change, DropForeignKey, RenameConstraint, ReplaceForeignKey};
use crate::diff::decide::ForeignKeyDecision;
use crate::naming;
use crate::physical::{ForeignKey, ObjectName};

/// A foreign key that another change drops.
pub(super) fn again(table: &ObjectName, decision: &ForeignKeyDecision<'_>) -> Option<Change> {
    match decision {
        ForeignKeyDecision::AddedAgain(key) => Some(add(table.clone(), key)),
        ForeignKeyDecision::Added(_)
        | ForeignKeyDecision::Stays
        | ForeignKeyDecision::Renamed(_)
        | ForeignKeyDecision::Replaced(_)
        | ForeignKeyDecision::Dropped(_) => None,
    }
}

fn add(table: ObjectName, key: &ForeignKey) -> Change {
    AddForeignKey { table, foreign_key: key.clone(), is_on_new_table: false, is_validated_later: false }.into()
}

/// The change of any other foreign key of a table.
pub(super) fn change(table: &ObjectName, decision: &ForeignKeyDecision<'_>) -> Option<Change> {
    let (table, is_validated_later) = (table.clone(), false);
    Some(match decision {
        ForeignKeyDecision::Stays | ForeignKeyDecision::AddedAgain(_) => return None,
        ForeignKeyDecision::Added(key) => add(table, key),
        ForeignKeyDecision::Renamed(key) => {
            RenameConstraint::of_foreign_key(&table, &key.before.name, key.after).into()
        }
        ForeignKeyDecision::Replaced(key) => {
            let (before, after) = (key.before.clone(), key.after.clone());
            let new_name = naming::suffixed(&after.name, "_new");
            ReplaceForeignKey { table, before, after, new_name, is_validated_later }.into()
        }
        ForeignKeyDecision::Dropped(key) => {
            DropForeignKey { table, foreign_key: (*key).clone(), is_of_dropped_table: false }.into()
        }
    })
}
