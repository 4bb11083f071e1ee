//! What `refract.toml` says, or what holds without one.

mod defaults;
mod glob;
mod paths;
mod read;
mod secrets;
mod session;
mod targets;
mod value;

use std::collections::BTreeMap;

pub use glob::glob_matches;
pub(crate) use paths::{OWN_FOLDER, in_prisma_folder, in_prisma_message};
pub use read::{Parsed, parse, parse_in};

/// The configuration of one schema.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// File or folder of the schema, relative to the configuration's folder; `None` when it is to be looked for.
    pub schema: Option<String>,
    /// The PostgreSQL schema of models without `@@schema`: what `?schema=` in Prisma's URL says.
    pub default_schema: String,
    /// The folder that holds the targets' folders, relative likewise.
    pub migrations: String,
    /// How migrations are laid out.
    pub layout: Layout,
    /// Names or globs of the trunk's branches; empty when git's default branch is the trunk.
    pub trunk: Vec<String>,
    /// By name.
    pub targets: BTreeMap<String, Target>,
    /// Whether refract.toml lists the targets.
    pub has_targets: bool,
    /// What vector columns get.
    pub vector: VectorDefaults,
    /// What an index on one Json column becomes.
    pub json_index: JsonIndex,
    /// How careful the SQL is.
    pub safety: Safety,
}

impl Config {
    /// The PostgreSQL schema of a model that has this `@@schema`, or none.
    #[must_use]
    pub fn schema_of<'c>(&'c self, written: Option<&'c str>) -> &'c str {
        written.unwrap_or(&self.default_schema)
    }

    /// The name of a target in the configuration of another commit: the target with the same folder of migrations, whatever
    /// its name. Where no target has that folder, the one of the same name, unless its folder belongs to another one now.
    #[must_use]
    pub fn same_target<'o>(&self, name: &str, other: &'o Config) -> Option<&'o str> {
        let target = self.targets.get(name)?;
        let by_folder = other.targets.values().find(|other| other.migrations == target.migrations);
        let is_free = |other: &&Target| self.targets.values().all(|target| target.migrations != other.migrations);
        by_folder.or_else(|| other.targets.get(name).filter(is_free)).map(|other| other.name.as_str())
    }
}

/// How a target's migrations are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// `<timestamp>_<name>/migration.sql`, as `prisma migrate deploy` runs them.
    Prisma,
    /// `<timestamp>_<name>.sql`.
    Flat,
}

/// One database, or several of the same shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Its name.
    pub name: String,
    /// Globs on PostgreSQL schemas; empty for all.
    pub schemas: Vec<String>,
    /// Globs on model names that it takes; empty for all.
    pub models: Vec<String>,
    /// Globs on model names that it does not take.
    pub exclude: Vec<String>,
    /// The extensions that this database has; `None` when it is taken to have whatever the schema needs.
    pub extensions: Option<Vec<String>>,
    /// Folder of its migrations, relative to the configuration's folder.
    pub migrations: String,
    /// What counts as already migrated.
    pub base: BaseKind,
    /// Names of the environment variables with its URL.
    pub env: Vec<String>,
    /// Whether foreign keys are made.
    pub foreign_keys: bool,
    /// The file that keeps the script that repairs its database, relative to the configuration's folder.
    pub repair: Option<String>,
    /// A change of old migrations that was accepted, as `refract check --accept-history-change` writes it.
    pub accepted_history: Option<String>,
    /// `maintenance_work_mem` of this database, in bytes.
    pub maintenance_work_mem: Option<u64>,
    /// The role that runs migrations, and owns what they make.
    pub role: Option<String>,
    /// PostgreSQL's parameters while migrations run, with their values.
    pub set: BTreeMap<String, String>,
    /// Where the database keeps which migrations it has run.
    pub ledger: LedgerKind,
}

/// Where a database keeps which migrations it has run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LedgerKind {
    /// In Prisma's own table, `_prisma_migrations`.
    Prisma,
    /// In a table of the target's own, in the schema `refract`.
    Refract,
}

/// What counts as already migrated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BaseKind {
    /// The target's migrations, replayed from nothing.
    History,
    /// The state at the previous commit.
    Git,
}

/// The index a new vector column gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VectorDefaults {
    /// Whether every new vector column gets an HNSW index; an `@@index` on one is HNSW in any case.
    pub index_every_column: bool,
    /// The operator class for `vector` columns; its distance is used for the other types too.
    pub operator_class: String,
    /// Links of a node.
    pub m: u32,
    /// Size of the candidate list while building.
    pub ef_construction: u32,
}

/// What `@@index` on one Json column becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonIndex {
    /// What people want.
    Gin,
    /// What Prisma writes.
    BTree,
}

/// `[safety]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Safety {
    /// End every migration with a check of what it promised.
    pub verify: bool,
    /// Which recipes need a second transaction.
    pub online: Online,
    /// As PostgreSQL writes it, such as `5s`.
    pub lock_timeout: String,
}

/// Which recipes that need a transaction of their own are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Online {
    /// None.
    Off,
    /// Indexes on existing tables are built CONCURRENTLY.
    Indexes,
    /// All.
    Full,
}
