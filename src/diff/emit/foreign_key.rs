//! Foreign keys.

use crate::change::{AddForeignKey, Change, DropForeignKey, RenameConstraint, ReplaceForeignKey, ValidateConstraint};
use crate::diff::decide::ForeignKeyDecision;
use crate::managed::foreign_key_with_extras_of;
use crate::naming;
use crate::physical::ObjectName;

/// The change of a foreign key of a table that stays. One that another change drops comes back.
pub(super) fn change(table: &ObjectName, decision: &ForeignKeyDecision<'_>) -> Option<Change> {
    let (table, is_validated_later) = (table.clone(), false);
    Some(match decision {
        ForeignKeyDecision::Stays => return None,
        ForeignKeyDecision::Added(foreign_key) => {
            let foreign_key = (*foreign_key).clone();
            AddForeignKey { table, foreign_key, is_on_new_table: false, is_validated_later }.into()
        }
        ForeignKeyDecision::AddedAgain(key) => {
            let foreign_key = foreign_key_with_extras_of(key.after, key.before);
            AddForeignKey { table, foreign_key, is_on_new_table: false, is_validated_later }.into()
        }
        ForeignKeyDecision::Validated(key) => {
            ValidateConstraint { table, name: key.name.clone(), foreign_key: Some((*key).clone()) }.into()
        }
        ForeignKeyDecision::Renamed(key) => {
            RenameConstraint::of_foreign_key(&table, &key.before.name, key.after).into()
        }
        ForeignKeyDecision::Replaced(key) => {
            let (before, after) = (key.before.clone(), foreign_key_with_extras_of(key.after, key.before));
            let new_name = naming::suffixed(&after.name, "_new");
            ReplaceForeignKey { table, before, after, new_name, is_validated_later }.into()
        }
        ForeignKeyDecision::Dropped(key) => {
            DropForeignKey { table, foreign_key: (*key).clone(), is_of_dropped_table: false }.into()
        }
    })
}
