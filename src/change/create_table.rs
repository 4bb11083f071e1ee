//! A table that is missing.

use serde::Serialize;

use super::{ChangeKind, Hazards, LabelsUsed, ObjectRef, Part, Subject, Title, needs_of_column, sequence_of};
use crate::physical::{Column, ObjectName, Table};
use crate::promise::Promise;

/// Creates a table with its columns and primary key. Indexes and foreign keys are changes of their own,
/// so that tables may refer to one another in any order: <https://www.postgresql.org/docs/current/sql-createtable.html>.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CreateTable {
    /// The table.
    pub table: Table,
}

impl ChangeKind for CreateTable {
    fn subject(&self) -> Subject<'_> {
        Subject::Table(&self.table.name)
    }

    fn part(&self) -> Part {
        Part::Creation
    }

    fn summary(&self) -> String {
        format!("create {} ({})", self.table.name, self.table.prisma_name())
    }

    fn creates(&self) -> Vec<ObjectRef> {
        let name = &self.table.name;
        let columns = self.table.columns.iter().map(|column| ObjectRef::column(name, column.name.as_str()));
        let key = self.table.primary_key.iter().map(|key| ObjectRef::Index(name.sibling(key.name.clone())));
        let sequences = self.table.columns.iter().filter_map(sequence_of);
        let own = [ObjectRef::Table(name.clone()), ObjectRef::TypeName(name.clone())];
        columns.chain(key).chain(sequences).chain(own).collect()
    }

    fn needs(&self) -> Vec<ObjectRef> {
        let schema = ObjectRef::Schema(self.table.name.schema.clone());
        self.table.columns.iter().flat_map(needs_of_column).chain([schema]).collect()
    }

    fn title(&self) -> Option<Title> {
        Some(Title::several("create", vec![self.table.name.name.clone()], "tables", String::new()))
    }

    fn new_table(&self) -> Option<&ObjectName> {
        Some(&self.table.name)
    }

    fn writes_columns(&self) -> &[Column] {
        &self.table.columns
    }

    fn uses_labels(&self) -> LabelsUsed<'_> {
        LabelsUsed::in_defaults(&self.table.columns)
    }

    fn hazards(&self) -> Hazards {
        Hazards::default() // it locks no table
    }

    fn promises(&self) -> Vec<Promise> {
        let name = &self.table.name;
        let columns = self.table.columns.iter().map(|column| Promise::column(name, column));
        let key = self.table.primary_key.iter().map(|key| Promise::primary_key(name, key));
        [Promise::table(name)].into_iter().chain(columns).chain(key).collect()
    }
}
