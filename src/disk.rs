//! The files of a project on disk.
//!
//! A pull request can contain a symbolic link. A link is followed as long as it stays in the project:
//! nothing outside, and nothing of git's own, is read or written because of one.

use std::fmt;
use std::fs;
use std::io::{Error, ErrorKind, Result};
use std::path::{Component, Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic};

/// A folder and what lies in it. Paths are relative to it. One that begins with `..` was named by the user
/// on the command line; the links on it may lead as far as the first folder that it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disk {
    top: PathBuf,
}

/// Keeps other runs from writing as long as it lives, whatever becomes of this process.
#[derive(Debug)]
pub struct Lock {
    /// Whether another run held the lock before, and so may have written.
    pub has_waited: bool,
    _folder: fs::File,
}

/// One name in a folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DiskEntry {
    /// Without its folder. What is no UTF-8 is replaced.
    pub name: String,
    /// What it is.
    pub kind: DiskEntryKind,
}

/// What a name in a folder stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DiskEntryKind {
    /// A file, or something else that is no folder.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, to whatever.
    Link,
}

/// Why a path that is there is not followed.
#[derive(Debug)]
enum Forbidden {
    LeadsOut,
    LeadsNowhere,
    IsGits,
}

impl fmt::Display for Forbidden {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Forbidden::LeadsOut => "a symbolic link leads out of the repository",
            Forbidden::LeadsNowhere => "a symbolic link leads to nothing",
            Forbidden::IsGits => "it lies in a folder of git's own",
        })
    }
}

impl std::error::Error for Forbidden {}

impl Disk {
    /// What lies in a folder.
    #[must_use]
    pub fn below(top: &Path) -> Disk {
        Disk { top: top.to_path_buf() }
    }

    /// Waits until no other run writes here. `None` where the system cannot lock a folder.
    #[must_use]
    pub fn lock(&self) -> Option<Lock> {
        let folder = fs::File::open(&self.top).ok()?;
        let has_waited = folder.try_lock().is_err();
        if has_waited {
            folder.lock().ok()?;
        }
        Some(Lock { has_waited, _folder: folder })
    }

    /// Where something is that is there, with all links followed.
    ///
    /// # Errors
    /// When nothing is there, or a link leads out.
    pub fn follow(&self, path: &str) -> Result<PathBuf> {
        match self.without_links(path)? {
            Some(plain) => Ok(plain),
            None => self.allowed(path, fs::canonicalize(self.top.join(path))?),
        }
    }

    /// Where something is that is there and that no link leads to, as nearly always; this asks the system much less than
    /// to follow links does. `None` where links have to be followed.
    fn without_links(&self, path: &str) -> Result<Option<PathBuf>> {
        let mut real = self.top.clone();
        for part in Path::new(path).components() {
            let is_name = matches!(part, Component::Normal(_)) && !is_gits(part);
            real.push(part);
            if real.symlink_metadata()?.is_symlink() || !is_name {
                return Ok(None);
            }
        }
        Ok(Some(real))
    }

    /// Where something is, or would be; the links on the way to it are followed.
    ///
    /// # Errors
    /// When a link leads out, or to nothing.
    pub fn place(&self, path: &str) -> Result<PathBuf> {
        let written = self.top.join(path);
        if written.symlink_metadata().is_ok() {
            self.follow(path).map_err(nowhere)?;
        }
        let folder = written.parent().unwrap_or(&self.top);
        let there = folder.ancestors().find(|folder| folder.symlink_metadata().is_ok()).unwrap_or(&self.top);
        let rest = written.strip_prefix(there).unwrap_or(&written);
        self.allowed(path, fs::canonicalize(there).map_err(nowhere)?.join(rest))
    }

    fn allowed(&self, path: &str, real: PathBuf) -> Result<PathBuf> {
        let up = path.split('/').take_while(|part| *part == "..").count();
        let mut bound = self.top.clone();
        bound.extend(path.split('/').take(if up == 0 { 0 } else { up + 1 }));
        if up > 0 && path.split('/').count() <= up + 1 {
            bound.pop();
        }
        let forbidden = match real.strip_prefix(fs::canonicalize(bound)?) {
            Err(_) => Forbidden::LeadsOut,
            Ok(inside) if inside.components().any(is_gits) => Forbidden::IsGits,
            Ok(_) => return Ok(real),
        };
        Err(Error::new(ErrorKind::PermissionDenied, forbidden))
    }

    /// The content of a file.
    ///
    /// # Errors
    /// When it cannot be read, or a link leads out.
    pub fn read(&self, path: &str) -> Result<Vec<u8>> {
        fs::read(self.follow(path)?)
    }

    /// The content of a file, if it is there.
    ///
    /// # Errors
    /// When it cannot be read, or a link leads out.
    pub fn read_if_there(&self, path: &str) -> Result<Option<Vec<u8>>> {
        if_there(self.read(path))
    }

    /// The content of a file as text; of bytes that are no UTF-8 it says that they are not.
    ///
    /// # Errors
    /// When it cannot be read, or a link leads out.
    pub fn read_text(&self, path: &str) -> Result<String> {
        String::from_utf8(self.read(path)?).map_err(|_| Error::new(ErrorKind::InvalidData, "it is not UTF-8"))
    }

    /// Whether there is a file.
    ///
    /// # Errors
    /// When that cannot be told, or a link leads out.
    pub fn is_file(&self, path: &str) -> Result<bool> {
        match self.follow(path) {
            Ok(real) => Ok(real.is_file()),
            Err(error) if error.kind() == ErrorKind::PermissionDenied => Err(error),
            // also links that lead in a circle
            Err(_) => Ok(false),
        }
    }

    /// Whether there is a folder.
    ///
    /// # Errors
    /// When that cannot be told, or a link leads out.
    pub fn is_folder(&self, path: &str) -> Result<bool> {
        Ok(if_there(self.follow(path))?.is_some_and(|real| real.is_dir()))
    }

    /// What lies in a folder, by name; nothing where there is nothing.
    ///
    /// # Errors
    /// When it cannot be read, or a link leads out.
    pub fn entries(&self, folder: &str) -> Result<Vec<DiskEntry>> {
        let real = match self.follow(folder) {
            Ok(real) => real,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut entries = Vec::new();
        for entry in fs::read_dir(real)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            let kind = match (kind.is_symlink(), kind.is_dir()) {
                (true, _) => DiskEntryKind::Link,
                (false, true) => DiskEntryKind::Folder,
                (false, false) => DiskEntryKind::File,
            };
            entries.push(DiskEntry { name: entry.file_name().to_string_lossy().into_owned(), kind });
        }
        entries.sort();
        Ok(entries)
    }
}

/// Whether a part of a path is the folder that git keeps for itself; some file systems do not tell case apart.
fn is_gits(part: Component<'_>) -> bool {
    part.as_os_str().eq_ignore_ascii_case(".git")
}

fn if_there<T>(result: Result<T>) -> Result<Option<T>> {
    match result {
        Ok(there) => Ok(Some(there)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What is in the way of writing where something is that cannot be followed.
fn nowhere(error: Error) -> Error {
    if error.kind() == ErrorKind::NotFound { Error::new(ErrorKind::NotFound, Forbidden::LeadsNowhere) } else { error }
}

/// What to say of something that cannot be read.
#[must_use]
pub fn unreadable(shown: &str, error: &Error) -> Diagnostic {
    let help = match error.get_ref().and_then(|inner| inner.downcast_ref()) {
        Some(Forbidden::LeadsOut) => {
            "put the file itself in place of the link, or let the link lead to one in the repository"
        }
        Some(Forbidden::LeadsNowhere) => "remove the link, or let it lead to something",
        Some(Forbidden::IsGits) => "keep it in a folder beside .git",
        None => "see whether it is there and yours to read",
    };
    Diagnostic::error(Code::Unreadable, format!("cannot read {shown}: {error}")).help(help)
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::Disk;

    #[test]
    fn links_are_followed_as_far_as_the_top() {
        let folder = tempfile::tempdir().unwrap();
        let top = folder.path().join("top");
        fs::create_dir_all(top.join(".git/hooks")).unwrap();
        fs::write(folder.path().join("secret"), "secret").unwrap();
        fs::write(top.join("file"), "mine").unwrap();
        symlink("file", top.join("inside")).unwrap();
        symlink("../secret", top.join("outside")).unwrap();
        symlink("..", top.join("up")).unwrap();
        symlink("nowhere", top.join("dangling")).unwrap();
        symlink(".git/hooks", top.join("hooks")).unwrap();
        let disk = Disk::below(&top);
        assert_eq!(disk.read("inside").unwrap(), b"mine");
        assert_eq!(disk.read_if_there("nothing").unwrap(), None);
        // what the user names by its own path is theirs to name
        assert_eq!(disk.read("../secret").unwrap(), b"secret");
        for forbidden in ["outside", "up/secret", "hooks", "up/top/file/../../secret"] {
            assert!(disk.read(forbidden).is_err(), "{forbidden}");
        }
        for forbidden in
            ["outside", "up/new", "up/new/file", "dangling", "dangling/file", "hooks/new", ".git/x", "a/.GIT/x"]
        {
            assert!(disk.place(forbidden).is_err(), "{forbidden}");
        }
        assert!(disk.is_file("outside").is_err());
        assert!(disk.place("new/folder/file").is_ok());
        assert!(disk.place("inside").is_ok());
        assert!(disk.entries("hooks").is_err());
    }
}
