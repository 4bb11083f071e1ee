//! What takes a database in any partial state to a schema: a [`Database`] in, a [`Repair`] out.
//!
//! Nothing of it knows what is there: every step looks first. What is there and not in the schema stays.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::change::{
    AddColumns, AddEnumValue, AddForeignKey, Change, CreateIndex, Part, ReplaceForeignKey, SetNotNull,
};
use crate::diff::{diff, fill};
use crate::managed;
use crate::naming::suffixed;
use crate::physical::{
    Column, Database, ForeignKey, Index, IndexChoice, ObjectName, PrimaryKey, SqlByColumn, Table, TableOrigin,
};
use crate::plan::{Plan, plan};
use crate::promise::{Promise, Thing};

/// The steps of a repair, in their order.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Repair {
    /// Schemas and enum types.
    pub foundation: Vec<Change>,
    /// Every value of every enum type.
    pub values: Vec<Change>,
    /// Whether a default is one of those values, which then have to be committed first.
    pub uses_values: bool,
    /// Extensions and tables.
    pub creation: Vec<Change>,
    /// Columns that a table may lack, or has and does not require yet.
    pub missing: Vec<Change>,
    /// Every column, with its table.
    pub columns: Vec<(ObjectName, Column)>,
    /// Primary keys that a table may lack.
    pub primary_keys: Vec<MissingPrimaryKey>,
    /// What may stand under a name that PostgreSQL, and not Prisma, has cut.
    pub cut_names: Vec<CutName>,
    /// Every index.
    pub indexes: Vec<CreateIndex>,
    /// Every foreign key of a model, added where it is missing, and every one at all, replaced where it is another one.
    pub foreign_keys: Vec<Change>,
    /// Foreign keys of join tables, each with its table: Prisma does not look at their names.
    pub join_table_keys: Vec<(ObjectName, ForeignKey)>,
    /// What the catalog holds afterwards.
    pub promises: Vec<Promise>,
}

/// A primary key that a table may lack.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MissingPrimaryKey {
    /// The table.
    pub table: ObjectName,
    /// The key.
    pub primary_key: PrimaryKey,
    /// The unique index in its place that does as well: join tables had one before Prisma 6.
    pub stand_in: Option<Index>,
}

/// Something that may be there under another name, which it then gives up.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CutName {
    /// The table.
    pub table: ObjectName,
    /// The other name.
    pub other: String,
    /// What it is.
    pub of: NamedThing,
}

/// What has names that are cut to 63 bytes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // PostgreSQL's own words
pub enum NamedThing {
    Index(Index),
    ForeignKey(ForeignKey),
}

impl Repair {
    /// Whether there is nothing that could be missing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.creation.is_empty() && self.foundation.is_empty()
    }
}

/// The repair of a database that is to be like this one. Columns that are missing are filled as the user says.
#[must_use]
pub fn repair(database: &Database, backfills: &SqlByColumn) -> Repair {
    let whole: Plan = plan(diff(&Database::default(), database));
    let part = |part: Part| whole.part(part).to_vec();
    let mut repair = Repair {
        foundation: part(Part::Foundation),
        values: values(database),
        creation: part(Part::Creation),
        promises: whole.promises(),
        // what follows is found table by table
        uses_values: false,
        missing: Vec::new(),
        columns: Vec::new(),
        primary_keys: Vec::new(),
        cut_names: Vec::new(),
        indexes: Vec::new(),
        foreign_keys: Vec::new(),
        join_table_keys: Vec::new(),
    };
    // a field that is added to Database must be thought of here
    let Database { default_schema: _, schemas: _, extensions: _, enums: _, tables, unmanaged: _, unmanaged_tables: _ } =
        database;
    for table in tables.values() {
        repair.look_at(table);
    }
    repair.missing = fill(std::mem::take(&mut repair.missing), backfills);
    repair.require_filled(backfills);
    repair.uses_values = repair.columns.iter().any(|(_, column)| column.default_labels().next().is_some());
    // an index that a default chose is satisfied by one that is there
    let by_default = repair.indexes.iter().filter(|create| create.index.choice != IndexChoice::Schema);
    let mut left_open: BTreeSet<Thing> = by_default.map(|create| Thing::Index(create.name.clone())).collect();
    // and so is a key of a join table by another one
    left_open.extend(database.tables.values().filter(|table| is_join_table(table)).flat_map(keys));
    repair.promises.retain(|promise| !left_open.contains(&promise.thing));
    repair
}

impl Repair {
    /// Columns that are there, may hold NULL and are required in the schema get the value that the user has for their rows.
    fn require_filled(&mut self, backfills: &SqlByColumn) {
        for (table, column) in self.columns.iter().filter(|(_, column)| column.not_null && !column.is_autoincrement()) {
            if let Some(value) = backfills.get(&(table.clone(), column.name.clone())) {
                let (table, column, fill) = (table.clone(), column.clone(), Some(value.clone()));
                self.missing.push(SetNotNull { table, column, proof: None, fill }.into());
            }
        }
    }

    /// Adds everything that a table may lack.
    fn look_at(&mut self, table: &Table) {
        // a field that is added to Table must be thought of here
        let Table { name, origin: _, columns, primary_key, indexes, foreign_keys, extras: _ } = table;
        // an ignored model may have no field that is a column
        if !columns.is_empty() {
            self.missing.push(AddColumns { table: name.clone(), columns: columns.clone() }.into());
        }
        self.columns.extend(columns.iter().map(|column| (name.clone(), column.clone())));
        self.primary_keys.extend(primary_key.iter().map(|primary_key| MissingPrimaryKey {
            table: name.clone(),
            primary_key: primary_key.clone(),
            stand_in: is_join_table(table).then(|| Index::plain(String::new(), true, primary_key.columns.clone())),
        }));
        for index in indexes.values() {
            let (table_name, full_name) = (name.clone(), table.index_name(index));
            let others = managed::other_names_of_index(table, index);
            self.cut_names.extend(others.into_iter().map(|other| CutName {
                table: name.clone(),
                other,
                of: NamedThing::Index(index.clone()),
            }));
            let index = index.clone();
            let (is_on_new_table, is_concurrent) = (false, false);
            self.indexes.push(CreateIndex {
                table: table_name,
                name: full_name,
                index,
                is_on_new_table,
                is_concurrent,
            });
        }
        foreign_keys.values().for_each(|key| self.look_at_foreign_key(table, key));
    }

    fn look_at_foreign_key(&mut self, table: &Table, key: &ForeignKey) {
        let (name, is_validated_later) = (&table.name, false);
        if is_join_table(table) {
            self.join_table_keys.push((name.clone(), key.clone()));
        } else {
            let others = managed::other_names_of_foreign_key(table, key);
            let of = || NamedThing::ForeignKey(key.clone());
            self.cut_names.extend(others.into_iter().map(|other| CutName { table: name.clone(), other, of: of() }));
            let (table, foreign_key, is_on_new_table) = (name.clone(), key.clone(), false);
            self.foreign_keys.push(AddForeignKey { table, foreign_key, is_on_new_table, is_validated_later }.into());
        }
        let (table, before, after) = (name.clone(), key.clone(), key.clone());
        let new_name = suffixed(&key.name, "_new");
        self.foreign_keys.push(ReplaceForeignKey { table, before, after, new_name, is_validated_later }.into());
    }
}

/// Whether it is the join table of an implicit m-n relation.
fn is_join_table(table: &Table) -> bool {
    match table.origin {
        TableOrigin::ManyToMany { .. } => true,
        TableOrigin::Model(_) | TableOrigin::Unknown => false,
    }
}

/// The primary key and the foreign keys of a table.
fn keys(table: &Table) -> impl Iterator<Item = Thing> {
    let names = table.primary_key.iter().map(|key| &key.name).chain(table.foreign_keys.keys());
    names.map(|name| Thing::Constraint { table: table.name.clone(), name: name.clone() })
}

/// Every value, after the one before it: where a type is there, some may be missing.
fn values(database: &Database) -> Vec<Change> {
    let mut values = Vec::new();
    for enumeration in database.enums.values() {
        let mut after: Option<String> = None;
        for value in &enumeration.labels {
            let (enumeration, label) = (enumeration.name.clone(), value.label.clone());
            let (previous, before) = (after.clone(), None);
            values.push(AddEnumValue { enumeration, label: label.clone(), previous, after, before }.into());
            after = Some(label);
        }
    }
    values
}
