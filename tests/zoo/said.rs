//! What a run says to the user about an object.

use std::collections::BTreeSet;

/// The codes of the errors, warnings and notes that name something.
pub fn codes_that_name(said: &str, name: &str) -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    let mut code = None;
    for line in said.lines() {
        let headed = ["error[", "warning[", "note["].iter().find_map(|head| line.trim_start().strip_prefix(head));
        if let Some((found, _)) = headed.and_then(|rest| rest.split_once(']')) {
            code = Some(found.to_owned());
        } else if line.is_empty() {
            code = None;
        }
        if has_word(line, name) {
            codes.extend(code.clone());
        }
    }
    codes
}

/// Whether the statements of a file name something; its comments do not count.
pub fn file_names(sql: &str, name: &str) -> bool {
    sql.lines().filter(|line| !line.trim_start().starts_with("--")).any(|line| has_word(line, name))
}

/// Whether a name stands in a text, and is not a part of a longer one.
fn has_word(text: &str, name: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        !before.is_some_and(part) && !after.is_some_and(part)
    })
}
