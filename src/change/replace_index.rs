//! An index of the same name that is another one.

use serde::Serialize;

use super::{ChangeKind, ObjectRef, needs_of_index, unique_of_index};
use crate::physical::{Index, ObjectName};
use crate::promise::Promise;

/// Builds the new index beside the old one, so that reads go on, and then takes its place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReplaceIndex {
    /// The table.
    pub table: ObjectName,
    /// The index's full name.
    pub name: ObjectName,
    /// A name for the new index meanwhile.
    pub new_name: ObjectName,
    /// The index as it was.
    pub before: Index,
    /// The index as it will be.
    pub after: Index,
    /// Foreign keys that stand in the way, as table and name; they are added again afterwards.
    pub foreign_keys: Vec<(ObjectName, String)>,
}

impl ChangeKind for ReplaceIndex {
    fn summary(&self) -> String {
        format!("rebuild index {}", self.name)
    }

    fn alters(&self) -> Vec<ObjectRef> {
        let unique = unique_of_index(&self.table, &self.after);
        unique.into_iter().chain([ObjectRef::Index(self.name.clone())]).collect()
    }

    fn needs(&self) -> Vec<ObjectRef> {
        needs_of_index(&self.table, &self.after)
    }

    fn releases(&self) -> Vec<ObjectRef> {
        needs_of_index(&self.table, &self.before)
    }

    fn risk(&self) -> Option<String> {
        let becomes_unique = self.after.is_unique && !self.before.is_unique;
        becomes_unique.then(|| format!("{} becomes unique: it fails, and changes nothing, on duplicates", self.table))
    }

    fn promises(&self) -> Vec<Promise> {
        vec![Promise::index(&self.table, &self.after)]
    }
}
