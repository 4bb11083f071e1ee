//! What happens while migrations run, for whoever watches.

use std::time::Duration;

use crate::ledger::Holder;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event<'a> {
    /// Somebody else is migrating the database; said once for each holder.
    Waits(&'a Holder),
    /// A file begins.
    Begins(&'a str),
    /// A file that was cut off goes on.
    GoesOn(&'a str),
    /// A lock was not to be had, so the file will be tried again after a pause.
    TriesAgain {
        /// The file.
        name: &'a str,
        /// In the server's words.
        reason: &'a str,
        /// How long the pause is.
        pause: Duration,
    },
    /// A file has run.
    Ended {
        /// The file.
        name: &'a str,
        /// How long it took.
        took: Duration,
    },
}
