//! What is managed and calls a function, or is of a type: PostgreSQL keeps the function or the type because of it.

use super::index_as_object;
use crate::physical::{
    Column, ColumnDefault, Database, Dependencies, ElementType, Index, ObjectKind, ObjectName, Predicate, SqlText,
    Table, UnmanagedObject,
};
use crate::sql;

/// The defaults and the predicates of indexes that call a function, by its name alone, as things that can be named.
#[must_use]
pub fn callers(database: &Database, function: &ObjectName) -> Vec<UnmanagedObject> {
    let mut found = Vec::new();
    for table in database.tables.values() {
        let columns = table.columns.iter().filter(|column| default_calls(column, &function.name));
        found.extend(columns.map(|column| default_as_object(table, column)));
        let indexes = table.indexes.values().filter(|index| predicate_calls(index, &function.name));
        found.extend(indexes.map(|index| index_as_object(table, index)));
    }
    found
}

/// Whether a thing is a domain or a type that a column is of, so that it cannot go.
#[must_use]
pub fn is_type_of_column(database: &Database, object: &UnmanagedObject) -> bool {
    let is_of_it = |column: &Column| {
        let element = &column.column_type.element;
        let is_domain = matches!(element, ElementType::Domain(domain) if domain.name == object.name);
        let says = |words: &SqlText| sql::names(words.as_str()).contains(&object.name.name);
        is_domain || matches!(element, ElementType::Other(words) if says(words))
    };
    object.kind.is_type() && database.tables.values().any(|table| table.columns.iter().any(is_of_it))
}

fn default_calls(column: &Column, function: &str) -> bool {
    match &column.default {
        Some(ColumnDefault::Expression(text)) => sql::calls(text.as_str(), function),
        Some(
            ColumnDefault::Literal(_)
            | ColumnDefault::List(_)
            | ColumnDefault::Autoincrement { .. }
            | ColumnDefault::CurrentTimestamp
            | ColumnDefault::Unknown,
        )
        | None => false,
    }
}

fn predicate_calls(index: &Index, function: &str) -> bool {
    matches!(index.condition(), Some(Predicate::Raw(text)) if sql::calls(text.as_str(), function))
}

fn default_as_object(table: &Table, column: &Column) -> UnmanagedObject {
    UnmanagedObject {
        kind: ObjectKind::Default,
        name: table.name.sibling(column.name.clone()),
        table: Some(table.name.clone()),
        statements: Vec::new(),
        search_path: None,
        signature: None,
        dependencies: Dependencies::default(),
        is_outdated: false,
        place: None,
    }
}
