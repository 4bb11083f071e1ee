//! Indexes of a table that stays.

use super::pair::{Pair, by_key};
use super::table::Tables;
use crate::change::{Change, CreateIndex, DropIndex, RenameIndex, ReplaceIndex};
use crate::naming;
use crate::physical::{Index, IndexChoice, ObjectName, Predicate, Table};

pub fn changes(tables: &Tables<'_>, table: Pair<'_, Table>, stays: &[String], changes: &mut Vec<Change>) {
    let name = &table.after.name;
    let mut indexes = by_key(table.map(|table| &table.indexes));
    indexes.part_what_moved_on(Index::is_defined_like, |index| &index.name);
    let mut added = indexes.added;
    let mut dropped = indexes.dropped;

    // what a default made follows the names of its table and column
    dropped.retain(|index| {
        let is_same = |other: &&Index| index.choice == IndexChoice::ByDefault && other.is_defined_like(index);
        let place = added.iter().position(|other| is_same(other) && is_whole(index, stays));
        place.map(|place| changes.push(rename(name, index, added.remove(place)))).is_none()
    });
    added.retain(|index| !is_satisfied(index, table.before, stays));
    dropped.retain(|index| !goes_by_default(index, table.after));
    for index in &dropped {
        let stays_whole = is_whole(index, stays) && !makes_way(changes, table, index);
        let place = added.iter().position(|other| stays_whole && other.is_defined_like(index));
        match place {
            Some(place) => changes.push(rename(name, index, added.remove(place))),
            None => drop(tables, table, index, changes),
        }
    }
    changes.extend(added.into_iter().map(|index| create(name, index)));
    for kept in indexes.kept {
        if goes_with_a_column(kept, table, stays) || makes_way(changes, table, kept.before) {
            changes.push(create(name, kept.after));
        } else if !kept.before.is_defined_like(kept.after) && !is_left_to_a_default(kept) {
            replace(tables, table, kept, changes);
        }
    }
}

/// Whether all columns of an index stay, and with them the index.
fn is_whole(index: &Index, stays: &[String]) -> bool {
    index.column_names().all(|name| stays.contains(name))
}

/// Whether PostgreSQL drops the index, because a column that it depends on is replaced. What a predicate of the
/// user's own depends on is not known: an index that is still there is not made again.
fn goes_with_a_column(kept: Pair<'_, Index>, table: Pair<'_, Table>, stays: &[String]) -> bool {
    let is_replaced = |name: &String| !stays.contains(name) && table.after.column(name).is_some();
    let is_open = matches!(kept.before.predicate, Some(Predicate::Raw(_))) && kept.before.is_defined_like(kept.after);
    kept.before.column_names().any(is_replaced)
        || (is_open && table.before.columns.iter().any(|column| is_replaced(&column.name)))
}

/// Whether the index is dropped so that a column of its predicate can become another type, or its type be rebuilt.
fn makes_way(changes: &[Change], table: Pair<'_, Table>, index: &Index) -> bool {
    let name = table.before.index_name(index);
    changes.iter().any(|change| match change {
        Change::AlterColumnType(alter) => alter.indexes.contains(&name),
        Change::RebuildEnum(rebuild) => rebuild.changed_indexes.contains(&name),
        _ => false,
    })
}

/// An index that only a default asks for, on a column that is not new: it is not made, and one over the
/// same columns satisfies whatever left its method open.
fn is_satisfied(index: &Index, before: &Table, stays: &[String]) -> bool {
    index.choice == IndexChoice::ByDefault && is_whole(index, stays)
        || index.choice == IndexChoice::MethodByDefault
            && is_whole(index, stays)
            && before
                .indexes
                .values()
                .any(|other| other.choice == IndexChoice::ByDefault && other.covers_the_same_as(index))
}

/// An index that a default made is not dropped when the default changes, and stays where an index of
/// the schema now asks for the same.
fn goes_by_default(index: &Index, after: &Table) -> bool {
    index.choice == IndexChoice::ByDefault && index.columns.iter().all(|column| after.column(&column.name).is_some())
}

/// The method was left to a default, and something over the same columns is there.
fn is_left_to_a_default(kept: Pair<'_, Index>) -> bool {
    kept.after.choice != IndexChoice::Schema && kept.before.covers_the_same_as(kept.after)
}

fn create(table: &ObjectName, index: &Index) -> Change {
    let name = table.sibling(index.name.clone());
    CreateIndex { table: table.clone(), name, index: index.clone(), is_on_new_table: false, is_concurrent: false }
        .into()
}

fn rename(table: &ObjectName, before: &Index, after: &Index) -> Change {
    RenameIndex {
        table: table.clone(),
        before: table.sibling(before.name.clone()),
        after: table.sibling(after.name.clone()),
        index: after.clone(),
    }
    .into()
}

fn drop(tables: &Tables<'_>, table: Pair<'_, Table>, index: &Index, changes: &mut Vec<Change>) {
    let foreign_keys = keys_on(tables, table, index);
    let name = table.before.index_name(index);
    let change =
        DropIndex { table: table.after.name.clone(), name, index: index.clone(), foreign_keys: foreign_keys.clone() };
    changes.push(change.into());
    tables.add_again(&foreign_keys, changes);
}

fn replace(tables: &Tables<'_>, table: Pair<'_, Table>, kept: Pair<'_, Index>, changes: &mut Vec<Change>) {
    let foreign_keys = keys_on(tables, table, kept.before);
    let name = table.after.index_name(kept.after);
    let new_name = name.sibling(naming::suffixed(&name.name, "_new"));
    changes.push(
        ReplaceIndex {
            table: table.after.name.clone(),
            name,
            new_name,
            before: kept.before.clone(),
            after: kept.after.clone(),
            foreign_keys: foreign_keys.clone(),
        }
        .into(),
    );
    tables.add_again(&foreign_keys, changes);
}

/// Foreign keys that may rest on a unique index, and are in its way.
fn keys_on(tables: &Tables<'_>, table: Pair<'_, Table>, index: &Index) -> Vec<(ObjectName, String)> {
    if !index.is_unique {
        return Vec::new();
    }
    let mut columns: Vec<&String> = index.columns.iter().map(|column| &column.name).collect();
    columns.sort();
    tables.keys_that_refer_to(&table.before.name, |referenced| {
        let mut referenced: Vec<&String> = referenced.iter().collect();
        referenced.sort();
        referenced == columns
    })
}
