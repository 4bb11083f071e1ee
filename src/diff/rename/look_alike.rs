//! What goes and what comes, where the two may be one thing with another name. Only the user knows.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::hints::{Hints, LookAlike, SchemaName};
use super::{block_of_table, labels, member};
use crate::diff::pair::{Pair, Paired, by_key};
use crate::physical::{Column, Database, ElementType, Enum, ObjectName, Table};

/// Pairs that look like one rename, of two states in the same names.
#[must_use]
pub fn look_alikes(before: &Database, after: &Database, hints: &Hints) -> Vec<LookAlike> {
    let mut found = Vec::new();
    let databases = Pair { before, after };
    let all = by_key(databases.map(|database| &database.tables));
    of_tables(&all, &mut found);
    for kept in all.kept {
        of_columns(kept, &mut found);
    }
    let all = by_key(databases.map(|database| &database.enums));
    of_enums(&all, &mut found);
    for kept in all.kept {
        of_labels(kept, &mut found);
    }
    let denied: BTreeSet<_> = hints.not_renamed.iter().collect();
    found.retain(|one| !denied.contains(&one.new));
    found
}

/// What goes and what comes, where there is one of each that has that shape.
fn alike<'a, T, S: Ord>(paired: &Paired<'a, T>, shape: impl Fn(&'a T) -> S) -> Vec<Pair<'a, T>> {
    let by_shape = |things: &[&'a T]| {
        let mut by_shape: BTreeMap<S, Vec<usize>> = BTreeMap::new();
        for (place, &thing) in things.iter().enumerate() {
            by_shape.entry(shape(thing)).or_default().push(place);
        }
        by_shape
    };
    if paired.dropped.is_empty() || paired.added.is_empty() {
        return Vec::new();
    }
    let (dropped, added) = (by_shape(&paired.dropped), by_shape(&paired.added));
    let one_of_each =
        dropped.iter().filter_map(|(shape, places)| match (places.as_slice(), added.get(shape)?.as_slice()) {
            ([before], [after]) => Some((*before, *after)),
            _ => None,
        });
    // in the order of what goes
    let places: BTreeMap<usize, usize> = one_of_each.collect();
    places
        .into_iter()
        .map(|(before, after)| Pair { before: paired.dropped[before], after: paired.added[after] })
        .collect()
}

/// A type without the schema before it, and whether it is a list.
type UnqualifiedType<'t> = (Cow<'t, ElementType>, bool);

fn of_tables(all: &Paired<'_, Table>, found: &mut Vec<LookAlike>) {
    fn shape(table: &Table) -> BTreeMap<&str, UnqualifiedType<'_>> {
        table.columns.iter().map(|column| (column.name.as_str(), column.column_type.unqualified())).collect()
    }
    for Pair { before, after } in alike(all, shape) {
        found.push(look_alike("table", &before.name, &after.name, block_of_table(after)));
    }
}

fn of_enums(all: &Paired<'_, Enum>, found: &mut Vec<LookAlike>) {
    fn shape(declared: &Enum) -> BTreeSet<&str> {
        declared.labels.iter().map(|value| value.label.as_str()).collect()
    }
    for Pair { before, after } in alike(all, shape) {
        found.push(look_alike("enum", &before.name, &after.name, &after.prisma_name));
    }
}

fn look_alike(kind: &'static str, before: &ObjectName, after: &ObjectName, block: &str) -> LookAlike {
    let new = SchemaName { block, member: None }.to_owned();
    LookAlike { kind, dropped: before.to_string(), added: after.to_string(), old: before.name.clone(), new }
}

fn of_columns(table: Pair<'_, Table>, found: &mut Vec<LookAlike>) {
    fn names(table: &Table) -> impl Iterator<Item = &str> {
        table.columns.iter().map(|column| column.name.as_str())
    }
    fn shape(column: &Column) -> (UnqualifiedType<'_>, bool) {
        (column.column_type.unqualified(), column.not_null)
    }
    let Pair { before, after } = table;
    // nearly always
    if names(before).eq(names(after)) {
        return;
    }
    let [old, new] = [before, after].map(|table| names(table).collect::<BTreeSet<_>>());
    let paired = Paired {
        added: after.columns.iter().filter(|column| !old.contains(column.name.as_str())).collect(),
        dropped: before.columns.iter().filter(|column| !new.contains(column.name.as_str())).collect(),
        kept: Vec::new(),
    };
    for Pair { before: dropped, after: added } in alike(&paired, shape) {
        let shown = member(block_of_table(after), &added.name, added.prisma_name.as_deref()).shown.to_owned();
        let of = &after.name;
        found.push(LookAlike {
            kind: "column",
            dropped: format!("{of}.{}", dropped.name),
            added: format!("{of}.{}", added.name),
            old: format!("{}.{}", shown.block, dropped.name),
            new: shown,
        });
    }
}

/// One value that goes and one that comes.
fn of_labels(declared: Pair<'_, Enum>, found: &mut Vec<LookAlike>) {
    let Pair { before, after } = declared;
    let [old, new] = [before, after].map(Enum::label_set);
    let dropped: Vec<_> = before.labels.iter().filter(|value| !new.contains(value.label.as_str())).collect();
    let added: Vec<_> = labels(after, after).into_iter().filter(|item| !old.contains(item.name.as_str())).collect();
    if let ([dropped], [added]) = (dropped.as_slice(), added.as_slice()) {
        found.push(LookAlike {
            kind: "value",
            dropped: format!("{}.{}", before.name, dropped.label),
            added: format!("{}.{}", after.name, added.name),
            old: format!("{}.{}", added.shown.block, dropped.label),
            new: added.shown.to_owned(),
        });
    }
}
