//! Primary and foreign keys of a table that stays.

use std::collections::BTreeSet;

use super::pair::{Pair, by_key};
use super::table::Tables;
use crate::change::{
    AddForeignKey, AddPrimaryKey, Change, DropForeignKey, DropPrimaryKey, RenameConstraint, ReplaceForeignKey,
    ReplacePrimaryKey,
};
use crate::naming;
use crate::physical::{Database, ForeignKey, ObjectName, PrimaryKey, Table};

pub fn changes(tables: &Tables<'_>, table: Pair<'_, Table>, changes: &mut Vec<Change>) {
    primary_key(tables, table, changes);
    foreign_keys(tables, table, changes);
}

fn primary_key(tables: &Tables<'_>, table: Pair<'_, Table>, changes: &mut Vec<Change>) {
    let name = table.after.name.clone();
    match (&table.before.primary_key, &table.after.primary_key) {
        (None, None) => {}
        (None, Some(after)) => changes.push(AddPrimaryKey { table: name, primary_key: after.clone() }.into()),
        (Some(before), None) => {
            let foreign_keys = keys_on(tables, &name, before);
            changes.push(
                DropPrimaryKey { table: name, primary_key: before.clone(), foreign_keys: foreign_keys.clone() }.into(),
            );
            tables.add_again(&foreign_keys, changes);
        }
        (Some(before), Some(after)) if has_replaced_column(changes, &name, &before.columns) => {
            // the key went with its column
            let foreign_keys = keys_on(tables, &name, before);
            changes.push(AddPrimaryKey { table: name, primary_key: after.clone() }.into());
            tables.add_again(&foreign_keys, changes);
        }
        (Some(before), Some(after)) if before.columns == after.columns => {
            if before.name != after.name {
                changes.push(RenameConstraint::of_primary_key(&name, &before.name, after).into());
            }
        }
        (Some(before), Some(after)) => replace(tables, name, before, after, changes),
    }
}

fn replace(tables: &Tables<'_>, table: ObjectName, before: &PrimaryKey, after: &PrimaryKey, changes: &mut Vec<Change>) {
    let foreign_keys = keys_on(tables, &table, before);
    changes.push(
        ReplacePrimaryKey { table, before: before.clone(), after: after.clone(), foreign_keys: foreign_keys.clone() }
            .into(),
    );
    tables.add_again(&foreign_keys, changes);
}

/// Whether one of the columns is dropped and comes back as another type.
fn has_replaced_column(changes: &[Change], table: &ObjectName, columns: &[String]) -> bool {
    changes.iter().any(|change| match change {
        Change::DropColumn(drop) => drop.is_replaced && drop.table == *table && columns.contains(&drop.column.name),
        _ => false,
    })
}

/// A foreign key that has to make way comes back as it will be: nothing is left to replace.
pub fn leave_to_the_way_back(changes: &mut Vec<Change>) {
    let added: BTreeSet<(ObjectName, String)> = changes
        .iter()
        .filter_map(|change| match change {
            Change::AddForeignKey(add) => Some((add.table.clone(), add.foreign_key.name.clone())),
            _ => None,
        })
        .collect();
    changes.retain(|change| match change {
        Change::ReplaceForeignKey(replace) => !added.contains(&(replace.table.clone(), replace.after.name.clone())),
        _ => true,
    });
}

fn keys_on(tables: &Tables<'_>, table: &ObjectName, key: &PrimaryKey) -> Vec<(ObjectName, String)> {
    tables.keys_that_refer_to(table, |columns| {
        let (mut columns, mut key) = (columns.to_vec(), key.columns.clone());
        columns.sort();
        key.sort();
        columns == key
    })
}

fn foreign_keys(tables: &Tables<'_>, table: Pair<'_, Table>, changes: &mut Vec<Change>) {
    let name = &table.after.name;
    let mut keys = by_key(table.map(|table| &table.foreign_keys));
    keys.part_what_moved_on(is_same_but_for_its_name, |key| &key.name);
    let mut added = keys.added;
    for key in keys.dropped {
        // a key that would have to make way for the change of a type may as well go
        let stays = !is_on_replaced_column(changes, name, key) && !tables.changes_family(name, key);
        let place = added.iter().position(|other| stays && is_same_but_for_its_name(key, other));
        match place {
            Some(place) => {
                let after = added.remove(place);
                changes.push(RenameConstraint::of_foreign_key(name, &key.name, after).into());
            }
            None => changes.push(
                DropForeignKey { table: name.clone(), foreign_key: key.clone(), is_of_dropped_table: false }.into(),
            ),
        }
    }
    changes.extend(added.into_iter().map(|key| add(name, key)));
    for kept in keys.kept {
        let refers_to_dropped = !tables.databases.after.tables.contains_key(&kept.before.referenced_table);
        if refers_to_dropped || is_on_replaced_column(changes, name, kept.before) {
            tables.add_again(&[(name.clone(), kept.after.name.clone())], changes);
        } else if kept.before != kept.after {
            changes.push(
                ReplaceForeignKey {
                    table: name.clone(),
                    before: kept.before.clone(),
                    after: kept.after.clone(),
                    new_name: naming::suffixed(&kept.after.name, "_new"),
                    is_validated_later: false,
                }
                .into(),
            );
        }
    }
}

/// Puts foreign keys, given as table and name, back that had to make way.
pub fn add_again(after: &Database, keys: &[(ObjectName, String)], changes: &mut Vec<Change>) {
    for (table, name) in keys {
        let key = after.tables.get(table).and_then(|table| table.foreign_keys.get(name));
        let Some(again) = key.map(|key| add(table, key)) else { continue };
        if !changes.contains(&again) {
            changes.push(again);
        }
    }
}

fn add(table: &ObjectName, key: &ForeignKey) -> Change {
    AddForeignKey { table: table.clone(), foreign_key: key.clone(), is_on_new_table: false, is_validated_later: false }
        .into()
}

fn is_same_but_for_its_name(before: &ForeignKey, after: &ForeignKey) -> bool {
    ForeignKey { name: String::new(), ..before.clone() } == ForeignKey { name: String::new(), ..after.clone() }
}

/// Whether a column on one of its sides is dropped, and the key with it.
fn is_on_replaced_column(changes: &[Change], table: &ObjectName, key: &ForeignKey) -> bool {
    has_replaced_column(changes, table, &key.columns)
        || has_replaced_column(changes, &key.referenced_table, &key.referenced_columns)
}
