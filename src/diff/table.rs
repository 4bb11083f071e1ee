//! Tables.

use std::collections::BTreeSet;

use super::pair::{Pair, by_key};
use super::{column, conversion, index, key};
use crate::change::{AddForeignKey, Change, CreateIndex, CreateTable, DropForeignKey, DropTable};
use crate::physical::{Database, ForeignKey, ObjectName, SqlByColumn, Table};

pub fn changes(
    databases: Pair<'_, Database>,
    rebuilt: &BTreeSet<ObjectName>,
    conversions: &SqlByColumn,
    changes: &mut Vec<Change>,
) {
    let tables = by_key(databases.map(|database| &database.tables));
    for table in tables.added {
        create(table, changes);
    }
    let all = Tables { databases, kept: &tables.kept, rebuilt, conversions };
    for table in &tables.dropped {
        drop(&all, table, changes);
    }
    // keys look at what becomes of the columns that they refer to
    let stays: Vec<_> = tables.kept.iter().map(|&table| column::changes(&all, table, changes)).collect();
    for (&table, stays) in tables.kept.iter().zip(&stays) {
        index::changes(&all, table, stays, changes);
        key::changes(&all, table, changes);
    }
    key::leave_to_the_way_back(changes);
}

/// All tables, for what reaches from one to another.
pub struct Tables<'a> {
    /// Both databases.
    pub databases: Pair<'a, Database>,
    /// Tables that stay.
    pub kept: &'a [Pair<'a, Table>],
    /// Enum types that are made anew.
    pub rebuilt: &'a BTreeSet<ObjectName>,
    /// What the user says about columns that change their types.
    pub conversions: &'a SqlByColumn,
}

impl Tables<'_> {
    /// Foreign keys that stay, as they are or changed, and refer to these columns of a table: as table and name.
    pub fn keys_that_refer_to(
        &self,
        table: &ObjectName,
        is_meant: impl Fn(&[String]) -> bool,
    ) -> Vec<(ObjectName, String)> {
        let mut keys = Vec::new();
        for kept in self.kept {
            for (name, key) in &kept.before.foreign_keys {
                let stays = kept.after.foreign_keys.contains_key(name);
                if stays && key.referenced_table == *table && is_meant(&key.referenced_columns) {
                    keys.push((kept.after.name.clone(), name.clone()));
                }
            }
        }
        keys
    }

    /// Whether a column on one side of a foreign key gets a type that the key cannot stay with.
    pub fn changes_family(&self, table: &ObjectName, key: &ForeignKey) -> bool {
        let changes = |table: &ObjectName, columns: &[String]| {
            let kept = self.kept.iter().find(|kept| kept.after.name == *table);
            kept.is_some_and(|kept| {
                let types = |name: &String| Some((kept.before.column(name)?, kept.after.column(name)?));
                let mut pairs = columns.iter().filter_map(types).map(|(a, b)| (&a.column_type, &b.column_type));
                pairs.any(|(a, b)| conversion::differs(a, b) && !conversion::is_of_one_family(a, b))
            })
        };
        changes(table, &key.columns) || changes(&key.referenced_table, &key.referenced_columns)
    }

    /// Puts foreign keys back that had to make way.
    pub fn add_again(&self, keys: &[(ObjectName, String)], changes: &mut Vec<Change>) {
        key::add_again(self.databases.after, keys, changes);
    }
}

fn create(table: &Table, changes: &mut Vec<Change>) {
    let name = &table.name;
    changes.push(CreateTable { table: Table { indexes: [].into(), foreign_keys: [].into(), ..table.clone() } }.into());
    changes.extend(table.indexes.values().map(|index| {
        CreateIndex {
            table: name.clone(),
            name: table.index_name(index),
            index: index.clone(),
            is_on_new_table: true,
            is_concurrent: false,
        }
        .into()
    }));
    changes.extend(table.foreign_keys.values().map(|key| {
        AddForeignKey {
            table: name.clone(),
            foreign_key: key.clone(),
            is_on_new_table: true,
            is_validated_later: false,
        }
        .into()
    }));
}

/// A key that will refer to another table makes way: what it is to rest on may have to wait until this one is gone.
/// Keys between tables that go together are dropped first, so that the tables may go in any order; and so are
/// keys that would be in the way of a change to the table that they refer to.
fn drop(tables: &Tables<'_>, table: &Table, changes: &mut Vec<Change>) {
    let Pair { before, after } = tables.databases;
    let is_in_the_way = |key: &&ForeignKey| {
        let referenced = &key.referenced_table;
        let [old, new] = [before, after].map(|database| database.tables.get(referenced));
        let (Some(old), Some(new)) = (old, new) else { return *referenced != table.name };
        old.primary_key != new.primary_key || old.indexes != new.indexes || tables.changes_family(&table.name, key)
    };
    let keys = table.foreign_keys.values().filter(is_in_the_way);
    changes.extend(keys.map(|key| {
        DropForeignKey { table: table.name.clone(), foreign_key: key.clone(), is_of_dropped_table: true }.into()
    }));
    let foreign_keys = tables.keys_that_refer_to(&table.name, |_| true);
    changes.push(DropTable { table: table.clone(), foreign_keys: foreign_keys.clone() }.into());
    tables.add_again(&foreign_keys, changes);
}
