//! `DROP` of everything.

use super::ddl_words::has_word;
use crate::replay::statement::{Drop, DropKind};
use crate::sql::{Cursor, Read};

/// Whether it is a collation or an operator class with all that depends on it, columns and indexes among them.
pub(super) fn takes_columns_along(cursor: &Cursor<'_>) -> bool {
    let mut ahead = cursor.clone();
    let kinds = ["COLLATION", "OPERATOR", "ACCESS METHOD", "TEXT SEARCH"];
    ahead.accept_one(&kinds).is_some() && has_word(&ahead, &["CASCADE"])
}

/// Reads what follows `DROP`; functions, triggers, policies and the like shape nothing that refract manages.
pub(super) fn drop(cursor: &mut Cursor<'_>) -> Read<Option<Drop>> {
    let Some(kind) = DropKind::ALL.into_iter().find(|kind| cursor.accept(kind.as_sql())) else { return Ok(None) };
    cursor.accept("CONCURRENTLY");
    let may_be_missing = cursor.accept("IF EXISTS");
    let listed = cursor.until_words(&["CASCADE", "RESTRICT"]);
    let cascades = cursor.accept("CASCADE");
    cursor.accept("RESTRICT");
    cursor.expect_end()?;
    let mut names = Vec::new();
    for mut part in listed.split_at_commas() {
        names.push(part.written_name()?);
        part.expect_end()?;
    }
    Ok(Some(Drop { kind, names, may_be_missing, cascades }))
}
