//! What an old history created and the squashed one does not.

use std::collections::{BTreeMap, BTreeSet};

use super::words::{said, says_the_same};
use crate::expression::{is_same_predicate, means_the_same};
use crate::physical::{
    Column, ColumnExtras, Database, Extension, ForeignKey, Generated, Index, ObjectKind, SequenceUse, Signature,
    SqlText, Table, UnmanagedObject,
};
use crate::sql;

/// What of an old history a new one does not make, by title.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// It makes nothing of the kind.
    pub missing: Vec<String>,
    /// It makes something of that name, in words that do not mean the same.
    pub different: Vec<String>,
}

/// All that only the first of two databases holds, or holds in other words, and that no schema says: first what the schema
/// language cannot express, in the order in which it was made, and then what things of the schema have besides, table by
/// table.
#[must_use]
pub fn left_out(old: &Database, new: &Database) -> LeftOut {
    let kept: BTreeMap<String, &UnmanagedObject> = new.unmanaged.iter().map(|it| (key(new, it), it)).collect();
    let gone = |object: &UnmanagedObject| !kept.contains_key(&key(old, object));
    let publications = old.unmanaged.iter().filter(|object| object.kind == ObjectKind::Publication && gone(object));
    let publications: BTreeSet<&str> = publications.map(|publication| publication.name.name.as_str()).collect();
    // a publication is said with its tables
    let is_said = |object: &UnmanagedObject| {
        object.kind == ObjectKind::PublishedTable && publications.contains(&*object.name.name)
    };
    let mut left_out = LeftOut::default();
    let mut seen = BTreeSet::new();
    for object in old.unmanaged.iter().filter(|object| seen.insert(key(old, object)) && !is_said(object)) {
        match kept.get(&key(old, object)) {
            None => left_out.missing.push(object.title()),
            Some(kept) if !says_the_same((old, object), (new, kept)) => left_out.different.push(object.title()),
            Some(_) => {}
        }
    }
    left_out.missing.extend(besides(old, new));
    left_out
}

/// What tells a thing from all others: its title, with the types of a function's arguments, and for a setting, which has no
/// name, all that it says.
fn key(database: &Database, object: &UnmanagedObject) -> String {
    if object.kind == ObjectKind::Setting && !object.statements.is_empty() {
        return said(database, object).concat().join(" ");
    }
    let signature = object.signature.as_ref().map(Signature::identity);
    format!("{} {signature:?}", object.title())
}

fn besides(old: &Database, new: &Database) -> Vec<String> {
    // a field that is added to Database must be thought of here
    let Database { default_schema: _, schemas, extensions, enums, tables, unmanaged: _, unmanaged_tables: _ } = old;
    let mut found: Vec<String> = schemas.difference(&new.schemas).map(|name| format!("SCHEMA {name}")).collect();
    found.extend(
        extensions.keys().filter(|name| !new.extensions.contains_key(*name)).map(|it| format!("EXTENSION {it}")),
    );
    found.extend(extensions.values().filter_map(|old| other_extension(old, new.extensions.get(&old.name)?)));
    found.extend(enums.keys().filter(|name| !new.enums.contains_key(name)).map(|name| format!("TYPE {name}")));
    for (name, table) in tables {
        match new.tables.get(name) {
            None => {
                found.push(format!("TABLE {name}"));
                // what holds on to a table that stays
                let keys = table.foreign_keys.values().filter(|key| new.tables.contains_key(&key.referenced_table));
                found.extend(keys.map(|key| format!("FOREIGN KEY {} of {name}", key.name)));
            }
            Some(later) => of_table(table, later, &mut found),
        }
    }
    found
}

/// What was asked of an extension and is asked otherwise later.
fn other_extension(old: &Extension, new: &Extension) -> Option<String> {
    let Extension { name, schema, version } = old;
    let differs = |old: &Option<String>, new: &Option<String>| old.is_some() && new.is_some() && old != new;
    let what = [(differs(schema, &new.schema), "schema"), (differs(version, &new.version), "version")];
    let what: Vec<&str> = what.into_iter().filter_map(|(differs, what)| differs.then_some(what)).collect();
    (!what.is_empty()).then(|| format!("{} of EXTENSION {name}", what.join(" and ")))
}

fn of_table(old: &Table, new: &Table, found: &mut Vec<String>) {
    // a field that is added to Table must be thought of here
    let Table { name, origin: _, extras, columns, primary_key, indexes, foreign_keys } = old;
    if *extras != new.extras {
        found.push(format!("partitions or parents of TABLE {name}"));
    }
    for column in columns {
        let Some(later) = new.column(&column.name) else { continue };
        found.extend(
            of_column(column, later, new).into_iter().map(|what| format!("{what} of COLUMN {name}.{}", column.name)),
        );
    }
    if let (Some(key), Some(later)) = (primary_key, &new.primary_key)
        && key.extras != later.extras
    {
        found.push(format!("what schema.prisma cannot say of PRIMARY KEY {} of {name}", key.name));
    }
    let is_kept = |index: &Index| new.indexes.get(&index.name).is_some_and(|later| is_same_index(index, later, new));
    let indexes = indexes.values().filter(|index| !is_kept(index));
    found.extend(indexes.map(|index| {
        let more = if new.indexes.contains_key(&index.name) { "what schema.prisma cannot say of " } else { "" };
        format!("{more}INDEX {}", old.index_name(index))
    }));
    let is_kept = |key: &ForeignKey| new.foreign_keys.get(&key.name).is_some_and(|later| is_same_key(key, later));
    let keys = foreign_keys.values().filter(|key| !is_kept(key));
    found.extend(keys.map(|key| format!("FOREIGN KEY {} of {name}", key.name)));
}

/// What a column has besides, and does not have later.
fn of_column(old: &Column, new: &Column, table: &Table) -> Vec<String> {
    // a field that is added to ColumnExtras must be thought of here
    let ColumnExtras {
        identity,
        generated,
        collation,
        storage,
        compression,
        not_null_name,
        not_null_comment,
        is_optional_counter: _,
        owned_sequences,
        sequence,
    } = &*old.extras;
    let later = &new.extras;
    let said = [
        (*identity != later.identity, "identity"),
        (!is_same_expression(generated.as_ref(), later.generated.as_ref(), table), "expression"),
        (!is_same_text(collation.as_ref(), later.collation.as_ref()), "collation"),
        (!is_same_text(storage.as_ref(), later.storage.as_ref()), "storage"),
        (!is_same_text(compression.as_ref(), later.compression.as_ref()), "compression"),
    ];
    let mut found: Vec<String> =
        said.into_iter().filter(|(differs, _)| *differs).map(|(_, it)| it.to_owned()).collect();
    if let Some(name) = not_null_name.as_ref().filter(|_| *not_null_name != later.not_null_name) {
        found.push(format!("NOT NULL {name}"));
    }
    if not_null_comment.is_some() && *not_null_comment != later.not_null_comment {
        found.push("comment of NOT NULL".to_owned());
    }
    let gone = owned_sequences.iter().filter(|sequence| !later.owned_sequences.contains(sequence));
    found.extend(gone.map(|sequence| format!("SEQUENCE {sequence}")));
    if let Some(name) = old.sequence().filter(|_| *sequence != later.sequence) {
        let whose = match sequence {
            SequenceUse::Own => "SEQUENCE",
            SequenceUse::Named => "name of SEQUENCE",
            SequenceUse::Shared | SequenceUse::Foreign => "use of SEQUENCE",
        };
        found.push(format!("{whose} {name}"));
    }
    found
}

fn is_same_text(one: Option<&SqlText>, other: Option<&SqlText>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => sql::means_the_same(one.as_str(), other.as_str()),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    }
}

fn is_same_expression(one: Option<&Generated>, other: Option<&Generated>, table: &Table) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => {
            one.is_virtual == other.is_virtual
                && means_the_same(one.expression.as_str(), other.expression.as_str(), table)
        }
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    }
}

/// Whether both are the same, by whichever migration.
fn is_same_index(one: &Index, other: &Index, table: &Table) -> bool {
    let is_same_condition = match (one.condition(), other.condition()) {
        (Some(one), Some(other)) => is_same_predicate(one, other, table),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    };
    let bare = |index: &Index| {
        let mut bare = index.clone();
        (bare.predicate, bare.extras.predicate) = (None, None);
        (bare.extras.is_made_by_refract, bare.extras.has_default_name, bare.extras.place) = (false, false, None);
        bare
    };
    let (one, other) = (bare(one), bare(other));
    is_same_condition
        && one.is_defined_like(&other)
        && one.extras == other.extras
        && one.columns.iter().map(|column| &column.extras).eq(other.columns.iter().map(|column| &column.extras))
}

fn is_same_key(one: &ForeignKey, other: &ForeignKey) -> bool {
    let mut extras = other.extras.clone();
    (extras.is_made_by_hand, extras.keeps_name) = (one.extras.is_made_by_hand, one.extras.keeps_name);
    one.extras == extras
}
