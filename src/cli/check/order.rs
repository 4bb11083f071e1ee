//! New migrations that other databases run in another order than this one.

use super::Finding;
use super::find::Migrations;
use crate::base;
use crate::diagnostic::{Code, Diagnostic, Failure};
use crate::diff;
use crate::migrations::{self, MigrationOnDisk};
use crate::pending::schema_with_extensions;
use crate::physical::Database;
use crate::replay;
use crate::sources::Source;
use crate::state::State;
use crate::text::Texts;

/// Migrations that are new, and sort before one that was there: databases that have that one run them too late.
pub(super) fn late(migrations: &Migrations<'_>) -> Vec<Finding> {
    let target = &migrations.compared.target.name;
    let Some((newest_old, late)) = migrations::late(&migrations.compared.all, &migrations.new) else {
        return Vec::new();
    };
    let late = late.into_iter().filter(|migration| !migrations.allows(migration, Code::MigrationOrder));
    late.map(|migration| {
        let message = format!(
            "{target}: {} is new, but sorts before {}, which is in the base already",
            migration.name, newest_old.name
        );
        let diagnostic =
            Diagnostic::error(Code::MigrationOrder, message).help("refract restamp gives it a name that sorts behind");
        migrations.finding(diagnostic, migration)
    })
    .collect()
}

/// New migrations of branches that knew nothing of one another, and that lead to another database in the other order:
/// whoever ran one branch's before the merge has what nobody else has.
pub(super) fn side_by_side(migrations: &Migrations<'_>, after: &State) -> Result<Vec<Finding>, Failure> {
    let (project, new) = (migrations.project(), &migrations.new);
    let paths: Vec<String> = new.iter().map(|migration| project.in_git(&migration.path)).collect();
    if paths.len() < 2 {
        return Ok(Vec::new());
    }
    let Some(start) = base::starting_point(project, &migrations.compared.target)? else { return Ok(Vec::new()) };
    let pairs = project.repository()?.added_side_by_side(&start.commit, &paths)?;
    if pairs.is_empty() {
        return Ok(Vec::new());
    }
    let before = before_new(migrations)?;
    let held = after.projected_on_the_same(&project.config, &migrations.compared.target.name);
    let schema = schema_with_extensions(after, &held.database);
    let mut findings = Vec::new();
    for (one, other) in pairs {
        let (one, other) = (&new[one], &new[other]);
        let is_allowed = [one, other].iter().any(|migration| migrations.allows(migration, Code::OrderMatters));
        if is_allowed || commute(migrations, [one, other], &before, &schema) {
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

/// What the target holds before any of the new migrations.
fn before_new(migrations: &Migrations<'_>) -> Result<Database, Failure> {
    let (states, compared) = (migrations.states, migrations.compared);
    if let Source::Git(_) = compared.base.source {
        let config = &migrations.project().config;
        let state = states.of(&compared.base.source)?;
        return Ok(state.projected_on_the_same(config, &compared.target.name).database);
    }
    let mut texts = Texts::default();
    for (migration, text) in migrations.all().filter(|(migration, _)| !migrations.new.contains(migration)) {
        texts.add(migration.path.as_str(), text);
    }
    Ok(replay::replay(Database::with_default_schema(&migrations.project().config.default_schema), &texts).database)
}

/// Whether two migrations lead to the same database in either order.
fn commute(
    migrations: &Migrations<'_>,
    [one, other]: [&MigrationOnDisk; 2],
    before: &Database,
    schema: &Database,
) -> bool {
    let run = |pair: [&MigrationOnDisk; 2]| {
        let mut texts = Texts::default();
        for migration in pair {
            texts.add(migration.path.as_str(), migrations.says(&migration.name).unwrap_or_default());
        }
        replay::settle(replay::replay(before.clone(), &texts).database, schema)
    };
    // the order of columns does not count
    let (one, other) = (run([one, other]), run([other, one]));
    diff::diff(&one, &other).is_empty() && diff::diff(&other, &one).is_empty()
}
