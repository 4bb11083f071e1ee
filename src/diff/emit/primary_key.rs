//! Primary keys.

use super::owned;
use crate::change::{AddPrimaryKey, Change, DropPrimaryKey, RenameConstraint, ReplacePrimaryKey};
use crate::diff::decide::PrimaryKeyDecision;
use crate::physical::ObjectName;

/// The change of a table's primary key.
pub(super) fn change(table: &ObjectName, decision: &PrimaryKeyDecision<'_>) -> Option<Change> {
    let name = || table.clone();
    Some(match decision {
        PrimaryKeyDecision::Stays => return None,
        PrimaryKeyDecision::Added(key) => AddPrimaryKey { table: name(), primary_key: key.clone().into_owned() }.into(),
        PrimaryKeyDecision::Renamed(key) => RenameConstraint::of_primary_key(table, &key.before.name, key.after).into(),
        PrimaryKeyDecision::Replaced { before, after, foreign_keys } => {
            let (before, after) = ((*before).clone(), after.clone());
            ReplacePrimaryKey { table: name(), before, after, foreign_keys: owned(foreign_keys) }.into()
        }
        PrimaryKeyDecision::Dropped { key, foreign_keys } => {
            DropPrimaryKey { table: name(), primary_key: (*key).clone(), foreign_keys: owned(foreign_keys) }.into()
        }
    })
}
