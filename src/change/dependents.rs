//! Unmanaged objects that depend on what a change is about.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::physical::{ObjectName, UnmanagedObject};

/// The objects that depend on what a change is about, by what happens to them.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Dependents {
    /// The change drops them first, in this order; `CreateObject` changes create them again.
    pub recreated: Vec<UnmanagedObject>,
    /// PostgreSQL drops them together with it.
    pub dropped_along: Vec<UnmanagedObject>,
    /// What else is dropped together with it, in words: the name of a NOT NULL, what a key includes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<String>,
    /// PostgreSQL would refuse the change because of them.
    pub blocking: Vec<UnmanagedObject>,
}

impl Dependents {
    /// Whether nothing depends on it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let Self { recreated, dropped_along, parts, blocking } = self;
        recreated.is_empty() && dropped_along.is_empty() && parts.is_empty() && blocking.is_empty()
    }

    /// The tables that are locked to drop them.
    pub fn tables(&self) -> impl Iterator<Item = &ObjectName> {
        let tables: BTreeSet<&ObjectName> = self
            .recreated
            .iter()
            .filter(|object| object.kind.is_named_by_table())
            .filter_map(|object| object.table.as_ref())
            .collect();
        tables.into_iter()
    }

    /// What is dropped together with it, in words: `with CHECK positive of app.t`.
    #[must_use]
    pub fn loss(&self) -> Option<String> {
        let titles = self.dropped_along.iter().map(UnmanagedObject::title);
        let titles: Vec<String> = titles.chain(self.parts.iter().cloned()).collect();
        (!titles.is_empty()).then(|| format!("with {}", titles.join(", ")))
    }
}
