//! Tables.

use super::{column, foreign_key, index, owned, primary_key};
use crate::change::{AddForeignKey, Change, CreateIndex, CreateTable, DropForeignKey, DropTable};
use crate::diff::decide::{DroppedTable, KeptTable, Objects};
use crate::physical::Table;

/// A new table, and then its indexes and foreign keys.
pub(super) fn create(table: &Table, changes: &mut Vec<Change>) {
    // a field that is added to Table must be thought of here
    let Table { name, origin, columns, primary_key, indexes, foreign_keys, extras } = table;
    let alone = Table {
        name: name.clone(),
        origin: origin.clone(),
        columns: columns.clone(),
        primary_key: primary_key.clone(),
        indexes: [].into(),
        foreign_keys: [].into(),
        extras: extras.clone(),
    };
    changes.push(CreateTable { table: alone }.into());
    changes.extend(indexes.values().map(|index| {
        let (table, name, index) = (name.clone(), table.index_name(index), index.clone());
        CreateIndex { table, name, index, is_on_new_table: true, is_concurrent: false }.into()
    }));
    changes.extend(foreign_keys.values().map(|key| {
        let (table, foreign_key) = (name.clone(), key.clone());
        AddForeignKey { table, foreign_key, is_on_new_table: true, is_validated_later: false }.into()
    }));
}

/// A table that goes.
pub(super) fn drop<'a>(dropped: &DroppedTable<'a>, objects: &Objects<'a>, changes: &mut Vec<Change>) {
    let DroppedTable { table, dropped_first, foreign_keys } = dropped;
    changes.extend(dropped_first.iter().map(|&key| {
        let (table, foreign_key) = (table.name.clone(), key.clone());
        DropForeignKey { table, foreign_key, is_of_dropped_table: true }.into()
    }));
    let dependents = objects.of_table(&table.name);
    changes.push(DropTable { table: (*table).clone(), foreign_keys: owned(foreign_keys), dependents }.into());
}

/// A table that stays.
pub(super) fn alter<'a>(kept: &KeptTable<'a>, objects: &Objects<'a>, changes: &mut Vec<Change>) {
    let KeptTable { table, columns, indexes, primary_key, foreign_keys } = kept;
    column::emit(&table.after.name, columns, objects, changes);
    changes.extend(indexes.iter().filter_map(|decision| index::change(*table, decision)));
    changes.extend(primary_key::change(&table.after.name, primary_key));
    changes.extend(foreign_keys.iter().filter_map(|decision| foreign_key::change(&table.after.name, decision)));
}
