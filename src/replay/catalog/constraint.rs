//! Constraints, carried out.

use super::{Catalog, Relation, missing};
use crate::naming::postgres;
use crate::physical::{
    ForeignKey, ForeignKeyExtras, Index, IndexExtras, ObjectKind, ObjectName, PrimaryKey, PrimaryKeyExtras, Validity,
};
use crate::replay::problem::{Done, Problem, SqlState};
use crate::replay::statement::{
    Constraint, ConstraintAttributes, ConstraintChange, ConstraintKind, Reference, WrittenKey,
};
use crate::replay::{read, span};
use crate::sql::{self, WrittenName, quoted};

impl Catalog {
    /// Adds a constraint to a table.
    pub(super) fn add_constraint(
        &mut self,
        table: &ObjectName,
        constraint: Constraint,
        written: &WrittenName,
    ) -> Done<()> {
        let Constraint { name, kind, attributes } = constraint;
        match kind {
            ConstraintKind::PrimaryKey(key) => {
                let name = name.unwrap_or_else(|| self.free_key_name(table, None, "pkey"));
                self.expect_no_primary_key(table, written)?;
                self.expect_key(table, &name, &key, written)?;
                let WrittenKey { columns, index } = key;
                let deferral = attributes.deferral.unwrap_or_default();
                let extras = PrimaryKeyExtras { index, deferral, comment: None };
                self.set_primary_key(table, PrimaryKey { name, columns, extras }, written)
            }
            ConstraintKind::Unique(key) => {
                let of_columns = postgres::columns(&postgres::distinct(key.all_columns().cloned().collect()));
                let name = name.unwrap_or_else(|| self.free_key_name(table, Some(&of_columns), "key"));
                self.expect_key(table, &name, &key, written)?;
                self.add_index(table, self.unique_index(name, key, attributes, written));
                Ok(())
            }
            ConstraintKind::OfIndex { index, is_primary_key } => {
                self.add_constraint_of_index(table, &index, (name, attributes), is_primary_key)
            }
            ConstraintKind::ForeignKey { columns, reference } => {
                let of_columns = postgres::columns(&columns);
                let name = name.unwrap_or_else(|| self.free_constraint_name(table, Some(&of_columns), "fkey"));
                self.expect_columns(table, &columns, written)?;
                self.add_foreign_key(table, (name, attributes), columns, reference, written)
            }
            ConstraintKind::NotNull(column) => {
                self.expect_column(table, &column, written)?;
                self.set_not_null(table, &column, true);
                self.set_extras(table, &column, |extras| extras.not_null_name = name);
                Ok(())
            }
            ConstraintKind::Temporal { required, is_foreign_key, words } => {
                self.expect_columns(table, &required, written)?;
                required.iter().for_each(|column| self.set_not_null(table, column, true));
                let kind = if is_foreign_key { ObjectKind::ForeignKey } else { ObjectKind::Exclude };
                let columns = postgres::columns(&postgres::distinct(read::excluded(&words)));
                let name = name.unwrap_or_else(|| match (is_foreign_key, required.is_empty()) {
                    (true, _) => self.free_constraint_name(table, Some(&columns), "fkey"),
                    (false, true) => self.free_key_name(table, Some(&columns), "key"),
                    (false, false) => self.free_key_name(table, None, "pkey"),
                });
                self.add_check((kind, table), &name, &words, written)
            }
            ConstraintKind::Check(words) => {
                let column = self.only_column(table, &words);
                let name = name.unwrap_or_else(|| self.free_constraint_name(table, column.as_deref(), "check"));
                self.add_check((ObjectKind::Check, table), &name, &words, written)
            }
            ConstraintKind::Exclude(words) => {
                let columns = postgres::columns(&postgres::distinct(read::excluded(&words)));
                let name = name.unwrap_or_else(|| self.free_key_name(table, Some(&columns), "excl"));
                self.add_check((ObjectKind::Exclude, table), &name, &words, written)
            }
        }
    }

    /// Adds a constraint that is kept in its words. One that excludes has an index of its own.
    fn add_check(
        &mut self,
        (kind, table): (ObjectKind, &ObjectName),
        name: &str,
        words: &str,
        written: &WrittenName,
    ) -> Done<()> {
        if kind == ObjectKind::Check {
            self.expect_columns_in(table, words.trim_start_matches("CHECK"), &written.range)?;
        }
        self.expect_no_constraint(table, name, written)?;
        self.add_constraint_object(kind, table, name, words, &written.range);
        if self.is_excluding(table, name) {
            let index = table.sibling(name);
            self.expect_free(&index, written)?;
            self.relations.insert(index, Relation::UnmanagedIndex { table: table.clone(), columns: Vec::new() });
        }
        Ok(())
    }

    fn expect_no_constraint(&self, table: &ObjectName, name: &str, written: &WrittenName) -> Done<()> {
        if self.has_constraint(table, name) {
            let message = format!("{table} has a constraint {name} already");
            return Err(Problem::refused(written, SqlState::DUPLICATE_OBJECT, message));
        }
        Ok(())
    }

    /// Whether a constraint has an index of its own that the schema cannot say: it excludes.
    pub(super) fn is_excluding(&self, table: &ObjectName, name: &str) -> bool {
        self.objects.has(&(ObjectKind::Exclude, table.clone(), name.to_owned()))
    }

    /// The column that a check is about, if it is about one alone.
    fn only_column(&self, table: &ObjectName, check: &str) -> Option<String> {
        let names = sql::names(check);
        let mut columns = self.tables.get(table)?.columns.iter().filter(|column| names.contains(&column.name));
        columns.next().filter(|_| columns.next().is_none()).map(|column| column.name.clone())
    }

    /// Whether a table has a constraint of that name. A unique index may be one or not, so it does not count.
    pub(super) fn has_constraint(&self, table: &ObjectName, name: &str) -> bool {
        ObjectKind::CONSTRAINTS.into_iter().any(|kind| self.objects.has(&(kind, table.clone(), name.to_owned())))
            || self.tables.get(table).is_some_and(|table| {
                let is_key = table.primary_key.as_ref().is_some_and(|key| key.name == name);
                is_key || table.foreign_keys.contains_key(name)
            })
    }

    fn expect_columns(&self, table: &ObjectName, columns: &[String], written: &WrittenName) -> Done<()> {
        columns.iter().try_for_each(|column| self.expect_column(table, column, written))
    }

    /// Fails where a key of that name cannot be made.
    fn expect_key(&self, table: &ObjectName, name: &str, key: &WrittenKey, written: &WrittenName) -> Done<()> {
        self.expect_columns(table, &key.columns, written)?;
        self.expect_columns(table, &key.index.include, written)?;
        expect_distinct(&key.columns, written)?;
        self.expect_no_constraint(table, name, written)?;
        self.expect_free(&table.sibling(name), written)
    }

    /// The index of a unique constraint: to Prisma the two are one.
    fn unique_index(&self, name: String, key: WrittenKey, said: ConstraintAttributes, written: &WrittenName) -> Index {
        let extras = IndexExtras {
            constraint: Some(said.deferral.unwrap_or_default()),
            is_made_by_refract: self.source.is_refracts,
            place: self.source.file.map(|file| span(file, written.range.clone())),
            ..key.index
        };
        Index { extras: Box::new(extras), ..Index::plain(name, true, key.columns) }
    }

    fn expect_no_primary_key(&self, table: &ObjectName, written: &WrittenName) -> Done<()> {
        if self.tables.get(table).is_some_and(|table| table.primary_key.is_some()) {
            let message = format!("{table} has a primary key already");
            return Err(Problem::refused(written, SqlState::INVALID_TABLE_DEFINITION, message));
        }
        Ok(())
    }

    /// A key makes its columns NOT NULL.
    fn set_primary_key(&mut self, table: &ObjectName, key: PrimaryKey, written: &WrittenName) -> Done<()> {
        self.expect_no_primary_key(table, written)?;
        let Some(of_table) = self.tables.get_mut(table) else { return Ok(()) };
        for column in of_table.columns.iter_mut().filter(|column| key.columns.contains(&column.name)) {
            column.not_null = true;
        }
        self.relations.insert(table.sibling(key.name.clone()), Relation::Index { table: table.clone() });
        of_table.primary_key = Some(key);
        Ok(())
    }

    fn add_constraint_of_index(
        &mut self,
        table: &ObjectName,
        index: &WrittenName,
        (name, attributes): (Option<String>, ConstraintAttributes),
        is_primary_key: bool,
    ) -> Done<()> {
        let old = table.sibling(index.name.clone());
        let Some(made) = self.take_index(table, &index.name) else {
            return Err(missing("index", &old, index, SqlState::UNDEFINED_OBJECT));
        };
        self.relations.remove(&old);
        let name = name.unwrap_or(index.name.clone());
        self.expect_free(&table.sibling(name.clone()), index)?;
        if is_primary_key {
            let columns = made.columns.into_iter().map(|column| column.name).collect();
            let deferral = attributes.deferral.unwrap_or_default();
            let extras = PrimaryKeyExtras { index: *made.extras, deferral, comment: None };
            return self.set_primary_key(table, PrimaryKey { name, columns, extras }, index);
        }
        let constraint = Some(attributes.deferral.unwrap_or_default());
        self.add_index(table, Index { name, extras: Box::new(IndexExtras { constraint, ..*made.extras }), ..made });
        Ok(())
    }

    fn add_foreign_key(
        &mut self,
        table: &ObjectName,
        (name, attributes): (String, ConstraintAttributes),
        columns: Vec<String>,
        reference: Reference,
        written: &WrittenName,
    ) -> Done<()> {
        let Reference { table: to, columns: referenced_columns, on_delete, on_update, is_match_full, set_on_delete } =
            reference;
        let is_unmanaged = self.relations.get(&self.relation_name(&to)).is_some_and(Relation::is_unmanaged_table);
        if is_unmanaged {
            let words =
                format!("FOREIGN KEY ({})", columns.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", "));
            self.add_constraint_object(ObjectKind::ForeignKey, table, &name, &words, &to.range);
            return Ok(());
        }
        let referenced_table = self.table_name(&to)?;
        let referenced_columns = if referenced_columns.is_empty() {
            let key = self.tables.get(&referenced_table).and_then(|table| table.primary_key.as_ref());
            key.map(|key| key.columns.clone()).unwrap_or_default()
        } else {
            referenced_columns
        };
        self.expect_columns(&referenced_table, &referenced_columns, &to)?;
        self.expect_referable((table, &columns), (&referenced_table, &referenced_columns), &to)?;
        self.expect_no_constraint(table, &name, written)?;
        let is_made_by_hand = !self.source.is_refracts;
        let mut extras =
            Box::new(ForeignKeyExtras { is_match_full, set_on_delete, is_made_by_hand, ..ForeignKeyExtras::default() });
        give_attributes(&mut extras, attributes, self.source.is_of_series);
        let key = ForeignKey { name, columns, referenced_table, referenced_columns, on_delete, on_update, extras };
        self.put_foreign_key(table, key);
        Ok(())
    }

    /// What becomes of a key. Other constraints are kept in the words of the history.
    pub(super) fn alter_constraint(&mut self, table: &ObjectName, name: &str, change: ConstraintChange) {
        let is_of_series = self.source.is_of_series;
        if let (ConstraintChange::Comment(comment), Some(column)) = (&change, self.column_of_not_null(table, name)) {
            self.set_extras(table, &column, |extras| {
                extras.not_null_name = Some(name.to_owned());
                extras.not_null_comment.clone_from(comment);
            });
            return;
        }
        let Some(of_table) = self.tables.get_mut(table) else { return };
        if let Some(key) = of_table.primary_key.as_mut().filter(|key| key.name == name) {
            match change {
                ConstraintChange::Comment(comment) => key.extras.comment = comment,
                // neither is for a primary key
                ConstraintChange::Attributes(_) | ConstraintChange::Validated => {}
            }
        } else if let Some(key) = of_table.foreign_keys.get_mut(name) {
            match change {
                ConstraintChange::Comment(comment) => key.extras.comment = comment,
                ConstraintChange::Attributes(attributes) => give_attributes(&mut key.extras, attributes, is_of_series),
                ConstraintChange::Validated => key.extras.validity = Validity::Valid,
            }
        }
    }

    pub(super) fn drop_constraint(
        &mut self,
        table: &ObjectName,
        name: &str,
        (may_be_missing, cascades): (bool, bool),
        written: &WrittenName,
    ) -> Done<()> {
        let Some(of_table) = self.tables.get(table) else { return Ok(()) };
        let is_key = of_table.primary_key.as_ref().is_some_and(|key| key.name == name);
        let columns: Option<Vec<String>> = if is_key {
            self.tables.get_mut(table).and_then(|table| table.primary_key.take()).map(|key| key.columns)
        } else {
            let index = self.take_index(table, name);
            index.map(|index| index.columns.into_iter().map(|column| column.name).collect())
        };
        let was_foreign = self.drop_foreign_key(table, name);
        if let Some(columns) = &columns {
            self.relations.remove(&table.sibling(name));
            self.release(table, columns, name, cascades, written)?;
        }
        // a column's own NOT NULL has a name since PostgreSQL 18
        if self.is_excluding(table, name) {
            self.relations.remove(&table.sibling(name));
        }
        let was_checked = self.remove_constraint_object(table, name) || self.allow_null(table, name);
        if columns.is_some() || was_foreign || was_checked || may_be_missing {
            return Ok(());
        }
        let message = format!("{table} has no constraint {name}");
        Err(Problem::refused(written, SqlState::UNDEFINED_OBJECT, message))
    }

    /// Takes away the foreign keys to columns of a table that nothing makes unique any more, if that was said.
    pub(super) fn release(
        &mut self,
        table: &ObjectName,
        columns: &[String],
        name: &str,
        cascades: bool,
        written: &WrittenName,
    ) -> Done<()> {
        let is_same = |other: &[String]| other.len() == columns.len() && other.iter().all(|one| columns.contains(one));
        let is_unique = self.tables.get(table).is_some_and(|table| {
            let is_over_same = |index: &Index| {
                let mut names = index.columns.iter().map(|column| &column.name);
                index.columns.len() == columns.len() && names.all(|name| columns.contains(name))
            };
            table.primary_key.as_ref().is_some_and(|key| is_same(&key.columns))
                || table.indexes.values().any(|index| index.is_unique && is_over_same(index))
        });
        if is_unique {
            return Ok(());
        }
        if cascades {
            self.release_keys(table, is_same);
            return Ok(());
        }
        let keys = |other: &ObjectName| {
            let of_other = self.tables.get(other)?;
            let mut keys = of_other.foreign_keys.values();
            keys.find(|key| key.referenced_table == *table && is_same(&key.referenced_columns))
                .map(|key| key.name.clone())
        };
        match self.dependent_tables(table).iter().find_map(|other| keys(other).map(|key| (other.clone(), key))) {
            None => Ok(()),
            Some((other, key)) => {
                let message = format!("{name} cannot be dropped: {key} of {other} needs it");
                Err(Problem::refused(written, SqlState::DEPENDENT_OBJECTS_STILL_EXIST, message))
            }
        }
    }

    /// Switches what looks at the foreign keys of a table, and at those that refer to it, on that table off or on.
    pub(super) fn switch_keys(&mut self, table: &ObjectName, is_off: bool) {
        let others = self.dependent_tables(table).into_iter();
        for name in others.chain([table.clone()]) {
            let of_one = self.tables.get_mut(&name).into_iter().flat_map(|one| one.foreign_keys.values_mut());
            for key in of_one {
                key.extras.off.here = if name == *table { is_off } else { key.extras.off.here };
                key.extras.off.there = if key.referenced_table == *table { is_off } else { key.extras.off.there };
            }
        }
    }
}

/// What is said of a foreign key after it, or later on. To be enforced again is to look at all rows.
fn give_attributes(extras: &mut ForeignKeyExtras, said: ConstraintAttributes, is_of_series: bool) {
    let ConstraintAttributes { deferral, is_not_valid, is_enforced } = said;
    extras.deferral = deferral.unwrap_or(extras.deferral);
    extras.validity = match is_enforced {
        Some(false) => Validity::NotEnforced,
        _ if is_not_valid && is_of_series => Validity::ToBeValidated,
        _ if is_not_valid => Validity::NotValid,
        Some(true) => Validity::Valid,
        None => extras.validity,
    };
}

/// A column stands in a key once.
fn expect_distinct(columns: &[String], written: &WrittenName) -> Done<()> {
    let is_repeated = |at: usize| columns[..at].contains(&columns[at]);
    match (0..columns.len()).find(|&at| is_repeated(at)) {
        None => Ok(()),
        Some(at) => {
            let message = format!("{} is in the key twice", columns[at]);
            Err(Problem::refused(written, SqlState::DUPLICATE_COLUMN, message))
        }
    }
}
