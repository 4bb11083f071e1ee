//! How PostgreSQL prints what it holds: `format_type`, `pg_get_expr`, `pg_get_constraintdef` and
//! `pg_get_indexdef`, the same on versions 13 to 18, less the quote marks around names
//! (<https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-CATALOG>).
//!
//! What depends on the user's own SQL is left open: only the server knows how it prints that.

use std::fmt::Write as _;

use super::Words;
use crate::physical::{
    Column, ColumnDefault, ColumnType, ElementType, ForeignKey, Index, IndexColumn, IndexExpression, Literal,
    ObjectName, OperatorClass, PrimaryKey, ReferentialAction, SortOrder,
};

/// `integer not null default 0`.
#[must_use]
pub fn column(column: &Column) -> Words {
    let Some(mut text) = column.column_type.printed() else {
        return Words { text: String::new(), is_open: true };
    };
    // a list may be either, and the check does not look at it
    if column.not_null && !column.column_type.is_list {
        text.push_str(" not null");
    }
    match &column.default {
        None => Words { text, is_open: false },
        Some(ColumnDefault::Unknown) => Words { text, is_open: true },
        Some(known) => {
            text.push_str(" default ");
            let words = default(known, &column.column_type);
            text.push_str(words.as_deref().unwrap_or_default());
            Words { text, is_open: words.is_none() }
        }
    }
}

/// The default alone; `None` where only the server knows how it prints it.
#[must_use]
pub fn default(default: &ColumnDefault, column_type: &ColumnType) -> Option<String> {
    match default {
        ColumnDefault::Autoincrement { .. } => Some("autoincrement()".to_owned()),
        ColumnDefault::CurrentTimestamp => Some("CURRENT_TIMESTAMP".to_owned()),
        ColumnDefault::Literal(value) => literal(value, &column_type.element),
        ColumnDefault::List(values) => list(values, &column_type.element),
        ColumnDefault::Expression(_) | ColumnDefault::Unknown => None,
    }
}

fn literal(value: &Literal, element: &ElementType) -> Option<String> {
    match value {
        Literal::Boolean(value) => Some(value.to_string()),
        // how money is printed depends on lc_monetary
        Literal::Number(_) if *element == ElementType::Money => None,
        Literal::Number(digits) => number(digits),
        Literal::EnumLabel(label) => {
            Some(format!("{}::{}", quoted(label), ColumnType::one(element.clone()).printed()?))
        }
        Literal::String(text) => {
            let cast = match element {
                ElementType::Text => "text",
                ElementType::VarChar(_) => "character varying",
                ElementType::Char(_) => "bpchar",
                ElementType::Citext => "citext",
                ElementType::Bytea => "bytea",
                ElementType::Date => "date",
                ElementType::Timestamp(_) => "timestamp without time zone",
                ElementType::Timestamptz(_) => "timestamp with time zone",
                ElementType::Time(_) => "time without time zone",
                ElementType::Timetz(_) => "time with time zone",
                ElementType::Json => "json",
                // the server writes these two its own way, but for what has only one way
                ElementType::Jsonb if matches!(text.as_str(), "{}" | "[]") => "jsonb",
                ElementType::Uuid if !text.contains(|c: char| c.is_ascii_uppercase() || "{}".contains(c)) => "uuid",
                _ => return None,
            };
            Some(format!("{}::{cast}", quoted(text)))
        }
    }
}

/// A constant number: negative ones, and those that are no int4, are printed as quoted constants.
fn number(digits: &str) -> Option<String> {
    let is_whole = !digits.contains('.');
    let kind = if !is_whole {
        "numeric"
    } else if digits.parse::<i32>().is_ok() {
        "integer"
    } else if digits.parse::<i64>().is_ok() {
        "bigint"
    } else {
        "numeric"
    };
    let is_bare = !digits.starts_with('-') && (kind == "integer" || !is_whole);
    if digits == "-2147483648" || digits == "-9223372036854775808" {
        return None; // read as minus a larger number, and folded by the version's own rules
    }
    Some(if is_bare { digits.to_owned() } else { format!("'{digits}'::{kind}") })
}

fn list(values: &[Literal], element: &ElementType) -> Option<String> {
    let is_plain = matches!(element, ElementType::Text | ElementType::Integer | ElementType::Boolean);
    // a number that is no int4 is cast inside of the list
    let is_wide = |value: &Literal| matches!(value, Literal::Number(digits) if digits.parse::<i32>().is_err());
    if !is_plain || values.iter().any(is_wide) {
        return None;
    }
    let words: Vec<_> = values.iter().map(|value| literal(value, element)).collect::<Option<_>>()?;
    let cast =
        if values.is_empty() { format!("::{}[]", ColumnType::one(element.clone()).printed()?) } else { String::new() };
    Some(format!("ARRAY[{}]{cast}", words.join(", ")))
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// `PRIMARY KEY (a, b)`.
pub fn primary_key(key: &PrimaryKey) -> String {
    format!("PRIMARY KEY ({})", key.columns.join(", "))
}

/// `FOREIGN KEY (a) REFERENCES app.t(id) ON UPDATE CASCADE ON DELETE RESTRICT`, with the referenced
/// table's name as the `search_path` makes it.
#[must_use]
pub fn foreign_key(key: &ForeignKey, table: &str) -> String {
    let ForeignKey { name: _, columns, referenced_table: _, referenced_columns, on_delete, on_update } = key;
    let mut text =
        format!("FOREIGN KEY ({}) REFERENCES {table}({})", columns.join(", "), referenced_columns.join(", "));
    for (event, action) in [("UPDATE", on_update), ("DELETE", on_delete)] {
        if *action != ReferentialAction::NoAction {
            let _ = write!(text, " ON {event} {}", action.as_sql());
        }
    }
    text
}

/// `UNIQUE ON app.t USING btree (a, b DESC)`.
pub fn index(table: &ObjectName, index: &Index) -> Words {
    let method = index_method(index);
    let unique = if index.is_unique { "UNIQUE " } else { "" };
    Words { text: format!("{unique}ON {table} USING {}", method.text), is_open: method.is_open }
}

/// `a`, `((a)::halfvec(3))`: the schemas of pgvector's types and functions are left out.
fn index_element(column: &IndexColumn) -> String {
    let name = &column.name;
    match &column.expression {
        None => name.clone(),
        Some(IndexExpression::Cast(element)) => {
            let words = ColumnType::one(element.clone()).printed().unwrap_or_default();
            format!("(({name})::{words})")
        }
        Some(IndexExpression::BinaryQuantize { bits, qualifier: _ }) => {
            format!("((binary_quantize({name}))::bit({bits}))")
        }
    }
}

/// The part from the method on: `btree (a, b DESC)`.
#[must_use]
pub fn index_method(index: &Index) -> Words {
    let mut text = format!("{} (", index.method.as_sql());
    for (position, column) in index.columns.iter().enumerate() {
        if position > 0 {
            text.push_str(", ");
        }
        text.push_str(&index_element(column));
        match &column.operator_class {
            Some(OperatorClass::Named { name, is_default: false, .. }) => {
                let _ = write!(text, " {name}");
            }
            Some(OperatorClass::Raw(_)) => return Words { text, is_open: true },
            Some(OperatorClass::Named { is_default: true, .. }) | None => {}
        }
        if column.sort == Some(SortOrder::Desc) {
            text.push_str(" DESC");
        }
    }
    text.push(')');
    let parameters: Vec<_> =
        index.parameters.iter().map(|parameter| format!("{}={}", parameter.name, parameter.value)).collect();
    if !parameters.is_empty() {
        let _ = write!(text, " WITH ({})", parameters.join(", "));
    }
    if index.predicate.is_some() {
        text.push_str(" WHERE ");
    }
    Words { text, is_open: index.predicate.is_some() }
}
