//! What a migration of refract's promises at its end: the rows of `templates/check.sql`.

use crate::promise::SCHEMA_OF_VECTOR;
use crate::replay::statement::WrittenPromise;
use crate::sql::{Cursor, WrittenName, tokens};

/// `WITH promised (kind, at, name, want) AS (VALUES (...), ...)`, if it is that.
pub(super) fn promises(mut cursor: Cursor<'_>) -> Option<Vec<WrittenPromise>> {
    cursor.expect("WITH").ok()?;
    let mut rows = loop {
        let name = cursor.name().ok()?;
        cursor.parentheses().ok()?;
        cursor.expect("AS").ok()?;
        let query = cursor.parentheses().ok()?;
        if name == "promised" {
            break query;
        }
        cursor.accept_symbol(",").then_some(())?;
    };
    rows.expect("VALUES").ok()?;
    rows.split_at_commas().into_iter().map(promise).collect()
}

/// `('column', 'public.t', 'a', 'text not null')`.
fn promise(mut row: Cursor<'_>) -> Option<WrittenPromise> {
    let place = row.range_of_rest();
    let cells = row.parentheses().ok()?.split_at_commas();
    let [kind, at, name, expected] = <[Cursor<'_>; 4]>::try_from(cells).ok()?;
    let kind = kind.clone().string().ok()?;
    let at = at.clone().string().ok()?;
    let at = match kind.ends_with("extension") {
        true => WrittenName { schema: None, name: at, range: place.clone() },
        false => WrittenName { range: place.clone(), ..Cursor::new(&at, &tokens(&at).tokens).written_name().ok()? },
    };
    Some(WrittenPromise { kind, at, name: cell(name)?, expected: cell(expected)?, place })
}

/// A constant, or NULL; in `format('...%s...', ...)` the server fills in the schema of pgvector.
fn cell(mut cell: Cursor<'_>) -> Option<Option<String>> {
    if cell.accept("NULL") {
        return Some(None);
    }
    if cell.accept("format") {
        let pattern = cell.parentheses().ok()?.string().ok()?;
        return Some(Some(pattern.replace("%s", &SCHEMA_OF_VECTOR.to_string()).replace("%%", "%")));
    }
    cell.string().ok().map(Some)
}
