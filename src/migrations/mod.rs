//! The migrations of a target that are on disk: which there are, and what they are called,
//! and writing new ones.

mod checksum;
mod leftover;
mod locale_order;
mod name;
mod odd;
mod restamp;
mod write;

use std::path::Path;

use crate::config::Target;
use crate::diagnostic::{Code, Diagnostic, Failure, unsolved_conflict};
use crate::disk::{DiskEntryKind, unreadable};
use crate::git::EntryKind;
use crate::path;
use crate::project::Project;
use crate::text::{self, Texts};

pub use checksum::{Verdict, does_the_same, fingerprint, stamped, verdict};
pub use leftover::clear_leftovers;
pub use locale_order::locale_key;
pub use name::{derived, name_in_series, next_timestamp, slug};
pub use odd::odd;
pub use restamp::{Restamped, restamp, with_timestamp};
pub use write::{Batch, NewFile, OldFile};

/// A migration on disk.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MigrationOnDisk {
    /// The name of its folder, or of its file in a flat layout; it decides the order.
    pub name: String,
    /// Its SQL file, as a path of the project.
    pub path: String,
    /// The 14 digits that its name begins with, if it does.
    pub timestamp: Option<String>,
}

impl MigrationOnDisk {
    fn new(folder: &str, entry: &str, is_folder: bool) -> MigrationOnDisk {
        let path = path::join(folder, entry);
        MigrationOnDisk {
            name: entry.to_owned(),
            path: if is_folder { path::join(&path, "migration.sql") } else { path },
            timestamp: timestamp(entry).map(str::to_owned),
        }
    }

    /// What follows the timestamp, without an ending.
    #[must_use]
    pub fn title(&self) -> &str {
        let name = self.name.strip_suffix(".sql").unwrap_or(&self.name);
        let start = self.timestamp.as_ref().map_or(0, String::len);
        name[start..].trim_start_matches(['_', '-'])
    }
}

/// The 14 digits that a migration's name begins with: `20260128093000_add_visit_notes`.
#[must_use]
pub fn timestamp(name: &str) -> Option<&str> {
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    (digits == 14).then(|| &name[..14])
}

/// The migrations of a target, in the order in which they run.
///
/// # Errors
/// When its folder cannot be read; a folder that is not there has no migrations.
pub fn on_disk(project: &Project, target: &Target) -> Result<Vec<MigrationOnDisk>, Failure> {
    let folder = project.migrations(target);
    refuse_sparse(project, target, &folder)?;
    in_folder(project, &folder, is_flat)
}

/// What a sparse checkout leaves out is not gone: nothing can be told of a part of a history.
fn refuse_sparse(project: &Project, target: &Target, folder: &str) -> Result<(), Failure> {
    let Some(repository) = project.repository_if_any() else { return Ok(()) };
    let missing = repository.not_checked_out(&project.in_git(folder))?;
    let Some(first) = missing.iter().find(|file| file.ends_with(".sql")) else { return Ok(()) };
    let message = format!("{}: a sparse checkout leaves out migrations, such as {first}", target.name);
    let help = format!("git sparse-checkout add {}", project.in_git(folder));
    Err(Diagnostic::error(Code::NotCheckedOut, message).help(help).into())
}

/// The migrations of a folder on disk. A folder that is a link is none: Prisma skips it.
fn in_folder(
    project: &Project,
    folder: &str,
    is_file_of_one: impl Fn(&str) -> bool,
) -> Result<Vec<MigrationOnDisk>, Failure> {
    let disk = project.disk();
    let is_file =
        |path: &str| disk.is_file(path).map_err(|error| Failure::from(unreadable(&project.shown(path), &error)));
    let entries = disk.entries(folder).map_err(|error| unreadable(&project.shown(folder), &error))?;
    let mut migrations = Vec::new();
    for entry in entries {
        let is_folder = entry.kind == DiskEntryKind::Folder;
        let migration = MigrationOnDisk::new(folder, &entry.name, is_folder);
        if (is_folder || is_file_of_one(&entry.name)) && is_file(&migration.path)? {
            migrations.push(migration);
        }
    }
    migrations.sort();
    Ok(migrations)
}

/// The migrations of a target that are in the git index, in the order in which they run.
///
/// # Errors
/// When there is no repository, or git cannot read it.
pub fn staged(project: &Project, target: &Target) -> Result<Vec<MigrationOnDisk>, Failure> {
    let folder = project.in_git(&project.migrations(target));
    let files = project.repository()?.index_below(&folder)?;
    project.expect_solved(files.iter())?;
    let names = files.keys().filter_map(|file| path::below(&folder, file));
    let migrations = names.filter_map(|name| match name.split_once('/') {
        Some((entry, "migration.sql")) => Some(MigrationOnDisk::new(&folder, entry, true)),
        None if is_flat(name) => Some(MigrationOnDisk::new(&folder, name, false)),
        _ => None,
    });
    let mut migrations: Vec<MigrationOnDisk> = migrations.collect();
    migrations.sort();
    Ok(migrations)
}

/// Where migrations are looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// The files on disk.
    #[default]
    Disk,
    /// The git index.
    Index,
}

/// The migrations of a target that are in a place, in the order in which they run.
///
/// # Errors
/// When the folder or git cannot be read.
pub fn in_place(project: &Project, target: &Target, place: Place) -> Result<Vec<MigrationOnDisk>, Failure> {
    match place {
        Place::Disk => on_disk(project, target),
        Place::Index => staged(project, target),
    }
}

/// What migrations say, byte by byte; `None` for one that is not in that place.
///
/// # Errors
/// When a file or git cannot be read.
pub fn contents(
    project: &Project,
    target: &Target,
    migrations: &[MigrationOnDisk],
    place: Place,
) -> Result<Vec<Option<Vec<u8>>>, Failure> {
    match place {
        Place::Disk => migrations.iter().map(|migration| on_disk_content(project, migration)).collect(),
        Place::Index => staged_contents(project, target, migrations),
    }
}

fn on_disk_content(project: &Project, migration: &MigrationOnDisk) -> Result<Option<Vec<u8>>, Failure> {
    read_if_there(project, &migration.path)
}

/// What a file that is no migration says; `None` where it is not in that place.
///
/// # Errors
/// When the file or git cannot be read.
pub fn file_in_place(project: &Project, path: &str, place: Place) -> Result<Option<Vec<u8>>, Failure> {
    match place {
        Place::Disk => read_if_there(project, path),
        Place::Index => {
            let repository = project.repository()?;
            let oid = repository.indexed(&[&project.in_git(path)])?.into_iter().flatten().next();
            oid.map(|oid| repository.blob(&oid)).transpose()
        }
    }
}

fn read_if_there(project: &Project, path: &str) -> Result<Option<Vec<u8>>, Failure> {
    project.disk().read_if_there(path).map_err(|error| unreadable(&project.shown(path), &error).into())
}

/// All of them in one question to git.
fn staged_contents(
    project: &Project,
    target: &Target,
    migrations: &[MigrationOnDisk],
) -> Result<Vec<Option<Vec<u8>>>, Failure> {
    if migrations.is_empty() {
        return Ok(Vec::new());
    }
    let repository = project.repository()?;
    let files = repository.index_below(&project.in_git(&project.migrations(target)))?;
    let mut oids = Vec::new();
    for migration in migrations {
        oids.push(match files.get(&migration.path) {
            Some(entry) if entry.kind == EntryKind::File => Some(entry.oid.clone()),
            // a link leads to another file
            Some(_) | None => repository.indexed(&[&project.in_git(&migration.path)])?.into_iter().flatten().next(),
        });
    }
    repository.read_ahead(&oids.iter().flatten().collect::<Vec<_>>())?;
    oids.iter().map(|oid| oid.as_ref().map(|oid| repository.blob(oid)).transpose()).collect()
}

/// What migrations say.
///
/// # Errors
/// When one cannot be read.
pub fn texts(
    project: &Project,
    target: &Target,
    migrations: &[MigrationOnDisk],
    place: Place,
) -> Result<Texts, Failure> {
    let mut texts = Texts::default();
    for (migration, content) in migrations.iter().zip(contents(project, target, migrations, place)?) {
        add(&mut texts, project.shown(&migration.path), content.unwrap_or_default())?;
    }
    Ok(texts)
}

/// What an SQL file says, or the migrations of a folder, in the order in which they run.
///
/// # Errors
/// When one cannot be read.
pub fn texts_at(project: &Project, path: &Path) -> Result<Texts, Failure> {
    let place = project.entered(path);
    let files = if project.is_file(&place)? {
        vec![place]
    } else {
        let migrations = in_folder(project, &place, |name| name.ends_with(".sql"))?;
        migrations.into_iter().map(|migration| migration.path).collect()
    };
    let mut texts = Texts::default();
    for file in files {
        let shown = project.shown(&file);
        let content = project.disk().read(&file).map_err(|error| unreadable(&shown, &error))?;
        add(&mut texts, shown, content)?;
    }
    Ok(texts)
}

/// What is no UTF-8 here and there is replaced, as Prisma does; a file in another encoding says nothing at all.
fn add(texts: &mut Texts, shown: String, content: Vec<u8>) -> Result<(), Failure> {
    if content.contains(&0) {
        return Err(Diagnostic::error(Code::NotUtf8, format!("{shown} is not UTF-8: it has null bytes in it"))
            .help("it looks like UTF-16; save it as UTF-8")
            .into());
    }
    let file = texts.add(shown, text::from_bytes(&content));
    match unsolved_conflict(texts, file) {
        Some(conflict) => Err(Failure { texts: texts.clone(), ..Failure::from(conflict) }),
        None => Ok(()),
    }
}

/// Whether a file's name is that of a migration in a flat layout.
#[must_use]
pub fn is_flat(name: &str) -> bool {
    name.strip_suffix(".sql").is_some_and(|stem| timestamp(stem).is_some())
}

/// The newest migration that is not among the new ones, and those of the new ones that sort before it: databases that
/// have run it would run them too late. `None` where nothing is late.
#[must_use]
pub fn late<'m>(
    all: &'m [MigrationOnDisk],
    new: &'m [MigrationOnDisk],
) -> Option<(&'m MigrationOnDisk, Vec<&'m MigrationOnDisk>)> {
    let newest_old = all.iter().filter(|migration| !new.contains(migration)).max()?;
    let late: Vec<&MigrationOnDisk> = new.iter().filter(|migration| *migration < newest_old).collect();
    (!late.is_empty()).then_some((newest_old, late))
}

/// The newest timestamp, after which the next one must be.
#[must_use]
pub fn newest(migrations: &[MigrationOnDisk]) -> Option<&str> {
    migrations.iter().filter_map(|migration| migration.timestamp.as_deref()).max()
}

#[cfg(test)]
mod tests {
    use super::{MigrationOnDisk, is_flat, timestamp};

    #[test]
    fn a_name_is_taken_apart() {
        assert_eq!(timestamp("20260128093000_add_visit_notes"), Some("20260128093000"));
        assert_eq!(timestamp("202601280930001_x"), None);
        assert_eq!(timestamp("init"), None);
        assert!(is_flat("20260128093000_x.sql"));
        assert!(!is_flat("fix.sql"));
        assert_eq!(MigrationOnDisk::new("m", "20260128093000_x.sql", false).title(), "x");
        assert_eq!(MigrationOnDisk::new("m", "20260128093000_y z", true).title(), "y z");
        assert_eq!(MigrationOnDisk::new("m", "0_init", true).title(), "0_init");
    }
}
