//! What may be wrong with a statement.

use std::ops::Range;

use crate::sql::Unexpected;

/// A place that was not understood, or could not be carried out, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Not a form that is known.
    NotUnderstood(Range<usize>),
    /// PostgreSQL would refuse it.
    Refused(Range<usize>, String),
}

impl From<Unexpected> for Problem {
    fn from(Unexpected(place): Unexpected) -> Problem {
        Problem::NotUnderstood(place)
    }
}

/// What carrying out gives.
pub type Done<T> = Result<T, Problem>;
