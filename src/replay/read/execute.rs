//! The statements of `EXECUTE`, as far as its text is known.

use std::ops::Range;

use super::{FirstWord, split, statement};
use crate::replay::dynamic::{ANY_TEXT, Piece, SOME_CONSTANT, SOME_NAME};
use crate::replay::problem::{Done, Problem};
use crate::replay::statement::Statement;
use crate::sql::{Cursor, Token, tokens};

/// The statements of a text that stands at a place, less those that shape nothing whatever the unknown in them is.
///
/// # Errors
/// When a statement may shape what refract manages, and is not known or not understood.
pub(in crate::replay) fn statements(pieces: &[Piece], place: &Range<usize>) -> Done<Vec<Statement>> {
    let text: String = pieces.iter().map(Piece::as_written).collect();
    let found = tokens(&text);
    let mut statements = Vec::new();
    for written in split(&text, &found) {
        let cursor = Cursor::standing_at(&text, written.tokens, place.clone());
        let has = |unknown: &str| text_of(&text, written.tokens).contains(unknown);
        if has(ANY_TEXT) {
            if is_harmless(cursor) {
                continue;
            }
            return Err(Problem::NotUnderstood(place.clone()));
        }
        let statement = statement(cursor)?;
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

#[cfg(test)]
mod tests {
    use super::may_shape;
    use crate::replay::dynamic::Piece;

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
