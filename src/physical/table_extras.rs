//! What a table has that the schema language cannot express.

use serde::{Deserialize, Serialize};

use super::ObjectName;

/// What a table has beside what a schema can say. It satisfies the schema, and stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableExtras {
    /// Its rows are in partitions: <https://www.postgresql.org/docs/current/ddl-partitioning.html>.
    pub partition_key: Option<PartitionKey>,
    /// The table that it is a partition of.
    pub partition_of: Option<ObjectName>,
    /// Tables that it inherits from: <https://www.postgresql.org/docs/current/ddl-inherit.html>.
    pub inherits: Vec<ObjectName>,
}

/// What tells in which partition a row is: `PARTITION BY`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartitionKey {
    /// Its columns.
    pub columns: Vec<String>,
    /// Whether it has expressions too: then PostgreSQL allows no unique index and no primary key.
    pub has_expressions: bool,
}

impl TableExtras {
    /// Whether there is nothing that the schema could not say.
    #[must_use]
    pub fn is_none(&self) -> bool {
        *self == TableExtras::default()
    }

    /// The tables from which it has columns.
    pub fn parents(&self) -> impl Iterator<Item = &ObjectName> {
        self.partition_of.iter().chain(&self.inherits)
    }

    /// The same, to be changed.
    pub fn parents_mut(&mut self) -> impl Iterator<Item = &mut ObjectName> {
        self.partition_of.iter_mut().chain(&mut self.inherits)
    }
}

impl PartitionKey {
    /// Whether PostgreSQL can hold values apart over these columns: it looks into one partition only.
    #[must_use]
    pub fn is_covered_by<'c>(&self, columns: impl Iterator<Item = &'c String> + Clone) -> bool {
        !self.has_expressions && self.columns.iter().all(|name| columns.clone().any(|column| column == name))
    }
}
