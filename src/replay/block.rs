//! `DO` blocks: <https://www.postgresql.org/docs/current/plpgsql-structure.html>.
//!
//! Of PL/pgSQL only as much is read as guards need: `IF` with a condition that reads the catalog, and a block that
//! catches an exception. A guard is taken for what it is: what is there already is not made, and what is not there is
//! not dropped.

use super::catalog::Catalog;
use super::guard;
use super::problem::{Done as Read, Problem};
use super::run::{may_shape, run as run_statement};
use crate::sql::Cursor;
use crate::sql::{TokenKind, Tokens, tokens, tokens_in};

/// What a condition that asks the catalog mentions.
const CATALOG: [&str; 6] = ["pg_", "information_schema", "to_reg", "regclass", "regtype", "exists"];

/// How statements of a block are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// As anywhere else.
    Plain,
    /// Behind a guard: what is there already is not made, and what is not there is not dropped.
    Guarded,
    /// Behind a condition that does not hold.
    PassedOver,
}

impl Mode {
    fn or_guarded(self, is_guarded: bool) -> Mode {
        if self == Mode::Plain && is_guarded { Mode::Guarded } else { self }
    }
}

/// Reads what follows `DO`, and does it.
pub fn run(cursor: &mut Cursor<'_>, catalog: &mut Catalog) -> Read<()> {
    if cursor.accept("LANGUAGE") {
        cursor.name()?;
    }
    let range = cursor.range_of_rest();
    let Some((TokenKind::DollarString, text)) = cursor.next() else {
        return Err(Problem::NotUnderstood(range));
    };
    let tag = text[1..].find('$').map_or(0, |end| end + 2);
    let inside = range.start + tag..range.start + text.len() - tag;
    let whole = cursor.text();
    let Tokens { tokens, unclosed, .. } = tokens_in(whole, inside);
    if unclosed.is_some() {
        return Err(Problem::NotUnderstood(range));
    }
    let mut body = Cursor::new(whole, &tokens);
    if body.accept("DECLARE") {
        body.until_words(&["BEGIN"]);
    }
    body.expect("BEGIN")?;
    nested(&mut body, catalog, Mode::Plain)
}

/// Statements up to the `END` of their block, `ELSE` and the like, which are left where they are.
fn statements(cursor: &mut Cursor<'_>, catalog: &mut Catalog, mode: Mode) -> Read<()> {
    while !cursor.is_at_end() && !["END", "ELSE", "ELSIF", "ELSEIF", "EXCEPTION"].iter().any(|word| cursor.sees(word)) {
        statement(cursor, catalog, mode)?;
    }
    Ok(())
}

fn statement(cursor: &mut Cursor<'_>, catalog: &mut Catalog, mode: Mode) -> Read<()> {
    if cursor.sign(";") {
        return Ok(());
    }
    if cursor.accept("IF") {
        return condition(cursor, catalog, mode);
    }
    if cursor.accept("DECLARE") {
        cursor.until_words(&["BEGIN"]);
    }
    if cursor.accept("BEGIN") {
        return nested(cursor, catalog, mode);
    }
    if ["FOR", "WHILE", "LOOP", "FOREACH"].iter().any(|word| cursor.sees(word)) {
        return repeated(cursor);
    }
    let one = cursor.until(|cursor| cursor.peek() == Some((TokenKind::Symbol, ";")));
    cursor.sign(";");
    let place = one.range_of_rest();
    let done = plain(one, catalog, mode);
    catalog.ledger.place(&place);
    done
}

/// `IF condition THEN statements [ELSE statements] END IF;`
fn condition(cursor: &mut Cursor<'_>, catalog: &mut Catalog, mode: Mode) -> Read<()> {
    let condition = cursor.until_words(&["THEN"]);
    cursor.expect("THEN")?;
    let start = cursor.clone();
    let is_passed_over = mode == Mode::PassedOver || guard::holds(&condition, catalog) == Some(false);
    statements(cursor, catalog, if is_passed_over { Mode::PassedOver } else { Mode::Guarded })?;
    let asks_the_catalog = CATALOG.iter().any(|word| condition.whole().to_ascii_lowercase().contains(word));
    if !asks_the_catalog && mentions_ddl(&start.rest_until(cursor)) {
        return Err(condition.not_understood().into());
    }
    while let Some(word) = cursor.accept_one(&["ELSIF", "ELSEIF", "ELSE"]) {
        if word != "ELSE" {
            cursor.until_words(&["THEN"]);
            cursor.expect("THEN")?;
        }
        let start = cursor.clone();
        statements(cursor, catalog, Mode::PassedOver)?;
        let otherwise = start.rest_until(cursor);
        if mentions_ddl(&otherwise) {
            return Err(otherwise.not_understood().into());
        }
    }
    cursor.expect("END IF")?;
    cursor.sign(";");
    Ok(())
}

/// `BEGIN statements EXCEPTION WHEN ... THEN statements END;`: what is caught is that something was there.
fn nested(cursor: &mut Cursor<'_>, catalog: &mut Catalog, mode: Mode) -> Read<()> {
    let mut ahead = cursor.clone();
    ahead.until_words(&["EXCEPTION WHEN"]);
    statements(cursor, catalog, mode.or_guarded(!ahead.is_at_end()))?;
    if cursor.accept("EXCEPTION") {
        let handler = cursor.until_words(&["END"]);
        if mentions_ddl(&handler) {
            return Err(handler.not_understood().into());
        }
    }
    cursor.expect("END")?;
    cursor.sign(";");
    Ok(())
}

/// A loop must not shape anything: how often it runs only the server knows.
fn repeated(cursor: &mut Cursor<'_>) -> Read<()> {
    let start = cursor.clone();
    let mut depth = 0_usize;
    while !cursor.is_at_end() {
        if cursor.accept("END LOOP") {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                break;
            }
        } else if cursor.accept("LOOP") {
            depth += 1;
        } else {
            cursor.next();
        }
    }
    let inside = start.rest_until(cursor);
    cursor.sign(";");
    if mentions_ddl(&inside) { Err(inside.not_understood().into()) } else { Ok(()) }
}

fn plain(cursor: Cursor<'_>, catalog: &mut Catalog, mode: Mode) -> Read<()> {
    if mode == Mode::PassedOver {
        return Ok(());
    }
    let mut ahead = cursor.clone();
    if ahead.accept("EXECUTE") {
        return dynamic(ahead, catalog, mode);
    }
    if !may_shape(&cursor) {
        return Ok(());
    }
    match run_statement(cursor, catalog) {
        Err(Problem::Refused(..)) if mode == Mode::Guarded => Ok(()),
        result => result,
    }
}

/// `EXECUTE 'statement'`.
fn dynamic(mut cursor: Cursor<'_>, catalog: &mut Catalog, mode: Mode) -> Read<()> {
    let start = cursor.clone();
    let text = cursor.string().ok();
    match text {
        Some(text) if cursor.is_at_end() => {
            let tokens = tokens(&text);
            // places in it are none of the file's
            catalog.place = Some(start.range_of_rest());
            let result = plain(Cursor::new(&text, &tokens.tokens), catalog, mode);
            catalog.place = None;
            result.map_err(|problem| match problem {
                Problem::NotUnderstood(_) => start.not_understood().into(),
                Problem::Refused(_, message) => Problem::Refused(start.range_of_rest(), message),
            })
        }
        _ if mentions_ddl(&start) => Err(start.not_understood().into()),
        _ => Ok(()),
    }
}

/// What a statement may make, change or drop that refract manages.
const SHAPED: [&str; 10] =
    ["table", "index", "unique", "type", "schema", "extension", "column", "constraint", "domain", "default"];

/// Whether words that shape stand anywhere, in texts too; but not in what is only said to somebody.
fn mentions_ddl(cursor: &Cursor<'_>) -> bool {
    let text = without_messages(cursor).to_ascii_lowercase();
    let words: Vec<&str> =
        text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|w| !w.is_empty()).collect();
    words.windows(2).any(|pair| matches!(pair[0], "create" | "alter" | "drop") && SHAPED.contains(&pair[1]))
}

/// The words without those of `RAISE`.
fn without_messages(cursor: &Cursor<'_>) -> String {
    let mut rest = cursor.clone();
    let mut kept = String::new();
    let mut is_start = true;
    while let Some((kind, text)) = rest.peek() {
        if is_start && rest.sees("RAISE") {
            rest.until(|cursor| cursor.peek() == Some((TokenKind::Symbol, ";")));
            continue;
        }
        let ends = matches!((kind, text), (TokenKind::Symbol, ";"));
        let opens = ["THEN", "ELSE", "BEGIN", "LOOP"].iter().any(|word| rest.sees(word));
        is_start = ends || opens;
        kept.push(' ');
        kept.push_str(text);
        rest.next();
    }
    kept
}
