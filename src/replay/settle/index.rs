//! Indexes: operator classes, parameters and predicates that are the same in other words.

use super::column::is_same_text;
use crate::expression::is_same_predicate;
use crate::physical::{Index, IndexChoice, IndexColumn, OperatorClass, Table};

/// Puts an index in the schema's words.
pub(super) fn settle_index(index: &mut Index, known: &Index, table: &Table) {
    let Index { name: _, is_unique: _, method, columns, parameters, predicate, choice } = known;
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
        index.columns.clone_from(columns);
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
        (None, None) => true,
        (Some(_), None)
        | (None, Some(OperatorClass::Raw(_)))
        | (Some(OperatorClass::Raw(_)), Some(OperatorClass::Named { .. })) => false,
    };
    if is_same {
        column.operator_class.clone_from(&known.operator_class);
    }
}
