//! Reads the tokens of a statement, one after the other.

use std::ops::Range;

use super::depth::Depth;
use super::identifier::identifier;
use super::literal::string_value;
use super::token::{Token, TokenKind};

/// What begins an escape in `U&'...'` where `UESCAPE` does not say otherwise.
const USUAL_ESCAPE: char = '\\';

/// Tokens, and how far one has read.
#[derive(Clone, Debug)]
pub struct Cursor<'t> {
    text: &'t str,
    tokens: &'t [Token],
    at: usize,
    /// Where all of it is said to stand, when the text is not the file's own.
    place: Option<Range<usize>>,
}

/// The place, in bytes of the file, of what is not of a form that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unexpected(pub Range<usize>);

/// What reading gives.
pub type Read<T> = Result<T, Unexpected>;

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
        Cursor { text, tokens, at: 0, place: None }
    }

    /// Starts at the first token of a text that is not the file's own: all of it is said to stand at one place there.
    #[must_use]
    pub fn standing_at(text: &'t str, tokens: &'t [Token], place: Range<usize>) -> Cursor<'t> {
        Cursor { text, tokens, at: 0, place: Some(place) }
    }

    /// Whether all was read.
    #[must_use]
    pub fn is_at_end(&self) -> bool {
        self.at >= self.tokens.len()
    }

    /// How many tokens are left.
    #[must_use]
    pub fn tokens_left(&self) -> usize {
        self.tokens.len().saturating_sub(self.at)
    }

    /// What is left, as it was written.
    #[must_use]
    pub fn rest(&self) -> &'t str {
        &self.text[self.bytes_of_rest()]
    }

    /// What is left, without its comments.
    #[must_use]
    pub fn without_comments(&self) -> String {
        let mut text = String::new();
        let mut end = self.bytes_of_rest().start;
        for token in &self.tokens[self.at..] {
            let between = &self.text[end..token.range.start];
            match (between.trim().is_empty(), between.rfind('\n')) {
                (true, _) => text.push_str(between),
                // the line that the next token stands on begins after the last comment
                (false, Some(line)) if between[line..].trim().is_empty() => text.push_str(&between[line..]),
                (false, Some(_)) => text.push('\n'),
                (false, None) => text.push(' '),
            }
            text.push_str(&self.text[token.range.clone()]);
            end = token.range.end;
        }
        text
    }

    /// Where what is left stands in the file.
    #[must_use]
    pub fn range_of_rest(&self) -> Range<usize> {
        self.place.clone().unwrap_or_else(|| self.bytes_of_rest())
    }

    /// Which bytes of [`Cursor::text`] are left.
    #[must_use]
    pub fn bytes_of_rest(&self) -> Range<usize> {
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
    pub fn take_token(&mut self) -> Option<(TokenKind, &'t str)> {
        let next = self.peek();
        self.at += usize::from(next.is_some());
        next
    }

    /// Whether key words, signs or numbers come next, such as `IF NOT EXISTS` and `SET (`.
    #[must_use]
    pub fn sees(&self, words: &str) -> bool {
        self.behind(words).is_some()
    }

    /// Takes key words, if they come next.
    pub fn accept(&mut self, words: &str) -> bool {
        let behind = self.behind(words);
        self.at = behind.unwrap_or(self.at);
        behind.is_some()
    }

    /// The token behind key words, signs or numbers, if they come next. Nothing is asked as often as this.
    fn behind(&self, words: &str) -> Option<usize> {
        let mut left = words.as_bytes();
        let mut at = self.at;
        loop {
            let token = self.tokens.get(at)?;
            let text = &self.text.as_bytes()[token.range.clone()];
            let (word, rest) = left.split_at_checked(text.len())?;
            let is_next = match token.kind {
                TokenKind::Word => text.eq_ignore_ascii_case(word),
                TokenKind::Symbol | TokenKind::Number => text == word,
                TokenKind::QuotedName | TokenKind::String | TokenKind::DollarString | TokenKind::PsqlCommand => false,
            };
            if !is_next {
                return None;
            }
            at += 1;
            match rest {
                [] => return Some(at),
                [b' ', rest @ ..] => left = rest,
                _ => return None,
            }
        }
    }

    /// Takes the first of some key words that comes next.
    pub fn accept_one(&mut self, choices: &[&'static str]) -> Option<&'static str> {
        choices.iter().copied().find(|words| self.accept(words))
    }

    /// Takes a symbol such as `,` or `::`, if it comes next.
    pub fn accept_symbol(&mut self, symbol: &str) -> bool {
        let is_next = self.peek() == Some((TokenKind::Symbol, symbol));
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
    pub fn not_understood(&self) -> Unexpected {
        let next = self.tokens.get(self.at).map(|token| token.range.clone());
        Unexpected(self.place.clone().or(next).unwrap_or_else(|| self.range_of_rest()))
    }

    /// A name: folded to small letters without quote marks, as it is with them, and cut as PostgreSQL cuts it.
    pub fn name(&mut self) -> Read<String> {
        let start = self.clone();
        let (kind, text) = self.take_token().ok_or_else(|| start.not_understood())?;
        let escape = self.unicode_escape(text)?;
        let name = identifier(kind, text, escape);
        if name.is_none() {
            *self = start;
        }
        name.ok_or_else(|| self.not_understood())
    }

    /// A name that a schema may stand before.
    pub fn written_name(&mut self) -> Read<WrittenName> {
        let start = self.range_of_rest().start;
        let place = self.place.clone();
        let mut parts = vec![self.name()?];
        while self.accept_symbol(".") {
            parts.push(self.name()?);
        }
        let name = parts.pop().unwrap_or_default();
        let end = self.tokens[self.at - 1].range.end;
        Ok(WrittenName { schema: parts.pop(), name, range: place.unwrap_or(start..end) })
    }

    /// The inside of parentheses that open next.
    pub fn parentheses(&mut self) -> Read<Cursor<'t>> {
        if self.peek() != Some((TokenKind::Symbol, "(")) {
            return Err(self.not_understood());
        }
        let start = self.at + 1;
        let end = self.closing(start).ok_or_else(|| self.not_understood())?;
        self.at = end + 1;
        Ok(self.part(start..end))
    }

    /// Names in parentheses: `(a, "B")`.
    pub fn names_in_parentheses(&mut self) -> Read<Vec<String>> {
        self.parentheses()?
            .split_at_commas()
            .into_iter()
            .map(|mut item| {
                let name = item.name()?;
                item.expect_end()?;
                Ok(name)
            })
            .collect()
    }

    /// What is left, cut at commas outside parentheses.
    #[must_use]
    pub fn split_at_commas(&self) -> Vec<Cursor<'t>> {
        let mut parts = Vec::new();
        let mut rest = self.clone();
        while !rest.is_at_end() {
            parts.push(rest.until(|cursor| cursor.peek() == Some((TokenKind::Symbol, ","))));
            rest.accept_symbol(",");
        }
        parts
    }

    /// What comes before the first place outside parentheses where something holds, or everything; taken.
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
        self.part(start..self.at)
    }

    /// What comes before the semicolon that ends a statement, or everything; taken.
    pub fn until_semicolon(&mut self) -> Cursor<'t> {
        let start = self.at;
        let mut depth = Depth::default();
        while let Some(next) = self.peek() {
            if depth.is_outside() && next == (TokenKind::Symbol, ";") {
                break;
            }
            depth.pass(self.text, &self.tokens[start..=self.at]);
            self.at += 1;
        }
        self.part(start..self.at)
    }

    /// What comes before one of some key words outside parentheses, or everything; taken.
    pub fn until_words(&mut self, words: &[&str]) -> Cursor<'t> {
        self.until(|cursor| words.iter().any(|words| cursor.sees(words)))
    }

    /// The text of a constant, if one comes next.
    pub fn string(&mut self) -> Read<String> {
        let start = self.clone();
        let value = match self.take_token() {
            Some((TokenKind::String | TokenKind::DollarString, text)) => {
                let escape = self.unicode_escape(text)?;
                string_value(text, escape)
            }
            _ => None,
        };
        if value.is_none() {
            *self = start;
        }
        value.ok_or_else(|| self.not_understood())
    }

    /// `UESCAPE '!'` after a name or a constant with `U&` before it.
    fn unicode_escape(&mut self, before: &str) -> Read<char> {
        if !before.get(..2).is_some_and(|prefix| prefix.eq_ignore_ascii_case("u&")) || !self.accept("UESCAPE") {
            return Ok(USUAL_ESCAPE);
        }
        let (_, written) = self.take_token().unwrap_or((TokenKind::Symbol, ""));
        let mut letters = written.chars().skip(1);
        match (letters.next(), letters.next()) {
            (Some(escape), Some('\'')) => Ok(escape),
            _ => Err(self.not_understood()),
        }
    }

    /// The text that the tokens are of.
    #[must_use]
    pub fn text(&self) -> &'t str {
        self.text
    }
    /// What was read from here to where another cursor of the same tokens is.
    #[must_use]
    pub fn rest_until(&self, end: &Cursor<'t>) -> Cursor<'t> {
        self.part(self.at..end.at)
    }

    /// The start of other tokens of the same text, which stand where these do.
    #[must_use]
    pub fn over<'o>(&self, tokens: &'o [Token]) -> Cursor<'o>
    where
        't: 'o,
    {
        Cursor { text: self.text, tokens, at: 0, place: self.place.clone() }
    }

    fn part(&self, tokens: Range<usize>) -> Cursor<'t> {
        Cursor { text: self.text, tokens: &self.tokens[tokens], at: 0, place: self.place.clone() }
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

#[cfg(test)]
mod tests {
    use super::super::lexer::tokens;
    use super::Cursor;

    #[test]
    fn names_are_folded_as_postgres_does() {
        let text = "Public.\"My\"\"Table\" (a, \"B\") x";
        let tokens = tokens(text);
        let mut cursor = Cursor::new(text, &tokens.tokens);
        let name = cursor.written_name().unwrap();
        assert_eq!((name.schema.as_deref(), name.name.as_str()), (Some("public"), "My\"Table"));
        assert_eq!(cursor.names_in_parentheses().unwrap(), ["a", "B"]);
        assert_eq!(cursor.rest(), "x");
    }

    #[test]
    fn an_escape_of_ones_own_is_read() {
        let text = "U&\"d!0061\" UESCAPE '!' . u&'\\0061' UESCAPE '#' $$b$$ B'1'";
        let tokens = tokens(text);
        let mut cursor = Cursor::new(text, &tokens.tokens);
        assert_eq!(cursor.name().as_deref(), Ok("da"));
        assert!(cursor.accept_symbol("."));
        assert_eq!(cursor.string().as_deref(), Ok("\\0061"));
        assert_eq!(cursor.string().as_deref(), Ok("b"));
        assert!(cursor.string().is_err());
        assert_eq!(cursor.rest(), "B'1'");
    }

    #[test]
    fn what_stands_elsewhere_is_said_to_stand_at_one_place() {
        let tokens = tokens("a.b (c)");
        let mut cursor = Cursor::standing_at("a.b (c)", &tokens.tokens, 7..9);
        assert_eq!(cursor.written_name().unwrap().range, 7..9);
        assert_eq!(cursor.parentheses().unwrap().not_understood().0, 7..9);
        assert_eq!(cursor.range_of_rest(), 7..9);
    }

    #[test]
    fn lists_are_cut_outside_brackets() {
        let text = "a, f(b, c), ARRAY[d, e]";
        let tokens = tokens(text);
        let parts = Cursor::new(text, &tokens.tokens).split_at_commas();
        assert_eq!(parts.iter().map(Cursor::rest).collect::<Vec<_>>(), ["a", "f(b, c)", "ARRAY[d, e]"]);
    }
}
