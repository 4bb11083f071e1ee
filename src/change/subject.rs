//! What a change is about, and what a file is called that makes it.

use crate::physical::{ObjectKind, ObjectName};

/// The object that a change is about. Changes of one kind that do not depend on one another come in the order of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)] // PostgreSQL's own words
pub enum Subject<'c> {
    Schema(&'c str),
    Extension(&'c str),
    /// An enum type.
    Type(&'c ObjectName),
    /// A value of an enum type.
    Label(&'c ObjectName, &'c str),
    Sequence(&'c ObjectName),
    Table(&'c ObjectName),
    /// Of a table.
    Column(&'c ObjectName, &'c str),
    /// Of a table.
    Constraint(&'c ObjectName, &'c str),
    /// Of a table, by the index's own name.
    Index(&'c ObjectName, &'c str),
    /// What the schema language cannot express, with its table, and its name.
    Object(ObjectKind, Option<&'c ObjectName>, &'c ObjectName),
}

impl<'c> Subject<'c> {
    /// The table that it is, or is of.
    #[must_use]
    pub fn table(self) -> Option<&'c ObjectName> {
        match self {
            Self::Table(table) | Self::Column(table, _) | Self::Constraint(table, _) | Self::Index(table, _) => {
                Some(table)
            }
            Self::Object(_, table, _) => table,
            Self::Schema(_) | Self::Extension(_) | Self::Type(_) | Self::Label(..) | Self::Sequence(_) => None,
        }
    }

    /// The full name of an index, if it is one.
    #[must_use]
    pub fn index_name(self) -> Option<ObjectName> {
        match self {
            Self::Index(table, name) => Some(table.sibling(name)),
            Self::Schema(_)
            | Self::Extension(_)
            | Self::Type(_)
            | Self::Label(..)
            | Self::Sequence(_)
            | Self::Table(_)
            | Self::Column(..)
            | Self::Constraint(..)
            | Self::Object(..) => None,
        }
    }
}

/// The name of a file that makes one change, in parts: `add`, `nickname`, `to_patients`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// What it does.
    pub verb: &'static str,
    /// To what.
    pub names: Vec<String>,
    /// What these are called where they are too many to be named.
    pub plural: &'static str,
    /// Where they are: `to_patients`; empty where that need not be said.
    pub place: String,
}

impl Title {
    /// For one thing: `drop_patients`.
    #[must_use]
    pub fn one(verb: &'static str, name: impl Into<String>) -> Title {
        Title { verb, names: vec![name.into()], plural: "", place: String::new() }
    }

    /// For things in a place: `add_nickname_to_patients`.
    #[must_use]
    pub fn several(verb: &'static str, names: Vec<String>, plural: &'static str, place: String) -> Title {
        Title { verb, names, plural, place }
    }

    /// The same done to more things in the same place, as one title.
    #[must_use]
    pub fn with(mut self, other: Title) -> Option<Title> {
        let Title { verb, names, plural, place } = other;
        let is_same = self.verb == verb && self.plural == plural && self.place == place && !plural.is_empty();
        self.names.extend(names);
        is_same.then_some(self)
    }

    /// Two names are told, more are counted: `add_a_and_b_to_t`, `add_3_columns_to_t`.
    #[must_use]
    pub fn text(&self) -> String {
        let names = match self.names.as_slice() {
            [one] => one.clone(),
            [one, two] => format!("{one}_and_{two}"),
            more => format!("{}_{}", more.len(), self.plural),
        };
        let place = if self.place.is_empty() { String::new() } else { format!("_{}", self.place) };
        format!("{}_{names}{place}", self.verb)
    }
}
