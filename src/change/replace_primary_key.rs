//! A primary key of other columns.

use serde::Serialize;

use super::{ChangeKind, Hazards, LockDuration, LockMode, ObjectRef, Risk, Subject};
use crate::physical::{ObjectName, PrimaryKey};
use crate::promise::Promise;

/// Swaps the primary key of a table for another one in one statement.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReplacePrimaryKey {
    /// The table.
    pub table: ObjectName,
    /// The key as it was.
    pub before: PrimaryKey,
    /// The key as it will be.
    pub after: PrimaryKey,
    /// Foreign keys that are in the way, as table and name; they are added again afterwards.
    pub foreign_keys: Vec<(ObjectName, String)>,
}

impl ChangeKind for ReplacePrimaryKey {
    fn subject(&self) -> Subject<'_> {
        Subject::Constraint(&self.table, &self.after.name)
    }

    fn summary(&self) -> String {
        format!("replace the primary key of {}", self.table)
    }

    fn alters(&self) -> Vec<ObjectRef> {
        let unique = ObjectRef::unique(&self.table, &self.after.columns);
        vec![ObjectRef::constraint(&self.table, self.after.name.as_str()), unique]
    }

    fn needs(&self) -> Vec<ObjectRef> {
        ObjectRef::columns(&self.table, &self.after.columns)
    }

    fn releases(&self) -> Vec<ObjectRef> {
        ObjectRef::columns(&self.table, &self.before.columns)
    }

    fn hazards(&self) -> Hazards {
        let tables = [&self.table].into_iter().chain(self.foreign_keys.iter().map(|(table, _)| table));
        let risk = Risk::NoKey { table: self.table.clone(), is_another: true };
        Hazards::locks(tables, LockMode::AccessExclusive, LockDuration::IndexIsBuilt).and_fails_on(Some(risk))
    }

    fn promises(&self) -> Vec<Promise> {
        let gone =
            (self.before.name != self.after.name).then(|| Promise::no_constraint(&self.table, &self.before.name));
        gone.into_iter().chain([Promise::primary_key(&self.table, &self.after)]).collect()
    }
}
