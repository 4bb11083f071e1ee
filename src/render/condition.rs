//! Conditions of guards: what the catalog says of a thing as it was, or as it will be.

use super::quote::{Unwritable, literal, qualified, written_literal};
use crate::pgvector::ways_of_writing;
use crate::physical::{
    Column, ColumnDefault, ColumnType, ElementType, ForeignKey, Index, IndexChoice, IndexMethod, Literal,
};
use crate::promise::{Words, default_words, foreign_key_words, index_method_words};
use crate::render::sql;

type Sql = Result<String, Unwritable>;

/// A column of `pg_attribute` has that type; `None` where only the server knows the type's words.
fn of_type(column_type: &ColumnType) -> Result<Option<String>, Unwritable> {
    Ok(Some(match (&column_type.element, column_type.printed()) {
        (ElementType::Enum(name), _) => {
            let list = if column_type.is_list { "[]" } else { "" };
            format!("atttypid = to_regtype({})", written_literal(&format!("{}{list}", qualified(name)?))?)
        }
        // an extension's type is printed with its schema when that is off the search_path
        (ElementType::Vector(..) | ElementType::Citext, Some(printed)) => {
            format!("regexp_replace(format_type(atttypid, atttypmod), '^.*\\.', '') = {}", literal(&printed)?)
        }
        (_, Some(printed)) => format!("format_type(atttypid, atttypmod) = {}", literal(&printed)?),
        (_, None) => return Ok(None),
    }))
}

/// ` AND it is of that type`, as far as that can be said.
pub fn and_of_type(column_type: &ColumnType) -> Sql {
    Ok(of_type(column_type)?.map(|condition| format!("\n              AND {condition}")).unwrap_or_default())
}

/// ` AND it is still of the old type`, or, where the old type cannot be named, not yet of the new one.
pub fn and_of_type_or_not(before: &ColumnType, after: &ColumnType) -> Sql {
    Ok(match (of_type(before)?, of_type(after)?) {
        (Some(before), _) => format!("\n              AND {before}"),
        (None, Some(after)) => format!("\n              AND NOT {after}"),
        (None, None) => format!("\n              AND {}", is_not_yet(before, after)?),
    })
}

/// A column is not yet of a type in the user's own words. Only the server knows them: it is asked for the type that they
/// name, and where only what stands in brackets differs, for the words that it has for it.
fn is_not_yet(before: &ColumnType, after: &ColumnType) -> Sql {
    let (old, new) = (sql::column_type(before)?, sql::column_type(after)?);
    let name = |words: &str| words.split('(').next().unwrap_or_default().trim().to_lowercase();
    if name(&old) == name(&new) && before.is_list == after.is_list {
        let printed = "replace(lower(format_type(atttypid, atttypmod)), ' ', '')";
        return Ok(format!("{printed} <> {}", literal(&new.to_lowercase().replace(' ', ""))?));
    }
    Ok(format!("atttypid IS DISTINCT FROM to_regtype({})", literal(&new)?))
}

/// The default in `pg_attrdef` is the column's.
pub fn has_default(column: &Column) -> Sql {
    let printed = "replace(pg_get_expr(adbin, adrelid), '\"', '')";
    let Some(default) = &column.default else { return Ok("false".to_owned()) };
    if let ColumnDefault::Literal(Literal::EnumLabel(label)) = default {
        // the type's name behind it depends on the search_path
        let start = format!("'{}'::", label.replace('\'', "''").replace('"', ""));
        return Ok(format!("starts_with({printed}, {})", literal(&start)?));
    }
    let words = match default_words(default, &column.column_type) {
        Some(words) => words,
        // the server may print it in other words: then the default is set again, to the same
        None => sql::default_value(default, &column.column_type)?.unwrap_or_default(),
    };
    Ok(format!("{printed} = {}", literal(&words.replace('"', ""))?))
}

/// What `pg_get_indexdef` prints from the method on, in the words of a promise.
const INDEX_METHOD: &str = "regexp_replace(regexp_replace(replace(substring(pg_get_indexdef(indexrelid) FROM ' USING (.*)'), '\"', ''),\n                        \
                      '[^ (]+\\.(\\w+_ops)\\M', '\\1', 'g'), '=''(\\w+)''', '=\\1', 'g')";

/// The same where more than operator classes may be printed with the schema of their extension.
const VECTOR_INDEX_METHOD: &str = "replace(regexp_replace(regexp_replace(substring(pg_get_indexdef(indexrelid) FROM ' USING (.*)'),\n                        \
                      '(?:\"[^\"]+\"|[^ (:\"]+)\\.(\\w+_ops\\M|(?:vector|halfvec|sparsevec|binary_quantize)(?=\\())', '\\1', 'g'), '=''(\\w+)''', '=\\1', 'g'), '\"', '')";

fn index_method_in_catalog(indexes: &[&Index]) -> &'static str {
    let is_of_vectors = |index: &&Index| matches!(index.method, IndexMethod::Hnsw | IndexMethod::IvfFlat);
    if indexes.iter().any(is_of_vectors) { VECTOR_INDEX_METHOD } else { INDEX_METHOD }
}

/// An index of `pg_index` is not the one that the schema asks for; one that a default chose is enough as it is.
pub fn is_other_index(index: &Index) -> Sql {
    if index.choice != IndexChoice::Schema {
        return Ok("false".to_owned());
    }
    let Words { text, is_open } = index_method_words(index);
    let text = literal(&unquoted(&text))?;
    let found = index_method_in_catalog(&[index]);
    let differs = if is_open { format!("NOT starts_with({found}, {text})") } else { format!("{found} <> {text}") };
    Ok(format!("indisunique <> {} OR {differs}", index.is_unique))
}

/// An index of `pg_index` is the old one and not yet the new one.
pub fn is_index_and_not(before: &Index, after: &Index) -> Sql {
    let (old, new) = (index_method_words(before), index_method_words(after));
    if before.is_unique != after.is_unique {
        return Ok(format!("indisunique = {}", before.is_unique));
    }
    let found = index_method_in_catalog(&[before, after]);
    Ok(match (old, new) {
        (Words { is_open: false, .. }, _) => {
            let ways = ways_of_writing(before);
            let ways = ways.iter().map(|way| literal(&unquoted(&index_method_words(way).text)));
            match ways.collect::<Result<Vec<_>, _>>()?.as_slice() {
                [one] => format!("{found} = {one}"),
                several => format!("{found} IN (\n                  {})", several.join(",\n                  ")),
            }
        }
        (_, Words { text, is_open: false }) => format!("{found} <> {}", literal(&unquoted(&text))?),
        (old, new) if old.text != new.text => {
            format!("NOT starts_with({found}, {})", literal(&unquoted(&new.text))?)
        }
        // the user's own SQL on both sides: only the server could tell, so it is built again
        _ => "true".to_owned(),
    })
}

fn unquoted(text: &str) -> String {
    text.replace('"', "")
}

/// A foreign key of `pg_constraint` is printed like that one: with the schema of the table it refers to,
/// or without where that is on the `search_path`.
pub fn is_foreign_key(key: &ForeignKey) -> Sql {
    let printed = |table: &str| literal(&unquoted(&foreign_key_words(key, table)));
    let (full, short) = (printed(&key.referenced_table.to_string())?, printed(&key.referenced_table.name)?);
    Ok(format!(
        "replace(pg_get_constraintdef(oid), '\"', '') IN (\n                  {full},\n                  {short})"
    ))
}
