//! Enum types: new ones, new values, and types that are created again because values go.

use std::collections::{BTreeMap, BTreeSet};

use super::column::{ColumnDecision, Columns, TableColumns};
use super::references::{ForeignKeyName, References};
use crate::diff::pair::{Pair, by_key};
use crate::physical::{Column, Database, Enum, EnumLabel, Index, IndexChoice, ObjectName, Table};

/// What becomes of an enum type.
pub(crate) enum EnumDecision<'a> {
    /// Only the new database has it.
    Created(&'a Enum),
    /// It stays, perhaps with new values.
    Stays(Pair<'a, Enum>),
    /// It loses values, for which PostgreSQL has no statement.
    Rebuilt(RebuiltEnum<'a>),
    /// Only the old database has it.
    Dropped(&'a Enum),
}

/// An enum type that is created again, with what uses it.
pub(crate) struct RebuiltEnum<'a> {
    /// The type as it will be.
    pub enumeration: &'a Enum,
    /// The labels that go.
    pub removed: Vec<&'a str>,
    /// Columns of the type, with their tables.
    pub columns: Vec<(&'a ObjectName, Pair<'a, Column>)>,
    /// Partial indexes of those tables that stay as they are, with their tables.
    pub indexes: Vec<(&'a ObjectName, &'a Index)>,
    /// Partial indexes of those tables that change besides, with their tables.
    pub changed_indexes: Vec<(&'a ObjectName, &'a Index)>,
    /// Foreign keys on either side of which one of the columns stands.
    pub foreign_keys: Vec<ForeignKeyName<'a>>,
}

/// A table that stays, with its columns of one enum type.
type Use<'a> = (Pair<'a, Table>, Vec<Pair<'a, Column>>);

impl<'a> EnumDecision<'a> {
    /// The type, if it is created again.
    pub(crate) fn as_rebuilt(&self) -> Option<&RebuiltEnum<'a>> {
        match self {
            Self::Rebuilt(rebuilt) => Some(rebuilt),
            Self::Created(_) | Self::Stays(_) | Self::Dropped(_) => None,
        }
    }
}

/// Names of the types that are created again.
pub(super) fn rebuilt<'a>(databases: Pair<'a, Database>) -> BTreeSet<&'a ObjectName> {
    let kept = by_key(databases.map(|database| &database.enums)).kept.into_iter();
    kept.filter(|&kept| !removed(kept).is_empty()).map(|kept| &kept.after.name).collect()
}

fn removed(kept: Pair<'_, Enum>) -> Vec<&str> {
    // a field that is added to Enum or EnumLabel must be thought of here
    let Enum { name: _, prisma_name: _, labels } = kept.before;
    let labels = labels.iter().map(|EnumLabel { label, prisma_name: _ }| label.as_str());
    let kept = kept.after.label_set();
    labels.filter(|label| !kept.contains(label)).collect()
}

/// Decides about enum types, given what becomes of the columns.
pub(super) fn decide<'a>(
    databases: Pair<'a, Database>,
    columns: &Columns<'a>,
    references: &References<'a>,
) -> Vec<EnumDecision<'a>> {
    let enums = by_key(databases.map(|database| &database.enums));
    let mut uses = uses(columns);
    let created = enums.added.into_iter().map(EnumDecision::Created);
    let dropped = enums.dropped.into_iter().map(EnumDecision::Dropped);
    let kept = enums.kept.into_iter().map(|kept| {
        let removed = removed(kept);
        if removed.is_empty() {
            return EnumDecision::Stays(kept);
        }
        let uses = uses.remove(&kept.after.name).unwrap_or_default();
        EnumDecision::Rebuilt(rebuild(kept.after, removed, &uses, references))
    });
    created.chain(dropped).chain(kept).collect()
}

/// Where each type that is created again is used, in the order of the old tables.
fn uses<'a>(columns: &Columns<'a>) -> BTreeMap<&'a ObjectName, Vec<Use<'a>>> {
    let mut uses: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for TableColumns { table, decisions, .. } in columns.values() {
        let of_rebuilt: BTreeMap<&str, Pair<'a, Column>> = decisions.iter().filter_map(of_rebuilt_enum).collect();
        let mut of_table: BTreeMap<&ObjectName, Vec<Pair<'a, Column>>> = BTreeMap::new();
        for column in table.before.columns.iter().filter_map(|column| of_rebuilt.get(column.name.as_str())) {
            if let Some(name) = column.before.enum_type() {
                of_table.entry(name).or_default().push(*column);
            }
        }
        for (name, columns) in of_table {
            uses.entry(name).or_default().push((*table, columns));
        }
    }
    uses
}

fn of_rebuilt_enum<'a>(decision: &ColumnDecision<'a>) -> Option<(&'a str, Pair<'a, Column>)> {
    match decision {
        ColumnDecision::OfRebuiltEnum(column) => Some((&column.after.name, *column)),
        ColumnDecision::Added(_)
        | ColumnDecision::Stays(_)
        | ColumnDecision::Converted(_)
        | ColumnDecision::Replaced { .. }
        | ColumnDecision::Dropped(_) => None,
    }
}

fn rebuild<'a>(
    enumeration: &'a Enum,
    removed: Vec<&'a str>,
    uses: &[Use<'a>],
    references: &References<'a>,
) -> RebuiltEnum<'a> {
    let (columns, indexes, changed_indexes) = Default::default();
    let mut rebuilt = RebuiltEnum { enumeration, removed, columns, indexes, changed_indexes, foreign_keys: Vec::new() };
    let mut foreign_keys = BTreeSet::new();
    for (table, columns) in uses {
        let name = &table.after.name;
        for index in table.before.indexes.values().filter(|index| index.condition().is_some()) {
            match table.after.indexes.get(&index.name) {
                Some(same) if same.is_like(index) => rebuilt.indexes.push((name, index)),
                Some(_) => rebuilt.changed_indexes.push((name, index)),
                None if index.choice == IndexChoice::ByHand => rebuilt.indexes.push((name, index)),
                None => {}
            }
        }
        rebuilt.columns.extend(columns.iter().map(|column| (name, *column)));
        foreign_keys.extend(foreign_keys_over(*table, columns, references));
    }
    rebuilt.foreign_keys = foreign_keys.into_iter().collect();
    rebuilt
}

/// Foreign keys that stay and have one of these columns on one of their sides, which change their type one by one.
fn foreign_keys_over<'a>(
    table: Pair<'a, Table>,
    columns: &[Pair<'a, Column>],
    references: &References<'a>,
) -> Vec<ForeignKeyName<'a>> {
    let has_one = |names: &[String]| columns.iter().any(|column| names.contains(&column.before.name));
    let name = &table.after.name;
    let stays = |key: &str| table.after.foreign_keys.contains_key(key);
    let own = table.before.foreign_keys.values().filter(|key| stays(&key.name) && has_one(&key.columns));
    let own = own.map(|key| ForeignKeyName { table: name, name: &key.name });
    references.to_columns(name, has_one).into_iter().chain(own).collect()
}
