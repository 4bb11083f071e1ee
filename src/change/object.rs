//! The objects that changes create, need and drop: what the order of a plan is made from.

use crate::physical::{Column, ElementType, ForeignKey, Index, ObjectName};

/// Something that has a name in a database.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)] // PostgreSQL's own words
pub enum ObjectRef {
    Schema(String),
    Extension(String),
    EnumType(ObjectName),
    Sequence(ObjectName),
    Table(ObjectName),
    /// Of a table.
    Column(ObjectName, String),
    /// Of a table.
    Constraint(ObjectName, String),
    Index(ObjectName),
}

impl ObjectRef {
    /// A column of a table.
    pub fn column(table: &ObjectName, column: impl Into<String>) -> Self {
        Self::Column(table.clone(), column.into())
    }

    /// A constraint of a table.
    pub fn constraint(table: &ObjectName, name: impl Into<String>) -> Self {
        Self::Constraint(table.clone(), name.into())
    }

    /// Columns of a table.
    #[must_use]
    pub fn columns(table: &ObjectName, names: &[String]) -> Vec<Self> {
        names.iter().map(|name| Self::column(table, name.as_str())).collect()
    }
}

/// The table and columns an index needs.
#[must_use]
pub fn needs_of_index(table: &ObjectName, index: &Index) -> Vec<ObjectRef> {
    let columns = index.columns.iter().map(|column| ObjectRef::column(table, column.name.as_str()));
    columns.chain([ObjectRef::Table(table.clone())]).collect()
}

/// The tables and columns a foreign key needs, on both sides.
#[must_use]
pub fn needs_of_foreign_key(table: &ObjectName, key: &ForeignKey) -> Vec<ObjectRef> {
    let mut needs = vec![ObjectRef::Table(table.clone()), ObjectRef::Table(key.referenced_table.clone())];
    needs.extend(ObjectRef::columns(table, &key.columns));
    needs.extend(ObjectRef::columns(&key.referenced_table, &key.referenced_columns));
    needs
}

/// The types a column needs.
#[must_use]
pub fn needs_of_column(column: &Column) -> Vec<ObjectRef> {
    match &column.column_type.element {
        ElementType::Enum(name) => vec![ObjectRef::EnumType(name.clone())],
        _ => Vec::new(),
    }
}
