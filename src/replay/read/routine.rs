//! Functions, procedures and triggers: <https://www.postgresql.org/docs/current/sql-createfunction.html>.

use super::ddl_words::{has_word, mentions_ddl};
use super::{block, split, statement};
use crate::replay::dynamic::{Known, Piece, Variables};
use crate::replay::statement::{Body, Event, Routine, Runs, Trigger};
use crate::sql::{Cursor, Token, TokenKind, identifier, string_value, tokens};

/// Reads a statement about functions or triggers, from its first word.
pub(super) fn routine(mut cursor: Cursor<'_>) -> Option<Routine> {
    if cursor.accept("DROP") {
        return dropped(cursor);
    }
    cursor.accept("CREATE").then_some(())?;
    cursor.accept("OR REPLACE");
    if cursor.accept("EVENT TRIGGER") {
        return Some(Routine::CreateEventTrigger { function: executed(cursor)? });
    }
    cursor.accept("CONSTRAINT");
    if cursor.accept("TRIGGER") {
        let name = cursor.name().ok()?;
        let waits_for = cursor.until_words(&["ON"]);
        let events = Event::ALL.into_iter().filter(|(_, word)| has_word(&waits_for, &[word])).map(|(event, _)| event);
        cursor.accept("ON");
        let table = cursor.written_name().ok()?.name;
        let trigger = Trigger { events: events.collect(), function: executed(cursor)? };
        return Some(Routine::CreateTrigger { name, table, trigger });
    }
    cursor.accept_one(&["FUNCTION", "PROCEDURE"])?;
    let name = cursor.written_name().ok()?.name;
    let arguments = cursor.parentheses().ok()?.whole().to_owned();
    let body = body(cursor, quoted_arguments(&arguments));
    Some(Routine::Create { name, arguments, body })
}

fn dropped(mut cursor: Cursor<'_>) -> Option<Routine> {
    if cursor.accept("TRIGGER") {
        cursor.accept("IF EXISTS");
        let name = cursor.name().ok()?;
        cursor.accept("ON");
        return Some(Routine::DropTrigger { name, table: cursor.written_name().ok()?.name });
    }
    cursor.accept_one(&["FUNCTION", "PROCEDURE", "ROUTINE"])?;
    cursor.accept("IF EXISTS");
    let cascades = has_word(&cursor, &["CASCADE"]);
    let names = cursor.split_at_commas().into_iter().filter_map(|mut one| one.written_name().ok());
    Some(Routine::Drop { names: names.collect(), cascades })
}

/// The function after `EXECUTE FUNCTION`.
fn executed(mut cursor: Cursor<'_>) -> Option<String> {
    cursor.until_words(&["EXECUTE"]);
    cursor.accept("EXECUTE").then_some(())?;
    cursor.accept_one(&["FUNCTION", "PROCEDURE"])?;
    Some(cursor.written_name().ok()?.name)
}

/// Arguments whose text is a name, with quote marks where it needs them: they are of type `regclass`.
fn quoted_arguments(arguments: &str) -> Variables {
    let found = tokens(arguments);
    let listed = Cursor::new(arguments, &found.tokens).split_at_commas().into_iter();
    let quoted = listed.filter_map(|mut one| {
        one.accept_one(&["INOUT", "IN"]);
        let name = one.name().ok()?;
        one.accept_one(&["regclass", "regtype"])?;
        Some((name, Known::Partly(vec![Piece::Name])))
    });
    quoted.collect()
}

/// What stands after the arguments: the language, and the body as a text or as SQL.
fn body(cursor: Cursor<'_>, arguments: Variables) -> Body {
    let language = option(&cursor, "LANGUAGE");
    let text = option(&cursor, "AS").unwrap_or_default();
    let found = tokens(&text);
    let inside = Cursor::standing_at(&text, &found.tokens, cursor.range_of_rest());
    let shapes = match language.as_deref() {
        Some("plpgsql") => block::outermost(inside.clone())
            .map_or_else(|_| mentions_ddl(&inside), |it| it.may_shape() && it.may_shape_with(arguments)),
        Some("sql") => split(&text, &found).iter().any(|written| {
            let read = statement(Cursor::standing_at(&text, written.tokens, cursor.range_of_rest()));
            read.map_or(true, |statement| statement.command.may_shape())
        }),
        Some("c" | "internal") => false,
        Some(_) | None => mentions_ddl(&inside),
    };
    let written = if text.is_empty() { cursor.whole() } else { &text };
    Body { shapes, runs: runs(written, &tokens(written).tokens) }
}

/// What stands after a word of a function's definition: a name, or a text.
fn option(cursor: &Cursor<'_>, word: &str) -> Option<String> {
    let mut ahead = cursor.clone();
    ahead.until(|cursor| cursor.sees(word));
    ahead.accept(word).then_some(())?;
    ahead.string().or_else(|_| ahead.name()).ok()
}

/// What a text of SQL runs, in the texts inside of it too: a `DO` block is one, and so is what it executes.
#[must_use]
pub(crate) fn runs(text: &str, found: &[Token]) -> Runs {
    let mut runs = Runs::default();
    add_runs(text, found, 0, &mut runs);
    if has_word(&Cursor::new(text, found), &["DO UPDATE"]) {
        let updated: Vec<_> = runs.writes.iter().map(|(table, _)| (table.clone(), Event::Update)).collect();
        runs.writes.extend(updated);
    }
    runs
}

/// Whether a statement only makes, changes or drops something that may name functions, and runs none.
#[must_use]
pub(crate) fn defines_only(mut cursor: Cursor<'_>) -> bool {
    const DEFINED: [&str; 15] = [
        "FUNCTION",
        "PROCEDURE",
        "TRIGGER",
        "EVENT TRIGGER",
        "CONSTRAINT TRIGGER",
        "VIEW",
        "POLICY",
        "RULE",
        "AGGREGATE",
        "OPERATOR",
        "CAST",
        "DOMAIN",
        "TYPE",
        "ROUTINE",
        "PUBLICATION",
    ];
    if cursor.accept_one(&["GRANT", "REVOKE", "COMMENT", "SECURITY LABEL"]).is_some() {
        return true;
    }
    if cursor.accept_one(&["CREATE", "ALTER", "DROP"]).is_none() {
        return false;
    }
    cursor.accept("OR REPLACE");
    cursor.accept_one(&DEFINED).is_some()
}

fn add_runs(text: &str, found: &[Token], depth: usize, runs: &mut Runs) {
    /// Texts in texts in texts; none are written that are nested deeper.
    const DEEPEST: usize = 4;
    let written = |at: usize| found.get(at).map_or("", |token: &Token| &text[token.range.clone()]);
    for (at, token) in found.iter().enumerate() {
        match token.kind {
            TokenKind::Word | TokenKind::QuotedName if written(at + 1) == "(" => {
                runs.calls.extend(identifier(token.kind, written(at), '\\'));
            }
            TokenKind::Word => {
                let mut rest = Cursor::new(text, &found[at..]);
                if let Some((_, events)) = WRITING.iter().find(|(words, _)| rest.accept(words)) {
                    let table = written_table(rest);
                    runs.writes
                        .extend(table.iter().flat_map(|table| events.iter().map(|event| (table.clone(), *event))));
                }
            }
            TokenKind::String | TokenKind::DollarString if depth < DEEPEST => {
                let Some(inside) = string_value(written(at), '\\') else { continue };
                add_runs(&inside, &tokens(&inside).tokens, depth + 1, runs);
            }
            TokenKind::QuotedName
            | TokenKind::String
            | TokenKind::DollarString
            | TokenKind::Number
            | TokenKind::Symbol
            | TokenKind::PsqlCommand => {}
        }
    }
}

/// What statements do to rows, by the words before the table.
const WRITING: [(&str, &[Event]); 6] = [
    ("INSERT INTO", &[Event::Insert]),
    ("COPY", &[Event::Insert]),
    ("UPDATE", &[Event::Update]),
    ("DELETE FROM", &[Event::Delete]),
    ("TRUNCATE", &[Event::Truncate]),
    ("MERGE INTO", &[Event::Insert, Event::Update, Event::Delete]),
];

fn written_table(mut cursor: Cursor<'_>) -> Option<String> {
    cursor.accept("TABLE");
    cursor.accept("ONLY");
    Some(cursor.written_name().ok()?.name)
}

#[cfg(test)]
mod tests {
    use super::runs;
    use crate::sql::tokens;

    #[test]
    fn calls_and_writes_are_found_in_texts_too() {
        let found = |text: &str| {
            let runs = runs(text, &tokens(text).tokens);
            let writes = runs.writes.iter().map(|(table, event)| format!("{event:?} {table}"));
            (runs.calls.into_iter().collect::<Vec<_>>().join(" "), writes.collect::<Vec<_>>().join(" "))
        };
        assert_eq!(found("SELECT app.f(1), \"G\" (2)"), ("G f".to_owned(), String::new()));
        assert_eq!(found("DO $$ BEGIN PERFORM f(); EXECUTE 'SELECT g()'; END $$"), ("f g".to_owned(), String::new()));
        let (_, writes) = found(
            "WITH x AS (DELETE FROM ONLY a RETURNING 1) INSERT INTO s.b SELECT 1; UPDATE \"C\" SET x = 1; TRUNCATE TABLE d",
        );
        assert_eq!(writes, "Update C Delete a Insert b Truncate d");
        assert_eq!(found("INSERT INTO a VALUES (1) ON CONFLICT DO UPDATE SET b = 1").1, "Insert a Update a Update set");
    }
}
