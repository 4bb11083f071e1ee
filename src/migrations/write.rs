//! Writing migrations: all files or none, and no file that is there is ever written over.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::checksum::{Verdict, verdict};
use crate::atomic::{Kind, TemporaryFile};
use crate::diagnostic::{Code, Diagnostic};

/// A file that is to be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    /// Where, on disk.
    pub path: PathBuf,
    /// Where, for people.
    pub shown: String,
    /// Whether the folder it lies in is its own, and must not be there yet.
    pub has_own_folder: bool,
    /// What is in it.
    pub content: String,
}

/// A migration that is to go. It must be as refract wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OldFile {
    /// Where, on disk.
    pub path: PathBuf,
    /// Where, for people.
    pub shown: String,
    /// Whether the folder it lies in is its own, and is removed with it.
    pub has_own_folder: bool,
}

/// What one run does to the disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// Migrations that come.
    pub new: Vec<NewFile>,
    /// Migrations that go.
    pub old: Vec<OldFile>,
    /// Text files that get another content (their new contents stand in them), after all else went well.
    pub rewritten: Vec<NewFile>,
}

/// How to take something back.
enum Undo {
    File(PathBuf),
    Folder(PathBuf),
    Move { from: PathBuf, back_to: PathBuf },
}

impl OldFile {
    /// Why it must stay, if it must.
    ///
    /// # Errors
    /// When it is not as refract wrote it, or is not alone in its folder.
    pub fn check(&self) -> Result<(), Diagnostic> {
        self.check_content(&self.path)?;
        let Some(folder) = self.path.parent().filter(|_| self.has_own_folder) else { return Ok(()) };
        let entries = fs::read_dir(folder).map_err(|error| failed("read", &self.shown, &error))?;
        let other = entries.flatten().find(|entry| Some(entry.file_name().as_os_str()) != self.path.file_name());
        match other {
            None => Ok(()),
            Some(other) => {
                let name = other.file_name().to_string_lossy().into_owned();
                Err(Diagnostic::error(Code::EditedMigration, format!("beside {} there is {name}", self.shown))
                    .help("move it elsewhere, or keep this migration: commit it, and run again with `--base HEAD`"))
            }
        }
    }

    fn check_content(&self, path: &Path) -> Result<(), Diagnostic> {
        let content = fs::read(path).map_err(|error| failed("read", &self.shown, &error))?;
        let what = match verdict(&content) {
            Verdict::Untouched => return Ok(()),
            Verdict::Edited => "was edited since refract wrote it",
            Verdict::Foreign => "was not written by refract",
        };
        Err(Diagnostic::error(Code::EditedMigration, format!("{} {what}, so it is not replaced", self.shown)).help(
            "keep it: commit it with the schema that it leads to, and run again with `--base HEAD`; or remove it yourself",
        ))
    }

    /// Where it waits until everything went well: no tool takes this for a migration.
    fn aside(&self) -> PathBuf {
        let mut name = self.path.as_os_str().to_owned();
        name.push(".replaced");
        PathBuf::from(name)
    }
}

impl Batch {
    /// Does all of it, or nothing.
    ///
    /// # Errors
    /// When anything cannot be done; what was done until then is taken back.
    pub fn apply(&self) -> Result<(), Diagnostic> {
        let mut done = Vec::new();
        let result = self.try_apply(&mut done);
        if let Err(diagnostic) = result {
            let left: Vec<String> = done.iter().rev().filter_map(take_back).collect();
            return Err(if left.is_empty() {
                diagnostic
            } else {
                let help = diagnostic.help.clone().unwrap_or_default();
                diagnostic.help(format!("{help}; and put right by hand: {}", left.join(", ")))
            });
        }
        self.old.iter().try_for_each(remove_for_good)
    }

    fn try_apply(&self, done: &mut Vec<Undo>) -> Result<(), Diagnostic> {
        for old in &self.old {
            move_aside(old, done)?;
        }
        // what takes time comes first: between the first file and the last nothing else happens
        let waiting =
            self.new.iter().map(|new| Ok((new, prepare(new, done)?))).collect::<Result<Vec<_>, Diagnostic>>()?;
        for (new, waiting) in waiting {
            // the file appears whole, under a name that was free
            waiting.create_new().map_err(|error| refused(new, &error))?;
            done.push(Undo::File(new.path.clone()));
        }
        self.rewritten.iter().try_for_each(rewrite)
    }
}

fn move_aside(old: &OldFile, done: &mut Vec<Undo>) -> Result<(), Diagnostic> {
    old.check()?;
    let aside = old.aside();
    if aside.symlink_metadata().is_ok() {
        return Err(Diagnostic::error(
            Code::FileExists,
            format!("there is {} from a run that was cut off", aside.display()),
        )
        .help(format!("see whether {} is as it should be, and remove the other", old.shown)));
    }
    fs::rename(&old.path, &aside).map_err(|error| failed("replace", &old.shown, &error))?;
    done.push(Undo::Move { from: aside.clone(), back_to: old.path.clone() });
    // an editor may have saved it just now
    old.check_content(&aside)
}

/// Makes the folder of a file, and writes its content beside where it will be.
fn prepare<'n>(new: &'n NewFile, done: &mut Vec<Undo>) -> Result<TemporaryFile<'n>, Diagnostic> {
    let failed = |error: std::io::Error| failed("write", &new.shown, &error);
    let folder = new.path.parent().unwrap_or(Path::new("."));
    let shared = if new.has_own_folder { folder.parent().unwrap_or(folder) } else { folder };
    let missing: Vec<&Path> =
        shared.ancestors().take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists()).collect();
    for folder in missing.into_iter().rev() {
        fs::create_dir(folder).map_err(failed)?;
        done.push(Undo::Folder(folder.to_path_buf()));
    }
    if new.has_own_folder {
        fs::create_dir(folder).map_err(|error| refused(new, &error))?;
        done.push(Undo::Folder(folder.to_path_buf()));
    }
    TemporaryFile::write(&new.path, new.content.as_bytes(), Kind::Text).map_err(|error| refused(new, &error))
}

fn refused(new: &NewFile, error: &std::io::Error) -> Diagnostic {
    if error.kind() == ErrorKind::AlreadyExists { exists(new) } else { failed("write", &new.shown, error) }
}

fn rewrite(file: &NewFile) -> Result<(), Diagnostic> {
    let put = |path: PathBuf| TemporaryFile::write(&path, file.content.as_bytes(), Kind::Text)?.replace();
    // it must be there
    fs::canonicalize(&file.path).and_then(put).map_err(|error| failed("write", &file.shown, &error))
}

fn remove_for_good(old: &OldFile) -> Result<(), Diagnostic> {
    let aside = old.aside();
    let folder = old.path.parent().filter(|_| old.has_own_folder);
    let removed = fs::remove_file(&aside).and_then(|()| folder.map_or(Ok(()), fs::remove_dir));
    removed.map_err(|error| {
        let message = format!("the new files are written, but {} could not be removed: {error}", old.shown);
        Diagnostic::error(Code::FileSystem, message).help("remove it by hand")
    })
}

/// What could not be taken back, if so.
fn take_back(undo: &Undo) -> Option<String> {
    let (result, what) = match undo {
        Undo::File(path) => (fs::remove_file(path), format!("remove {}", path.display())),
        Undo::Folder(path) => (fs::remove_dir(path), format!("remove {}", path.display())),
        Undo::Move { from, back_to } => {
            (fs::rename(from, back_to), format!("move {} to {}", from.display(), back_to.display()))
        }
    };
    result.err().map(|_| what)
}

fn exists(new: &NewFile) -> Diagnostic {
    Diagnostic::error(Code::FileExists, format!("{} is there already", new.shown))
        .help("nothing was written; choose another name, or remove it if nobody needs it")
}

fn failed(what: &str, shown: &str, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error(Code::FileSystem, format!("cannot {what} {shown}: {error}"))
        .help("nothing was changed; see that every part of the path is a folder, and yours to write")
}
