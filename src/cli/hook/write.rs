//! Writing hooks: each file is there whole, or as it was.

use std::fs::{self, OpenOptions, Permissions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

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

/// A content that waits beside the file that it is for.
struct Waiting<'r> {
    rewrite: &'r Rewrite,
    /// The file itself, where the path is a link.
    path: PathBuf,
    temporary: Option<PathBuf>,
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
        match prepare(rewrite) {
            Ok(one) => waiting.push(one),
            Err(error) => {
                waiting.iter().filter_map(|one: &Waiting| one.temporary.as_ref()).for_each(|temporary| {
                    let _ = fs::remove_file(temporary);
                });
                return Err(failed("write", &rewrite.shown, &error));
            }
        }
    }
    waiting.iter().try_for_each(|one| {
        let result = match &one.temporary {
            Some(temporary) => fs::rename(temporary, &one.path),
            None => fs::remove_file(&one.path),
        };
        result.map_err(|error| failed("write", &one.rewrite.shown, &error))
    })
}

fn prepare(rewrite: &Rewrite) -> std::io::Result<Waiting<'_>> {
    let Some(content) = &rewrite.content else {
        return Ok(Waiting { rewrite, path: rewrite.path.clone(), temporary: None });
    };
    // a link stays a link
    let path = fs::canonicalize(&rewrite.path).unwrap_or_else(|_| rewrite.path.clone());
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary = folder.join(format!(".{name}.{}.tmp", std::process::id()));
    let permissions = fs::metadata(&path).ok().map(|metadata| metadata.permissions());
    write_new(&temporary, content, permissions).inspect_err(|_| {
        let _ = fs::remove_file(&temporary);
    })?;
    Ok(Waiting { rewrite, path, temporary: Some(temporary) })
}

fn write_new(path: &Path, content: &[u8], permissions: Option<Permissions>) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o777);
    let mut file = options.open(path)?;
    file.write_all(content)?;
    permissions.map_or(Ok(()), |permissions| fs::set_permissions(path, permissions))
}

fn failed(what: &str, shown: &str, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error(Code::FileSystem, format!("cannot {what} {shown}: {error}"))
        .help("see that every part of the path is a folder, and yours to write")
}
