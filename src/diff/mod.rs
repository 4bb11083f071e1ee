//! What differs between two databases: two [`Database`]s in, the changes that lead from the first to the second out.
//! `plan` puts them in order.
//!
//! `rename` finds what has another name, `decide` what becomes of everything, and `emit` writes that down as changes.
//! What the schema language cannot say is not compared, and what a default chose is not changed when the default
//! changes.

mod conversion;
mod decide;
mod emit;
mod fill;
mod pair;
mod rename;
mod same_definition;

use crate::change::Change;
use crate::physical::{ColumnType, Database, ElementType, SqlByColumn};
use decide::Decisions;
use pair::Pair;

pub use fill::fill;
pub use rename::{Hints, LookAlike, Names, NewName, Renamed, Renaming, look_alikes, rename};

/// Whether values of one type may be lost on their way into another.
#[must_use]
pub fn loses_values(before: &ColumnType, after: &ColumnType) -> bool {
    match (&before.element, &after.element) {
        // a value that the new type lacks stops the statement
        (ElementType::Enum(_), ElementType::Enum(_)) => false,
        _ => matches!(
            conversion::type_conversion(before, after),
            conversion::TypeConversion::Convert { loss: Some(_), .. }
        ),
    }
}

/// The changes that lead from `before` to `after`.
#[must_use]
pub fn diff(before: &Database, after: &Database) -> Vec<Change> {
    let Renaming { before, mut changes, names: _ } = rename(before, after, &Hints::default());
    changes.extend(diff_of_names(&before, after, &SqlByColumn::new()));
    changes
}

/// The changes that lead from `before` to `after` where a name stands for the same thing in both, with columns of
/// another type converted as the user says.
#[must_use]
pub fn diff_of_names(before: &Database, after: &Database, conversions: &SqlByColumn) -> Vec<Change> {
    if before.unmanaged_tables.is_empty() {
        return emit::changes(&Decisions::of(Pair { before, after }, conversions));
    }
    // what is not managed is on both sides: it stays as it is, and is dropped and created again where something under it changes
    let with_unmanaged = |database: &Database| {
        let mut whole = database.clone();
        for (name, table) in &before.unmanaged_tables {
            whole.tables.entry(name.clone()).or_insert_with(|| table.clone());
        }
        whole
    };
    let (before, after) = (with_unmanaged(before), with_unmanaged(after));
    emit::changes(&Decisions::of(Pair { before: &before, after: &after }, conversions))
}
