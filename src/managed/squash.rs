//! What of two histories only the first one makes.

use std::collections::BTreeSet;

use crate::physical::{Database, UnmanagedObject};

/// The titles of all that only the first of two databases holds and that the schema language has no word for, in the order
/// in which it was made.
#[must_use]
pub fn left_out(old: &Database, new: &Database) -> Vec<String> {
    let titles =
        |database: &Database| -> Vec<String> { database.unmanaged.iter().map(UnmanagedObject::title).collect() };
    let kept: BTreeSet<String> = titles(new).into_iter().collect();
    let mut seen = BTreeSet::new();
    titles(old).into_iter().filter(|title| !kept.contains(title) && seen.insert(title.clone())).collect()
}
