//! Indexes: operator classes, parameters and predicates that are the same in other words.

use super::column::is_same_text;
use crate::expression::is_same_predicate;
use crate::managed::{has_default_name, is_another_rule, is_sayable_index, put_extras_aside};
use crate::physical::{Index, IndexChoice, IndexColumn, OperatorClass, Table};

/// Notes which indexes have the names that Prisma gives, before a table or a column gets another name.
pub(super) fn note_default_names(table: &mut Table) {
    let with_default_names: Vec<String> =
        table.indexes.values().filter(|index| has_default_name(table, index)).map(|index| index.name.clone()).collect();
    for name in with_default_names {
        if let Some(index) = table.indexes.get_mut(&name) {
            index.extras.has_default_name = true;
        }
    }
}

/// Puts the indexes of a table in the schema's words, and says which of them the schema does not ask for and cannot say:
/// those are left alone.
pub(super) fn settle_indexes(table: &mut Table, known_table: &Table, says_predicates: bool) {
    let names: Vec<String> = table.indexes.keys().cloned().collect();
    for name in names {
        let known = known_table.indexes.get(&name);
        let is_by_hand =
            known.is_none() && table.indexes.get(&name).is_some_and(|index| is_left_alone(index, table, known_table));
        let later = table.indexes.get(&name).and_then(|index| under_another_name(index, table, known_table));
        let Some(index) = table.indexes.get_mut(&name) else { continue };
        if let Some(known) = known {
            put_extras_aside(index, known, says_predicates);
            settle_index(index, known, known_table);
        } else if let Some(later) = later.filter(|_| !is_by_hand) {
            put_extras_aside(index, later, says_predicates);
        }
        if is_by_hand || known.is_some_and(|known| is_another_rule(index, known)) {
            index.choice = IndexChoice::ByHand;
        }
    }
}

/// Whether an index that no line of the schema names is left alone. One over a column that the schema does not have is in
/// doubt: the column may have a new name.
fn is_left_alone(index: &Index, table: &Table, known_table: &Table) -> bool {
    if index.column_names().any(|column| known_table.column(column).is_none()) {
        return false;
    }
    if is_sayable_index(index) {
        let is_asked_for = |other: &Index| {
            known_table.indexes.contains_key(&other.name)
                || other.extras.has_default_name && !index.extras.has_default_name
        };
        let is_twin = |other: &Index| other.name != index.name && other.is_defined_like(index) && is_asked_for(other);
        return table.indexes.values().any(is_twin) && !index.extras.is_made_by_refract;
    }
    under_another_name(index, table, known_table).is_none()
}

/// The index that the schema asks for under another name, and that one called as Prisma calls it, or made by refract,
/// already is.
fn under_another_name<'k>(index: &Index, table: &Table, known_table: &'k Table) -> Option<&'k Index> {
    if !(index.extras.has_default_name || index.extras.is_made_by_refract) {
        return None;
    }
    let is_missing = |known: &&Index| !table.indexes.contains_key(&known.name);
    let is_it = |known: &&Index| {
        let mut found = index.clone();
        put_extras_aside(&mut found, known, known.predicate.is_some());
        known.is_defined_like(&found)
    };
    known_table.indexes.values().filter(is_missing).find(is_it)
}

/// Puts an index in the schema's words.
fn settle_index(index: &mut Index, known: &Index, table: &Table) {
    let Index { name: _, is_unique: _, method, columns, parameters, predicate, choice, extras: _ } = known;
    if let (Some(one), Some(other)) = (&index.predicate, predicate)
        && is_same_predicate(one, other, table)
    {
        index.predicate.clone_from(predicate);
    }
    for (column, known) in index.columns.iter_mut().zip(columns) {
        settle_index_column(column, known);
    }
    // a default acts when something is new: what is there satisfies it
    index.choice = *choice;
    if *choice != IndexChoice::Schema && index.covers_the_same_as(known) {
        index.method = *method;
        index.parameters.clone_from(parameters);
        for (column, known) in index.columns.iter_mut().zip(columns) {
            *column = IndexColumn { extras: column.extras.clone(), ..known.clone() };
        }
    }
}

fn settle_index_column(column: &mut IndexColumn, known: &IndexColumn) {
    if column.name != known.name {
        return;
    }
    let is_same = match (&column.operator_class, &known.operator_class) {
        (None, Some(OperatorClass::Named { is_default, .. })) => *is_default,
        (Some(OperatorClass::Named { name, .. }), Some(OperatorClass::Named { name: other, .. })) => name == other,
        (Some(OperatorClass::Named { name, .. }), Some(OperatorClass::Raw(text))) => text.as_str().trim() == name,
        (Some(OperatorClass::Raw(one)), Some(OperatorClass::Raw(other))) => is_same_text(one, other),
        (None, None) | (Some(OperatorClass::Named { is_default: true, .. }), None) => true,
        (Some(_), None)
        | (None, Some(OperatorClass::Raw(_)))
        | (Some(OperatorClass::Raw(_)), Some(OperatorClass::Named { .. })) => false,
    };
    if is_same {
        column.operator_class.clone_from(&known.operator_class);
    }
}
