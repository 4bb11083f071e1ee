//! Definitions carried out: the one place that says which file does which.

use std::ops::Range;

use super::{Catalog, Relation, missing, wrong_kind};
use crate::physical::ObjectName;
use crate::replay::problem::{Done, Problem, SqlState};
use crate::replay::statement::{
    AlterExtension, AlterOther, AlterSequence, Command, CreateExtension, CreateOther, CreateSchema, Definition,
    ExtensionChange, NewName, OtherKind, SequenceChange, Statement,
};
use crate::sql::WrittenName;

impl Catalog {
    /// Carries a definition out that stands at a place, or nothing of it.
    ///
    /// # Errors
    /// When it is not understood, or PostgreSQL would refuse it.
    pub(crate) fn apply(&mut self, definition: &Definition, place: &Range<usize>) -> Done<()> {
        let start = self.savepoint();
        let done = self.carry_out(definition, place);
        match done {
            Ok(()) => {
                if self.is_changed_since(&start) {
                    self.source.done.push(place.clone());
                }
                self.link_since(&start);
            }
            Err(_) => self.roll_back_to(&start),
        }
        done
    }

    fn carry_out(&mut self, definition: &Definition, place: &Range<usize>) -> Done<()> {
        match definition {
            Definition::CreateTable(create) => self.create_table(create),
            Definition::AlterTable(alter) => self.alter_table(alter, place),
            Definition::CreateIndex(create) => self.create_index(create, place),
            Definition::AlterIndex(alter) => self.alter_index(alter),
            Definition::CreateType(create) => self.create_type(create),
            Definition::AlterType(alter) => self.alter_type(alter),
            Definition::CreateDomain { name, base, says } => self.create_domain(name, base, says),
            Definition::CreateSchema(create) => self.create_schema(create),
            Definition::RenameSchema { schema, place } => match self.has_schema(schema) {
                true => Err(Problem::NotUnderstood(place.clone())),
                false => Ok(()),
            },
            Definition::CreateExtension(create) => self.create_extension(create),
            Definition::AlterExtension(alter) => self.alter_extension(alter),
            Definition::CreateOther(create) => self.create_other(create),
            Definition::AlterSequence(alter) => self.alter_sequence(alter),
            Definition::AlterOther(AlterOther { name, new_name }) => match new_name {
                Some(new_name) => self.rename_other(name, &new_name.clone()?),
                None => Ok(()),
            },
            Definition::Drop(drop) => self.drop(drop, place),
            Definition::NotUnderstood(place) => Err(Problem::NotUnderstood(place.clone())),
        }
    }

    fn create_schema(&mut self, create: &CreateSchema) -> Done<()> {
        let CreateSchema { name, may_be_there, place, elements } = create;
        let is_made = true;
        match self.schemas.get(name) {
            Some(true) if !may_be_there => Err(Problem::Refused {
                place: place.clone(),
                state: SqlState::DUPLICATE_SCHEMA,
                message: format!("the schema {name} is there already"),
            }),
            Some(_) if *may_be_there => Ok(()),
            Some(_) | None => {
                self.schemas.insert(name.clone(), is_made);
                self.create_in_schema(name, elements)
            }
        }
    }

    /// What comes with a new schema, in the order in which PostgreSQL makes it: tables before what is on them.
    fn create_in_schema(&mut self, schema: &str, elements: &[Statement]) -> Done<()> {
        let rank = |statement: &&Statement| match &statement.command {
            Command::Define(Definition::CreateOther(CreateOther { kind: OtherKind::Sequence, .. })) => 0,
            Command::Define(Definition::CreateTable(_)) => 1,
            Command::Define(Definition::CreateOther(_)) => 2,
            Command::Define(_) => 3,
            Command::SearchPath(_)
            | Command::Transaction(_)
            | Command::Do(_)
            | Command::Routine(_)
            | Command::Unmanaged => 4,
        };
        let mut elements: Vec<&Statement> = elements.iter().collect();
        elements.sort_by_key(rank);
        self.in_schema(schema, |catalog| {
            elements.iter().try_for_each(|statement| match &statement.command {
                Command::Define(definition) => catalog.carry_out(definition, &statement.place),
                Command::SearchPath(_)
                | Command::Transaction(_)
                | Command::Do(_)
                | Command::Routine(_)
                | Command::Unmanaged => Ok(()),
            })
        })
    }

    fn create_extension(&mut self, create: &CreateExtension) -> Done<()> {
        let CreateExtension { extension, may_be_there, place } = create;
        match (self.extensions.has(&extension.name), may_be_there) {
            (true, true) => Ok(()),
            (true, false) => Err(Problem::Refused {
                place: place.clone(),
                state: SqlState::DUPLICATE_OBJECT,
                message: format!("the extension {} is there already", extension.name),
            }),
            (false, _) => {
                self.extensions.insert(extension.name.clone(), extension.clone());
                Ok(())
            }
        }
    }

    fn alter_extension(&mut self, alter: &AlterExtension) -> Done<()> {
        let AlterExtension { name, change } = alter;
        let Some(extension) = self.extensions.get_mut(&name.name) else {
            let full_name = ObjectName::new("pg_catalog", name.name.clone());
            return Err(missing("extension", &full_name, name, SqlState::UNDEFINED_OBJECT));
        };
        match change.clone()? {
            ExtensionChange::Version(version) => extension.version = Some(version),
            ExtensionChange::Schema(schema) => extension.schema = Some(schema),
            ExtensionChange::Unmanaged => {}
        }
        Ok(())
    }

    fn create_other(&mut self, create: &CreateOther) -> Done<()> {
        let CreateOther { kind, name: written, may_be_there, is_temporary, owner } = create;
        let name = match is_temporary {
            true => ObjectName::new(crate::replay::statement::TEMPORARY, written.name.clone()),
            false => self.new_name(written)?,
        };
        match self.relations.get(&name) {
            Some(_) if !may_be_there => self.expect_free(&name, written)?,
            Some(there) if *kind == OtherKind::View && *there != Relation::View => {
                return Err(wrong_kind("view", &name, written));
            }
            Some(_) | None => {}
        }
        let relation = match kind {
            OtherKind::Sequence => {
                let owner = owner.as_ref().map(|(table, column)| (self.owner_name(&name, table), column.clone()));
                Relation::Sequence { owner }
            }
            OtherKind::View => Relation::View,
            OtherKind::ForeignTable => Relation::UnmanagedTable,
        };
        if !self.relations.has(&name) {
            self.relations.insert(name, relation);
        }
        Ok(())
    }

    fn alter_sequence(&mut self, alter: &AlterSequence) -> Done<()> {
        let AlterSequence { name: written, change } = alter;
        let name = self.relation_name(written);
        match change {
            SequenceChange::Rename(new_name) => self.rename_sequence(&name, &renamed(&name, &new_name.clone()?)),
            SequenceChange::Owner(owner) => {
                let owner = owner.clone()?.map(|(table, column)| (self.owner_name(&name, &table), column));
                if let Some(Relation::Sequence { owner: old }) = self.relations.get_mut(&name) {
                    *old = owner;
                }
            }
            SequenceChange::Unmanaged => {}
        }
        Ok(())
    }

    /// `ALTER VIEW` and the like take no table for their own.
    fn rename_other(&mut self, written: &WrittenName, new: &NewName) -> Done<()> {
        let name = self.relation_name(written);
        match self.relations.get(&name) {
            Some(relation) if relation.is_unmanaged_table() => self.rename_relation(&name, new, written),
            Some(_) => Err(wrong_kind("view", &name, written)),
            None => Ok(()),
        }
    }

    /// The table that owns a sequence; it has to be in the same schema.
    fn owner_name(&self, sequence: &ObjectName, table: &WrittenName) -> ObjectName {
        match &table.schema {
            Some(schema) => ObjectName::new(schema.clone(), table.name.clone()),
            None => sequence.sibling(table.name.clone()),
        }
    }
}

/// The full name that comes of `RENAME TO` or `SET SCHEMA`.
pub(super) fn renamed(old: &ObjectName, new: &NewName) -> ObjectName {
    match new {
        NewName::Name(name) => old.sibling(name.clone()),
        NewName::Schema(schema) => ObjectName::new(schema.clone(), old.name.clone()),
    }
}
