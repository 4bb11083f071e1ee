//! Where a replayed database and the schema say the same in other words, the schema's words are taken; what the
//! schema language cannot say is left out. After that, whatever differs is a change.

mod column;
mod index;

use std::collections::{BTreeMap, BTreeSet};

use self::column::settle_column;
use self::index::settle_index;
use super::names::learn_names;
use crate::managed;
use crate::physical::{Database, Extension, Index, ObjectName, Table, TableOrigin};

/// The replayed database in the words of the schema.
#[must_use]
pub fn settle(mut replayed: Database, schema: &Database) -> Database {
    let Database { default_schema: _, schemas, extensions, enums: _, tables, unmanaged_tables } = schema;
    let again = replayed.tables.extract_if(.., |name, _| unmanaged_tables.contains_key(name));
    replayed.unmanaged_tables.extend(again);
    // a schema may hold what refract does not know, and an extension may serve it: neither is ever dropped
    replayed.schemas.retain(|name| schemas.contains(name));
    replayed.extensions.retain(|name, _| extensions.contains_key(name));
    // what a schema could not say is nobody's, and a key to it is not either
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
    leave_out_unsayable(table, known_table);
    settle_links(table, known_table);
    for index in table.indexes.values_mut() {
        if let Some(known) = known_table.indexes.get(&index.name) {
            settle_index(index, known, known_table);
            index.predicate.take_if(|_| !says_predicates);
        }
    }
}

/// The pairs of a table of links may be its key, or have a unique index, as they had before Prisma 6.
fn settle_links(table: &mut Table, known: &Table) {
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

/// Partial indexes and those over expressions that the schema does not have are left out: a person made them. One over a
/// column that the schema does not have is in doubt: the column may have a new name.
fn leave_out_unsayable(table: &mut Table, known: &Table) {
    let is_in_doubt = |index: &Index| index.column_names().any(|column| known.column(column).is_none());
    let is_sayable =
        |index: &Index| index.predicate.is_none() && index.columns.iter().all(|column| column.expression.is_none());
    table.indexes.retain(|name, index| is_sayable(index) || known.indexes.contains_key(name) || is_in_doubt(index));
}
