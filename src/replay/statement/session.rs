//! Statements that change the session, as values: the search_path and transactions.

use super::Expression;

/// A new search_path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SearchPath {
    /// Until the end of the transaction only.
    pub is_local: bool,
    /// What it becomes.
    pub path: PathValue,
}

/// What search_path becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PathValue {
    /// These schemas, in order.
    Schemas(Vec<String>),
    /// What it is for a new session.
    Default,
    /// What an expression says: the argument of `set_config()`.
    Computed(Expression),
}

/// Control of transactions: <https://www.postgresql.org/docs/current/tutorial-transactions.html>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Transaction {
    /// `BEGIN`, `START TRANSACTION`.
    Begin,
    /// `COMMIT`, `END`; `AND CHAIN` begins another one.
    Commit {
        /// Whether another transaction begins at once.
        chains: bool,
    },
    /// `ROLLBACK`, `ABORT`.
    Rollback {
        /// Whether another transaction begins at once.
        chains: bool,
    },
    /// `SAVEPOINT name`.
    Savepoint(String),
    /// `ROLLBACK TO name`.
    RollbackTo(String),
    /// `RELEASE name`.
    Release(String),
}
