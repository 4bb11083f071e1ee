//! Comments that allow a finding: `-- refract:allow R6001 the reason`.

use std::ops::Range;

use crate::diagnostic::Code;

/// Whether a comment allows a finding. Without a reason it does not.
#[must_use]
pub(super) fn is_allowed(comment: &str, code: Code) -> bool {
    let lines = comment.lines().map(|line| line.trim_start_matches(['-', '/', '*', ' ', '\t']));
    let mut allowed = lines.filter_map(|line| line.strip_prefix("refract:allow "));
    allowed.any(|words| {
        let words = words.trim().trim_end_matches("*/").trim();
        words
            .split_once(char::is_whitespace)
            .is_some_and(|(named, reason)| named == code.as_str() && !reason.trim().is_empty())
    })
}

/// The lines right below comments that allow what is not understood, wherever they stand: the body of a function is one
/// constant to the reader of the file.
#[must_use]
pub(super) fn allowed_lines(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut is_below = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let is_comment = line.trim_start().starts_with("--");
        if is_comment {
            is_below |= is_allowed(line, Code::SqlNotUnderstood);
        } else if std::mem::take(&mut is_below) {
            found.push(at..at + line.len());
        }
        at += line.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::is_allowed;
    use crate::diagnostic::Code;

    #[test]
    fn a_comment_names_the_code_and_a_reason() {
        let allows = |comment| is_allowed(comment, Code::SqlNotUnderstood);
        assert!(allows("-- refract:allow R6001 made by an extension"));
        assert!(allows("/* refract:allow R6001 made by an extension */"));
        assert!(!allows("-- refract:allow R6001"));
        assert!(!allows("/* refract:allow R6001 */"));
        assert!(!allows("-- refract:allow R6002 a reason"));
    }
}
