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
        let name = &self.table.name;
        let keys = self.table.primary_key.iter().map(|key| &key.name);
        let indexes = keys.chain(self.table.indexes.keys()).map(|index| ObjectRef::Index(name.sibling(index.clone())));
        indexes.chain([ObjectRef::Table(name.clone())]).collect()
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
