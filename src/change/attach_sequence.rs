//! An existing column that becomes `autoincrement()`.

use serde::Serialize;

use super::{ChangeKind, Hazards, LockDuration, LockMode, ObjectRef, Subject};
use crate::physical::{Column, ObjectName};
use crate::promise::Promise;

/// Makes a column take its numbers from a sequence, starting after the largest that is there.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AttachSequence {
    /// The table.
    pub table: ObjectName,
    /// The column as it will be.
    pub column: Column,
    /// The sequence.
    pub sequence: ObjectName,
}

impl ChangeKind for AttachSequence {
    fn subject(&self) -> Subject<'_> {
        Subject::Column(&self.table, &self.column.name)
    }

    fn summary(&self) -> String {
        format!("number {}.{} from {}", self.table, self.column.name, self.sequence)
    }

    fn alters(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::column(&self.table, self.column.name.as_str())]
    }

    fn needs(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::Sequence(self.sequence.clone())]
    }

    fn hazards(&self) -> Hazards {
        Hazards::locks([&self.table], LockMode::AccessExclusive, LockDuration::LargestIsLookedUp)
    }

    fn promises(&self) -> Vec<Promise> {
        vec![Promise::column(&self.table, &self.column)]
    }
}
