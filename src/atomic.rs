//! Files that are there whole, or as they were: a content is written beside its file first.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Result, Write};
use std::path::{Path, PathBuf};

/// A content that waits beside the file that it is for, and is gone when nobody puts it there.
pub struct Waiting<'c> {
    content: &'c [u8],
    /// The file itself, where the path is a link.
    path: PathBuf,
    temporary: PathBuf,
}

/// Whether a file's name is one of a content that waits; the run that made it may be gone.
#[must_use]
pub fn is_waiting(name: &str) -> bool {
    let middle = name.strip_prefix('.').and_then(|name| name.strip_suffix(".tmp"));
    let process = middle.and_then(|middle| middle.rsplit_once('.')).map(|(_, process)| process);
    process.is_some_and(|process| !process.is_empty() && process.bytes().all(|byte| byte.is_ascii_digit()))
}

/// What a file is where there was none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// To be read.
    Text,
    /// To be started.
    Program,
}

impl<'c> Waiting<'c> {
    /// Writes a content beside a file, whose permissions it takes on.
    ///
    /// # Errors
    /// When that cannot be done; nothing is left of it then.
    pub fn write(path: &Path, content: &'c [u8], kind: Kind) -> Result<Waiting<'c>> {
        // a link stays a link
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let folder = path.parent().unwrap_or(Path::new("."));
        let temporary = folder.join(format!(".{name}.{}.tmp", std::process::id()));
        write_new(&temporary, content, kind)?;
        let waiting = Waiting { content, path, temporary };
        if let Ok(known) = fs::metadata(&waiting.path) {
            fs::set_permissions(&waiting.temporary, known.permissions())?;
        }
        Ok(waiting)
    }

    /// Puts it in place of what is there.
    ///
    /// # Errors
    /// When that cannot be done; what is there stays.
    pub fn put(self) -> Result<()> {
        fs::rename(&self.temporary, &self.path)
    }

    /// Puts it where nothing is.
    ///
    /// # Errors
    /// When something is there, or that cannot be done.
    pub fn put_where_free(self) -> Result<()> {
        match fs::hard_link(&self.temporary, &self.path) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(error),
            // not every file system has links
            Err(_) => write_new(&self.path, self.content, Kind::Text),
        }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        // after it was renamed there is none
        let _ = fs::remove_file(&self.temporary);
    }
}

fn write_new(path: &Path, content: &[u8], kind: Kind) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(
        &mut options,
        match kind {
            Kind::Text => 0o666,
            Kind::Program => 0o777,
        },
    );
    #[cfg(not(unix))]
    let _ = kind;
    options.open(path)?.write_all(content).inspect_err(|_| {
        let _ = fs::remove_file(path);
    })
}
