//! Migrations that databases run in more than one order. A new database runs all of them by name; one that has those of the
//! base runs the new ones behind them; and where a branch was made beside others, its own were run before theirs.

use super::Finding;
use super::migrations::Migrations;
use super::orders::{Orders, Run};
use crate::base;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failure, Severity};
use crate::migrations::{self, MigrationOnDisk, Verdict};
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
pub(super) fn late(orders: &Orders<'_>) -> Result<Ordered, Failure> {
    let migrations = orders.migrations;
    let Some((newest_old, late)) = migrations::late(&migrations.compared.all, &migrations.new) else {
        return Ok(Ordered::default());
    };
    if let Some(stopped) = stopped_in_new(migrations, orders.in_production()?) {
        return Ok(stopped);
    }
    let by_name: Vec<&MigrationOnDisk> = migrations.compared.all.iter().collect();
    let comes_to_the_same = orders.comes_to_the_same(&by_name)?;
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
                .help("refract restamp gives it a name that sorts after it"),
        };
        Finding { passes: comes_to_the_same, ..migrations.finding(diagnostic, migration) }
    };
    Ok(Ordered { findings: late.map(finding).collect(), is_replaced: false })
}

/// A history that stops where all migrations run by name, which is what a new database does. Nothing where that is not for
/// this work to mend.
pub(super) fn stopped(orders: &Orders<'_>, failure: &Failure) -> Result<Option<Ordered>, Failure> {
    if orders.migrations.new.is_empty() {
        return Ok(None);
    }
    let Some(run) = orders.in_production()? else { return Ok(None) };
    if let Some(stopped) = stopped_in_new(orders.migrations, Some(run)) {
        return Ok(Some(stopped));
    }
    let late = late(orders)?;
    if late.findings.is_empty() || run.stops() {
        return Ok(None);
    }
    let mut findings = findings(failure.texts.clone(), &failure.diagnostics);
    findings.extend(late.findings);
    Ok(Some(Ordered { findings, is_replaced: false }))
}

/// Migrations that knew nothing of one another, and that do not lead to the same in the other order: whoever ran a branch's
/// before it was merged has what nobody else has, or could not go on.
pub(super) fn side_by_side(orders: &Orders<'_>) -> Result<Vec<Finding>, Failure> {
    let migrations = orders.migrations;
    let (project, target, new) = (migrations.project(), &migrations.compared.target, &migrations.new);
    if new.is_empty() {
        return Ok(Vec::new());
    }
    let Some(start) = base::branch_point(project, target)? else { return Ok(Vec::new()) };
    let repository = project.repository()?;
    if repository.is_linear_since(&start.commit)? {
        return Ok(Vec::new());
    }
    let paths: Vec<String> = new.iter().map(|migration| project.in_git(&migration.path)).collect();
    let added = repository.added_since(&start.commit, &paths)?;
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
    let Some(run) = orders.in_production()?.filter(|run| !run.stops()) else { return Ok(Vec::new()) };
    let mut findings = Vec::new();
    for (one, order) in tried {
        let Some(other) = orders.run(&order)? else { continue };
        if other.stops() || !orders.are_same(run, &other)? {
            findings.extend(where_it_ran_first(migrations, one, &usual, (&order, other.stops())));
        }
    }
    Ok(findings)
}

/// What of the new migrations stops in an order. Nothing where something else stops, which is not for this work to mend.
fn stopped_in_new(migrations: &Migrations<'_>, run: Option<&Run>) -> Option<Ordered> {
    let run = run?;
    let new: Vec<String> = migrations.new.iter().map(|migration| migrations.project().shown(&migration.path)).collect();
    let errors = || run.diagnostics().iter().filter(|found| found.severity == Severity::Error);
    let is_in_new = |found: &Diagnostic| {
        let file = found.primary.as_ref().map(|label| &run.texts.file(label.span.file).path);
        file.is_some_and(|file| new.contains(file))
    };
    if errors().next().is_none() || !errors().all(is_in_new) {
        return None;
    }
    // what somebody has edited or written is theirs to mend
    let is_refracts_own = |migration: &MigrationOnDisk| {
        let content = migrations.says(&migration.name).unwrap_or_default();
        matches!(migrations::verdict(content.as_bytes()), Verdict::Untouched)
    };
    let is_replaced = migrations.new.iter().all(is_refracts_own);
    Some(Ordered { findings: findings(run.texts.clone(), run.diagnostics()), is_replaced })
}

/// That a database which has run a migration before those that come first for others stops, or becomes another one.
fn where_it_ran_first(
    migrations: &Migrations<'_>,
    one: &MigrationOnDisk,
    usual: &[&MigrationOnDisk],
    (order, stops): (&[&MigrationOnDisk], bool),
) -> Option<Finding> {
    fn at(order: &[&MigrationOnDisk], migration: &MigrationOnDisk) -> Option<usize> {
        order.iter().position(|known| *known == migration)
    }
    let is_apart = |other: &&&MigrationOnDisk| at(usual, other) < at(usual, one) && at(order, other) > at(order, one);
    let apart: Vec<&MigrationOnDisk> = order.iter().filter(is_apart).copied().collect();
    if [one].iter().chain(&apart).any(|migration| migrations.allows(migration, Code::OrderMatters)) {
        return None;
    }
    let names: Vec<&str> = apart.iter().map(|migration| migration.name.as_str()).collect();
    let names = names.join(", ");
    let comes_to = if stops { format!("cannot run {names}") } else { "becomes another one".to_owned() };
    let message = format!(
        "{}: {} was made on another branch than {names}: a database that ran {} first {comes_to}",
        migrations.compared.target.name, one.name, one.name
    );
    let help = format!("create the databases again on which {} was tried before the merge; others are fine", one.name);
    let diagnostic = Diagnostic::warning(Code::OrderMatters, message).help(help);
    Some(Finding { passes: true, ..migrations.finding(diagnostic, one) })
}

/// What was found in texts, as findings that stand in the way.
pub(super) fn findings(texts: impl Into<std::rc::Rc<Texts>>, diagnostics: &Diagnostics) -> Vec<Finding> {
    let texts = texts.into();
    let errors = diagnostics.iter().filter(|found| found.severity == Severity::Error);
    errors.map(|found| Finding { texts: Some(texts.clone()), ..Finding::new(found.clone(), false) }).collect()
}
