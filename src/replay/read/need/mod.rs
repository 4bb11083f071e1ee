//! What has to be there for a statement to pass: the tables that it writes to, the policy that it changes.
//!
//! What cannot be read is left out: then nothing is said of it.

mod definition;
mod rows;
mod syntax;

use std::collections::BTreeSet;
use std::ops::Range;

use crate::expression;
use crate::replay::statement::{NamedObject, Need};
use crate::sql::{self, Cursor, Read, WrittenName};

/// Reads what a statement needs.
pub(super) fn needs(start: &Cursor<'_>) -> Vec<Need> {
    if let Some((place, problem)) = syntax::wrong_syntax(start.clone()) {
        return vec![Need::Syntax { place, problem }];
    }
    let mut needs = of_words(start.clone()).unwrap_or_default();
    needs.extend(rows::of_rows(start));
    needs
}

/// The columns of its own table that a policy or a trigger names, beyond doubt.
#[must_use]
pub(crate) fn columns_of_own_table(words: &str) -> BTreeSet<String> {
    let tokens = sql::tokens(words);
    let needs = of_words(Cursor::new(words, &tokens.tokens)).unwrap_or_default();
    let columns = needs.into_iter().flat_map(|need| match need {
        Need::Column { name, .. } => BTreeSet::from([name]),
        Need::Expression { words, .. } => expression::columns(&words),
        Need::Syntax { .. } | Need::Relation(_) | Need::Object { .. } => BTreeSet::new(),
    });
    columns.collect()
}

/// Whether a statement changes a thing, and not only what is said of it.
#[must_use]
pub(crate) fn alters(words: &str) -> bool {
    let tokens = sql::tokens(words);
    Cursor::new(words, &tokens.tokens).sees("ALTER")
}

/// Reads what a statement over rows needs in a block, where a word may be a variable: tables, and the columns that are
/// written to.
pub(super) fn in_block(start: &Cursor<'_>) -> Vec<Need> {
    let mut needs = of_words(start.clone()).unwrap_or_default();
    let relations = rows::of_rows(start).into_iter().filter(|need| matches!(need, Need::Relation(_)));
    needs.extend(relations);
    needs
}

/// What the words before the rows, or before the definition, say.
fn of_words(mut cursor: Cursor<'_>) -> Read<Vec<Need>> {
    if cursor.accept("CREATE") {
        return definition::created(cursor);
    }
    if let Some(word) = cursor.accept_one(&["ALTER", "DROP"]) {
        return definition::changed(cursor, word == "DROP");
    }
    if cursor.accept("COMMENT ON") {
        return definition::commented(cursor);
    }
    if cursor.accept_one(&["GRANT", "REVOKE"]).is_some() {
        return definition::granted(cursor);
    }
    if cursor.accept("INSERT INTO") || cursor.accept("COPY") {
        let of = cursor.written_name()?;
        if cursor.accept("AS") {
            cursor.name()?;
        }
        let columns = cursor.clone().names_in_parentheses().unwrap_or_default();
        let columns = columns.into_iter().map(|name| column(name, &of));
        return Ok(std::iter::once(Need::Relation(of.clone())).chain(columns).collect());
    }
    let lists = ["TRUNCATE TABLE", "TRUNCATE", "LOCK TABLE", "LOCK"];
    if cursor.accept_one(&lists).is_some() {
        return Ok(cursor.split_at_commas().into_iter().filter_map(relation).collect());
    }
    const BEFORE_ONE: [&str; 11] = [
        "DELETE FROM",
        "UPDATE",
        "MERGE INTO",
        "REFRESH MATERIALIZED VIEW CONCURRENTLY",
        "REFRESH MATERIALIZED VIEW",
        "REINDEX TABLE CONCURRENTLY",
        "REINDEX TABLE",
        "REINDEX INDEX CONCURRENTLY",
        "REINDEX INDEX",
        "ANALYZE VERBOSE",
        "ANALYZE",
    ];
    let is_one = cursor.accept_one(&BEFORE_ONE).is_some() || cursor.accept("CLUSTER");
    Ok(if is_one { relation(cursor).into_iter().collect() } else { Vec::new() })
}

/// A relation that a name has to be of.
fn relation(mut cursor: Cursor<'_>) -> Option<Need> {
    cursor.accept("ONLY");
    cursor.written_name().ok().map(Need::Relation)
}

fn column(name: String, of: &WrittenName) -> Need {
    Need::Column { name, place: of.range.clone(), of: vec![of.clone()] }
}

fn object(object: NamedObject, is_there: bool, place: Range<usize>) -> Need {
    Need::Object { object, is_there, place }
}
