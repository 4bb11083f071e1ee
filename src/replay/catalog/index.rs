//! `CREATE INDEX` and `ALTER INDEX`, carried out.

use super::{Catalog, Relation, missing, wrong_kind};
use crate::naming::postgres;
use crate::pgvector::with_defaults;
use crate::physical::{Index, IndexChoice, ObjectName, StorageParameter};
use crate::replay::problem::{Done, SqlState};
use crate::replay::statement::{AlterIndex, CreateIndex, Element, IndexChange};

impl Catalog {
    pub(super) fn create_index(&mut self, create: &CreateIndex) -> Done<()> {
        let CreateIndex { name, table: of, may_be_there, elements, called, .. } = create;
        let table = self.relation_name(of);
        let index = match name {
            Some(name) => name.name.clone(),
            None => self.free_name(&table, Some(&postgres::columns(&postgres::distinct(called.clone()))), "idx"),
        };
        let full_name = table.sibling(index.clone());
        if *may_be_there && self.relations.has(&full_name) {
            return Ok(());
        }
        self.expect_free(&full_name, name.as_ref().unwrap_or(of))?;
        if self.relations.get(&table).is_some_and(Relation::is_unmanaged_table) {
            self.relations.insert(full_name, Relation::UnmanagedIndex { table, columns: Vec::new() });
            return Ok(());
        }
        let table = self.table_name(of)?;
        for column in elements.iter().filter(|element| element.is_column) {
            self.expect_column(&table, &column.name, of)?;
        }
        match self.sayable(create, index, &table)? {
            Some(index) => self.add_index(&table, index),
            None => {
                let columns = elements.iter().filter(|element| element.is_sayable).map(|element| element.name.clone());
                let relation = Relation::UnmanagedIndex { table, columns: columns.collect() };
                self.relations.insert(full_name, relation);
            }
        }
        Ok(())
    }

    /// The index, if the schema can say it.
    fn sayable(&self, create: &CreateIndex, name: String, table: &ObjectName) -> Done<Option<Index>> {
        let CreateIndex {
            name: _,
            table: _,
            is_unique,
            may_be_there: _,
            method,
            elements,
            called: _,
            includes,
            parameters,
            predicate,
        } = create;
        let predicate = match predicate {
            Some(predicate) => Some(predicate.of(self.tables.get(table))?),
            None => None,
        };
        let (Some(method), Some(parameters)) = (method, parameters) else { return Ok(None) };
        if *includes || elements.iter().any(|element| !element.is_sayable) {
            return Ok(None);
        }
        Ok(Some(Index {
            name,
            is_unique: *is_unique,
            method: *method,
            columns: elements.iter().cloned().map(Element::into_column).collect(),
            parameters: with_defaults(*method, parameters.clone()),
            predicate,
            choice: IndexChoice::Schema,
        }))
    }

    /// Adds an index to a table.
    pub(super) fn add_index(&mut self, table: &ObjectName, index: Index) {
        self.relations.insert(table.sibling(index.name.clone()), Relation::Index { table: table.clone() });
        if let Some(table) = self.tables.get_mut(table) {
            table.indexes.insert(index.name.clone(), index);
        }
    }

    pub(super) fn alter_index(&mut self, alter: &AlterIndex) -> Done<()> {
        let AlterIndex { index: written, may_be_missing, change } = alter;
        let name = self.relation_name(written);
        if !self.relations.has(&name) {
            let missing = missing("index", &name, written, SqlState::UNDEFINED_TABLE);
            return if *may_be_missing { Ok(()) } else { Err(missing) };
        }
        // another name it gives to whatever has this one
        let is_index =
            matches!(self.relations.get(&name), Some(Relation::Index { .. } | Relation::UnmanagedIndex { .. }));
        if !is_index && !matches!(change, IndexChange::Rename(_)) {
            return Err(wrong_kind("index", &name, written));
        }
        match change {
            IndexChange::Unmanaged => Ok(()),
            IndexChange::SetParameters(set) => {
                let names: Vec<&String> = set.iter().map(|parameter| &parameter.name).collect();
                self.set_parameters(&name, &names, set.clone());
                Ok(())
            }
            IndexChange::ResetParameters(names) => {
                self.set_parameters(&name, &names.iter().collect::<Vec<_>>(), Vec::new());
                Ok(())
            }
            IndexChange::Rename(new_name) => self.rename_relation(&name, &new_name.clone()?, written),
        }
    }

    /// Puts others in the place of some parameters of an index. What the schema has no word for is left out.
    fn set_parameters(&mut self, name: &ObjectName, old: &[&String], new: Vec<StorageParameter>) {
        let Some(Relation::Index { table }) = self.relations.get(name).cloned() else { return };
        let of_table = self.tables.get_mut(&table).map(|table| &mut table.indexes);
        let Some(index) = of_table.and_then(|indexes| indexes.get_mut(&name.name)) else { return };
        let known = with_defaults(index.method, Vec::new());
        let has_word = |parameter: &StorageParameter| {
            known.iter().chain(&index.parameters).any(|known| known.name == parameter.name)
        };
        let mut parameters: Vec<StorageParameter> = new.into_iter().filter(has_word).collect();
        parameters.extend(index.parameters.iter().filter(|kept| !old.contains(&&kept.name)).cloned());
        index.parameters = with_defaults(index.method, parameters);
    }
}
