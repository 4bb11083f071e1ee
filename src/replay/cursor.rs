//! A way through the tokens of a statement.

use std::ops::Range;

use super::token::{Token, TokenKind};
use crate::naming::{MAX_NAME_BYTES, cut};

/// Tokens, and how far one has read.
#[derive(Clone, Debug)]
pub struct Cursor<'t> {
    text: &'t str,
    tokens: &'t [Token],
    at: usize,
}

/// A place that was not understood, or could not be carried out, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Not a form that is known.
    NotUnderstood(Range<usize>),
    /// PostgreSQL would refuse it.
    Refused(Range<usize>, String),
}

/// What reading gives.
pub type Read<T> = Result<T, Problem>;

/// A name with the schema that stands before it, if one does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenName {
    /// The schema.
    pub schema: Option<String>,
    /// The name.
    pub name: String,
    /// Where it stands.
    pub range: Range<usize>,
}

impl<'t> Cursor<'t> {
    /// Starts at the first token.
    #[must_use]
    pub fn new(text: &'t str, tokens: &'t [Token]) -> Cursor<'t> {
        Cursor { text, tokens, at: 0 }
    }

    /// Whether all was read.
    #[must_use]
    pub fn is_at_end(&self) -> bool {
        self.at >= self.tokens.len()
    }

    /// What is left, as it was written.
    #[must_use]
    pub fn rest(&self) -> &'t str {
        &self.text[self.range_of_rest()]
    }

    /// Where what is left stands.
    #[must_use]
    pub fn range_of_rest(&self) -> Range<usize> {
        match (self.tokens.get(self.at), self.tokens.last()) {
            (Some(first), Some(last)) => first.range.start..last.range.end,
            (None, Some(last)) => last.range.end..last.range.end,
            _ => 0..0,
        }
    }

    /// Everything, as it was written.
    #[must_use]
    pub fn whole(&self) -> &'t str {
        Cursor { at: 0, ..self.clone() }.rest()
    }

    /// The next token.
    #[must_use]
    pub fn peek(&self) -> Option<(TokenKind, &'t str)> {
        self.tokens.get(self.at).map(|token| (token.kind, &self.text[token.range.clone()]))
    }

    /// The next token, taken.
    pub fn next(&mut self) -> Option<(TokenKind, &'t str)> {
        let next = self.peek();
        self.at += usize::from(next.is_some());
        next
    }

    /// Whether key words come next, such as `IF NOT EXISTS`.
    #[must_use]
    pub fn sees(&self, words: &str) -> bool {
        let mut ahead = self.clone();
        words
            .split(' ')
            .all(|word| matches!(ahead.next(), Some((TokenKind::Word, text)) if text.eq_ignore_ascii_case(word)))
    }

    /// Takes key words, if they come next.
    pub fn accept(&mut self, words: &str) -> bool {
        let is_next = self.sees(words);
        if is_next {
            self.at += words.split(' ').count();
        }
        is_next
    }

    /// Takes the first of some key words that comes next.
    pub fn accept_one(&mut self, choices: &[&'static str]) -> Option<&'static str> {
        choices.iter().copied().find(|words| self.accept(words))
    }

    /// Takes a sign, if it comes next.
    pub fn sign(&mut self, sign: &str) -> bool {
        let is_next = self.peek() == Some((TokenKind::Symbol, sign));
        self.at += usize::from(is_next);
        is_next
    }

    /// Takes key words that have to be there.
    pub fn expect(&mut self, words: &str) -> Read<()> {
        if self.accept(words) { Ok(()) } else { Err(self.not_understood()) }
    }

    /// Says that nothing may be left.
    pub fn expect_end(&self) -> Read<()> {
        if self.is_at_end() { Ok(()) } else { Err(self.not_understood()) }
    }

    /// That what comes next is not understood.
    #[must_use]
    pub fn not_understood(&self) -> Problem {
        let next = self.tokens.get(self.at).map(|token| token.range.clone());
        Problem::NotUnderstood(next.unwrap_or_else(|| self.range_of_rest()))
    }

    /// A name: folded to small letters without quote marks, as it is with them, and cut as PostgreSQL cuts it.
    pub fn name(&mut self) -> Read<String> {
        let name = match self.peek() {
            Some((TokenKind::Word, text)) => text.to_lowercase(),
            Some((TokenKind::QuotedName, text)) if text.starts_with('"') => {
                text[1..text.len() - 1].replace("\"\"", "\"")
            }
            _ => return Err(self.not_understood()),
        };
        self.at += 1;
        Ok(cut(&name, MAX_NAME_BYTES).to_owned())
    }

    /// A name that a schema may stand before.
    pub fn written_name(&mut self) -> Read<WrittenName> {
        let start = self.range_of_rest().start;
        let mut parts = vec![self.name()?];
        while self.sign(".") {
            parts.push(self.name()?);
        }
        let name = parts.pop().unwrap_or_default();
        let end = self.tokens[self.at - 1].range.end;
        Ok(WrittenName { schema: parts.pop(), name, range: start..end })
    }

    /// The inside of round brackets that open next.
    pub fn brackets(&mut self) -> Read<Cursor<'t>> {
        if self.peek() != Some((TokenKind::Symbol, "(")) {
            return Err(self.not_understood());
        }
        let start = self.at + 1;
        let end = self.closing(start).ok_or_else(|| self.not_understood())?;
        self.at = end + 1;
        Ok(Cursor { text: self.text, tokens: &self.tokens[start..end], at: 0 })
    }

    /// Names in round brackets: `(a, "B")`.
    pub fn names_in_brackets(&mut self) -> Read<Vec<String>> {
        self.brackets()?
            .split_at_commas()
            .into_iter()
            .map(|mut item| {
                let name = item.name()?;
                item.expect_end()?;
                Ok(name)
            })
            .collect()
    }

    /// What is left, cut at commas outside brackets.
    #[must_use]
    pub fn split_at_commas(&self) -> Vec<Cursor<'t>> {
        let mut parts = Vec::new();
        let mut rest = self.clone();
        while !rest.is_at_end() {
            parts.push(rest.until(|cursor| cursor.peek() == Some((TokenKind::Symbol, ","))));
            rest.sign(",");
        }
        parts
    }

    /// What comes before the first place outside brackets where something holds, or everything; taken.
    pub fn until(&mut self, is_stop: impl Fn(&Cursor<'t>) -> bool) -> Cursor<'t> {
        let start = self.at;
        let mut depth = 0_usize;
        while let Some((kind, text)) = self.peek() {
            if depth == 0 && is_stop(self) {
                break;
            }
            match (kind, text) {
                (TokenKind::Symbol, "(" | "[") => depth += 1,
                (TokenKind::Symbol, ")" | "]") => depth = depth.saturating_sub(1),
                _ => {}
            }
            self.at += 1;
        }
        Cursor { text: self.text, tokens: &self.tokens[start..self.at], at: 0 }
    }

    /// What comes before one of some key words outside brackets, or everything; taken.
    pub fn until_words(&mut self, words: &[&str]) -> Cursor<'t> {
        self.until(|cursor| words.iter().any(|words| cursor.sees(words)))
    }

    /// The text of a constant, if one comes next.
    pub fn string(&mut self) -> Read<String> {
        match self.peek() {
            Some((TokenKind::String, text)) => {
                let value = string_value(text).ok_or_else(|| self.not_understood())?;
                self.at += 1;
                Ok(value)
            }
            _ => Err(self.not_understood()),
        }
    }

    /// The same way for what is inside a dollar string, whose tokens are its own.
    #[must_use]
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// What was read from here to where another cursor of the same tokens is.
    #[must_use]
    pub fn rest_until(&self, end: &Cursor<'t>) -> Cursor<'t> {
        Cursor { text: self.text, tokens: &self.tokens[self.at..end.at], at: 0 }
    }

    fn closing(&self, start: usize) -> Option<usize> {
        let mut depth = 1_usize;
        for (at, token) in self.tokens.iter().enumerate().skip(start) {
            match (token.kind, &self.text[token.range.clone()]) {
                (TokenKind::Symbol, "(") => depth += 1,
                (TokenKind::Symbol, ")") => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Some(at);
            }
        }
        None
    }
}

/// What a constant says; `None` for bit strings and Unicode escapes.
#[must_use]
pub fn string_value(text: &str) -> Option<String> {
    match text.as_bytes().first()? {
        b'\'' => Some(text[1..text.len() - 1].replace("''", "'")),
        b'n' | b'N' => Some(text[2..text.len() - 1].replace("''", "'")),
        b'e' | b'E' => Some(without_escapes(&text[2..text.len() - 1])),
        _ => None,
    }
}

/// <https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-STRINGS-ESCAPE>, without octal and
/// hexadecimal bytes.
fn without_escapes(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            '\'' => {
                rest.next();
                value.push('\'');
            }
            '\\' => match rest.next() {
                Some('n') => value.push('\n'),
                Some('r') => value.push('\r'),
                Some('t') => value.push('\t'),
                Some('b') => value.push('\u{8}'),
                Some('f') => value.push('\u{c}'),
                Some(other) => value.push(other),
                None => {}
            },
            _ => value.push(c),
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::{Cursor, string_value};

    #[test]
    fn names_are_folded_as_postgres_does() {
        let text = "Public.\"My\"\"Table\" (a, \"B\") x";
        let tokens = tokens(text);
        let mut cursor = Cursor::new(text, &tokens.tokens);
        let name = cursor.written_name().unwrap();
        assert_eq!((name.schema.as_deref(), name.name.as_str()), (Some("public"), "My\"Table"));
        assert_eq!(cursor.names_in_brackets().unwrap(), ["a", "B"]);
        assert_eq!(cursor.rest(), "x");
    }

    #[test]
    fn constants_are_read() {
        assert_eq!(string_value("'it''s'").as_deref(), Some("it's"));
        assert_eq!(string_value(r"E'a\n\'b''\\'").as_deref(), Some("a\n'b'\\"));
        assert_eq!(string_value("B'101'"), None);
    }

    #[test]
    fn lists_are_cut_outside_brackets() {
        let text = "a, f(b, c), ARRAY[d, e]";
        let tokens = tokens(text);
        let parts = Cursor::new(text, &tokens.tokens).split_at_commas();
        assert_eq!(parts.iter().map(Cursor::rest).collect::<Vec<_>>(), ["a", "f(b, c)", "ARRAY[d, e]"]);
    }
}
