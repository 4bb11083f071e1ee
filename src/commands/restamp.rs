//! `refract restamp`: new migrations that sort before old ones get names that sort behind.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::DateTime;

use super::Refusal;
use super::scope::chosen_targets;
use crate::base;
use crate::config::{BaseKind, Target};
use crate::diagnostic::Failure;
use crate::migrations::{self, MigrationOnDisk, Place, Restamped, next_timestamp};
use crate::path;
use crate::project::Project;

/// Whose migrations get new names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The names of the targets; all of them where this is empty.
    pub targets: Vec<String>,
    /// When it is, in UTC.
    pub now: DateTime,
}

/// Renames new migrations that sort before one of the base, and gives what was renamed. The project has to be one that is
/// opened to write.
///
/// # Errors
/// When the migrations or git cannot be read, or a file cannot be renamed: then none is.
pub fn restamp(project: &Project, request: &Request) -> Result<Vec<Restamped>, Refusal> {
    let now = request.now;
    let targets = chosen_targets(project, &request.targets)?;
    let mut late: Vec<(&Target, MigrationOnDisk)> = Vec::new();
    let mut newest: Option<String> = None;
    for target in &targets {
        let all = migrations::on_disk(project, target)?;
        newest = newest.max(migrations::newest(&all).map(str::to_owned));
        late.extend(late_of(project, target, &all)?.into_iter().map(|migration| (target, migration)));
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
        .map(|(target, migration)| renamed(project, target, migration, &stamps[&migration.timestamp]))
        .collect::<Result<Vec<Restamped>, Failure>>()?;
    migrations::restamp(&renamed)?;
    Ok(renamed)
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
