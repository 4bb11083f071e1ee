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

/// Migrations that are new, and sort before one that was there: databases that have that one run them too late.
pub(super) fn late(migrations: &Migrations<'_>) -> Result<Vec<Finding>, Failure> {
    let target = &migrations.compared.target;
    let all = migrations::in_place(migrations.project, target, migrations.place)?;
    let Some(newest_old) = all.iter().filter(|migration| !migrations.new.contains(migration)).max() else {
        return Ok(Vec::new());
    };
    let mut findings = Vec::new();
    for migration in migrations.new.iter().filter(|migration| *migration < newest_old) {
        if migrations.text(migration, Code::MigrationOrder)?.is_some() {
            let message = format!(
                "{}: {} is new, but sorts before {}, which is in the base already",
                target.name, migration.name, newest_old.name
            );
            let diagnostic = Diagnostic::error(Code::MigrationOrder, message)
                .help("refract restamp gives it a name that sorts behind");
            findings.push(migrations.finding(diagnostic, migration));
        }
    }
    Ok(findings)
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
    let run = |pair: [&MigrationOnDisk; 2]| -> Result<Database, Failure> {
        let before = all.iter().filter(|migration| !migrations.new.contains(migration));
        let order: Vec<MigrationOnDisk> = before.chain(pair).cloned().collect();
        let texts: Texts = migrations::texts(migrations.project, &order, migrations.place)?;
        Ok(replay::settle(replay::replay(Database::default(), &texts).database, &after.database))
    };
    // the order of columns is nobody's business
    let (one, other) = (run([one, other])?, run([other, one])?);
    Ok(diff::diff(&one, &other).is_empty() && diff::diff(&other, &one).is_empty())
}
