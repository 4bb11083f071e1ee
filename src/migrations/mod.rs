//! The migrations of a target that are on disk: which there are, and what they are called,
//! and writing new ones.

mod checksum;
mod name;
mod restamp;
mod write;

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::config::Target;
use crate::diagnostic::{Code, Diagnostic, Failure};
use crate::git::EntryKind;
use crate::path;
use crate::project::Project;
use crate::text::Texts;

pub use checksum::{Verdict, does_the_same, fingerprint, stamped, verdict};
pub use name::{derived, name_in_series, next_timestamp, slug};
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
    let entries = match fs::read_dir(project.absolute(&folder)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => {
            let message = format!("cannot read {}: {error}", project.shown(&folder));
            return Err(Diagnostic::error(Code::Unreadable, message)
                .help(format!("target `{}` has its migrations there", target.name))
                .into());
        }
    };
    let mut migrations = Vec::new();
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().join("migration.sql").is_file() {
            migrations.push(MigrationOnDisk::new(&folder, &name, true));
        } else if is_flat(&name) && entry.path().is_file() {
            migrations.push(MigrationOnDisk::new(&folder, &name, false));
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
    read_if_there(&project.absolute(&migration.path), &project.shown(&migration.path))
}

/// What a file that is no migration says; `None` where it is not in that place.
///
/// # Errors
/// When the file or git cannot be read.
pub fn file_in_place(project: &Project, path: &str, place: Place) -> Result<Option<Vec<u8>>, Failure> {
    match place {
        Place::Disk => read_if_there(&project.absolute(path), &project.shown(path)),
        Place::Index => {
            let repository = project.repository()?;
            let oid = repository.indexed(&[&project.in_git(path)])?.into_iter().flatten().next();
            oid.map(|oid| repository.blob(&oid)).transpose()
        }
    }
}

fn read_if_there(path: &Path, shown: &str) -> Result<Option<Vec<u8>>, Failure> {
    match fs::read(path) {
        Ok(content) => Ok(Some(content)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unreadable(shown, &error)),
    }
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
        texts.add(project.shown(&migration.path), String::from_utf8_lossy(&content.unwrap_or_default()));
    }
    Ok(texts)
}

/// What an SQL file says, or the migrations of a folder, in the order in which they run.
///
/// # Errors
/// When one cannot be read.
pub fn texts_at(project: &Project, path: &Path) -> Result<Texts, Failure> {
    let mut texts = Texts::default();
    let shown = |path: &Path| project.shown(&project.entered(path));
    if path.is_file() {
        add(&mut texts, shown(path), path)?;
        return Ok(texts);
    }
    let entries = fs::read_dir(path).map_err(|error| unreadable(&shown(path), &error))?;
    let mut files: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter_map(|path| {
            let inside = path.join("migration.sql");
            let is_sql = path.extension().is_some_and(|extension| extension == "sql");
            if inside.is_file() { Some(inside) } else { is_sql.then_some(path) }
        })
        .collect();
    files.sort();
    for file in files {
        add(&mut texts, shown(&file), &file)?;
    }
    Ok(texts)
}

fn add(texts: &mut Texts, shown: String, path: &Path) -> Result<(), Failure> {
    let content = fs::read(path).map_err(|error| unreadable(&shown, &error))?;
    texts.add(shown, String::from_utf8_lossy(&content));
    Ok(())
}

fn unreadable(shown: &str, error: &std::io::Error) -> Failure {
    Diagnostic::error(Code::Unreadable, format!("cannot read {shown}: {error}"))
        .help("see whether it is there, and who may read it")
        .into()
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
