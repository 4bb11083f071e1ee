//! Indexes of a table that stays.

use std::collections::BTreeSet;

use super::column::TableColumns;
use super::references::{ForeignKeyName, References};
use crate::diff::pair::{Pair, by_key};
use crate::diff::same_definition::{ByDefinition, split_renamed, stays};
use crate::physical::{Index, IndexChoice, ObjectName, Predicate, Table};

/// What becomes of an index. One that only a default asks for and that is not made, or not dropped, is not among them.
pub(crate) enum IndexDecision<'a> {
    /// Only the new table has it.
    Created(&'a Index),
    /// The old one is dropped for a change, or together with one of its columns: it is created again, with its extras.
    CreatedAgain(Pair<'a, Index>),
    /// It stays as it is.
    Stays,
    /// It stays under another name.
    Renamed(Pair<'a, Index>),
    /// Another one takes its name.
    Replaced {
        /// The index.
        index: Pair<'a, Index>,
        /// Foreign keys that rest on it.
        foreign_keys: Vec<ForeignKeyName<'a>>,
    },
    /// Only the old table has it.
    Dropped {
        /// The index.
        index: &'a Index,
        /// Foreign keys that rest on it.
        foreign_keys: Vec<ForeignKeyName<'a>>,
    },
}

impl<'a> IndexDecision<'a> {
    /// Foreign keys that are dropped for it and added again.
    pub(crate) fn foreign_keys(&self) -> &[ForeignKeyName<'a>] {
        match self {
            Self::Replaced { foreign_keys, .. } | Self::Dropped { foreign_keys, .. } => foreign_keys,
            Self::Created(_) | Self::CreatedAgain(_) | Self::Stays | Self::Renamed(_) => &[],
        }
    }
}

/// Decides about the indexes of a table, given what becomes of its columns and which indexes, by table and name, make
/// way for a change of a column.
pub(super) fn decide<'a>(
    columns: &TableColumns<'a>,
    in_the_way: &BTreeSet<(&ObjectName, &str)>,
    references: &References<'a>,
) -> Vec<IndexDecision<'a>> {
    let table = columns.table;
    let is_whole = |index: &Index| index.column_names().all(|name| columns.staying.contains(name.as_str()));
    let makes_way = |index: &Index| in_the_way.contains(&(&table.after.name, index.name.as_str()));
    let mut indexes = by_key(table.map(|table| &table.indexes));
    let is_by_hand = |index: &Index| index.choice == IndexChoice::ByHand;
    split_renamed(&mut indexes, Index::definition, |index| !is_by_hand(index));
    let mut added = ByDefinition::of(indexes.added, Index::definition);
    let mut decisions = Vec::new();

    // what a default made follows the names of its table and column
    indexes.dropped.retain(|&before| {
        let may_follow = before.choice == IndexChoice::ByDefault && is_whole(before);
        let after = may_follow.then(|| added.take_same(before)).flatten();
        decisions.extend(after.map(|after| IndexDecision::Renamed(Pair { before, after })));
        after.is_none()
    });
    added.retain(|index| !(is_whole(index) && is_satisfied(index, table.before)));
    indexes.dropped.retain(|index| !goes_by_default(index, table.after));
    // what nothing asks for is dropped with its columns, and created again where they are
    let comes_back = |index: &Index| makes_way(index) || is_over_replaced(index, columns);
    let has_columns = |index: &Index| index.column_names().all(|name| table.after.column(name).is_some());
    indexes.dropped.retain(|&index| {
        let comes_back = is_by_hand(index) && has_columns(index) && comes_back(index);
        decisions.extend(comes_back.then_some(IndexDecision::CreatedAgain(Pair { before: index, after: index })));
        !is_by_hand(index)
    });
    for before in indexes.dropped {
        let may_stay = is_whole(before) && !makes_way(before);
        decisions.push(match may_stay.then(|| added.take_same(before)).flatten() {
            Some(after) => IndexDecision::Renamed(Pair { before, after }),
            None => IndexDecision::Dropped { index: before, foreign_keys: resting_on(before, table, references) },
        });
    }
    decisions.extend(added.into_rest().map(IndexDecision::Created));
    decisions.extend(indexes.kept.into_iter().map(|kept| {
        if is_by_hand(kept.before) {
            // the name is taken, and stays so
            IndexDecision::Created(kept.after)
        } else if goes_with_a_column(kept, columns) || makes_way(kept.before) {
            IndexDecision::CreatedAgain(kept)
        } else if stays(kept) {
            IndexDecision::Stays
        } else {
            IndexDecision::Replaced { index: kept, foreign_keys: resting_on(kept.before, table, references) }
        }
    }));
    decisions
}

/// Whether PostgreSQL drops the index, because a column that it depends on is replaced. What a predicate of the
/// user's own depends on is not known: an index that is still there is not created again.
fn goes_with_a_column(kept: Pair<'_, Index>, columns: &TableColumns<'_>) -> bool {
    let is_open = matches!(kept.before.condition(), Some(Predicate::Raw(_))) && kept.before.is_defined_like(kept.after);
    is_over_replaced(kept.before, columns) || (is_open && !columns.replaced.is_empty())
}

fn is_over_replaced(index: &Index, columns: &TableColumns<'_>) -> bool {
    columns.replaced.iter().any(|name| index.may_depend_on(name))
}

/// An index that only a default asks for, on columns that are not new: it is not made, and one over the same columns
/// satisfies whatever left its method open.
fn is_satisfied(index: &Index, before: &Table) -> bool {
    match index.choice {
        IndexChoice::ByDefault => true,
        IndexChoice::MethodByDefault => {
            let mut by_default = before.indexes.values().filter(|other| other.choice == IndexChoice::ByDefault);
            by_default.any(|other| other.covers_the_same_as(index))
        }
        IndexChoice::Schema | IndexChoice::ByHand => false,
    }
}

/// An index that a default made is not dropped when the default changes, and stays where an index of
/// the schema now asks for the same.
fn goes_by_default(index: &Index, after: &Table) -> bool {
    index.choice == IndexChoice::ByDefault && index.columns.iter().all(|column| after.column(&column.name).is_some())
}

/// Foreign keys that may rest on a unique index, and are in its way.
fn resting_on<'a>(index: &Index, table: Pair<'a, Table>, references: &References<'a>) -> Vec<ForeignKeyName<'a>> {
    if !index.is_unique {
        return Vec::new();
    }
    references.to_all_of(&table.after.name, index.columns.iter().map(|column| column.name.as_str()).collect())
}
