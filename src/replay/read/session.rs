//! What is of the session: transactions and search_path.

use super::expression;
use crate::replay::statement::{Expression, PathValue, SearchPath, Transaction};
use crate::sql::{Cursor, Read};

/// Reads control of a transaction, if that comes next.
pub(super) fn transaction(cursor: &mut Cursor<'_>) -> Read<Option<Transaction>> {
    if cursor.accept("BEGIN") || cursor.accept("START TRANSACTION") {
        return Ok(Some(Transaction::Begin));
    }
    if cursor.accept("SAVEPOINT") {
        return cursor.name().map(|name| Some(Transaction::Savepoint(name)));
    }
    if cursor.accept("RELEASE") {
        cursor.accept("SAVEPOINT");
        return cursor.name().map(|name| Some(Transaction::Release(name)));
    }
    let Some(word) = cursor.accept_one(&["COMMIT", "END", "ROLLBACK", "ABORT"]) else { return Ok(None) };
    let is_back = matches!(word, "ROLLBACK" | "ABORT");
    cursor.accept_one(&["WORK", "TRANSACTION"]);
    if is_back && cursor.accept("TO") {
        cursor.accept("SAVEPOINT");
        return cursor.name().map(|name| Some(Transaction::RollbackTo(name)));
    }
    // COMMIT PREPARED and ROLLBACK PREPARED end a transaction of another session
    if cursor.sees("PREPARED") {
        return if is_back { Err(cursor.not_understood()) } else { Ok(None) };
    }
    let chains = cursor.accept("AND CHAIN");
    Ok(Some(if is_back { Transaction::Rollback { chains } } else { Transaction::Commit { chains } }))
}

/// Reads what follows `SET`, if it is search_path: where what has no schema goes from here on.
pub(super) fn search_path(cursor: &mut Cursor<'_>) -> Read<Option<SearchPath>> {
    let is_local = cursor.accept_one(&["SESSION", "LOCAL"]) == Some("LOCAL");
    if cursor.accept("SCHEMA") {
        return Ok(Some(SearchPath { is_local, path: PathValue::Schemas(vec![cursor.string()?]) }));
    }
    if !cursor.accept("search_path") {
        return Ok(None);
    }
    if !(cursor.accept("TO") || cursor.accept_symbol("=")) {
        return Err(cursor.not_understood());
    }
    if cursor.accept("DEFAULT") {
        return Ok(Some(SearchPath { is_local, path: PathValue::Default }));
    }
    let mut schemas = Vec::new();
    for mut part in cursor.split_at_commas() {
        schemas.push(part.string().or_else(|_| part.name())?);
        part.expect_end()?;
    }
    Ok(Some(SearchPath { is_local, path: PathValue::Schemas(schemas) }))
}

/// Reads what `set_config('search_path', value, is_local)` sets, wherever in a query it is called: the last call counts.
///
/// # Errors
/// When only the server can tell which setting it is about.
pub(super) fn set_config(cursor: &Cursor<'_>) -> Read<Option<SearchPath>> {
    let mut rest = cursor.clone();
    let mut found = None;
    while !rest.is_at_end() {
        if !rest.accept("set_config") {
            rest.take_token();
            continue;
        }
        let place = rest.not_understood();
        let Ok(inside) = rest.clone().parentheses() else { continue };
        let arguments = inside.split_at_commas();
        let [setting, value, is_local] = arguments.as_slice() else { return Err(place) };
        let setting = expression::expression(setting);
        if is_of_ones_own(&setting) {
            continue;
        }
        let Expression::Text(setting) = setting else { return Err(place) };
        if setting.eq_ignore_ascii_case("search_path") {
            found = Some(SearchPath { is_local: is_true(is_local), path: path(value) });
        }
    }
    Ok(found)
}

/// Whether the name of a setting begins as those of PostgreSQL itself never do: with a dot in it.
fn is_of_ones_own(setting: &Expression) -> bool {
    let Expression::Concatenation(parts) = setting else { return false };
    matches!(parts.first(), Some(Expression::Text(start)) if start.contains('.'))
}

/// Everything but the words for false.
fn is_true(value: &Cursor<'_>) -> bool {
    let is_false = |text: &str| ["false", "f", "off", "no", "0"].iter().any(|word| text.eq_ignore_ascii_case(word));
    match expression::expression(value) {
        Expression::Text(text) | Expression::Variable(text) => !is_false(&text),
        Expression::List(_)
        | Expression::Concatenation(_)
        | Expression::Format(_)
        | Expression::QuoteIdentifier(_)
        | Expression::QuoteLiteral(_)
        | Expression::Name
        | Expression::SearchPath
        | Expression::OfColumn(_)
        | Expression::Unknown { .. } => true,
    }
}

fn path(value: &Cursor<'_>) -> PathValue {
    let value = expression::expression(value);
    if let Expression::Text(path) = &value { PathValue::Schemas(schemas(path)) } else { PathValue::Computed(value) }
}

/// The schemas of a search_path as it is written in one text; what is no name in it is left out.
#[must_use]
pub(crate) fn schemas(path: &str) -> Vec<String> {
    let tokens = crate::sql::tokens(path);
    let parts = Cursor::new(path, &tokens.tokens).split_at_commas();
    parts.into_iter().filter_map(|mut part| part.name().ok()).collect()
}
