//! Types, carried out.

use std::collections::BTreeSet;

use super::apply::renamed;
use super::cascade::TypeWords;
use super::{Catalog, is_there, missing};
use crate::physical::{ColumnDefault, ElementType, Enum, EnumLabel, Literal, ObjectName, Predicate, Table};
use crate::replay::problem::{Done, Problem, SqlState};
use crate::replay::statement::{AlterType, CreateType, LabelPosition, NewName, TypeChange, WrittenType};
use crate::sql::WrittenName;

impl Catalog {
    pub(super) fn create_type(&mut self, create: &CreateType) -> Done<()> {
        let CreateType { name: written, labels, says, is_composite } = create;
        let name = self.new_name(written)?;
        self.expect_no_type(&name, written)?;
        match labels.clone()? {
            None => {
                let words = TypeWords { says: says.clone(), is_composite: *is_composite };
                self.set_type_words(&name, words);
                self.types.insert(name, None);
            }
            Some(labels) => {
                let labels = labels.into_iter().map(label).collect();
                let declared = Enum { name: name.clone(), prisma_name: name.name.clone(), labels };
                self.enums.insert(name, declared);
            }
        }
        Ok(())
    }

    pub(super) fn create_domain(
        &mut self,
        written: &WrittenName,
        base: &WrittenType,
        says: &BTreeSet<String>,
    ) -> Done<()> {
        let name = self.new_name(written)?;
        self.expect_no_type(&name, written)?;
        let words = TypeWords { says: says.clone(), is_composite: false };
        self.set_type_words(&name, words);
        let base = self.column_type(base);
        self.types.insert(name, Some(base));
        Ok(())
    }

    fn expect_no_type(&self, name: &ObjectName, written: &WrittenName) -> Done<()> {
        if self.is_type(name) { Err(is_there(name, written, SqlState::DUPLICATE_OBJECT)) } else { Ok(()) }
    }

    pub(super) fn alter_type(&mut self, alter: &AlterType) -> Done<()> {
        let AlterType { name: written, change } = alter;
        let name = self.type_name(written);
        if self.types.has(&name) {
            if let Ok(TypeChange::Rename(new_name)) = change {
                let new_name = renamed(&name, new_name);
                let base = self.types.remove(&name).flatten();
                self.types.insert(new_name.clone(), base);
                self.rename_type_of_objects(&name, &new_name);
                self.rename_in_words(&name, &new_name);
            }
            return Ok(());
        }
        if matches!(change, Ok(TypeChange::Unmanaged)) {
            return Ok(());
        }
        if !self.enums.has(&name) {
            return Err(missing("type", &name, written, SqlState::UNDEFINED_OBJECT));
        }
        match change.clone()? {
            TypeChange::AddValue { may_be_there, value, position } => {
                self.add_value(&name, may_be_there, value, position, written)
            }
            TypeChange::RenameValue { old, new } => self.rename_value(&name, &old, &new, written),
            TypeChange::Rename(new_name) => self.rename_enum(&name, &new_name, written),
            TypeChange::Unmanaged => Ok(()),
        }
    }

    fn add_value(
        &mut self,
        name: &ObjectName,
        may_be_there: bool,
        value: String,
        position: Option<LabelPosition>,
        written: &WrittenName,
    ) -> Done<()> {
        let Some(declared) = self.enums.get_mut(name) else { return Ok(()) };
        if declared.has(&value) {
            let message = format!("{name} has the value {value} already");
            let refused = Problem::refused(written, SqlState::DUPLICATE_OBJECT, message);
            return if may_be_there { Ok(()) } else { Err(refused) };
        }
        let at = match &position {
            None => declared.labels.len(),
            Some(LabelPosition { value, is_before_new }) => {
                let at = declared.labels.iter().position(|label| label.label == *value);
                at.ok_or_else(|| no_value(name, value, written))? + usize::from(*is_before_new)
            }
        };
        declared.labels.insert(at, label(value));
        Ok(())
    }

    /// Defaults and the predicates of indexes follow.
    fn rename_value(&mut self, name: &ObjectName, old: &str, new: &str, written: &WrittenName) -> Done<()> {
        let Some(declared) = self.enums.get_mut(name) else { return Ok(()) };
        let Some(at) = declared.labels.iter().position(|label| label.label == old) else {
            return Err(no_value(name, old, written));
        };
        if declared.has(new) {
            let message = format!("{name} has the value {new} already");
            return Err(Problem::refused(written, SqlState::DUPLICATE_OBJECT, message));
        }
        // what the schema calls it stays, where that was known
        let value = &mut declared.labels[at];
        if value.prisma_name == value.label {
            new.clone_into(&mut value.prisma_name);
        }
        new.clone_into(&mut value.label);
        self.rename_label_of_objects(name, old);
        for table in self.dependent_tables(name) {
            if let Some(table) = self.tables.get_mut(&table) {
                rename_value_in(table, name, old, new);
            }
        }
        Ok(())
    }

    /// Gives an enum another name, in the columns that are of it too.
    fn rename_enum(&mut self, old: &ObjectName, new: &NewName, written: &WrittenName) -> Done<()> {
        let new = renamed(old, new);
        self.expect_no_type(&new, written)?;
        let Some(mut declared) = self.enums.remove(old) else { return Ok(()) };
        // what the schema calls it stays, where that was known
        if declared.prisma_name == old.name {
            declared.prisma_name.clone_from(&new.name);
        }
        declared.name = new.clone();
        self.rename_type_of_objects(old, &new);
        self.enums.insert(new.clone(), declared);
        self.rename_in_casts(|_, _, of| {
            if of == old {
                of.clone_from(&new);
            }
        });
        for name in self.dependent_tables(old) {
            let Some(table) = self.tables.get_mut(&name) else { continue };
            for column in table.columns.iter_mut().filter(|column| column.enum_type() == Some(old)) {
                column.column_type.element = ElementType::Enum(new.clone());
            }
        }
        Ok(())
    }
}

fn label(label: String) -> EnumLabel {
    EnumLabel { prisma_name: label.clone(), label }
}

fn no_value(name: &ObjectName, value: &str, written: &WrittenName) -> Problem {
    Problem::refused(written, SqlState::INVALID_PARAMETER_VALUE, format!("{name} has no value {value}"))
}

fn rename_value_in(table: &mut Table, name: &ObjectName, old: &str, new: &str) {
    let follow = |literal: &mut Literal| match literal {
        Literal::EnumLabel(label) if label == old => new.clone_into(label),
        Literal::EnumLabel(_) | Literal::String(_) | Literal::Number(_) | Literal::Boolean(_) => {}
    };
    let mut columns = Vec::new();
    for column in table.columns.iter_mut().filter(|column| column.enum_type() == Some(name)) {
        column.default.iter_mut().flat_map(ColumnDefault::literals_mut).for_each(follow);
        columns.push(column.name.clone());
    }
    for index in table.indexes.values_mut() {
        if let Some(Predicate::All(conditions)) = &mut index.predicate {
            let of_type = conditions.iter_mut().filter(|condition| columns.contains(&condition.column));
            of_type.filter_map(|condition| condition.value.as_mut()).for_each(follow);
        }
    }
}
