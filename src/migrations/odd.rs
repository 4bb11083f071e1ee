//! What is in a folder of migrations and is not a migration, or is one that not every tool and machine reads alike.

use std::collections::BTreeMap;

use super::{MigrationOnDisk, Place, is_flat};
use crate::config::{Layout, Target};
use crate::diagnostic::{Code, Diagnostic, Failure};
use crate::disk::{DiskEntry, DiskEntryKind, unreadable};
use crate::git::EntryKind;
use crate::path;
use crate::project::Project;

/// What is odd about a target's migrations, each with the path that it is about.
///
/// # Errors
/// When the folder or git cannot be read.
pub fn odd(
    project: &Project,
    target: &Target,
    all: &[MigrationOnDisk],
    place: Place,
) -> Result<Vec<(String, Diagnostic)>, Failure> {
    let folder = project.migrations(target);
    let listed = match place {
        Place::Disk => project.disk().entries(&folder).map_err(|error| unreadable(&project.shown(&folder), &error))?,
        Place::Index => in_index(project, &folder)?,
    };
    let is_migration = |name: &str| all.binary_search_by(|migration| migration.name.as_str().cmp(name)).is_ok();
    let about = |name: &str, message: String, help: &str| {
        let diagnostic = Diagnostic::warning(Code::OddMigration, format!("{}: {message}", target.name)).help(help);
        (path::join(&folder, name), diagnostic)
    };
    let mut odd = Vec::new();
    if project.config.layout == Layout::Prisma {
        for one in &listed {
            let name = &one.name;
            odd.extend(match one.kind {
                DiskEntryKind::Link if !is_flat(name) => Some(about(
                    name,
                    format!("{name} is a symbolic link, which Prisma ignores, and so does refract"),
                    "put the folder itself there, or remove the link",
                )),
                DiskEntryKind::Folder if !is_migration(name) && !name.starts_with('.') => Some(about(
                    name,
                    format!("the folder {name} has no migration.sql; `prisma migrate deploy` stops there (P3015)"),
                    "bring the file back, or remove the folder",
                )),
                DiskEntryKind::Link | DiskEntryKind::Folder | DiskEntryKind::File => None,
            });
        }
    }
    odd.extend(alike(all).into_iter().map(|(one, other)| {
        let message = if one.to_lowercase() == other.to_lowercase() {
            format!("{one} and {other} differ only in case; on macOS and Windows they are one")
        } else {
            format!("there are two migrations of one name, {one} and {other}")
        };
        about(other, message, "give one of them another name, unless a database has run it")
    }));
    Ok(odd)
}

/// Pairs of migrations that are one on some file systems, or to some tools.
fn alike(all: &[MigrationOnDisk]) -> Vec<(&str, &str)> {
    let mut known: BTreeMap<String, &str> = BTreeMap::new();
    let mut pairs = Vec::new();
    for migration in all {
        let key = migration.name.strip_suffix(".sql").unwrap_or(&migration.name).to_lowercase();
        if let Some(other) = known.insert(key, &migration.name) {
            pairs.push((other, migration.name.as_str()));
        }
    }
    pairs
}

/// What git has in a folder, by name.
fn in_index(project: &Project, folder: &str) -> Result<Vec<DiskEntry>, Failure> {
    let folder = project.in_git(folder);
    let files = project.repository()?.index_below(&folder)?;
    let mut listed: BTreeMap<&str, DiskEntryKind> = BTreeMap::new();
    for (path, entry) in files.iter() {
        let Some(inside) = path::below(&folder, path) else { continue };
        let (name, kind) = match (inside.split_once('/'), entry.kind) {
            (Some((name, _)), _) => (name, DiskEntryKind::Folder),
            (None, EntryKind::Link) => (inside, DiskEntryKind::Link),
            (None, EntryKind::File | EntryKind::Folder | EntryKind::Submodule) => (inside, DiskEntryKind::File),
        };
        listed.insert(name, kind);
    }
    Ok(listed.into_iter().map(|(name, kind)| DiskEntry { name: name.to_owned(), kind }).collect())
}
