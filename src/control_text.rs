//! Control text: what a terminal, or the runner of a CI service that reads its log, would take for a command.

/// Control characters other than line breaks and tabs, and those that change the direction of writing.
#[must_use]
pub fn is_control_character(c: char) -> bool {
    let turns = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || c.is_control() && !matches!(c, '\n' | '\t')
}

/// Whether a line is a workflow command of GitHub: <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.
#[must_use]
pub fn is_workflow_command(line: &str) -> bool {
    line.trim_start().starts_with("::")
}

/// Whether a `[` after a text makes `##[` (GitHub) or `##word[` (Azure, TeamCity) of it, wherever in a line.
#[must_use]
pub fn begins_log_command(text: &str) -> bool {
    text.trim_end_matches(|c: char| c.is_ascii_alphabetic()).ends_with("##")
}

/// Whether a text has any control text.
#[must_use]
pub fn has_control_text(text: &str) -> bool {
    text.contains(is_control_character)
        || text.contains("::") && text.lines().any(is_workflow_command)
        || text.contains("##") && text.match_indices('[').any(|(at, _)| begins_log_command(&text[..at]))
}

/// The text with something else in place of each bracket that makes `##[` or `##word[`.
#[must_use]
pub fn without_brackets(text: &str, instead: &str) -> String {
    let mut harmless = String::with_capacity(text.len());
    let mut left = text;
    while let Some(at) = left.find('[') {
        let (before, behind) = left.split_at(at);
        harmless.push_str(before);
        harmless.push_str(if begins_log_command(before) { instead } else { "[" });
        left = &behind[1..];
    }
    harmless.push_str(left);
    harmless
}
