//! What holds where the configuration says nothing.

use std::collections::BTreeMap;

use super::{BaseKind, Config, JsonIndex, Layout, LedgerKind, Online, Safety, Target, VectorDefaults};

/// The target there is when none is named.
pub(super) const DEFAULT_TARGET: &str = "default";
/// The schema in which PostgreSQL makes what is told no other.
pub(super) const DEFAULT_SCHEMA: &str = "public";
/// Where the targets' folders are when nothing else is said.
pub(super) const MIGRATIONS: &str = "migrations";

impl Config {
    /// What holds in a project without refract.toml: one target that takes everything, and indexes as Prisma
    /// writes them. `migrations` is the folder of that target; all paths are relative to the project's folder.
    #[must_use]
    pub fn without_file(schema: Option<String>, migrations: String, base: BaseKind) -> Config {
        let mut config = Config {
            schema,
            default_schema: DEFAULT_SCHEMA.to_owned(),
            migrations: String::new(),
            layout: Layout::Prisma,
            trunk: Vec::new(),
            targets: BTreeMap::new(),
            has_targets: false,
            vector: VectorDefaults { index_every_column: false, ..VectorDefaults::default() },
            json_index: JsonIndex::BTree,
            safety: Safety::default(),
        };
        config.take_everything(migrations, base);
        config
    }

    /// Leaves one target, which takes everything and has its migrations in this folder.
    pub(crate) fn take_everything(&mut self, migrations: String, base: BaseKind) {
        let target = Target { base, ..Target::taking_everything(migrations.clone()) };
        self.migrations = migrations;
        self.targets = BTreeMap::from([(target.name.clone(), target)]);
    }
}

impl Target {
    pub(super) fn taking_everything(migrations: String) -> Target {
        Target {
            name: DEFAULT_TARGET.to_owned(),
            schemas: Vec::new(),
            models: Vec::new(),
            exclude: Vec::new(),
            extensions: None,
            migrations,
            base: BaseKind::Git,
            env: Vec::new(),
            foreign_keys: true,
            repair: None,
            accepted_history: None,
            maintenance_work_mem: None,
            role: None,
            set: BTreeMap::new(),
            ledger: LedgerKind::Prisma,
        }
    }
}

impl Default for VectorDefaults {
    fn default() -> Self {
        Self { index_every_column: true, operator_class: "vector_cosine_ops".to_owned(), m: 16, ef_construction: 64 }
    }
}

impl Default for Safety {
    fn default() -> Self {
        Self { verify: true, online: Online::Off, lock_timeout: "5s".to_owned() }
    }
}
