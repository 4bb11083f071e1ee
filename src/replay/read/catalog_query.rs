//! `EXISTS (SELECT FROM pg_attribute ...)` and the like: questions to the catalog that what is known may answer.

use crate::replay::statement::Test;
use crate::sql::Cursor;

/// What a query asks of the rows of a catalog.
#[derive(Default)]
struct Asked {
    /// Of which table or type.
    of: Option<String>,
    column: Option<String>,
    /// How `format_type` prints the type of the column.
    column_type: Option<String>,
    /// Some labels, one of which is enough.
    labels: Option<Vec<String>>,
    /// All the names that there are, in the order of their bytes.
    names: Option<Vec<String>>,
    /// Whether columns that were dropped are left out.
    without_dropped: bool,
    /// Whether columns are that PostgreSQL adds to each table by itself.
    without_system: bool,
}

/// What stands in the parentheses after `EXISTS`; `None` where only the server knows.
#[must_use]
pub(super) fn exists(mut query: Cursor<'_>) -> Option<Test> {
    query.expect("SELECT").ok()?;
    query.until_words(&["FROM"]);
    query.expect("FROM").ok()?;
    let of_columns = match query.name().ok()?.as_str() {
        "pg_attribute" => true,
        "pg_enum" => false,
        _ => return None,
    };
    query.expect("WHERE").ok()?;
    let mut asked = Asked::default();
    let mut rows = query.until_words(&["HAVING", "GROUP", "ORDER", "LIMIT"]);
    while !rows.is_at_end() {
        let part = rows.until_words(&["AND", "OR"]);
        if rows.sees("OR") {
            return None;
        }
        rows.accept("AND");
        asked.take(part, of_columns)?;
    }
    if query.accept("HAVING") {
        asked.names = Some(all_names(query, if of_columns { "attname" } else { "enumlabel" })?);
    } else if !query.is_at_end() {
        return None;
    }
    asked.test(of_columns)
}

impl Asked {
    /// One of the conditions of the query.
    fn take(&mut self, mut part: Cursor<'_>, of_columns: bool) -> Option<()> {
        if part.accept("NOT") {
            self.without_dropped = true;
            return (part.accept("attisdropped") && part.is_at_end()).then_some(());
        }
        let (of, name) = if of_columns { ("attrelid", "attname") } else { ("enumtypid", "enumlabel") };
        if part.accept("attnum") {
            self.without_system = true;
            return (part.rest().trim() == "> 0").then_some(());
        }
        if part.accept(of) {
            part.accept_symbol("=").then_some(())?;
            self.of = Some(object(part)?);
        } else if part.accept(name) {
            let values =
                if part.accept("IN") { part.parentheses().ok()? } else { part.accept_symbol("=").then_some(part)? };
            let mut values = strings(&values)?;
            if of_columns {
                self.column = (values.len() == 1).then(|| values.remove(0));
                self.column.as_ref()?;
            } else {
                self.labels = Some(values);
            }
        } else if part.accept("format_type") {
            let arguments = part.parentheses().ok()?;
            (arguments.rest().trim() == "atttypid, atttypmod" && part.accept_symbol("=")).then_some(())?;
            self.column_type = Some(strings(&part)?.pop()?);
        } else {
            return None;
        }
        Some(())
    }

    fn test(self, of_columns: bool) -> Option<Test> {
        let Asked { of, column, column_type, labels, names, without_dropped, without_system } = self;
        let of = of?;
        // each name counts; those that no migration wrote are not the table's own
        if of_columns && names.is_some() && !(without_dropped && without_system) {
            return None;
        }
        match (of_columns, column, labels, names) {
            (true, Some(column), None, None) => Some(Test::HasColumn { table: of, column, column_type }),
            (true, None, None, Some(names)) if column_type.is_none() => Some(Test::HasColumns { table: of, names }),
            (false, None, Some(labels), None) => Some(Test::HasLabel { name: of, labels }),
            (false, None, None, Some(labels)) => Some(Test::HasLabels { name: of, labels }),
            _ => None,
        }
    }
}

/// `'app.t'::regclass`, `to_regtype('app.e')`.
fn object(mut cursor: Cursor<'_>) -> Option<String> {
    if cursor.accept_one(&["to_regclass", "to_regtype"]).is_some() {
        let name = cursor.parentheses().ok()?.string().ok()?;
        return cursor.is_at_end().then_some(name);
    }
    let name = cursor.string().ok()?;
    let is_cast = cursor.accept_symbol("::") && cursor.accept_one(&["regclass", "regtype"]).is_some();
    (is_cast && cursor.is_at_end()).then_some(name)
}

/// `array_agg(name::text ORDER BY name COLLATE "C") = ARRAY['a', 'b']`: only so are the names in an order that does not
/// depend on the server.
fn all_names(mut cursor: Cursor<'_>, name: &str) -> Option<Vec<String>> {
    cursor.accept("array_agg").then_some(())?;
    let mut listed = cursor.parentheses().ok()?;
    (listed.accept(name) && listed.accept_symbol("::") && listed.accept("text ORDER BY") && listed.accept(name))
        .then_some(())?;
    (listed.rest().trim() == "COLLATE \"C\"").then_some(())?;
    (cursor.accept_symbol("=") && cursor.accept("ARRAY") && cursor.accept_symbol("[")).then_some(())?;
    let listed = cursor.until(|cursor| cursor.rest().starts_with(']'));
    (cursor.accept_symbol("]") && cursor.is_at_end()).then_some(())?;
    strings(&listed)
}

fn strings(listed: &Cursor<'_>) -> Option<Vec<String>> {
    let one = |mut item: Cursor<'_>| item.string().ok().filter(|_| item.is_at_end());
    listed.split_at_commas().into_iter().map(one).collect()
}
