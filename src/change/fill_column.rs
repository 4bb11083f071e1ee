//! A column that a table lacks, and that the rows which are there get a value for.

use serde::Serialize;

use super::{ChangeKind, ObjectRef, needs_of_column};
use crate::physical::{Column, ObjectName, SqlText};
use crate::promise::Promise;

/// Adds a column, fills it, and only then requires it: `@refract.backfill("expression")`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FillColumn {
    /// The table.
    pub table: ObjectName,
    /// The column as it will be.
    pub column: Column,
    /// What each row gets; it may name the other columns of the row.
    pub value: SqlText,
}

impl ChangeKind for FillColumn {
    fn summary(&self) -> String {
        format!("add and fill {}.{}", self.table, self.column.name)
    }

    fn creates(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::column(&self.table, self.column.name.as_str())]
    }

    fn needs(&self) -> Vec<ObjectRef> {
        // the expression may be over any column
        let mut needs = vec![ObjectRef::AllColumns(self.table.clone())];
        needs.extend(needs_of_column(&self.column));
        needs
    }

    fn promises(&self) -> Vec<Promise> {
        vec![Promise::column(&self.table, &self.column)]
    }
}
