//! The parts of a table that come and go by themselves, and of which it may have very many: indexes and foreign keys.

use super::Catalog;
use super::revertible_map::Part;
use crate::physical::{ForeignKey, Index, ObjectName, Table};

/// A part of a table by its name; none where it is not there.
#[derive(Clone, Debug)]
pub(super) enum TablePart {
    /// An index.
    Index(String, Option<Box<Index>>),
    /// A foreign key.
    ForeignKey(String, Option<Box<ForeignKey>>),
}

impl Part<Table> for TablePart {
    fn exchange(self, table: &mut Table) -> TablePart {
        match self {
            TablePart::Index(name, index) => {
                let old = match index {
                    Some(index) => table.indexes.insert(name.clone(), *index),
                    None => table.indexes.remove(&name),
                };
                TablePart::Index(name, old.map(Box::new))
            }
            TablePart::ForeignKey(name, key) => {
                let old = match key {
                    Some(key) => table.foreign_keys.insert(name.clone(), *key),
                    None => table.foreign_keys.remove(&name),
                };
                TablePart::ForeignKey(name, old.map(Box::new))
            }
        }
    }

    fn is_nothing(&self) -> bool {
        match self {
            TablePart::Index(_, index) => index.is_none(),
            TablePart::ForeignKey(_, key) => key.is_none(),
        }
    }
}

impl Catalog {
    /// Puts an index on a table, in place of one of its name.
    pub(super) fn put_index(&mut self, table: &ObjectName, index: Index) {
        self.tables.put(table, TablePart::Index(index.name.clone(), Some(Box::new(index))));
    }

    /// Takes an index away from a table, and gives it.
    pub(super) fn take_index(&mut self, table: &ObjectName, name: &str) -> Option<Index> {
        let index = self.tables.get(table)?.indexes.get(name)?.clone();
        self.tables.put(table, TablePart::Index(name.to_owned(), None));
        Some(index)
    }

    /// Puts a foreign key on a table, in place of one of its name.
    pub(super) fn put_foreign_key(&mut self, table: &ObjectName, key: ForeignKey) {
        self.tables.put(table, TablePart::ForeignKey(key.name.clone(), Some(Box::new(key))));
    }

    /// Takes a foreign key away from a table, and says whether there was one.
    pub(super) fn drop_foreign_key(&mut self, table: &ObjectName, name: &str) -> bool {
        let is_there = self.tables.get(table).is_some_and(|table| table.foreign_keys.contains_key(name));
        if is_there {
            self.tables.put(table, TablePart::ForeignKey(name.to_owned(), None));
        }
        is_there
    }
}
