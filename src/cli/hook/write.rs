//! Writing hooks: each file is there whole, or as it was.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::atomic::{Kind, TemporaryFile};
use crate::diagnostic::{Code, Diagnostic};

/// A file that is to have another content.
pub(super) struct Rewrite {
    /// Where, on disk.
    pub(super) path: PathBuf,
    /// Where, for people.
    pub(super) shown: String,
    /// What is to be in it; `None` for no file.
    pub(super) content: Option<Vec<u8>>,
}

/// The content of a hook, if there is one.
///
/// # Errors
/// When it cannot be read.
pub(super) fn content(path: &Path, shown: &str) -> Result<Option<Vec<u8>>, Diagnostic> {
    match fs::read(path) {
        Ok(content) => Ok(Some(content)),
        // a link that leads nowhere is there all the same
        Err(error) if is_absence(&error) && path.symlink_metadata().is_err() => Ok(None),
        Err(error) => Err(failed("read", shown, &error)),
    }
}

fn is_absence(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// Whether git would start a file.
#[cfg(unix)]
pub(super) fn is_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o111 != 0)
}

/// Whether git would start a file.
#[cfg(not(unix))]
pub(super) fn is_executable(_: &Path) -> bool {
    true
}

/// Writes all of them; what can fail is done before the first file changes.
///
/// # Errors
/// When one cannot be written.
pub(super) fn apply(rewrites: &[Rewrite]) -> Result<(), Diagnostic> {
    let mut waiting = Vec::new();
    for rewrite in rewrites {
        let prepared = rewrite.content.as_ref().map(|content| prepare(&rewrite.path, content)).transpose();
        waiting.push((rewrite, prepared.map_err(|error| failed("write", &rewrite.shown, &error))?));
    }
    waiting.into_iter().try_for_each(|(rewrite, prepared)| {
        let result = match prepared {
            Some(waiting) => waiting.replace(),
            None => fs::remove_file(&rewrite.path),
        };
        result.map_err(|error| failed("write", &rewrite.shown, &error))
    })
}

fn prepare<'c>(path: &Path, content: &'c [u8]) -> std::io::Result<TemporaryFile<'c>> {
    let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    fs::create_dir_all(real.parent().unwrap_or(Path::new(".")))?;
    TemporaryFile::write(&real, content, Kind::Program)
}

fn failed(what: &str, shown: &str, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error(Code::FileSystem, format!("cannot {what} {shown}: {error}"))
        .help("see that every part of the path is a folder, and yours to write")
}
