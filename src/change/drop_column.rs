//! A column whose field is gone.

use serde::Serialize;

use super::{ChangeKind, ObjectRef, needs_of_column};
use crate::physical::{Column, ObjectName};
use crate::promise::Promise;

/// Drops a column, if it is still of the type that was known.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DropColumn {
    /// The table.
    pub table: ObjectName,
    /// The column as it was.
    pub column: Column,
    /// Whether another column of the same name comes in its place.
    pub is_replaced: bool,
    /// Foreign keys of any table that refer to it, as table and name; they are added again afterwards.
    pub foreign_keys: Vec<(ObjectName, String)>,
}

impl ChangeKind for DropColumn {
    fn summary(&self) -> String {
        format!("drop {}.{}", self.table, self.column.name)
    }

    fn drops(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::column(&self.table, self.column.name.as_str())]
    }

    fn releases(&self) -> Vec<ObjectRef> {
        needs_of_column(&self.column)
    }

    fn loses(&self) -> Option<String> {
        Some(format!("{}.{}", self.table, self.column.name))
    }

    fn promises(&self) -> Vec<Promise> {
        if self.is_replaced { Vec::new() } else { vec![Promise::no_column(&self.table, &self.column.name)] }
    }
}
