//! Operators, with the casts that PostgreSQL puts before their operands:
//! <https://www.postgresql.org/docs/current/typeconv-oper.html>.

use super::cast::cast;
use super::node::{Kind, Node, UNLIMITED, without_modifier};
use crate::physical::{ColumnType, ElementType};

/// `left operator right`.
pub(super) fn binary(operator: &str, left: Node, right: Node) -> Node {
    let operator = if operator == "!=" { "<>" } else { operator };
    let (left, right) = match operator {
        "=" | "<>" | "<" | ">" | "<=" | ">=" | "is distinct from" => compared(left, right),
        "+" | "-" if is_moment(&left) || is_moment(&right) => (left, right),
        "+" | "-" | "*" | "/" => balanced(left, right),
        "%" | "&" | "|" | "#" => {
            let parts = as_one_type(vec![left, right]);
            pair(parts)
        }
        "^" => powered(left, right),
        "||" => concatenated(left, right),
        "~~" | "!~~" | "~~*" | "!~~*" | "~" | "!~" | "~*" | "!~*" => (left, as_text(right)),
        "->" | "->>" | "?" => (left, as_text(right)),
        "#>" | "#>>" | "?|" | "?&" | "#-" => (left, as_list_of_text(right)),
        "@>" | "<@" | "&&" => alike(left, right),
        _ => (left, right),
    };
    let of = result(operator, &left, &right);
    Node::call(operator, vec![left, right], of)
}

fn pair(parts: Vec<Node>) -> (Node, Node) {
    let mut parts = parts.into_iter();
    let (first, second) = (parts.next(), parts.next());
    (first.unwrap_or_else(Node::null), second.unwrap_or_else(Node::null))
}

/// `value = ANY (list)`: every element is compared with the value.
pub(super) fn any(operator: &str, quantifier: &str, value: Node, list: Node) -> Node {
    let operator = if operator == "!=" { "<>" } else { operator };
    let element = list.of.as_ref().filter(|of| of.is_list).map(|of| ColumnType::one(of.element.clone()));
    let (value, list) = match (&list.kind, value.element()) {
        (Kind::Array, _) => compared_with_all(value, list.parts),
        (Kind::Constant(_), Some(of)) if list.is_untyped() => {
            let of = ColumnType { element: comparable(of), is_list: true };
            return any(operator, quantifier, value, cast(list, &of));
        }
        _ => match element {
            Some(element) if value.is_untyped() => (cast(value, &element), list),
            Some(_) | None => (value, list),
        },
    };
    Node::condition(format!("{operator} {quantifier}"), vec![value, list])
}

fn compared_with_all(value: Node, elements: Vec<Node>) -> (Node, Node) {
    let elements = as_one_type(elements);
    let first = elements.first().cloned();
    let compare = |element: Node| compared(value.clone(), element).1;
    let list = Node::array(elements.into_iter().map(compare).collect());
    match first {
        Some(first) => (compared(value, first).0, list),
        None => (value, list),
    }
}

/// `value IN (a, b)`, which PostgreSQL takes apart: constants are compared as a list, and all others one by one.
pub(super) fn one_of(value: Node, list: Vec<Node>, is_negated: bool) -> Node {
    let (operator, quantifier, word) = if is_negated { ("<>", "all", "and") } else { ("=", "any", "or") };
    let is_list = |node: &Node| node.kind == Kind::Array || node.of.as_ref().is_some_and(|of| of.is_list);
    let is_compared_alone = |node: &Node| has_columns(node) || is_list(node);
    let (mut others, constants): (Vec<Node>, Vec<Node>) = list.into_iter().partition(is_compared_alone);
    let mut parts = Vec::new();
    if constants.len() > 1 && !is_list(&value) {
        let mut all = vec![value.clone()];
        all.extend(constants);
        let constants = as_one_type(all).split_off(1);
        parts.push(any(operator, quantifier, value.clone(), Node::array(constants)));
    } else {
        others = constants.into_iter().chain(others).collect();
    }
    parts.extend(others.into_iter().map(|other| binary(operator, value.clone(), other)));
    if parts.len() == 1 { parts.remove(0) } else { Node::condition(word, parts) }
}

fn has_columns(node: &Node) -> bool {
    matches!(node.kind, Kind::Column(_)) || node.parts.iter().any(has_columns)
}

/// Which of two kinds of numbers an operator takes for both.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Number {
    Whole,
    Decimal,
    Real,
    Double,
}

fn number(node: &Node) -> Option<Number> {
    Some(match node.element()? {
        ElementType::SmallInt | ElementType::Integer | ElementType::BigInt => Number::Whole,
        ElementType::Decimal(_) => Number::Decimal,
        ElementType::Real => Number::Real,
        ElementType::DoublePrecision => Number::Double,
        ElementType::Oid
        | ElementType::Money
        | ElementType::Boolean
        | ElementType::Text
        | ElementType::Citext
        | ElementType::VarChar(_)
        | ElementType::Char(_)
        | ElementType::Bit(_)
        | ElementType::VarBit(_)
        | ElementType::Inet
        | ElementType::Uuid
        | ElementType::Xml
        | ElementType::Bytea
        | ElementType::Timestamp(_)
        | ElementType::Timestamptz(_)
        | ElementType::Time(_)
        | ElementType::Timetz(_)
        | ElementType::Date
        | ElementType::Json
        | ElementType::Jsonb
        | ElementType::Enum(_)
        | ElementType::Vector(..)
        | ElementType::Domain(_)
        | ElementType::Other(_) => return None,
    })
}

const DOUBLE: ColumnType = ColumnType { element: ElementType::DoublePrecision, is_list: false };
const DECIMAL: ColumnType = ColumnType { element: ElementType::Decimal(None), is_list: false };
const TEXT: ColumnType = ColumnType { element: ElementType::Text, is_list: false };

fn is_text(node: &Node) -> bool {
    matches!(node.element(), Some(ElementType::Text | ElementType::VarChar(_)))
}

fn is_char(node: &Node) -> bool {
    matches!(node.element(), Some(ElementType::Char(_)))
}

/// The type that a constant beside a value of this type gets.
fn comparable(element: &ElementType) -> ElementType {
    if matches!(element, ElementType::VarChar(_)) { ElementType::Text } else { without_modifier(element) }
}

/// A constant in quote marks is of the type of what stands beside it.
fn alike(left: Node, right: Node) -> (Node, Node) {
    let typed = |of: &ColumnType| ColumnType { element: comparable(&of.element), is_list: of.is_list };
    match (&left.of, &right.of) {
        (Some(of), None) if right.is_untyped() => {
            let of = typed(of);
            (left, cast(right, &of))
        }
        (None, Some(of)) if left.is_untyped() => {
            let of = typed(of);
            (cast(left, &of), right)
        }
        _ => (left, right),
    }
}

/// Numbers of two kinds become one kind; two constants that nothing gives a type are texts.
pub(super) fn balanced(left: Node, right: Node) -> (Node, Node) {
    if left.is_untyped() && right.is_untyped() {
        return (as_text(left), as_text(right));
    }
    let (left, right) = alike(left, right);
    match (number(&left), number(&right)) {
        (Some(one), Some(two)) if one != two && one.min(two) <= Number::Decimal => {
            let of = if one.max(two) >= Number::Real { &DOUBLE } else { &DECIMAL };
            // there are operators between the two kinds that are not exact
            let put = |node: Node, kind: Number| if kind <= Number::Decimal { cast(node, of) } else { node };
            (put(left, one), put(right, two))
        }
        _ if is_char(&left) && is_text(&right) => beside_char(left, right),
        _ if is_text(&left) && is_char(&right) => {
            let (right, left) = beside_char(right, left);
            (left, right)
        }
        _ => (left, right),
    }
}

/// Text of a fixed length beside text: as `TEXT` if that is, and as `VARCHAR` is put into its own kind.
fn beside_char(char: Node, text: Node) -> (Node, Node) {
    if matches!(text.element(), Some(ElementType::VarChar(_))) {
        (char, cast(text, &ColumnType::one(UNLIMITED)))
    } else {
        (cast(char, &TEXT), text)
    }
}

/// Where two are compared, a whole number that is made wider stays the same.
fn compared(left: Node, right: Node) -> (Node, Node) {
    let (left, right) = balanced(left, right);
    (narrow(left), narrow(right))
}

fn narrow(mut node: Node) -> Node {
    let rank = |node: &Node| match node.element() {
        Some(ElementType::SmallInt) => Some(0),
        Some(ElementType::Integer) => Some(1),
        Some(ElementType::BigInt) => Some(2),
        _ => None,
    };
    while node.kind == Kind::Cast
        && rank(&node).zip(node.parts.first().and_then(rank)).is_some_and(|(to, from)| from <= to)
    {
        let Some(inner) = node.parts.pop() else { break };
        node = inner;
    }
    node
}

/// The type that several values have in common, for `CASE`, `COALESCE`, `ARRAY[...]` and such:
/// <https://www.postgresql.org/docs/current/typeconv-union-case.html>.
pub(super) fn as_one_type(parts: Vec<Node>) -> Vec<Node> {
    let numbers: Vec<Number> = parts.iter().filter_map(number).collect();
    let widest = numbers.iter().max().copied();
    let wide_whole = parts.iter().any(|part| part.element() == Some(&ElementType::BigInt));
    let common = match widest {
        Some(Number::Double) => Some(ElementType::DoublePrecision),
        Some(Number::Real) => Some(ElementType::Real),
        Some(Number::Decimal) => Some(ElementType::Decimal(None)),
        Some(Number::Whole) if wide_whole => Some(ElementType::BigInt),
        Some(Number::Whole) => {
            let is_small = |part: &Node| part.element() == Some(&ElementType::SmallInt) || number(part).is_none();
            Some(if parts.iter().all(is_small) { ElementType::SmallInt } else { ElementType::Integer })
        }
        None => None,
    };
    let of_one = || {
        let typed = parts.iter().find_map(|part| part.of.as_ref());
        typed.map_or(TEXT, |of| ColumnType { element: without_modifier(&of.element), is_list: of.is_list })
    };
    let common = common.map_or_else(of_one, ColumnType::one);
    // text of a fixed length and without are taken for one another: the first of them counts
    let is_string = |node: &Node| is_text(node) || is_char(node);
    let put = |part: Node| {
        let is_put = part.is_untyped() || number(&part).is_some() || is_string(&part);
        if is_put { cast(part, &common) } else { part }
    };
    parts.into_iter().map(put).collect()
}

/// Powers are of the numbers that are not exact, unless one is a decimal and none is that.
fn powered(left: Node, right: Node) -> (Node, Node) {
    let (Some(one), Some(two)) = (number(&left), number(&right)) else { return (left, right) };
    let of = if one.max(two) == Number::Decimal { &DECIMAL } else { &DOUBLE };
    (cast(left, of), cast(right, of))
}

fn concatenated(left: Node, right: Node) -> (Node, Node) {
    let is_json = |node: &Node| node.element() == Some(&ElementType::Jsonb);
    if is_json(&left) || is_json(&right) {
        return alike(left, right);
    }
    if left.of.as_ref().or(right.of.as_ref()).is_none_or(|of| !of.is_list) {
        let is_plain = |node: &Node| is_text(node) || is_char(node) || node.is_untyped();
        if is_plain(&left) && is_plain(&right) {
            return (cast(left, &TEXT), cast(right, &TEXT));
        }
        return (as_text(left), as_text(right));
    }
    (left, right)
}

fn as_text(node: Node) -> Node {
    if node.is_untyped() { cast(node, &TEXT) } else { node }
}

fn as_list_of_text(node: Node) -> Node {
    if node.is_untyped() { cast(node, &ColumnType { element: ElementType::Text, is_list: true }) } else { node }
}

fn is_moment(node: &Node) -> bool {
    let is_moment = |element: &ElementType| {
        matches!(element, ElementType::Date | ElementType::Timestamp(_) | ElementType::Timestamptz(_))
    };
    node.element().is_some_and(is_moment)
}

fn is_interval(node: &Node) -> bool {
    matches!(node.element(), Some(ElementType::Other(name)) if name.as_str().eq_ignore_ascii_case("interval"))
}

/// A moment some time later or earlier; a day becomes a moment where that may be a part of one.
fn later(left: &Node, right: &Node) -> Option<ColumnType> {
    let (moment, by) = if is_moment(left) { (left, right) } else { (right, left) };
    let of = moment.element()?;
    if *of == ElementType::Date && !is_interval(by) {
        return number(by).map(|_| ColumnType::one(ElementType::Date));
    }
    let of = if *of == ElementType::Date { ElementType::Timestamp(None) } else { without_modifier(of) };
    is_interval(by).then(|| ColumnType::one(of))
}

/// The type of what an operator gives.
fn result(operator: &str, left: &Node, right: &Node) -> Option<ColumnType> {
    let one = |element: ElementType| Some(ColumnType::one(element));
    match operator {
        "->>" | "#>>" => one(ElementType::Text),
        "->" | "#>" | "#-" => left.of.clone(),
        "||" if is_text(left) || is_text(right) => one(ElementType::Text),
        "||" => left.of.clone(),
        "+" | "-" if is_moment(left) || is_moment(right) => later(left, right),
        "+" | "-" | "*" | "/" | "%" | "^" | "&" | "|" | "#" | "<<" | ">>" => match (number(left)?, number(right)?) {
            (Number::Whole, Number::Whole) => one(widest(left, right)),
            (Number::Real, Number::Real) => one(ElementType::Real),
            (Number::Decimal, Number::Decimal) => one(ElementType::Decimal(None)),
            _ => one(ElementType::DoublePrecision),
        },
        "<->" | "<#>" | "<=>" | "<+>" => one(ElementType::DoublePrecision),
        _ => one(ElementType::Boolean),
    }
}

fn widest(left: &Node, right: &Node) -> ElementType {
    let elements = [left.element(), right.element()];
    if elements.contains(&Some(&ElementType::BigInt)) {
        ElementType::BigInt
    } else if elements == [Some(&ElementType::SmallInt); 2] {
        ElementType::SmallInt
    } else {
        ElementType::Integer
    }
}
