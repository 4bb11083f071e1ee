//! The tree of an expression, and when two of them mean the same.

use super::constant::canonical;
use crate::physical::{ColumnType, ElementType};
use crate::sql;

/// A part of an expression, with its type where that can be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Node {
    /// What it is.
    pub kind: Kind,
    /// What it is made of.
    pub parts: Vec<Node>,
    /// The type of its value.
    pub of: Option<ColumnType>,
}

/// What a part of an expression is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A constant: of a known type in its one form, else as it was written.
    Constant(String),
    /// NULL, of whatever type.
    Null,
    /// A column.
    Column(String),
    /// A function, an operator, or what the grammar has a form of its own for.
    Call {
        /// The schema before it, unless that is PostgreSQL's own.
        schema: Option<String>,
        /// Its name.
        name: String,
    },
    /// `ARRAY[...]`.
    Array,
    /// A cast to the type.
    Cast,
}

impl Node {
    /// A constant in quote marks, before it is known of which type it is to be.
    pub(super) fn text(text: impl Into<String>) -> Node {
        Node { kind: Kind::Constant(text.into()), parts: Vec::new(), of: None }
    }

    /// A constant of a type.
    pub(super) fn constant(text: &str, element: ElementType) -> Node {
        let kind = Kind::Constant(canonical(text, &element));
        Node { kind, parts: Vec::new(), of: Some(ColumnType::one(element)) }
    }

    /// NULL.
    pub(super) fn null() -> Node {
        Node { kind: Kind::Null, parts: Vec::new(), of: None }
    }

    /// What PostgreSQL itself brings.
    pub(super) fn call(name: impl Into<String>, parts: Vec<Node>, of: Option<ColumnType>) -> Node {
        Node { kind: Kind::Call { schema: None, name: name.into() }, parts, of }
    }

    /// `ARRAY[...]`; its type is that of its first element.
    pub(super) fn array(parts: Vec<Node>) -> Node {
        let element = parts.iter().find_map(|part| part.of.clone());
        let of = element.map(|of| ColumnType { element: of.element, is_list: true });
        Node { kind: Kind::Array, parts, of }
    }

    /// A condition.
    pub(super) fn condition(name: impl Into<String>, parts: Vec<Node>) -> Node {
        Node::call(name, parts, Some(ColumnType::one(ElementType::Boolean)))
    }

    /// The type of its value, if that is no list.
    pub(super) fn element(&self) -> Option<&ElementType> {
        self.of.as_ref().filter(|of| !of.is_list).map(|of| &of.element)
    }

    /// Whether it is a constant in quote marks that takes its type from what stands around it.
    pub(super) fn is_untyped(&self) -> bool {
        self.of.is_none() && matches!(self.kind, Kind::Constant(_))
    }

    /// Whether the two mean the same.
    pub(super) fn is_same(&self, other: &Node) -> bool {
        let is_same_kind = match (&self.kind, &other.kind) {
            (Kind::Constant(one), Kind::Constant(two)) => return is_same_constant((one, self), (two, other)),
            (Kind::Column(one), Kind::Column(two)) => one == two,
            (Kind::Call { schema: in_one, name: one }, Kind::Call { schema: in_two, name: two }) => {
                one == two && (in_one == in_two || in_one.is_none() || in_two.is_none())
            }
            (Kind::Null, Kind::Null) | (Kind::Array, Kind::Array) => true,
            (Kind::Cast, Kind::Cast) => is_same_type(self.of.as_ref(), other.of.as_ref()),
            (
                Kind::Constant(_) | Kind::Column(_) | Kind::Call { .. } | Kind::Null | Kind::Array | Kind::Cast,
                Kind::Constant(_) | Kind::Column(_) | Kind::Call { .. } | Kind::Null | Kind::Array | Kind::Cast,
            ) => false,
        };
        is_same_kind
            && self.parts.len() == other.parts.len()
            && self.parts.iter().zip(&other.parts).all(|(one, two)| one.is_same(two))
    }
}

/// A constant without a type is of that of the other one.
fn is_same_constant((one, of_one): (&str, &Node), (two, of_two): (&str, &Node)) -> bool {
    match (&of_one.of, &of_two.of) {
        (None, None) => one == two,
        (None, Some(of)) => canonical(one, &of.element) == two,
        (Some(of), None) => one == canonical(two, &of.element),
        (Some(of_one), Some(of_two)) => one == two && is_of_one_class(&of_one.element, &of_two.element),
    }
}

/// Whether constants of two types that look the same are the same.
fn is_of_one_class(one: &ElementType, two: &ElementType) -> bool {
    let is_whole =
        |element: &ElementType| matches!(element, ElementType::SmallInt | ElementType::Integer | ElementType::BigInt);
    is_whole(one) && is_whole(two) || is_same_element(&without_modifier(one), &without_modifier(two))
}

fn is_same_type(one: Option<&ColumnType>, two: Option<&ColumnType>) -> bool {
    one.zip(two).is_some_and(|(one, two)| one.is_list == two.is_list && is_same_element(&one.element, &two.element))
}

/// The same type, however it is written.
pub(super) fn is_same_element(one: &ElementType, two: &ElementType) -> bool {
    match (one, two) {
        (ElementType::Other(one), ElementType::Other(two)) => sql::means_the_same(one.as_str(), two.as_str()),
        // an enum whose type is not known here
        (ElementType::Enum(name), ElementType::Other(text)) | (ElementType::Other(text), ElementType::Enum(name)) => {
            let names = sql::names(text.as_str());
            names.contains(&name.name) && names.iter().all(|said| *said == name.name || *said == name.schema)
        }
        // the value is the same text
        (ElementType::Text, ElementType::VarChar(None)) | (ElementType::VarChar(None), ElementType::Text) => true,
        _ => one.is_like(two),
    }
}

/// `bpchar`, which is `CHAR` without a limit.
pub(super) const UNLIMITED: ElementType = ElementType::Char(Some(u32::MAX));

/// The type without the numbers in parentheses after it.
pub(super) fn without_modifier(element: &ElementType) -> ElementType {
    match element {
        ElementType::Decimal(_) => ElementType::Decimal(None),
        ElementType::VarChar(_) => ElementType::VarChar(None),
        ElementType::Char(_) => UNLIMITED,
        ElementType::Bit(_) | ElementType::VarBit(_) => ElementType::VarBit(None),
        ElementType::Timestamp(_) => ElementType::Timestamp(None),
        ElementType::Timestamptz(_) => ElementType::Timestamptz(None),
        ElementType::Time(_) => ElementType::Time(None),
        ElementType::Timetz(_) => ElementType::Timetz(None),
        ElementType::Vector(kind, _, qualifier) => ElementType::Vector(*kind, None, qualifier.clone()),
        ElementType::SmallInt
        | ElementType::Integer
        | ElementType::BigInt
        | ElementType::Oid
        | ElementType::Money
        | ElementType::Real
        | ElementType::DoublePrecision
        | ElementType::Boolean
        | ElementType::Text
        | ElementType::Citext
        | ElementType::Inet
        | ElementType::Uuid
        | ElementType::Xml
        | ElementType::Bytea
        | ElementType::Date
        | ElementType::Json
        | ElementType::Jsonb
        | ElementType::Enum(_)
        | ElementType::Domain(_)
        | ElementType::Other(_) => element.clone(),
    }
}
