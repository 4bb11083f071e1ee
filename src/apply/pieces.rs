//! How a file is cut to be run: in one transaction with its row, or in pieces where PostgreSQL refuses that.

use std::ops::Range;

use crate::replay;
use crate::sql::{self, Token, TokenKind};

/// The comment that says that a file cannot run in a transaction: a procedure in it commits.
const NO_TRANSACTION: &str = "refract:no-transaction";

/// How a file is run. Statements are places in its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// In one transaction, together with its row.
    Whole(Vec<Range<usize>>),
    /// Piece by piece, between the two halves of its row.
    InPieces(Vec<Piece>),
}

/// What happens whole or not at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) kind: PieceKind,
    pub(super) statements: Vec<Range<usize>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PieceKind {
    /// Statements that we put into a transaction.
    Together,
    /// Statements that begin a transaction themselves, and end it.
    OwnTransaction,
    /// Statements that begin a transaction, which nothing ends.
    Unclosed,
    /// One statement that cannot be in a transaction.
    Alone,
    /// One that builds an index beside reads and writes, which may leave one that does not work.
    Build(Build),
}

/// A `CREATE INDEX CONCURRENTLY`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Build {
    /// The index's name, if it is said.
    pub(super) index: Option<String>,
    /// The table, as it is written.
    pub(super) table: String,
}

/// What a statement means for those around it.
enum Kind {
    Plain,
    Opens { is_plain: bool },
    Closes { keeps: bool },
    Alone,
    Build(Build),
}

/// Cuts a file. A text that does not end is sent as it is: the server says what is wrong with it.
pub(super) fn cut(text: &str) -> Way {
    let whole = || (!text.trim().is_empty()).then_some(0..text.len()).into_iter().collect();
    let Some(statements) = replay::statements(text) else { return Way::Whole(whole()) };
    let tokens = sql::script_tokens(text);
    let is_apart = tokens.comments.iter().any(|comment| text[comment.clone()].contains(NO_TRANSACTION));
    let kinds: Vec<(Kind, Range<usize>)> =
        statements.into_iter().map(|place| (kind(&text[place.clone()], is_apart), place)).collect();
    let is_plain = |kinds: &[(Kind, Range<usize>)]| kinds.iter().all(|(kind, _)| matches!(kind, Kind::Plain));
    let places = |kinds: Vec<(Kind, Range<usize>)>| kinds.into_iter().map(|(_, place)| place).collect::<Vec<_>>();
    if is_plain(&kinds) {
        return Way::Whole(places(kinds));
    }
    // a file that is one transaction by its own words
    if let [(Kind::Opens { is_plain: true }, _), inner @ .., (Kind::Closes { keeps: true }, _)] = kinds.as_slice()
        && is_plain(inner)
    {
        return Way::Whole(inner.iter().map(|(_, place)| place.clone()).collect());
    }
    Way::InPieces(pieces(kinds))
}

fn pieces(kinds: Vec<(Kind, Range<usize>)>) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut is_open = false;
    for (kind, place) in kinds {
        let was_open = is_open;
        is_open = match kind {
            Kind::Opens { .. } => true,
            Kind::Closes { .. } => false,
            Kind::Plain | Kind::Alone | Kind::Build(_) => is_open,
        };
        let is_together = pieces.last().is_some_and(|last| last.kind == PieceKind::Together);
        let (kind, joins) = match kind {
            // a transaction of the file's own takes everything in
            _ if was_open => (PieceKind::OwnTransaction, true),
            Kind::Opens { .. } => (PieceKind::OwnTransaction, false),
            Kind::Plain => (PieceKind::Together, is_together),
            Kind::Closes { .. } | Kind::Alone => (PieceKind::Alone, false),
            Kind::Build(build) => (PieceKind::Build(build), false),
        };
        match pieces.last_mut().filter(|_| joins) {
            Some(last) => last.statements.push(place),
            None => pieces.push(Piece { kind, statements: vec![place] }),
        }
    }
    if let Some(last) = pieces.last_mut().filter(|_| is_open) {
        last.kind = PieceKind::Unclosed;
    }
    pieces
}

/// `is_apart` where the file says that what it calls may commit.
fn kind(statement: &str, is_apart: bool) -> Kind {
    let tokens = sql::tokens(statement).tokens;
    let words: Vec<String> = tokens.iter().map(|token| word(statement, token)).collect();
    let has = |word: &str| words.iter().any(|other| other == word);
    let first: Vec<&str> = words.iter().take(3).map(String::as_str).collect();
    let is_plain = words[1..].iter().all(|word| matches!(word.as_str(), "work" | "transaction"));
    match first.as_slice() {
        ["begin", ..] | ["start", "transaction", ..] => Kind::Opens { is_plain },
        ["commit", "prepared", ..] | ["rollback", "prepared", ..] => Kind::Alone,
        ["rollback", "to", ..] => Kind::Plain,
        ["commit" | "end", ..] => Kind::Closes { keeps: is_plain },
        ["rollback" | "abort", ..] | ["prepare", "transaction", ..] => Kind::Closes { keeps: false },
        ["create", "index", "concurrently"] | ["create", "unique", "index"] if has("concurrently") => {
            Kind::Build(build(statement, &tokens, &words))
        }
        ["create" | "drop" | "reindex" | "alter", ..] if has("concurrently") => Kind::Alone,
        ["vacuum", ..] | ["cluster"] | ["alter", "system", ..] | ["reindex", "database" | "system" | "schema", ..] => {
            Kind::Alone
        }
        ["create" | "drop", "database" | "tablespace" | "subscription", ..] => Kind::Alone,
        ["alter", "database", _] if has("tablespace") => Kind::Alone,
        ["do" | "call", ..] if is_apart => Kind::Alone,
        _ => Kind::Plain,
    }
}

/// A word in small letters; nothing for what is none.
fn word(statement: &str, token: &Token) -> String {
    if token.kind == TokenKind::Word { sql::folded(&statement[token.range.clone()]) } else { String::new() }
}

fn build(statement: &str, tokens: &[Token], words: &[String]) -> Build {
    let behind = words.iter().position(|word| word == "concurrently").map_or(tokens.len(), |at| at + 1);
    let on = words[behind..].iter().position(|word| word == "on").map_or(tokens.len(), |at| behind + at);
    // IF NOT EXISTS, then the name
    let index =
        tokens[behind..on].last().and_then(|token| sql::identifier(token.kind, &statement[token.range.clone()], '\\'));
    let start = (on + 1).min(tokens.len());
    let start = start + usize::from(words.get(start).is_some_and(|word| word == "only"));
    let is_name = |token: &&Token| match token.kind {
        TokenKind::Word | TokenKind::QuotedName => true,
        TokenKind::Symbol => &statement[token.range.clone()] == ".",
        TokenKind::String | TokenKind::DollarString | TokenKind::Number | TokenKind::PsqlCommand => false,
    };
    // a name and a dot in turns
    let name = tokens
        .iter()
        .skip(start)
        .enumerate()
        .take_while(|(at, token)| is_name(token) && (at % 2 == 1) == (token.kind == TokenKind::Symbol));
    let table = name.map(|(_, token)| &statement[token.range.clone()]).collect();
    Build { index, table }
}

#[cfg(test)]
mod tests {
    use super::{PieceKind, Way, cut};

    /// How a file is cut, a line for each piece.
    fn shown(text: &str) -> Vec<String> {
        let joined = |places: Vec<std::ops::Range<usize>>| {
            places.into_iter().map(|place| &text[place]).collect::<Vec<_>>().join("; ")
        };
        match cut(text) {
            Way::Whole(statements) => vec![format!("whole: {}", joined(statements))],
            Way::InPieces(pieces) => {
                let piece = |piece: super::Piece| {
                    let kind = match piece.kind {
                        PieceKind::Together => "together".to_owned(),
                        PieceKind::OwnTransaction => "own".to_owned(),
                        PieceKind::Unclosed => "unclosed".to_owned(),
                        PieceKind::Alone => "alone".to_owned(),
                        PieceKind::Build(build) => format!("build {:?} on {}", build.index, build.table),
                    };
                    format!("{kind}: {}", joined(piece.statements))
                };
                pieces.into_iter().map(piece).collect()
            }
        }
    }

    #[test]
    fn what_can_be_one_transaction_is_one() {
        assert_eq!(shown("a; b;"), ["whole: a; b"]);
        assert_eq!(shown("-- x\nBEGIN;\na; b;\nCOMMIT;\n"), ["whole: a; b"]);
        assert_eq!(shown("START TRANSACTION; a; END TRANSACTION"), ["whole: a"]);
        assert_eq!(shown("SAVEPOINT x; a; ROLLBACK TO x"), ["whole: SAVEPOINT x; a; ROLLBACK TO x"]);
        assert_eq!(shown("DO $$ BEGIN COMMIT; END $$"), ["whole: DO $$ BEGIN COMMIT; END $$"]);
        assert_eq!(shown(" \n"), ["whole: "]);
        assert_eq!(shown("a; 'b"), ["whole: a; 'b"]);
        assert_eq!(
            shown("REFRESH MATERIALIZED VIEW CONCURRENTLY v"),
            ["whole: REFRESH MATERIALIZED VIEW CONCURRENTLY v"]
        );
    }

    #[test]
    fn what_cannot_is_cut_where_it_must_be() {
        assert_eq!(shown("BEGIN; a; COMMIT; b; c"), ["own: BEGIN; a; COMMIT", "together: b; c"]);
        assert_eq!(shown("a; COMMIT; b"), ["together: a", "alone: COMMIT", "together: b"]);
        assert_eq!(shown("BEGIN; a; ROLLBACK"), ["own: BEGIN; a; ROLLBACK"]);
        assert_eq!(
            shown("BEGIN ISOLATION LEVEL SERIALIZABLE; a; COMMIT"),
            ["own: BEGIN ISOLATION LEVEL SERIALIZABLE; a; COMMIT"]
        );
        assert_eq!(shown("BEGIN; a"), ["unclosed: BEGIN; a"]);
        assert_eq!(shown("VACUUM t; a"), ["alone: VACUUM t", "together: a"]);
        assert_eq!(shown("-- refract:no-transaction\nDO $$ $$; a"), ["alone: DO $$ $$", "together: a"]);
        assert_eq!(
            shown("CREATE INDEX CONCURRENTLY IF NOT EXISTS \"I\" ON ONLY app.\"T\" (a); DROP INDEX CONCURRENTLY i"),
            [
                "build Some(\"I\") on app.\"T\": CREATE INDEX CONCURRENTLY IF NOT EXISTS \"I\" ON ONLY app.\"T\" (a)",
                "alone: DROP INDEX CONCURRENTLY i"
            ]
        );
        assert_eq!(
            shown("CREATE UNIQUE INDEX CONCURRENTLY ON t (a)"),
            ["build None on t: CREATE UNIQUE INDEX CONCURRENTLY ON t (a)"]
        );
    }
}
