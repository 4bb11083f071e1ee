//! `CREATE TABLE` and `ALTER TABLE`, carried out.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::cascade::said_by;
use super::new_keys::merged;
use super::{Catalog, Relation, missing, wrong_kind};
use crate::physical::{Column, ColumnExtras, ObjectName, Table, TableOrigin};
use crate::replay::problem::{Done, Problem, SqlState};
use crate::replay::statement::{
    Action, AlterTable, ColumnChange, ColumnDefinition, Constraint, CreateTable, ExtraChange, Lifetime, Part, Pick,
    Picks, Query, Storing, TEMPORARY, TableBody, TableChange, WrittenDefault,
};
use crate::sql::{Read, Unexpected, WrittenName};

impl Catalog {
    pub(super) fn create_table(&mut self, create: &CreateTable) -> Done<()> {
        let CreateTable { name: written, may_be_there, lifetime, body, place, partition_key, inherits } = create;
        let (name, relation) = match lifetime {
            Lifetime::Permanent => (self.new_name(written)?, Relation::UnmanagedTable),
            Lifetime::Session => (ObjectName::new(TEMPORARY, written.name.clone()), Relation::UnmanagedTable),
            Lifetime::Transaction => (ObjectName::new(TEMPORARY, written.name.clone()), Relation::TableOfTransaction),
        };
        if *may_be_there && self.relations.has(&name) {
            return Ok(());
        }
        if let Ok(TableBody::Parts(parts)) = body {
            expect_distinct(parts, written)?;
        }
        self.expect_free(&name, written)?;
        match body {
            // it counts only where a model is in question
            Err(Unexpected(place)) => self.add_unread(name.clone(), place.clone()),
            Ok(TableBody::Unmanaged) => self.relations.insert(name.clone(), relation),
            Ok(TableBody::Copy(place)) => self.add_unread(name.clone(), place.clone()),
            Ok(TableBody::Query(query)) => self.add_queried(name.clone(), query),
            Ok(TableBody::Partition(of)) => self.add_partition(&name, of, place),
            Ok(TableBody::Parts(parts)) => match self.inherited(inherits) {
                Some(inherited) => self.add_defined(&name, inherited, written, parts)?,
                None => self.add_unread(name.clone(), place.clone()),
            },
        }
        self.set_parents(&name, |extras| extras.partition_key.clone_from(partition_key));
        Ok(())
    }

    fn add_defined(
        &mut self,
        name: &ObjectName,
        (parents, columns): (Vec<ObjectName>, Vec<Column>),
        written: &WrittenName,
        parts: &[Part],
    ) -> Done<()> {
        let inherited: BTreeSet<String> = columns.iter().map(|column| column.name.clone()).collect();
        self.add_table(name.clone(), columns);
        self.set_parents(name, |extras| extras.inherits = parents);
        let mut constraints = Vec::new();
        for part in parts {
            match part {
                Part::Column(definition) => {
                    // one that is inherited may be said again
                    if inherited.contains(&definition.name) {
                        self.forget_column(name, &definition.name);
                    }
                    self.add_column(name, definition, written)?;
                    constraints.extend(definition.constraints.iter().cloned());
                }
                Part::Constraint(constraint) => constraints.push(constraint.clone()),
                Part::Like(source) => {
                    let source = self.table_name(source)?;
                    let columns = self.tables.get(&source).map(|table| table.columns.clone()).unwrap_or_default();
                    for column in columns {
                        self.push_column(name, Column { not_null: column.not_null, ..bare(&column) }, written)?;
                    }
                }
            }
        }
        self.add_constraints(name, constraints, written)
    }

    /// Adds the constraints that come with new columns.
    fn add_constraints(&mut self, table: &ObjectName, constraints: Vec<Constraint>, written: &WrittenName) -> Done<()> {
        let mut constraints = merged(constraints);
        // what they refer to may come with them
        constraints.sort_by_key(Constraint::is_foreign_key);
        constraints.into_iter().try_for_each(|constraint| self.add_constraint(table, constraint, written))
    }

    fn forget_column(&mut self, table: &ObjectName, column: &str) {
        if let Some(table) = self.tables.get_mut(table) {
            table.columns.retain(|other| other.name != column);
        }
    }

    /// Adds a table that has nothing but columns.
    pub(super) fn add_table(&mut self, name: ObjectName, columns: Vec<Column>) {
        let table = Table {
            name: name.clone(),
            origin: TableOrigin::Unknown,
            columns,
            primary_key: None,
            indexes: BTreeMap::new(),
            foreign_keys: BTreeMap::new(),
            extras: Box::default(),
        };
        self.ledger.table_made(&name);
        self.relations.insert(name.clone(), Relation::Table);
        self.tables.insert(name, table);
    }

    /// Adds a table whose columns only the server can tell.
    pub(super) fn add_unread(&mut self, name: ObjectName, place: Range<usize>) {
        let relation = match self.source.is_allowed {
            true => Relation::UnmanagedTable,
            false => Relation::Unread { file: self.source.file, place },
        };
        self.relations.insert(name, relation);
    }

    fn add_queried(&mut self, name: ObjectName, query: &Query) {
        match query.picks.as_ref().and_then(|picks| self.picked(picks)) {
            Some(columns) => self.add_table(name, columns),
            None => self.add_unread(name, query.place.clone()),
        }
    }

    fn picked(&self, picks: &Picks) -> Option<Vec<Column>> {
        let table = self.tables.get(&self.relation_name(&picks.source))?;
        let mut columns = Vec::new();
        for pick in &picks.columns {
            match pick {
                Pick::All => columns.extend(table.columns.iter().map(bare)),
                Pick::Column { of, name, alias } => {
                    let is_of_it = of.as_ref().is_none_or(|of| *of == table.name.name);
                    let column = bare(table.column(name).filter(|_| is_of_it)?);
                    columns.push(Column { name: alias.clone().unwrap_or_else(|| column.name.clone()), ..column });
                }
            }
        }
        Some(columns)
    }

    pub(super) fn alter_table(&mut self, alter: &AlterTable, place: &Range<usize>) -> Done<()> {
        let AlterTable { table: written, may_be_missing, is_only, change } = alter;
        let name = self.relation_name(written);
        let relation = self.relations.get(&name).filter(|relation| **relation != Relation::Table);
        if let Some(relation) = relation.cloned() {
            return self.alter_other_relation(&name, &relation, change, written);
        }
        if !self.tables.has(&name) {
            let missing = missing("table", &name, written, SqlState::UNDEFINED_TABLE);
            return if *may_be_missing { Ok(()) } else { Err(missing) };
        }
        match change {
            TableChange::Rename(new_name) => self.rename_table(&name, &new_name.clone()?, written),
            TableChange::RenameColumn(names) => {
                let (old, new) = names.clone()?;
                self.rename_column(&name, &old, &new, written)
            }
            TableChange::RenameConstraint(names) => {
                let (old, new) = names.clone()?;
                self.rename_constraint(&name, &old, &new, written)
            }
            TableChange::Actions(actions) => match self.act(&name, actions, written, place) {
                // it counts only where a model is in question
                Err(Problem::NotUnderstood(place)) if !self.source.is_allowed => {
                    self.forget_table(&name);
                    self.add_unread(name, place);
                    Ok(())
                }
                Ok(()) if !is_only => self.act_on_children(&name, &actions.iter().collect::<Vec<_>>(), written, place),
                done => done,
            },
        }
    }

    /// `ALTER TABLE` of what is none, or none that refract manages.
    fn alter_other_relation(
        &mut self,
        name: &ObjectName,
        relation: &Relation,
        change: &TableChange,
        written: &WrittenName,
    ) -> Done<()> {
        let is_index = matches!(relation, Relation::Index { .. } | Relation::UnmanagedIndex { .. });
        match change {
            TableChange::Rename(new_name) => self.rename_relation(name, &new_name.clone()?, written),
            TableChange::RenameConstraint(_) if is_index => Err(wrong_kind("table", name, written)),
            TableChange::Actions(actions) if is_index => {
                let shapes = actions.iter().any(|action| !matches!(action, Ok(Action::Unmanaged)));
                if shapes { Err(wrong_kind("table", name, written)) } else { Ok(()) }
            }
            TableChange::RenameColumn(_) | TableChange::RenameConstraint(_) | TableChange::Actions(_) => Ok(()),
        }
    }

    pub(super) fn act(
        &mut self,
        name: &ObjectName,
        actions: &[Read<Action>],
        written: &WrittenName,
        place: &Range<usize>,
    ) -> Done<()> {
        let mut actions: Vec<&Read<Action>> = actions.iter().collect();
        actions.sort_by_key(|action| pass(action));
        let mut foreign_keys = Vec::new();
        for action in actions {
            match action.clone()? {
                Action::AddColumn { may_be_there, name: column, column: definition } => {
                    if may_be_there && self.has_column(name, &column) {
                        continue;
                    }
                    self.expect_no_column(name, &column, written)?;
                    let definition = definition?;
                    self.add_column(name, &definition, written)?;
                    let (referring, others) = definition.constraints.into_iter().partition(Constraint::is_foreign_key);
                    self.add_constraints(name, others, written)?;
                    foreign_keys.extend::<Vec<_>>(referring);
                }
                Action::AddConstraint(constraint) if constraint.is_foreign_key() => foreign_keys.push(constraint),
                Action::AddConstraint(constraint) => self.add_constraint(name, constraint, written)?,
                Action::DropColumn { may_be_missing, column, cascades } => {
                    if !may_be_missing || self.has_column(name, &column) {
                        self.expect_column(name, &column, written)?;
                        self.drop_column(name, &column, cascades, written, place)?;
                    }
                }
                Action::AlterConstraint { name: constraint, change } => {
                    self.expect_constraint(name, &constraint, written)?;
                    self.alter_constraint(name, &constraint, change);
                }
                Action::DropConstraint { may_be_missing, name: constraint, cascades } => {
                    self.drop_constraint(name, &constraint, (may_be_missing, cascades), written)?;
                }
                Action::IndexRole { role, index } => {
                    self.expect_index_of(name, index.as_deref(), written)?;
                    self.give_role(name, role, index.as_deref());
                }
                Action::AlterColumn { column, change } => self.alter_column(name, &column, &change, written, place)?,
                Action::ChangeParents(change) => self.change_parents(name, &change),
                Action::Unmanaged => {}
            }
        }
        foreign_keys.into_iter().try_for_each(|key| self.add_constraint(name, key, written))
    }

    pub(super) fn has_column(&self, table: &ObjectName, column: &str) -> bool {
        self.tables.get(table).is_some_and(|table| table.column(column).is_some())
    }

    pub(super) fn expect_column(&self, table: &ObjectName, column: &str, written: &WrittenName) -> Done<()> {
        if self.has_column(table, column) {
            return Ok(());
        }
        let message = format!("{} has no column {column}", written.name);
        Err(Problem::refused(written, SqlState::UNDEFINED_COLUMN, message))
    }

    pub(super) fn expect_no_column(&self, table: &ObjectName, column: &str, written: &WrittenName) -> Done<()> {
        if !self.has_column(table, column) {
            return Ok(());
        }
        let message = format!("{table} has a column {column} already");
        Err(Problem::refused(written, SqlState::DUPLICATE_COLUMN, message))
    }

    fn add_column(&mut self, table: &ObjectName, definition: &ColumnDefinition, written: &WrittenName) -> Done<()> {
        let ColumnDefinition { name, column_type, not_null, default, storing, constraints: _ } = definition;
        self.expect_type(column_type)?;
        let is_serial = column_type.is_serial;
        let column_type = self.column_type(column_type);
        let default = match default {
            Some(default) => self.default_of(table, name, default, &column_type)?,
            None => is_serial.then(|| self.serial_default(table, name)),
        };
        self.expect_labels(default.as_ref(), &column_type, &written.range)?;
        let extras = Box::new(extras(definition.default.as_ref(), storing));
        let column =
            Column { name: name.clone(), prisma_name: None, column_type, not_null: *not_null, default, extras };
        self.add_sequence_of(table, &column);
        self.push_column(table, column, written)?;
        if let Some(default) = &definition.default {
            self.note_cast(table, name, default);
        }
        Ok(())
    }

    fn push_column(&mut self, table: &ObjectName, column: Column, written: &WrittenName) -> Done<()> {
        self.expect_no_column(table, &column.name, written)?;
        self.ledger.column_made(table, &column.name);
        self.note_said_by(table, said_by(&column));
        if let Some(table) = self.tables.get_mut(table) {
            table.columns.push(column);
        }
        Ok(())
    }
}

/// PostgreSQL looks at the names of the columns before it looks for the table.
fn expect_distinct(parts: &[Part], written: &WrittenName) -> Done<()> {
    let mut seen = BTreeSet::new();
    for part in parts {
        match part {
            Part::Column(column) if !seen.insert(&column.name) => {
                let message = format!("{} has a column {} already", written.name, column.name);
                return Err(Problem::refused(written, SqlState::DUPLICATE_COLUMN, message));
            }
            Part::Column(_) | Part::Constraint(_) | Part::Like(_) => {}
        }
    }
    Ok(())
}

/// PostgreSQL takes the actions of one statement in passes, in whatever order they stand: what is dropped first, then
/// types, then new columns, then all else.
fn pass(action: &Read<Action>) -> u8 {
    match action {
        Ok(Action::DropColumn { .. } | Action::DropConstraint { .. }) => 0,
        Ok(Action::AlterColumn { change, .. }) => match change {
            ColumnChange::DropDefault
            | ColumnChange::DropNotNull
            | ColumnChange::DropIdentity
            | ColumnChange::Extra(ExtraChange::DropExpression) => 0,
            ColumnChange::Type { .. } => 1,
            ColumnChange::SetDefault { .. }
            | ColumnChange::SetNotNull
            | ColumnChange::AddIdentity(_)
            | ColumnChange::Extra(_)
            | ColumnChange::Unmanaged => 3,
        },
        Ok(Action::AddColumn { .. }) => 2,
        Ok(
            Action::AddConstraint(_)
            | Action::AlterConstraint { .. }
            | Action::ChangeParents(_)
            | Action::IndexRole { .. }
            | Action::Unmanaged,
        )
        | Err(_) => 3,
    }
}

/// What a new column has that the schema language cannot express.
fn extras(default: Option<&WrittenDefault>, storing: &Storing) -> ColumnExtras {
    let Storing { collation, storage, compression, not_null_name } = storing.clone();
    let mut extras = ColumnExtras { collation, storage, compression, not_null_name, ..ColumnExtras::default() };
    match default {
        Some(WrittenDefault::Identity(kind)) => extras.identity = Some(*kind),
        Some(WrittenDefault::Generated(generated)) => extras.generated = Some(generated.clone()),
        Some(
            WrittenDefault::Null
            | WrittenDefault::NextOf(_)
            | WrittenDefault::CurrentTimestamp
            | WrittenDefault::Value(_),
        )
        | None => {}
    }
    extras
}

/// A column's name and type, with the collation that belongs to it.
fn bare(column: &Column) -> Column {
    let Column { name, prisma_name: _, column_type, not_null: _, default: _, extras } = column;
    let extras = Box::new(ColumnExtras { collation: extras.collation.clone(), ..ColumnExtras::default() });
    let (name, column_type) = (name.clone(), column_type.clone());
    Column { name, prisma_name: None, column_type, not_null: false, default: None, extras }
}
