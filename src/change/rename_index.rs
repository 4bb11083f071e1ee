//! An index of another name.

use serde::Serialize;

use super::{ChangeKind, Hazards, ObjectRef, Subject, Title};
use crate::physical::{Index, ObjectName};
use crate::promise::Promise;

/// Renames an index: <https://www.postgresql.org/docs/current/sql-alterindex.html>.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RenameIndex {
    /// The table.
    pub table: ObjectName,
    /// The old full name.
    pub before: ObjectName,
    /// The new full name.
    pub after: ObjectName,
    /// The index, under its new name.
    pub index: Index,
}

impl ChangeKind for RenameIndex {
    fn subject(&self) -> Subject<'_> {
        Subject::Index(&self.table, &self.after.name)
    }

    fn summary(&self) -> String {
        format!("rename index {} to {}", self.before, self.after.name)
    }

    fn creates(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::Index(self.after.clone())]
    }

    fn drops(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::Index(self.before.clone())]
    }

    fn title(&self) -> Option<Title> {
        Some(Title::one("change", format!("index_{}", self.table.name)))
    }

    fn follows_name_of(&self) -> Option<&ObjectName> {
        Some(&self.table)
    }

    fn hazards(&self) -> Hazards {
        Hazards::default() // it locks no table
    }

    fn promises(&self) -> Vec<Promise> {
        vec![Promise::no_index(&self.before), Promise::index(&self.table, &self.index)]
    }
}
