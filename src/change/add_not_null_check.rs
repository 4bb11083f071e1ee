//! A column that is about to become required.

use serde::Serialize;

use super::{ChangeKind, Hazards, LabelsUsed, LockDuration, LockMode, ObjectRef, RowSqlUse, Subject};
use crate::physical::{Column, ObjectName, SqlText};
use crate::promise::Promise;

/// Makes new rows hold a value, by a check that the old ones are not held to yet; [`SetNotNull`](super::SetNotNull)
/// of the next file proves it and takes its place. The NULLs that are there are counted first.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AddNotNullCheck {
    /// The table.
    pub table: ObjectName,
    /// The column as it will be.
    pub column: Column,
    /// The check's name.
    pub check: String,
    /// What each row gets that holds NULL: `@refract.backfill("expression")`.
    pub fill: Option<SqlText>,
}

impl ChangeKind for AddNotNullCheck {
    fn subject(&self) -> Subject<'_> {
        Subject::Column(&self.table, &self.column.name)
    }

    fn summary(&self) -> String {
        let fill = if self.fill.is_some() { "fill and " } else { "" };
        format!("{fill}refuse new NULLs in {}.{}", self.table, self.column.name)
    }

    fn creates(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::constraint(&self.table, self.check.as_str())]
    }

    fn needs(&self) -> Vec<ObjectRef> {
        // not the column itself, which SetNotNull alters after it
        vec![ObjectRef::AllColumns(self.table.clone())]
    }

    fn hazards(&self) -> Hazards {
        let duration = if self.fill.is_some() { LockDuration::RowsAreFilled } else { LockDuration::Instant };
        Hazards::locks([&self.table], LockMode::AccessExclusive, duration)
    }

    fn uses_labels(&self) -> LabelsUsed<'_> {
        self.fill.as_ref().map(LabelsUsed::in_sql).unwrap_or_default()
    }

    fn follows_row_sql(&self) -> Option<RowSqlUse<'_>> {
        self.fill.as_ref().map(|_| RowSqlUse::Backfill(&self.table, &self.column.name))
    }

    fn promises(&self) -> Vec<Promise> {
        // the next file takes it away again
        Vec::new()
    }
}
