//! Indexes: which of them the schema language can express in full, and what satisfies what the schema asks for.

use crate::naming;
use crate::physical::{
    Dependencies, Index, IndexChoice, IndexColumn, IndexMethod, ObjectKind, OperatorClass, Table, UnmanagedObject,
};

/// Whether the schema language could say all of an index. It cannot express indexes of pgvector, partial ones, those over
/// expressions, operator classes of a btree, of a hash index and of an extension, and for all that is among the extras.
#[must_use]
pub fn is_sayable_index(index: &Index) -> bool {
    let has_words = match index.method {
        IndexMethod::Hnsw | IndexMethod::IvfFlat => false,
        IndexMethod::BTree | IndexMethod::Hash => {
            index.columns.iter().all(|column| column.operator_class.as_ref().is_none_or(is_named_default))
        }
        IndexMethod::Gist | IndexMethod::Gin | IndexMethod::SpGist | IndexMethod::Brin => {
            index.columns.iter().all(|column| column.operator_class.as_ref().is_none_or(has_word))
        }
    };
    let is_plain = |column: &IndexColumn| column.expression.is_none() && column.extras.is_empty();
    has_words && index.predicate.is_none() && index.extras.are_sayable() && index.columns.iter().all(is_plain)
}

/// Whether an index that is there under the name of one that the schema asks for is one that the schema cannot say
/// instead: it is over an expression, or covers a part of the rows. To replace it would lose a rule.
#[must_use]
pub fn is_another_rule(found: &Index, wanted: &Index) -> bool {
    let covers_a_part = found.predicate.is_some() && wanted.predicate.is_none();
    let mut pairs = found.columns.iter().zip(&wanted.columns);
    let is_expression = pairs.any(|(found, wanted)| found.expression.is_some() && wanted.expression.is_none());
    !found.extras.is_made_by_refract && (covers_a_part || is_expression)
}

/// Puts aside what an index has beside what the schema asks for: an operator class for a method for which Prisma has no
/// word for one, and a predicate where the schema has none anywhere.
pub fn put_extras_aside(found: &mut Index, wanted: &Index, says_predicates: bool) {
    if matches!(found.method, IndexMethod::BTree | IndexMethod::Hash) {
        for (column, wanted) in found.columns.iter_mut().zip(&wanted.columns) {
            if column.name == wanted.name && wanted.operator_class.is_none() {
                let class = column.operator_class.take_if(|class| !is_named_default(class));
                column.extras.operator_class = class.or(column.extras.operator_class.take());
            }
        }
    }
    if !says_predicates && found.extras.predicate.is_none() {
        found.extras.predicate = found.predicate.take();
    }
}

/// Whether Prisma has a word for an operator class: it knows PostgreSQL's own, and takes all others as they are written
/// (<https://www.prisma.io/docs/orm/prisma-schema/data-model/indexes#configuring-the-operator-class-with-ops>).
fn has_word(class: &OperatorClass) -> bool {
    match class {
        OperatorClass::Named { is_default: true, .. } => true,
        OperatorClass::Named { name, .. } => {
            ["jsonb_path_ops", "kd_point_ops", "inet_ops"].contains(&name.as_str())
                || name.ends_with("_bloom_ops")
                || name.ends_with("_minmax_multi_ops")
        }
        OperatorClass::Raw(_) => false,
    }
}

fn is_named_default(class: &OperatorClass) -> bool {
    matches!(class, OperatorClass::Named { is_default: true, .. })
}

/// The index that takes the place of one that is there: what the schema asks for, with what was beside it.
#[must_use]
pub fn with_extras_of(wanted: &Index, found: &Index) -> Index {
    let mut index = wanted.clone();
    index.extras = found.extras.clone();
    for (column, found) in index.columns.iter_mut().zip(&found.columns) {
        // where NULLs come is about the direction too
        if column.name == found.name && column.sort == found.sort && column.expression == found.expression {
            column.extras = found.extras.clone();
        }
    }
    if index.predicate.is_some() {
        index.extras.predicate = None;
    }
    index
}

/// Whether an index has, over a column, what only the type can have that the column is of: a collation, or an operator class
/// that the schema does not name.
#[must_use]
pub fn is_tied_to_type(index: &Index, column: &str) -> bool {
    let is_by_hand = index.choice == IndexChoice::ByHand;
    index.columns.iter().filter(|indexed| indexed.name == column).any(
        |IndexColumn { operator_class, extras, .. }| {
            extras.collation.is_some() || extras.operator_class.is_some() || is_by_hand && operator_class.is_some()
        },
    )
}

/// Whether an index that nothing asks for is one that refract made for the vectors of a column.
#[must_use]
pub fn is_made_for_vectors(index: &Index, column: &str) -> bool {
    index.choice == IndexChoice::ByHand
        && index.extras.is_made_by_refract
        && matches!(index.method, IndexMethod::Hnsw | IndexMethod::IvfFlat)
        && index.columns.iter().any(|indexed| indexed.name == column)
}

/// Whether an index is called as Prisma calls an index of a table over its columns.
#[must_use]
pub fn has_default_name(table: &Table, index: &Index) -> bool {
    let columns: Vec<&String> = index.columns.iter().map(|column| &column.name).collect();
    let name = match index.is_unique {
        true => naming::unique_index(&table.name.name, &columns),
        false => naming::index(&table.name.name, &columns),
    };
    index.name == name
}

/// An index that is left alone, as a thing that the schema language cannot express. It can be written from the index itself,
/// so it has no words of the history.
#[must_use]
pub fn index_as_object(table: &Table, index: &Index) -> UnmanagedObject {
    let columns = index.column_names().map(|column| (table.name.clone(), column.clone()));
    UnmanagedObject {
        kind: ObjectKind::Index,
        name: table.index_name(index),
        table: Some(table.name.clone()),
        statements: Vec::new(),
        search_path: None,
        signature: None,
        dependencies: Dependencies {
            columns: columns.collect(),
            relations: [table.name.clone()].into(),
            ..Dependencies::default()
        },
        is_outdated: false,
        place: index.extras.place,
    }
}

/// The indexes of a table that are left alone.
pub fn indexes_by_hand(table: &Table) -> impl Iterator<Item = &Index> {
    table.indexes.values().filter(|index| index.choice == IndexChoice::ByHand)
}
