//! Columns that a table lacks.

use serde::Serialize;

use super::{
    ChangeKind, Hazards, LabelsUsed, LockDuration, LockMode, ObjectRef, Risk, RowChange, Subject, Title,
    needs_of_column, rewrite, sequence_of,
};
use crate::physical::{Column, ObjectName};
use crate::promise::Promise;

/// Adds the new columns of one table in one statement: <https://www.postgresql.org/docs/current/sql-altertable.html>.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AddColumns {
    /// The table.
    pub table: ObjectName,
    /// The columns, in the model's order.
    pub columns: Vec<Column>,
}

impl AddColumns {
    /// Columns for which the rows that are there would have no value.
    pub fn unfilled(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|column| !column.fills_existing_rows())
    }
}

impl ChangeKind for AddColumns {
    fn subject(&self) -> Subject<'_> {
        Subject::Table(&self.table)
    }

    fn summary(&self) -> String {
        let names: Vec<_> = self.columns.iter().map(|column| format!("{}.{}", self.table, column.name)).collect();
        format!("add {}", names.join(", "))
    }

    fn creates(&self) -> Vec<ObjectRef> {
        let columns = self.columns.iter().map(|column| ObjectRef::column(&self.table, column.name.as_str()));
        columns.chain(self.columns.iter().filter_map(sequence_of)).collect()
    }

    fn alters(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::AllColumns(self.table.clone())]
    }

    fn needs(&self) -> Vec<ObjectRef> {
        self.columns.iter().flat_map(needs_of_column).collect()
    }

    fn hazards(&self) -> Hazards {
        let duration = match rewrite::by_adding(&self.columns) {
            true => LockDuration::RowsAreRewritten,
            false => LockDuration::Instant,
        };
        let unfilled: Vec<String> = self.unfilled().map(|column| column.name.clone()).collect();
        let risk = (!unfilled.is_empty()).then(|| Risk::NotFilled { table: self.table.clone(), columns: unfilled });
        Hazards::locks([&self.table], LockMode::AccessExclusive, duration).and_fails_on(risk)
    }

    fn title(&self) -> Option<Title> {
        let names = self.columns.iter().map(|column| column.name.clone()).collect();
        Some(Title::several("add", names, "columns", format!("to_{}", self.table.name)))
    }

    fn writes_columns(&self) -> &[Column] {
        &self.columns
    }

    fn uses_labels(&self) -> LabelsUsed<'_> {
        LabelsUsed::in_defaults(&self.columns)
    }

    fn adds_columns(&self) -> Option<(&ObjectName, &[Column])> {
        Some((&self.table, &self.columns))
    }

    fn changes_rows(&self) -> Option<RowChange<'_>> {
        Some(RowChange::Added(&self.table, &self.columns))
    }

    fn promises(&self) -> Vec<Promise> {
        self.columns.iter().map(|column| Promise::column(&self.table, column)).collect()
    }
}
