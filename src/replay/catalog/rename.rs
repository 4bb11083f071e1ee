//! `RENAME` and `SET SCHEMA`, of tables and what is in them.

use super::apply::renamed;
use super::{Catalog, Relation};
use crate::physical::{ColumnDefault, Index, ObjectName, Predicate, Table};
use crate::replay::problem::{Done, Problem, SqlState};
use crate::replay::statement::NewName;
use crate::sql::WrittenName;

impl Catalog {
    /// Gives a relation of any kind another name: `ALTER TABLE` and `ALTER INDEX` take every kind for their own.
    pub(super) fn rename_relation(&mut self, old: &ObjectName, new: &NewName, written: &WrittenName) -> Done<()> {
        match (self.relations.get(old).cloned(), new) {
            (Some(Relation::Index { .. } | Relation::UnmanagedIndex { .. }), NewName::Schema(_)) => {
                let message = format!("{old} is an index: it goes with its table");
                Err(Problem::refused(written, SqlState::WRONG_OBJECT_TYPE, message))
            }
            (Some(Relation::Index { table }), NewName::Name(new)) => {
                self.expect_free(&table.sibling(new.clone()), written)?;
                self.rename_index(&table, &old.name, new);
                Ok(())
            }
            // the index of an exclusion
            (Some(Relation::UnmanagedIndex { table, columns: _ }), NewName::Name(new))
                if self.is_excluding(&table, &old.name) =>
            {
                self.rename_constraint(&table, &old.name, new, written)
            }
            (Some(Relation::Table), new) => self.rename_table(old, new, written),
            (
                Some(
                    Relation::UnmanagedIndex { .. }
                    | Relation::View
                    | Relation::Sequence { .. }
                    | Relation::UnmanagedTable
                    | Relation::TableOfTransaction
                    | Relation::Unread { .. },
                ),
                new,
            ) => {
                self.expect_free(&renamed(old, new), written)?;
                self.rename_unmanaged(old, new);
                Ok(())
            }
            (None, _) => Ok(()),
        }
    }

    pub(super) fn rename_table(&mut self, old: &ObjectName, new: &NewName, written: &WrittenName) -> Done<()> {
        let new = renamed(old, new);
        self.expect_free(&new, written)?;
        self.move_table(old, &new);
        Ok(())
    }

    /// Gives a table, its keys and what refers to it another name.
    fn move_table(&mut self, old: &ObjectName, new: &ObjectName) {
        let Some(mut table) = self.tables.remove(old) else { return };
        self.ledger.table_moved(old, new);
        self.rename_in_casts(|table, _, _| {
            if table == old {
                table.clone_from(new);
            }
        });
        table.name = new.clone();
        refer_to(&mut table, old, new);
        self.relations.remove(old);
        self.relations.insert(new.clone(), Relation::Table);
        let indexes = table.indexes.keys().chain(table.primary_key.iter().map(|key| &key.name));
        for index in indexes {
            self.relations.remove(&old.sibling(index.clone()));
            self.relations.insert(new.sibling(index.clone()), Relation::Index { table: new.clone() });
        }
        self.move_sequences(&mut table, old, new);
        self.note_said(&table);
        self.tables.insert(new.clone(), table);
        for other in self.dependents_of(old) {
            if self.tables.get(&other).is_some_and(|other| refers_to(other, old))
                && let Some(other) = self.tables.get_mut(&other)
            {
                refer_to(other, old, new);
            }
            self.move_relation_of(&other, old, new);
            self.set_parents(&other, |extras| {
                extras.parents_mut().filter(|parent| *parent == old).for_each(|parent| parent.clone_from(new));
            });
        }
        self.rename_relation_of_objects(old, new);
    }

    /// An index or a sequence of a table goes with it, to another schema too.
    fn move_relation_of(&mut self, name: &ObjectName, old: &ObjectName, new: &ObjectName) {
        let moved = match self.relations.get(name) {
            Some(Relation::UnmanagedIndex { table, columns }) if table == old => {
                Relation::UnmanagedIndex { table: new.clone(), columns: columns.clone() }
            }
            Some(Relation::Sequence { owner: Some((table, column)) }) if table == old => {
                Relation::Sequence { owner: Some((new.clone(), column.clone())) }
            }
            Some(
                Relation::UnmanagedIndex { .. }
                | Relation::Sequence { .. }
                | Relation::Table
                | Relation::Index { .. }
                | Relation::View
                | Relation::UnmanagedTable
                | Relation::TableOfTransaction
                | Relation::Unread { .. },
            )
            | None => return,
        };
        self.relations.remove(name);
        self.relations.insert(ObjectName::new(new.schema.clone(), name.name.clone()), moved);
    }

    /// What a table counts with goes to its new schema.
    fn move_sequences(&mut self, table: &mut Table, old: &ObjectName, new: &ObjectName) {
        for column in &mut table.columns {
            match &mut column.default {
                Some(ColumnDefault::Autoincrement { sequence })
                    if sequence.schema == old.schema && old.schema != new.schema =>
                {
                    let there = self.relations.remove(sequence);
                    sequence.schema.clone_from(&new.schema);
                    if let Some(there) = there {
                        let owned = if let Relation::Sequence { owner: Some((_, column)) } = there {
                            Relation::Sequence { owner: Some((new.clone(), column)) }
                        } else {
                            there
                        };
                        self.relations.insert(sequence.clone(), owned);
                    }
                }
                _ => {}
            }
        }
    }

    pub(super) fn rename_column(
        &mut self,
        table: &ObjectName,
        old: &str,
        new: &str,
        written: &WrittenName,
    ) -> Done<()> {
        self.expect_column(table, old, written)?;
        self.expect_no_column(table, new, written)?;
        if let Some(of_table) = self.tables.get_mut(table) {
            rename_in(of_table, old, new);
        }
        self.rename_in_casts(|of, column, _| {
            if of == table && column == old {
                new.clone_into(column);
            }
        });
        self.rename_column_of_objects(table, old, new);
        for child in self.children(table) {
            self.rename_column(&child, old, new, written)?;
        }
        for other in self.dependents_of(table) {
            if self.tables.get(&other).is_some_and(|other| refers_to(other, table))
                && let Some(other) = self.tables.get_mut(&other)
            {
                for key in other.foreign_keys.values_mut().filter(|key| key.referenced_table == *table) {
                    replace(&mut key.referenced_columns, old, new);
                }
            }
            match self.relations.get_mut(&other) {
                Some(Relation::UnmanagedIndex { table: of, columns }) if of == table => replace(columns, old, new),
                Some(Relation::Sequence { owner: Some((of, column)) }) if of == table && column == old => {
                    *column = new.to_owned();
                }
                Some(
                    Relation::UnmanagedIndex { .. }
                    | Relation::Sequence { .. }
                    | Relation::Table
                    | Relation::Index { .. }
                    | Relation::View
                    | Relation::UnmanagedTable
                    | Relation::TableOfTransaction
                    | Relation::Unread { .. },
                )
                | None => {}
            }
        }
        Ok(())
    }

    pub(super) fn rename_constraint(
        &mut self,
        table: &ObjectName,
        old: &str,
        new: &str,
        written: &WrittenName,
    ) -> Done<()> {
        let has_key = |name: &str| self.tables.get(table).is_some_and(|table| table.foreign_keys.contains_key(name));
        let is_index =
            matches!(self.relations.get(&table.sibling(old)), Some(Relation::Index { table: of }) if of == table);
        let of_not_null = self.column_of_not_null(table, old);
        if !(is_index || of_not_null.is_some() || self.has_constraint(table, old)) {
            let message = format!("{table} has no constraint {old}");
            return Err(Problem::refused(written, SqlState::UNDEFINED_OBJECT, message));
        }
        if self.has_constraint(table, new) {
            let message = format!("{table} has a constraint {new} already");
            return Err(Problem::refused(written, SqlState::DUPLICATE_OBJECT, message));
        }
        if has_key(old) {
            if let Some(of_table) = self.tables.get_mut(table)
                && let Some(mut key) = of_table.foreign_keys.remove(old)
            {
                new.clone_into(&mut key.name);
                of_table.foreign_keys.insert(new.to_owned(), key);
            }
        } else if is_index {
            self.expect_free(&table.sibling(new), written)?;
            self.rename_index(table, old, new);
        } else if let Some(column) = of_not_null {
            self.set_extras(table, &column, |extras| extras.not_null_name = Some(new.to_owned()));
        } else {
            if self.is_excluding(table, old)
                && let Some(index) = self.relations.remove(&table.sibling(old))
            {
                self.relations.insert(table.sibling(new), index);
            }
            self.rename_constraint_object(table, old, new);
        }
        Ok(())
    }

    /// Gives an index or the primary key of a table another name.
    pub(super) fn rename_index(&mut self, table: &ObjectName, old: &str, new: &str) {
        if let Some(relation) = self.relations.remove(&table.sibling(old)) {
            self.relations.insert(table.sibling(new), relation);
        }
        let Some(table) = self.tables.get_mut(table) else { return };
        if let Some(key) = table.primary_key.as_mut().filter(|key| key.name == old) {
            new.clone_into(&mut key.name);
        } else if let Some(index) = table.indexes.remove(old) {
            table.indexes.insert(new.to_owned(), Index { name: new.to_owned(), ..index });
        }
    }

    /// Gives a view or the like another name.
    fn rename_unmanaged(&mut self, old: &ObjectName, new: &NewName) {
        let new = renamed(old, new);
        match self.relations.get(old) {
            Some(Relation::Sequence { .. }) => self.rename_sequence(old, &new),
            Some(_) => {
                self.rename_index_of_view(old, &new.name);
                if let Some(relation) = self.relations.remove(old) {
                    self.relations.insert(new.clone(), relation);
                }
                for index in self.dependents_of(old) {
                    self.move_relation_of(&index, old, &new);
                }
                self.rename_relation_of_objects(old, &new);
            }
            None => {}
        }
    }

    /// Gives a sequence another name, in the columns too that take their numbers from it.
    pub(super) fn rename_sequence(&mut self, old: &ObjectName, new: &ObjectName) {
        if let Some(relation) = self.relations.remove(old) {
            self.relations.insert(new.clone(), relation);
        }
        let takes_from = |default: &Option<ColumnDefault>| matches!(default, Some(ColumnDefault::Autoincrement { sequence }) if sequence == old);
        for name in self.dependent_tables(old) {
            let Some(table) = self.tables.get_mut(&name) else { continue };
            for column in table.columns.iter_mut().filter(|column| takes_from(&column.default)) {
                column.default = Some(ColumnDefault::Autoincrement { sequence: new.clone() });
            }
        }
    }
}

fn refers_to(table: &Table, name: &ObjectName) -> bool {
    table.foreign_keys.values().any(|key| key.referenced_table == *name)
}

fn refer_to(table: &mut Table, old: &ObjectName, new: &ObjectName) {
    for key in table.foreign_keys.values_mut().filter(|key| key.referenced_table == *old) {
        key.referenced_table = new.clone();
    }
}

/// A column, the keys and the indexes of its table get its new name.
fn rename_in(table: &mut Table, old: &str, new: &str) {
    let Table { name: _, origin: _, columns, primary_key, indexes, foreign_keys, extras } = table;
    for column in columns.iter_mut().filter(|column| column.name == old) {
        new.clone_into(&mut column.name);
    }
    if let Some(key) = &mut extras.partition_key {
        replace(&mut key.columns, old, new);
    }
    if let Some(key) = primary_key {
        replace(&mut key.extras.index.include, old, new);
        replace(&mut key.columns, old, new);
    }
    for key in foreign_keys.values_mut() {
        replace(&mut key.extras.set_on_delete, old, new);
        replace(&mut key.columns, old, new);
    }
    for index in indexes.values_mut() {
        replace(&mut index.extras.include, old, new);
        for column in index.columns.iter_mut().filter(|column| column.name == old) {
            new.clone_into(&mut column.name);
        }
        replace(&mut index.extras.include, old, new);
        if let Some(Predicate::All(conditions)) = &mut index.predicate {
            for condition in conditions.iter_mut().filter(|condition| condition.column == old) {
                new.clone_into(&mut condition.column);
            }
        }
    }
}

fn replace(names: &mut [String], old: &str, new: &str) {
    for name in names.iter_mut().filter(|name| *name == old) {
        new.clone_into(name);
    }
}
