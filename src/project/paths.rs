//! Paths that the user wrote, as paths of the project and back.

use std::fs;
use std::path::{Path, PathBuf};

use crate::path;

/// A path that the user wrote, made absolute, through the links that lead to its folder.
pub(super) fn resolved(start: &Path, entered: &Path) -> PathBuf {
    let path = start.join(entered);
    match (path.parent().map(fs::canonicalize), path.file_name()) {
        (Some(Ok(folder)), Some(name)) => folder.join(name),
        _ => fs::canonicalize(&path).unwrap_or(path),
    }
}

pub(super) fn entered(start: &Path, top: &Path, path: &Path) -> String {
    // a place that only a link leads to was not named by the user: the error is for the code that follows the link
    let place = if leads_out(start, top, path) { start.join(path) } else { resolved(start, path) };
    path::relative(&plain(top), &plain(&place))
}

/// Whether a path that the user wrote is one of the repository by its words, and a link in it leads elsewhere.
pub(super) fn leads_out(start: &Path, top: &Path, path: &Path) -> bool {
    let (top, written, real) = (plain(top), plain(&start.join(path)), plain(&resolved(start, path)));
    let is_inside = |path: &str| path == top || path::below(&top, path).is_some();
    is_inside(&written) && !is_inside(&real)
}

fn plain(path: &Path) -> String {
    path::plain(&path.to_string_lossy().replace('\\', "/"))
}

/// A path with its links followed as far as it is there; `None` where that leads out of the top.
pub(super) fn followed(top: &Path, path: &str) -> Option<String> {
    let there = Path::new(path).ancestors().find(|part| top.join(part).exists())?;
    let real = fs::canonicalize(top.join(there)).ok()?;
    let rest = Path::new(path).strip_prefix(there).ok()?;
    let joined = if rest.as_os_str().is_empty() { real } else { real.join(rest) };
    relative_to(&fs::canonicalize(top).ok()?, &joined)
}

/// Where a path that is relative to the top is, in its plain form.
pub(super) fn absolute(top: &Path, path: &str) -> String {
    let whole = top.join(path).to_string_lossy().replace('\\', "/");
    let root = if whole.starts_with('/') { "/" } else { "" };
    format!("{root}{}", path::plain(&whole))
}

/// A path below a folder, as text.
pub(super) fn relative_to(folder: &Path, path: &Path) -> Option<String> {
    let rest = path.strip_prefix(folder).ok()?;
    Some(rest.to_string_lossy().replace('\\', "/"))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::absolute;

    #[test]
    fn a_path_has_no_way_back_in_it() {
        assert_eq!(absolute(Path::new("/a/b"), "../x/../y"), "/a/y");
        assert_eq!(absolute(Path::new("C:/a"), "b"), "C:/a/b");
    }
}
