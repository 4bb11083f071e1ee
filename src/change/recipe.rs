//! The recipes of `[safety] online`: several short steps, each in a transaction of its own, in place of one that would hold a
//! lock for long.

/// Which of these recipes are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OnlineRecipes {
    /// Indexes on existing tables are built CONCURRENTLY.
    pub indexes: bool,
    /// Foreign keys and NOT NULL hold for new rows first, and are validated for the others in a later file.
    pub constraints: bool,
}
