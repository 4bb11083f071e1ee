//! `DROP` of everything, carried out.

use std::ops::Range;

use super::cascade::Reach;
use super::{Catalog, Relation, missing, wrong_kind};
use crate::physical::{Column, ColumnDefault, ObjectName};
use crate::replay::Lost;
use crate::replay::problem::{Done, Problem, SqlState};
use crate::replay::statement::{Drop, DropKind};
use crate::sql::WrittenName;

impl Catalog {
    pub(super) fn drop(&mut self, drop: &Drop, place: &Range<usize>) -> Done<()> {
        let Drop { kind, names, may_be_missing, cascades } = drop;
        // tables that refer to each other can go together
        let together: Vec<ObjectName> = names.iter().map(|written| self.relation_name(written)).collect();
        for written in names {
            let was_there = match kind {
                DropKind::Table | DropKind::View | DropKind::MaterializedView | DropKind::ForeignTable => {
                    self.drop_table(*kind, written, &together, *cascades, place)?
                }
                DropKind::Index => self.drop_index(written, *cascades)?,
                DropKind::Sequence => self.drop_sequence(written, *cascades)?,
                DropKind::Type | DropKind::Domain => {
                    self.drop_type(*kind, Reach { cascades: *cascades, written, place })?
                }
                DropKind::Schema => self.drop_schema(Reach { cascades: *cascades, written, place })?,
                DropKind::Extension => {
                    self.drop_extension(&written.name, Reach { cascades: *cascades, written, place })?
                }
            };
            if !was_there {
                self.expect_kind(*kind, written)?;
            }
            if !was_there && !may_be_missing {
                let name = self.relation_name(written);
                return Err(missing(&kind.as_sql().to_lowercase(), &name, written, absent(*kind)));
            }
        }
        Ok(())
    }

    /// Fails where a relation of that name is of another kind than what is dropped, whether it may be missing or not.
    fn expect_kind(&self, kind: DropKind, written: &WrittenName) -> Done<()> {
        let name = self.relation_name(written);
        match kind {
            DropKind::MaterializedView
            | DropKind::ForeignTable
            | DropKind::Table
            | DropKind::Index
            | DropKind::View
            | DropKind::Sequence
                if self.relations.has(&name) =>
            {
                Err(wrong_kind(&kind.as_sql().to_lowercase(), &name, written))
            }
            DropKind::MaterializedView
            | DropKind::ForeignTable
            | DropKind::Table
            | DropKind::Index
            | DropKind::View
            | DropKind::Sequence
            | DropKind::Type
            | DropKind::Domain
            | DropKind::Schema
            | DropKind::Extension => Ok(()),
        }
    }

    fn drop_table(
        &mut self,
        kind: DropKind,
        written: &WrittenName,
        together: &[ObjectName],
        cascades: bool,
        place: &Range<usize>,
    ) -> Done<bool> {
        let name = self.relation_name(written);
        match self.relations.get(&name) {
            Some(Relation::Table) if kind == DropKind::Table => {
                if !cascades {
                    self.expect_unreferenced(&name, together, written)?;
                }
                // a table is a type, too
                self.release_type(&name, together, Reach { cascades, written, place })?;
                self.remove_table(&name, place);
                self.remove_objects_of_relation(&name, cascades);
                Ok(true)
            }
            Some(Relation::View) if kind == DropKind::Table => Ok(false),
            Some(Relation::UnmanagedTable | Relation::Unread { .. })
                if matches!(kind, DropKind::View | DropKind::MaterializedView) =>
            {
                Ok(false)
            }
            Some(relation) if relation.is_unmanaged_table() => {
                self.remove_with_indexes(&name);
                self.remove_objects_of_relation(&name, cascades);
                Ok(true)
            }
            Some(_) | None => Ok(false),
        }
    }

    /// Foreign keys and defaults of other tables keep a table, but for `CASCADE`.
    fn expect_unreferenced(&self, name: &ObjectName, together: &[ObjectName], written: &WrittenName) -> Done<()> {
        for other in self.dependent_tables(name).iter().filter(|other| !together.contains(other)) {
            let Some(table) = self.tables.get(other) else { continue };
            if let Some(key) = table.foreign_keys.values().find(|key| key.referenced_table == *name) {
                let message = format!("{name} cannot be dropped: {} of {other} refers to it", key.name);
                return Err(Problem::refused(written, SqlState::DEPENDENT_OBJECTS_STILL_EXIST, message));
            }
        }
        let owned = self.dependents_of(name);
        let sequences = owned.iter().filter(|other| self.relations.get(other).and_then(Relation::table) == Some(name));
        for sequence in sequences {
            if let Some(other) = self.tables_with_numbers_of(sequence).iter().find(|other| !together.contains(other)) {
                let message = format!("{name} cannot be dropped: a default of {other} needs {sequence}");
                return Err(Problem::refused(written, SqlState::DEPENDENT_OBJECTS_STILL_EXIST, message));
            }
        }
        Ok(())
    }

    /// Removes a table, with what is dropped with it, its partitions and the foreign keys that refer to it.
    fn remove_table(&mut self, name: &ObjectName, place: &Range<usize>) {
        self.ledger.lose(Lost::Table(name.clone()), place);
        self.forget_table(name);
    }

    /// Forgets a table.
    pub(super) fn forget_table(&mut self, name: &ObjectName) {
        self.children(name).iter().for_each(|child| self.forget_table(child));
        let Some(table) = self.tables.remove(name) else { return };
        for index in table.indexes.into_keys().chain(table.primary_key.map(|key| key.name)) {
            self.relations.remove(&name.sibling(index));
        }
        self.remove_with_indexes(name);
        self.release_keys(name, |_| true);
    }

    /// Takes a relation away, with the indexes and sequences that go with it.
    fn remove_with_indexes(&mut self, name: &ObjectName) {
        self.relations.remove(name);
        for other in self.dependents_of(name) {
            if self.relations.get(&other).and_then(Relation::table) == Some(name) {
                self.relations.remove(&other);
                self.forget_defaults(&other);
            }
        }
    }

    /// With `CASCADE`, foreign keys go that could only refer to the index.
    fn drop_index(&mut self, written: &WrittenName, cascades: bool) -> Done<bool> {
        let name = self.relation_name(written);
        match self.relations.get(&name).cloned() {
            Some(Relation::Index { table }) => {
                let Some(index) = self.take_index(&table, &name.name) else { return Ok(false) };
                self.relations.remove(&name);
                if index.is_unique {
                    let columns: Vec<String> = index.columns.into_iter().map(|column| column.name).collect();
                    self.release(&table, &columns, &name.name, cascades, written)?;
                }
                Ok(true)
            }
            Some(Relation::UnmanagedIndex { .. }) => {
                self.drop_index_of_view(&name);
                Ok(self.relations.remove(&name).is_some())
            }
            Some(
                Relation::Table
                | Relation::View
                | Relation::Sequence { .. }
                | Relation::UnmanagedTable
                | Relation::TableOfTransaction
                | Relation::Unread { .. },
            )
            | None => Ok(false),
        }
    }

    /// The default of a column that takes its numbers from a sequence keeps it; with `CASCADE` it goes.
    fn drop_sequence(&mut self, written: &WrittenName, cascades: bool) -> Done<bool> {
        let name = self.relation_name(written);
        let tables = self.tables_with_numbers_of(&name);
        if let Some(table) = tables.first()
            && !cascades
        {
            let message = format!("{name} cannot be dropped: a default of {table} needs it");
            return Err(Problem::refused(written, SqlState::DEPENDENT_OBJECTS_STILL_EXIST, message));
        }
        self.forget_defaults(&name);
        let was_there = matches!(self.relations.get(&name), Some(Relation::Sequence { .. })) || !tables.is_empty();
        if was_there {
            self.relations.remove(&name);
        }
        Ok(was_there)
    }

    /// The tables of which a column takes its numbers from a sequence.
    pub(super) fn tables_with_numbers_of(&self, sequence: &ObjectName) -> Vec<ObjectName> {
        self.dependent_tables_that(sequence, |table| {
            table.columns.iter().any(|column| takes_numbers_of(column, sequence))
        })
    }

    /// Defaults that take their numbers from a sequence go with it.
    pub(super) fn forget_defaults(&mut self, sequence: &ObjectName) {
        for table in self.tables_with_numbers_of(sequence) {
            let Some(table) = self.tables.get_mut(&table) else { continue };
            for column in table.columns.iter_mut().filter(|column| takes_numbers_of(column, sequence)) {
                column.default = None;
            }
        }
    }

    fn drop_type(&mut self, kind: DropKind, reach: Reach<'_>) -> Done<bool> {
        let name = self.type_name(reach.written);
        if self.enums.has(&name) && kind == DropKind::Domain {
            return Err(wrong_kind("domain", &name, reach.written));
        }
        if !self.is_type(&name) {
            return Ok(false);
        }
        self.release_type(&name, &[], reach)?;
        self.enums.remove(&name);
        self.types.remove(&name);
        self.type_words.remove(&name);
        self.remove_objects_of_type(&name);
        Ok(true)
    }

    fn drop_extension(&mut self, name: &str, reach: Reach<'_>) -> Done<bool> {
        if !self.extensions.has(&name.to_owned()) {
            return Ok(false);
        }
        self.release_extension(name, reach)?;
        Ok(self.extensions.remove(&name.to_owned()).is_some())
    }

    fn drop_schema(&mut self, reach: Reach<'_>) -> Done<bool> {
        let Reach { cascades, written, place } = reach;
        let name = &written.name;
        let relations: Vec<ObjectName> = self.relations_in(name).map(|(relation, _)| relation.clone()).collect();
        let of_schema = |declared: &&ObjectName| declared.schema == *name;
        let enums: Vec<ObjectName> = self.enums.now().keys().filter(of_schema).cloned().collect();
        let types: Vec<ObjectName> = self.types.now().keys().filter(of_schema).cloned().collect();
        let in_it = self.extensions.now().values().filter(|extension| extension.schema.as_ref() == Some(name));
        let extensions: Vec<ObjectName> = in_it.map(|extension| ObjectName::new(name, &extension.name)).collect();
        let first = relations.first().or(enums.first()).or(types.first()).or(extensions.first());
        if let Some(first) = first
            && !cascades
        {
            let message = format!("the schema {name} cannot be dropped: {first} is in it");
            return Err(Problem::refused(written, SqlState::DEPENDENT_OBJECTS_STILL_EXIST, message));
        }
        for relation in &relations {
            if self.tables.has(relation) {
                self.remove_table(relation, place);
            }
        }
        for relation in &relations {
            self.relations.remove(relation);
            self.remove_objects_of_relation(relation, true);
            self.forget_defaults(relation);
        }
        for declared in enums.iter().chain(&types) {
            self.release_type(declared, &[], reach)?;
            self.enums.remove(declared);
            self.types.remove(declared);
            self.type_words.remove(declared);
            self.remove_objects_of_type(declared);
        }
        for extension in &extensions {
            self.drop_extension(&extension.name, reach)?;
        }
        Ok(self.schemas.remove(name).is_some())
    }
}

fn takes_numbers_of(column: &Column, sequence: &ObjectName) -> bool {
    matches!(&column.default, Some(ColumnDefault::Autoincrement { sequence: of }) if of == sequence)
}

/// The error that PostgreSQL has for something that is not there.
fn absent(kind: DropKind) -> SqlState {
    match kind {
        DropKind::Table | DropKind::View | DropKind::MaterializedView | DropKind::ForeignTable | DropKind::Sequence => {
            SqlState::UNDEFINED_TABLE
        }
        DropKind::Index | DropKind::Type | DropKind::Domain | DropKind::Extension => SqlState::UNDEFINED_OBJECT,
        DropKind::Schema => SqlState::INVALID_SCHEMA_NAME,
    }
}
