//! SQL cut into tokens, by PostgreSQL's lexical rules:
//! <https://www.postgresql.org/docs/current/sql-syntax-lexical.html>.
//!
//! White space is dropped; a comment is kept beside the tokens, because it may allow a finding.

use std::ops::Range;

use super::psql::{self, Command};
use super::token::{Token, TokenKind, Tokens};

/// Cuts a text into tokens.
#[must_use]
pub fn tokens(text: &str) -> Tokens {
    tokens_in(text, 0..text.len())
}

/// Cuts a part of a text into tokens, which keep their places in the whole.
#[must_use]
pub fn tokens_in(text: &str, part: Range<usize>) -> Tokens {
    cut(text, part, Script::Sql)
}

/// Cuts a file into tokens, as psql does. A command of psql's own that may decide what the server is sent is a token; one
/// that cannot, and the rows of `COPY`, are kept aside ([`Tokens::for_psql`]).
#[must_use]
pub fn script_tokens(text: &str) -> Tokens {
    cut(text, 0..text.len(), Script::Psql)
}

/// Who reads a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    /// The server.
    Sql,
    /// psql, which takes its own commands and the rows of `COPY` out of it.
    Psql,
}

fn cut(text: &str, part: Range<usize>, script: Script) -> Tokens {
    let text = &text[..part.end];
    let mut found = Tokens::default();
    let mut at = part.start;
    // where the tokens of the statement begin
    let mut start = 0;
    while let Some(&byte) = text.as_bytes().get(at) {
        if byte.is_ascii_whitespace() || byte == 0x0b {
            at += 1;
            continue;
        }
        if let Some(end) = comment(text, at) {
            let Ok(end) = end else { return Tokens { unclosed: Some(at), ..found } };
            found.comments.push(at..end);
            at = end;
            continue;
        }
        if byte == b'\\' && script == Script::Psql {
            at = psql_command(text, at, &mut found);
            continue;
        }
        let Some((kind, end)) = token(text, at) else { return Tokens { unclosed: Some(at), ..found } };
        found.tokens.push(Token { kind, range: at..end });
        at = end;
        if byte == b';' && script == Script::Psql {
            if let Some(rows) = psql::end_of_rows(text, &found.tokens[start..], at) {
                at = rows.end;
                found.for_psql.push(rows);
            }
            start = found.tokens.len();
        }
    }
    found
}

/// Takes in a command of psql's own, and gives the place after it.
fn psql_command(text: &str, start: usize, found: &mut Tokens) -> usize {
    let (command, end) = psql::command(text, start);
    match command {
        Command::Harmless => found.for_psql.push(start..end),
        Command::Sends => {
            found.for_psql.push(start..end);
            found.tokens.push(Token { kind: TokenKind::Symbol, range: start..end });
        }
        Command::Decides => found.tokens.push(Token { kind: TokenKind::PsqlCommand, range: start..end }),
    }
    let line = cut(text, start + 1..end, Script::Sql).tokens;
    let Some(rows) = psql::end_of_rows(text, &line, end) else { return end };
    let end = rows.end;
    found.for_psql.push(rows);
    end
}

/// Something that is open at the end of the text.
struct Unclosed;

/// The end of a comment that begins here, if one does.
fn comment(text: &str, start: usize) -> Option<Result<usize, Unclosed>> {
    let rest = &text[start..];
    if rest.starts_with("--") {
        return Some(Ok(start + rest.find(['\n', '\r']).unwrap_or(rest.len())));
    }
    if !rest.starts_with("/*") {
        return None;
    }
    let bytes = rest.as_bytes();
    let (mut at, mut depth) = (2, 1);
    while depth > 0 {
        match bytes.get(at..at + 2) {
            None => return Some(Err(Unclosed)),
            Some(b"/*") => (at, depth) = (at + 2, depth + 1),
            Some(b"*/") => (at, depth) = (at + 2, depth - 1),
            Some(_) => at += 1,
        }
    }
    Some(Ok(start + at))
}

/// The token that begins here, and its end; `None` where it has none.
fn token(text: &str, start: usize) -> Option<(TokenKind, usize)> {
    let bytes = text.as_bytes();
    match bytes[start] {
        b'\'' => Some((TokenKind::String, quoted(bytes, start, false)?)),
        b'"' => Some((TokenKind::QuotedName, quoted(bytes, start, false)?)),
        b'$' => match dollar_tag(text, start) {
            Some(tag) => {
                let body = start + tag.len();
                Some((TokenKind::DollarString, body + text[body..].find(tag)? + tag.len()))
            }
            None => Some((TokenKind::Symbol, start + 1)),
        },
        b'0'..=b'9' => Some((TokenKind::Number, number(bytes, start))),
        b'.' if bytes.get(start + 1).is_some_and(u8::is_ascii_digit) => Some((TokenKind::Number, number(bytes, start))),
        byte if is_word_start(byte) => prefixed(bytes, start),
        b':' if bytes.get(start + 1) == Some(&b':') => Some((TokenKind::Symbol, start + 2)),
        _ => Some((TokenKind::Symbol, start + 1)),
    }
}

/// A word, or the prefix of a constant: `E'...'`, `B'...'`, `X'...'`, `N'...'`, `U&'...'`, `U&"..."`.
fn prefixed(bytes: &[u8], start: usize) -> Option<(TokenKind, usize)> {
    let next = bytes.get(start + 1);
    match (bytes[start].to_ascii_lowercase(), next) {
        (b'e', Some(b'\'')) => return Some((TokenKind::String, quoted(bytes, start + 1, true)?)),
        (b'b' | b'x' | b'n', Some(b'\'')) => return Some((TokenKind::String, quoted(bytes, start + 1, false)?)),
        (b'u', Some(b'&')) => match bytes.get(start + 2) {
            Some(b'\'') => return Some((TokenKind::String, quoted(bytes, start + 2, false)?)),
            Some(b'"') => return Some((TokenKind::QuotedName, quoted(bytes, start + 2, false)?)),
            _ => {}
        },
        _ => {}
    }
    let length = bytes[start..].iter().take_while(|&&byte| is_word(byte)).count();
    Some((TokenKind::Word, start + length))
}

fn is_word_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80
}

fn is_word(byte: u8) -> bool {
    is_word_start(byte) || byte.is_ascii_digit() || byte == b'$'
}

/// Digits, a point, and an exponent with its sign.
fn number(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(&byte) = bytes.get(at) {
        let is_sign_of_exponent = matches!(byte, b'+' | b'-') && at > start && matches!(bytes[at - 1], b'e' | b'E');
        if !(byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_') || is_sign_of_exponent) {
            break;
        }
        at += 1;
    }
    at
}

/// The end of what a quote mark begins; the mark doubled stands for itself.
fn quoted(bytes: &[u8], start: usize, escapes: bool) -> Option<usize> {
    let quote = bytes[start];
    let mut at = start + 1;
    loop {
        let byte = *bytes.get(at)?;
        let is_doubled = byte == quote && bytes.get(at + 1) == Some(&quote);
        if is_doubled || (escapes && byte == b'\\') {
            at += 2;
        } else if byte == quote {
            return Some(at + 1);
        } else {
            at += 1;
        }
    }
}

/// `$$` or `$tag$`, if one stands here.
fn dollar_tag(text: &str, start: usize) -> Option<&str> {
    let length = text[start + 1..].find('$')?;
    let inner = &text[start + 1..start + 1 + length];
    let is_tag = inner.bytes().all(is_word) && !inner.starts_with(|c: char| c.is_ascii_digit());
    is_tag.then(|| &text[start..start + length + 2])
}

#[cfg(test)]
mod tests {
    use super::tokens;

    fn cut(text: &str) -> Vec<&str> {
        tokens(text).tokens.into_iter().map(|token| &text[token.range]).collect()
    }

    #[test]
    fn constants_and_names_stay_whole() {
        assert_eq!(cut("a.\"b\"\"c;\" 'it''s'"), ["a", ".", "\"b\"\"c;\"", "'it''s'"]);
        assert_eq!(cut(r"E'\'; ' e1 'x\'"), [r"E'\'; '", "e1", r"'x\'"]);
        assert_eq!(cut("$$ ; $$ $a$ $$ $a$ $1"), ["$$ ; $$", "$a$ $$ $a$", "$", "1"]);
        assert_eq!(cut("1.5e-3 .5 x::INT[]"), ["1.5e-3", ".5", "x", "::", "INT", "[", "]"]);
        assert_eq!(cut("U&\"d\\0061\" größe$1"), ["U&\"d\\0061\"", "größe$1"]);
    }

    #[test]
    fn comments_are_nested_and_kept_aside() {
        let text = "a -- ; '\n/* /* ; */ \" */ b";
        assert_eq!(cut(text), ["a", "b"]);
        let comments: Vec<&str> = tokens(text).comments.into_iter().map(|range| &text[range]).collect();
        assert_eq!(comments, ["-- ; '", "/* /* ; */ \" */"]);
    }

    #[test]
    fn what_does_not_end_is_said() {
        for text in ["a 'b", "a \"b", "a /* b", "a $$ b", "a E'b\\'", "a $x$ $$"] {
            assert_eq!(tokens(text).unclosed, Some(2), "{text}");
        }
        assert_eq!(tokens("a b").unclosed, None);
    }
}
