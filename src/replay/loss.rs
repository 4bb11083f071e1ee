//! Data that statements take away, whatever comes back under the same name later.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::physical::{ColumnType, ObjectName};
use crate::text::Span;

/// Data that is gone, or may be, after a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// What is lost.
    pub lost: Lost,
    /// The statement.
    pub span: Span,
}

/// What a statement takes away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lost {
    /// A table, with its rows.
    Table(ObjectName),
    /// A column of a table.
    Column(ObjectName, String),
    /// Whatever of the values of a column the new type does not hold.
    Conversion {
        /// The table.
        table: ObjectName,
        /// The column.
        column: String,
        /// What it was of.
        before: ColumnType,
        /// What it is of.
        after: ColumnType,
    },
}

impl Lost {
    /// As the head of a migration names it: `app.patients.nickname`.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Lost::Table(table) => table.to_string(),
            Lost::Column(table, column) | Lost::Conversion { table, column, .. } => format!("{table}.{column}"),
        }
    }
}

/// What a file takes away, but for what it made itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// What is lost so far, and where.
    pub lost: Vec<(Lost, Option<Range<usize>>)>,
    made: BTreeSet<(ObjectName, Option<String>)>,
}

impl Ledger {
    /// Says where what was lost last was lost, unless that was said already.
    pub fn place(&mut self, range: &Range<usize>) {
        for (_, place) in &mut self.lost {
            place.get_or_insert_with(|| range.clone());
        }
    }

    /// Notes a new table.
    pub fn table_made(&mut self, table: &ObjectName) {
        self.made.insert((table.clone(), None));
    }

    /// Notes a new column.
    pub fn column_made(&mut self, table: &ObjectName, column: &str) {
        self.made.insert((table.clone(), Some(column.to_owned())));
    }

    /// Notes that a table has another name.
    pub fn table_moved(&mut self, old: &ObjectName, new: &ObjectName) {
        if self.made.remove(&(old.clone(), None)) {
            self.table_made(new);
        }
    }

    /// Notes that something is gone.
    pub fn lose(&mut self, lost: Lost) {
        let (table, column) = match &lost {
            Lost::Table(table) => (table, None),
            Lost::Column(table, column) | Lost::Conversion { table, column, .. } => (table, Some(column.clone())),
        };
        if !self.made.contains(&(table.clone(), None)) && !self.made.contains(&(table.clone(), column)) {
            self.lost.push((lost, None));
        }
    }
}
