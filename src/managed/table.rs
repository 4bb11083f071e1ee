//! Tables: which of them a schema could say, and what PostgreSQL refuses of those with partitions.

use crate::physical::{Database, IndexColumn, ObjectName, Table};

/// Whether a schema could say the table. refract neither changes nor drops a partition, or a table that inherits its columns.
#[must_use]
pub fn is_sayable(table: &Table) -> bool {
    table.extras.parents().next().is_none()
}

/// A unique index or primary key that a partitioned table cannot have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UncoveredKey {
    /// The table.
    pub table: ObjectName,
    /// The index or the key.
    pub name: String,
    /// The columns of the partition key.
    pub partition_key: Vec<String>,
}

/// New unique indexes and primary keys that do not have all columns of the partition key: PostgreSQL looks into one partition
/// only (<https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-LIMITATIONS>).
#[must_use]
pub fn uncovered_keys(before: &Database, after: &Database) -> Vec<UncoveredKey> {
    let mut uncovered = Vec::new();
    for (name, table) in &before.tables {
        let (Some(key), Some(later)) = (&table.extras.partition_key, after.tables.get(name)) else { continue };
        let mut add = |named: &str| {
            let (table, name, partition_key) = (name.clone(), named.to_owned(), key.columns.clone());
            uncovered.push(UncoveredKey { table, name, partition_key });
        };
        let primary_key = later.primary_key.as_ref().filter(|_| later.primary_key != table.primary_key);
        if let Some(primary_key) = primary_key.filter(|primary| !key.is_covered_by(primary.columns.iter())) {
            add(&primary_key.name);
        }
        for index in later.indexes.values().filter(|index| index.is_unique) {
            let columns = index.columns.iter().map(|IndexColumn { name, .. }| name);
            let is_there = table.indexes.values().any(|other| other.is_defined_like(index));
            if !is_there && !key.is_covered_by(columns) {
                add(&index.name);
            }
        }
    }
    uncovered
}
