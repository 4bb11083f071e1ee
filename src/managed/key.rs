//! Primary and foreign keys: what satisfies what the schema asks for, and what is carried over.

use crate::physical::{
    ForeignKey, ForeignKeyExtras, ObjectName, PrimaryKey, PrimaryKeyExtras, ReferentialAction, Table, TableOrigin,
    Validity,
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

/// Marks the keys that stay under names that the schema does not have: those that people made beside the same key of the
/// schema, and those of a table of links, which Prisma never looks at the names of.
pub fn mark_own_names(found: &mut Table, wanted: &Table) {
    let is_of_links = matches!(wanted.origin, TableOrigin::ManyToMany { .. });
    let keys = &found.foreign_keys;
    let is_own = |key: &ForeignKey| {
        let is_same = |other: &ForeignKey| foreign_key_definition(other) == foreign_key_definition(key);
        let mut beside = keys.values().filter(|other| wanted.foreign_keys.contains_key(&other.name));
        let is_twin = !key.extras.is_made_by_refract && beside.any(is_same);
        let is_in_place = is_of_links && wanted.foreign_keys.values().any(is_same);
        !wanted.foreign_keys.contains_key(&key.name) && (is_twin || is_in_place)
    };
    let names: Vec<String> = keys.values().filter(|key| is_own(key)).map(|key| key.name.clone()).collect();
    for name in names {
        if let Some(key) = found.foreign_keys.get_mut(&name) {
            key.extras.keeps_name = true;
        }
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
    let ForeignKeyExtras { is_match_full, set_on_delete, deferral, validity, comment, is_made_by_refract, keeps_name } =
        found.extras.clone();
    let sets = matches!(wanted.on_delete, ReferentialAction::SetNull | ReferentialAction::SetDefault);
    let set_on_delete = set_on_delete.into_iter().filter(|column| sets && wanted.columns.contains(column)).collect();
    // to make it anew is to look at all rows
    let validity = if validity == Validity::ToBeValidated { Validity::Valid } else { validity };
    let extras =
        ForeignKeyExtras { is_match_full, set_on_delete, deferral, validity, comment, is_made_by_refract, keeps_name };
    ForeignKey { extras, ..wanted.clone() }
}

/// The primary key that takes the place of one that is there: what the schema asks for, with what was beside it, as far as
/// the columns for it stay.
#[must_use]
pub fn primary_key_with_extras_of(wanted: &PrimaryKey, found: &PrimaryKey, stays: impl Fn(&str) -> bool) -> PrimaryKey {
    let mut extras: PrimaryKeyExtras = found.extras.clone();
    extras.index.include.retain(|column| stays(column) && !wanted.columns.contains(column));
    PrimaryKey { extras, ..wanted.clone() }
}
