//! Casts: those that PostgreSQL adds when it prints, those that change nothing, and the others.

use super::constant::canonical;
use super::node::{Kind, Node, is_same_element, without_modifier};
use crate::physical::{ColumnType, ElementType};
use crate::sql::array_values;

/// A value as one of a type.
pub(super) fn cast(node: Node, to: &ColumnType) -> Node {
    if to.is_list {
        return cast_list(node, to);
    }
    let bare = without_modifier(&to.element);
    if node.kind == Kind::Null {
        return node;
    }
    if let Some(constant) = constant_as(&node, &bare) {
        let fits = matches!(&constant.kind, Kind::Constant(text) if fits(text, &to.element));
        return if fits { constant } else { cast_to(constant, to) };
    }
    let is_same = node.of.as_ref().is_some_and(|of| !of.is_list && changes_nothing(&of.element, &to.element));
    if is_same { Node { of: Some(to.clone()), ..node } } else { cast_to(node, to) }
}

fn cast_to(node: Node, to: &ColumnType) -> Node {
    Node { kind: Kind::Cast, parts: vec![node], of: Some(to.clone()) }
}

fn cast_list(node: Node, to: &ColumnType) -> Node {
    let of_element = ColumnType::one(to.element.clone());
    match &node.kind {
        Kind::Null => node,
        Kind::Constant(text) if node.of.is_none() => match array_values(text) {
            Some(values) => {
                let parts = values.into_iter().map(|value| cast(Node::text(value), &of_element)).collect();
                Node { kind: Kind::Array, parts, of: Some(to.clone()) }
            }
            None => Node { of: Some(to.clone()), ..node },
        },
        Kind::Array => {
            let parts = node.parts.into_iter().map(|part| cast(part, &of_element)).collect();
            Node { kind: Kind::Array, parts, of: Some(to.clone()) }
        }
        Kind::Constant(_) | Kind::Column(_) | Kind::Call { .. } | Kind::Cast => {
            let is_same = node.of.as_ref().is_some_and(|of| of.is_list && changes_nothing(&of.element, &to.element));
            if is_same { node } else { cast_to(node, to) }
        }
    }
}

/// Whether a cast gives back what it was given. Text without a limit of its length is the same for every operator and
/// function, whichever of its two names it has.
fn changes_nothing(from: &ElementType, to: &ElementType) -> bool {
    let is_text = |element: &ElementType| matches!(element, ElementType::Text | ElementType::VarChar(_));
    match (from, to) {
        (from, ElementType::Text | ElementType::VarChar(None)) => is_text(from),
        (ElementType::VarChar(Some(from)), ElementType::VarChar(Some(to))) => from <= to,
        (from, to) => is_same_element(from, to) || is_same_element(&without_modifier(from), to),
    }
}

/// A constant as one of a type without its modifier; `None` where only a server knows what becomes of it.
fn constant_as(node: &Node, to: &ElementType) -> Option<Node> {
    let Kind::Constant(text) = &node.kind else { return None };
    let Some(of) = &node.of else { return Some(Node::constant(text, to.clone())) };
    let from = &of.element;
    let is_whole_number = text.trim_start_matches('-').bytes().all(|byte| byte.is_ascii_digit());
    let is_kept = if of.is_list {
        false
    } else if from.is_number() {
        // what has a fraction is rounded
        to.is_number() && (is_whole_number || !is_whole(to)) || is_text(to) && is_whole_number && is_whole(from)
    } else {
        // a text is read as a constant of the type is; what has no time of day has none afterwards
        is_text(from) || is_same_element(from, to) || is_moment(from) && is_moment(to) && !loses_time(from, to)
    };
    is_kept.then(|| Node::constant(text, to.clone()))
}

fn is_text(element: &ElementType) -> bool {
    matches!(element, ElementType::Text | ElementType::VarChar(None))
}

fn is_whole(element: &ElementType) -> bool {
    matches!(element, ElementType::SmallInt | ElementType::Integer | ElementType::BigInt)
}

fn is_moment(element: &ElementType) -> bool {
    matches!(element, ElementType::Date | ElementType::Timestamp(_))
}

fn loses_time(from: &ElementType, to: &ElementType) -> bool {
    *to == ElementType::Date && *from != ElementType::Date
}

/// Whether a type's modifier leaves a constant as it is.
fn fits(text: &str, to: &ElementType) -> bool {
    let is_within = |text: &str, most: u32| text.chars().count() as u64 <= u64::from(most);
    let has_digits = |most: u32| text.split_once('.').is_none_or(|(_, fraction)| is_within(fraction, most));
    if let ElementType::VarChar(Some(most)) | ElementType::VarBit(Some(most)) = to {
        return is_within(text, *most);
    }
    if let ElementType::Char(length) = to {
        return is_within(text, length.unwrap_or(1));
    }
    if let ElementType::Bit(length) = to {
        return text.chars().count() as u64 == u64::from(length.unwrap_or(1));
    }
    if let ElementType::Decimal(Some((_, most)))
    | ElementType::Timestamp(Some(most))
    | ElementType::Timestamptz(Some(most))
    | ElementType::Time(Some(most))
    | ElementType::Timetz(Some(most)) = to
    {
        return has_digits(*most);
    }
    true
}

/// A value as a column takes it: what the column does to it anyway need not be written.
pub(super) fn assigned(node: Node, column: &ColumnType) -> Node {
    let mut node = node;
    while node.kind == Kind::Cast && node.of.as_ref().is_some_and(|of| is_assigned(of, column)) {
        let Some(inner) = node.parts.pop() else { break };
        node = inner;
    }
    if column.is_list {
        return if node.is_untyped() || node.kind == Kind::Array { cast_list(node, column) } else { node };
    }
    let Kind::Constant(text) = &node.kind else { return node };
    let bare = without_modifier(&column.element);
    match constant_as(&node, &bare) {
        Some(constant) => constant,
        // a number or a moment that is put into a narrower column
        None if canonical(text, &bare) == *text => Node { of: Some(ColumnType::one(bare)), ..node },
        None => node,
    }
}

/// Whether a cast to a type is what the column does by itself.
fn is_assigned(to: &ColumnType, column: &ColumnType) -> bool {
    let is_same = |one: &ElementType, two: &ElementType| is_same_element(one, two);
    let bare = without_modifier(&column.element);
    to.is_list == column.is_list && (is_same(&to.element, &column.element) || is_same(&to.element, &bare))
}
