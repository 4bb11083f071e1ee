//! A constraint that new rows keep to, and that the old ones were not held to yet.

use serde::Serialize;

use super::{ChangeKind, Hazards, LockDuration, LockMode, ObjectRef, Subject};
use crate::physical::{ForeignKey, ObjectName};
use crate::promise::Promise;

/// Looks at the rows that were there when a constraint came, in a transaction of its own: neither reads nor writes
/// wait for it (<https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-VALIDATE-CONSTRAINT>).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ValidateConstraint {
    /// The table, of a foreign key the referring one.
    pub table: ObjectName,
    /// The constraint's name.
    pub name: String,
    /// The key, where it is a foreign key. Checks only help, and are gone afterwards.
    pub foreign_key: Option<ForeignKey>,
}

impl ValidateConstraint {
    /// Holds the rows that are there to a foreign key.
    pub(super) fn of_rows_before(table: &ObjectName, key: &ForeignKey) -> ValidateConstraint {
        ValidateConstraint { table: table.clone(), name: key.name.clone(), foreign_key: Some(key.clone()) }
    }
}

impl ChangeKind for ValidateConstraint {
    fn subject(&self) -> Subject<'_> {
        Subject::Constraint(&self.table, &self.name)
    }

    fn summary(&self) -> String {
        format!("validate {} of {}", self.name, self.table)
    }

    fn is_implied(&self) -> bool {
        self.foreign_key.is_none()
    }

    fn alters(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::constraint(&self.table, self.name.as_str())]
    }

    fn needs(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::constraint(&self.table, self.name.as_str())]
    }

    fn hazards(&self) -> Hazards {
        let referenced = self.foreign_key.iter().map(|key| &key.referenced_table);
        Hazards::locks([&self.table], LockMode::ShareUpdateExclusive, LockDuration::RowsAreRead).and_locks(
            referenced,
            LockMode::RowShare,
            LockDuration::RowsAreRead,
        )
    }

    fn needs_commit(&self) -> bool {
        true
    }

    fn promises(&self) -> Vec<Promise> {
        self.foreign_key.iter().map(|key| Promise::valid_foreign_key(&self.table, key)).collect()
    }
}
