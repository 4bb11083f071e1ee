//! Migrations that come late: they are new, and sort before one that databases have already.
//!
//! A database that is there runs them last, a new one in their order. Where both end the same, which is usual when two
//! branches are merged, that is only worth a warning.

use super::Finding;
use crate::base;
use crate::cli::compare::Compared;
use crate::cli::next_steps::quoted;
use crate::config::Target;
use crate::diagnostic::{Code, Diagnostic, Failure};
use crate::diff::diff;
use crate::migrations::{self, MigrationOnDisk, Place};
use crate::path;
use crate::physical::Database;
use crate::project::Project;
use crate::replay::replay;
use crate::sources::Source;

/// A finding for each of them.
pub(super) fn late(project: &Project, compared: &Compared) -> Result<Vec<Finding>, Failure> {
    if project.repository_if_any().is_none() {
        return Ok(Vec::new());
    }
    let target = &compared.target;
    let new = match &compared.base.source {
        Source::History => base::new_migrations(project, target)?,
        Source::Git(_) => compared.since.clone(),
        Source::Empty | Source::Worktree | Source::Staged | Source::Path(_) | Source::Sql(_) => return Ok(Vec::new()),
    };
    let all = migrations::in_place(project, target, Place::Disk)?;
    let (new, old): (Vec<_>, Vec<_>) = all.iter().cloned().partition(|migration| new.contains(migration));
    let Some(newest_old) = old.iter().max() else { return Ok(Vec::new()) };
    let late: Vec<_> = new.iter().filter(|migration| *migration < newest_old).collect();
    if late.is_empty() {
        return Ok(Vec::new());
    }
    let passes = ends_the_same(project, &all, &[old.as_slice(), new.as_slice()].concat())?;
    Ok(late.into_iter().map(|migration| finding(project, target, (migration, newest_old), passes)).collect())
}

/// Whether migrations yield the same database in two orders.
fn ends_the_same(project: &Project, one: &[MigrationOnDisk], other: &[MigrationOnDisk]) -> Result<bool, Failure> {
    let replayed = |migrations: &[MigrationOnDisk]| -> Result<_, Failure> {
        let texts = migrations::texts(project, migrations, Place::Disk)?;
        let (database, diagnostics) = replay(Database::default(), &texts);
        let mut said: Vec<_> = diagnostics.iter().map(|diagnostic| diagnostic.message.clone()).collect();
        said.sort();
        Ok((database, said))
    };
    let ((one, said), (other, said_then)) = (replayed(one)?, replayed(other)?);
    Ok(said == said_then && diff(&one, &other).is_empty() && diff(&other, &one).is_empty())
}

fn finding(
    project: &Project,
    target: &Target,
    (migration, newest_old): (&MigrationOnDisk, &MigrationOnDisk),
    passes: bool,
) -> Finding {
    let message = format!(
        "{}: {} is new, but sorts before {}, which is in the base already",
        target.name, migration.name, newest_old.name
    );
    let digits = newest_old.timestamp.as_deref().and_then(|digits| digits.parse::<u64>().ok()).unwrap_or_default();
    let new_name = format!("{}_{}", digits + 1, migration.title());
    let folder = path::parent(migration.path.strip_suffix("/migration.sql").unwrap_or(&migration.path));
    let from = project.shown(&path::join(folder, &migration.name));
    let to = project.shown(&path::join(folder, &new_name));
    let rename = format!("git mv {} {}", quoted(&from), quoted(&to));
    let diagnostic = match passes {
        true => Diagnostic::warning(Code::MigrationOrder, format!("{message}: either order ends the same")),
        false => Diagnostic::error(Code::MigrationOrder, message).help(rename),
    };
    Finding { diagnostic, passes }
}
