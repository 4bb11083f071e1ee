//! The part of a database that one target holds.

use std::collections::BTreeSet;

use super::extensions;
use super::route::Routing;
use crate::config::{Target, glob_matches};
use crate::physical::{Database, Enum, Extension, ForeignKey, ObjectName, Table, TableOrigin};

/// What a target holds, and what it cannot hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Projection {
    /// The part of the database.
    pub database: Database,
    /// Relations that this database cannot enforce, because it does not hold their other side.
    pub lost: Vec<LostForeignKey>,
    /// Whether it was read from migrations, which do not say everything in the words of a schema.
    pub is_replayed: bool,
}

/// A relation without a foreign key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LostForeignKey {
    /// The referring table.
    pub table: ObjectName,
    /// The model or models behind it.
    pub model: String,
    /// Referring columns.
    pub columns: Vec<String>,
    /// The table that is in another database.
    pub referenced_table: ObjectName,
    /// The model behind it.
    pub referenced_model: String,
}

impl LostForeignKey {
    /// Whether a database has the columns of the relation.
    #[must_use]
    pub fn is_of(&self, database: &Database) -> bool {
        let table = database.tables.get(&self.table);
        table.is_some_and(|table| self.columns.iter().all(|column| table.column(column).is_some()))
    }
}

/// Projects the database that would hold everything on one target.
#[must_use]
pub fn project(full: &Database, routing: &Routing, target: &Target) -> Projection {
    let mut projection = Projection::default();
    for table in full.tables.values().filter(|table| belongs(table, routing, target)) {
        let mut table = table.clone();
        let keys = std::mem::take(&mut table.foreign_keys);
        for (name, key) in keys {
            let holds = full.tables.get(&key.referenced_table).is_some_and(|other| belongs(other, routing, target));
            if holds && target.foreign_keys {
                table.foreign_keys.insert(name, key);
            } else if !holds {
                projection.lost.push(lost(full, &table, &key));
            }
        }
        projection.database.tables.insert(table.name.clone(), table);
    }
    types(full, target, &mut projection.database);
    projection.database.extensions = extensions_of(full, target, &projection.database);
    schemas(full, target, &mut projection.database);
    projection.lost.sort();
    projection
}

/// A table of links goes where both its models are, or else where the first one is.
fn belongs(table: &Table, routing: &Routing, target: &Target) -> bool {
    match &table.origin {
        TableOrigin::Model(model) => routing.takes(&target.name, model),
        TableOrigin::Unknown => false,
        TableOrigin::ManyToMany { a, b } => {
            let has_both = |target: &str| routing.takes(target, a) && routing.takes(target, b);
            let somewhere =
                routing.models.get(a).is_some_and(|routes| routes.iter().any(|route| has_both(&route.target)));
            if somewhere { has_both(&target.name) } else { routing.takes(&target.name, a) }
        }
    }
}

fn lost(full: &Database, table: &Table, key: &ForeignKey) -> LostForeignKey {
    let ForeignKey { name: _, columns, referenced_table, referenced_columns: _, on_delete: _, on_update: _ } = key;
    LostForeignKey {
        table: table.name.clone(),
        model: table.prisma_name(),
        columns: columns.clone(),
        referenced_table: referenced_table.clone(),
        referenced_model: full.tables.get(referenced_table).map(Table::prisma_name).unwrap_or_default(),
    }
}

/// An enum goes where a column is of it; one that no column is of goes where its schema goes.
fn types(full: &Database, target: &Target, database: &mut Database) {
    let used = |tables: &Database| -> BTreeSet<ObjectName> {
        tables
            .tables
            .values()
            .flat_map(|table| &table.columns)
            .filter_map(|column| column.enum_type().cloned())
            .collect()
    };
    let (here, anywhere) = (used(database), used(full));
    let takes_schema = |name: &ObjectName| {
        target.schemas.is_empty() || target.schemas.iter().any(|pattern| glob_matches(pattern, &name.schema))
    };
    let belongs = |name: &ObjectName| here.contains(name) || (!anywhere.contains(name) && takes_schema(name));
    let enums = full.enums.iter().filter(|(name, _)| belongs(name));
    database.enums = enums.map(|(name, declared): (_, &Enum)| (name.clone(), declared.clone())).collect();
}

/// What the datasource lists and this database has, and what a table here needs.
fn extensions_of(
    full: &Database,
    target: &Target,
    database: &Database,
) -> std::collections::BTreeMap<String, Extension> {
    let has = |name: &str| target.extensions.as_ref().is_none_or(|has| has.iter().any(|other| other == name));
    let listed =
        full.extensions.iter().filter(|(name, _)| has(name)).map(|(name, extension)| (name.clone(), extension.clone()));
    let needed = database.tables.values().flat_map(|table| extensions::needed_by(table).into_keys());
    let plain = |name: &str| Extension { name: name.to_owned(), schema: None, version: None };
    let needed = needed.filter(|name| !full.extensions.contains_key(*name)).map(|name| (name.to_owned(), plain(name)));
    listed.chain(needed).collect()
}

/// Schemas that hold something here, and those an extension was told to go to.
fn schemas(full: &Database, _target: &Target, database: &mut Database) {
    let tables = database.tables.keys().map(|name| name.schema.clone());
    let enums = database.enums.keys().map(|name| name.schema.clone());
    let extensions = database.extensions.values().filter_map(|extension| extension.schema.clone());
    let schemas: BTreeSet<String> = tables.chain(enums).chain(extensions).collect();
    debug_assert!(database.tables.keys().all(|name| full.schemas.contains(&name.schema)));
    database.schemas = schemas;
}

/// What left a target, but not the schema, stays in its database: takes those tables (and the types they
/// are of) out of `before`, so that no drop comes of them, and names the tables.
pub fn keep_what_left(before: &mut Database, after: &Database, full_after: &Database) -> Vec<ObjectName> {
    let left: Vec<ObjectName> = before
        .tables
        .values()
        .filter(|table| !after.tables.contains_key(&table.name))
        .filter(|table| stands_for_a_table(table, full_after) && !stands_for_a_table(table, after))
        .map(|table| table.name.clone())
        .collect();
    let kept: BTreeSet<ObjectName> = left
        .iter()
        .filter_map(|name| before.tables.remove(name))
        .flat_map(|table| table.columns.into_iter().filter_map(|column| column.enum_type().cloned()))
        .collect();
    before.enums.retain(|name, _| {
        after.enums.contains_key(name) || !(kept.contains(name) || full_after.enums.contains_key(name))
    });
    left
}

/// Whether what the table stood for has a table there still, under whatever name.
fn stands_for_a_table(table: &Table, there: &Database) -> bool {
    there.tables.values().any(|other| other.origin == table.origin)
}
