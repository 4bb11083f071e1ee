//! Names of database objects.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The longest name PostgreSQL keeps, in bytes (`NAMEDATALEN - 1`); longer ones it cuts in silence:
/// <https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS>.
pub const MAX_NAME_BYTES: usize = 63;

/// The first `bytes` bytes of a name, less what is left of a character cut in two.
#[must_use]
pub fn cut(name: &str, bytes: usize) -> &str {
    let mut end = bytes.min(name.len());
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    &name[..end]
}

/// A table, type, index or sequence: its schema and its name, both as the catalog has them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ObjectName {
    /// The PostgreSQL schema.
    pub schema: String,
    /// The name in it.
    pub name: String,
}

impl ObjectName {
    /// Puts a name into a schema.
    pub fn new(schema: impl Into<String>, name: impl Into<String>) -> Self {
        Self { schema: schema.into(), name: name.into() }
    }

    /// Another name in the same schema.
    #[must_use]
    pub fn sibling(&self, name: impl Into<String>) -> Self {
        Self::new(self.schema.clone(), name)
    }
}

/// For people: unquoted.
impl fmt::Display for ObjectName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.schema, self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_cut_between_characters() {
        assert_eq!(cut("größe", 3), "gr");
        assert_eq!(cut("größe", 4), "grö");
        assert_eq!(cut("abc", 9), "abc");
    }
}
