//! What the schema language has no word for, and stands on what a change is about.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::physical::{ObjectName, UnmanagedObject};

/// The things that stand on what a change is about, by what becomes of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Dependents {
    /// The change drops them first, in this order, and others make them again.
    pub making_way: Vec<UnmanagedObject>,
    /// PostgreSQL drops them along, without a word.
    pub going_along: Vec<UnmanagedObject>,
    /// What else goes along, in words: the name of a NOT NULL, what a key includes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<String>,
    /// PostgreSQL would refuse the change because of them.
    pub stopping: Vec<UnmanagedObject>,
}

impl Dependents {
    /// Whether nothing stands on it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let Self { making_way, going_along, parts, stopping } = self;
        making_way.is_empty() && going_along.is_empty() && parts.is_empty() && stopping.is_empty()
    }

    /// The tables that are locked to take them away.
    pub fn tables(&self) -> impl Iterator<Item = &ObjectName> {
        let tables: BTreeSet<&ObjectName> = self
            .making_way
            .iter()
            .filter(|object| object.kind.is_named_by_table())
            .filter_map(|object| object.table.as_ref())
            .collect();
        tables.into_iter()
    }

    /// What goes along, in words: `with CHECK positive of app.t`.
    #[must_use]
    pub fn loss(&self) -> Option<String> {
        let titles = self.going_along.iter().map(UnmanagedObject::title);
        let titles: Vec<String> = titles.chain(self.parts.iter().cloned()).collect();
        (!titles.is_empty()).then(|| format!("with {}", titles.join(", ")))
    }
}
