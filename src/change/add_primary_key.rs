//! A primary key that a table lacks.

use serde::Serialize;

use super::{ChangeKind, Hazards, LockDuration, LockMode, ObjectRef, Risk, Subject};
use crate::physical::{ObjectName, PrimaryKey};
use crate::promise::Promise;

/// Adds a primary key to a table that is there.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AddPrimaryKey {
    /// The table.
    pub table: ObjectName,
    /// The key.
    pub primary_key: PrimaryKey,
}

impl ChangeKind for AddPrimaryKey {
    fn subject(&self) -> Subject<'_> {
        Subject::Constraint(&self.table, &self.primary_key.name)
    }

    fn summary(&self) -> String {
        format!("add the primary key of {}", self.table)
    }

    fn creates(&self) -> Vec<ObjectRef> {
        let index = ObjectRef::Index(self.table.sibling(self.primary_key.name.clone()));
        let unique = ObjectRef::unique(&self.table, &self.primary_key.columns);
        vec![ObjectRef::constraint(&self.table, self.primary_key.name.as_str()), index, unique]
    }

    fn needs(&self) -> Vec<ObjectRef> {
        ObjectRef::columns(&self.table, &self.primary_key.columns)
    }

    fn hazards(&self) -> Hazards {
        let risk = Risk::NoKey { table: self.table.clone(), is_another: false };
        Hazards::locks([&self.table], LockMode::AccessExclusive, LockDuration::IndexIsBuilt).and_fails_on(Some(risk))
    }

    fn promises(&self) -> Vec<Promise> {
        vec![Promise::primary_key(&self.table, &self.primary_key)]
    }
}
