//! A column that is about to become required.

use serde::Serialize;

use super::{ChangeKind, Hazards, LockDuration, LockMode, ObjectRef, Subject};
use crate::physical::{Column, ObjectName};
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
}

impl ChangeKind for AddNotNullCheck {
    fn subject(&self) -> Subject<'_> {
        Subject::Column(&self.table, &self.column.name)
    }

    fn summary(&self) -> String {
        format!("refuse new NULLs in {}.{}", self.table, self.column.name)
    }

    fn creates(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::constraint(&self.table, self.check.as_str())]
    }

    fn needs(&self) -> Vec<ObjectRef> {
        // not the column itself, which SetNotNull alters behind it
        vec![ObjectRef::AllColumns(self.table.clone())]
    }

    fn hazards(&self) -> Hazards {
        Hazards::locks([&self.table], LockMode::AccessExclusive, LockDuration::Instant)
    }

    fn promises(&self) -> Vec<Promise> {
        // the next file takes it away again
        Vec::new()
    }
}
