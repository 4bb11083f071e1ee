//! Files that the user names beside the project: `--env-file`, `--url-file`. They are often outside of the repository
//! (`/run/secrets/url`), and what is in them is never shown.

use std::io;
use std::path::Path;

/// What a file says. Its first megabyte is enough.
///
/// # Errors
/// When it cannot be read, or is no text.
pub fn contents(path: &Path) -> io::Result<String> {
    use std::io::Read;
    let mut text = String::new();
    std::fs::File::open(path)?.take(1 << 20).read_to_string(&mut text)?;
    Ok(text)
}
