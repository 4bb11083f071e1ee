//! An index that is gone.

use serde::Serialize;

use super::{ChangeKind, Hazards, LockDuration, LockMode, ObjectRef, Subject, Title, needs_of_index};
use crate::physical::{Index, ObjectName};
use crate::promise::Promise;

/// Drops an index, if it is still one of the table that it was on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DropIndex {
    /// The table.
    pub table: ObjectName,
    /// The index's full name.
    pub name: ObjectName,
    /// The index as it was.
    pub index: Index,
    /// Foreign keys that are in the way, as table and name; they are added again afterwards.
    pub foreign_keys: Vec<(ObjectName, String)>,
}

impl ChangeKind for DropIndex {
    fn subject(&self) -> Subject<'_> {
        Subject::Index(&self.table, &self.name.name)
    }

    fn summary(&self) -> String {
        format!("drop index {}", self.name)
    }

    fn drops(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::Index(self.name.clone())]
    }

    fn releases(&self) -> Vec<ObjectRef> {
        needs_of_index(&self.table, &self.index)
    }

    fn hazards(&self) -> Hazards {
        let tables = [&self.table].into_iter().chain(self.foreign_keys.iter().map(|(table, _)| table));
        Hazards::locks(tables, LockMode::AccessExclusive, LockDuration::Instant)
    }

    fn title(&self) -> Option<Title> {
        Some(Title::one("drop", format!("index_{}", self.table.name)))
    }

    fn drops_indexes(&self) -> &[ObjectName] {
        std::slice::from_ref(&self.name)
    }

    fn promises(&self) -> Vec<Promise> {
        vec![Promise::no_index(&self.name)]
    }
}
