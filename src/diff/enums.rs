//! Enum types: new ones, new values, and types made anew because values go.

use std::collections::BTreeSet;

use super::conversion;
use super::key;
use super::pair::{Pair, by_key};
use crate::change::{AddEnumValue, Change, CreateEnum, DropEnum, RebuildEnum, RebuiltColumn};
use crate::physical::{ColumnDefault, Database, Enum, ObjectName, Table};

/// Types that are made anew, whose columns then have the default they are to have.
pub fn changes(databases: Pair<'_, Database>, changes: &mut Vec<Change>) -> BTreeSet<ObjectName> {
    let enums = by_key(databases.map(|database| &database.enums));
    changes.extend(enums.added.into_iter().map(|added| CreateEnum { enumeration: added.clone() }.into()));
    changes.extend(enums.dropped.into_iter().map(|dropped| DropEnum { enumeration: dropped.clone() }.into()));
    let mut rebuilt = BTreeSet::new();
    for kept in enums.kept {
        let removed: Vec<String> =
            kept.before.labels.iter().map(|value| value.label.clone()).filter(|label| !kept.after.has(label)).collect();
        if removed.is_empty() {
            changes.extend(added_values(kept).map(Change::from));
        } else {
            rebuilt.insert(kept.after.name.clone());
            let rebuild = rebuild(databases, kept.after, removed);
            let foreign_keys = rebuild.foreign_keys.clone();
            changes.push(rebuild.into());
            key::add_again(databases.after, &foreign_keys, changes);
        }
    }
    rebuilt
}

/// The order of labels that are there is nobody's business; a new one goes to its place.
fn added_values(kept: Pair<'_, Enum>) -> impl Iterator<Item = AddEnumValue> {
    let labels = &kept.after.labels;
    let is_new = move |at: usize| labels.get(at).is_some_and(|value| !kept.before.has(&value.label));
    (0..labels.len()).filter(move |&at| is_new(at)).map(move |at| {
        let is_at_end = (at..labels.len()).all(is_new);
        let after = (!is_at_end && at > 0).then(|| labels[at - 1].label.clone());
        // in front of the first one that was there: new ones are added from the left
        let next = (at + 1..labels.len()).find(|&next| !is_new(next));
        let before = next.filter(|_| at == 0).map(|next| labels[next].label.clone());
        AddEnumValue { enumeration: kept.after.name.clone(), label: labels[at].label.clone(), after, before }
    })
}

fn rebuild(databases: Pair<'_, Database>, enumeration: &Enum, removed: Vec<String>) -> RebuildEnum {
    let mut rebuild = RebuildEnum::new(enumeration.clone(), removed);
    for before in databases.before.tables.values() {
        let Some(after) = databases.after.tables.get(&before.name) else { continue };
        let columns = rebuilt_columns(before, after, &enumeration.name);
        if !columns.is_empty() {
            for index in before.indexes.values().filter(|index| index.predicate.is_some()) {
                match after.indexes.get(&index.name) {
                    Some(same) if same == index => rebuild.add_index(&before.name, index),
                    Some(_) => rebuild.changed_indexes.push(before.index_name(index)),
                    None => {}
                }
            }
        }
        rebuild.columns.extend(columns);
    }
    rebuild.foreign_keys = keys_over(databases, &rebuild.columns);
    rebuild
}

/// Foreign keys that stay and have one of these columns on one of their sides, which change their type one by one.
fn keys_over(databases: Pair<'_, Database>, columns: &[RebuiltColumn]) -> Vec<(ObjectName, String)> {
    let is_over = |table: &ObjectName, names: &[String]| {
        columns.iter().any(|column| column.table == *table && names.contains(&column.name))
    };
    let mut keys = Vec::new();
    for table in databases.before.tables.values() {
        let Some(after) = databases.after.tables.get(&table.name) else { continue };
        let stays = table.foreign_keys.values().filter(|key| after.foreign_keys.contains_key(&key.name));
        let over = stays.filter(|key| {
            is_over(&table.name, &key.columns) || is_over(&key.referenced_table, &key.referenced_columns)
        });
        keys.extend(over.map(|key| (table.name.clone(), key.name.clone())));
    }
    keys
}

/// The table's columns of the type as it was, but for those that go or become another type, which happens before.
fn rebuilt_columns(table: &Table, after: &Table, enumeration: &ObjectName) -> Vec<RebuiltColumn> {
    table
        .columns
        .iter()
        .filter(|column| column.enum_type() == Some(enumeration))
        .filter_map(|column| {
            let new = after.column(&column.name)?;
            let changes_type = conversion::differs(&column.column_type, &new.column_type);
            (!changes_type).then(|| RebuiltColumn {
                table: table.name.clone(),
                name: column.name.clone(),
                column_type: column.column_type.clone(),
                has_default: column.default.is_some(),
                default: new.default.clone().filter(|default| *default != ColumnDefault::Unknown),
            })
        })
        .collect()
}
