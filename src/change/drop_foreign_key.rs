//! A foreign key that is gone.

use serde::Serialize;

use super::{ChangeKind, Hazards, LockDuration, LockMode, ObjectRef, Subject, needs_of_foreign_key};
use crate::physical::{ForeignKey, ObjectName};
use crate::promise::Promise;

/// Drops a foreign key: <https://www.postgresql.org/docs/current/sql-altertable.html>.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DropForeignKey {
    /// The referring table.
    pub table: ObjectName,
    /// The key.
    pub foreign_key: ForeignKey,
    /// Whether the table goes too, so that only the order matters.
    pub is_of_dropped_table: bool,
}

impl ChangeKind for DropForeignKey {
    fn subject(&self) -> Subject<'_> {
        Subject::Constraint(&self.table, &self.foreign_key.name)
    }

    fn summary(&self) -> String {
        format!("drop foreign key {} of {}", self.foreign_key.name, self.table)
    }

    fn is_implied(&self) -> bool {
        self.is_of_dropped_table
    }

    fn drops(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::constraint(&self.table, self.foreign_key.name.as_str())]
    }

    fn releases(&self) -> Vec<ObjectRef> {
        needs_of_foreign_key(&self.table, &self.foreign_key)
    }

    fn hazards(&self) -> Hazards {
        Hazards::locks(
            [&self.table, &self.foreign_key.referenced_table],
            LockMode::AccessExclusive,
            LockDuration::Instant,
        )
    }

    fn promises(&self) -> Vec<Promise> {
        vec![Promise::no_constraint(&self.table, &self.foreign_key.name)]
    }
}
