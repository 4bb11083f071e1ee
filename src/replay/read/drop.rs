//! `DROP` of everything.

use crate::replay::statement::{Drop, DropKind};
use crate::sql::{Cursor, Read};

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
