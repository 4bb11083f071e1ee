//! Tables.

use super::column::{self, ColumnDecision, Columns};
use super::foreign_key::ForeignKeyDecision;
use super::index::IndexDecision;
use super::primary_key::PrimaryKeyDecision;
use super::references::{ForeignKeyName, References};
use crate::diff::pair::Pair;
use crate::physical::{Database, ForeignKey, Table};

/// A table that only the old database has.
pub(crate) struct DroppedTable<'a> {
    /// The table.
    pub table: &'a Table,
    /// Its own foreign keys that are dropped before it.
    pub dropped_first: Vec<&'a ForeignKey>,
    /// Foreign keys of other tables that refer to it and will refer to another one: they are in its way.
    pub foreign_keys: Vec<ForeignKeyName<'a>>,
}

/// A table that both databases have.
pub(crate) struct KeptTable<'a> {
    /// The table.
    pub table: Pair<'a, Table>,
    /// Its columns.
    pub columns: Vec<ColumnDecision<'a>>,
    /// Its indexes.
    pub indexes: Vec<IndexDecision<'a>>,
    /// Its primary key.
    pub primary_key: PrimaryKeyDecision<'a>,
    /// Its foreign keys.
    pub foreign_keys: Vec<ForeignKeyDecision<'a>>,
}

/// Foreign keys between tables that are dropped together go first, so that the tables may go in any order; and so do
/// those that would be in the way of a change to the table that they refer to.
pub(super) fn drop<'a>(
    table: &'a Table,
    databases: Pair<'a, Database>,
    columns: &Columns<'a>,
    references: &References<'a>,
) -> DroppedTable<'a> {
    let is_in_the_way = |key: &&ForeignKey| {
        let referenced = &key.referenced_table;
        let sides = [databases.before, databases.after].map(|database| database.tables.get(referenced));
        let [Some(old), Some(new)] = sides else { return *referenced != table.name };
        has_other_key(old, new)
            || !has_like_indexes(old, new)
            || column::changes_family(columns, referenced, &key.referenced_columns)
    };
    let dropped_first = table.foreign_keys.values().filter(is_in_the_way).collect();
    DroppedTable { table, dropped_first, foreign_keys: references.to(&table.name) }
}

fn has_other_key(old: &Table, new: &Table) -> bool {
    let columns = |table: &'_ Table| table.primary_key.as_ref().map(|key| (key.name.clone(), key.columns.clone()));
    columns(old) != columns(new)
}

/// Whether the indexes of a table stay as they are.
fn has_like_indexes(old: &Table, new: &Table) -> bool {
    let (old, new) = (&old.indexes, &new.indexes);
    old.len() == new.len() && old.iter().all(|(name, index)| new.get(name).is_some_and(|same| same.is_like(index)))
}
