//! Steps in place of one, each in a transaction of its own, for changes that would hold a lock for long.

/// Which recipes that need more than one transaction are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recipes {
    /// Indexes on existing tables are built CONCURRENTLY.
    pub indexes: bool,
    /// Foreign keys and NOT NULL are proven after they came to hold for new rows.
    pub constraints: bool,
}
