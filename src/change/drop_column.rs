//! A column whose field is gone.

use serde::Serialize;

use super::{
    ChangeKind, Dependents, Hazards, LockDuration, LockMode, LostData, ObjectRef, Subject, Title, needs_of_column,
};
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
    /// Unmanaged objects that depend on it.
    #[serde(skip_serializing_if = "Dependents::is_empty")]
    pub dependents: Box<Dependents>,
}

impl ChangeKind for DropColumn {
    fn subject(&self) -> Subject<'_> {
        Subject::Column(&self.table, &self.column.name)
    }

    fn summary(&self) -> String {
        format!("drop {}.{}", self.table, self.column.name)
    }

    fn drops(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::column(&self.table, self.column.name.as_str())]
    }

    fn releases(&self) -> Vec<ObjectRef> {
        needs_of_column(&self.column)
    }

    fn hazards(&self) -> Hazards {
        let referring = self.foreign_keys.iter().map(|(table, _)| table);
        let tables = [&self.table].into_iter().chain(referring).chain(self.dependents.tables());
        let detail = self.dependents.loss();
        Hazards::locks(tables, LockMode::AccessExclusive, LockDuration::Instant)
            .and_loses(Some(LostData { detail, ..LostData::of_column(&self.table, &self.column.name) }))
    }

    fn title(&self) -> Option<Title> {
        let place = format!("from_{}", self.table.name);
        Some(Title::several("drop", vec![self.column.name.clone()], "columns", place))
    }

    fn replaces_column(&self) -> Option<(&ObjectName, &Column)> {
        self.is_replaced.then_some((&self.table, &self.column))
    }

    fn dependents(&self) -> Option<&Dependents> {
        Some(&self.dependents)
    }

    fn invalidates_names(&self) -> Vec<Subject<'_>> {
        vec![self.subject()]
    }

    fn promises(&self) -> Vec<Promise> {
        if self.is_replaced { Vec::new() } else { vec![Promise::no_column(&self.table, &self.column.name)] }
    }
}
