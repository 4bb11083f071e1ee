//! Data that statements delete, even where something of the same name is created later.

use crate::physical::{ColumnType, ObjectName};
use crate::text::Span;

/// Data that is gone, or may be, after a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// What is lost.
    pub lost: Lost,
    /// The statement.
    pub span: Span,
}

/// What a statement takes away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lost {
    /// A table, with its rows.
    Table(ObjectName),
    /// A column of a table.
    Column(ObjectName, String),
    /// Whatever of the values of a column the new type does not hold.
    Conversion {
        /// The table.
        table: ObjectName,
        /// The column.
        column: String,
        /// What it was of.
        before: ColumnType,
        /// What it is of.
        after: ColumnType,
    },
}

impl Lost {
    /// As the head of a migration names it: `app.patients.nickname`.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Lost::Table(table) => table.to_string(),
            Lost::Column(table, column) | Lost::Conversion { table, column, .. } => format!("{table}.{column}"),
        }
    }
}
