//! Names that are cut to PostgreSQL's 63 bytes in another place than Prisma cuts them.

use super::has_default_name;
use crate::naming;
use crate::physical::{ForeignKey, Index, Table};

/// The names under which an index with Prisma's default name may stand as well, because that is too long. None of them is asked
/// for by another line of the schema.
#[must_use]
pub fn other_names_of_index(table: &Table, index: &Index) -> Vec<String> {
    if !has_default_name(table, index) {
        return Vec::new();
    }
    let columns: Vec<&String> = index.columns.iter().map(|column| &column.name).collect();
    let mut names = naming::cut_otherwise(&table.name.name, &columns, if index.is_unique { "key" } else { "idx" });
    names.retain(|name| !table.indexes.contains_key(name));
    names
}

/// The same of a foreign key.
#[must_use]
pub fn other_names_of_foreign_key(table: &Table, key: &ForeignKey) -> Vec<String> {
    if key.name != naming::foreign_key(&table.name.name, &key.columns) {
        return Vec::new();
    }
    let mut names = naming::cut_otherwise(&table.name.name, &key.columns, "fkey");
    names.retain(|name| !table.foreign_keys.contains_key(name));
    names
}
