//! One way to look at files, whether they are on disk, in a commit or in the index.
//!
//! All paths are relative to the top of the repository, or to the project's folder outside of one.

use crate::diagnostic::Failure;
use crate::disk::{Disk, DiskEntryKind, unreadable};
use crate::git::{Entry, EntryKind, IndexEntry, Oid, Repository};
use crate::path;
use std::collections::BTreeMap;

/// Folders that hold no schema, however many .prisma files are in them.
const SKIPPED: &[&str] = &["node_modules", "migrations", "target"];
/// How many symbolic links are followed, and how deep folders are looked through.
const MOST_LINKS: usize = 8;
const DEEPEST: usize = 16;

/// Where to look.
pub enum View<'p> {
    /// On disk.
    Disk(Disk),
    /// In the tree of a commit.
    Commit(&'p Repository, Oid),
    /// In the index.
    Index(&'p Repository, BTreeMap<String, IndexEntry>),
}

impl View<'_> {
    /// Whether there is a file.
    ///
    /// # Errors
    /// When git cannot read.
    pub fn is_file(&self, path: &str) -> Result<bool, Failure> {
        Ok(match self {
            View::Disk(disk) => disk.is_file(path).map_err(|error| unreadable(path, &error))?,
            View::Commit(repository, tree) => {
                follow(repository, tree, path)?.is_some_and(|entry| entry.kind == EntryKind::File)
            }
            View::Index(_, files) => files.contains_key(path),
        })
    }

    /// The content of a file, if it is there.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Failure> {
        match self {
            View::Disk(disk) => disk.read_if_there(path).map_err(|error| unreadable(path, &error).into()),
            View::Commit(repository, tree) => match follow(repository, tree, path)? {
                Some(entry) if entry.kind == EntryKind::File => repository.blob(&entry.oid).map(Some),
                _ => Ok(None),
            },
            View::Index(repository, files) => read_index(repository, files, path),
        }
    }

    /// The .prisma files in a folder and those in it, in path order; none where there is no folder.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn prisma_files(&self, folder: &str) -> Result<Vec<String>, Failure> {
        let mut files = Vec::new();
        match self {
            View::Disk(disk) => walk_disk(disk, folder, DEEPEST, &mut files)?,
            View::Commit(repository, tree) => {
                if let Some(entry) = follow(repository, tree, folder)? {
                    walk_tree(repository, &entry.oid, folder, DEEPEST, &mut files)?;
                }
            }
            View::Index(_, index) => {
                let inside = index.keys().filter(|path| path.ends_with(".prisma"));
                let inside = inside.filter(|path| path::below(folder, path).is_some_and(|rest| !is_skipped(rest)));
                files.extend(inside.cloned());
            }
        }
        files.sort();
        Ok(files)
    }
}

fn is_skipped(path: &str) -> bool {
    path::parent(path).split('/').any(|part| SKIPPED.contains(&part) || (part.starts_with('.') && part.len() > 1))
}

fn is_looked_into(folder: &str) -> bool {
    !SKIPPED.contains(&folder) && !folder.starts_with('.')
}

fn walk_disk(disk: &Disk, folder: &str, depth: usize, files: &mut Vec<String>) -> Result<(), Failure> {
    let shown = |path: &str| if path.is_empty() { ".".to_owned() } else { path.to_owned() };
    let unreadable_folder = |error| unreadable(&shown(folder), &error);
    if !disk.is_folder(folder).map_err(unreadable_folder)? {
        return Ok(());
    }
    let entries = disk.entries(folder).map_err(unreadable_folder)?;
    for entry in entries {
        let path = path::join(folder, &entry.name);
        let is_schema = entry.name.ends_with(".prisma");
        match entry.kind {
            DiskEntryKind::Folder if depth > 0 && is_looked_into(&entry.name) => {
                walk_disk(disk, &path, depth - 1, files)?;
            }
            DiskEntryKind::File if is_schema => files.push(path),
            // Links to folders are not followed: they may lead in a circle.
            DiskEntryKind::Link if is_schema => {
                if disk.is_file(&path).map_err(|error| unreadable(&path, &error))? {
                    files.push(path);
                }
            }
            DiskEntryKind::File | DiskEntryKind::Folder | DiskEntryKind::Link => {}
        }
    }
    Ok(())
}

fn walk_tree(
    repository: &Repository,
    tree: &Oid,
    folder: &str,
    depth: usize,
    files: &mut Vec<String>,
) -> Result<(), Failure> {
    for entry in repository.tree(tree)? {
        let path = path::join(folder, &entry.name);
        match entry.kind {
            EntryKind::Folder if depth > 0 && is_looked_into(&entry.name) => {
                walk_tree(repository, &entry.oid, &path, depth - 1, files)?;
            }
            EntryKind::File | EntryKind::Link if entry.name.ends_with(".prisma") => files.push(path),
            EntryKind::File | EntryKind::Folder | EntryKind::Link | EntryKind::Submodule => {}
        }
    }
    Ok(())
}

/// What stands at a path of a tree, through symbolic links that stay inside it.
fn follow(repository: &Repository, tree: &Oid, path: &str) -> Result<Option<Entry>, Failure> {
    let mut path = path::plain(path);
    for _ in 0..MOST_LINKS {
        let Some(reached) = repository.reach(tree, &path)? else { return Ok(None) };
        if reached.entry.kind != EntryKind::Link {
            return Ok(Some(reached.entry));
        }
        let to = repository.blob(&reached.entry.oid)?;
        let Some(target) = linked(&reached.folder, &to) else { return Ok(None) };
        path = path::join(&target, &reached.rest);
    }
    Ok(None)
}

fn read_index(
    repository: &Repository,
    files: &BTreeMap<String, IndexEntry>,
    path: &str,
) -> Result<Option<Vec<u8>>, Failure> {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        let Some(entry) = files.get(&path) else { return Ok(None) };
        let content = repository.blob(&entry.oid)?;
        if entry.kind != EntryKind::Link {
            return Ok(Some(content));
        }
        let Some(target) = linked(path::parent(&path), &content) else { return Ok(None) };
        path = target;
    }
    Ok(None)
}

/// Where a link in a folder leads; `None` for one that starts at the root of some machine.
fn linked(folder: &str, to: &[u8]) -> Option<String> {
    let to = String::from_utf8_lossy(to);
    (!to.starts_with('/')).then(|| path::join(folder, &to))
}
