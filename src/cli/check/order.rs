//! New migrations that other databases run in another order than this one.

use super::Finding;
use super::find::Migrations;
use crate::base;
use crate::config::Layout;
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
        if is_allowed || lead_to_the_same(migrations, [&[one, other], &[other, one]], &before, &schema) {
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

/// Migrations that Prisma from 6.6 on runs in another order than older versions do, with another outcome.
pub(super) fn by_locale(migrations: &Migrations<'_>, after: &State) -> Result<Vec<Finding>, Failure> {
    let (project, compared) = (migrations.project(), migrations.compared);
    let is_history = !matches!(compared.base.source, Source::Git(_));
    let by_bytes: Vec<&MigrationOnDisk> = if is_history { &compared.all } else { &migrations.new }.iter().collect();
    let mut by_locale = by_bytes.clone();
    by_locale.sort_by_cached_key(|migration| migrations::locale_key(&migration.name));
    let differ = by_bytes.iter().zip(&by_locale).find(|(one, other)| one != other);
    let Some((one, other)) = differ.filter(|_| project.config.layout == Layout::Prisma) else { return Ok(Vec::new()) };
    let before = match is_history {
        true => Database::with_default_schema(&project.config.default_schema),
        false => before_new(migrations)?,
    };
    let held = after.projected_on_the_same(&project.config, &compared.target.name);
    let schema = schema_with_extensions(after, &held.database);
    let is_allowed = [one, other].iter().any(|migration| migrations.allows(migration, Code::NameOrder));
    if is_allowed || lead_to_the_same(migrations, [&by_bytes, &by_locale], &before, &schema) {
        return Ok(Vec::new());
    }
    let message = format!(
        "{}: Prisma from 6.6 on runs {} before {}, older versions the other way round, and that leads to another database",
        compared.target.name, other.name, one.name
    );
    let help =
        "give them names of one form, such as 14 digits, `_` and small letters, as long as no database has run them";
    Ok(vec![migrations.finding(Diagnostic::error(Code::NameOrder, message).help(help), other)])
}

/// Whether migrations lead to the same database, without an error, in two orders.
fn lead_to_the_same(
    migrations: &Migrations<'_>,
    orders: [&[&MigrationOnDisk]; 2],
    before: &Database,
    schema: &Database,
) -> bool {
    let run = |order: &[&MigrationOnDisk]| {
        let mut texts = Texts::default();
        for migration in order {
            texts.add(migration.path.as_str(), migrations.says(&migration.name).unwrap_or_default());
        }
        let replayed = replay::replay(before.clone(), &texts);
        (replayed.diagnostics.has_errors(), replay::settle(replayed.database, schema))
    };
    // the order of columns is nobody's business
    let [(one_fails, one), (other_fails, other)] = orders.map(run);
    one_fails == other_fails && diff::diff(&one, &other).is_empty() && diff::diff(&other, &one).is_empty()
}
