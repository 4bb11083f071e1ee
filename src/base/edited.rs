//! Whether the schema, the migrations or refract.toml differ from the last commit.
//!
//! `git status` would look at every file of the repository; this looks at the few that matter.

use std::collections::BTreeMap;

use crate::config::Target;
use crate::diagnostic::Failure;
use crate::files::View;
use crate::git::{EntryKind, IndexEntry, Oid, Repository};
use crate::migrations;
use crate::path;
use crate::project::Project;

/// Whether anything was edited, staged or added since `head`.
pub(super) fn is_edited(
    project: &Project,
    target: &Target,
    repository: &Repository,
    head: &Oid,
) -> Result<bool, Failure> {
    let schema = project.schema().ok().map(|(path, _)| project.in_git(path));
    let folder = project.in_git(&project.migrations(target));
    let paths: Vec<String> = schema.iter().chain(&project.config_file).chain([&folder]).cloned().collect();
    let committed = repository.files_below(head, &paths)?;
    // what is staged is what is looked at, so most often it differs
    if project.awaits_commit {
        let (of_target, others): (BTreeMap<_, _>, BTreeMap<_, _>) =
            committed.clone().into_iter().partition(|(path, _)| path::below(&folder, path).is_some());
        if *repository.index_below(&folder)? != of_target || differs_in_index(repository, &others)? {
            return Ok(true);
        }
    }
    Ok(differs_on_disk(project, repository, &committed)?
        || has_new_files(project, target, schema.as_deref(), &committed)?
        || !project.awaits_commit && differs_in_index(repository, &committed)?)
}

fn differs_on_disk(
    project: &Project,
    repository: &Repository,
    committed: &BTreeMap<String, IndexEntry>,
) -> Result<bool, Failure> {
    let files: Vec<(&String, &IndexEntry)> =
        committed.iter().filter(|(_, entry)| entry.kind == EntryKind::File).collect();
    let oids: Vec<&Oid> = files.iter().map(|(_, entry)| &entry.oid).collect();
    for ((path, _), before) in files.iter().zip(repository.blobs(&oids)?) {
        let Ok(now) = project.disk().read(path) else { return Ok(true) };
        if plain_lines(&now) != plain_lines(&before) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What is only in the index, and neither on disk nor committed, is not noticed.
fn differs_in_index(repository: &Repository, committed: &BTreeMap<String, IndexEntry>) -> Result<bool, Failure> {
    let files: Vec<(&String, &IndexEntry)> =
        committed.iter().filter(|(_, entry)| entry.kind == EntryKind::File).collect();
    let paths: Vec<&String> = files.iter().map(|(path, _)| *path).collect();
    let staged = repository.indexed(&paths)?;
    Ok(files.iter().zip(staged).any(|((_, entry), staged)| staged.as_ref() != Some(&entry.oid)))
}

/// Git may have turned line ends around on the way to the disk.
pub(super) fn plain_lines(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().copied().filter(|&byte| byte != b'\r').collect()
}

fn has_new_files(
    project: &Project,
    target: &Target,
    schema: Option<&str>,
    committed: &BTreeMap<String, IndexEntry>,
) -> Result<bool, Failure> {
    let view = View::Disk(project.disk());
    let folder = project.migrations(target);
    let real = project.in_git(&folder);
    let followed = |path: &str| path::below(&folder, path).map_or(path.to_owned(), |rest| path::join(&real, rest));
    let mut now: Vec<String> =
        migrations::on_disk(project, target)?.iter().map(|migration| followed(&migration.path)).collect();
    now.extend(project.config_file.clone());
    if let Some(schema) = schema {
        if view.is_file(schema)? {
            now.push(schema.to_owned());
        } else {
            now.extend(view.prisma_files(schema)?);
        }
    }
    Ok(now.iter().any(|path| !committed.contains_key(path)))
}
