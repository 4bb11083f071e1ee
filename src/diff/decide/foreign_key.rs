//! Foreign keys of a table that stays.

use std::collections::BTreeSet;

use super::column::{Columns, TableColumns, changes_family, has_replaced};
use super::references::ForeignKeyName;
use crate::diff::pair::{Pair, by_key};
use crate::diff::same_definition::{ByDefinition, split_renamed};
use crate::managed::{foreign_key_definition, waits_for_validation};
use crate::physical::{Database, ForeignKey, Table};

/// What becomes of a foreign key.
pub(crate) enum ForeignKeyDecision<'a> {
    /// Only the new table has it.
    Added(&'a ForeignKey),
    /// It stays as it is.
    Stays,
    /// It stays under another name.
    Renamed(Pair<'a, ForeignKey>),
    /// It becomes another one.
    Replaced(Pair<'a, ForeignKey>),
    /// Another change drops it, and it is added again, as it is to be.
    AddedAgain(Pair<'a, ForeignKey>),
    /// It stays, and the rows that were there when it came have still to be held to it.
    Validated(&'a ForeignKey),
    /// Only the old table has it.
    Dropped(&'a ForeignKey),
}

/// Decides about the foreign keys of a table, given what becomes of all columns, and which foreign keys are dropped for
/// another change.
pub(super) fn decide<'a>(
    of_table: &TableColumns<'a>,
    after: &Database,
    columns: &Columns<'a>,
    making_way: &BTreeSet<ForeignKeyName<'a>>,
) -> Vec<ForeignKeyDecision<'a>> {
    let table = &of_table.table.after.name;
    let is_on_replaced = |key: &ForeignKey| {
        of_table.has_replaced(&key.columns) || has_replaced(columns, &key.referenced_table, &key.referenced_columns)
    };
    let changes_family = |key: &ForeignKey| {
        changes_family(columns, table, &key.columns)
            || changes_family(columns, &key.referenced_table, &key.referenced_columns)
    };
    let makes_way = |key: &ForeignKey| making_way.contains(&ForeignKeyName { table, name: &key.name });

    // with a column or the table that it refers to
    let goes = |key: &ForeignKey| {
        let lacks = |table: &Table, columns: &[String]| columns.iter().any(|column| table.column(column).is_none());
        let referenced = after.tables.get(&key.referenced_table);
        referenced.is_none_or(|table| lacks(table, &key.referenced_columns))
            || lacks(of_table.table.after, &key.columns)
    };

    let mut keys = by_key(of_table.table.map(|table| &table.foreign_keys));
    split_renamed(&mut keys, foreign_key_definition, |key| !makes_way(key));
    let mut added = ByDefinition::of(keys.added, foreign_key_definition);
    let mut decisions = Vec::new();
    // of keys that stay: what people made beside one of them stays too
    let mut staying: BTreeSet<_> = keys.kept.iter().map(|kept| foreign_key_definition(kept.after)).collect();
    for before in keys.dropped {
        let own = Pair { before, after: before };
        // a key that would have to be dropped for the change of a type need not be added again
        let may_stay = !is_on_replaced(before) && !changes_family(before);
        let same = if before.extras.keeps_name || may_stay { added.take_same(before) } else { None };
        staying.extend(same.map(foreign_key_definition));
        let is_twin = before.extras.is_made_by_hand && staying.contains(&foreign_key_definition(before));
        decisions.push(match same {
            Some(_) if before.extras.keeps_name && may_stay && !makes_way(before) => ForeignKeyDecision::Stays,
            Some(_) if before.extras.keeps_name => ForeignKeyDecision::AddedAgain(own),
            Some(after) if makes_way(before) => ForeignKeyDecision::AddedAgain(Pair { before, after }),
            Some(after) => ForeignKeyDecision::Renamed(Pair { before, after }),
            None if !is_twin || goes(before) => ForeignKeyDecision::Dropped(before),
            None if is_on_replaced(before) || makes_way(before) => ForeignKeyDecision::AddedAgain(own),
            None => ForeignKeyDecision::Stays,
        });
    }
    decisions.extend(added.into_rest().map(ForeignKeyDecision::Added));
    decisions.extend(keys.kept.into_iter().map(|kept| {
        let refers_to_dropped = !after.tables.contains_key(&kept.before.referenced_table);
        if refers_to_dropped || is_on_replaced(kept.before) || makes_way(kept.before) {
            ForeignKeyDecision::AddedAgain(kept)
        } else if foreign_key_definition(kept.before) == foreign_key_definition(kept.after) {
            if waits_for_validation(kept.before) {
                ForeignKeyDecision::Validated(kept.after)
            } else {
                ForeignKeyDecision::Stays
            }
        } else {
            ForeignKeyDecision::Replaced(kept)
        }
    }));
    decisions
}
