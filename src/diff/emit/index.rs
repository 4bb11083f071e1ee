//! Indexes.

use super::owned;
use crate::change::{Change, CreateIndex, DropIndex, RenameIndex, ReplaceIndex};
use crate::diff::decide::IndexDecision;
use crate::diff::pair::Pair;
use crate::managed::with_extras_of;
use crate::naming;
use crate::physical::Table;

/// The change of a table's index.
pub(super) fn change(of: Pair<'_, Table>, decision: &IndexDecision<'_>) -> Option<Change> {
    let table = of.after.name.clone();
    Some(match decision {
        IndexDecision::Stays => return None,
        IndexDecision::Created(index) => {
            let (name, index) = (of.after.index_name(index), (*index).clone());
            CreateIndex { table, name, index, is_on_new_table: false, is_concurrent: false }.into()
        }
        IndexDecision::CreatedAgain(index) => {
            let (name, index) = (of.after.index_name(index.after), with_extras_of(index.after, index.before));
            CreateIndex { table, name, index, is_on_new_table: false, is_concurrent: false }.into()
        }
        IndexDecision::Renamed(index) => {
            let (before, after) = (of.before.index_name(index.before), of.after.index_name(index.after));
            RenameIndex { table, before, after, index: index.after.clone() }.into()
        }
        IndexDecision::Replaced { index, foreign_keys } => {
            let name = of.after.index_name(index.after);
            let new_name = name.sibling(naming::suffixed(&name.name, "_new"));
            let (before, after) = (index.before.clone(), with_extras_of(index.after, index.before));
            ReplaceIndex { table, name, new_name, before, after, foreign_keys: owned(foreign_keys) }.into()
        }
        IndexDecision::Dropped { index, foreign_keys } => {
            let (name, index) = (of.before.index_name(index), (*index).clone());
            DropIndex { table, name, index, foreign_keys: owned(foreign_keys) }.into()
        }
    })
}
