//! Migrations that databases run in more than one order. A new database runs all of them by name; one that has those of the
//! base runs the new ones behind them; and where a branch was made beside others, its own were run before theirs.

use super::Finding;
use super::find::Migrations;
use crate::base;
use crate::cli::before::counts_on_state;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failure, Severity};
use crate::diff;
use crate::migrations::{self, MigrationOnDisk};
use crate::pending::schema_with_extensions;
use crate::physical::Database;
use crate::replay::{self, Replay};
use crate::sources::Source;
use crate::state::State;
use crate::text::Texts;

/// What runs in another order, or stops in it.
#[derive(Default)]
pub(super) struct Ordered {
    pub(super) findings: Vec<Finding>,
    /// Whether to write the new ones anew is the way out.
    pub(super) is_replaced: bool,
}

/// Migrations that are new, and sort before one that was there: databases that have that one run them too late. Where that
/// comes to the same, it is only said.
pub(super) fn late(migrations: &Migrations<'_>, after: &State) -> Result<Ordered, Failure> {
    let Some((newest_old, late)) = migrations::late(&migrations.compared.all, &migrations.new) else {
        return Ok(Ordered::default());
    };
    let orders = Orders::of(migrations, after)?;
    let in_production = orders.run(&orders.base_first());
    if let Some(stopped) = orders.stopped_in_new(in_production.as_ref()) {
        return Ok(stopped);
    }
    let by_name: Vec<&MigrationOnDisk> = migrations.compared.all.iter().collect();
    let comes_to_the_same = in_production.is_some_and(|run| orders.come_to_the_same(&run, &by_name));
    let late = late.into_iter().filter(|migration| !migrations.allows(migration, Code::MigrationOrder));
    let finding = |migration: &MigrationOnDisk| {
        let message = format!(
            "{}: {} is new, but sorts before {}, which is in the base already",
            migrations.compared.target.name, migration.name, newest_old.name
        );
        let diagnostic = match comes_to_the_same {
            true => {
                Diagnostic::warning(Code::MigrationOrder, format!("{message}; either order leads to the same database"))
            }
            false => Diagnostic::error(Code::MigrationOrder, message)
                .help("refract restamp gives it a name that sorts behind"),
        };
        Finding { passes: comes_to_the_same, ..migrations.finding(diagnostic, migration) }
    };
    Ok(Ordered { findings: late.map(finding).collect(), is_replaced: false })
}

/// A history that stops where all migrations run by name, which is what a new database does. Nothing where that is not for
/// this work to mend.
pub(super) fn stopped(
    migrations: &Migrations<'_>,
    after: &State,
    failure: &Failure,
) -> Result<Option<Ordered>, Failure> {
    if migrations.new.is_empty() {
        return Ok(None);
    }
    let orders = Orders::of(migrations, after)?;
    let Some(run) = orders.run(&orders.base_first()) else { return Ok(None) };
    if let Some(stopped) = orders.stopped_in_new(Some(&run)) {
        return Ok(Some(stopped));
    }
    let late = late(migrations, after)?;
    if late.findings.is_empty() || run.1.diagnostics.has_errors() {
        return Ok(None);
    }
    let mut findings = findings(failure.texts.clone(), &failure.diagnostics);
    findings.extend(late.findings);
    Ok(Some(Ordered { findings, is_replaced: false }))
}

/// Migrations that knew nothing of one another, and that do not lead to the same in the other order: whoever ran a branch's
/// before it was merged has what nobody else has, or could not go on.
pub(super) fn side_by_side(migrations: &Migrations<'_>, after: &State) -> Result<Vec<Finding>, Failure> {
    let (project, target, new) = (migrations.project(), &migrations.compared.target, &migrations.new);
    if new.is_empty() {
        return Ok(Vec::new());
    }
    let Some(start) = base::starting_point(project, target)? else { return Ok(Vec::new()) };
    let repository = project.repository()?;
    if repository.is_linear_since(&start.commit)? {
        return Ok(Vec::new());
    }
    let paths: Vec<String> = new.iter().map(|migration| project.in_git(&migration.path)).collect();
    let added = repository.added_since(&start.commit, &paths)?;
    let orders = Orders::of(migrations, after)?;
    let usual = orders.base_first();
    let mut tried = Vec::new();
    for (one, commit) in new.iter().zip(&added) {
        let Some(commit) = commit else { continue };
        let known = base::names_at(project, target, commit)?;
        let (own, others): (Vec<_>, Vec<_>) =
            usual.iter().partition(|migration| known.contains(&migration.name) || *migration == &one);
        let order: Vec<&MigrationOnDisk> = own.into_iter().chain(others).copied().collect();
        if order != usual && tried.iter().all(|(_, known)| *known != order) {
            tried.push((one, order));
        }
    }
    if tried.is_empty() {
        return Ok(Vec::new());
    }
    let Some(run) = orders.run(&usual).filter(|(_, run)| !run.diagnostics.has_errors()) else { return Ok(Vec::new()) };
    Ok(tried.into_iter().filter_map(|(one, order)| orders.where_it_ran_first(one, (&run.1, &usual), &order)).collect())
}

/// Runs migrations in one order and another.
struct Orders<'o> {
    migrations: &'o Migrations<'o>,
    /// What there is before any of them.
    start: Database,
    /// Whether that is the base, which has its own migrations.
    is_base: bool,
    schema: Database,
}

impl<'o> Orders<'o> {
    fn of(migrations: &'o Migrations<'o>, after: &State) -> Result<Orders<'o>, Failure> {
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

    /// Those of the base, then the new ones: what a database does that has those of the base.
    fn base_first(&self) -> Vec<&MigrationOnDisk> {
        let (new, old): (Vec<_>, Vec<_>) = self.migrations.compared.all.iter().partition(|one| self.is_new(one));
        old.into_iter().chain(new).collect()
    }

    /// What comes of an order, with the texts in it. Nothing where the base has some that come behind new ones: what was there
    /// before them is not known.
    fn run(&self, order: &[&MigrationOnDisk]) -> Option<(Texts, Replay)> {
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

    /// What of the new migrations stops in an order. Nothing where something else stops, which is not for this work to mend.
    fn stopped_in_new(&self, run: Option<&(Texts, Replay)>) -> Option<Ordered> {
        let (texts, replay) = run?;
        let new: Vec<String> =
            self.migrations.new.iter().map(|migration| self.migrations.project().shown(&migration.path)).collect();
        let errors = || replay.diagnostics.iter().filter(|found| found.severity == Severity::Error);
        let is_in_new = |found: &Diagnostic| {
            let file = found.primary.as_ref().map(|label| &texts.file(label.span.file).path);
            file.is_some_and(|file| new.contains(file))
        };
        if errors().next().is_none() || !errors().all(is_in_new) {
            return None;
        }
        Some(Ordered { findings: findings(texts.clone(), &replay.diagnostics), is_replaced: true })
    }

    /// Whether an order comes to the same as one that was run. Where a migration writes rows, nobody knows.
    fn come_to_the_same(&self, (_, one): &(Texts, Replay), order: &[&MigrationOnDisk]) -> bool {
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
    fn is_same(&self, one: &Replay, other: &Replay) -> bool {
        let [one, other] = [one, other].map(|replay| replay::settle(replay.database.clone(), &self.schema));
        diff::diff(&one, &other).is_empty() && diff::diff(&other, &one).is_empty()
    }

    /// What comes of it where a database has run a migration before those that come first for others.
    fn where_it_ran_first(
        &self,
        one: &MigrationOnDisk,
        (run, usual): (&Replay, &[&MigrationOnDisk]),
        order: &[&MigrationOnDisk],
    ) -> Option<Finding> {
        let (_, other) = self.run(order)?;
        let stops = other.diagnostics.has_errors();
        if !stops && self.is_same(run, &other) {
            return None;
        }
        fn at(order: &[&MigrationOnDisk], migration: &MigrationOnDisk) -> Option<usize> {
            order.iter().position(|known| *known == migration)
        }
        let is_apart =
            |other: &&&MigrationOnDisk| at(usual, other) < at(usual, one) && at(order, other) > at(order, one);
        let apart: Vec<&MigrationOnDisk> = order.iter().filter(is_apart).copied().collect();
        if [one].iter().chain(&apart).any(|migration| self.migrations.allows(migration, Code::OrderMatters)) {
            return None;
        }
        let names: Vec<&str> = apart.iter().map(|migration| migration.name.as_str()).collect();
        let (names, them) = (names.join(", "), if names.len() == 1 { "it" } else { "them" });
        let comes_to = if stops { format!("cannot run {them} any more") } else { "becomes another one".to_owned() };
        let message = format!(
            "{}: {} was made beside {names}, and a database that ran it before {them} {comes_to}",
            self.migrations.compared.target.name, one.name
        );
        let help = format!("only where {} was tried before it was merged: make that database anew", one.name);
        let diagnostic = Diagnostic::warning(Code::OrderMatters, message).help(help);
        Some(Finding { passes: true, ..self.migrations.finding(diagnostic, one) })
    }
}

/// What was found in texts, as findings that stand in the way.
pub(super) fn findings(texts: impl Into<std::rc::Rc<Texts>>, diagnostics: &Diagnostics) -> Vec<Finding> {
    let texts = texts.into();
    let errors = diagnostics.iter().filter(|found| found.severity == Severity::Error);
    errors
        .map(|found| Finding { diagnostic: found.clone(), passes: false, file: None, texts: Some(texts.clone()) })
        .collect()
}
