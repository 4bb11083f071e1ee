//! The text of `EXECUTE`, as far as it is known: pieces of text, and between them what only the server knows. A name or
//! a constant that PostgreSQL puts quote marks around is one word of the statement, whatever it is; anything else may
//! be any text.

mod value;

pub(super) use value::{Known, Variables, value};

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// It is this.
    Text(String),
    /// Some name: `%I`, `quote_ident()`, a cast to `regclass`.
    Name,
    /// Some constant: `%L`, `quote_literal()`.
    Constant,
    /// Any text.
    Anything,
}

/// What is put into a statement for parts that are not known: names that no database has.
pub(super) const SOME_NAME: &str = "\"refract: some name\"";
pub(super) const SOME_CONSTANT: &str = "'refract: some constant'";
pub(super) const ANY_TEXT: &str = "\"refract: any text\"";

impl Piece {
    fn known(&self) -> Option<&str> {
        match self {
            Piece::Text(text) => Some(text),
            Piece::Name | Piece::Constant | Piece::Anything => None,
        }
    }

    /// How many bytes it takes.
    pub(super) fn len(&self) -> usize {
        self.as_written().len()
    }

    /// The text in a statement that it stands for.
    pub(super) fn as_written(&self) -> &str {
        match self {
            Piece::Text(text) => text,
            Piece::Name => SOME_NAME,
            Piece::Constant => SOME_CONSTANT,
            Piece::Anything => ANY_TEXT,
        }
    }
}
