//! The filters of the templates. Only they make text that may stand in SQL: what has not been
//! through one of them is refused when it is to be written.

use minijinja::value::Serde;
use minijinja::{Environment, Error, ErrorKind, Value, context};
use serde::Deserialize;

use super::misfit::{self, Misfit};
use super::quote::{self, Unwritable};
use super::repair::RepairedColumn;
use super::rows::{self, Undone};
use super::words::printed;
use super::{condition, key, object, sql};
use crate::change::{Conversion, RebuiltColumn};
use crate::pgvector;
use crate::physical::{
    Column, ColumnType, EnumLabel, ForeignKey, Index, IndexMethod, ObjectName, PrimaryKey, ReferentialAction, SqlText,
    UnmanagedObject,
};
use crate::promise::{foreign_key_words, not_null_check_words, primary_key_words};

type Filtered = Result<Value, Error>;

/// A name with or without its schema.
#[derive(Deserialize)]
#[serde(untagged)]
enum Name {
    Qualified(ObjectName),
    Plain(String),
}

impl Name {
    fn sql(&self) -> Result<String, Unwritable> {
        match self {
            Self::Qualified(name) => quote::qualified(name),
            Self::Plain(name) => quote::identifier(name),
        }
    }

    fn for_people(&self) -> String {
        match self {
            Self::Qualified(name) => name.to_string(),
            Self::Plain(name) => name.clone(),
        }
    }
}

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
    environment.add_filter("ident", |name: Serde<Name>| safe(name.0.sql()));
    environment.add_filter("idents", |names: Vec<String>| joined(names, |name| quote::identifier(&name)));
    environment.add_filter("regname", |name: Serde<Name>| safe(regname(&name.0)));
    environment
        .add_filter("regclass", |name: Serde<Name>| safe(regname(&name.0).map(|name| format!("{name}::regclass"))));
    environment.add_filter("to_regclass", |name: Serde<Name>| {
        safe(regname(&name.0).map(|name| format!("to_regclass({name})")))
    });
    environment
        .add_filter("regtype", |name: Serde<Name>| safe(regname(&name.0).map(|name| format!("{name}::regtype"))));
    environment.add_filter("keyword", |word: Serde<Renamed>| Value::from_safe_string(word.0.keyword().to_owned()));
    environment.add_filter("literal", |text: String| safe(quote::literal(&text)));
    environment.add_filter("literals", |texts: Vec<String>| joined(texts, |text| quote::literal(&text)));
    environment
        .add_filter("labels", |labels: Serde<Vec<EnumLabel>>| joined(labels.0, |value| quote::literal(&value.label)));
    environment.add_filter("sorted_labels", |labels: Serde<Vec<EnumLabel>>| {
        joined(sorted(labels.0.into_iter().map(|value| value.label).collect()), |label| quote::literal(&label))
    });
    environment.add_filter("sorted_names", |columns: Serde<Vec<Column>>| {
        joined(sorted(columns.0.into_iter().map(|column| column.name).collect()), |name| quote::literal(&name))
    });
    environment.add_filter("message", |names: Serde<Vec<Name>>, pattern: String| safe(message(&names.0, &pattern)));
}

fn pieces(environment: &mut Environment<'_>) {
    environment.add_filter("column_type", |of: Serde<ColumnType>| safe(sql::column_type(&of.0)));
    environment.add_filter("column_lines", |columns: Serde<Vec<Column>>| list(sql::column_lines(&columns.0)));
    environment.add_filter("default_value", |column: Serde<Column>| {
        let Column { default, column_type, .. } = &column.0;
        safe(
            default
                .as_ref()
                .map_or(Ok(None), |default| sql::default_value(default, column_type))
                .map(Option::unwrap_or_default),
        )
    });
    environment.add_filter("rebuilt_default", |column: Serde<RebuiltColumn>| {
        let RebuiltColumn { default, column_type, .. } = &column.0;
        safe(
            default
                .as_ref()
                .map_or(Ok(None), |default| sql::default_value(default, column_type))
                .map(Option::unwrap_or_default),
        )
    });
    environment.add_filter("repaired_column", |column: Serde<RepairedColumn>| safe(column.0.wanted()));
    environment.add_filter("is_constant", |text: Serde<SqlText>| Value::from(text.0.is_constant()));
    environment.add_filter("user_sql", |text: Serde<SqlText>| safe(quote::protected(text.0.as_str())));
    environment.add_filter("index_definition", |index: Serde<Index>| safe(sql::index_definition(&index.0)));
    environment.add_filter("index_roles", |index: Serde<Index>, table: Serde<ObjectName>, name: Serde<ObjectName>| {
        list(sql::index_roles(&index.0.extras, &table.0, &name.0))
    });
    environment.add_filter("using", |conversion: Serde<Conversion>, after: Serde<Column>| {
        safe(sql::using(&conversion.0, &after.0))
    });
    environment
        .add_filter("action", |action: Serde<ReferentialAction>| Value::from_safe_string(action.0.as_sql().to_owned()));
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
    let text = |text: String| Value::from_safe_string(text);
    environment.add_filter("match_of_key", move |key: Serde<ForeignKey>| text(key::match_of(&key.0).to_owned()));
    environment.add_filter("columns_set_on_delete", |key: Serde<ForeignKey>| safe(key::columns_set_on_delete(&key.0)));
    environment.add_filter("foreign_key_attributes", move |key: Serde<ForeignKey>, is_validated_later: bool| {
        text(key::foreign_key_attributes(&key.0, is_validated_later))
    });
    environment.add_filter("looks_at_rows", |key: Serde<ForeignKey>| Value::from(key.0.looks_at_rows()));
    environment.add_filter("foreign_key_roles", |key: Serde<ForeignKey>, table: Serde<ObjectName>| {
        list(key::foreign_key_roles(&key.0, &table.0))
    });
    environment
        .add_filter("primary_key_attributes", |key: Serde<PrimaryKey>| safe(key::primary_key_attributes(&key.0)));
    environment.add_filter("primary_key_roles", |key: Serde<PrimaryKey>, table: Serde<ObjectName>| {
        list(key::primary_key_roles(&key.0, &table.0))
    });
}

fn objects(environment: &mut Environment<'_>) {
    environment.add_filter("drop_statements", |making_way: Serde<Vec<UnmanagedObject>>| {
        let dropped = making_way.0.iter().filter_map(|object| object::drop_statement(object).transpose());
        list(dropped.collect())
    });
    environment.add_filter("routine", |object: Serde<UnmanagedObject>| {
        let routine = object::routine(&object.0).map(Option::unwrap_or_default);
        safe(routine.and_then(|routine| quote::written_literal(&routine)))
    });
    environment.add_filter("made_again", |object: Serde<UnmanagedObject>| list(object::statements(&object.0)));
    environment.add_filter("names_of_columns", |columns: Serde<Vec<(ObjectName, String)>>| {
        joined(columns.0.into_iter().map(|(_, column)| column).collect::<Vec<String>>(), |name| quote::literal(&name))
    });
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
    environment.add_filter("misfit", |conversion: Serde<Conversion>, before: Serde<Column>, after: Serde<Column>| {
        match misfit::misfit(&before.0, &after.0, &conversion.0) {
            Ok(Some(Misfit { condition, problem, is_for_16 })) => {
                Ok(context! { condition => Value::from_safe_string(condition), problem, is_for_16 })
            }
            Ok(None) => Ok(Value::from(false)),
            Err(reason) => safe(Err(reason)),
        }
    });
    environment.add_filter("select_count", |condition: String, table: Serde<Name>| {
        safe(
            table
                .0
                .sql()
                .and_then(|table| quote::written_literal(&format!("SELECT count(*) FROM {table} WHERE {condition}"))),
        )
    });
    environment.add_filter("keys_after", |names: Vec<String>, conversion: Serde<Conversion>, after: Serde<Column>| {
        safe(sql::keys_after(&names, &conversion.0, &after.0))
    });
    rows_that_stop(environment);
    environment.add_filter("no_nulls", |names: Vec<String>| safe(misfit::no_nulls(&names)));
    environment.add_filter("rows_of_unique", |index: Serde<Index>| safe(misfit::rows_of_unique(&index.0)));
    environment.add_filter("type_is_there", |name: Serde<ObjectName>| safe(condition::type_exists(&name.0, true)));
    environment.add_filter("type_is_missing", |name: Serde<ObjectName>| safe(condition::type_exists(&name.0, false)));
    environment.add_filter("and_of_type", |of: Serde<ColumnType>| safe(condition::and_of_type(&of.0)));
    environment.add_filter("and_of_type_or_not", |before: Serde<ColumnType>, after: Serde<ColumnType>| {
        safe(condition::and_of_type_or_not(&before.0, &after.0))
    });
    environment.add_filter("not_null_check_words", |column: String| safe(printed(&not_null_check_words(&column))));
    environment.add_filter("default_words", |column: Serde<Column>| safe(condition::words_of_default(&column.0)));
    environment.add_filter("index_guard", |index: Serde<Index>, table: Serde<ObjectName>, other: Serde<Index>| {
        match condition::index_guard(&index.0, &other.0, &table.0) {
            Ok(guard) => Ok(guard.value()),
            Err(reason) => safe(Err(reason)),
        }
    });
    environment.add_filter("index_stage", |before: Serde<Index>, after: Serde<Index>, table: Serde<ObjectName>| {
        Value::from(Serde(condition::index_stage(&before.0, &after.0, &table.0)))
    });
    environment.add_filter("may_be_constraint", |index: Serde<Index>| Value::from(index.0.may_be_constraint()));
    environment.add_filter("unique_constraint", |index: Serde<Index>, table: Serde<ObjectName>| {
        list(key::unique_constraint(&index.0, &table.0).map(|statement| statement.into_iter().collect()))
    });
    environment.add_function("vector_parameters", vector_parameters);
    environment.add_filter("foreign_key_words", |key: Serde<ForeignKey>| safe(printed(&foreign_key_words(&key.0))));
    environment.add_filter("primary_key_words", |key: Serde<PrimaryKey>| safe(printed(&primary_key_words(&key.0))));
}
