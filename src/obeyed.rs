//! What of a text a terminal, or the runner of a CI service that reads its log, would take for a command.

/// Control characters but for line breaks and tabs, and those that turn the direction of writing around.
#[must_use]
pub fn is_obeyed(c: char) -> bool {
    let turns = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || c.is_control() && !matches!(c, '\n' | '\t')
}

/// Whether a line is a command of GitHub's: <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.
#[must_use]
pub fn is_command(line: &str) -> bool {
    line.trim_start().starts_with("::")
}

/// Whether a `[` behind a text makes `##[` (GitHub) or `##word[` (Azure, TeamCity) of it, wherever in a line.
#[must_use]
pub fn is_before_bracket(text: &str) -> bool {
    text.trim_end_matches(|c: char| c.is_ascii_alphabetic()).ends_with("##")
}

/// Whether anything in a text is obeyed.
#[must_use]
pub fn has_commands(text: &str) -> bool {
    text.contains(is_obeyed)
        || text.contains("::") && text.lines().any(is_command)
        || text.contains("##") && text.match_indices('[').any(|(at, _)| is_before_bracket(&text[..at]))
}

/// The text with something else in place of each bracket that makes `##[` or `##word[`.
#[must_use]
pub fn without_brackets(text: &str, instead: &str) -> String {
    let mut harmless = String::with_capacity(text.len());
    let mut left = text;
    while let Some(at) = left.find('[') {
        let (before, behind) = left.split_at(at);
        harmless.push_str(before);
        harmless.push_str(if is_before_bracket(before) { instead } else { "[" });
        left = &behind[1..];
    }
    harmless.push_str(left);
    harmless
}
