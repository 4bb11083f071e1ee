//! New migrations that other databases run in another order than this one.

use super::Finding;
use super::find::Migrations;
use crate::base;
use crate::diagnostic::{Code, Diagnostic, Failure};
use crate::diff;
use crate::migrations::{self, MigrationOnDisk};
use crate::physical::Database;
use crate::replay;
use crate::state::State;
use crate::text::Texts;

/// Migrations that are new, and sort before one that was there: databases that have that one run them too late. Where
/// both orders end the same, which is usual when branches are merged, that is only worth a warning.
pub(super) fn late(migrations: &Migrations<'_>, after: &State) -> Result<Vec<Finding>, Failure> {
    let target = &migrations.compared.target;
    let all = migrations::in_place(migrations.project, target, migrations.place)?;
    let Some(newest_old) = all.iter().filter(|migration| !migrations.new.contains(migration)).max() else {
        return Ok(Vec::new());
    };
    let is_late = |migration: &&MigrationOnDisk| *migration < newest_old;
    if !migrations.new.iter().any(|migration| is_late(&migration)) {
        return Ok(Vec::new());
    }
    let old = all.iter().filter(|migration| !migrations.new.contains(migration));
    let as_run: Vec<MigrationOnDisk> = old.chain(&migrations.new).cloned().collect();
    let is_harmless = end_the_same(migrations, &all, &as_run, after)?;
    let mut findings = Vec::new();
    for migration in migrations.new.iter().filter(is_late) {
        if migrations.text(migration, Code::MigrationOrder)?.is_some() {
            let message = format!(
                "{}: {} is new, but sorts before {}, which is in the base already",
                target.name, migration.name, newest_old.name
            );
            let diagnostic = if is_harmless {
                Diagnostic::warning(Code::MigrationOrder, format!("{message}; both orders lead to the same database"))
            } else {
                Diagnostic::error(Code::MigrationOrder, message)
            };
            let diagnostic = diagnostic.help("refract restamp gives it a name that sorts behind");
            findings.push(Finding { passes: is_harmless, ..migrations.finding(diagnostic, migration) });
        }
    }
    Ok(findings)
}

/// Whether migrations lead to the same database in two orders; in which order a table has its columns is nobody's
/// business.
fn end_the_same(
    migrations: &Migrations<'_>,
    one: &[MigrationOnDisk],
    other: &[MigrationOnDisk],
    after: &State,
) -> Result<bool, Failure> {
    let run = |order: &[MigrationOnDisk]| -> Result<(Database, Vec<String>), Failure> {
        let texts: Texts = migrations::texts(migrations.project, order, migrations.place)?;
        let replay = replay::replay(Database::default(), &texts);
        let mut said: Vec<String> = replay.diagnostics.iter().map(|diagnostic| diagnostic.message.clone()).collect();
        said.sort();
        Ok((replay::settle(replay.database, &after.database), said))
    };
    let ((one, said), (other, said_then)) = (run(one)?, run(other)?);
    Ok(said == said_then && diff::diff(&one, &other).is_empty() && diff::diff(&other, &one).is_empty())
}

/// New migrations of branches that knew nothing of one another, and that lead to another database in the other order:
/// whoever ran one branch's before the merge has what nobody else has.
pub(super) fn side_by_side(migrations: &Migrations<'_>, after: &State) -> Result<Vec<Finding>, Failure> {
    let (project, new) = (migrations.project, &migrations.new);
    let paths: Vec<String> = new.iter().map(|migration| project.in_git(&migration.path)).collect();
    if paths.len() < 2 {
        return Ok(Vec::new());
    }
    let Some(start) = base::start(project, &migrations.compared.target)? else { return Ok(Vec::new()) };
    let mut findings = Vec::new();
    for (one, other) in project.repository()?.added_side_by_side(&start, &paths)? {
        let (one, other) = (&new[one], &new[other]);
        let is_allowed = migrations.text(one, Code::OrderMatters)?.is_none()
            || migrations.text(other, Code::OrderMatters)?.is_none();
        if is_allowed || commute(migrations, one, other, after)? {
            continue;
        }
        let message = format!(
            "{}: {} and {} were made side by side, and lead to another database in the other order",
            migrations.compared.target.name, one.name, other.name
        );
        let help = format!("delete {} and run refract generate, which writes it anew on top of the other", other.name);
        let diagnostic = Diagnostic::error(Code::OrderMatters, message).help(help);
        findings.push(migrations.finding(diagnostic, other));
    }
    Ok(findings)
}

/// Whether two migrations lead to the same database in either order.
fn commute(
    migrations: &Migrations<'_>,
    one: &MigrationOnDisk,
    other: &MigrationOnDisk,
    after: &State,
) -> Result<bool, Failure> {
    let all = migrations::in_place(migrations.project, &migrations.compared.target, migrations.place)?;
    let behind = |pair: [&MigrationOnDisk; 2]| -> Vec<MigrationOnDisk> {
        let before = all.iter().filter(|migration| !migrations.new.contains(migration));
        before.chain(pair).cloned().collect()
    };
    end_the_same(migrations, &behind([one, other]), &behind([other, one]), after)
}
