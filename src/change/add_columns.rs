//! Columns that a table lacks.

use serde::Serialize;

use super::{ChangeKind, ObjectRef, needs_of_column};
use crate::physical::{Column, ObjectName};
use crate::promise::Promise;

/// Adds the new columns of one table in one statement: <https://www.postgresql.org/docs/current/sql-altertable.html>.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AddColumns {
    /// The table.
    pub table: ObjectName,
    /// The columns, in the model's order.
    pub columns: Vec<Column>,
}

impl AddColumns {
    /// Columns for which the rows that are there would have no value.
    pub fn unfilled(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|column| !column.fills_existing_rows())
    }
}

impl ChangeKind for AddColumns {
    fn summary(&self) -> String {
        let names: Vec<_> = self.columns.iter().map(|column| format!("{}.{}", self.table, column.name)).collect();
        format!("add {}", names.join(", "))
    }

    fn creates(&self) -> Vec<ObjectRef> {
        self.columns.iter().map(|column| ObjectRef::column(&self.table, column.name.as_str())).collect()
    }

    fn alters(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::AllColumns(self.table.clone())]
    }

    fn needs(&self) -> Vec<ObjectRef> {
        self.columns.iter().flat_map(needs_of_column).collect()
    }

    fn risk(&self) -> Option<String> {
        let unfilled: Vec<_> = self.unfilled().map(|column| column.name.as_str()).collect();
        (!unfilled.is_empty()).then(|| {
            format!(
                "{} of {} is required and has no default: it fails, and changes nothing, when the table has rows",
                unfilled.join(", "),
                self.table
            )
        })
    }

    fn promises(&self) -> Vec<Promise> {
        self.columns.iter().map(|column| Promise::column(&self.table, column)).collect()
    }
}
