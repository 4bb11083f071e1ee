//! Paths as text: forward slashes, relative, without `.` and with `..` only at the start.
//!
//! Git, refract.toml and messages all speak of paths in this form; only the edge to the file system
//! turns them into [`std::path::Path`]. The empty path is the folder itself.

/// Brings a path into its plain form: `./a//b/../c/` is `a/c`.
#[must_use]
pub fn plain(path: &str) -> String {
    if is_plain(path) {
        return path.to_owned();
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => drop(parts.pop()),
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

/// A path that is relative to a folder, seen from where that folder is relative to.
#[must_use]
pub fn join(folder: &str, path: &str) -> String {
    let joined = format!("{folder}/{path}");
    if is_plain(&joined) { joined } else { plain(&joined) }
}

/// Whether a path is in its plain form already, as most are.
fn is_plain(path: &str) -> bool {
    path.as_bytes().split(|byte| *byte == b'/').all(|part| !matches!(part, b"" | b"." | b".."))
}

/// The folder that a file or folder lies in.
#[must_use]
pub fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The last part of a path.
#[must_use]
pub fn name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// What is left of a path below a folder, if it lies in it.
#[must_use]
pub fn below<'p>(folder: &str, path: &'p str) -> Option<&'p str> {
    if folder.is_empty() { Some(path) } else { path.strip_prefix(folder)?.strip_prefix('/') }
}

/// How a path looks from a folder; both are relative to the same place.
#[must_use]
pub fn relative(from: &str, path: &str) -> String {
    let from: Vec<&str> = from.split('/').filter(|part| !part.is_empty()).collect();
    let path: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let common = from.iter().zip(&path).take_while(|(a, b)| a == b).count();
    let up = from[common..].iter().map(|_| "..");
    up.chain(path[common..].iter().copied()).collect::<Vec<_>>().join("/")
}

/// Whether a path leads into the folder that git keeps for itself; some file systems do not tell case apart.
#[must_use]
pub fn leads_into_gits(path: &str) -> bool {
    plain(path).split('/').any(|part| part.eq_ignore_ascii_case(".git"))
}

#[cfg(test)]
mod tests {
    use super::{below, join, plain, relative};

    #[test]
    fn a_path_has_one_plain_form() {
        assert_eq!(plain("./a//b/../c/"), "a/c");
        assert_eq!(plain("../../x"), "../../x");
        assert_eq!(plain("a/../.."), "..");
        assert_eq!(plain("."), "");
        assert_eq!(join("packages/db", "../web/x"), "packages/web/x");
    }

    #[test]
    fn a_path_is_seen_from_another_folder() {
        assert_eq!(relative("packages/db", "packages/web/x"), "../web/x");
        assert_eq!(relative("", "a/b"), "a/b");
        assert_eq!(relative("a/b", "a/b/c"), "c");
        assert_eq!(below("a", "ab/c"), None);
        assert_eq!(below("a", "a/c"), Some("c"));
    }
}
