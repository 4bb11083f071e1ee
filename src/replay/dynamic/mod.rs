//! The text of `EXECUTE`, as far as it is known: pieces of text, and between them what only the server knows. A name or
//! a constant that PostgreSQL puts quote marks around is one word of the statement, whatever it is; anything else may
//! be any text.

use std::ops::Range;

mod body;
mod value;

pub(super) use value::{Known, Variables, value};

use super::problem::{Done, Problem};
use super::read::{self, FirstWord};
use super::statement::Statement;
use crate::sql::{Cursor, Token, tokens};

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

/// What stands in a statement for what is not known of it: names that nobody gives.
const SOME_NAME: &str = "\"refract: some name\"";
const SOME_CONSTANT: &str = "'refract: some constant'";
const ANY_TEXT: &str = "\"refract: any text\"";

/// The statements of a text that stands at a place, less those that shape nothing whatever the unknown in them is.
///
/// # Errors
/// When a statement may shape what refract manages, and is not known or not understood.
pub(super) fn statements(pieces: &[Piece], place: &Range<usize>) -> Done<Vec<Statement>> {
    let text: String = pieces.iter().map(Piece::as_written).collect();
    let found = tokens(&text);
    let mut statements = Vec::new();
    for written in read::split(&text, &found) {
        let cursor = Cursor::standing_at(&text, written.tokens, place.clone());
        let has = |unknown: &str| text_of(&text, written.tokens).contains(unknown);
        if has(ANY_TEXT) {
            if is_harmless(cursor) {
                continue;
            }
            return Err(Problem::NotUnderstood(place.clone()));
        }
        let statement = read::statement(cursor)?;
        if !has(SOME_NAME) && !has(SOME_CONSTANT) {
            statements.push(statement);
        } else if statement.command.may_shape() {
            return Err(Problem::NotUnderstood(place.clone()));
        }
    }
    Ok(statements)
}

/// Whether a text that has no unknown at its start may shape what refract manages.
pub(super) fn may_shape(pieces: &[Piece]) -> bool {
    statements(pieces, &(0..0)).map_or(true, |found| found.iter().any(|statement| statement.command.may_shape()))
}

fn text_of<'t>(text: &'t str, tokens: &[Token]) -> &'t str {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => &text[first.range.start..last.range.end],
        _ => "",
    }
}

/// Whether a statement that begins so shapes nothing, however it goes on.
fn is_harmless(mut cursor: Cursor<'_>) -> bool {
    let is_known = |cursor: &Cursor<'_>| cursor.peek().is_some_and(|(_, text)| text != ANY_TEXT);
    let Some(first) = FirstWord::accept(&mut cursor) else {
        return is_known(&cursor) && !["DO", "CALL", "SET", "EXECUTE"].iter().any(|word| cursor.sees(word));
    };
    is_known(&cursor) && !first.shapes_next(&cursor)
}

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

    fn as_written(&self) -> &str {
        match self {
            Piece::Text(text) => text,
            Piece::Name => SOME_NAME,
            Piece::Constant => SOME_CONSTANT,
            Piece::Anything => ANY_TEXT,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Piece, may_shape};

    #[test]
    fn what_is_not_known_is_judged_by_what_stands_around_it() {
        let text = |text: &str| Piece::Text(text.to_owned());
        for harmless in [
            vec![text("ALTER TABLE "), Piece::Name, text(" ENABLE ROW LEVEL SECURITY")],
            vec![text("ALTER TABLE "), Piece::Name, text(" OWNER TO "), Piece::Name, text(", ENABLE TRIGGER ALL")],
            vec![text("CREATE POLICY p ON "), Piece::Anything],
            vec![text("GRANT SELECT ON "), Piece::Anything, text(" TO x")],
            vec![text("UPDATE t SET a = "), Piece::Constant],
            vec![text("DROP VIEW "), Piece::Name],
        ] {
            assert!(!may_shape(&harmless), "{harmless:?}");
        }
        for shaping in [
            vec![text("ALTER TABLE "), Piece::Anything, text(" ENABLE ROW LEVEL SECURITY")],
            vec![text("ALTER TABLE "), Piece::Name, text(" ADD COLUMN a INT")],
            vec![text("CREATE "), Piece::Anything],
            vec![Piece::Anything],
            vec![Piece::Anything, text(" SELECT 1")],
            vec![text("SELECT 1; DROP TABLE "), Piece::Name],
            vec![text("CREATE UNIQUE INDEX ON t (a)")],
        ] {
            assert!(may_shape(&shaping), "{shaping:?}");
        }
    }
}
