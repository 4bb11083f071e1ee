//! What counts as already migrated: the base of a target.
//!
//! A target whose base is `git` starts where the branch left the trunk, and goes from there back to the last
//! commit that brought it a migration, so that a change committed without one is not lost.

mod branch_point;
mod edited;
mod event;
mod moved;
mod trunk;

use std::collections::{BTreeMap, BTreeSet};

pub use branch_point::branch_point;
use edited::plain_lines;

use crate::config::{self, Target};
use crate::diagnostic::Failure;
use crate::git::{Added, EntryKind, Oid, Repository};
use crate::migrations::{self, MigrationOnDisk, Place};
use crate::path;
use crate::project::Project;
use crate::sources::{Source, describe};
use crate::text::Texts;

/// The base of one target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base {
    /// Where its state is read from; a revision is a full object name.
    pub source: Source,
    /// What to call it, such as `3f2c1ab (origin/main)`.
    pub description: String,
    /// Where the branch began, when the base lies after it: what changed up to there is inherited.
    pub inherited_before: Option<Oid>,
}

impl Base {
    fn empty(description: &str) -> Base {
        Base { source: Source::Empty, description: description.to_owned(), inherited_before: None }
    }

    fn at(commit: &Oid, description: String) -> Base {
        Base { source: Source::Git(commit.to_string()), description, inherited_before: None }
    }
}

/// The base of a target, or what the user gave in its place.
///
/// # Errors
/// When there is no repository, history is cut off, or the target's migrations would have to be replayed.
pub fn resolve(project: &Project, target: &Target, given: Option<&Source>) -> Result<Base, Failure> {
    match (given, target.base) {
        (Some(source), _) => of_source(project, source),
        (None, config::BaseKind::History) => of_history(project, target),
        (None, config::BaseKind::Git) => of_git(project, target),
    }
}

fn of_source(project: &Project, source: &Source) -> Result<Base, Failure> {
    let called = |description: &str| Base { source: source.clone(), ..Base::empty(description) };
    Ok(match source {
        Source::Git(revision) => {
            let commit = project.repository()?.resolve(revision)?;
            Base::at(&commit, describe(&commit, revision))
        }
        Source::Empty => Base::empty("empty"),
        Source::Worktree => called("the working tree"),
        Source::Staged => called("the index"),
        Source::Path(path) | Source::Sql(path) => called(&project.shown(&project.entered(path))),
        Source::History => called("its migrations"),
    })
}

/// Its own migrations, replayed from nothing.
fn of_history(project: &Project, target: &Target) -> Result<Base, Failure> {
    let place = if project.awaits_commit { Place::Index } else { Place::Disk };
    let migrations = migrations::in_place(project, target, place)?;
    let Some(last) = migrations.last() else { return Ok(Base::empty("no migrations yet")) };
    let description = match migrations.len() {
        1 => format!("its migration, {}", last.name),
        count => format!("its {count} migrations, up to {}", last.name),
    };
    Ok(Base { source: Source::History, description, inherited_before: None })
}

fn of_git(project: &Project, target: &Target) -> Result<Base, Failure> {
    let repository = project.repository()?;
    let Some(start) = branch_point(project, target)? else {
        return Ok(Base::empty("nothing committed before"));
    };
    let folder = project.in_git(&project.migrations(target));
    match repository.last_added(&start.commit, &folder)? {
        Added::Never => Ok(Base::at(&start.commit, describe(&start.commit, &start.name))),
        Added::At(commit) if commit == start.commit => Ok(Base::at(&commit, describe(&commit, &start.name))),
        Added::At(commit) => {
            let description = format!("{} (the last migration before {})", commit.short(), start.name);
            Ok(Base { inherited_before: Some(start.commit), ..Base::at(&commit, description) })
        }
        Added::CutOff => Err(branch_point::cut_off(&format!("the last migration of target `{}`", target.name))),
    }
}

/// Those of a target's migrations that the base does not have yet, in the order in which they run. One that the base
/// has under another name is no new one.
///
/// # Errors
/// When the place or git cannot be read.
pub fn migrations_since(
    project: &Project,
    target: &Target,
    base: &Base,
    (here, place): (&[MigrationOnDisk], Place),
) -> Result<Vec<MigrationOnDisk>, Failure> {
    let Source::Git(revision) = &base.source else {
        // what a history replays is in it
        return Ok(if base.source == Source::Empty { here.to_vec() } else { Vec::new() });
    };
    let repository = project.repository()?;
    let folder = project.in_git(&project.migrations(target));
    let commit = repository.resolve(revision)?;
    let mut gone = migrations_at(repository, &commit, &folder)?;
    if gone.is_empty() {
        gone = moved::migrations_elsewhere(project, &commit, here)?;
    }
    let mut unknown: Vec<MigrationOnDisk> = Vec::new();
    unknown.extend(here.iter().filter(|here| gone.remove(&here.name).is_none()).cloned());
    if unknown.is_empty() || gone.is_empty() {
        return Ok(unknown);
    }
    let renamed = repository.blobs(&gone.values().collect::<Vec<_>>())?;
    let renamed: Vec<Vec<u8>> = renamed.iter().map(|content| plain_lines(content)).collect();
    let contents = migrations::contents(project, target, &unknown, place)?;
    let is_renamed =
        |content: &Option<Vec<u8>>| content.as_ref().is_some_and(|content| renamed.contains(&plain_lines(content)));
    let known = unknown.into_iter().zip(contents).filter(|(_, content)| !is_renamed(content));
    Ok(known.map(|(migration, _)| migration).collect())
}

/// Those of a target's migrations that were not there where the work began.
///
/// # Errors
/// When there is no repository, or the place or git cannot be read.
pub fn new_migrations(
    project: &Project,
    target: &Target,
    (here, place): (&[MigrationOnDisk], Place),
) -> Result<Vec<MigrationOnDisk>, Failure> {
    match branch_point(project, target)? {
        Some(start) => migrations_since(project, target, &Base::at(&start.commit, start.name), (here, place)),
        None => Ok(here.to_vec()),
    }
}

/// The texts of migrations as the place where the work began had them, in the order in which they run, each under its
/// name.
///
/// # Errors
/// When there is no repository, or git cannot be read.
pub fn old_migrations(project: &Project, target: &Target) -> Result<Texts, Failure> {
    let mut texts = Texts::default();
    let Some(start) = branch_point(project, target)? else { return Ok(texts) };
    let repository = project.repository()?;
    let folder = project.in_git(&project.migrations(target));
    let old = migrations_at(repository, &start.commit, &folder)?;
    let contents = repository.blobs(&old.values().collect::<Vec<_>>())?;
    for (name, content) in old.into_keys().zip(contents) {
        texts.add(name, String::from_utf8_lossy(&content));
    }
    Ok(texts)
}

/// The names of a target's migrations that a commit has.
///
/// # Errors
/// When there is no repository, or git cannot be read.
pub fn names_at(project: &Project, target: &Target, commit: &Oid) -> Result<BTreeSet<String>, Failure> {
    let folder = project.in_git(&project.migrations(target));
    Ok(migrations_at(project.repository()?, commit, &folder)?.into_keys().collect())
}

/// The names of the migrations that a commit has in a folder, each with its file.
fn migrations_at(repository: &Repository, commit: &Oid, folder: &str) -> Result<BTreeMap<String, Oid>, Failure> {
    let reached = repository.reach(&repository.root(commit)?, folder)?.map(|reached| reached.entry);
    let Some(folder) = reached.filter(|entry| entry.kind == EntryKind::Folder) else { return Ok(BTreeMap::new()) };
    let mut migrations = BTreeMap::new();
    for entry in repository.tree_to_look_into(&folder.oid)? {
        if entry.kind == EntryKind::Folder {
            let files = repository.tree(&entry.oid)?.into_iter();
            let file = files.filter(|file| file.kind == EntryKind::File).find(|file| file.name == "migration.sql");
            migrations.extend(file.map(|file| (entry.name, file.oid)));
        } else if migrations::is_flat(path::name(&entry.name)) {
            migrations.insert(entry.name, entry.oid);
        }
    }
    Ok(migrations)
}
