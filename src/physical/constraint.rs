//! Primary and foreign keys.

use serde::{Deserialize, Serialize};

use super::{ForeignKeyExtras, ObjectName, PrimaryKeyExtras, Validity};

/// A primary key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrimaryKey {
    /// The constraint's name.
    pub name: String,
    /// Column names, in key order.
    pub columns: Vec<String>,
    /// What it has that the schema language cannot express.
    #[serde(default, skip_serializing_if = "PrimaryKeyExtras::is_empty")]
    pub extras: PrimaryKeyExtras,
}

/// A foreign key: <https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK>.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForeignKey {
    /// The constraint's name.
    pub name: String,
    /// Referring columns.
    pub columns: Vec<String>,
    /// The table they refer to.
    pub referenced_table: ObjectName,
    /// Its columns, in the order of `columns`.
    pub referenced_columns: Vec<String>,
    /// When the row referred to is deleted.
    pub on_delete: ReferentialAction,
    /// When its key changes.
    pub on_update: ReferentialAction,
    /// What it has that the schema language cannot express.
    #[serde(default, skip_serializing_if = "ForeignKeyExtras::is_empty")]
    pub extras: Box<ForeignKeyExtras>,
}

impl ForeignKey {
    /// Whether the rows that are there are held to it.
    #[must_use]
    pub fn looks_at_rows(&self) -> bool {
        match self.extras.validity {
            Validity::Valid | Validity::ToBeValidated => true,
            Validity::NotValid | Validity::NotEnforced => false,
        }
    }
}

/// What happens to referring rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(missing_docs)] // PostgreSQL's own names
pub enum ReferentialAction {
    Cascade,
    Restrict,
    NoAction,
    SetNull,
    SetDefault,
}

impl ReferentialAction {
    /// As SQL has it.
    #[must_use]
    pub fn as_sql(self) -> &'static str {
        match self {
            Self::Cascade => "CASCADE",
            Self::Restrict => "RESTRICT",
            Self::NoAction => "NO ACTION",
            Self::SetNull => "SET NULL",
            Self::SetDefault => "SET DEFAULT",
        }
    }
}
