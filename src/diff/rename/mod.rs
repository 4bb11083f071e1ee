//! What has another name: tables, columns, enum types and their values. The old state in the new names goes to the rest
//! of `diff`, which thereby finds what else there is to do, and the default names that follow.

mod apply;
mod hints;
mod links;
mod look_alike;
mod pairing;

use std::borrow::Cow;
use std::collections::BTreeMap;

pub use hints::{Hints, LookAlike, Names, NewName, Renamed};
pub use look_alike::look_alikes;

use super::conversion::{self, Way};
use super::pair::Pair;
use crate::change::{Change, RenameColumn, RenameEnum, RenameEnumValue, RenameTable};
use crate::physical::{Database, Enum, ObjectName, Table, TableOrigin};
use pairing::{Item, pairs};

/// New names by old ones.
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
    let mut names = Names::default();
    let mut new = NewNames {
        enums: pairs((&enums(before), &enums(after)), |_, _| true, hints, &mut names),
        tables: pairs((&tables(before), &tables(after)), |_, _| true, hints, &mut names),
        ..NewNames::default()
    };
    let links = links::renamed(databases, &new.tables);
    new.tables.extend(links);
    for (old, declared) in &before.enums {
        let Some(later) = after.enums.get(new.enums.get(old).unwrap_or(old)) else { continue };
        let sides = (labels(declared, later), labels(later, later));
        let renamed = pairs((&sides.0, &sides.1), |_, _| true, hints, &mut names);
        new.labels.insert(later.name.clone(), renamed);
    }
    // types are compared under their new names
    let in_new_types = (!new.enums.is_empty()).then(|| apply::apply(before, &new));
    for (old, table) in &before.tables {
        let Some(later) = after.tables.get(new.tables.get(old).unwrap_or(old)) else { continue };
        let earlier = in_new_types.as_ref().and_then(|types| types.tables.get(&later.name)).unwrap_or(table);
        let sides = (columns(earlier, later), columns(later, later));
        let fits = |old: &String, new: &String| keeps_data(earlier, later, (old, new));
        new.columns.insert(later.name.clone(), pairs((&sides.0, &sides.1), fits, hints, &mut names));
    }
    if new.is_empty() {
        return Renaming { before: Cow::Borrowed(before), changes: Vec::new(), names };
    }
    Renaming { before: Cow::Owned(apply::apply(before, &new)), changes: changes(databases, &new), names }
}

impl NewNames {
    fn is_empty(&self) -> bool {
        let NewNames { tables, columns, enums, labels } = self;
        let has_none = |names: &BTreeMap<ObjectName, BTreeMap<String, String>>| names.values().all(BTreeMap::is_empty);
        tables.is_empty() && has_none(columns) && enums.is_empty() && has_none(labels)
    }
}

/// A column that must be made anew is none that is renamed.
fn keeps_data(before: &Table, after: &Table, (old, new): (&str, &str)) -> bool {
    let columns = before.column(old).zip(after.column(new));
    columns.is_some_and(|(old, new)| conversion::way(&old.column_type, &new.column_type) != Way::Impossible)
}

fn block(name: &str) -> NewName {
    NewName { block: name.to_owned(), member: None }
}

fn tables(database: &Database) -> Vec<Item<ObjectName>> {
    let item = |table: &Table| {
        let (prisma_name, shown) = match &table.origin {
            TableOrigin::Model(model) => (Some(model.clone()), block(model)),
            TableOrigin::Unknown | TableOrigin::ManyToMany { .. } => (None, block(&table.name.name)),
        };
        Item { name: table.name.clone(), prisma_name, shown }
    };
    database.tables.values().map(item).collect()
}

fn enums(database: &Database) -> Vec<Item<ObjectName>> {
    let item = |declared: &Enum| Item {
        name: declared.name.clone(),
        prisma_name: Some(declared.prisma_name.clone()),
        shown: block(&declared.prisma_name),
    };
    database.enums.values().map(item).collect()
}

fn labels(declared: &Enum, later: &Enum) -> Vec<Item<String>> {
    let values = declared.labels.iter().map(|value| (&value.label, Some(&value.prisma_name)));
    values.map(|(name, prisma_name)| member(&later.prisma_name, name, prisma_name)).collect()
}

fn columns(table: &Table, later: &Table) -> Vec<Item<String>> {
    let model = match &later.origin {
        TableOrigin::Model(model) => model,
        TableOrigin::Unknown | TableOrigin::ManyToMany { .. } => &later.name.name,
    };
    table.columns.iter().map(|column| member(model, &column.name, column.prisma_name.as_ref())).collect()
}

fn member(block: &str, name: &str, prisma_name: Option<&String>) -> Item<String> {
    let shown = prisma_name.map_or(name, String::as_str).to_owned();
    let shown = NewName { block: block.to_owned(), member: Some(shown) };
    Item { name: name.to_owned(), prisma_name: prisma_name.cloned(), shown }
}

fn changes(databases: Pair<'_, Database>, new: &NewNames) -> Vec<Change> {
    let Pair { before, after } = databases;
    let mut changes: Vec<Change> = Vec::new();
    for (old, name) in &new.enums {
        let (Some(earlier), Some(later)) = (before.enums.get(old), after.enums.get(name)) else { continue };
        let kept = earlier.labels.iter().map(|value| &value.label).filter(|label| later.has(label));
        let rename = RenameEnum {
            before: old.clone(),
            after: later.clone(),
            labels: kept.cloned().collect(),
            is_renamed_first: before.enums.contains_key(&name.sibling(old.name.clone())),
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
            is_renamed_first: before.tables.contains_key(&name.sibling(old.name.clone())),
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
