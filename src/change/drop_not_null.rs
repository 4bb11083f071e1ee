//! A column that becomes optional.

use serde::Serialize;

use super::{ChangeKind, Hazards, LockDuration, LockMode, ObjectRef, Subject};
use crate::physical::{Column, ObjectName};
use crate::promise::Promise;

/// Makes a column take NULL.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DropNotNull {
    /// The table.
    pub table: ObjectName,
    /// The column as it will be.
    pub column: Column,
}

impl ChangeKind for DropNotNull {
    fn subject(&self) -> Subject<'_> {
        Subject::Column(&self.table, &self.column.name)
    }

    fn summary(&self) -> String {
        format!("make {}.{} optional", self.table, self.column.name)
    }

    fn alters(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::column(&self.table, self.column.name.as_str())]
    }

    fn hazards(&self) -> Hazards {
        Hazards::locks([&self.table], LockMode::AccessExclusive, LockDuration::Instant)
    }

    fn promises(&self) -> Vec<Promise> {
        vec![Promise::column(&self.table, &self.column)]
    }
}
