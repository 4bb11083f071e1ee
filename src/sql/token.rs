//! Tokens of SQL, and where they stand.

use std::ops::Range;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A key word or a name without quote marks.
    Word,
    /// A name in double quote marks.
    QuotedName,
    /// A constant in single quote marks, with the prefix it may have.
    String,
    /// A constant between dollar signs.
    DollarString,
    /// A number.
    Number,
    /// Anything else: one sign, but for `::`.
    Symbol,
    /// A command of psql's own that decides what the server is sent, such as `\\gexec`. Only a file has them.
    PsqlCommand,
}

/// A token, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Its bytes.
    pub range: Range<usize>,
}

/// A text in tokens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tokens {
    /// In order.
    pub tokens: Vec<Token>,
    /// Comments, in order.
    pub comments: Vec<Range<usize>>,
    /// What only psql understands, in order: its own commands that decide nothing, and the rows of `COPY`.
    pub for_psql: Vec<Range<usize>>,
    /// Where a quote, a comment or a dollar string begins that does not end; nothing after it was read.
    pub unclosed: Option<usize>,
}
