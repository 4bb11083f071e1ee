//! Names of database objects.

use std::cmp::Ordering;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::sql::quoted;

/// A table, type, index or sequence: its schema and its name, both as the catalog has them. A copy shares the texts with
/// the original: every change, promise and object that is about a table holds one.
#[derive(Clone, PartialEq, Eq)]
pub struct ObjectName(Arc<Parts>);

/// The parts of an [`ObjectName`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Parts {
    /// The PostgreSQL schema.
    pub schema: String,
    /// The name in it.
    pub name: String,
}

impl ObjectName {
    /// Puts a name into a schema.
    pub fn new(schema: impl Into<String>, name: impl Into<String>) -> Self {
        Self(Arc::new(Parts { schema: schema.into(), name: name.into() }))
    }

    /// Another name in the same schema.
    #[must_use]
    pub fn sibling(&self, name: impl Into<String>) -> Self {
        Self::new(self.schema.clone(), name)
    }

    /// As SQL has it, whatever the search_path.
    #[must_use]
    pub fn quoted(&self) -> String {
        [quoted(&self.schema), quoted(&self.name)].join(".")
    }
}

impl Deref for ObjectName {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// A change is made to a copy of its own, wherever others share the texts.
impl DerefMut for ObjectName {
    fn deref_mut(&mut self) -> &mut Parts {
        Arc::make_mut(&mut self.0)
    }
}

impl Ord for ObjectName {
    fn cmp(&self, other: &Self) -> Ordering {
        // what is sorted is mostly of few tables
        if Arc::ptr_eq(&self.0, &other.0) { Ordering::Equal } else { self.0.cmp(&other.0) }
    }
}

impl PartialOrd for ObjectName {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Serialize for ObjectName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for ObjectName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(Arc::new(Parts::deserialize(deserializer)?)))
    }
}

impl fmt::Debug for ObjectName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Parts { schema, name } = &**self;
        f.debug_struct("ObjectName").field("schema", schema).field("name", name).finish()
    }
}

/// For people: unquoted.
impl fmt::Display for ObjectName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.schema, self.name)
    }
}
