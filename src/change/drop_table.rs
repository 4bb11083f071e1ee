//! A table whose model is gone.

use serde::Serialize;

use super::{ChangeKind, ObjectRef, needs_of_column};
use crate::physical::{ObjectName, Table};
use crate::promise::Promise;

/// Drops a table, if it has exactly the columns that were known.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DropTable {
    /// The table as it was.
    pub table: Table,
    /// Foreign keys of tables that stay, as table and name, which refer to it and will refer to another one; they are
    /// added again afterwards.
    pub foreign_keys: Vec<(ObjectName, String)>,
}

impl ChangeKind for DropTable {
    fn summary(&self) -> String {
        format!("drop {} ({})", self.table.name, self.table.prisma_name())
    }

    fn drops(&self) -> Vec<ObjectRef> {
        let name = &self.table.name;
        let keys = self.table.primary_key.iter().map(|key| &key.name);
        let indexes = keys.chain(self.table.indexes.keys()).map(|index| ObjectRef::Index(name.sibling(index.clone())));
        let foreign_keys = self.foreign_keys.iter().map(|(table, key)| ObjectRef::constraint(table, key.as_str()));
        indexes.chain(foreign_keys).chain([ObjectRef::Table(name.clone())]).collect()
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
