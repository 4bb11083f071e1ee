//! A sequence that follows the name of its table or column.

use serde::Serialize;

use super::{ChangeKind, Hazards, ObjectRef, Subject};
use crate::physical::ObjectName;
use crate::promise::Promise;

/// Renames the sequence that a column takes its numbers from, if it has its default name:
/// <https://www.postgresql.org/docs/current/sql-altersequence.html>.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RenameSequence {
    /// The table, under its new name.
    pub table: ObjectName,
    /// The old full name.
    pub before: ObjectName,
    /// The new full name.
    pub after: ObjectName,
}

impl ChangeKind for RenameSequence {
    fn subject(&self) -> Subject<'_> {
        Subject::Sequence(&self.after)
    }

    fn summary(&self) -> String {
        format!("rename sequence {} to {}", self.before, self.after.name)
    }

    fn is_implied(&self) -> bool {
        true
    }

    fn creates(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::Sequence(self.after.clone())]
    }

    fn drops(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::Sequence(self.before.clone())]
    }

    fn hazards(&self) -> Hazards {
        Hazards::default() // it locks no table
    }

    fn promises(&self) -> Vec<Promise> {
        // that there is one is seen through the column's default
        vec![Promise::no_sequence(&self.before)]
    }
}
