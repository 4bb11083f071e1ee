//! A primary key that is gone.

use serde::Serialize;

use super::{ChangeKind, Hazards, LockDuration, LockMode, ObjectRef, Subject};
use crate::physical::{ObjectName, PrimaryKey};
use crate::promise::Promise;

/// Drops a primary key.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DropPrimaryKey {
    /// The table.
    pub table: ObjectName,
    /// The key.
    pub primary_key: PrimaryKey,
    /// Foreign keys that are in the way, as table and name; they are added again afterwards.
    pub foreign_keys: Vec<(ObjectName, String)>,
}

impl ChangeKind for DropPrimaryKey {
    fn subject(&self) -> Subject<'_> {
        Subject::Constraint(&self.table, &self.primary_key.name)
    }

    fn summary(&self) -> String {
        format!("drop the primary key of {}", self.table)
    }

    fn drops(&self) -> Vec<ObjectRef> {
        let index = ObjectRef::Index(self.table.sibling(self.primary_key.name.clone()));
        vec![ObjectRef::constraint(&self.table, self.primary_key.name.as_str()), index]
    }

    fn releases(&self) -> Vec<ObjectRef> {
        ObjectRef::columns(&self.table, &self.primary_key.columns)
    }

    fn hazards(&self) -> Hazards {
        let tables = [&self.table].into_iter().chain(self.foreign_keys.iter().map(|(table, _)| table));
        Hazards::locks(tables, LockMode::AccessExclusive, LockDuration::Instant)
    }

    fn promises(&self) -> Vec<Promise> {
        vec![Promise::no_constraint(&self.table, &self.primary_key.name)]
    }
}
