//! Temporary tables.

use crate::sql::WrittenName;

/// How long a table is there: <https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-TEMPORARY>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lifetime {
    /// Until it is dropped.
    Permanent,
    /// As long as the session: `TEMPORARY`.
    Session,
    /// As long as the transaction: `ON COMMIT DROP`.
    Transaction,
}

impl Lifetime {
    /// That of a table that says `TEMPORARY`, or is made where temporary ones are.
    #[must_use]
    pub(crate) fn of(says_temporary: bool, name: &WrittenName) -> Lifetime {
        if says_temporary || name.schema.as_deref() == Some(TEMPORARY) {
            Lifetime::Session
        } else {
            Lifetime::Permanent
        }
    }

    /// Whether it goes by itself.
    #[must_use]
    pub(crate) fn is_temporary(self) -> bool {
        match self {
            Lifetime::Permanent => false,
            Lifetime::Session | Lifetime::Transaction => true,
        }
    }
}

/// The schema of what is temporary. It is looked at before all others.
pub(crate) const TEMPORARY: &str = "pg_temp";
