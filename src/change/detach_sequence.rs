//! A column that no longer counts.

use serde::Serialize;

use super::{ChangeKind, Hazards, LockDuration, LockMode, ObjectRef, Subject};
use crate::physical::{Column, ObjectName};
use crate::promise::Promise;

/// Takes the numbering off a column and drops the sequence, which belonged to it alone.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DetachSequence {
    /// The table.
    pub table: ObjectName,
    /// The column as it will be.
    pub column: Column,
    /// The sequence.
    pub sequence: ObjectName,
}

impl ChangeKind for DetachSequence {
    fn subject(&self) -> Subject<'_> {
        Subject::Column(&self.table, &self.column.name)
    }

    fn summary(&self) -> String {
        format!("stop numbering {}.{}", self.table, self.column.name)
    }

    fn drops(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::Sequence(self.sequence.clone())]
    }

    fn releases(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::column(&self.table, self.column.name.as_str())]
    }

    fn hazards(&self) -> Hazards {
        Hazards::locks([&self.table], LockMode::AccessExclusive, LockDuration::Instant)
    }

    fn promises(&self) -> Vec<Promise> {
        vec![Promise::column(&self.table, &self.column)]
    }
}
