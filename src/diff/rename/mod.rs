//! What has another name: tables, columns, enum types and their values. The old state in the new names goes to the rest
//! of `diff`, which thereby finds what else there is to do, and the default names that follow.

mod apply;
mod hints;
mod join_tables;
mod look_alike;
mod pairing;

use std::borrow::Cow;
use std::collections::BTreeMap;

pub use hints::{Hints, LookAlike, Names, NewName, Renamed};
pub use look_alike::look_alikes;

use super::conversion::{self, TypeConversion};
use super::pair::Pair;
use crate::change::{Change, RenameColumn, RenameEnum, RenameEnumValue, RenameTable};
use crate::physical::{Database, Enum, EnumLabel, ObjectName, Table, TableOrigin};
use hints::{HintsByName, SchemaName};
use pairing::{Item, ItemKind, pairs};

/// New names by old ones; nothing is in it that keeps its name.
#[derive(Clone, Debug, Default)]
struct NewNames {
    tables: BTreeMap<ObjectName, ObjectName>,
    /// By the new names of their tables.
    columns: BTreeMap<ObjectName, BTreeMap<String, String>>,
    enums: BTreeMap<ObjectName, ObjectName>,
    /// By the new names of their types.
    labels: BTreeMap<ObjectName, BTreeMap<String, String>>,
}

/// The old state in the new names, with what leads there.
#[derive(Debug)]
pub struct Renaming<'d> {
    /// The old state.
    pub before: Cow<'d, Database>,
    /// The renames.
    pub changes: Vec<Change>,
    /// What there is to say about names.
    pub names: Names,
}

/// Finds what has another name.
#[must_use]
pub fn rename<'d>(before: &'d Database, after: &Database, hints: &Hints) -> Renaming<'d> {
    let databases = Pair { before, after };
    let hints = hints.by_name();
    let mut names = Names::default();
    let types = pairs((&types(before), &types(after)), |_, _| true, &hints, &mut names);
    let (enums, tables) = types.into_iter().partition(|(old, _)| before.enums.contains_key(old));
    let mut new = NewNames { enums, tables, ..NewNames::default() };
    new.tables.extend(join_tables::renamed(databases, &new.tables));
    new.find_labels(databases, &hints, &mut names);
    new.find_columns(databases, &hints, &mut names);
    if new.is_empty() {
        return Renaming { before: Cow::Borrowed(before), changes: Vec::new(), names };
    }
    Renaming { before: Cow::Owned(apply::apply(before, &new)), changes: changes(databases, &new), names }
}

impl NewNames {
    fn is_empty(&self) -> bool {
        let NewNames { tables, columns, enums, labels } = self;
        tables.is_empty() && columns.is_empty() && enums.is_empty() && labels.is_empty()
    }

    /// Of enum types that stay.
    fn find_labels(&mut self, databases: Pair<'_, Database>, hints: &HintsByName<'_>, names: &mut Names) {
        for (old, declared) in &databases.before.enums {
            let Some(later) = databases.after.enums.get(self.enums.get(old).unwrap_or(old)) else { continue };
            let sides = (labels(declared, later), labels(later, later));
            let renamed = pairs((&sides.0, &sides.1), |_, _| true, hints, names);
            if !renamed.is_empty() {
                self.labels.insert(later.name.clone(), renamed);
            }
        }
    }

    /// Of tables that stay. A column that must be created again is none that is renamed.
    fn find_columns(&mut self, databases: Pair<'_, Database>, hints: &HintsByName<'_>, names: &mut Names) {
        for (old, table) in &databases.before.tables {
            let Some(later) = databases.after.tables.get(self.tables.get(old).unwrap_or(old)) else { continue };
            let sides = (columns(table, later), columns(later, later));
            let keeps_values = |old: &String, new: &String| {
                let columns = table.column(old).zip(later.column(new));
                columns.is_some_and(|(old, new)| {
                    let old_type = self.column_type(&old.column_type);
                    conversion::type_conversion(&old_type, &new.column_type) != TypeConversion::Impossible
                })
            };
            let renamed = pairs((&sides.0, &sides.1), keeps_values, hints, names);
            if !renamed.is_empty() {
                self.columns.insert(later.name.clone(), renamed);
            }
        }
    }
}

/// What people call the table: the name of its model.
fn block_of_table(table: &Table) -> &str {
    match &table.origin {
        TableOrigin::Model(model) => model,
        TableOrigin::Unknown | TableOrigin::ManyToMany { .. } => &table.name.name,
    }
}

/// Tables and enum types: the rows of a table have a type of its name.
fn types(database: &Database) -> Vec<Item<'_, ObjectName>> {
    tables(database).into_iter().chain(enums(database)).collect()
}

fn tables(database: &Database) -> Vec<Item<'_, ObjectName>> {
    fn item(table: &Table) -> Item<'_, ObjectName> {
        let Table { name, origin, columns: _, primary_key: _, indexes: _, foreign_keys: _, extras: _ } = table;
        let prisma_name = match origin {
            TableOrigin::Model(model) => Some(model.as_str()),
            TableOrigin::Unknown | TableOrigin::ManyToMany { .. } => None,
        };
        let shown = SchemaName { block: block_of_table(table), member: None };
        Item { kind: ItemKind::Table, name, prisma_name, shown }
    }
    database.tables.values().map(item).collect()
}

fn enums(database: &Database) -> Vec<Item<'_, ObjectName>> {
    fn item(declared: &Enum) -> Item<'_, ObjectName> {
        let Enum { name, prisma_name, labels: _ } = declared;
        let shown = SchemaName { block: prisma_name, member: None };
        Item { kind: ItemKind::Enum, name, prisma_name: Some(prisma_name), shown }
    }
    database.enums.values().map(item).collect()
}

fn labels<'i>(declared: &'i Enum, later: &'i Enum) -> Vec<Item<'i, String>> {
    let values = declared.labels.iter();
    values.map(|EnumLabel { label, prisma_name }| member(&later.prisma_name, label, Some(prisma_name))).collect()
}

fn columns<'i>(table: &'i Table, later: &'i Table) -> Vec<Item<'i, String>> {
    let block = block_of_table(later);
    table.columns.iter().map(|column| member(block, &column.name, column.prisma_name.as_deref())).collect()
}

fn member<'i>(block: &'i str, name: &'i String, prisma_name: Option<&'i str>) -> Item<'i, String> {
    let shown = SchemaName { block, member: Some(prisma_name.unwrap_or(name)) };
    Item { kind: ItemKind::Member, name, prisma_name, shown }
}

fn changes(databases: Pair<'_, Database>, new: &NewNames) -> Vec<Change> {
    let Pair { before, after } = databases;
    let mut changes: Vec<Change> = Vec::new();
    for (old, name) in &new.enums {
        let (Some(earlier), Some(later)) = (before.enums.get(old), after.enums.get(name)) else { continue };
        let known = later.label_set();
        let kept = earlier.labels.iter().map(|value| &value.label).filter(|label| known.contains(label.as_str()));
        let rename = RenameEnum {
            before: old.clone(),
            after: later.clone(),
            labels: kept.cloned().collect(),
            is_renamed_first: before.has_type(&name.sibling(old.name.clone())),
        };
        changes.push(rename.into());
    }
    for (enumeration, labels) in &new.labels {
        let rename = |(before, after): (&String, &String)| {
            let (before, after) = (before.clone(), after.clone());
            RenameEnumValue { enumeration: enumeration.clone(), before, after }.into()
        };
        changes.extend(labels.iter().map(rename));
    }
    for (old, name) in &new.tables {
        let Some(later) = after.tables.get(name) else { continue };
        let rename = RenameTable {
            before: old.clone(),
            after: name.clone(),
            model: later.prisma_name(),
            is_renamed_first: before.has_type(&name.sibling(old.name.clone())),
        };
        changes.push(rename.into());
    }
    for (table, columns) in &new.columns {
        let Some(later) = after.tables.get(table) else { continue };
        for (old, name) in columns {
            let Some(column) = later.column(name) else { continue };
            let field = column.prisma_name.as_deref().unwrap_or(name);
            let field = format!("{}.{field}", later.prisma_name());
            changes
                .push(RenameColumn { table: table.clone(), before: old.clone(), after: column.clone(), field }.into());
        }
    }
    changes
}
