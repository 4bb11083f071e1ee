//! The changes that make what was decided: [`Decisions`] in, `Vec<Change>` out. Nothing is decided here, and what is
//! written is not looked at again.

mod column;
mod enums;
mod foreign_key;
mod index;
mod primary_key;
mod table;

use super::decide::{Decisions, ForeignKeyName};
use crate::change::Change;
use crate::physical::ObjectName;

/// The changes, in no particular order.
pub fn changes(decisions: &Decisions<'_>) -> Vec<Change> {
    let Decisions { enums, created, dropped, kept } = decisions;
    let mut changes = Vec::new();
    enums.iter().for_each(|decision| enums::emit(decision, &mut changes));
    created.iter().for_each(|table| table::create(table, &mut changes));
    dropped.iter().for_each(|table| table::drop(table, &mut changes));
    kept.iter().for_each(|table| table::add_foreign_keys_again(table, &mut changes));
    kept.iter().for_each(|table| table::alter(table, &mut changes));
    changes
}

/// Tables and names of foreign keys, as changes hold them.
fn owned(names: &[ForeignKeyName<'_>]) -> Vec<(ObjectName, String)> {
    names.iter().map(|key| (key.table.clone(), key.name.to_owned())).collect()
}
