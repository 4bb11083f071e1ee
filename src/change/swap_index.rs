//! An index that was built beside the one that it replaces.

use serde::Serialize;

use super::{ChangeKind, Hazards, LockDuration, LockMode, ObjectRef, Subject, needs_of_index, unique_of_index};
use crate::physical::{Index, ObjectName};
use crate::promise::Promise;

/// Takes the place of the old index, once the new one is whole.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SwapIndex {
    /// The table.
    pub table: ObjectName,
    /// The index's full name.
    pub name: ObjectName,
    /// The name that the new index has until then.
    pub new_name: ObjectName,
    /// The index as it was.
    pub before: Index,
    /// The index as it will be.
    pub after: Index,
}

impl ChangeKind for SwapIndex {
    fn subject(&self) -> Subject<'_> {
        Subject::Index(&self.table, &self.name.name)
    }

    fn summary(&self) -> String {
        format!("put the new index {} in the place of the old one", self.name)
    }

    fn alters(&self) -> Vec<ObjectRef> {
        let unique = unique_of_index(&self.table, &self.after);
        unique.into_iter().chain([ObjectRef::Index(self.name.clone())]).collect()
    }

    fn needs(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::Index(self.new_name.clone())]
    }

    fn releases(&self) -> Vec<ObjectRef> {
        needs_of_index(&self.table, &self.before)
    }

    fn hazards(&self) -> Hazards {
        Hazards::locks([&self.table], LockMode::AccessExclusive, LockDuration::Instant)
    }

    fn promises(&self) -> Vec<Promise> {
        vec![Promise::index(&self.table, &self.after), Promise::no_index(&self.new_name)]
    }
}
