//! Enum types.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::ObjectName;

/// An enum type: <https://www.postgresql.org/docs/current/datatype-enum.html>.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enum {
    /// Schema and name.
    pub name: ObjectName,
    /// The enum's name in the schema language.
    pub prisma_name: String,
    /// In order.
    pub labels: Vec<EnumLabel>,
}

/// A value of an enum type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnumLabel {
    /// The label in the catalog.
    pub label: String,
    /// The value's name in the schema language.
    pub prisma_name: String,
}

impl Enum {
    /// Whether it has that label.
    #[must_use]
    pub fn has(&self, label: &str) -> bool {
        self.labels.iter().any(|value| value.label == label)
    }

    /// Its labels as a set, to look for many.
    #[must_use]
    pub fn label_set(&self) -> BTreeSet<&str> {
        self.labels.iter().map(|value| value.label.as_str()).collect()
    }
}
