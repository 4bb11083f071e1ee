//! An index that is missing.

use serde::Serialize;

use super::{ChangeKind, ObjectRef, Part, needs_of_index, unique_of_index};
use crate::physical::{Index, ObjectName};
use crate::promise::Promise;

/// Creates an index: <https://www.postgresql.org/docs/current/sql-createindex.html>.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CreateIndex {
    /// The table.
    pub table: ObjectName,
    /// The index's full name.
    pub name: ObjectName,
    /// The index.
    pub index: Index,
    /// Whether the table is new in this migration, so that nobody waits for it.
    pub is_on_new_table: bool,
    /// Whether it is built in a file of its own, while writes go on.
    pub is_concurrent: bool,
}

impl ChangeKind for CreateIndex {
    fn part(&self) -> Part {
        if self.is_concurrent { Part::Alone } else { Part::Work }
    }

    fn summary(&self) -> String {
        format!("create index {}", self.name)
    }

    fn is_implied(&self) -> bool {
        self.is_on_new_table
    }

    fn creates(&self) -> Vec<ObjectRef> {
        let unique = unique_of_index(&self.table, &self.index);
        unique.into_iter().chain([ObjectRef::Index(self.name.clone())]).collect()
    }

    fn needs(&self) -> Vec<ObjectRef> {
        needs_of_index(&self.table, &self.index)
    }

    fn risk(&self) -> Option<String> {
        let is_risky = self.index.is_unique && !self.is_on_new_table;
        is_risky.then(|| format!("{} becomes unique: it fails, and changes nothing, on duplicates", self.table))
    }

    fn promises(&self) -> Vec<Promise> {
        vec![Promise::index(&self.table, &self.index)]
    }
}
