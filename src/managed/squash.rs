//! What of two histories only the first one makes.

use std::collections::BTreeSet;

use crate::physical::{
    Column, ColumnExtras, Database, ForeignKey, Index, ObjectKind, SequenceUse, Signature, Table, UnmanagedObject,
};

/// The titles of all that only the first of two databases holds, and that no schema says: first what the schema language has
/// no word for, in the order in which it was made, and then what things of the schema have besides, table by table.
#[must_use]
pub fn left_out(old: &Database, new: &Database) -> Vec<String> {
    let told = |object: &UnmanagedObject| (object.title(), object.signature.as_ref().map(Signature::identity));
    let kept: BTreeSet<_> = new.unmanaged.iter().map(told).collect();
    let mut seen = BTreeSet::new();
    let gone = |object: &UnmanagedObject| !kept.contains(&told(object));
    let publications = old.unmanaged.iter().filter(|object| object.kind == ObjectKind::Publication && gone(object));
    let publications: BTreeSet<&str> = publications.map(|publication| publication.name.name.as_str()).collect();
    // a publication is said with its tables
    let is_said = |object: &UnmanagedObject| {
        object.kind == ObjectKind::PublishedTable && publications.contains(&*object.name.name)
    };
    let objects = old.unmanaged.iter().filter(|object| gone(object) && !is_said(object)).map(UnmanagedObject::title);
    let objects: Vec<String> = objects.filter(|title| seen.insert(title.clone())).collect();
    objects.into_iter().chain(besides(old, new)).collect()
}

fn besides(old: &Database, new: &Database) -> Vec<String> {
    // a field that is added to Database must be thought of here
    let Database { default_schema: _, schemas, extensions, enums, tables, unmanaged: _, unmanaged_tables: _ } = old;
    let mut found: Vec<String> = schemas.difference(&new.schemas).map(|name| format!("SCHEMA {name}")).collect();
    found.extend(
        extensions.keys().filter(|name| !new.extensions.contains_key(*name)).map(|it| format!("EXTENSION {it}")),
    );
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

fn of_table(old: &Table, new: &Table, found: &mut Vec<String>) {
    // a field that is added to Table must be thought of here
    let Table { name, origin: _, extras, columns, primary_key, indexes, foreign_keys } = old;
    if *extras != new.extras {
        found.push(format!("partitions or parents of TABLE {name}"));
    }
    for column in columns {
        let Some(later) = new.column(&column.name) else { continue };
        found.extend(
            of_column(column, later).into_iter().map(|what| format!("{what} of COLUMN {name}.{}", column.name)),
        );
    }
    if let (Some(key), Some(later)) = (primary_key, &new.primary_key)
        && key.extras != later.extras
    {
        found.push(format!("what schema.prisma cannot say of PRIMARY KEY {} of {name}", key.name));
    }
    let is_kept = |index: &Index| new.indexes.get(&index.name).is_some_and(|later| is_same_index(index, later));
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
fn of_column(old: &Column, new: &Column) -> Vec<String> {
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
        (*generated != later.generated, "expression"),
        (*collation != later.collation, "collation"),
        (*storage != later.storage, "storage"),
        (*compression != later.compression, "compression"),
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

/// Whether both are the same, whoever made them.
fn is_same_index(one: &Index, other: &Index) -> bool {
    let bare = |index: &Index| {
        let mut extras = index.extras.clone();
        (extras.is_made_by_refract, extras.has_default_name, extras.place) = (false, false, None);
        extras
    };
    one.is_defined_like(other)
        && bare(one) == bare(other)
        && one.columns.iter().map(|column| &column.extras).eq(other.columns.iter().map(|column| &column.extras))
}

fn is_same_key(one: &ForeignKey, other: &ForeignKey) -> bool {
    let mut extras = other.extras.clone();
    (extras.is_made_by_hand, extras.keeps_name) = (one.extras.is_made_by_hand, one.extras.keeps_name);
    one.extras == extras
}
