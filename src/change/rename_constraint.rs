//! A key of another name.

use serde::Serialize;

use super::{ChangeKind, Hazards, LockDuration, LockMode, ObjectRef, Subject};
use crate::physical::{ForeignKey, ObjectName, PrimaryKey};
use crate::promise::Promise;

/// Renames a primary or foreign key.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RenameConstraint {
    /// The table.
    pub table: ObjectName,
    /// The old name.
    pub before: String,
    /// The new name.
    pub after: String,
    /// The key under its new name.
    pub key: RenamedKey,
}

/// Which kind of key is renamed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // PostgreSQL's own words
pub enum RenamedKey {
    PrimaryKey(PrimaryKey),
    ForeignKey(ForeignKey),
}

impl RenameConstraint {
    /// For a primary key under its new name.
    #[must_use]
    pub fn of_primary_key(table: &ObjectName, before: &str, key: &PrimaryKey) -> Self {
        let (before, after) = (before.to_owned(), key.name.clone());
        Self { table: table.clone(), before, after, key: RenamedKey::PrimaryKey(key.clone()) }
    }

    /// For a foreign key under its new name.
    #[must_use]
    pub fn of_foreign_key(table: &ObjectName, before: &str, key: &ForeignKey) -> Self {
        let (before, after) = (before.to_owned(), key.name.clone());
        Self { table: table.clone(), before, after, key: RenamedKey::ForeignKey(key.clone()) }
    }

    /// A primary key's index has its name, which the whole schema shares.
    fn objects(&self, name: &str) -> Vec<ObjectRef> {
        let constraint = ObjectRef::constraint(&self.table, name);
        match &self.key {
            RenamedKey::PrimaryKey(_) => vec![constraint, ObjectRef::Index(self.table.sibling(name))],
            RenamedKey::ForeignKey(_) => vec![constraint],
        }
    }
}

impl ChangeKind for RenameConstraint {
    fn subject(&self) -> Subject<'_> {
        Subject::Constraint(&self.table, &self.after)
    }

    fn summary(&self) -> String {
        format!("rename constraint {} of {} to {}", self.before, self.table, self.after)
    }

    fn creates(&self) -> Vec<ObjectRef> {
        self.objects(&self.after)
    }

    fn drops(&self) -> Vec<ObjectRef> {
        self.objects(&self.before)
    }

    fn hazards(&self) -> Hazards {
        Hazards::locks([&self.table], LockMode::AccessExclusive, LockDuration::Instant)
    }

    fn follows_name_of(&self) -> Option<&ObjectName> {
        Some(&self.table)
    }

    fn promises(&self) -> Vec<Promise> {
        let there = match &self.key {
            RenamedKey::PrimaryKey(key) => Promise::primary_key(&self.table, key),
            RenamedKey::ForeignKey(key) => Promise::foreign_key(&self.table, key),
        };
        vec![Promise::no_constraint(&self.table, &self.before), there]
    }
}
