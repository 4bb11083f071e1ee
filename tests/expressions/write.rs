//! One expression in many ways to write it.

use super::generate::Tree;
use crate::support::random::Random;

/// How tightly what was written holds together: <https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-PRECEDENCE>.
type Strength = u8;

const ATOM: Strength = 20;
const CAST: Strength = 18;
const ZONE: Strength = 13;

fn strength(operator: &str) -> Strength {
    match operator {
        "OR" => 1,
        "AND" => 2,
        "IS DISTINCT FROM" => 4,
        "=" | "<>" | "<" | ">" | "<=" | ">=" => 5,
        "+" | "-" => 8,
        "*" | "/" | "%" => 9,
        _ => 7,
    }
}

/// The expression in some way.
pub fn write(tree: &Tree, random: &mut Random) -> String {
    written(tree, random).0
}

/// A part inside of what holds so tightly.
fn part(tree: &Tree, least: Strength, random: &mut Random) -> String {
    let (text, strength) = written(tree, random);
    if strength < least || random.one_in(6) { format!("({text})") } else { text }
}

fn word(word: &str, random: &mut Random) -> String {
    if random.one_in(3) { word.to_lowercase() } else { word.to_owned() }
}

fn quoted(text: &str, random: &mut Random) -> String {
    match random.below(6) {
        0 => format!("E'{}'", text.replace('\\', "\\\\").replace('\'', "\\'")),
        1 if !text.contains('$') => format!("$${text}$$"),
        2 if !text.contains('\\') => format!("U&'{}'", text.replace('\'', "''")),
        _ => format!("'{}'", text.replace('\'', "''")),
    }
}

fn other_name(of: &str) -> &str {
    match of {
        "text" => "pg_catalog.text",
        "timestamp" => "timestamp without time zone",
        "timestamptz" => "timestamp with time zone",
        "int[]" => "integer[]",
        "int4" => "integer",
        "bigint" => "int8",
        other => other,
    }
}

fn cast(value: &Tree, of: &str, random: &mut Random) -> (String, Strength) {
    let of = if random.one_in(3) { other_name(of) } else { of };
    if random.one_in(3) {
        return (format!("{}({} {} {of})", word("CAST", random), write(value, random), word("AS", random)), ATOM);
    }
    (format!("{}::{of}", part(value, CAST, random)), CAST)
}

fn list(parts: &[Tree], random: &mut Random) -> String {
    parts.iter().map(|part| write(part, random)).collect::<Vec<_>>().join(", ")
}

fn written(tree: &Tree, random: &mut Random) -> (String, Strength) {
    match tree {
        Tree::Column(name) => match random.below(8) {
            0 => (format!("t.{name}"), ATOM),
            1 if !name.starts_with('"') => (format!("\"{name}\""), ATOM),
            2 if !name.starts_with('"') => (name.to_uppercase(), ATOM),
            _ => ((*name).to_owned(), ATOM),
        },
        Tree::Constant(text, of) => match random.below(5) {
            0 if *of == "text" || *of == "interval" || *of == "date" || *of == "jsonb" => {
                (format!("{of} '{}'", text.replace('\'', "''")), ATOM)
            }
            1 => (format!("{}::{of}", quoted(text, random)), CAST),
            2 => (format!("CAST({} AS {of})", quoted(text, random)), ATOM),
            // nothing else tells it from another type
            _ if *of == "timestamptz" || *of == "interval" || *of == "text[]" || *of == "int[]" => {
                (format!("{}::{of}", quoted(text, random)), CAST)
            }
            _ => (quoted(text, random), ATOM),
        },
        Tree::Number(digits) => match digits.strip_prefix('-') {
            Some(unsigned) => (format!("(-{unsigned})"), ATOM),
            None if random.one_in(8) && !digits.contains('.') => (format!("{digits}::int"), CAST),
            None => (digits.clone(), ATOM),
        },
        Tree::Truth(value) => match random.below(4) {
            0 => (format!("'{}'::boolean", if *value { "t" } else { "off" }), CAST),
            1 => (value.to_string().to_uppercase(), ATOM),
            _ => (value.to_string(), ATOM),
        },
        Tree::Binary(operator, parts) => {
            let of = strength(operator);
            let [left, right] = parts.as_ref();
            // comparisons stand in no row
            let least = if (4..6).contains(&of) { of + 1 } else { of };
            let (left, right) = (part(left, least, random), part(right, of + 1, random));
            let operator = match *operator {
                "<>" if random.one_in(2) => "!=".to_owned(),
                "=" if random.one_in(12) => "OPERATOR(pg_catalog.=)".to_owned(),
                other => word(other, random),
            };
            if operator.starts_with("OPERATOR") {
                return (format!("({left}) {operator} ({right})"), 0);
            }
            (format!("{left} {operator} {right}"), of)
        }
        Tree::Not(value) => (format!("{} {}", word("NOT", random), part(value, 4, random)), 3),
        Tree::IsNull(value, is_negated) => match (is_negated, random.below(4)) {
            (false, 0) => (format!("{} ISNULL", part(value, 6, random)), 4),
            (true, 0) => (format!("{} NOTNULL", part(value, 6, random)), 4),
            (false, _) => (format!("{} {}", part(value, 6, random), word("IS NULL", random)), 4),
            (true, _) => (format!("{} {}", part(value, 6, random), word("IS NOT NULL", random)), 4),
        },
        Tree::IsTrue(value, test) => (format!("{} {}", part(value, 6, random), word(test, random)), 4),
        Tree::In(value, constants, is_negated) => {
            let value = part(value, 7, random);
            if random.one_in(2) && constants.len() > 1 {
                let test = if *is_negated { "<> ALL" } else { "= ANY" };
                return (format!("{value} {test} (ARRAY[{}])", list(constants, random)), 5);
            }
            let test = word(if *is_negated { "NOT IN" } else { "IN" }, random);
            (format!("{value} {test} ({})", list(constants, random)), 6)
        }
        Tree::Between(parts, is_negated) => {
            let [value, low, high] = parts.as_ref();
            if random.one_in(2) {
                let (word, from, to) = if *is_negated { ("OR", "<", ">") } else { ("AND", ">=", "<=") };
                let text = format!(
                    "{} {from} {} {word} {} {to} {}",
                    part(value, 6, random),
                    part(low, 6, random),
                    part(value, 6, random),
                    part(high, 6, random)
                );
                return (text, strength(word));
            }
            let test = if *is_negated { "NOT BETWEEN" } else { "BETWEEN" };
            (format!("{} {test} {} AND {}", part(value, 7, random), part(low, 7, random), part(high, 7, random)), 6)
        }
        Tree::Like(parts, operator) => {
            let [value, pattern] = parts.as_ref();
            let of = if operator.contains('~') { 7 } else { 6 };
            let operator = match *operator {
                "LIKE" if random.one_in(3) => "~~",
                "NOT LIKE" if random.one_in(3) => "!~~",
                "ILIKE" if random.one_in(3) => "~~*",
                other => other,
            };
            let of = if operator.contains('~') { 7 } else { of };
            (format!("{} {operator} {}", part(value, of + 1, random), part(pattern, of + 1, random)), of)
        }
        Tree::Call(name, arguments) => {
            let arguments = list(arguments, random);
            let name = match *name {
                "btrim" if random.one_in(2) => return (format!("TRIM(BOTH FROM {arguments})"), ATOM),
                "lower" | "upper" if random.one_in(4) => format!("pg_catalog.{name}"),
                other => word(other, random),
            };
            (format!("{name}({arguments})"), ATOM)
        }
        Tree::Cast(value, of) => cast(value, of, random),
        Tree::Case(tests, otherwise) => {
            let tests: String = tests
                .iter()
                .map(|(test, result)| format!("WHEN {} THEN {} ", write(test, random), write(result, random)))
                .collect();
            let otherwise = match otherwise {
                Some(value) => format!("ELSE {} ", write(value, random)),
                None if random.one_in(2) => "ELSE NULL ".to_owned(),
                None => String::new(),
            };
            (format!("CASE {tests}{otherwise}END"), ATOM)
        }
        Tree::AtZone(value) => {
            if random.one_in(4) {
                return (format!("timezone('UTC', {})", write(value, random)), ATOM);
            }
            (format!("{} AT TIME ZONE 'UTC'", part(value, ZONE, random)), ZONE)
        }
        Tree::Extract(field, value) => {
            (format!("EXTRACT({} FROM {})", word(field, random), write(value, random)), ATOM)
        }
        Tree::List(parts) => (format!("ARRAY[{}]", list(parts, random)), ATOM),
    }
}
