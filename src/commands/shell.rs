//! Words of commands that are shown for a POSIX shell.

/// A path as a POSIX shell takes it for one word.
pub(crate) fn quoted(path: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-+=:@%,".contains(c);
    let is_word = !path.is_empty() && !path.starts_with('-') && path.chars().all(is_plain);
    if is_word { path.to_owned() } else { format!("'{}'", path.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_path_is_one_word_for_the_shell() {
        assert_eq!(quoted("prisma/migrations/1_a/migration.sql"), "prisma/migrations/1_a/migration.sql");
        assert_eq!(quoted("my app/it's $HOME.sql"), r"'my app/it'\''s $HOME.sql'");
        assert_eq!(quoted("-x"), "'-x'");
    }
}
