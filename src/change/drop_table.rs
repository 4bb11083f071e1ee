//! A table whose model is gone.

use serde::Serialize;

use super::{ChangeKind, ObjectRef, needs_of_column};
use crate::physical::Table;
use crate::promise::Promise;

/// Drops a table, if it has exactly the columns that were known.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DropTable {
    /// The table as it was.
    pub table: Table,
}

impl ChangeKind for DropTable {
    fn summary(&self) -> String {
        format!("drop {} ({})", self.table.name, self.table.prisma_name())
    }

    fn drops(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::Table(self.table.name.clone())]
    }

    fn releases(&self) -> Vec<ObjectRef> {
        self.table.columns.iter().flat_map(needs_of_column).collect()
    }

    fn loses(&self) -> Option<String> {
        Some(self.table.name.to_string())
    }

    fn promises(&self) -> Vec<Promise> {
        vec![Promise::no_table(&self.table.name)]
    }
}
