//! `CREATE TABLE ... AS` and `SELECT ... INTO`: tables that a query describes.
//!
//! The columns of a query that only picks columns of one table are known: they have its types, and nothing else of it.

use crate::replay::statement::{CreateTable, Lifetime, Pick, Picks, Query, TableBody};
use crate::sql::{Cursor, Read, TokenKind};

/// The query after the name in `CREATE TABLE name ... AS`, if there is one.
#[must_use]
pub(super) fn query(cursor: &Cursor<'_>) -> Option<Query> {
    let mut ahead = cursor.clone();
    let names_columns = ahead.parentheses().is_ok();
    ahead.until_words(&["AS"]);
    let range = ahead.range_of_rest();
    if !ahead.accept("AS") {
        return None;
    }
    let selects = ahead.accept("SELECT") && !names_columns;
    let list = ahead.until_words(&["FROM"]);
    let picks = if selects { picks(list, ahead) } else { None };
    Some(Query { picks, place: range.start..range.end.min(range.start + "AS".len()) })
}

/// Whether a statement begins as a query does.
#[must_use]
pub(super) fn begins(cursor: &Cursor<'_>) -> bool {
    cursor.sees("SELECT") || cursor.sees("WITH") || cursor.peek() == Some((TokenKind::Symbol, "("))
}

/// `SELECT list INTO name FROM ...`, if it is that; `WITH`, parentheses and `UNION` may be around it.
pub(super) fn select_into(cursor: &mut Cursor<'_>) -> Read<Option<CreateTable>> {
    let place = cursor.range_of_rest();
    let is_bare = cursor.sees("SELECT");
    if cursor.accept("WITH") {
        cursor.until_words(&MAIN_STATEMENTS);
    }
    while let Ok(inside) = cursor.parentheses() {
        *cursor = inside;
    }
    if !cursor.accept("SELECT") {
        return Ok(None);
    }
    let list = cursor.until_words(&["INTO", "FROM", "UNION", "INTERSECT", "EXCEPT"]);
    if !cursor.accept("INTO") {
        return Ok(None);
    }
    cursor.accept_one(&["LOCAL", "GLOBAL"]);
    let says_temporary = cursor.accept_one(&["TEMPORARY", "TEMP"]).is_some();
    cursor.accept("UNLOGGED");
    cursor.accept("TABLE");
    let name = cursor.written_name()?;
    let lifetime = Lifetime::of(says_temporary, &name);
    let body = if lifetime.is_temporary() {
        TableBody::Unmanaged
    } else {
        // a name in WITH hides the table of that name
        let picks = if is_bare { picks(list, cursor.clone()) } else { None };
        TableBody::Query(Query { picks, place: place.start..place.end.min(place.start + "SELECT".len()) })
    };
    let (body, partition_key, inherits) = (Ok(body), None, Vec::new());
    Ok(Some(CreateTable { name, may_be_there: false, lifetime, body, place, partition_key, inherits }))
}

/// What `WITH` may stand before.
const MAIN_STATEMENTS: [&str; 7] = ["SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "VALUES", "TABLE"];

/// What may follow the one table without a say in the columns.
const BEHIND_THE_TABLE: [&str; 7] = ["WHERE", "GROUP BY", "ORDER BY", "LIMIT", "OFFSET", "WITH DATA", "WITH NO DATA"];

fn picks(mut list: Cursor<'_>, mut from: Cursor<'_>) -> Option<Picks> {
    if list.accept("DISTINCT") && list.sees("ON") {
        return None;
    }
    from.expect("FROM").ok()?;
    let source = from.written_name().ok()?;
    let is_plain = from.is_at_end() || BEHIND_THE_TABLE.iter().any(|words| from.sees(words));
    from.until_words(&["UNION", "INTERSECT", "EXCEPT"]);
    if !is_plain || !from.is_at_end() {
        return None;
    }
    let columns: Option<Vec<Pick>> = list.split_at_commas().into_iter().map(pick).collect();
    Some(Picks { source, columns: columns? })
}

/// `*`, `column`, `table.column`, with `AS name` perhaps.
fn pick(mut item: Cursor<'_>) -> Option<Pick> {
    if item.accept_symbol("*") {
        return item.is_at_end().then_some(Pick::All);
    }
    let written = item.written_name().ok()?;
    let alias = if item.accept("AS") { Some(item.name().ok()?) } else { None };
    item.is_at_end().then_some(Pick::Column { of: written.schema, name: written.name, alias })
}
