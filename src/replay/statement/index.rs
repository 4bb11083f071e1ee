//! `CREATE INDEX` as a value.

use super::WrittenPredicate;
use crate::physical::{
    IndexColumn, IndexColumnExtras, IndexExpression, IndexExtras, IndexMethod, OperatorClass, SortOrder, SqlStatement,
    StorageParameter,
};
use crate::sql::WrittenName;

/// `CREATE INDEX`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CreateIndex {
    /// Its name, if it has one.
    pub name: Option<WrittenName>,
    /// The table that it is on.
    pub table: WrittenName,
    /// `UNIQUE`.
    pub is_unique: bool,
    /// `IF NOT EXISTS`.
    pub may_be_there: bool,
    /// The access method; nothing for one that refract does not write.
    pub method: Option<IndexMethod>,
    /// What it is over.
    pub elements: Vec<Element>,
    /// What its elements and what it includes are called in the name that PostgreSQL makes up for it.
    pub called: Vec<String>,
    /// `WITH`, as far as refract writes it.
    pub parameters: Vec<StorageParameter>,
    /// `WHERE`.
    pub predicate: Option<WrittenPredicate>,
    /// What else is said of it.
    pub extras: IndexExtras,
    /// The statement, as it can stand in a transaction; nothing where the rest says all of it.
    pub words: Option<SqlStatement>,
}

/// One column of an index, or an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Element {
    /// The column; for an expression the name that PostgreSQL makes of it.
    pub name: String,
    /// Whether the name is that of a column.
    pub is_column: bool,
    /// What is indexed of it, when a directive can ask for that.
    pub expression: Option<IndexExpression>,
    /// `ASC` or `DESC`.
    pub sort: Option<SortOrder>,
    /// The operator class.
    pub operator_class: Option<OperatorClass>,
    /// What else is said of it.
    pub extras: IndexColumnExtras,
}

impl Element {
    /// As an index of the schema has it.
    #[must_use]
    pub(crate) fn into_column(self) -> IndexColumn {
        let Element { name, is_column: _, expression, sort, operator_class, extras } = self;
        IndexColumn { name, expression, sort, operator_class, extras }
    }
}
