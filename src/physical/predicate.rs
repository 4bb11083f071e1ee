//! Conditions of partial indexes: <https://www.postgresql.org/docs/current/indexes-partial.html>.

use serde::{Deserialize, Serialize};

use super::{Literal, SqlText};

/// Which rows a partial index covers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Predicate {
    /// SQL as the user wrote it.
    Raw(SqlText),
    /// All of these hold.
    All(Vec<Condition>),
}

/// One condition of a predicate.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Condition {
    /// The column.
    pub column: String,
    /// Whether it must differ from the value.
    pub is_negated: bool,
    /// `None` for NULL.
    pub value: Option<Literal>,
}
