//! Names of database objects.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::sql::quoted;

/// A table, type, index or sequence: its schema and its name, both as the catalog has them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ObjectName {
    /// The PostgreSQL schema.
    pub schema: String,
    /// The name in it.
    pub name: String,
}

impl ObjectName {
    /// Puts a name into a schema.
    pub fn new(schema: impl Into<String>, name: impl Into<String>) -> Self {
        Self { schema: schema.into(), name: name.into() }
    }

    /// Another name in the same schema.
    #[must_use]
    pub fn sibling(&self, name: impl Into<String>) -> Self {
        Self::new(self.schema.clone(), name)
    }

    /// As SQL has it, whatever the search_path.
    #[must_use]
    pub fn quoted(&self) -> String {
        format!("{}.{}", quoted(&self.schema), quoted(&self.name))
    }
}

/// For people: unquoted.
impl fmt::Display for ObjectName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.schema, self.name)
    }
}
