//! Conditions of guards: what the catalog says of a thing as it was, or as it will be.

use minijinja::{Value, context};
use serde::Serialize;

use super::quote::{Unwritable, literal, qualified, written_literal};
use super::words::{has_vectors, printed};
use crate::physical::{Column, ColumnType, ElementType, Index, IndexColumn, ObjectName, OperatorClass};
use crate::promise::{default_words, index_words};
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

/// A type is there under a name, or is not. The names of array types that PostgreSQL makes begin with `_`, and make way
/// for whatever else takes them (<https://www.postgresql.org/docs/current/sql-createtype.html>, "Array Types").
pub(super) fn type_exists(name: &ObjectName, is_there: bool) -> Sql {
    let found = format!("to_regtype({})", written_literal(&qualified(name)?)?);
    let not = if is_there { "NOT " } else { "" };
    if !name.name.starts_with('_') {
        return Ok(format!("{found} IS {not}NULL"));
    }
    let not = if is_there { "" } else { "NOT " };
    Ok(format!("{not}EXISTS (SELECT FROM pg_type WHERE oid = {found} AND typelem = 0)"))
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
/// name, and where only what stands in parentheses differs, for the words that it has for it.
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

/// What the schema says of an index, for a guard: see `index_is.sql`.
pub(super) struct IndexGuard {
    /// The words, as SQL.
    words: String,
    /// Whether more follows that only the server knows.
    is_open: bool,
    /// The places of the columns whose operator class is said, as a list in SQL; empty for none.
    class_places: String,
    /// Where only the other index says one: it counts unless it is the default one.
    other_class_places: String,
    /// Whether an expression stands in the place of a column.
    has_expression: bool,
    /// Whether it is said which rows it covers.
    has_predicate: bool,
    /// Whether pgvector's parameters are said.
    has_parameters: bool,
    /// Whether the schema of pgvector has to be looked up.
    has_vectors: bool,
}

impl IndexGuard {
    pub(super) fn value(self) -> Value {
        let IndexGuard {
            words,
            is_open,
            class_places,
            other_class_places,
            has_expression,
            has_predicate,
            has_parameters,
            has_vectors,
        } = self;
        let [words, class_places, other_class_places] =
            [words, class_places, other_class_places].map(Value::from_safe_string);
        context! {
            words, is_open, class_places, other_class_places, has_expression, has_predicate, has_parameters, has_vectors
        }
    }
}

/// What the schema says of an index. An operator class counts where this one says it, and, but for the default one, where
/// the one says it that it is told from.
pub(super) fn index_guard(index: &Index, other: &Index, table: &ObjectName) -> Result<IndexGuard, Unwritable> {
    let words = index_words(table, index);
    let places = |of: &dyn Fn(usize, &IndexColumn) -> bool| {
        let places = index.columns.iter().enumerate().filter(|(at, column)| of(*at, column));
        places.map(|(at, _)| (at + 1).to_string()).collect::<Vec<_>>().join(", ")
    };
    let is_said = |column: &IndexColumn| matches!(column.operator_class, Some(OperatorClass::Named { .. }));
    let says_another = |at: usize| other.columns.get(at).is_some_and(|column| column.operator_class.is_some());
    Ok(IndexGuard {
        words: printed(&words)?,
        is_open: words.is_open,
        class_places: places(&|_, column| is_said(column)),
        other_class_places: places(&|at, column| !is_said(column) && says_another(at)),
        has_expression: index.columns.iter().any(|column| column.expression.is_some()),
        has_predicate: index.predicate.is_some(),
        has_parameters: !index.parameters.is_empty(),
        has_vectors: has_vectors(&words),
    })
}

/// What tells an index of `pg_index` that is still the old one from the new one.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum IndexStage {
    /// Whether it is unique.
    IsUnique,
    /// It is what the schema said before.
    IsBefore,
    /// It is not what the schema says now: the old one is in the user's own SQL.
    IsNotAfter,
    /// Only the server could tell, for the user's own SQL is on both sides: it is built again.
    Unknown,
}

/// What tells the old index from the new one.
pub(super) fn index_stage(before: &Index, after: &Index, table: &ObjectName) -> IndexStage {
    let [old, new] = [before, after].map(|index| index_words(table, index));
    if before.is_unique != after.is_unique {
        IndexStage::IsUnique
    } else if !old.is_open {
        IndexStage::IsBefore
    } else if new.is_open && old.pieces == new.pieces {
        IndexStage::Unknown
    } else {
        IndexStage::IsNotAfter
    }
}
