//! The part of a database that one target holds.

use std::collections::{BTreeMap, BTreeSet};

use super::extensions;
use super::route::Routing;
use crate::config::{Target, glob_matches};
use crate::physical::{Column, Database, Enum, Extension, ForeignKey, ObjectName, Table, TableOrigin};

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
    /// Its model or models.
    pub model: String,
    /// Referring columns.
    pub columns: Vec<String>,
    /// The table that is in another database.
    pub referenced_table: ObjectName,
    /// Its model.
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
    // a field that is added to Database must be thought of here
    let Database {
        default_schema,
        schemas: all_schemas,
        extensions: _,
        enums: _,
        tables: all,
        unmanaged,
        unmanaged_tables: _,
    } = full;
    let held: BTreeMap<&ObjectName, &Table> = all.iter().filter(|(_, table)| belongs(table, routing, target)).collect();
    let mut lost = Vec::new();
    let mut tables = BTreeMap::new();
    for &model_table in held.values() {
        let mut table = model_table.clone();
        table.foreign_keys.retain(|_, key| {
            let holds = held.contains_key(&key.referenced_table);
            if !holds {
                lost.push(lost_key(full, model_table, key));
            }
            holds && target.foreign_keys
        });
        tables.insert(table.name.clone(), table);
    }
    lost.sort();
    let enums = enums_of(full, target, &tables);
    let extensions = extensions_of(full, target, &tables);
    let schemas = schemas_of(&tables, &enums, &extensions);
    debug_assert!(tables.keys().all(|name| all_schemas.contains(&name.schema)));
    let database = Database {
        default_schema: default_schema.clone(),
        schemas,
        extensions,
        enums,
        tables,
        unmanaged: unmanaged.clone(),
        unmanaged_tables: BTreeMap::new(),
    };
    Projection { database, lost, is_replayed: false }
}

/// A join table goes where both its models are, or else where the first one is.
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

fn lost_key(full: &Database, table: &Table, key: &ForeignKey) -> LostForeignKey {
    let ForeignKey { name: _, columns, referenced_table, referenced_columns: _, on_delete: _, on_update: _, extras: _ } =
        key;
    LostForeignKey {
        table: table.name.clone(),
        model: table.prisma_name(),
        columns: columns.clone(),
        referenced_table: referenced_table.clone(),
        referenced_model: full.tables.get(referenced_table).map(Table::prisma_name).unwrap_or_default(),
    }
}

/// An enum goes where a column is of it; one that no column is of goes where its schema goes.
fn enums_of(full: &Database, target: &Target, tables: &BTreeMap<ObjectName, Table>) -> BTreeMap<ObjectName, Enum> {
    let (here, anywhere) = (used_enums(tables.values()), used_enums(full.tables.values()));
    let takes_schema = |name: &ObjectName| {
        target.schemas.is_empty() || target.schemas.iter().any(|pattern| glob_matches(pattern, &name.schema))
    };
    let belongs = |name: &ObjectName| here.contains(name) || (!anywhere.contains(name) && takes_schema(name));
    let enums = full.enums.iter().filter(|(name, _)| belongs(name));
    enums.map(|(name, declared)| (name.clone(), declared.clone())).collect()
}

/// The enum types of the columns of these tables.
fn used_enums<'t>(tables: impl Iterator<Item = &'t Table>) -> BTreeSet<&'t ObjectName> {
    tables.flat_map(|table| &table.columns).filter_map(Column::enum_type).collect()
}

/// What the datasource lists and this database has, and what a table here needs.
fn extensions_of(
    full: &Database,
    target: &Target,
    tables: &BTreeMap<ObjectName, Table>,
) -> BTreeMap<String, Extension> {
    let has = |name: &str| target.extensions.as_ref().is_none_or(|has| has.iter().any(|other| other == name));
    let listed =
        full.extensions.iter().filter(|(name, _)| has(name)).map(|(name, extension)| (name.clone(), extension.clone()));
    let mut extensions: BTreeMap<String, Extension> = listed.collect();
    for table in tables.values() {
        let is_listed = |name: &&str| full.extensions.contains_key(*name);
        for name in extensions::needed_by(table).into_keys().filter(|name| !is_listed(name)) {
            let plain = || Extension { name: name.to_owned(), schema: None, version: None };
            let extension = extensions.entry(name.to_owned()).or_insert_with(plain);
            if extension.schema.is_none() {
                extension.schema = extensions::schema_of(table, name);
            }
        }
    }
    extensions
}

/// Schemas that hold something here, and those an extension was told to go to.
fn schemas_of(
    tables: &BTreeMap<ObjectName, Table>,
    enums: &BTreeMap<ObjectName, Enum>,
    extensions: &BTreeMap<String, Extension>,
) -> BTreeSet<String> {
    let named = tables.keys().chain(enums.keys()).map(|name| &name.schema);
    let told = extensions.values().filter_map(|extension| extension.schema.as_ref());
    named.chain(told).cloned().collect()
}

/// What left a target, but not the schema, stays in its database: takes those tables (and the types they
/// are of) out of `before`, so that no drop comes of them, and names the tables.
pub fn keep_what_left(before: &mut Database, after: &Database, full_after: &Database) -> Vec<ObjectName> {
    // a field that is added to Database must be thought of here
    let Database { default_schema: _, schemas: _, extensions: _, enums, tables, unmanaged: _, unmanaged_tables: _ } =
        before;
    // a table may have another name by now: what it stands for tells
    let origins = |there: &Database| -> BTreeSet<TableOrigin> {
        there.tables.values().map(|table| table.origin.clone()).collect()
    };
    let (here, anywhere) = (origins(after), origins(full_after));
    let has_left = |name: &ObjectName, table: &Table| {
        !after.tables.contains_key(name) && anywhere.contains(&table.origin) && !here.contains(&table.origin)
    };
    let left: BTreeMap<ObjectName, Table> = tables.extract_if(.., |name, table| has_left(name, table)).collect();
    let types_left = used_enums(left.values());
    enums.retain(|name, _| {
        after.enums.contains_key(name) || !(types_left.contains(name) || full_after.enums.contains_key(name))
    });
    left.into_keys().collect()
}
