//! Tables.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Column, ForeignKey, Index, ObjectName, PrimaryKey, TableExtras};

/// A table: <https://www.postgresql.org/docs/current/sql-createtable.html>.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Schema and name.
    pub name: ObjectName,
    /// What it stands for in the schema language.
    pub origin: TableOrigin,
    /// In the order of the model's fields.
    pub columns: Vec<Column>,
    /// The primary key, if it has one.
    pub primary_key: Option<PrimaryKey>,
    /// By name, which is unique in the schema.
    pub indexes: BTreeMap<String, Index>,
    /// By name, which is unique in the table.
    pub foreign_keys: BTreeMap<String, ForeignKey>,
    /// What it has that the schema language cannot express.
    #[serde(default, skip_serializing_if = "TableExtras::is_none")]
    pub extras: Box<TableExtras>,
}

/// What a table stands for in the schema language.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum TableOrigin {
    /// A model, by its name.
    Model(String),
    /// Nothing that is known: it was read from migrations.
    Unknown,
    /// The join table of an implicit m-n relation between two models.
    ManyToMany {
        /// The model of column A.
        a: String,
        /// The model of column B.
        b: String,
    },
}

impl Table {
    /// The column of that name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// An index's full name: it lives in the schema of its table.
    #[must_use]
    pub fn index_name(&self, index: &Index) -> ObjectName {
        self.name.sibling(index.name.clone())
    }

    /// How people know it: the model's name, or the two that it links.
    #[must_use]
    pub fn prisma_name(&self) -> String {
        match &self.origin {
            TableOrigin::Model(model) => model.clone(),
            TableOrigin::Unknown => self.name.name.clone(),
            TableOrigin::ManyToMany { a, b } => format!("{a} and {b}"),
        }
    }
}
