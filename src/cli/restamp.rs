//! `refract restamp`: new migrations that sort before old ones get names that sort behind.

use std::collections::{BTreeMap, BTreeSet};

use super::args::Restamp;
use super::scope::chosen_targets;
use super::{Context, Outcome, Refusal, clock};
use crate::base;
use crate::config::{BaseKind, Target};
use crate::diagnostic::Failure;
use crate::migrations::{self, MigrationOnDisk, Place, Restamped, next_timestamp};
use crate::path;
use crate::project::Project;

/// What becomes of databases that know a migration by its old name.
const ALREADY_RUN: &str = "commit this. A database that has run one of these files already knows it under the old name, and would \
                           run it again. For each such database, say that it is done: npx prisma migrate resolve --applied \
                           NEW_NAME. There, prisma migrate dev still finds the old name and asks to reset the database";

pub(super) fn run(context: &Context, arguments: &Restamp) -> Result<Outcome, Refusal> {
    let now = clock::now(&arguments.date)?;
    let (project, _lock) = context.project_to_write()?;
    let targets = chosen_targets(&project, &context.common.target)?;
    let mut late: Vec<(&Target, MigrationOnDisk)> = Vec::new();
    let mut newest: Option<String> = None;
    for target in &targets {
        let all = migrations::on_disk(&project, target)?;
        newest = newest.max(migrations::newest(&all).map(str::to_owned));
        late.extend(late_of(&project, target, &all)?.into_iter().map(|migration| (target, migration)));
    }
    // what came of one run stays together
    let mut stamps: BTreeMap<Option<String>, String> = BTreeMap::new();
    for old in late.iter().map(|(_, migration)| &migration.timestamp).collect::<BTreeSet<_>>() {
        let next = next_timestamp(now, newest.as_deref())?;
        newest = Some(next.clone());
        stamps.insert(old.clone(), next);
    }
    let renamed = late
        .iter()
        .map(|(target, migration)| renamed(&project, target, migration, &stamps[&migration.timestamp]))
        .collect::<Result<Vec<Restamped>, Failure>>()?;
    migrations::restamp(&renamed)?;
    let lines = renamed.iter().map(|one| format!("{} -> {}\n", one.shown[0], one.shown[1]));
    let output = match renamed.is_empty() {
        true if context.common.quiet => String::new(),
        true => "nothing to restamp: every new migration sorts behind those of the base\n".to_owned(),
        false => lines.collect(),
    };
    let outcome = Outcome::done(output);
    Ok(if renamed.is_empty() { outcome } else { outcome.and_next(ALREADY_RUN) })
}

/// New migrations from the first one that sorts before one of the base: their own order stays.
fn late_of(project: &Project, target: &Target, all: &[MigrationOnDisk]) -> Result<Vec<MigrationOnDisk>, Failure> {
    let here = (all, Place::Disk);
    let new = match target.base {
        BaseKind::History => base::new_migrations(project, target, here)?,
        BaseKind::Git => base::migrations_since(project, target, &base::resolve(project, target, None)?, here)?,
    };
    Ok(if migrations::late(all, &new).is_some() { new } else { Vec::new() })
}

fn renamed(
    project: &Project,
    target: &Target,
    migration: &MigrationOnDisk,
    timestamp: &str,
) -> Result<Restamped, Failure> {
    let folder = project.migrations(target);
    let paths = [migration.name.clone(), migrations::with_timestamp(migration, timestamp)]
        .map(|name| path::join(&folder, &name));
    let [from, to] = &paths;
    Ok(Restamped {
        from: project.place(from)?,
        to: project.place(to)?,
        shown: paths.each_ref().map(|path| project.shown(path)),
    })
}
