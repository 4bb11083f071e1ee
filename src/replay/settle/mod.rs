//! Where a replayed database and the schema say the same in other words, the schema's words are taken; what the
//! schema language cannot say is left out. After that, whatever differs is a change.

mod column;
mod index;

use std::collections::{BTreeMap, BTreeSet};

use self::column::settle_column;
use self::index::{note_default_names, settle_indexes};
use super::names::learn_names;
use crate::managed::{self, mark_own_names};
use crate::physical::{Database, Extension, Index, ObjectName, Table, TableOrigin};

/// The replayed database in the words of the schema.
#[must_use]
pub fn settle(mut replayed: Database, schema: &Database) -> Database {
    let Database { default_schema: _, schemas, extensions, enums: _, tables, unmanaged: _, unmanaged_tables } = schema;
    let again = replayed.tables.extract_if(.., |name, _| unmanaged_tables.contains_key(name));
    replayed.unmanaged_tables.extend(again);
    // a schema may hold what refract does not know, and an extension may serve it: neither is ever dropped
    replayed.schemas.retain(|name| schemas.contains(name));
    replayed.extensions.retain(|name, _| extensions.contains_key(name));
    // what a schema could not express is not managed, and neither is a key to it
    replayed.tables.retain(|name, table| managed::table::is_sayable(table) || tables.contains_key(name));
    let there: BTreeSet<ObjectName> = replayed.tables.keys().cloned().collect();
    for table in replayed.tables.values_mut() {
        table.foreign_keys.retain(|_, key| there.contains(&key.referenced_table));
    }
    let mut indexes = tables.values().flat_map(|table| table.indexes.values());
    // only then do people write down what an index leaves out
    let says_predicates = indexes.any(|index| index.predicate.is_some());
    learn_names(&mut replayed, schema);
    for table in replayed.tables.values_mut() {
        note_default_names(table);
        if let Some(known) = tables.get(&table.name) {
            settle_table(table, known, says_predicates);
        }
    }
    settle_extensions(&mut replayed.extensions, extensions);
    replayed
}

fn settle_extensions(replayed: &mut BTreeMap<String, Extension>, known: &BTreeMap<String, Extension>) {
    for (name, extension) in replayed {
        // where and which was not asked for
        if let Some(Extension { name: _, schema, version }) = known.get(name) {
            extension.schema.take_if(|_| schema.is_none());
            // where an extension goes that was told nothing
            if extension.schema.is_none() && schema.as_deref() == Some("public") {
                extension.schema.clone_from(schema);
            }
            extension.version.take_if(|_| version.is_none());
        }
    }
}

fn settle_table(table: &mut Table, known_table: &Table, says_predicates: bool) {
    // keys have no words but their own
    let Table { name: _, origin: _, columns, primary_key: _, indexes: _, foreign_keys: _, extras: _ } = &mut *table;
    for column in columns {
        if let Some(known) = known_table.column(&column.name) {
            settle_column(column, known);
        }
    }
    settle_join_table(table, known_table);
    mark_own_names(table, known_table);
    settle_indexes(table, known_table, says_predicates);
}

/// The pairs of rows in a join table may be its key, or have a unique index, as they had before Prisma 6.
fn settle_join_table(table: &mut Table, known: &Table) {
    let (TableOrigin::ManyToMany { .. }, Some(key)) = (&known.origin, &known.primary_key) else { return };
    let is_key = |index: &Index| index.is_unique && index.columns.iter().map(|column| &column.name).eq(&key.columns);
    let unique = table.indexes.iter().find(|(_, index)| is_key(index)).map(|(name, _)| name.clone());
    match unique {
        Some(name) if table.primary_key.is_none() => {
            table.indexes.remove(&name);
            table.primary_key.clone_from(&known.primary_key);
        }
        _ => {}
    }
}
