//! Questions to `information_schema.columns` whose answer the replay can tell.

use crate::replay::statement::{AskedSchema, ColumnFact, ColumnQuestion};
use crate::sql::Cursor;

/// `SELECT data_type FROM information_schema.columns WHERE ...`.
#[must_use]
pub(super) fn query(mut cursor: Cursor<'_>) -> Option<ColumnQuestion> {
    cursor.accept("SELECT").then_some(())?;
    let list = cursor.until_words(&["FROM"]);
    read(list, cursor)
}

/// The same, of what is selected and what stands after it.
#[must_use]
pub(super) fn read(mut list: Cursor<'_>, mut from: Cursor<'_>) -> Option<ColumnQuestion> {
    let fact = fact(&list.name().ok()?)?;
    list.is_at_end().then_some(())?;
    from.accept("FROM").then_some(())?;
    let view = from.written_name().ok()?;
    (view.schema.as_deref() == Some("information_schema") && view.name == "columns").then_some(())?;
    from.accept("WHERE").then_some(())?;
    let mut asked = from.until_words(&["LIMIT"]);
    (from.is_at_end() || from.rest().trim().eq_ignore_ascii_case("LIMIT 1")).then_some(())?;
    let (mut schema, mut table, mut column) = (AskedSchema::Any, None, None);
    while !asked.is_at_end() {
        let mut part = asked.until_words(&["AND"]);
        asked.accept("AND");
        let about = part.name().ok()?;
        part.accept_symbol("=").then_some(())?;
        match about.as_str() {
            "table_schema" if part.accept("current_schema") => {
                part.parentheses().ok();
                schema = AskedSchema::Current;
            }
            "table_schema" => schema = AskedSchema::Named(part.string().ok()?),
            "table_name" => table = Some(part.string().ok()?),
            "column_name" => column = Some(part.string().ok()?),
            _ => return None,
        }
        part.is_at_end().then_some(())?;
    }
    Some(ColumnQuestion { fact, schema, table: table?, column: column? })
}

fn fact(name: &str) -> Option<ColumnFact> {
    match name {
        "data_type" => Some(ColumnFact::DataType),
        "udt_name" => Some(ColumnFact::TypeName),
        "is_nullable" => Some(ColumnFact::IsNullable),
        _ => None,
    }
}
