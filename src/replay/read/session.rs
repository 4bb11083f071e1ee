//! What is of the session: transactions and search_path.

use super::expression;
use crate::replay::statement::{Expression, PathValue, SearchPath, Transaction};
use crate::sql::{Cursor, Read, TokenKind};

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
    if !(cursor.accept("TO") || cursor.sign("=")) {
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

/// Reads `SELECT set_config('search_path', value, is_local)`, or with `PERFORM`, if it is that.
pub(super) fn set_config(mut cursor: Cursor<'_>) -> Option<SearchPath> {
    cursor.take_token();
    if cursor.accept("pg_catalog") {
        cursor.sign(".");
    }
    if !cursor.accept("set_config") {
        return None;
    }
    let arguments = cursor.brackets().ok()?.split_at_commas();
    let [setting, value, is_local] = arguments.as_slice() else { return None };
    let setting = setting.clone().string().ok()?;
    if !setting.eq_ignore_ascii_case("search_path") {
        return None;
    }
    let is_local = !matches!(is_local.peek(), Some((TokenKind::Word, word)) if word.eq_ignore_ascii_case("false"));
    let value = expression::expression(value);
    let path = if let Expression::Text(path) = &value {
        PathValue::Schemas(schemas(path))
    } else {
        PathValue::Computed(value)
    };
    Some(SearchPath { is_local, path })
}

/// The schemas of a search_path as it is written in one text; what is no name in it is left out.
#[must_use]
pub(crate) fn schemas(path: &str) -> Vec<String> {
    let tokens = crate::sql::tokens(path);
    let parts = Cursor::new(path, &tokens.tokens).split_at_commas();
    parts.into_iter().filter_map(|mut part| part.name().ok()).collect()
}
