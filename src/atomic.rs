//! Files that are written whole or not at all: the content goes into a temporary file beside it first, which then takes its
//! name.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Result, Write};
use std::path::{Path, PathBuf};

/// The content of a file, in a temporary file beside it, which is removed when it is dropped.
pub struct TemporaryFile<'c> {
    content: &'c [u8],
    /// The file itself, where the path is a link.
    path: PathBuf,
    temporary: PathBuf,
}

/// Whether a file has the name of a temporary file; the run that wrote it may have been killed.
#[must_use]
pub fn is_temporary(name: &str) -> bool {
    let middle = name.strip_prefix('.').and_then(|name| name.strip_suffix(".tmp"));
    let process = middle.and_then(|middle| middle.rsplit_once('.')).map(|(_, process)| process);
    process.is_some_and(|process| !process.is_empty() && process.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The permissions that a new file gets, besides what the umask takes away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A file to be read: 0666.
    Text,
    /// A file to be started: 0777.
    Program,
}

impl<'c> TemporaryFile<'c> {
    /// Writes a content into a temporary file beside `path`, with the permissions that the file there has.
    ///
    /// # Errors
    /// When the file cannot be written; nothing is left of it then.
    pub fn write(path: &Path, content: &'c [u8], kind: Kind) -> Result<TemporaryFile<'c>> {
        // a link stays a link
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let folder = path.parent().unwrap_or(Path::new("."));
        let temporary = folder.join(format!(".{name}.{}.tmp", std::process::id()));
        write_new(&temporary, content, kind)?;
        let file = TemporaryFile { content, path, temporary };
        if let Ok(known) = fs::metadata(&file.path) {
            fs::set_permissions(&file.temporary, known.permissions())?;
        }
        Ok(file)
    }

    /// Puts it in the place of the file that is there.
    ///
    /// # Errors
    /// When it cannot be renamed; the file that is there stays as it is.
    pub fn replace(self) -> Result<()> {
        fs::rename(&self.temporary, &self.path)
    }

    /// Puts it where no file is yet.
    ///
    /// # Errors
    /// When a file is there, or it cannot be written.
    pub fn create_new(self) -> Result<()> {
        match fs::hard_link(&self.temporary, &self.path) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(error),
            // not every file system has links
            Err(_) => write_new(&self.path, self.content, Kind::Text),
        }
    }
}

impl Drop for TemporaryFile<'_> {
    fn drop(&mut self) {
        // there is none any more when it was renamed
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
