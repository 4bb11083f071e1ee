//! What an expression in SQL means, so that two can be compared however they are written: PostgreSQL prints what it was
//! given in its own way, with every cast and bracket.
//!
//! For comparing only: what is written into a migration is what the user wrote. What cannot be read here is compared by
//! its tokens. Nothing here knows whose the expression is.

mod cast;
mod constant;
mod function;
mod interval;
mod node;
mod operator;
mod plain;
#[allow(clippy::wildcard_enum_match_arm)] // the parser knows forms of twenty other dialects
mod read;
pub mod types;

use cast::assigned;
use node::{Kind, Node, is_same_element};
pub use types::WrittenType;

use crate::physical::{ColumnDefault, ColumnType, Condition, ElementType, Literal, Predicate, Table};
use crate::sql;

/// The type of a column, by its name.
type Columns<'c> = dyn Fn(&str) -> Option<ColumnType> + 'c;

/// Whether two expressions over the columns of a table mean the same.
#[must_use]
pub fn means_the_same(one: &str, two: &str, table: &Table) -> bool {
    sql::means_the_same(one, two) || {
        let columns = |name: &str| table.column(name).map(|column| column.column_type.clone());
        let node = |text: &str| read::read(text, &columns);
        node(one).zip(node(two)).is_some_and(|(one, two)| one.is_same(&two))
    }
}

/// Whether two conditions of partial indexes on a table cover the same rows.
#[must_use]
pub fn is_same_predicate(one: &Predicate, two: &Predicate, table: &Table) -> bool {
    let columns = |name: &str| table.column(name).map(|column| column.column_type.clone());
    let node = |predicate: &Predicate| match predicate {
        Predicate::Raw(text) => read::read(text.as_str(), &columns),
        Predicate::All(conditions) => Some(all_of(conditions, &columns)),
    };
    one == two
        || matches!((one, two), (Predicate::Raw(one), Predicate::Raw(two)) if sql::means_the_same(one.as_str(), two.as_str()))
        || node(one).zip(node(two)).is_some_and(|(one, two)| one.is_same(&two))
}

fn all_of(conditions: &[Condition], columns: &Columns<'_>) -> Node {
    let one = |Condition { column, is_negated, value }: &Condition| {
        let of = columns(column);
        let node = Node { kind: Kind::Column(column.clone()), parts: Vec::new(), of };
        match (value, is_negated) {
            (None, false) => Node::condition("is null", vec![node]),
            (None, true) => Node::condition("is not null", vec![node]),
            (Some(value), _) => operator::binary(if *is_negated { "<>" } else { "=" }, node, constant_of(value)),
        }
    };
    let mut nodes: Vec<Node> = conditions.iter().map(one).collect();
    if nodes.len() == 1 { nodes.remove(0) } else { Node::condition("and", nodes) }
}

fn constant_of(value: &Literal) -> Node {
    match value {
        Literal::String(text) | Literal::EnumLabel(text) => Node::text(text),
        Literal::Number(digits) => {
            let is_whole = digits.parse::<i64>().is_ok();
            Node::constant(digits, if is_whole { ElementType::Integer } else { ElementType::Decimal(None) })
        }
        Literal::Boolean(value) => Node::constant(&value.to_string(), ElementType::Boolean),
    }
}

/// Whether two defaults give a column of that type the same value.
#[must_use]
pub fn is_same_default(one: &ColumnDefault, two: &ColumnDefault, column: &ColumnType) -> bool {
    if let (ColumnDefault::Expression(one), ColumnDefault::Expression(two)) = (one, two)
        && sql::means_the_same(one.as_str(), two.as_str())
    {
        return true;
    }
    one == two || default(one, column).zip(default(two, column)).is_some_and(|(one, two)| one.is_same(&two))
}

/// Whether an expression is NULL, of whatever type: as a default, that there is none.
#[must_use]
pub fn is_null(text: &str) -> bool {
    // most say nothing of it, and need not be read
    let says_it = text.as_bytes().windows(4).any(|word| word.eq_ignore_ascii_case(b"NULL"));
    says_it && read::read(text, &|_| None).is_some_and(|node| node.kind == Kind::Null)
}

/// A number without zeros that say nothing: `1.5` for `1.50` and `15e-1`. `None` for what is no number.
#[must_use]
pub fn number(digits: &str) -> Option<String> {
    constant::decimal(digits)
}

fn default(default: &ColumnDefault, column: &ColumnType) -> Option<Node> {
    let node = match default {
        ColumnDefault::Autoincrement { .. } | ColumnDefault::Unknown => return None,
        ColumnDefault::CurrentTimestamp => function::call(None, "now", Vec::new()),
        ColumnDefault::Literal(value) => constant_of(value),
        ColumnDefault::List(values) => Node::array(values.iter().map(constant_of).collect()),
        ColumnDefault::Expression(text) => read::read(text.as_str(), &|_| None)?,
    };
    Some(assigned(node, column))
}

/// Whether two types are the same, however they are written, but for the schema before what an extension brings.
#[must_use]
pub fn is_same_type(one: &ElementType, two: &ElementType) -> bool {
    is_same_element(one, two)
}
