//! `CREATE TABLE ... AS` and `SELECT ... INTO`: tables that a query describes.
//!
//! The columns of a query that only picks columns of one table are known: they have its types, and nothing else of it.

use crate::replay::statement::{CreateTable, Pick, Picks, Query, TableBody};
use crate::sql::{Cursor, Read};

/// The query behind the name in `CREATE TABLE name ... AS`, if there is one.
#[must_use]
pub(super) fn query(cursor: &Cursor<'_>) -> Option<Query> {
    let mut ahead = cursor.clone();
    let names_columns = ahead.brackets().is_ok();
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

/// `SELECT list INTO name FROM ...`, if it is that.
pub(super) fn select_into(cursor: &mut Cursor<'_>) -> Read<Option<CreateTable>> {
    let range = cursor.range_of_rest();
    cursor.expect("SELECT")?;
    let list = cursor.until_words(&["INTO", "FROM"]);
    if !cursor.accept("INTO") {
        return Ok(None);
    }
    let is_temporary = cursor.accept_one(&["TEMPORARY", "TEMP"]).is_some();
    cursor.accept("UNLOGGED");
    cursor.accept("TABLE");
    let name = cursor.written_name()?;
    let place = range.start..range.end.min(range.start + "SELECT".len());
    let body = if is_temporary {
        TableBody::Unmanaged
    } else {
        TableBody::Query(Query { picks: picks(list, cursor.clone()), place })
    };
    let (body, place, partition_key, inherits) = (Ok(body), range, None, Vec::new());
    Ok(Some(CreateTable { name, may_be_there: false, is_temporary, body, place, partition_key, inherits }))
}

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
    if item.sign("*") {
        return item.is_at_end().then_some(Pick::All);
    }
    let written = item.written_name().ok()?;
    let alias = if item.accept("AS") { Some(item.name().ok()?) } else { None };
    item.is_at_end().then_some(Pick::Column { of: written.schema, name: written.name, alias })
}
