//! The filters of the templates. Only they make text that may stand in SQL: what has not been
//! through one of them is refused when it is to be written.

use minijinja::value::Serde;
use minijinja::{Environment, Error, ErrorKind, Value, context};
use serde::Deserialize;

use super::filter_arguments::{Filtered, of_one, of_three, of_two};
use super::misfit::{self, Misfit};
use super::name::Name;
use super::quote::{self, Unwritable};
use super::repaired_column::RepairedColumn;
use super::rows::{self, Undone};
use super::words::printed;
use super::{condition, key, object, sql};
use crate::change::{Conversion, RebuiltColumn};
use crate::pgvector;
use crate::physical::{
    Column, ColumnDefault, ColumnType, EnumLabel, ForeignKey, Index, IndexMethod, ObjectName, PrimaryKey,
    ReferentialAction, SqlText, UnmanagedObject,
};
use crate::promise::{foreign_key_words, not_null_check_words, primary_key_words};

/// What is renamed by statements that are alike.
#[derive(Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Renamed {
    Table,
    Type,
}

impl Renamed {
    fn keyword(&self) -> &'static str {
        match self {
            Self::Table => "TABLE",
            Self::Type => "TYPE",
        }
    }
}

fn safe(sql: Result<String, Unwritable>) -> Filtered {
    match sql {
        Ok(sql) => Ok(Value::from_safe_string(sql)),
        Err(Unwritable(reason)) => Err(Error::new(ErrorKind::InvalidOperation, reason)),
    }
}

fn said(sql: impl Into<String>) -> Filtered {
    Ok(Value::from_safe_string(sql.into()))
}

fn joined<T>(items: impl IntoIterator<Item = T>, one: impl Fn(T) -> Result<String, Unwritable>) -> Filtered {
    let items: Result<Vec<_>, _> = items.into_iter().map(one).collect();
    safe(items.map(|items| items.join(", ")))
}

fn sorted(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    names
}

fn regname(name: &Name) -> Result<String, Unwritable> {
    quote::written_literal(&name.sql()?)
}

/// A message for `format()` in which the names stand for `%s`, and `%%s` for what the server fills in.
fn message(names: &[Name], pattern: &str) -> Result<String, Unwritable> {
    let mut parts = pattern.replace("%%s", "\u{1}");
    for name in names {
        parts = parts.replacen("%s", &name.for_people().replace('%', "%%").replace('\u{1}', " "), 1);
    }
    quote::literal(&parts.replace('\u{1}', "%s"))
}

/// The parameters of pgvector's indexes with the values that they have by themselves, as rows of SQL.
fn vector_parameters() -> Value {
    let of = |method: IndexMethod| {
        let parameters = pgvector::default_parameters(method).iter().zip(1..);
        parameters.map(move |((name, value), place): (_, u32)| {
            let [method, name] = [method.as_sql(), name].map(crate::sql::constant);
            format!("({place}, {method}, {name}, '{value}')")
        })
    };
    let rows: Vec<String> = [IndexMethod::Hnsw, IndexMethod::IvfFlat].into_iter().flat_map(of).collect();
    Value::from_safe_string(rows.join(", "))
}

/// A comment line, if there is something to say.
pub(super) fn note(text: &str) -> String {
    let text = quote::comment(text.trim());
    if text.is_empty() { String::new() } else { format!("-- {text}\n") }
}

/// Every line four spaces to the right, and a line break at the end.
pub(super) fn indented(text: &str) -> String {
    let mut indented = String::with_capacity(text.len() + text.len() / 8);
    for line in text.lines() {
        if !line.is_empty() {
            indented.push_str("    ");
            indented.push_str(line);
        }
        indented.push('\n');
    }
    indented
}

/// Every line but the first so many spaces to the right.
fn continued(text: &str, by: usize) -> String {
    text.trim_end().replace('\n', &format!("\n{:by$}", ""))
}

/// Makes the filters known.
pub(super) fn register(environment: &mut Environment<'_>) {
    names(environment);
    pieces(environment);
    conditions(environment);
    objects(environment);
    keys(environment);
    environment.add_filter("indented", |text: String| Value::from_safe_string(indented(&text)));
    environment.add_filter("continued", |text: String, by: usize| Value::from_safe_string(continued(&text, by)));
    environment.add_filter("comment", |text: String| Value::from_safe_string(quote::comment(&text)));
}

fn names(environment: &mut Environment<'_>) {
    environment.add_filter("ident", of_one(|name: Name| safe(name.sql())));
    environment.add_filter("idents", |names: Vec<String>| joined(names, |name| quote::identifier(&name)));
    environment.add_filter("regname", of_one(|name: Name| safe(regname(&name))));
    environment
        .add_filter("regclass", of_one(|name: Name| safe(regname(&name).map(|name| format!("{name}::regclass")))));
    environment.add_filter(
        "to_regclass",
        of_one(|name: Name| safe(regname(&name).map(|name| format!("to_regclass({name})")))),
    );
    environment.add_filter("regtype", of_one(|name: Name| safe(regname(&name).map(|name| format!("{name}::regtype")))));
    environment.add_filter("keyword", of_one(|word: Renamed| said(word.keyword())));
    environment.add_filter("literal", |text: String| safe(quote::literal(&text)));
    environment.add_filter("literals", |texts: Vec<String>| joined(texts, |text| quote::literal(&text)));
    environment
        .add_filter("labels", of_one(|labels: Vec<EnumLabel>| joined(labels, |value| quote::literal(&value.label))));
    environment.add_filter(
        "sorted_labels",
        of_one(|labels: Vec<EnumLabel>| {
            joined(sorted(labels.into_iter().map(|value| value.label).collect()), |label| quote::literal(&label))
        }),
    );
    environment.add_filter(
        "sorted_names",
        of_one(|columns: Vec<Column>| {
            joined(sorted(columns.into_iter().map(|column| column.name).collect()), |name| quote::literal(&name))
        }),
    );
    environment.add_filter("message", of_two(|names: Vec<Name>, pattern: String| safe(message(&names, &pattern))));
}

fn pieces(environment: &mut Environment<'_>) {
    environment.add_filter("column_type", of_one(|of: ColumnType| safe(sql::column_type(&of))));
    environment.add_filter("column_lines", of_one(|columns: Vec<Column>| list(sql::column_lines(&columns))));
    environment.add_filter("default_value", of_one(|it: Column| default_value(it.default.as_ref(), &it.column_type)));
    environment
        .add_filter("rebuilt_default", of_one(|it: RebuiltColumn| default_value(it.default.as_ref(), &it.column_type)));
    environment.add_filter("repaired_column", of_one(|column: RepairedColumn| safe(column.wanted())));
    environment.add_filter("is_constant", of_one(|text: SqlText| Ok(Value::from(text.is_constant()))));
    environment.add_filter("user_sql", of_one(|text: SqlText| safe(quote::protected(text.as_str()))));
    environment.add_filter("index_definition", of_one(|index: Index| safe(sql::index_definition(&index))));
    environment.add_filter(
        "index_roles",
        of_three(|index: Index, table: ObjectName, name: ObjectName| {
            list(sql::index_roles(&index.extras, &table, &name))
        }),
    );
    environment
        .add_filter("using", of_two(|conversion: Conversion, after: Column| safe(sql::using(&conversion, &after))));
    environment.add_filter("action", of_one(|action: ReferentialAction| said(action.as_sql())));
}

/// The default of a column of that type; nothing where there is none.
fn default_value(default: Option<&ColumnDefault>, of: &ColumnType) -> Filtered {
    let value = default.map_or(Ok(None), |default| sql::default_value(default, of));
    safe(value.map(Option::unwrap_or_default))
}

/// `undone` is an [`Undone`], which no template can make.
fn rows_that_stop(environment: &mut Environment<'_>) {
    let known = |undone: &Value, sql: &dyn Fn(&Undone) -> Result<String, Unwritable>| {
        safe(undone.downcast_object_ref::<Undone>().map_or_else(|| sql(&Undone::default()), sql))
    };
    environment.add_filter("rows_before", move |table: Serde<ObjectName>, undone: Value, condition: String| {
        known(&undone, &|undone| undone.rows(&table.0, &condition, None))
    });
    environment.add_filter("orphans", move |key: Serde<ForeignKey>, table: Serde<ObjectName>, undone: Value| {
        known(&undone, &|undone| undone.orphans(&table.0, &key.0))
    });
    environment.add_filter("hint_of_rows", |rows: String| safe(rows::hint(&rows)));
}

fn keys(environment: &mut Environment<'_>) {
    environment.add_filter("match_of_key", of_one(|key: ForeignKey| said(key::match_of(&key))));
    environment.add_filter("columns_set_on_delete", of_one(|key: ForeignKey| safe(key::columns_set_on_delete(&key))));
    environment.add_filter(
        "foreign_key_attributes",
        of_two(|key: ForeignKey, is_validated_later: bool| said(key::foreign_key_attributes(&key, is_validated_later))),
    );
    environment.add_filter("looks_at_rows", of_one(|key: ForeignKey| Ok(Value::from(key.looks_at_rows()))));
    environment.add_filter(
        "foreign_key_roles",
        of_two(|key: ForeignKey, table: ObjectName| list(key::foreign_key_roles(&key, &table))),
    );
    environment.add_filter("primary_key_attributes", of_one(|key: PrimaryKey| safe(key::primary_key_attributes(&key))));
    environment.add_filter(
        "primary_key_roles",
        of_two(|key: PrimaryKey, table: ObjectName| list(key::primary_key_roles(&key, &table))),
    );
}

fn objects(environment: &mut Environment<'_>) {
    environment.add_filter(
        "drop_statements",
        of_one(|recreated: Vec<UnmanagedObject>| {
            let dropped = recreated.iter().filter_map(|object| object::drop_statement(object).transpose());
            list(dropped.collect())
        }),
    );
    environment.add_filter(
        "routine",
        of_one(|object: UnmanagedObject| {
            let routine = object::routine(&object).map(Option::unwrap_or_default);
            safe(routine.and_then(|routine| quote::written_literal(&routine)))
        }),
    );
    environment.add_filter("recreated", of_one(|object: UnmanagedObject| list(object::statements(&object))));
    environment.add_filter(
        "names_of_columns",
        of_one(|columns: Vec<(ObjectName, String)>| {
            joined(columns.into_iter().map(|(_, column)| column).collect::<Vec<String>>(), |name| quote::literal(&name))
        }),
    );
    environment.add_filter("regnamespace", |name: String| {
        safe(
            quote::identifier(&name)
                .and_then(|name| quote::written_literal(&name))
                .map(|name| format!("{name}::regnamespace")),
        )
    });
}

/// Texts that may stand in SQL, to go through one by one.
fn list(texts: Result<Vec<String>, Unwritable>) -> Filtered {
    match texts {
        Ok(texts) => Ok(texts.into_iter().map(Value::from_safe_string).collect()),
        Err(Unwritable(reason)) => Err(Error::new(ErrorKind::InvalidOperation, reason)),
    }
}

fn conditions(environment: &mut Environment<'_>) {
    environment.add_filter(
        "misfit",
        of_three(|conversion: Conversion, before: Column, after: Column| {
            match misfit::misfit(&before, &after, &conversion) {
                Ok(Some(Misfit { condition, problem, is_for_16 })) => {
                    Ok(context! { condition => Value::from_safe_string(condition), problem, is_for_16 })
                }
                Ok(None) => Ok(Value::from(false)),
                Err(reason) => safe(Err(reason)),
            }
        }),
    );
    environment.add_filter(
        "select_count",
        of_two(|condition: String, table: Name| {
            safe(
                table.sql().and_then(|table| {
                    quote::written_literal(&format!("SELECT count(*) FROM {table} WHERE {condition}"))
                }),
            )
        }),
    );
    environment.add_filter(
        "keys_after",
        of_three(|names: Vec<String>, conversion: Conversion, after: Column| {
            safe(sql::keys_after(&names, &conversion, &after))
        }),
    );
    rows_that_stop(environment);
    environment.add_filter("no_nulls", |names: Vec<String>| safe(misfit::no_nulls(&names)));
    environment.add_filter("rows_of_unique", of_one(|index: Index| safe(misfit::rows_of_unique(&index))));
    environment.add_filter("type_is_there", of_one(|name: ObjectName| safe(condition::type_exists(&name, true))));
    environment.add_filter("type_is_missing", of_one(|name: ObjectName| safe(condition::type_exists(&name, false))));
    environment.add_filter("and_of_type", of_one(|of: ColumnType| safe(condition::and_of_type(&of))));
    environment.add_filter(
        "and_of_type_or_not",
        of_two(|before: ColumnType, after: ColumnType| safe(condition::and_of_type_or_not(&before, &after))),
    );
    environment.add_filter("not_null_check_words", |column: String| safe(printed(&not_null_check_words(&column))));
    environment.add_filter("default_words", of_one(|column: Column| safe(condition::words_of_default(&column))));
    environment.add_filter(
        "index_guard",
        of_three(|index: Index, table: ObjectName, other: Index| {
            match condition::index_guard(&index, &other, &table) {
                Ok(guard) => Ok(guard.value()),
                Err(reason) => safe(Err(reason)),
            }
        }),
    );
    environment.add_filter(
        "index_stage",
        of_three(|before: Index, after: Index, table: ObjectName| {
            Ok(Value::from(Serde(condition::index_stage(&before, &after, &table))))
        }),
    );
    environment.add_filter("may_be_constraint", of_one(|index: Index| Ok(Value::from(index.may_be_constraint()))));
    environment.add_filter(
        "unique_constraint",
        of_two(|index: Index, table: ObjectName| {
            list(key::unique_constraint(&index, &table).map(|statement| statement.into_iter().collect()))
        }),
    );
    environment.add_function("vector_parameters", vector_parameters);
    environment.add_filter("foreign_key_words", of_one(|key: ForeignKey| safe(printed(&foreign_key_words(&key)))));
    environment.add_filter("primary_key_words", of_one(|key: PrimaryKey| safe(printed(&primary_key_words(&key)))));
}
