//! SQL as it may reach a terminal or the log of a CI runner: it has no control text, and means the same to PostgreSQL.
//!
//! Standard output is what goes into a file, byte for byte, so nothing can be masked when it is printed. Names, texts and
//! SQL of a schema are anybody's: control text in them is written in PostgreSQL's escapes. That is nearly never so.

use std::borrow::Cow;

use crate::control_text::{begins_log_command, has_control_text, is_control_character, is_workflow_command};
use crate::sql::{self, Token, TokenKind};

/// The tag of the bodies that are refract's own.
const OWN_TAG: &str = "$refract$";

/// The same SQL with escapes in place of control text.
pub(super) fn shown(sql: &str) -> Cow<'_, str> {
    if !has_control_text(sql) {
        return Cow::Borrowed(sql);
    }
    let tokens = sql::tokens(sql).tokens;
    let written = |token: &Token| &sql[token.range.clone()];
    let (mut shown, mut end, mut at) = (String::with_capacity(sql.len()), 0, 0);
    while let Some(token) = tokens.get(at) {
        let text = written(token);
        shown.push_str(&gap(&sql[end..token.range.start], text == "::"));
        // a constant may go on in the next line
        let is_more = |token: &&Token| token.kind == TokenKind::String;
        let parts = &tokens[at..at + tokens[at..].iter().take_while(is_more).count().max(1)];
        at += parts.len();
        end = parts.last().map_or(end, |last| last.range.end);
        let escape = match &tokens[at..] {
            [word, escape, ..] if written(word).eq_ignore_ascii_case("UESCAPE") => written(escape).chars().nth(1),
            _ => None,
        };
        let whole = &sql[token.range.start..end];
        match token.kind {
            TokenKind::Symbol if text == "[" && begins_log_command(&shown) => shown.push_str(" ["),
            TokenKind::QuotedName | TokenKind::String | TokenKind::DollarString if has_control_text(whole) => {
                shown.push_str(&escaped(token.kind, &parts.iter().map(written).collect::<Vec<_>>(), escape, whole));
            }
            TokenKind::Word
            | TokenKind::Number
            | TokenKind::Symbol
            | TokenKind::PsqlCommand
            | TokenKind::QuotedName
            | TokenKind::String
            | TokenKind::DollarString => shown.push_str(whole),
        }
    }
    Cow::Owned(shown + &gap(&sql[end..], false))
}

/// What stands between two tokens: white space and comments.
fn gap(text: &str, is_before_cast: bool) -> String {
    if is_before_cast && text.contains(['\n', '\r']) {
        return " ".to_owned();
    }
    if !has_control_text(text) {
        return text.to_owned();
    }
    let mut shown = String::with_capacity(text.len());
    for line in text.replace("\r\n", "\n").replace('\r', "\n").split_inclusive('\n') {
        if is_workflow_command(line) && shown.ends_with('\n') {
            // only a comment goes on in such a line
            shown.pop();
            shown.push(' ');
        }
        for c in line.chars() {
            match c {
                '[' if begins_log_command(&shown) => shown.push_str("\\["),
                c if is_control_character(c) => shown.push(' '),
                c => shown.push(c),
            }
        }
    }
    shown
}

/// A name or a constant with escapes. `given` is the escape that `UESCAPE` after it names.
fn escaped(kind: TokenKind, parts: &[&str], given: Option<char>, whole: &str) -> String {
    let escape = given.unwrap_or('\\');
    if kind == TokenKind::QuotedName {
        let name = sql::identifier(kind, whole, escape);
        return name.map_or_else(|| whole.to_owned(), |name| format!("U&\"{}\"", by_number(&name, '"', escape)));
    }
    if let Some(inside) = whole.strip_prefix(OWN_TAG).and_then(|inside| inside.strip_suffix(OWN_TAG)) {
        return format!("{OWN_TAG}{}{OWN_TAG}", shown(inside));
    }
    let values: Option<String> = parts.iter().map(|part| sql::string_value(part, escape)).collect();
    match (values, given) {
        // bits, or what PostgreSQL refuses
        (None, _) => whole.to_owned(),
        (Some(text), Some(escape)) => format!("U&'{}'", by_number(&text, '\'', escape)),
        (Some(text), None) => format!("E'{}'", in_c(&text)),
    }
}

/// Control characters by their numbers, as in `U&"..."`.
fn by_number(text: &str, mark: char, escape: char) -> String {
    let mut written = String::with_capacity(text.len());
    for c in text.chars() {
        if c == mark || c == escape {
            written.extend([c, c]);
        } else if c == '\n' || is_control_character(c) || c == '[' && begins_log_command(&written) {
            written.push_str(&format!("{escape}{:04x}", u32::from(c)));
        } else {
            written.push(c);
        }
    }
    written
}

/// A text for `E'...'`.
pub(super) fn in_c(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\'' => written.push_str("''"),
            '\\' => written.push_str("\\\\"),
            '\n' => written.push_str("\\n"),
            '\r' => written.push_str("\\r"),
            '\t' => written.push_str("\\t"),
            c if c.is_ascii_control() => written.push_str(&format!("\\x{:02x}", u32::from(c))),
            c if is_control_character(c) => written.push_str(&format!("\\u{:04x}", u32::from(c))),
            '[' if begins_log_command(&written) => written.push_str("\\x5b"),
            c => written.push(c),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::shown;
    use crate::control_text::has_control_text;

    #[test]
    fn what_is_obeyed_is_escaped() {
        for (sql, expected) in [
            ("SELECT \"a\nb\", 1::int", "SELECT \"a\nb\", 1::int"),
            ("SELECT \"a\n::error::\"\"b\\\"", "SELECT U&\"a\\000a::error::\"\"b\\\\\""),
            ("SELECT U&\"a!000a\n::x::\" UESCAPE '!'", "SELECT U&\"a!000a!000a::x::\" UESCAPE '!'"),
            ("SELECT 'a\\\n::x'", "SELECT E'a\\\\\\n::x'"),
            ("SELECT 'a\u{9b}'\n'\\b'", "SELECT E'a\\u009b\\\\b'"),
            ("SELECT 'a##[b]', c ##[1]", "SELECT E'a##\\x5bb]', c ## [1]"),
            ("SELECT 1\n  ::text::x", "SELECT 1 ::text::x"),
            ("SELECT 1 -- a\n::text", "SELECT 1 ::text"),
            ("SELECT /* \n::error:: \u{1b} ##[x] */ 1", "SELECT /*  ::error::   ##\\[x] */ 1"),
            ("DO $refract$\nSELECT '\n::x'; $refract$", "DO $refract$\nSELECT E'\\n::x'; $refract$"),
            ("AS $$\n::a::b\n$$", "AS E'\\n::a::b\\n'"),
            ("-- a\rSELECT 1", "-- a\nSELECT 1"),
        ] {
            assert_eq!(shown(sql), expected);
            assert!(!has_control_text(&shown(sql)), "{sql}");
        }
    }
}
