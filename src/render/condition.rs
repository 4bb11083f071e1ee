//! Conditions of guards: what the catalog says of a thing as it was, or as it will be.

use super::quote::{Unwritable, literal, qualified, written_literal};
use super::words::{has_vectors, printed};
use crate::pgvector::ways_of_writing;
use crate::physical::{Column, ColumnType, ElementType, Index, IndexChoice, ObjectName};
use crate::promise::{Words, create_index_words, default_words};
use crate::render::sql;

type Sql = Result<String, Unwritable>;

/// A column of `pg_attribute` has that type; `None` where only the server knows the type's words.
fn of_type(column_type: &ColumnType) -> Result<Option<String>, Unwritable> {
    Ok(Some(match (&column_type.element, column_type.printed()) {
        (ElementType::Enum(name), _) => {
            let list = if column_type.is_list { "[]" } else { "" };
            format!("atttypid = to_regtype({})", written_literal(&format!("{}{list}", qualified(name)?))?)
        }
        (ElementType::Vector(kind, dimensions, _), _) => of_extension(kind.as_sql(), *dimensions, column_type.is_list)?,
        (ElementType::Citext, _) => of_extension("citext", None, column_type.is_list)?,
        (element, Some(printed)) => {
            let modifier = if element.has_usual_precision() { "nullif(atttypmod, 6)" } else { "atttypmod" };
            format!("format_type(atttypid, {modifier}) = {}", literal(&printed)?)
        }
        (_, None) => return Ok(None),
    }))
}

/// A type of an extension is the same in every schema.
fn of_extension(name: &str, modifier: Option<u32>, is_list: bool) -> Sql {
    let modifier = modifier.map_or("-1".to_owned(), |modifier| modifier.to_string());
    let column = if is_list { "typarray" } else { "oid" };
    let name = literal(name)?;
    Ok(format!(
        "atttypmod = {modifier} AND atttypid IN (SELECT {column} FROM pg_type WHERE typname = {name} AND typtype = 'b')"
    ))
}

/// ` AND it is of that type`, as far as that can be said.
pub(super) fn and_of_type(column_type: &ColumnType) -> Sql {
    Ok(of_type(column_type)?.map(|condition| format!("\n              AND {condition}")).unwrap_or_default())
}

/// ` AND it is still of the old type`, or, where the old type cannot be named, not yet of the new one.
pub(super) fn and_of_type_or_not(before: &ColumnType, after: &ColumnType) -> Sql {
    Ok(match (of_type(before)?, of_type(after)?) {
        (Some(before), _) => format!("\n              AND {before}"),
        (None, Some(after)) => format!("\n              AND NOT ({after})"),
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

/// What `pg_get_expr` prints of the column's default. The server may print the user's own SQL in other words: then the
/// default is set again, to the same.
pub(super) fn words_of_default(column: &Column) -> Sql {
    let Some(default) = &column.default else { return literal("") };
    match default_words(default, &column.column_type) {
        Some(words) => printed(&words),
        None => literal(&sql::default_value(default, &column.column_type)?.unwrap_or_default()),
    }
}

/// An index of `pg_index` starts with these words, or is nothing but these words.
fn is_printed(words: &Words) -> Sql {
    let expected = printed(words)?;
    Ok(if words.is_open {
        format!("starts_with(pg_get_indexdef(indexrelid), {expected})")
    } else {
        format!("pg_get_indexdef(indexrelid) = {expected}")
    })
}

/// An index of `pg_index` is not the one that the schema asks for; one that a default chose is enough as it is.
pub(super) fn is_other_index(index: &Index, table: &ObjectName) -> Sql {
    if index.choice != IndexChoice::Schema {
        return Ok("false".to_owned());
    }
    Ok(format!("NOT {}", is_printed(&create_index_words(&index.name, table, index))?))
}

/// Whether the words of one of the indexes name what is pgvector's, whose schema the guard then looks up.
pub(super) fn names_vectors(indexes: &[Index]) -> bool {
    let table = ObjectName::new("", "");
    indexes.iter().any(|index| has_vectors(&create_index_words(&index.name, &table, index)))
}

/// An index of `pg_index` that has the name is the old one and not yet the new one.
pub(super) fn is_index_and_not(before: &Index, after: &Index, name: &ObjectName, table: &ObjectName) -> Sql {
    if before.is_unique != after.is_unique {
        return Ok(format!("indisunique = {}", before.is_unique));
    }
    let words = |index: &Index| create_index_words(&name.name, table, index);
    let (old, new) = (words(before), words(after));
    if !old.is_open {
        let ways = ways_of_writing(before);
        let ways = ways.iter().map(|way| printed(&words(way)));
        return Ok(match ways.collect::<Result<Vec<_>, _>>()?.as_slice() {
            [one] => format!("pg_get_indexdef(indexrelid) = {one}"),
            several => {
                format!(
                    "pg_get_indexdef(indexrelid) IN (\n                  {})",
                    several.join(",\n                  ")
                )
            }
        });
    }
    // the user's own SQL on both sides: only the server could tell, so it is built again
    if new.is_open && old.pieces == new.pieces {
        return Ok("true".to_owned());
    }
    Ok(format!("NOT {}", is_printed(&new)?))
}
