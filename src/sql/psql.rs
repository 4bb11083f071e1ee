//! A file as psql reads it: <https://www.postgresql.org/docs/current/app-psql.html>. Beside SQL it may hold psql's own
//! commands, the rows of `COPY ... FROM STDIN`, and variables of psql.

use std::ops::Range;

use super::token::{Token, TokenKind};

/// psql's own commands that neither send anything to the server nor decide what is sent: they are skipped.
const HARMLESS: [&str; 38] = [
    "!",
    "?",
    "C",
    "H",
    "T",
    "a",
    "cd",
    "conninfo",
    "copy",
    "copyright",
    "dp",
    "echo",
    "encoding",
    "errverbose",
    "f",
    "getenv",
    "h",
    "help",
    "l",
    "o",
    "out",
    "p",
    "password",
    "print",
    "pset",
    "qecho",
    "restrict",
    "s",
    "set",
    "setenv",
    "t",
    "timing",
    "unrestrict",
    "unset",
    "w",
    "warn",
    "x",
    "z",
];

/// psql's own commands that send what stands before them, as a semicolon does.
const SENDING: [&str; 5] = [";", "crosstabview", "crosstabviewx", "g", "gx"];

/// psql's own commands whose arguments go to the end of the line, whatever stands in them.
const WHOLE_LINE: [&str; 3] = ["!", "copy", "help"];

/// What a command of psql's own comes to.
pub(super) enum Command {
    /// Nothing that the server sees.
    Harmless,
    /// What stands before it is sent.
    Sends,
    /// What is sent depends on it.
    Decides,
}

/// The command that begins at a backslash: what it comes to, and its end, which is that of the line as a rule.
pub(super) fn command(text: &str, start: usize) -> (Command, usize) {
    let line = &text[start..start + text[start..].find('\n').unwrap_or(text.len() - start)];
    let name = name(line);
    let end = if WHOLE_LINE.contains(&name) { line.len() } else { end_of_arguments(line, 1 + name.len()) };
    let command = if SENDING.contains(&name) {
        Command::Sends
    } else if HARMLESS.contains(&name) || name.starts_with('d') || name.starts_with("lo_") {
        Command::Harmless
    } else {
        Command::Decides
    };
    let end = if name == ";" { 2 } else { end };
    (command, start + end)
}

/// What stands between the backslash and the first blank.
fn name(line: &str) -> &str {
    let rest = &line[1..];
    if rest.starts_with(';') {
        return &rest[..1];
    }
    let length = rest.find(|c: char| c.is_whitespace() || matches!(c, '\\' | '\'' | '"' | ';'));
    &rest[..length.unwrap_or(rest.len())]
}

/// A backslash outside of quote marks ends the arguments; two of them are a mark between psql's command and SQL.
fn end_of_arguments(line: &str, start: usize) -> usize {
    let mut mark = None;
    for (at, byte) in line.bytes().enumerate().skip(start) {
        match (mark, byte) {
            (None, b'\'' | b'"' | b'`') => mark = Some(byte),
            (Some(open), _) if open == byte => mark = None,
            (None, b'\\') => return if line[at..].starts_with("\\\\") { at + 2 } else { at },
            (None | Some(_), _) => {}
        }
    }
    line.len()
}

/// Where the rows end that follow a statement or a command of psql's own, if it is `COPY ... FROM STDIN`: they begin on
/// the next line, and end at one that holds `\.` alone.
pub(super) fn end_of_rows(text: &str, statement: &[Token], end: usize) -> Option<Range<usize>> {
    let word = |at: usize| statement.get(at).map_or("", |token| &text[token.range.clone()]);
    let is_copy = word(0).eq_ignore_ascii_case("COPY");
    let reads = statement.windows(2).any(|pair| {
        let is = |token: &Token, word: &str| text[token.range.clone()].eq_ignore_ascii_case(word);
        is(&pair[0], "FROM") && (is(&pair[1], "STDIN") || is(&pair[1], "PSTDIN"))
    });
    if !(is_copy && reads) {
        return None;
    }
    let start = end + text[end..].find('\n')? + 1;
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        at += line.len();
        if line.trim_end_matches(['\n', '\r']) == "\\." {
            break;
        }
    }
    Some(start..at)
}

/// Where a variable of psql stands among the tokens of a statement: `:name`, `:'name'`, `:"name"`, `:{?name}`. In square
/// parentheses a colon is PostgreSQL's own.
#[must_use]
pub fn psql_variable(text: &str, tokens: &[Token]) -> Option<Range<usize>> {
    let mut depth = 0_usize;
    for pair in tokens.windows(2) {
        let (colon, name) = (&pair[0], &pair[1]);
        match (colon.kind, &text[colon.range.clone()]) {
            (TokenKind::Symbol, "[") => depth += 1,
            (TokenKind::Symbol, "]") => depth = depth.saturating_sub(1),
            (TokenKind::Symbol, ":") if depth == 0 && colon.range.end == name.range.start => {
                let is_name = match name.kind {
                    TokenKind::Word | TokenKind::QuotedName | TokenKind::String => true,
                    TokenKind::Symbol => &text[name.range.clone()] == "{",
                    TokenKind::DollarString | TokenKind::Number | TokenKind::PsqlCommand => false,
                };
                if is_name {
                    return Some(colon.range.start..name.range.end);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::psql_variable;
    use crate::sql::script_tokens;
    use crate::sql::tokens;

    fn cut(text: &str) -> (Vec<&str>, Vec<&str>) {
        let found = script_tokens(text);
        let aside = found.for_psql.into_iter().map(|range| &text[range]).collect();
        (found.tokens.into_iter().map(|token| &text[token.range]).collect(), aside)
    }

    #[test]
    fn a_line_of_psqls_own_swallows_nothing() {
        assert_eq!(
            cut("\\set ON_ERROR_STOP on\na; \\echo 'it''s \\' b"),
            (vec!["a", ";"], vec!["\\set ON_ERROR_STOP on", "\\echo 'it''s \\' b"])
        );
        assert_eq!(cut("\\echo x \\\\ a;"), (vec!["a", ";"], vec!["\\echo x \\\\"]));
        assert_eq!(cut("\\timing \\x\na"), (vec!["a"], vec!["\\timing ", "\\x"]));
        assert_eq!(cut("a \\gexec\nb \\g\nc"), (vec!["a", "\\gexec", "b", "\\g", "c"], vec!["\\g"]));
        assert_eq!(cut("'\\a' $$\\b$$ E'\\''"), (vec!["'\\a'", "$$\\b$$", "E'\\''"], vec![]));
        assert_eq!(cut("\\d+ \"my t\"\n\\i other.sql"), (vec!["\\i other.sql"], vec!["\\d+ \"my t\""]));
    }

    #[test]
    fn rows_of_copy_are_no_statements() {
        let (found, aside) = cut("COPY t (a) FROM stdin;\n1\tit's; \"\n\\.\nb;");
        assert_eq!((&found[7..], aside), (&[";", "b", ";"][..], vec!["1\tit's; \"\n\\.\n"]));
        assert_eq!(cut("\\copy t from stdin\n'\n\\.\nb").0, ["b"]);
        assert_eq!(cut("COPY t FROM 'a.csv';\nb").0.last(), Some(&"b"));
        assert_eq!(cut("COPY t FROM STDIN;\n1\n2").0.last(), Some(&";"));
    }

    #[test]
    fn a_variable_is_told_from_a_cast_and_a_slice() {
        let has = |text: &str| psql_variable(text, &tokens(text).tokens).is_some();
        assert!(["a :b", ":'b'", ":\"b\"", "a = :{?b}", "(:b)"].into_iter().all(has));
        assert!(!["a::b", "a[1:b]", "f(a := b)", "a : b", "':b'", "a[b[1]:c]"].into_iter().any(has));
    }
}
