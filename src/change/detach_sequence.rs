//! A column that is no longer `autoincrement()`.

use serde::{Deserialize, Serialize};

use super::{ChangeKind, Hazards, LockDuration, LockMode, ObjectRef, Subject};
use crate::physical::{Column, ObjectName};
use crate::promise::Promise;

/// Takes the numbering off a column, and drops the sequence where it belongs to the column alone.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DetachSequence {
    /// The table.
    pub table: ObjectName,
    /// The column as it will be.
    pub column: Column,
    /// The sequence.
    pub sequence: ObjectName,
    /// How the column counts.
    pub numbering: Numbering,
}

/// How a column counts that ceases to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Numbering {
    /// From a sequence that is the column's alone.
    OwnSequence,
    /// From a sequence that is not the column's, or not its alone.
    OtherSequence,
    /// As an identity column, to which its sequence belongs.
    Identity,
}

impl Numbering {
    /// How a column counts.
    #[must_use]
    pub fn of(column: &Column) -> Numbering {
        if column.extras.identity.is_some() {
            Numbering::Identity
        } else if column.extras.sequence.is_only_for_the_column() {
            Numbering::OwnSequence
        } else {
            Numbering::OtherSequence
        }
    }
}

impl ChangeKind for DetachSequence {
    fn subject(&self) -> Subject<'_> {
        Subject::Column(&self.table, &self.column.name)
    }

    fn summary(&self) -> String {
        format!("stop numbering {}.{}", self.table, self.column.name)
    }

    fn drops(&self) -> Vec<ObjectRef> {
        match self.numbering {
            Numbering::OwnSequence | Numbering::Identity => vec![ObjectRef::Sequence(self.sequence.clone())],
            Numbering::OtherSequence => Vec::new(),
        }
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
