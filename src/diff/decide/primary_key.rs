//! The primary key of a table that stays.

use std::borrow::Cow;

use super::column::TableColumns;
use super::references::{ForeignKeyName, References};
use crate::diff::pair::Pair;
use crate::managed::primary_key_with_extras_of;
use crate::physical::PrimaryKey;

/// What becomes of a table's primary key.
pub(crate) enum PrimaryKeyDecision<'a> {
    /// It stays as it is, or there is none.
    Stays,
    /// Only the new table has one, or the old one is gone with one of its columns.
    Added(Cow<'a, PrimaryKey>),
    /// It stays under another name.
    Renamed(Pair<'a, PrimaryKey>),
    /// It gets other columns.
    Replaced {
        /// The key as it was.
        before: &'a PrimaryKey,
        /// The key as it will be.
        after: PrimaryKey,
        /// Foreign keys that rest on it.
        foreign_keys: Vec<ForeignKeyName<'a>>,
    },
    /// Only the old table has one.
    Dropped {
        /// The key.
        key: &'a PrimaryKey,
        /// Foreign keys that rest on it.
        foreign_keys: Vec<ForeignKeyName<'a>>,
    },
}

impl<'a> PrimaryKeyDecision<'a> {
    /// Foreign keys that are dropped for it and added again.
    pub(crate) fn foreign_keys(&self) -> &[ForeignKeyName<'a>] {
        match self {
            Self::Replaced { foreign_keys, .. } | Self::Dropped { foreign_keys, .. } => foreign_keys,
            Self::Stays | Self::Added(_) | Self::Renamed(_) => &[],
        }
    }
}

/// Decides about the primary key of a table, given what becomes of its columns.
pub(super) fn decide<'a>(columns: &TableColumns<'a>, references: &References<'a>) -> PrimaryKeyDecision<'a> {
    let table = columns.table;
    let resting_on =
        |key: &PrimaryKey| references.to_all_of(&table.after.name, key.columns.iter().map(String::as_str).collect());
    let stays = |column: &str| columns.staying.contains(column);
    let carried_over = |before: &PrimaryKey, after: &PrimaryKey| primary_key_with_extras_of(after, before, stays);
    match (&table.before.primary_key, &table.after.primary_key) {
        (None, None) => PrimaryKeyDecision::Stays,
        (None, Some(after)) => PrimaryKeyDecision::Added(Cow::Borrowed(after)),
        (Some(before), None) => PrimaryKeyDecision::Dropped { key: before, foreign_keys: resting_on(before) },
        // whatever depends on it is dropped for the column
        (Some(before), Some(after)) if columns.has_replaced(&before.columns) => {
            PrimaryKeyDecision::Added(Cow::Owned(carried_over(before, after)))
        }
        (Some(before), Some(after)) => {
            // a field that is added to PrimaryKey must be thought of here
            let PrimaryKey { name, columns: names, extras: _ } = after;
            let key = Pair { before, after };
            // the key is dropped together with a column that it includes
            let loses_column = before.extras.index.include.iter().any(|column| !stays(column));
            if before.columns != *names || loses_column {
                PrimaryKeyDecision::Replaced {
                    before,
                    after: carried_over(before, after),
                    foreign_keys: resting_on(before),
                }
            } else if before.name != *name {
                PrimaryKeyDecision::Renamed(key)
            } else {
                PrimaryKeyDecision::Stays
            }
        }
    }
}
