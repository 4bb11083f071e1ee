//! The migrations of a target, run in memory in one order and another.

use std::cell::OnceCell;

use super::migrations::Migrations;
use crate::commands::database_before::counts_on_state;
use crate::diagnostic::{Diagnostic, Diagnostics, Failure};
use crate::diff;
use crate::migrations::MigrationOnDisk;
use crate::pending::schema_with_extensions;
use crate::physical::Database;
use crate::replay::{self, Replay};
use crate::sources::Source;
use crate::state::State;
use crate::text::Texts;

/// Runs migrations in one order and another. Most histories are in order, so nothing is made before somebody asks.
pub(super) struct Orders<'o> {
    pub(super) migrations: &'o Migrations<'o>,
    after: &'o State,
    ground: OnceCell<Ground>,
    /// What comes of those of the base before the new ones.
    in_production: OnceCell<Option<Run>>,
}

/// What migrations run on.
struct Ground {
    /// What there is before any of them.
    start: Database,
    /// Whether that is the base, which has its own migrations.
    is_base: bool,
    schema: Database,
}

/// What came of an order.
pub(super) struct Run {
    /// The migrations.
    pub(super) texts: Texts,
    replay: Replay,
}

impl Run {
    /// Whether a migration stops.
    pub(super) fn stops(&self) -> bool {
        self.replay.diagnostics.has_errors()
    }

    /// What there is to say about the migrations.
    pub(super) fn diagnostics(&self) -> &Diagnostics {
        &self.replay.diagnostics
    }
}

impl Ground {
    fn of(migrations: &Migrations<'_>, after: &State) -> Result<Ground, Failure> {
        let (states, compared) = (migrations.states, migrations.compared);
        let config = &migrations.project().config;
        let held = after.projected_on_the_same(config, &compared.target.name);
        let schema = schema_with_extensions(after, &held.database).into_owned();
        let start = Database::with_default_schema(&config.default_schema);
        let ground = Ground { start, is_base: false, schema };
        let Source::Git(_) = &compared.base.source else { return Ok(ground) };
        let base = states.of(&compared.base.source)?.projected_on_the_same(config, &compared.target.name).database;
        Ok(if ground.leads_to(migrations, &base) { ground } else { Ground { start: base, is_base: true, ..ground } })
    }

    /// Whether the migrations of the base, run on it, lead to what the base is.
    fn leads_to(&self, migrations: &Migrations<'_>, base: &Database) -> bool {
        let is_old = |migration: &&MigrationOnDisk| !migrations.new.contains(migration);
        let old: Vec<&MigrationOnDisk> = migrations.compared.all.iter().filter(is_old).collect();
        let run = self.run(migrations, &old);
        !old.is_empty() && !run.stops() && is_same(&replay::settle(run.replay.database, base), base)
    }

    fn run(&self, migrations: &Migrations<'_>, order: &[&MigrationOnDisk]) -> Run {
        let mut texts = Texts::default();
        for migration in order {
            let shown = migrations.project().shown(&migration.path);
            texts.add(shown, migrations.says(&migration.name).unwrap_or_default());
        }
        let replay = replay::replay(self.start.clone(), &texts);
        let mut diagnostics = Diagnostics::default();
        let counts = |found: &&Diagnostic| !self.is_base || counts_on_state(&texts, found);
        replay.diagnostics.iter().filter(counts).cloned().for_each(|found| diagnostics.push(found));
        Run { replay: Replay { diagnostics, ..replay }, texts }
    }
}

impl<'o> Orders<'o> {
    pub(super) fn new(migrations: &'o Migrations<'o>, after: &'o State) -> Orders<'o> {
        Orders { migrations, after, ground: OnceCell::new(), in_production: OnceCell::new() }
    }

    fn ground(&self) -> Result<&Ground, Failure> {
        if let Some(ground) = self.ground.get() {
            return Ok(ground);
        }
        let ground = Ground::of(self.migrations, self.after)?;
        Ok(self.ground.get_or_init(|| ground))
    }

    fn is_new(&self, migration: &MigrationOnDisk) -> bool {
        self.migrations.new.contains(migration)
    }

    /// Those that can be run, by name.
    pub(super) fn all(&self) -> Result<Vec<&'o MigrationOnDisk>, Failure> {
        let is_base = self.ground()?.is_base;
        let all: &'o Vec<MigrationOnDisk> = &self.migrations.compared.all;
        Ok(all.iter().filter(|migration| !is_base || self.is_new(migration)).collect())
    }

    /// Those of the base, then the new ones: what a database does that has those of the base.
    pub(super) fn base_first(&self) -> Vec<&'o MigrationOnDisk> {
        let all: &'o Vec<MigrationOnDisk> = &self.migrations.compared.all;
        let (new, old): (Vec<_>, Vec<_>) = all.iter().partition(|one| self.is_new(one));
        old.into_iter().chain(new).collect()
    }

    /// What comes of that.
    pub(super) fn in_production(&self) -> Result<Option<&Run>, Failure> {
        if let Some(run) = self.in_production.get() {
            return Ok(run.as_ref());
        }
        let run = self.run(&self.base_first())?;
        Ok(self.in_production.get_or_init(|| run).as_ref())
    }

    /// What comes of an order. Nothing where the base has some that come behind new ones: what was there before them is not
    /// known.
    pub(super) fn run(&self, order: &[&MigrationOnDisk]) -> Result<Option<Run>, Failure> {
        let ground = self.ground()?;
        let first = if ground.is_base { self.first_new(order) } else { 0 };
        let left = &order[first..];
        let is_known = !ground.is_base || left.iter().all(|migration| self.is_new(migration));
        Ok(is_known.then(|| ground.run(self.migrations, left)))
    }

    fn first_new(&self, order: &[&MigrationOnDisk]) -> usize {
        order.iter().position(|migration| self.is_new(migration)).unwrap_or(order.len())
    }

    /// Whether one of some migrations writes rows: nobody knows what they come to in another order.
    fn write_rows(&self, migrations: &[&MigrationOnDisk]) -> bool {
        migrations.iter().any(|one| replay::writes_rows(self.migrations.says(&one.name).unwrap_or_default()))
    }

    /// Whether an order comes to the same as what is done in production.
    pub(super) fn comes_to_the_same(&self, order: &[&MigrationOnDisk]) -> Result<bool, Failure> {
        if self.write_rows(&order[self.first_new(order)..]) {
            return Ok(false);
        }
        let (Some(one), Some(other)) = (self.in_production()?, self.run(order)?) else { return Ok(false) };
        Ok(!one.stops() && !other.stops() && self.are_same(one, &other)?)
    }

    /// Whether two orders of the same migrations come to the same; two that both stop do.
    pub(super) fn lead_to_the_same(
        &self,
        one: &[&MigrationOnDisk],
        other: &[&MigrationOnDisk],
    ) -> Result<bool, Failure> {
        let is_moved = |(one, other): (&&MigrationOnDisk, &&MigrationOnDisk)| one != other;
        let first = one.iter().zip(other).position(is_moved).unwrap_or(one.len());
        let behind = one.iter().zip(other).rposition(is_moved).map_or(first, |last| last + 1);
        if self.write_rows(&one[first..behind]) {
            return Ok(false);
        }
        let (Some(one), Some(other)) = (self.run(one)?, self.run(other)?) else { return Ok(false) };
        Ok(one.stops() == other.stops() && self.are_same(&one, &other)?)
    }

    /// Whether two runs lead to the same database.
    pub(super) fn are_same(&self, one: &Run, other: &Run) -> Result<bool, Failure> {
        let schema = &self.ground()?.schema;
        let [one, other] = [one, other].map(|run| replay::settle(run.replay.database.clone(), schema));
        Ok(is_same(&one, &other))
    }
}

/// The order of columns does not count.
fn is_same(one: &Database, other: &Database) -> bool {
    diff::diff(one, other).is_empty() && diff::diff(other, one).is_empty()
}
