//! `ALTER TABLE ... ALTER COLUMN` and `DROP COLUMN`, carried out; what types and defaults mean.

use std::ops::Range;

use super::cascade::said_by;
use super::{Catalog, Relation};
use crate::pgvector::IndexedType;
use crate::physical::{
    Column, ColumnDefault, ColumnType, Domain, ElementType, ForeignKey, Index, IndexMethod, Literal, ObjectName, Table,
};
use crate::replay::Lost;
use crate::replay::problem::{Done, Problem, SqlState};
use crate::replay::statement::{ColumnChange, WrittenDefault, WrittenType};
use crate::sql::WrittenName;

impl Catalog {
    /// The type that is meant: an enum that is there goes before anything else of its name.
    pub(super) fn column_type(&self, written: &WrittenType) -> ColumnType {
        let WrittenType { name, column_type, is_serial: _ } = written;
        let Some(name) = name.as_ref().map(|name| self.type_name(name)) else { return column_type.clone() };
        let of = |element: ElementType| ColumnType { element, is_list: column_type.is_list };
        match self.types.get(&name) {
            _ if self.enums.has(&name) => of(ElementType::Enum(name)),
            Some(Some(base)) => of(ElementType::Domain(Box::new(Domain { name, base: base.clone() }))),
            Some(None) | None => column_type.clone(),
        }
    }

    /// The numbers of the sequence that comes with a column.
    pub(super) fn serial_default(&mut self, table: &ObjectName, column: &str) -> ColumnDefault {
        let sequence = self.free_name(table, Some(column), "seq");
        ColumnDefault::Autoincrement { sequence: table.sibling(sequence) }
    }

    /// The default that is meant for a column of that type.
    pub(super) fn default_of(
        &mut self,
        table: &ObjectName,
        column: &str,
        written: &WrittenDefault,
        column_type: &ColumnType,
    ) -> Done<Option<ColumnDefault>> {
        Ok(match written {
            WrittenDefault::Null => None,
            WrittenDefault::NextOf(sequence) => {
                Some(ColumnDefault::Autoincrement { sequence: self.relation_name(sequence) })
            }
            WrittenDefault::Identity(_) => Some(self.serial_default(table, column)),
            WrittenDefault::Generated(_) => Some(ColumnDefault::Unknown),
            WrittenDefault::CurrentTimestamp => Some(ColumnDefault::CurrentTimestamp),
            WrittenDefault::Value(value) => Some(value.of(column_type)?),
        })
    }

    pub(super) fn alter_column(
        &mut self,
        table: &ObjectName,
        name: &str,
        change: &ColumnChange,
        written: &WrittenName,
        place: &Range<usize>,
    ) -> Done<()> {
        self.expect_column(table, name, written)?;
        match change {
            ColumnChange::Type { column_type, collation, using, place: of_type } => {
                self.expect_type(column_type)?;
                if let Some(words) = using {
                    self.expect_columns_in(table, words, of_type)?;
                }
                self.expect_no_readers(table, name, of_type)?;
                let column_type = self.column_type(column_type);
                self.set_type(table, name, column_type, (of_type, place))?;
                self.retype_extras(table, name, collation.as_ref());
                Ok(())
            }
            ColumnChange::SetDefault { default, place } => {
                let Some(column_type) = self.column_mut(table, name).map(|column| column.column_type.clone()) else {
                    return Ok(());
                };
                let written = default;
                let default = self.default_of(table, name, default, &column_type)?;
                self.expect_sequence(default.as_ref(), place)?;
                self.expect_labels(default.as_ref(), &column_type, place)?;
                self.set_default(table, name, default);
                self.note_cast(table, name, written);
                Ok(())
            }
            ColumnChange::DropDefault => {
                self.set_default(table, name, None);
                Ok(())
            }
            ColumnChange::DropIdentity => {
                self.drop_identity(table, name);
                Ok(())
            }
            ColumnChange::Extra(change) => {
                self.alter_extras(table, name, change);
                Ok(())
            }
            ColumnChange::AddIdentity(kind) => {
                if self.column_mut(table, name).is_some_and(|column| column.default.is_some()) {
                    let message = format!("{table}.{name} has a default already");
                    return Err(Problem::refused(written, SqlState::NOT_IN_PREREQUISITE_STATE, message));
                }
                let default = self.serial_default(table, name);
                self.set_default(table, name, Some(default));
                self.set_extras(table, name, |extras| extras.identity = Some(*kind));
                if let Some(column) = self.tables.get(table).and_then(|table| table.column(name)).cloned() {
                    self.add_sequence_of(table, &column);
                }
                Ok(())
            }
            ColumnChange::SetNotNull => {
                self.set_not_null(table, name, true);
                Ok(())
            }
            ColumnChange::DropNotNull => {
                let key = self.tables.get(table).and_then(|table| table.primary_key.as_ref());
                if key.is_some_and(|key| key.columns.iter().any(|column| column == name)) {
                    let message = format!("{table}.{name} is in the primary key, so it cannot be NULL");
                    return Err(Problem::refused(written, SqlState::INVALID_TABLE_DEFINITION, message));
                }
                self.set_not_null(table, name, false);
                Ok(())
            }
            ColumnChange::Unmanaged => Ok(()),
        }
    }

    pub(super) fn column_mut(&mut self, table: &ObjectName, name: &str) -> Option<&mut Column> {
        self.tables.get_mut(table)?.columns.iter_mut().find(|column| column.name == name)
    }

    pub(super) fn set_not_null(&mut self, table: &ObjectName, name: &str, not_null: bool) {
        if let Some(column) = self.column_mut(table, name) {
            column.not_null = not_null;
            if !not_null {
                (column.extras.not_null_name, column.extras.not_null_comment) = (None, None);
            }
        }
    }

    pub(super) fn set_default(&mut self, table: &ObjectName, name: &str, default: Option<ColumnDefault>) {
        self.cast_defaults.remove(&(table.clone(), name.to_owned()));
        if let Some(column) = self.column_mut(table, name) {
            column.default = default;
            let said = said_by(column);
            self.note_said_by(table, said);
        }
    }

    /// Numbers come from a sequence that is there.
    fn expect_sequence(&self, default: Option<&ColumnDefault>, place: &Range<usize>) -> Done<()> {
        match default {
            Some(ColumnDefault::Autoincrement { sequence }) if !self.relations.has(sequence) => Err(Problem::Refused {
                place: place.clone(),
                state: SqlState::UNDEFINED_TABLE,
                message: format!("there is no sequence {sequence}"),
            }),
            _ => Ok(()),
        }
    }

    fn set_type(
        &mut self,
        table: &ObjectName,
        name: &str,
        after: ColumnType,
        (of_type, place): (&Range<usize>, &Range<usize>),
    ) -> Done<()> {
        let there = self.tables.get(table);
        if let Some(index) = there.and_then(|table| index_of_other_type(table, name, &after)) {
            let message = format!("the index {index} has an operator class for the type that the column had");
            return Err(Problem::Refused { place: of_type.clone(), state: SqlState::DATATYPE_MISMATCH, message });
        }
        let Some(column) = self.column_mut(table, name) else { return Ok(()) };
        let before = std::mem::replace(&mut column.column_type, after.clone());
        let is_enum = matches!(after.element, ElementType::Enum(_));
        let literals = column.default.iter_mut().flat_map(ColumnDefault::literals_mut);
        literals.for_each(|literal| retype(literal, is_enum));
        let said = said_by(column);
        // a constant of an enum stays one, with a cast around it
        let was_enum = if let ElementType::Enum(of) = &before.element { Some(of.clone()) } else { None };
        let has_default = column.default.is_some();
        if let Some(of) = was_enum.filter(|_| has_default && !is_enum) {
            self.cast_defaults.insert((table.clone(), name.to_owned()), of);
        }
        self.note_said_by(table, said);
        let lost = Lost::Conversion { table: table.clone(), column: name.to_owned(), before, after };
        self.ledger.lose(lost, place);
        Ok(())
    }

    /// Foreign keys of other tables keep a column, but for `CASCADE`.
    pub(super) fn drop_column(
        &mut self,
        table: &ObjectName,
        column: &str,
        cascades: bool,
        written: &WrittenName,
        place: &Range<usize>,
    ) -> Done<()> {
        let refers = |key: &ForeignKey| {
            key.referenced_table == *table && key.referenced_columns.iter().any(|name| name == column)
        };
        for other in self.dependent_tables(table) {
            let Some(of_other) = self.tables.get(&other) else { continue };
            // a key of the column's own is dropped with it
            let goes = |key: &ForeignKey| other == *table && key.columns.iter().any(|name| name == column);
            if let Some(key) = of_other.foreign_keys.values().find(|key| refers(key) && !goes(key))
                && !cascades
            {
                let message = format!("{table}.{column} cannot be dropped: {} of {other} refers to it", key.name);
                return Err(Problem::refused(written, SqlState::DEPENDENT_OBJECTS_STILL_EXIST, message));
            }
        }
        if !cascades {
            self.expect_unshared(table, column, written)?;
        }
        self.remove_column(table, column, cascades, place);
        Ok(())
    }

    /// Fails where another column takes its numbers from a sequence that is dropped with this one.
    fn expect_unshared(&self, table: &ObjectName, column: &str, written: &WrittenName) -> Done<()> {
        let owner = (table.clone(), column.to_owned());
        let is_owned = |name: &ObjectName| matches!(self.relations.get(name), Some(Relation::Sequence { owner: Some(of) }) if *of == owner);
        for sequence in self.dependents_of(table).into_iter().filter(|name| is_owned(name)) {
            let counts_too = |user: &ObjectName| {
                let columns = self.tables.get(user).into_iter().flat_map(|table| &table.columns);
                let mut others = columns.filter(|other| user != table || other.name != column);
                others.any(|other| other.sequence() == Some(&sequence))
            };
            if let Some(user) = self.tables_with_numbers_of(&sequence).iter().find(|user| counts_too(user)) {
                let message = format!("{table}.{column} cannot be dropped: a default of {user} needs {sequence}");
                return Err(Problem::refused(written, SqlState::DEPENDENT_OBJECTS_STILL_EXIST, message));
            }
        }
        Ok(())
    }

    /// Takes a column away, with the indexes and keys over it.
    pub(super) fn remove_column(&mut self, table: &ObjectName, column: &str, cascades: bool, place: &Range<usize>) {
        self.ledger.lose(Lost::Column(table.clone(), column.to_owned()), place);
        self.remove_objects_of_column(table, column, cascades);
        self.cast_defaults.remove(&(table.clone(), column.to_owned()));
        let has = |columns: &[String]| columns.iter().any(|name| name == column);
        let mut indexes = Vec::new();
        if let Some(table) = self.tables.get_mut(table) {
            table.columns.retain(|other| other.name != column);
            let is_over = |index: &&Index| index.columns.iter().any(|other| other.name == column);
            indexes.extend(table.indexes.values().filter(is_over).map(|index| index.name.clone()));
            table.indexes.retain(|name, _| !indexes.contains(name));
            table.foreign_keys.retain(|_, key| !has(&key.columns));
            indexes.extend(
                table
                    .primary_key
                    .take_if(|key| has(&key.columns) || has(&key.extras.index.include))
                    .map(|key| key.name),
            );
        }
        for index in indexes {
            self.relations.remove(&table.sibling(index));
        }
        for other in self.dependents_of(table) {
            let goes = match self.relations.get(&other) {
                Some(Relation::UnmanagedIndex { table: of, columns }) => of == table && has(columns),
                Some(Relation::Sequence { owner: Some((of, owner)) }) => of == table && owner == column,
                Some(
                    Relation::Table
                    | Relation::Index { .. }
                    | Relation::View
                    | Relation::Sequence { owner: None }
                    | Relation::UnmanagedTable
                    | Relation::TableOfTransaction
                    | Relation::Unread { .. },
                )
                | None => false,
            };
            if goes {
                self.relations.remove(&other);
                self.forget_defaults(&other);
            }
        }
        self.release_keys(table, |columns| has(columns));
    }

    /// Takes away the foreign keys to columns of a table, in whatever table they are.
    pub(super) fn release_keys(&mut self, table: &ObjectName, goes: impl Fn(&[String]) -> bool) {
        let refers = |key: &ForeignKey| key.referenced_table == *table && goes(&key.referenced_columns);
        for other in self.dependent_tables(table) {
            if self.tables.get(&other).is_some_and(|other| other.foreign_keys.values().any(refers))
                && let Some(other) = self.tables.get_mut(&other)
            {
                other.foreign_keys.retain(|_, key| !refers(key));
            }
        }
    }
}

/// A vector index whose operator class is for the type as it was, and not for what the column becomes.
fn index_of_other_type<'t>(table: &'t Table, name: &str, after: &ColumnType) -> Option<&'t String> {
    let before = &table.column(name)?.column_type;
    let kind = |column_type: &ColumnType| IndexedType::of(&column_type.element).map(|(kind, _)| kind);
    let is_over = |index: &&Index| {
        matches!(index.method, IndexMethod::Hnsw | IndexMethod::IvfFlat)
            && index.columns.iter().any(|column| column.name == name && column.expression.is_none())
    };
    let index = table.indexes.values().find(is_over)?;
    (kind(before) != kind(after)).then_some(&index.name)
}

/// A constant stays, as one of the new type.
fn retype(literal: &mut Literal, is_enum: bool) {
    match literal {
        Literal::String(text) if is_enum => *literal = Literal::EnumLabel(std::mem::take(text)),
        Literal::EnumLabel(text) if !is_enum => *literal = Literal::String(std::mem::take(text)),
        Literal::String(_) | Literal::EnumLabel(_) | Literal::Number(_) | Literal::Boolean(_) => {}
    }
}
