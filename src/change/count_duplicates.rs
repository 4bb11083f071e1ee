//! Rows that would stop a unique index that is built by itself.

use serde::Serialize;

use super::{ChangeKind, Hazards, LockDuration, LockMode, ObjectRef, Subject, needs_of_index};
use crate::physical::{Index, ObjectName};
use crate::promise::Promise;

/// Counts what stands in a table more than once, before a file of its own builds a unique index: a build that fails
/// leaves an invalid index behind.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CountDuplicates {
    /// The table.
    pub table: ObjectName,
    /// The index that is to come.
    pub name: ObjectName,
    /// What it is over.
    pub index: Index,
}

impl ChangeKind for CountDuplicates {
    fn subject(&self) -> Subject<'_> {
        Subject::Index(&self.table, &self.name.name)
    }

    fn summary(&self) -> String {
        format!("count what {} would not take", self.name)
    }

    fn is_implied(&self) -> bool {
        true
    }

    fn needs(&self) -> Vec<ObjectRef> {
        needs_of_index(&self.table, &self.index)
    }

    fn hazards(&self) -> Hazards {
        Hazards::locks([&self.table], LockMode::AccessShare, LockDuration::RowsAreRead)
    }

    fn promises(&self) -> Vec<Promise> {
        Vec::new()
    }
}
