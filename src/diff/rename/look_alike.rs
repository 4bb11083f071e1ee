//! What goes and what comes, where the two may be one thing with another name. Only the user knows.

use super::hints::{Hints, LookAlike, NewName};
use super::{block, columns, keeps_data, labels, tables};
use crate::diff::pair::{Pair, Paired, by_key};
use crate::physical::{Column, Database, Enum, ObjectName, Table};

/// Pairs that look like one rename, of two states in the same names.
#[must_use]
pub fn look_alikes(before: &Database, after: &Database, hints: &Hints) -> Vec<LookAlike> {
    let mut found = Vec::new();
    let databases = Pair { before, after };
    let all = by_key(databases.map(|database| &database.tables));
    of_tables(&all, after, &mut found);
    for kept in all.kept {
        of_columns(kept, &mut found);
    }
    let all = by_key(databases.map(|database| &database.enums));
    of_enums(&all, &mut found);
    for kept in all.kept {
        of_labels(kept, &mut found);
    }
    found.retain(|one| !hints.denies(&one.new));
    found
}

/// What goes and what comes, where there is one of each that is like the other.
fn alike<'a, T>(paired: &Paired<'a, T>, is_like: impl Fn(&T, &T) -> bool) -> Vec<Pair<'a, T>> {
    let mut found = Vec::new();
    for &before in &paired.dropped {
        let mut like = paired.added.iter().filter(|after| is_like(before, after));
        if let (Some(&after), None) = (like.next(), like.next())
            && paired.dropped.iter().filter(|other| is_like(other, after)).count() == 1
        {
            found.push(Pair { before, after });
        }
    }
    found
}

fn of_tables(all: &Paired<'_, Table>, after: &Database, found: &mut Vec<LookAlike>) {
    let shape = |table: &Table| {
        let mut columns: Vec<_> =
            table.columns.iter().map(|column| (column.name.clone(), column.column_type.clone())).collect();
        columns.sort_by(|(one, _), (other, _)| one.cmp(other));
        columns
    };
    for Pair { before, after: added } in alike(all, |one, other| shape(one) == shape(other)) {
        let item = tables(after).into_iter().find(|item| item.name == added.name);
        let Some(item) = item else { continue };
        found.push(look_alike("table", &before.name, &added.name, item.shown));
    }
}

fn of_enums(all: &Paired<'_, Enum>, found: &mut Vec<LookAlike>) {
    let shape = |declared: &Enum| {
        let mut labels: Vec<_> = declared.labels.iter().map(|value| value.label.clone()).collect();
        labels.sort();
        labels
    };
    for Pair { before, after } in alike(all, |one, other| shape(one) == shape(other)) {
        found.push(look_alike("enum", &before.name, &after.name, block(&after.prisma_name)));
    }
}

fn look_alike(kind: &'static str, before: &ObjectName, after: &ObjectName, new: NewName) -> LookAlike {
    let (dropped, added) = (before.to_string(), after.to_string());
    LookAlike { kind, dropped, added, old: before.name.clone(), new }
}

fn of_columns(table: Pair<'_, Table>, found: &mut Vec<LookAlike>) {
    let Pair { before, after } = table;
    let paired = Paired {
        added: after.columns.iter().filter(|column| before.column(&column.name).is_none()).collect(),
        dropped: before.columns.iter().filter(|column| after.column(&column.name).is_none()).collect(),
        kept: Vec::new(),
    };
    let is_like = |one: &Column, other: &Column| one.column_type == other.column_type && one.not_null == other.not_null;
    for Pair { before: dropped, after: added } in alike(&paired, is_like) {
        let item = columns(after, after).into_iter().find(|item| item.name == added.name);
        let Some(item) = item.filter(|_| keeps_data(before, after, (&dropped.name, &added.name))) else { continue };
        let of = &after.name;
        found.push(LookAlike {
            kind: "column",
            dropped: format!("{of}.{}", dropped.name),
            added: format!("{of}.{}", added.name),
            old: format!("{}.{}", item.shown.block, dropped.name),
            new: item.shown,
        });
    }
}

/// One value that goes and one that comes.
fn of_labels(declared: Pair<'_, Enum>, found: &mut Vec<LookAlike>) {
    let Pair { before, after } = declared;
    let dropped: Vec<_> = before.labels.iter().filter(|value| !after.has(&value.label)).collect();
    let added: Vec<_> = labels(after, after).into_iter().filter(|item| !before.has(&item.name)).collect();
    if let ([dropped], [added]) = (dropped.as_slice(), added.as_slice()) {
        found.push(LookAlike {
            kind: "value",
            dropped: format!("{}.{}", before.name, dropped.label),
            added: format!("{}.{}", after.name, added.name),
            old: format!("{}.{}", added.shown.block, dropped.label),
            new: added.shown.clone(),
        });
    }
}
