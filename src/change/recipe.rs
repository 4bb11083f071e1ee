//! Steps in place of one, each in a transaction of its own, for changes that would hold a lock for long.

use super::{Change, CountDuplicates, CreateIndex, ValidateConstraint};
use crate::physical::{ForeignKey, ObjectName};

/// Which recipes that need more than one transaction are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recipes {
    /// Indexes on existing tables are built CONCURRENTLY.
    pub indexes: bool,
    /// Foreign keys and NOT NULL are proven after they came to hold for new rows.
    pub constraints: bool,
}

/// Builds an index beside those who write. A build that fails leaves an invalid index behind, so rows that a unique one
/// would not take are counted before.
pub(super) fn build(create: CreateIndex, becomes_unique: bool) -> Vec<Change> {
    let CreateIndex { table, name, index, is_on_new_table: _, is_concurrent: _ } = create.clone();
    let count: Option<Change> =
        (index.is_unique && becomes_unique).then(|| CountDuplicates { table, name, index }.into());
    count.into_iter().chain([CreateIndex { is_concurrent: true, ..create }.into()]).collect()
}

/// Holds the rows that are there to a foreign key.
pub(super) fn validate(table: &ObjectName, key: &ForeignKey) -> Change {
    ValidateConstraint { table: table.clone(), name: key.name.clone(), foreign_key: Some(key.clone()) }.into()
}
