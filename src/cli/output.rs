//! What reaches a terminal or a log. Names and texts of a schema are anybody's, whoever sends a pull request: control
//! characters are shown instead of obeyed, and no line is a command to the runner that reads the log.

use std::borrow::Cow;

use crate::control_text::{is_control_character, is_workflow_command, without_brackets};

/// What a command prints on standard output.
pub(super) enum Output {
    /// For people.
    Page(Page),
    /// For programs: byte for byte, unless a terminal would show it.
    Document(String),
}

/// A text for people.
#[derive(Default)]
pub(super) struct Page(String);

/// A text whose colours are our own, and in which nothing else is left to obey.
pub(super) struct Painted(pub(super) String);

impl Page {
    pub(super) fn push(&mut self, text: &str) {
        self.0.push_str(&visible(text));
    }

    pub(super) fn push_painted(&mut self, text: &Painted) {
        self.0.push_str(&text.0);
    }

    pub(super) fn ends_with(&self, end: &str) -> bool {
        self.0.ends_with(end)
    }
}

impl Output {
    /// The bytes for a stream.
    pub(super) fn into_text(self, is_terminal: bool) -> String {
        match self {
            Output::Page(Page(text)) => without_commands(&text),
            Output::Document(text) if is_terminal => visible(&text).into_owned(),
            Output::Document(text) => text,
        }
    }
}

/// The text with a sign in place of each character that a terminal would obey, one for one.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    let is_plain = |byte| matches!(byte, b' '..=b'~' | b'\n' | b'\t');
    if text.bytes().all(is_plain) || !text.contains(is_control_character) {
        return Cow::Borrowed(text);
    }
    text.chars().map(|c| if is_control_character(c) { sign(c) } else { c }).collect::<String>().into()
}

fn sign(c: char) -> char {
    match u32::from(c) {
        code @ 0..=0x1f => char::from_u32(0x2400 + code).unwrap_or(char::REPLACEMENT_CHARACTER),
        0x7f => '\u{2421}',
        _ => char::REPLACEMENT_CHARACTER,
    }
}

/// The text with a backslash in whatever a runner would take for one of its commands: `::` at the start of a line
/// (GitHub), `##[` and `##word[` (GitHub, Azure, TeamCity).
pub(super) fn without_commands(text: &str) -> String {
    let mut harmless = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let start = line.len() - line.trim_start().len();
        let (gap, rest) = line.split_at(start);
        harmless.push_str(gap);
        if is_workflow_command(rest) {
            harmless.push('\\');
        }
        harmless.push_str(&without_brackets(rest, "\\["));
    }
    harmless
}

#[cfg(test)]
mod tests {
    use super::{visible, without_commands};

    #[test]
    fn what_a_terminal_obeys_is_shown() {
        assert_eq!(visible("a\tb\nc"), "a\tb\nc");
        assert_eq!(visible("\u{1b}[31m\r\u{7f}\u{9b}\u{202e}"), "\u{241b}[31m\u{240d}\u{2421}\u{fffd}\u{fffd}");
    }

    #[test]
    fn no_line_is_a_command() {
        assert_eq!(without_commands("a::b\n ::error::x\n"), "a::b\n \\::error::x\n");
        assert_eq!(without_commands("## a ##[group] ##vso[x"), "## a ##\\[group] ##vso\\[x");
        assert_eq!(without_commands("a[] #####[x][y]"), "a[] #####\\[x][y]");
    }
}
