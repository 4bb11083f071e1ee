//! The tables and columns that a file drops, other than those that it created itself.

use std::ops::Range;

use super::revertible_map::RevertibleMap;
use crate::physical::ObjectName;
use crate::replay::Lost;

/// The tables and columns that a file drops, other than those that it created itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ledger {
    /// What is lost so far, and where.
    pub(super) lost: Vec<(Lost, Range<usize>)>,
    /// Tables that the file made, and columns of others.
    pub(super) made: RevertibleMap<(ObjectName, Option<String>), ()>,
}

impl Ledger {
    /// What is lost, and where.
    #[must_use]
    pub(crate) fn into_lost(self) -> Vec<(Lost, Range<usize>)> {
        self.lost
    }

    /// Notes a new table.
    pub(crate) fn table_made(&mut self, table: &ObjectName) {
        self.made.insert((table.clone(), None), ());
    }

    /// Notes a new column.
    pub(crate) fn column_made(&mut self, table: &ObjectName, column: &str) {
        self.made.insert((table.clone(), Some(column.to_owned())), ());
    }

    /// Notes that a table has another name.
    pub(crate) fn table_moved(&mut self, old: &ObjectName, new: &ObjectName) {
        if self.made.remove(&(old.clone(), None)).is_some() {
            self.table_made(new);
        }
    }

    /// Notes that something is gone.
    pub(crate) fn lose(&mut self, lost: Lost, place: &Range<usize>) {
        let (table, column) = match &lost {
            Lost::Table(table) => (table, None),
            Lost::Column(table, column) | Lost::Conversion { table, column, .. } => (table, Some(column.clone())),
        };
        if !self.made.has(&(table.clone(), None)) && !self.made.has(&(table.clone(), column)) {
            self.lost.push((lost, place.clone()));
        }
    }
}
