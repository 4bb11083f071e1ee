//! `CREATE INDEX` and `ALTER INDEX`, carried out.

use std::ops::Range;

use super::cascade::said_by_index;
use super::{Catalog, Relation, missing, wrong_kind};
use crate::naming::postgres;
use crate::pgvector::with_defaults;
use crate::physical::{
    Index, IndexChoice, IndexExtras, ObjectKind, ObjectName, SqlStatement, SqlText, StorageParameter,
};
use crate::replay::problem::{Done, SqlState};
use crate::replay::span;
use crate::replay::statement::{AlterIndex, CreateIndex, Element, IndexChange, IndexRole};
use crate::sql;

impl Catalog {
    pub(super) fn create_index(&mut self, create: &CreateIndex, place: &Range<usize>) -> Done<()> {
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
        self.expect_classes(create, &table)?;
        match self.index_of(create, index, &table, place)? {
            Some(index) => {
                for partition in self.children(&table) {
                    if self.tables.get(&partition).is_some_and(|table| table.extras.partition_of.is_some()) {
                        self.add_index_of_partition(&partition, index.clone());
                    }
                }
                self.add_index(&table, index);
            }
            None => {
                let columns = elements.iter().filter(|element| element.is_column).map(|element| element.name.clone());
                let relation = Relation::UnmanagedIndex { table: table.clone(), columns: columns.collect() };
                self.relations.insert(full_name.clone(), relation);
                self.add_index_object(full_name, table, create, place);
            }
        }
        Ok(())
    }

    /// The index as data; none where it is over an expression that no directive can ask for, or of a method that refract
    /// does not write.
    fn index_of(
        &self,
        create: &CreateIndex,
        name: String,
        table: &ObjectName,
        place: &Range<usize>,
    ) -> Done<Option<Index>> {
        let CreateIndex {
            name: _,
            table: _,
            is_unique,
            may_be_there: _,
            method,
            elements,
            called: _,
            parameters,
            predicate,
            extras,
            words: _,
        } = create;
        let predicate = match predicate {
            Some(predicate) => Some(predicate.of(self.tables.get(table))?),
            None => None,
        };
        let Some(method) = method.filter(|_| elements.iter().all(|element| element.is_column)) else {
            return Ok(None);
        };
        Ok(Some(Index {
            name,
            is_unique: *is_unique,
            method,
            columns: elements.iter().cloned().map(Element::into_column).collect(),
            parameters: with_defaults(method, parameters.clone()),
            predicate,
            choice: IndexChoice::Schema,
            extras: Box::new(IndexExtras {
                is_made_by_refract: self.source.is_refracts,
                place: self.source.file.map(|file| span(file, place.clone())),
                ..extras.clone()
            }),
        }))
    }

    /// Keeps the words of an index that is not data.
    fn add_index_object(&mut self, name: ObjectName, table: ObjectName, create: &CreateIndex, place: &Range<usize>) {
        let says = create.words.as_ref().map_or("", SqlStatement::as_str);
        let mut object = self.object(ObjectKind::Index, name, Some(table.clone()), create.words.as_ref(), place);
        object.dependencies = self.dependencies(says, Some(&table));
        self.add_object(object, None);
    }

    /// Adds an index to a table.
    pub(super) fn add_index(&mut self, table: &ObjectName, index: Index) {
        self.relations.insert(table.sibling(index.name.clone()), Relation::Index { table: table.clone() });
        self.note_said_by(table, said_by_index(&index));
        self.put_index(table, index);
    }

    /// What an index, or the one of a primary key, has beside the schema.
    fn index_extras_mut(&mut self, name: &ObjectName) -> Option<&mut IndexExtras> {
        let table = self.relations.get(name).and_then(Relation::table).cloned()?;
        let table = self.tables.get_mut(&table)?;
        let of_key = table.primary_key.as_mut().filter(|key| key.name == name.name).map(|key| &mut key.extras.index);
        of_key.or_else(|| table.indexes.get_mut(&name.name).map(|index| index.extras.as_mut()))
    }

    /// Gives one index of a table a part that no other one of it has then.
    pub(super) fn give_role(&mut self, table: &ObjectName, role: IndexRole, index: Option<&str>) {
        let Some(table) = self.tables.get_mut(table) else { return };
        let of_indexes = table.indexes.iter_mut().map(|(name, index)| (name, index.extras.as_mut()));
        let of_key = table.primary_key.iter_mut().map(|key| (&key.name, &mut key.extras.index));
        for (name, extras) in of_indexes.chain(of_key) {
            let has_it = match role {
                IndexRole::ReplicaIdentity => &mut extras.is_replica_identity,
                IndexRole::ClusterOrder => &mut extras.is_cluster_order,
            };
            *has_it = Some(name.as_str()) == index;
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
            IndexChange::Comment(comment) => {
                if let Some(extras) = self.index_extras_mut(&name) {
                    extras.comment.clone_from(comment);
                }
                Ok(())
            }
            IndexChange::SetParameters { parameters, others } => {
                let names = parameters.iter().map(|parameter| parameter.name.clone());
                let names: Vec<String> = names.chain(others.iter().filter_map(parameter_name)).collect();
                self.set_parameters(&name, &names, (parameters, others));
                Ok(())
            }
            IndexChange::ResetParameters(names) => {
                self.set_parameters(&name, names, (&[], &[]));
                Ok(())
            }
            IndexChange::Rename(new_name) => self.rename_relation(&name, &new_name.clone()?, written),
        }
    }

    /// Puts others in the place of some parameters of an index.
    fn set_parameters(&mut self, name: &ObjectName, old: &[String], (new, others): (&[StorageParameter], &[SqlText])) {
        let Some(extras) = self.index_extras_mut(name) else { return };
        extras.parameters.retain(|kept| parameter_name(kept).is_none_or(|kept| !old.contains(&kept)));
        extras.parameters.extend_from_slice(others);
        let Some(Relation::Index { table }) = self.relations.get(name).cloned() else { return };
        let of_table = self.tables.get_mut(&table).map(|table| &mut table.indexes);
        let Some(index) = of_table.and_then(|indexes| indexes.get_mut(&name.name)) else { return };
        let mut parameters = new.to_vec();
        parameters.extend(index.parameters.iter().filter(|kept| !old.contains(&kept.name)).cloned());
        index.parameters = with_defaults(index.method, parameters);
    }
}

/// The name before the `=` of a parameter.
fn parameter_name(text: &SqlText) -> Option<String> {
    let tokens = sql::tokens(text.as_str());
    sql::Cursor::new(text.as_str(), &tokens.tokens).name().ok()
}
