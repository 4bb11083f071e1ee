//! What a state of the schema can be read from, and reading it.

mod read;

use std::path::{Path, PathBuf};

pub(crate) use read::describe;
pub use read::{Snapshot, read};

use crate::diagnostic::{Code, Diagnostic, Failure};
use crate::disk::{Disk, DiskEntryKind, unreadable};
use crate::files::View;
use crate::project::Project;

/// Something that yields a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Nothing at all.
    Empty,
    /// The files on disk.
    Worktree,
    /// The git index.
    Staged,
    /// A revision, as git understands it.
    Git(String),
    /// A .prisma file or a folder of them, absolute.
    Path(PathBuf),
    /// A target's migrations, replayed from nothing.
    History,
    /// An SQL file or a folder of migrations, absolute, replayed from nothing.
    Sql(PathBuf),
}

const KINDS: &str = "a source is `worktree`, `staged`, `empty`, `history`, a git revision (`git:REV` or just `HEAD~1`), \
                     or a path (`file:PATH`): a .prisma file, a folder of them, an .sql file, or a folder of migrations";

impl Source {
    /// Whether a state needs nothing but what is written here: no repository, and no project.
    #[must_use]
    pub fn is_named(spec: &str, start: &Path) -> bool {
        let is_file = || [".prisma", ".sql"].iter().any(|ending| spec.ends_with(ending)) && start.join(spec).is_file();
        spec == "empty" || spec.starts_with("file:") || is_file()
    }

    /// Understands what the user wrote for `--from`, `--to` or `--base`.
    ///
    /// # Errors
    /// When it is nothing, or two things at once.
    pub fn parse(spec: &str, project: &Project) -> Result<Source, Failure> {
        match spec {
            "empty" => return Ok(Source::Empty),
            "worktree" => return Ok(Source::Worktree),
            "staged" => {
                project.repository()?;
                return Ok(Source::Staged);
            }
            "history" => return Ok(Source::History),
            _ => {}
        }
        if let Some(revision) = spec.strip_prefix("git:") {
            project.repository()?.resolve(revision)?;
            return Ok(Source::Git(revision.to_owned()));
        }
        if let Some(path) = spec.strip_prefix("file:") {
            return path_source(path, project);
        }
        let is_path = !spec.is_empty() && project.start().join(spec).exists();
        let is_revision = project.repository_if_any().is_some_and(|repository| repository.knows(spec));
        match (is_path, is_revision) {
            (true, true) => {
                Err(Diagnostic::error(Code::SourceAmbiguous, format!("`{spec}` is both a path and a git revision"))
                    .help(format!("write `file:{spec}` for the path, or `git:{spec}` for the revision"))
                    .into())
            }
            (true, false) => path_source(spec, project),
            (false, true) => Ok(Source::Git(spec.to_owned())),
            (false, false) => Err(unknown(spec, project)),
        }
    }
}

fn unknown(spec: &str, project: &Project) -> Failure {
    let shown = spec.escape_debug();
    let looks_like_path = [".prisma", ".sql", "/"].iter().any(|ending| spec.ends_with(ending)) || spec.starts_with('.');
    if looks_like_path {
        return Diagnostic::error(Code::SourceUnknown, format!("there is no file or folder `{shown}`"))
            .help(KINDS)
            .into();
    }
    match project.repository_if_any() {
        // Says more than we could: a shallow clone, a branch that has to be fetched.
        Some(repository) if repository.is_shallow() => repository.resolve(spec).err().unwrap_or_default(),
        Some(_) => {
            let message = format!("`{shown}` is neither a path nor a revision that git knows");
            Diagnostic::error(Code::SourceUnknown, message).help(KINDS).into()
        }
        None => {
            let message =
                format!("there is no file or folder `{shown}`, and no git repository to look for a revision in");
            Diagnostic::error(Code::SourceUnknown, message).help(KINDS).into()
        }
    }
}

fn path_source(entered: &str, project: &Project) -> Result<Source, Failure> {
    let path = project.start().join(entered);
    let shown = entered.escape_debug();
    if path.is_file() {
        return match path.extension().and_then(|extension| extension.to_str()) {
            Some("prisma") => Ok(Source::Path(path)),
            Some("sql") => Ok(Source::Sql(path)),
            _ => {
                Err(Diagnostic::error(Code::SourceUnknown, format!("`{shown}` is neither a .prisma nor an .sql file"))
                    .help(KINDS)
                    .into())
            }
        };
    }
    if !path.is_dir() {
        return Err(Diagnostic::error(Code::SourceUnknown, format!("there is no file or folder `{shown}`"))
            .help(KINDS)
            .into());
    }
    let disk = project.disk();
    let place = project.entered(&path);
    if !View::Disk(disk.clone()).prisma_files(&place)?.is_empty() {
        return Ok(Source::Path(path));
    }
    if holds_migrations(&disk, &place).map_err(|error| unreadable(&shown.to_string(), &error))? {
        return Ok(Source::Sql(path));
    }
    let message = format!("the folder `{shown}` has neither .prisma files nor migrations in it");
    Err(Diagnostic::error(Code::SourceUnknown, message).help(KINDS).into())
}

fn holds_migrations(disk: &Disk, folder: &str) -> std::io::Result<bool> {
    for entry in disk.entries(folder)? {
        let is_folder = entry.kind == DiskEntryKind::Folder;
        if entry.name.ends_with(".sql")
            || is_folder && disk.is_file(&format!("{folder}/{}/migration.sql", entry.name))?
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A comparison ends at a schema: it is where the words and the routing come from.
fn no_schema(what: &str) -> Failure {
    Diagnostic::error(Code::SourceNotSupported, format!("{what} can only be what a comparison starts from"))
        .help("give it to `--from`, and a schema to `--to`")
        .into()
}
