//! A default that is new or another one.

use serde::Serialize;

use super::{ChangeKind, Hazards, LabelsUsed, LockDuration, LockMode, ObjectRef, Subject};
use crate::physical::{Column, ObjectName};
use crate::promise::Promise;

/// Sets the default of a column. Rows that are there keep what they hold.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SetDefault {
    /// The table.
    pub table: ObjectName,
    /// The column as it will be.
    pub column: Column,
}

impl ChangeKind for SetDefault {
    fn subject(&self) -> Subject<'_> {
        Subject::Column(&self.table, &self.column.name)
    }

    fn summary(&self) -> String {
        format!("set the default of {}.{}", self.table, self.column.name)
    }

    fn alters(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::column(&self.table, self.column.name.as_str())]
    }

    fn hazards(&self) -> Hazards {
        Hazards::locks([&self.table], LockMode::AccessExclusive, LockDuration::Instant)
    }

    fn uses_labels(&self) -> LabelsUsed<'_> {
        LabelsUsed::in_defaults(std::slice::from_ref(&self.column))
    }

    fn promises(&self) -> Vec<Promise> {
        vec![Promise::column(&self.table, &self.column)]
    }
}
