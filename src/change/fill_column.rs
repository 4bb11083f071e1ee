//! A column that a table lacks, and that the rows which are there get a value for.

use serde::Serialize;

use super::{
    ChangeKind, Hazards, LabelsUsed, LockDuration, LockMode, ObjectRef, RowChange, RowSqlUse, Subject, Title,
    needs_of_column,
};
use crate::physical::{Column, ObjectName, SqlText};
use crate::promise::Promise;

/// Adds a column, fills it, and only then requires it: `@refract.backfill("expression")`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FillColumn {
    /// The table.
    pub table: ObjectName,
    /// The column as it will be.
    pub column: Column,
    /// What each row gets; it may name the other columns of the row.
    pub value: SqlText,
}

impl ChangeKind for FillColumn {
    fn subject(&self) -> Subject<'_> {
        Subject::Column(&self.table, &self.column.name)
    }

    fn summary(&self) -> String {
        format!("add and fill {}.{}", self.table, self.column.name)
    }

    fn creates(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::column(&self.table, self.column.name.as_str())]
    }

    fn needs(&self) -> Vec<ObjectRef> {
        // the expression may be over any column
        let mut needs = vec![ObjectRef::AllColumns(self.table.clone())];
        needs.extend(needs_of_column(&self.column));
        needs
    }

    fn hazards(&self) -> Hazards {
        let duration = if self.value.is_constant() { LockDuration::Instant } else { LockDuration::RowsAreFilled };
        Hazards::locks([&self.table], LockMode::AccessExclusive, duration)
    }

    fn title(&self) -> Option<Title> {
        let place = format!("to_{}", self.table.name);
        Some(Title::several("add", vec![self.column.name.clone()], "columns", place))
    }

    fn writes_columns(&self) -> &[Column] {
        std::slice::from_ref(&self.column)
    }

    fn uses_labels(&self) -> LabelsUsed<'_> {
        LabelsUsed::in_defaults(std::slice::from_ref(&self.column))
            .and(LabelsUsed::of_type(&self.column))
            .and(LabelsUsed::in_sql(&self.value))
    }

    fn follows_row_sql(&self) -> Option<RowSqlUse<'_>> {
        Some(RowSqlUse::Backfill(&self.table, &self.column.name))
    }

    fn changes_rows(&self) -> Option<RowChange<'_>> {
        Some(RowChange::Filled(&self.table, &self.column, &self.value))
    }

    fn promises(&self) -> Vec<Promise> {
        vec![Promise::column(&self.table, &self.column)]
    }
}
