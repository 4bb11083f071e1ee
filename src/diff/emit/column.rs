//! Columns.

use super::owned;
use crate::change::{
    AddColumns, AlterColumnType, AttachSequence, Change, CreateSequence, DetachSequence, DropColumn, DropDefault,
    DropNotNull, Numbering, RenameSequence, SetDefault, SetNotNull,
};
use crate::diff::decide::{ColumnDecision, ConvertedColumn, Objects};
use crate::diff::pair::Pair;
use crate::managed;
use crate::physical::{Column, ColumnDefault, ColumnType, ElementType, ObjectName};

/// The changes of a table's columns. New ones are added in one statement.
pub(super) fn emit<'a>(
    table: &'a ObjectName,
    decisions: &[ColumnDecision<'a>],
    objects: &Objects<'a>,
    changes: &mut Vec<Change>,
) {
    let mut added: Vec<Column> = Vec::new();
    for decision in decisions {
        match decision {
            ColumnDecision::Added(column) => added.push((*column).clone()),
            ColumnDecision::Stays(column) => {
                changes.extend(default(table, *column));
                changes.extend(besides_type_and_default(table, *column));
            }
            ColumnDecision::OfRebuiltEnum(column) => changes.extend(besides_type_and_default(table, *column)),
            ColumnDecision::Converted(converted) => convert(table, converted, objects, changes),
            ColumnDecision::Replaced { column, foreign_keys } => {
                let dependents = objects.of_column(table, &column.before.name);
                let (table, foreign_keys) = (table.clone(), owned(foreign_keys));
                let before = column.before.clone();
                changes.push(DropColumn { table, column: before, is_replaced: true, foreign_keys, dependents }.into());
                added.push(column.after.clone());
            }
            ColumnDecision::Dropped(column) => {
                let dependents = objects.of_column(table, &column.name);
                let (table, column, foreign_keys) = (table.clone(), (*column).clone(), Vec::new());
                changes.push(DropColumn { table, column, is_replaced: false, foreign_keys, dependents }.into());
            }
        }
    }
    if !added.is_empty() {
        changes.push(AddColumns { table: table.clone(), columns: added }.into());
    }
}

/// What differs of a column that stays, beside its type and its default.
fn besides_type_and_default(table: &ObjectName, column: Pair<'_, Column>) -> impl Iterator<Item = Change> {
    // a field that is added to Column must be thought of here
    let Column { name: _, prisma_name: _, column_type: _, not_null: _, default: _, extras: _ } = column.after;
    nullability(table, column).into_iter()
}

/// NULL forbidden or allowed, where that is a change. A list in the database may be either, and must not stay
/// forbidden to be NULL: Prisma leaves out lists without a value.
fn nullability(table: &ObjectName, column: Pair<'_, Column>) -> Option<Change> {
    let Pair { before, after } = column;
    let not_null = match (before.column_type.is_list, after.column_type.is_list) {
        (true, true) => None,
        (true, false) => Some(after.not_null),
        (false, true) => (before.not_null && !after.not_null).then_some(false),
        (false, false) => column.differs(|column| &column.not_null).then_some(after.not_null),
    };
    let (table, column) = (table.clone(), after.clone());
    Some(if not_null? {
        SetNotNull { table, column, proof: None, fill: None }.into()
    } else {
        DropNotNull { table, column }.into()
    })
}

fn convert<'a>(
    table: &'a ObjectName,
    converted: &ConvertedColumn<'a>,
    objects: &Objects<'a>,
    changes: &mut Vec<Change>,
) {
    let ConvertedColumn { column, conversion, loss, foreign_keys, tied, indexes, merged } = converted;
    let Pair { before, after } = *column;
    if is_default_apart(*column) {
        changes.extend(default(table, *column));
    }
    // it goes on counting, and may have to take larger numbers
    let sequence = sequence_of_other_type(*column);
    let has_plain_default = |column: &Column| {
        !managed::column::satisfies_any_default(before) && column.default.as_ref().is_some_and(is_plain)
    };
    changes.push(
        AlterColumnType {
            table: table.clone(),
            before: Box::new(before.clone()),
            after: after.clone(),
            conversion: conversion.clone(),
            loss: loss.map(str::to_owned),
            foreign_keys: owned(foreign_keys),
            tied: tied.iter().map(|&table| table.clone()).collect(),
            indexes: indexes.iter().map(|index| table.sibling(index.name.clone())).collect(),
            drops_default: has_plain_default(before),
            default: after.default.clone().filter(|_| has_plain_default(after)),
            sequence,
            merged: merged.clone(),
            dependents: objects.of_column(table, &before.name),
            carried_over: Box::new(managed::column::carried_over(before, &after.column_type)),
        }
        .into(),
    );
    changes.extend(besides_type_and_default(table, *column));
}

/// The sequence of a converted column that has to get its new type too, under the name that it has by then. That of an
/// identity column gets it by itself.
fn sequence_of_other_type(Pair { before, after }: Pair<'_, Column>) -> Option<ObjectName> {
    let (old, new) = before.sequence().zip(after.sequence())?;
    let whose = before.extras.sequence;
    let follows = managed::sequence::follows_type(whose, &before.column_type.element, &after.column_type.element);
    let is_by_itself = before.extras.identity.is_some();
    (follows && !is_by_itself).then(|| managed::sequence::new_name(whose, old, new).unwrap_or(old).clone())
}

/// Whether the default of a column that is converted is a change of its own: where it is a sequence; and where only the
/// words for the type differ, because then nothing is converted.
fn is_default_apart(column: Pair<'_, Column>) -> bool {
    let Pair { before, after } = column;
    let is_in_other_words = [before, after].iter().any(|it| matches!(it.column_type.element, ElementType::Other(_)));
    let has_other_sequence = before.is_autoincrement() && column.differs(|column| &column.default);
    before.is_autoincrement() != after.is_autoincrement() || has_other_sequence || is_in_other_words
}

/// Whether the statement that changes a column's type can take the default off and set it again.
fn is_plain(default: &ColumnDefault) -> bool {
    match default {
        ColumnDefault::Autoincrement { .. } | ColumnDefault::Unknown => false,
        ColumnDefault::CurrentTimestamp
        | ColumnDefault::Literal(_)
        | ColumnDefault::List(_)
        | ColumnDefault::Expression(_) => true,
    }
}

/// Another default, or another sequence.
fn default(table: &ObjectName, column: Pair<'_, Column>) -> Vec<Change> {
    let Pair { before, after } = column;
    if before.default == after.default {
        return Vec::new();
    }
    let (table, new) = (table.clone(), after.clone());
    match (&before.default, &after.default) {
        // the database has some default, whatever it is
        (_, Some(ColumnDefault::Unknown)) => Vec::new(),
        (
            Some(ColumnDefault::Autoincrement { sequence: old }),
            Some(ColumnDefault::Autoincrement { sequence: new }),
        ) => {
            // its name follows those of the table and the column
            let new = managed::sequence::new_name(before.extras.sequence, old, new);
            new.map(|new| RenameSequence { table, before: old.clone(), after: new.clone() }.into())
                .into_iter()
                .collect()
        }
        (_, Some(ColumnDefault::Autoincrement { sequence })) => {
            let create = CreateSequence { sequence: sequence.clone(), column_type: sequence_type(&new) };
            vec![create.into(), AttachSequence { table, column: new, sequence: sequence.clone() }.into()]
        }
        (Some(ColumnDefault::Autoincrement { sequence }), after_default) => {
            let set = after_default.is_some().then(|| SetDefault { table: table.clone(), column: new.clone() }.into());
            let numbering = Numbering::of(before);
            let detach = DetachSequence { table, column: new, sequence: sequence.clone(), numbering };
            std::iter::once(detach.into()).chain(set).collect()
        }
        (_, Some(_)) => vec![SetDefault { table, column: new }.into()],
        (_, None) => vec![DropDefault { table, column: new }.into()],
    }
}

fn sequence_type(column: &Column) -> ColumnType {
    let element = &column.column_type.element;
    let has_its_own = matches!(element, ElementType::SmallInt | ElementType::BigInt);
    ColumnType::one(if has_its_own { element.clone() } else { ElementType::Integer })
}
