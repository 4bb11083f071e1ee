//! What a query names, or a statement that writes rows: what stands in `FROM`, and columns.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::expression::{self, WrittenRelation};
use crate::replay::read::ddl_words::has_word;
use crate::replay::statement::Need;
use crate::sql::{self, Cursor, WrittenName, identifier};

/// What a query names, or a statement that writes rows.
pub(super) fn of_rows(start: &Cursor<'_>) -> Vec<Need> {
    // thousands of rows, which need not be read
    if start.tokens_left() > expression::MOST_TOKENS {
        return Vec::new();
    }
    let mut cursor = start.clone();
    if cursor.accept("CREATE") {
        cursor.accept("OR REPLACE");
        let _ = cursor.accept_one(&["TEMPORARY", "TEMP"]);
        let is_view = cursor.accept_one(&["MATERIALIZED VIEW", "VIEW"]).is_some();
        let query = if is_view { expression::query_of_view(start.rest()) } else { None };
        return query.map(|query| named(&query, start)).unwrap_or_default();
    }
    let performs = cursor.accept("PERFORM");
    const FIRST: [&str; 7] = ["SELECT", "WITH", "VALUES", "INSERT", "UPDATE", "DELETE", "MERGE"];
    if !performs && !FIRST.iter().any(|word| cursor.sees(word)) {
        return Vec::new();
    }
    // what INTO makes has a name too
    let makes = cursor.sees("SELECT") || cursor.sees("WITH");
    let makes = makes && has_word(&cursor, &["INTO"]) && !has_word(&cursor, &["INSERT INTO", "MERGE INTO"]);
    if makes {
        return Vec::new();
    }
    if performs { named(&format!("SELECT {}", cursor.rest()), start) } else { named(cursor.rest(), start) }
}

/// What a query names that stands in a statement.
fn named(query: &str, statement: &Cursor<'_>) -> Vec<Need> {
    let Some(found) = expression::named(query) else { return Vec::new() };
    let whole = statement.range_of_rest();
    let places = places(statement.clone());
    let place = |name: &str| places.get(name).unwrap_or(&whole).clone();
    let written = |(schema, name): &WrittenRelation| WrittenName {
        schema: schema.clone(),
        name: name.clone(),
        range: place(name),
    };
    let texts = found.texts.iter().filter_map(|text| {
        let tokens = sql::tokens(text);
        let mut of = Cursor::new(text, &tokens.tokens);
        let name = of.written_name().ok().filter(|_| of.is_at_end())?;
        Some(Need::Relation(WrittenName { range: whole.clone(), ..name }))
    });
    let relations = found.relations.iter().map(|relation| Need::Relation(written(relation)));
    let columns = found.columns.iter().map(|(name, of)| Need::Column {
        name: name.clone(),
        of: of.iter().map(written).collect(),
        place: place(name),
    });
    relations.chain(texts).chain(columns).collect()
}

/// Where each name stands first.
fn places(mut cursor: Cursor<'_>) -> BTreeMap<String, Range<usize>> {
    let mut places = BTreeMap::new();
    while let Some((kind, text)) = cursor.peek() {
        if let Some(name) = identifier(kind, text, '\\') {
            places.entry(name).or_insert_with(|| cursor.not_understood().0);
        }
        cursor.take_token();
    }
    places
}
