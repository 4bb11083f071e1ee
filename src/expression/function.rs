//! PostgreSQL's functions that stand in defaults and conditions: what they take and give, so that the casts before their
//! arguments can be told. <https://www.postgresql.org/docs/current/functions.html>

use super::cast::cast;
use super::node::{Kind, Node};
use super::operator::{as_one_type, balanced};
use super::types;
use crate::physical::{ColumnType, ElementType};

/// Name, arguments, result. `number` is a number that stays what it is, `any` whatever is there, `same` what the first
/// argument is. Of several rows the first that takes the arguments counts.
const FUNCTIONS: &[(&str, &[&str], &str)] = &[
    ("abs", &["number"], "same"),
    ("age", &["timestamptz", "timestamptz"], "interval"),
    ("array_length", &["any", "int"], "int"),
    ("array_to_string", &["any", "text"], "text"),
    ("ascii", &["text"], "int"),
    ("btrim", &["text", "text"], "text"),
    ("btrim", &["text"], "text"),
    ("cardinality", &["any"], "int"),
    ("ceil", &["numeric"], "numeric"),
    ("ceil", &["double precision"], "double precision"),
    ("char_length", &["char"], "int"),
    ("char_length", &["text"], "int"),
    ("clock_timestamp", &[], "timestamptz"),
    ("current_date", &[], "date"),
    ("current_schema", &[], "name"),
    ("current_setting", &["text", "bool"], "text"),
    ("current_setting", &["text"], "text"),
    ("current_user", &[], "name"),
    ("date_part", &["text", "any"], "double precision"),
    ("date_trunc", &["text", "date"], "timestamptz"),
    ("date_trunc", &["text", "any"], "second"),
    ("exp", &["numeric"], "numeric"),
    ("exp", &["double precision"], "double precision"),
    ("extract", &["text", "any"], "numeric"),
    ("floor", &["numeric"], "numeric"),
    ("floor", &["double precision"], "double precision"),
    ("gen_random_uuid", &[], "uuid"),
    ("initcap", &["text"], "text"),
    ("json_array_length", &["any"], "int"),
    ("jsonb_array_length", &["any"], "int"),
    ("jsonb_typeof", &["jsonb"], "text"),
    ("json_typeof", &["json"], "text"),
    ("left", &["text", "int"], "text"),
    ("length", &["char"], "int"),
    ("length", &["text"], "int"),
    ("like_escape", &["text", "text"], "text"),
    ("ln", &["numeric"], "numeric"),
    ("ln", &["double precision"], "double precision"),
    ("localtimestamp", &[], "timestamp"),
    ("lower", &["text"], "text"),
    ("lpad", &["text", "int", "text"], "text"),
    ("lpad", &["text", "int"], "text"),
    ("ltrim", &["text", "text"], "text"),
    ("ltrim", &["text"], "text"),
    ("md5", &["text"], "text"),
    ("mod", &["number", "number"], "same"),
    ("nextval", &["any"], "bigint"),
    ("now", &[], "timestamptz"),
    ("octet_length", &["text"], "int"),
    ("position", &["text", "text"], "int"),
    ("power", &["double precision", "double precision"], "double precision"),
    ("random", &[], "double precision"),
    ("regexp_replace", &["text", "text", "text", "text"], "text"),
    ("regexp_replace", &["text", "text", "text"], "text"),
    ("repeat", &["text", "int"], "text"),
    ("replace", &["text", "text", "text"], "text"),
    ("reverse", &["text"], "text"),
    ("right", &["text", "int"], "text"),
    ("round", &["numeric", "int"], "numeric"),
    ("round", &["numeric"], "numeric"),
    ("round", &["double precision"], "double precision"),
    ("rpad", &["text", "int", "text"], "text"),
    ("rpad", &["text", "int"], "text"),
    ("rtrim", &["text", "text"], "text"),
    ("rtrim", &["text"], "text"),
    ("session_user", &[], "name"),
    ("sign", &["numeric"], "numeric"),
    ("sign", &["double precision"], "double precision"),
    ("similar_to_escape", &["text"], "text"),
    ("similar_to_escape", &["text", "text"], "text"),
    ("split_part", &["text", "text", "int"], "text"),
    ("sqrt", &["numeric"], "numeric"),
    ("sqrt", &["double precision"], "double precision"),
    ("starts_with", &["text", "text"], "bool"),
    ("statement_timestamp", &[], "timestamptz"),
    ("strpos", &["text", "text"], "int"),
    ("substr", &["text", "int", "int"], "text"),
    ("substr", &["text", "int"], "text"),
    ("substring", &["text", "int", "int"], "text"),
    ("substring", &["text", "int"], "text"),
    ("timezone", &["text", "timestamptz"], "timestamp"),
    ("timezone", &["text", "timestamp"], "timestamptz"),
    ("timezone", &["text", "date"], "timestamp"),
    ("to_char", &["any", "text"], "text"),
    ("to_date", &["text", "text"], "date"),
    ("to_timestamp", &["double precision"], "timestamptz"),
    ("to_timestamp", &["text", "text"], "timestamptz"),
    ("translate", &["text", "text", "text"], "text"),
    ("trunc", &["numeric", "int"], "numeric"),
    ("trunc", &["numeric"], "numeric"),
    ("trunc", &["double precision"], "double precision"),
    ("upper", &["text"], "text"),
];

/// A call, with its arguments as the function takes them.
pub(super) fn call(schema: Option<String>, name: &str, arguments: Vec<Node>) -> Node {
    let name = match name {
        "transaction_timestamp" | "current_timestamp" if arguments.is_empty() => "now",
        "user" | "current_role" => "current_user",
        other => other,
    };
    if schema.is_none() {
        match name {
            "coalesce" | "greatest" | "least" => {
                let parts = as_one_type(arguments);
                let of = parts.iter().find_map(|part| part.of.clone());
                return Node::call(name, parts, of);
            }
            "nullif" if arguments.len() == 2 => {
                let is_typed = arguments.iter().any(|argument| !argument.is_untyped());
                let arguments = if is_typed { arguments } else { as_one_type(arguments) };
                let mut arguments = arguments.into_iter();
                let (value, null) =
                    balanced(arguments.next().unwrap_or_else(Node::null), arguments.next().unwrap_or_else(Node::null));
                let of = value.of.clone();
                return Node::call(name, vec![value, null], of);
            }
            _ => {}
        }
        let row = FUNCTIONS.iter().find(|(known, takes, _)| *known == name && takes_all(takes, &arguments));
        if let Some((_, takes, gives)) = row {
            let parts: Vec<Node> =
                takes.iter().zip(arguments).map(|(takes, argument)| given(takes, argument)).collect();
            let of = match *gives {
                "same" => parts.first().and_then(|part| part.of.clone()),
                "second" => parts.get(1).and_then(|part| part.of.clone()),
                other => types::read(other),
            };
            return Node::call(name, parts, of);
        }
    }
    Node { kind: Kind::Call { schema, name: name.to_owned() }, parts: arguments, of: None }
}

fn takes_all(takes: &[&str], arguments: &[Node]) -> bool {
    takes.len() == arguments.len() && takes.iter().zip(arguments).all(|(takes, argument)| accepts(takes, argument))
}

fn accepts(takes: &str, argument: &Node) -> bool {
    if argument.is_untyped() || argument.kind == Kind::Null || takes == "any" {
        return true;
    }
    let Some(element) = argument.element() else { return false };
    match takes {
        "text" => element.is_text(),
        "char" => matches!(element, ElementType::Char(_)),
        "int" => matches!(element, ElementType::Integer | ElementType::SmallInt),
        "number" => element.is_number(),
        "numeric" => matches!(element, ElementType::Decimal(_)),
        "double precision" => element.is_number(),
        "timestamptz" => matches!(element, ElementType::Timestamptz(_)),
        "timestamp" => matches!(element, ElementType::Timestamp(_)),
        "date" => *element == ElementType::Date,
        "bool" => *element == ElementType::Boolean,
        "json" => *element == ElementType::Json,
        "jsonb" => *element == ElementType::Jsonb,
        _ => false,
    }
}

fn given(takes: &str, argument: Node) -> Node {
    let is_left = ["any", "number", "char", "date"].contains(&takes);
    match types::read(takes).filter(|_| !is_left) {
        Some(of) => cast(argument, &of),
        None => argument,
    }
}

/// A value at the time zone.
pub(super) fn at_time_zone(value: Node, zone: Node) -> Node {
    let zone = if zone.is_untyped() { cast(zone, &ColumnType::one(ElementType::Text)) } else { zone };
    // a day is taken as a moment, with the zone of the session
    let is_moment = value.element().is_some_and(|element| *element != ElementType::Date) || value.of.is_none();
    let value = if is_moment && !value.is_untyped() {
        value
    } else {
        cast(value, &ColumnType::one(ElementType::Timestamptz(None)))
    };
    call(None, "timezone", vec![zone, value])
}
