//! What becomes of all that two databases hold, decided once: two [`Database`]s in, [`Decisions`] out.
//!
//! Each decision depends only on those before it, in the order of [`Decisions::of`], and none is changed later. `emit` writes the
//! changes from them.

mod column;
mod dependency_graph;
mod enums;
mod foreign_key;
mod index;
mod object;
mod primary_key;
mod references;
mod table;

use std::collections::BTreeSet;

pub(super) use column::{ColumnDecision, ConvertedColumn};
pub(super) use enums::{EnumDecision, RebuiltEnum};
pub(super) use foreign_key::ForeignKeyDecision;
pub(super) use index::IndexDecision;
pub(super) use object::Objects;
pub(super) use primary_key::PrimaryKeyDecision;
pub(super) use references::ForeignKeyName;
pub(super) use table::{DroppedTable, KeptTable};

use super::pair::{Pair, by_key};
use crate::physical::{Database, Extension, ObjectName, SqlByColumn, Table};
use column::{Columns, TableColumns};
use references::References;

/// What becomes of everything that the databases hold.
pub(super) struct Decisions<'a> {
    /// Schemas that only the new database has. None is dropped: it may hold what refract does not know.
    pub created_schemas: Vec<&'a str>,
    /// Extensions that only the new database has. None is dropped: something that refract does not know may need it.
    pub created_extensions: Vec<&'a Extension>,
    /// Extensions that both have, perhaps in another version or schema.
    pub kept_extensions: Vec<Pair<'a, Extension>>,
    /// Enum types of both databases.
    pub enums: Vec<EnumDecision<'a>>,
    /// Tables that only the new database has.
    pub created_tables: Vec<&'a Table>,
    /// Tables that only the old database has.
    pub dropped_tables: Vec<DroppedTable<'a>>,
    /// Tables that both have, by name.
    pub kept_tables: Vec<KeptTable<'a>>,
    /// Unmanaged objects that depend on all this.
    pub objects: Objects<'a>,
}

impl<'a> Decisions<'a> {
    /// Decides, for two databases in which a name stands for the same thing. `conversions` says how the values of a
    /// column get into its new type where the user knows better.
    pub(super) fn of(databases: Pair<'a, Database>, conversions: &SqlByColumn) -> Decisions<'a> {
        // a field that is added to Database must be thought of here
        let Database {
            default_schema: _,
            schemas,
            extensions: _,
            enums: _,
            tables: _,
            unmanaged: _,
            unmanaged_tables: _,
        } = databases.after;
        let extensions = by_key(databases.map(|database| &database.extensions));
        let tables = by_key(databases.map(|database| &database.tables));
        let references = References::between(&tables.kept);
        let rebuilt = enums::rebuilt(databases);
        let of_table = |&table| column::decide(table, &rebuilt, conversions, &references);
        let columns = tables.kept.iter().map(|table| (&table.after.name, of_table(table))).collect();
        let enums = enums::decide(databases, &columns, &references);
        let drop = |table| table::drop(table, databases, &columns, &references);
        let dropped_tables: Vec<DroppedTable<'a>> = tables.dropped.into_iter().map(drop).collect();
        let over_columns = indexes_and_primary_keys(&enums, &columns, &references);
        let making_way = foreign_keys_making_way(&enums, &dropped_tables, &columns, &over_columns);
        let of_table = |table| foreign_key::decide(table, databases.after, &columns, &making_way);
        let foreign_keys: Vec<_> = columns.values().map(of_table).collect();
        let objects = object::decide(databases, &columns, &enums, &dropped_tables);
        Decisions {
            created_schemas: schemas.difference(&databases.before.schemas).map(String::as_str).collect(),
            created_extensions: extensions.added,
            kept_extensions: extensions.kept,
            enums,
            created_tables: tables.added,
            dropped_tables,
            kept_tables: keep(columns, over_columns, foreign_keys),
            objects,
        }
    }
}

/// Of one table.
type IndexesAndPrimaryKey<'a> = (Vec<IndexDecision<'a>>, PrimaryKeyDecision<'a>);

fn indexes_and_primary_keys<'a>(
    enums: &[EnumDecision<'a>],
    columns: &Columns<'a>,
    references: &References<'a>,
) -> Vec<IndexesAndPrimaryKey<'a>> {
    let in_the_way = indexes_in_the_way(enums, columns);
    let of_table = |table| (index::decide(table, &in_the_way, references), primary_key::decide(table, references));
    columns.values().map(of_table).collect()
}

fn keep<'a>(
    columns: Columns<'a>,
    over_columns: Vec<IndexesAndPrimaryKey<'a>>,
    foreign_keys: Vec<Vec<ForeignKeyDecision<'a>>>,
) -> Vec<KeptTable<'a>> {
    let parts = columns.into_values().zip(over_columns).zip(foreign_keys);
    let keep = |((TableColumns { table, decisions: columns, .. }, (indexes, primary_key)), foreign_keys)| {
        // a field that is added to Table must be decided about too
        let Table { name: _, origin: _, columns: _, primary_key: _, indexes: _, foreign_keys: _, extras: _ } =
            table.after;
        KeptTable { table, columns, indexes, primary_key, foreign_keys }
    };
    parts.map(keep).collect()
}

/// Indexes, with their tables, that are dropped so that a column can get another type, or its type be created again.
fn indexes_in_the_way<'a>(enums: &[EnumDecision<'a>], columns: &Columns<'a>) -> BTreeSet<(&'a ObjectName, &'a str)> {
    let of_enums = enums.iter().filter_map(EnumDecision::as_rebuilt).flat_map(|rebuilt| &rebuilt.changed_indexes);
    let of_enums = of_enums.map(|(table, index)| (*table, index.name.as_str()));
    let of_columns = columns.values().flat_map(|columns| {
        let converted = columns.decisions.iter().filter_map(ColumnDecision::as_converted);
        converted.flat_map(|column| &column.indexes).map(|index| (&columns.table.after.name, index.name.as_str()))
    });
    of_enums.chain(of_columns).collect()
}

/// Foreign keys that are dropped so that something else can change.
fn foreign_keys_making_way<'a>(
    enums: &[EnumDecision<'a>],
    dropped: &[DroppedTable<'a>],
    columns: &Columns<'a>,
    over_columns: &[IndexesAndPrimaryKey<'a>],
) -> BTreeSet<ForeignKeyName<'a>> {
    let of_enums = enums.iter().filter_map(EnumDecision::as_rebuilt).flat_map(|rebuilt| &rebuilt.foreign_keys);
    let of_tables = dropped.iter().flat_map(|table| &table.foreign_keys);
    let of_columns = columns.values().flat_map(|columns| &columns.decisions).flat_map(ColumnDecision::foreign_keys);
    let of_indexes = over_columns.iter().flat_map(|(indexes, _)| indexes).flat_map(IndexDecision::foreign_keys);
    let of_primary_keys = over_columns.iter().flat_map(|(_, primary_key)| primary_key.foreign_keys());
    of_enums.chain(of_tables).chain(of_columns).chain(of_indexes).chain(of_primary_keys).copied().collect()
}
