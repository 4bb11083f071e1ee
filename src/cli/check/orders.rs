//! The migrations of a target, run in memory in one order and another.

use super::find::Migrations;
use crate::cli::before::counts_on_state;
use crate::diagnostic::{Diagnostic, Diagnostics, Failure};
use crate::diff;
use crate::migrations::MigrationOnDisk;
use crate::pending::schema_with_extensions;
use crate::physical::Database;
use crate::replay::{self, Replay};
use crate::sources::Source;
use crate::state::State;
use crate::text::Texts;

/// Runs migrations in one order and another.
pub(super) struct Orders<'o> {
    pub(super) migrations: &'o Migrations<'o>,
    /// What there is before any of them.
    start: Database,
    /// Whether that is the base, which has its own migrations.
    is_base: bool,
    schema: Database,
}

impl<'o> Orders<'o> {
    pub(super) fn of(migrations: &'o Migrations<'o>, after: &State) -> Result<Orders<'o>, Failure> {
        let (states, compared) = (migrations.states, migrations.compared);
        let config = &migrations.project().config;
        let held = after.projected_on_the_same(config, &compared.target.name);
        let schema = schema_with_extensions(after, &held.database);
        let nothing = Database::with_default_schema(&config.default_schema);
        let schema = schema.into_owned();
        let mut orders = Orders { migrations, start: nothing, is_base: false, schema };
        if let Source::Git(_) = &compared.base.source {
            let state = states.of(&compared.base.source)?.projected_on_the_same(config, &compared.target.name);
            if !orders.lead_to(&state.database) {
                (orders.start, orders.is_base) = (state.database, true);
            }
        }
        Ok(orders)
    }

    /// Whether the migrations of the base, run on nothing, lead to what the base is.
    fn lead_to(&self, base: &Database) -> bool {
        let old: Vec<&MigrationOnDisk> = self.migrations.compared.all.iter().filter(|one| !self.is_new(one)).collect();
        let Some((_, run)) = self.run(&old).filter(|_| !old.is_empty()) else { return false };
        let found = replay::settle(run.database, base);
        !run.diagnostics.has_errors() && diff::diff(&found, base).is_empty() && diff::diff(base, &found).is_empty()
    }

    fn is_new(&self, migration: &MigrationOnDisk) -> bool {
        self.migrations.new.contains(migration)
    }

    /// Those that can be run, by name.
    pub(super) fn all(&self) -> Vec<&'o MigrationOnDisk> {
        let all: &'o Vec<MigrationOnDisk> = &self.migrations.compared.all;
        all.iter().filter(|migration| !self.is_base || self.is_new(migration)).collect()
    }

    /// Those of the base, then the new ones: what a database does that has those of the base.
    pub(super) fn base_first(&self) -> Vec<&MigrationOnDisk> {
        let (new, old): (Vec<_>, Vec<_>) = self.migrations.compared.all.iter().partition(|one| self.is_new(one));
        old.into_iter().chain(new).collect()
    }

    /// What comes of an order, with the texts in it. Nothing where the base has some that come behind new ones: what was there
    /// before them is not known.
    pub(super) fn run(&self, order: &[&MigrationOnDisk]) -> Option<(Texts, Replay)> {
        let left: &[&MigrationOnDisk] = match self.is_base {
            true => &order[order.iter().position(|migration| self.is_new(migration)).unwrap_or(order.len())..],
            false => order,
        };
        if self.is_base && left.iter().any(|migration| !self.is_new(migration)) {
            return None;
        }
        let mut texts = Texts::default();
        for migration in left {
            let shown = self.migrations.project().shown(&migration.path);
            texts.add(shown, self.migrations.says(&migration.name).unwrap_or_default());
        }
        let replay = replay::replay(self.start.clone(), &texts);
        let replay = self.counted(replay, &texts);
        Some((texts, replay))
    }

    fn counted(&self, replay: Replay, texts: &Texts) -> Replay {
        let mut diagnostics = Diagnostics::default();
        let counts = |found: &&Diagnostic| !self.is_base || counts_on_state(texts, found);
        replay.diagnostics.iter().filter(counts).cloned().for_each(|found| diagnostics.push(found));
        Replay { diagnostics, ..replay }
    }

    /// Whether an order comes to the same as one that was run. Where a migration writes rows, nobody knows.
    pub(super) fn come_to_the_same(&self, (_, one): &(Texts, Replay), order: &[&MigrationOnDisk]) -> bool {
        let from = order.iter().position(|migration| self.is_new(migration)).unwrap_or(order.len());
        let writes = |migration: &&MigrationOnDisk| {
            replay::writes_rows(self.migrations.says(&migration.name).unwrap_or_default())
        };
        if order[from..].iter().any(writes) {
            return false;
        }
        let Some((_, other)) = self.run(order) else { return false };
        !one.diagnostics.has_errors() && !other.diagnostics.has_errors() && self.is_same(one, &other)
    }

    /// The order of columns does not count.
    pub(super) fn is_same(&self, one: &Replay, other: &Replay) -> bool {
        let [one, other] = [one, other].map(|replay| replay::settle(replay.database.clone(), &self.schema));
        diff::diff(&one, &other).is_empty() && diff::diff(&other, &one).is_empty()
    }
}
