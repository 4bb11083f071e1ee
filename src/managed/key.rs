//! Primary and foreign keys: what satisfies what the schema asks for, and what is carried over.

use crate::physical::{
    Database, ForeignKey, ForeignKeyExtras, KeyIsOff, ObjectName, PrimaryKey, PrimaryKeyExtras, ReferentialAction,
    Table, TableOrigin, Validity,
};

/// The part of a foreign key that the schema language can say, but for its name.
pub type ForeignKeyDefinition<'k> = (&'k [String], &'k ObjectName, &'k [String], ReferentialAction, ReferentialAction);

/// The part of a foreign key that the schema language can say, but for its name: two are the same where this is equal.
#[must_use]
pub fn foreign_key_definition(key: &ForeignKey) -> ForeignKeyDefinition<'_> {
    // a field that is added to ForeignKey must be thought of here
    let ForeignKey { name: _, columns, referenced_table, referenced_columns, on_delete, on_update, extras: _ } = key;
    (columns, referenced_table, referenced_columns, *on_delete, *on_update)
}

/// Marks the keys of a join table that stay under names that the schema does not have: Prisma does not look at them.
pub fn mark_own_names(found: &mut Table, wanted: &Table) {
    if !matches!(wanted.origin, TableOrigin::ManyToMany { .. }) {
        return;
    }
    let definitions: Vec<_> = wanted.foreign_keys.values().map(foreign_key_definition).collect();
    for (name, key) in &mut found.foreign_keys {
        let is_wanted = definitions.contains(&foreign_key_definition(key));
        key.extras.keeps_name = is_wanted && !wanted.foreign_keys.contains_key(name);
    }
}

/// Whether a file of refract's own has still to hold rows to a key that is there.
#[must_use]
pub fn waits_for_validation(found: &ForeignKey) -> bool {
    found.extras.validity == Validity::ToBeValidated
}

/// The foreign key that takes the place of one that is there: what the schema asks for, with what was beside it.
#[must_use]
pub fn foreign_key_with_extras_of(wanted: &ForeignKey, found: &ForeignKey) -> ForeignKey {
    let ForeignKeyExtras {
        is_match_full,
        set_on_delete,
        deferral,
        validity,
        comment,
        off: _, // PostgreSQL looks at every new key
        is_made_by_hand,
        keeps_name,
    } = ForeignKeyExtras::clone(&found.extras);
    let sets = matches!(wanted.on_delete, ReferentialAction::SetNull | ReferentialAction::SetDefault);
    let set_on_delete = set_on_delete.into_iter().filter(|column| sets && wanted.columns.contains(column)).collect();
    // to make it again is to look at all rows
    let validity = if validity == Validity::ToBeValidated { Validity::Valid } else { validity };
    let off = KeyIsOff::default();
    let extras = ForeignKeyExtras {
        is_match_full,
        set_on_delete,
        deferral,
        validity,
        comment,
        off,
        is_made_by_hand,
        keeps_name,
    };
    ForeignKey { extras: Box::new(extras), ..wanted.clone() }
}

/// The foreign keys at which nothing looks on one of their tables, with their own table: a new one is looked at on both.
pub fn switched_off(database: &Database) -> impl Iterator<Item = (&Table, &ForeignKey)> {
    let keys = database.tables.values().flat_map(|table| table.foreign_keys.values().map(move |key| (table, key)));
    keys.filter(|(_, key)| key.extras.off != KeyIsOff::default())
}

/// The primary key that takes the place of one that is there: what the schema asks for, with what was beside it, as far as
/// the columns for it stay.
#[must_use]
pub fn primary_key_with_extras_of(wanted: &PrimaryKey, found: &PrimaryKey, stays: impl Fn(&str) -> bool) -> PrimaryKey {
    let mut extras: PrimaryKeyExtras = found.extras.clone();
    extras.index.include.retain(|column| stays(column) && !wanted.columns.contains(column));
    PrimaryKey { extras, ..wanted.clone() }
}
