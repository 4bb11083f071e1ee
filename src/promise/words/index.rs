//! How PostgreSQL prints an index: `pg_get_indexdef`.

use super::{Piece, Words};
use crate::pgvector;
use crate::physical::{
    ColumnType, ElementType, Index, IndexColumn, IndexExpression, ObjectName, OperatorClass, SortOrder,
};
use crate::promise::OPERATOR_CLASSES;

/// `UNIQUE ON app.t USING btree (a, b DESC)`: what `pg_get_indexdef` prints, but for `CREATE INDEX` and the name.
#[must_use]
pub(in crate::promise) fn index(table: &ObjectName, index: &Index) -> Words {
    let mut words = Words::exact(if index.is_unique { "UNIQUE " } else { "" });
    words.words(definition(table, index));
    words
}

/// `CREATE UNIQUE INDEX i ON app.t USING btree (a, b DESC)`, as `pg_get_indexdef` prints it.
#[must_use]
pub fn create_index(name: &str, table: &ObjectName, index: &Index) -> Words {
    let mut words = Words::exact(if index.is_unique { "CREATE UNIQUE INDEX " } else { "CREATE INDEX " });
    words.name(name);
    words.text(" ");
    words.words(definition(table, index));
    words
}

fn definition(table: &ObjectName, index: &Index) -> Words {
    let mut words = Words::exact("ON ");
    words.qualified(table);
    words.text(" USING ");
    words.known(index.method.as_sql());
    for (position, column) in index.columns.iter().enumerate() {
        words.text(if position == 0 { " (" } else { ", " });
        index_element(&mut words, column);
        match &column.operator_class {
            Some(OperatorClass::Named { name, is_default: false, .. }) => {
                words.text(" ");
                if pgvector::has_class(name) {
                    words.pieces.push(Piece::SchemaOfVector);
                } else if OPERATOR_CLASSES.binary_search(&name.as_str()).is_err() {
                    words.pieces.push(Piece::SchemaOfClass(name.clone()));
                }
                words.known(name);
            }
            Some(OperatorClass::Raw(_)) => return Words { is_open: true, ..words },
            Some(OperatorClass::Named { is_default: true, .. }) | None => {}
        }
        match column.sort {
            Some(SortOrder::Desc) => words.text(" DESC"),
            Some(SortOrder::Asc) | None => {}
        }
    }
    words.text(")");
    for (position, parameter) in index.parameters.iter().enumerate() {
        words.text(if position == 0 { " WITH (" } else { ", " });
        words.known(&parameter.name);
        words.text(&format!("='{}'", parameter.value));
    }
    if !index.parameters.is_empty() {
        words.text(")");
    }
    if index.predicate.is_some() {
        words.text(" WHERE ");
        words.is_open = true;
    }
    words
}

/// `a`, `((a)::halfvec(3))`.
fn index_element(words: &mut Words, column: &IndexColumn) {
    match &column.expression {
        None => words.name(&column.name),
        Some(IndexExpression::Cast(element)) => {
            words.text("((");
            words.name(&column.name);
            words.text(")::");
            if let ElementType::Vector(kind, dimensions, _) = element {
                words.pieces.push(Piece::SchemaOfVector);
                words.known(kind.as_sql());
                words.text(&dimensions.map(|dimensions| format!("({dimensions})")).unwrap_or_default());
            } else {
                words.text(&ColumnType::one(element.clone()).printed().unwrap_or_default());
            }
            words.text(")");
        }
        Some(IndexExpression::BinaryQuantize { bits, qualifier: _ }) => {
            words.text("((");
            words.pieces.push(Piece::SchemaOfVector);
            words.known("binary_quantize");
            words.text("(");
            words.name(&column.name);
            words.text(&format!("))::bit({bits}))"));
        }
    }
}
