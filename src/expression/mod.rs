//! What an expression in SQL means, so that two can be compared however they are written: PostgreSQL prints what it was
//! given in its own way, with every cast and bracket.
//!
//! For comparing only: what is written into a migration is what the user wrote. What cannot be read here is compared by
//! its tokens. Nothing here knows whose the expression is.

mod cast;
mod constant;
mod function;
mod interval;
#[allow(clippy::wildcard_enum_match_arm)] // the parser knows forms of twenty other dialects
mod named;
mod node;
mod operator;
mod plain;
#[allow(clippy::wildcard_enum_match_arm)] // the parser knows forms of twenty other dialects
mod read;
pub mod types;
#[allow(clippy::wildcard_enum_match_arm)] // the parser knows forms of twenty other dialects
mod uses;

use std::collections::BTreeSet;

use cast::assigned;
pub use named::{Named, WrittenRelation, is_no_column, named, query_of_view};
use node::{Kind, Node};
pub use plain::MOST_TOKENS;
pub use types::WrittenType;
pub use uses::{Operand, Operator, Use, uses};

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
    if let (Predicate::Raw(one), Predicate::Raw(two)) = (one, two) {
        return means_the_same(one.as_str(), two.as_str(), table);
    }
    let columns = |name: &str| table.column(name).map(|column| column.column_type.clone());
    let node = |predicate: &Predicate| match predicate {
        Predicate::Raw(text) => read::read(text.as_str(), &columns),
        Predicate::All(conditions) => Some(all_of(conditions, &columns)),
    };
    one == two || node(one).zip(node(two)).is_some_and(|(one, two)| one.is_same(&two))
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

/// The columns that an expression names, as the catalog has them; none of what cannot be read.
#[must_use]
pub fn columns(text: &str) -> BTreeSet<String> {
    fn collect(node: &Node, columns: &mut BTreeSet<String>) {
        if let Kind::Column(name) = &node.kind {
            columns.insert(name.clone());
        }
        node.parts.iter().for_each(|part| collect(part, columns));
    }
    let mut columns = BTreeSet::new();
    if let Some(node) = read::read(text, &|_| None) {
        collect(&node, &mut columns);
    }
    columns
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

#[cfg(test)]
mod tests {
    use super::{columns, is_null, is_same_default, means_the_same};
    use crate::physical::{ColumnDefault, ColumnType, ElementType, ObjectName, SqlText, Table, TableOrigin};

    fn table() -> Table {
        Table {
            name: ObjectName::new("public", "t"),
            origin: TableOrigin::Unknown,
            columns: Vec::new(),
            primary_key: None,
            indexes: Default::default(),
            foreign_keys: Default::default(),
            extras: Default::default(),
        }
    }

    #[test]
    fn defaults_of_another_value_differ() {
        let expression = |text: &str| ColumnDefault::Expression(SqlText::new(text).unwrap());
        let different: &[(ElementType, &[&str])] = &[
            (ElementType::Integer, &["1", "-1", "10", "'11'", "1 + 1", "random()", "1.5", "NULL"]),
            (ElementType::Decimal(None), &["1.5", "15", "1.05", "'1.55'::numeric", "1.5 + 0"]),
            (ElementType::Boolean, &["true", "false", "NOT true", "y"]),
            (ElementType::Text, &["'a'", "'A'", "'a '", "a", "lower('a')", "'a' || ''", "'1'", "'1.0'", "''"]),
            (ElementType::Text, &["'abc'::varchar(2)", "'abc'", "'abc'::char(2)"]),
            (ElementType::Jsonb, &["'{}'", "'[]'", "'null'", "'{\"a\": 1}'", "'{\"a\": \"1\"}'"]),
            (
                ElementType::Timestamp(None),
                &["now()", "now()::date", "now() + '1 day'", "CURRENT_DATE", "clock_timestamp()"],
            ),
            (ElementType::Date, &["'2020-01-01'", "'2020-01-02'", "now()", "CURRENT_DATE"]),
        ];
        for (element, texts) in different {
            let of = ColumnType::one(element.clone());
            for (at, text) in texts.iter().enumerate() {
                for other in &texts[..at] {
                    assert!(!is_same_default(&expression(text), &expression(other), &of), "{text} {other}");
                }
            }
        }
    }

    #[test]
    fn columns_are_told_from_functions_types_and_texts() {
        let found =
            columns("lower(K) = 'n' AND t.\"Odd x\" > 'm'::kind OR n IN (1, m) AND date_trunc('day', d) IS NULL");
        assert_eq!(found.into_iter().collect::<Vec<_>>(), ["Odd x", "d", "k", "m", "n"]);
        assert!(columns("(SELECT a)").is_empty());
    }

    #[test]
    fn null_is_known_in_whatever_words() {
        for text in ["NULL", "null::text", "CAST(NULL AS varchar(3))", "(NULL)", "NULL::character varying"] {
            assert!(is_null(text), "{text}");
        }
        for text in ["'NULL'", "nullif(a, b)", "1", "NULL IS NULL", "coalesce(NULL, 1)"] {
            assert!(!is_null(text), "{text}");
        }
    }

    #[test]
    fn what_is_deep_long_or_broken_is_compared_by_its_tokens() {
        let table = table();
        let deep = |depth: usize| format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
        assert!(means_the_same(&deep(10), "a", &table) && !means_the_same(&deep(5000), "a", &table));
        let parentheses = [
            "f(",
            "NOT ",
            "- ",
            "CASE WHEN ",
            "a[",
            "ARRAY[",
            "CAST(",
            "a::",
            "a = ANY (",
            "'",
            "$$",
            "\u{0}",
            "interval '",
        ];
        for part in parentheses {
            for times in [1, 30, 200, 3000] {
                // whatever it says of them, it says it soon and does not break off
                let (one, two) = (format!("{}b", part.repeat(times)), format!("{}B", part.repeat(times)));
                assert_eq!(means_the_same(&one, &two, &table), means_the_same(&two, &one, &table));
            }
        }
        let long = |last: &str| format!("{}{last}", "a + ".repeat(20_000));
        assert!(means_the_same(&long("b"), &long("B"), &table) && !means_the_same(&long("b"), &long("c"), &table));
    }
}
