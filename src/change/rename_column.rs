//! A column of another name.

use serde::Serialize;

use super::{ChangeKind, Hazards, LockDuration, LockMode, ObjectRef, RowChange, Subject};
use crate::physical::{Column, ObjectName};
use crate::promise::Promise;

/// Renames a column, which keeps what it holds: <https://www.postgresql.org/docs/current/sql-altertable.html>.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RenameColumn {
    /// The table, under its new name.
    pub table: ObjectName,
    /// The old name.
    pub before: String,
    /// The column as it will be.
    pub after: Column,
    /// The model's name and the field's, for people: `Patient.nickname`.
    pub field: String,
}

impl ChangeKind for RenameColumn {
    fn subject(&self) -> Subject<'_> {
        Subject::Column(&self.table, &self.after.name)
    }

    fn summary(&self) -> String {
        format!("rename column {}.{} to {} ({})", self.table, self.before, self.after.name, self.field)
    }

    fn comes_first(&self) -> bool {
        true
    }

    fn creates(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::column(&self.table, self.after.name.as_str())]
    }

    fn needs(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::Table(self.table.clone())]
    }

    fn drops(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::column(&self.table, self.before.as_str())]
    }

    fn hazards(&self) -> Hazards {
        Hazards::locks([&self.table], LockMode::AccessExclusive, LockDuration::Instant)
    }

    fn gives_new_name_to(&self) -> Option<&ObjectName> {
        Some(&self.table)
    }

    fn invalidates_names(&self) -> Vec<Subject<'_>> {
        vec![Subject::Column(&self.table, &self.before)]
    }

    fn changes_rows(&self) -> Option<RowChange<'_>> {
        Some(RowChange::Column(&self.table, [&self.before, &self.after.name]))
    }

    fn promises(&self) -> Vec<Promise> {
        vec![Promise::no_column(&self.table, &self.before), Promise::column(&self.table, &self.after)]
    }
}
