//! A column that becomes required.

use serde::Serialize;

use super::{ChangeKind, ObjectRef};
use crate::physical::{Column, ObjectName};
use crate::promise::Promise;

/// Makes a column refuse NULL. The NULLs that are there are counted first.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SetNotNull {
    /// The table.
    pub table: ObjectName,
    /// The column as it will be.
    pub column: Column,
}

impl ChangeKind for SetNotNull {
    fn summary(&self) -> String {
        format!("require {}.{}", self.table, self.column.name)
    }

    fn alters(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::column(&self.table, self.column.name.as_str())]
    }

    fn risk(&self) -> Option<String> {
        Some(format!(
            "{}.{} becomes required: it fails, and changes nothing, while a row holds NULL",
            self.table, self.column.name
        ))
    }

    fn promises(&self) -> Vec<Promise> {
        vec![Promise::column(&self.table, &self.column)]
    }
}
