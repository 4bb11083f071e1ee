//! Foreign keys by the table that they refer to.

use std::collections::{BTreeMap, BTreeSet};

use crate::diff::pair::Pair;
use crate::diff::same_definition::ByDefinition;
use crate::managed::foreign_key_definition;
use crate::physical::{ForeignKey, ObjectName, Table};

/// A foreign key of a table that stays: its name is unique in the table only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ForeignKeyName<'a> {
    /// The table.
    pub table: &'a ObjectName,
    /// The constraint's name.
    pub name: &'a str,
}

/// Foreign keys that both the old and the new database have, as they are, changed or under another name, by the table that they refer to
/// in the old one.
pub(super) struct References<'a> {
    by_table: BTreeMap<&'a ObjectName, Vec<Reference<'a>>>,
}

struct Reference<'a> {
    name: ForeignKeyName<'a>,
    /// The columns of the table that it refers to.
    columns: &'a [String],
    /// Whether the new one has another name. For the change of a type, such a key is dropped by itself.
    is_renamed: bool,
}

impl<'a> References<'a> {
    /// Those of tables that both databases have.
    pub(super) fn between(kept: &[Pair<'a, Table>]) -> References<'a> {
        let mut by_table: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for table in kept {
            let (before, after) = (&table.before.foreign_keys, &table.after.foreign_keys);
            let staying = after.values().filter(|key| before.contains_key(&key.name));
            let staying: BTreeSet<_> = staying.map(foreign_key_definition).collect();
            let is_same =
                |key: &ForeignKey, other: &ForeignKey| foreign_key_definition(key) == foreign_key_definition(other);
            let has_other_name = |key: &&ForeignKey| !before.get(&key.name).is_some_and(|old| is_same(old, key));
            let mut renamed = ByDefinition::of(after.values().filter(has_other_name).collect(), foreign_key_definition);
            for (name, key) in before {
                // people made it beside the same key
                let is_twin = || key.extras.is_made_by_hand && staying.contains(&foreign_key_definition(key));
                let is_unchanged = after.get(name).is_some_and(|new| is_same(key, new));
                let has_same = !is_unchanged && renamed.take_same(key).is_some();
                let keeps_name = after.contains_key(name) || key.extras.keeps_name || is_twin();
                if keeps_name || has_same {
                    let name = ForeignKeyName { table: &table.after.name, name };
                    let reference = Reference { name, columns: &key.referenced_columns, is_renamed: !keeps_name };
                    by_table.entry(&key.referenced_table).or_default().push(reference);
                }
            }
        }
        References { by_table }
    }

    /// Those to the table that keep their names, by table and name.
    pub(super) fn to(&self, table: &ObjectName) -> Vec<ForeignKeyName<'a>> {
        self.to_columns(table, |_| true)
    }

    /// Those to a column of the table that keep their names.
    pub(super) fn to_column(&self, table: &ObjectName, column: &str) -> Vec<ForeignKeyName<'a>> {
        self.to_columns(table, |columns| columns.iter().any(|name| name == column))
    }

    /// Those to exactly these columns of the table, in whatever order: they rest on what makes the columns unique.
    pub(super) fn to_all_of(&self, table: &ObjectName, mut unique: Vec<&str>) -> Vec<ForeignKeyName<'a>> {
        unique.sort_unstable();
        self.that(table, |reference| {
            let mut columns: Vec<&str> = reference.columns.iter().map(String::as_str).collect();
            columns.sort_unstable();
            columns == unique
        })
    }

    /// Those to columns of the table that are meant, and that keep their names.
    pub(super) fn to_columns(
        &self,
        table: &ObjectName,
        are_meant: impl Fn(&[String]) -> bool,
    ) -> Vec<ForeignKeyName<'a>> {
        self.that(table, |reference| !reference.is_renamed && are_meant(reference.columns))
    }

    fn that(&self, table: &ObjectName, is_meant: impl Fn(&Reference<'_>) -> bool) -> Vec<ForeignKeyName<'a>> {
        let to_table = self.by_table.get(table).into_iter().flatten();
        to_table.filter(|reference| is_meant(reference)).map(|reference| reference.name).collect()
    }
}
