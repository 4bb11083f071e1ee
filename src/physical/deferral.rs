//! When PostgreSQL looks at a constraint: <https://www.postgresql.org/docs/current/sql-set-constraints.html>.

use serde::{Deserialize, Serialize};

/// When a constraint is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Deferral {
    /// At each statement.
    #[default]
    NotDeferrable,
    /// At each statement, unless the transaction says otherwise.
    Deferrable,
    /// At the end of the transaction.
    InitiallyDeferred,
}
