//! A table whose model is gone.

use serde::Serialize;

use super::{
    ChangeKind, Dependents, Hazards, LockDuration, LockMode, LostData, ObjectRef, Subject, Title, needs_of_column,
};
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
    /// Unmanaged objects that depend on it.
    #[serde(skip_serializing_if = "Dependents::is_empty")]
    pub dependents: Box<Dependents>,
}

impl ChangeKind for DropTable {
    fn subject(&self) -> Subject<'_> {
        Subject::Table(&self.table.name)
    }

    fn summary(&self) -> String {
        format!("drop {} ({})", self.table.name, self.table.prisma_name())
    }

    fn drops(&self) -> Vec<ObjectRef> {
        let name = &self.table.name;
        let keys = self.table.primary_key.iter().map(|key| &key.name);
        let indexes = keys.chain(self.table.indexes.keys()).map(|index| ObjectRef::Index(name.sibling(index.clone())));
        let foreign_keys = self.foreign_keys.iter().map(|(table, key)| ObjectRef::constraint(table, key.as_str()));
        let own = [ObjectRef::Table(name.clone()), ObjectRef::TypeName(name.clone())];
        indexes.chain(foreign_keys).chain(own).collect()
    }

    fn releases(&self) -> Vec<ObjectRef> {
        self.table.columns.iter().flat_map(needs_of_column).collect()
    }

    fn hazards(&self) -> Hazards {
        let referenced = self.table.foreign_keys.values().map(|key| &key.referenced_table);
        let referring = self.foreign_keys.iter().map(|(table, _)| table);
        let tables = [&self.table.name].into_iter().chain(referenced).chain(referring);
        Hazards::locks(tables, LockMode::AccessExclusive, LockDuration::Instant)
            .and_loses(Some(LostData { detail: self.dependents.loss(), ..LostData::of_table(&self.table.name) }))
    }

    fn title(&self) -> Option<Title> {
        Some(Title::one("drop", self.table.name.name.clone()))
    }

    fn dependents(&self) -> Option<&Dependents> {
        Some(&self.dependents)
    }

    fn invalidates_names(&self) -> Vec<Subject<'_>> {
        vec![self.subject()]
    }

    fn promises(&self) -> Vec<Promise> {
        vec![Promise::no_table(&self.table.name)]
    }
}
