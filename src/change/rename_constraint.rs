//! A key of another name.

use serde::Serialize;

use super::{ChangeKind, ObjectRef};
use crate::physical::ObjectName;
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
}

impl ChangeKind for RenameConstraint {
    fn summary(&self) -> String {
        format!("rename constraint {} of {} to {}", self.before, self.table, self.after)
    }

    fn creates(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::constraint(&self.table, self.after.as_str())]
    }

    fn drops(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::constraint(&self.table, self.before.as_str())]
    }

    fn promises(&self) -> Vec<Promise> {
        vec![Promise::no_constraint(&self.table, &self.before)]
    }
}
