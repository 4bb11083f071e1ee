//! What the schema says of an index, in the words of `templates/catalog/index_words.sql`.

use super::{Piece, Words};
use crate::physical::{
    ColumnType, ElementType, Index, IndexColumn, IndexExpression, ObjectName, OperatorClass, SortOrder,
};

/// `UNIQUE ON app.t USING btree (a, b DESC)`: what the schema says of an index, but for its name.
#[must_use]
pub fn index(table: &ObjectName, index: &Index) -> Words {
    let mut words = Words::exact(if index.is_unique { "UNIQUE ON " } else { "ON " });
    words.pieces.push(Piece::Table(table.clone()));
    words.text(&format!(" USING {}", index.method.as_sql()));
    for (position, column) in index.columns.iter().enumerate() {
        words.text(if position == 0 { " (" } else { ", " });
        index_element(&mut words, column);
        match &column.operator_class {
            Some(OperatorClass::Named { name, .. }) => {
                words.text(" ");
                words.pieces.push(Piece::OperatorClass(name.clone()));
            }
            Some(OperatorClass::Raw(_)) => return Words { is_open: true, ..words },
            None => {}
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
