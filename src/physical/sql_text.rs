//! SQL that the user wrote: default expressions, predicates, type names; and whole statements of migrations.
//!
//! It goes into migrations as it is, so it has to be one closed expression: code that reads the
//! statement around it must be able to trust that it ends where it seems to end.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::ObjectName;
use crate::sql::{Depth, Token, TokenKind, Tokens, tokens};

/// An expression in SQL, known to be closed: no open quote or bracket, no comment, no semicolon.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SqlText(String);

/// One statement of SQL, known to be closed: no open quote or bracket, no comment, and a semicolon only where it does not
/// end the statement.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SqlStatement(String);

/// The user's SQL for columns, by table and column.
pub type SqlByColumn = BTreeMap<(ObjectName, String), SqlText>;

/// Why a text is no closed expression, in a few words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unclosed(pub &'static str);

impl SqlText {
    /// Takes a text in, if it is closed.
    ///
    /// # Errors
    /// When a quote or bracket is open at its end, or something outside quotes would end the
    /// statement around it or hide what follows.
    pub fn new(text: impl Into<String>) -> Result<Self, Unclosed> {
        let text = text.into();
        check(&text, &tokens(&text), |_| false)?;
        Ok(Self(text))
    }

    /// Whether it is surely the same whatever row it is asked for, so that it can be a default: a constant, perhaps with
    /// a type after it, or the time.
    #[must_use]
    pub fn is_constant(&self) -> bool {
        let text = self.0.trim();
        if ["true", "false", "now()", "current_timestamp"].iter().any(|word| text.eq_ignore_ascii_case(word)) {
            return true;
        }
        let digits = text.strip_prefix('-').unwrap_or(text);
        if !digits.is_empty() && digits.split('.').all(|part| part.bytes().all(|byte| byte.is_ascii_digit())) {
            return digits.starts_with(|c: char| c.is_ascii_digit()) && digits.matches('.').count() < 2;
        }
        let tokens = tokens(text).tokens;
        let Some(Token { kind: TokenKind::String, range }) = tokens.first() else { return false };
        let is_of_type = |c: char| c.is_alphanumeric() || "_.\"()[], ".contains(c);
        let rest = text[range.end..].trim();
        text.starts_with('\'')
            && (rest.is_empty() || rest.strip_prefix("::").is_some_and(|cast| cast.chars().all(is_of_type)))
    }

    /// The text as the user wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl SqlStatement {
    /// Takes a statement in, if it is closed.
    ///
    /// # Errors
    /// When a quote or bracket is open at its end, or it is more than one statement, or holds a comment.
    pub fn new(text: impl Into<String>) -> Result<Self, Unclosed> {
        let text = text.into();
        let read = tokens(&text);
        let mut depth = Depth::default();
        let mut inside = Vec::with_capacity(read.tokens.len());
        for at in 0..read.tokens.len() {
            inside.push(!depth.is_outside());
            depth.pass(&text, &read.tokens[..=at]);
        }
        check(&text, &read, |at| inside.get(at).copied().unwrap_or_default())?;
        Ok(Self(text))
    }

    /// The statement as it was written, without comments.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for SqlStatement {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::new(text).map_err(|Unclosed(reason)| reason.to_owned())
    }
}

impl From<SqlStatement> for String {
    fn from(text: SqlStatement) -> String {
        text.0
    }
}

impl TryFrom<String> for SqlText {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::new(text).map_err(|Unclosed(reason)| reason.to_owned())
    }
}

impl From<SqlText> for String {
    fn from(text: SqlText) -> String {
        text.0
    }
}

/// `may_be_semicolon` says of a token, by its number, whether it may be a semicolon.
fn check(text: &str, read: &Tokens, may_be_semicolon: impl Fn(usize) -> bool) -> Result<(), Unclosed> {
    if text.trim().is_empty() {
        return Err(Unclosed("it is empty"));
    }
    let comment = read.comments.first().map(|comment| comment.start);
    let unclosed_comment = read.unclosed.filter(|&at| text[at..].starts_with("/*"));
    let end = comment.or(unclosed_comment).unwrap_or(text.len());
    let mut brackets = Vec::new();
    for (at, token) in read.tokens.iter().take_while(|token| token.range.start < end).enumerate() {
        match &text[token.range.clone()] {
            bracket @ ("(" | "[") => brackets.push(bracket),
            ")" if brackets.pop() != Some("(") => return Err(Unclosed("a bracket is closed that was not opened")),
            "]" if brackets.pop() != Some("[") => return Err(Unclosed("a bracket is closed that was not opened")),
            ";" if !may_be_semicolon(at) => return Err(Unclosed("it holds a semicolon")),
            "\0" => return Err(Unclosed("it holds a zero byte")),
            _ => {}
        }
    }
    if end < text.len() {
        return Err(Unclosed("it holds a comment"));
    }
    match read.unclosed {
        Some(at) if text[at..].starts_with('$') => Err(Unclosed("a dollar quote is not closed")),
        Some(_) => Err(Unclosed("a quote is not closed")),
        None if brackets.is_empty() => Ok(()),
        None => Err(Unclosed("a bracket is not closed")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closed_expressions_pass() {
        for text in
            ["now()", "'a;b--c'", "E'\\'('", "\"odd \"\" (name\"", "$$ ; ' $$", "$x$ $$ $x$", "a[1]", "x$1", "'it''s'"]
        {
            assert!(SqlText::new(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn what_is_the_same_for_every_row_is_told() {
        let is_constant = |text: &str| SqlText::new(text).unwrap().is_constant();
        for text in ["1", " -2.50 ", "TRUE", "now()", "'it''s'", "''", "'A'::\"Kind\"", "'{}'::varchar(3)[]"] {
            assert!(is_constant(text), "{text}");
        }
        for text in ["a", "\"A\"", "1 + a", "1.2.3", "-", "lower('a')", "'a' || b", "'a'::text || b", "b::text", "NULL"]
        {
            assert!(!is_constant(text), "{text}");
        }
    }

    #[test]
    fn whatever_reaches_beyond_itself_is_refused() {
        for text in
            ["", "  ", "1; DROP TABLE t", "1 -- x", "1 /* x", "'a", "\"a", "$$ a", "(1", "1)", "[1)", "E'a\\'", "a\0"]
        {
            assert!(SqlText::new(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_statement_may_have_semicolons_inside_of_it() {
        let body = "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END";
        for text in [body, "CREATE RULE r AS ON UPDATE TO v DO INSTEAD (SELECT 1; SELECT 2)", "GRANT ALL ON t TO x"] {
            assert!(SqlStatement::new(text).is_ok(), "{text}");
        }
        for text in [format!("{body}; SELECT 2"), "SELECT 1; SELECT 2".to_owned(), "SELECT (1".to_owned()] {
            assert!(SqlStatement::new(text.clone()).is_err(), "{text}");
        }
    }
}
