//! Where a replayed database and the schema say the same in other words, the schema's words are taken; what the
//! schema language cannot say is left out. After that, whatever differs is a change.

use jiff::Timestamp;

use super::names::learn_names;
use super::read;
use crate::physical::{
    Column, ColumnDefault, ColumnType, Database, ElementType, Index, IndexChoice, IndexColumn, Literal, OperatorClass,
    Predicate, SqlText, Table, TableOrigin,
};

/// The replayed database in the words of the schema.
#[must_use]
pub fn settle(mut replayed: Database, schema: &Database) -> Database {
    // a schema may hold what refract does not know, and an extension may serve it: neither is ever dropped
    replayed.schemas.retain(|name| schema.schemas.contains(name));
    replayed.extensions.retain(|name, _| schema.extensions.contains_key(name));
    let mut indexes = schema.tables.values().flat_map(|table| table.indexes.values());
    // only then do people write down what an index leaves out
    let says_predicates = indexes.any(|index| index.predicate.is_some());
    learn_names(&mut replayed, schema);
    for table in replayed.tables.values_mut() {
        if let Some(known) = schema.tables.get(&table.name) {
            settle_table(table, known, says_predicates);
        }
    }
    for (name, extension) in &mut replayed.extensions {
        // where and which was not asked for
        if let Some(known) = schema.extensions.get(name) {
            extension.schema.take_if(|_| known.schema.is_none());
            // where an extension goes that was told nothing
            if extension.schema.is_none() && known.schema.as_deref() == Some("public") {
                extension.schema.clone_from(&known.schema);
            }
            extension.version.take_if(|_| known.version.is_none());
        }
    }
    replayed
}

fn settle_table(table: &mut Table, known_table: &Table, says_predicates: bool) {
    for column in &mut table.columns {
        if let Some(known) = known_table.column(&column.name) {
            settle_column(column, known);
        }
    }
    leave_out_unsayable(table, known_table);
    settle_links(table, known_table);
    for index in table.indexes.values_mut() {
        if let Some(known) = known_table.indexes.get(&index.name) {
            settle_index(index, known, known_table);
            index.predicate.take_if(|_| !says_predicates);
        }
    }
}

/// The pairs of a table of links may be its key, or have a unique index, as they had before Prisma 6.
fn settle_links(table: &mut Table, known: &Table) {
    let (TableOrigin::ManyToMany { .. }, Some(key)) = (&known.origin, &known.primary_key) else { return };
    let is_key = |index: &Index| index.is_unique && index.columns.iter().map(|column| &column.name).eq(&key.columns);
    let unique = table.indexes.iter().find(|(_, index)| is_key(index)).map(|(name, _)| name.clone());
    match unique {
        Some(name) if table.primary_key.is_none() => {
            table.indexes.remove(&name);
            table.primary_key.clone_from(&known.primary_key);
        }
        _ => {}
    }
}

fn settle_column(column: &mut Column, known: &Column) {
    if is_same_type(&column.column_type, &known.column_type) {
        column.column_type = known.column_type.clone();
    }
    if is_same_default(&column.default, &known.default, &known.column_type) {
        column.default.clone_from(&known.default);
    }
    // a list in the database may be either
    if column.column_type.is_list && known.column_type.is_list {
        column.not_null = known.not_null;
    }
}

fn is_same_type(replayed: &ColumnType, known: &ColumnType) -> bool {
    match &known.element {
        ElementType::Other(text) => read::type_of(text.as_str()).is_some_and(|read| {
            (read.is_list || known.is_list) == replayed.is_list && is_same_element(&replayed.element, &read.element)
        }),
        element => replayed.is_list == known.is_list && is_same_element(&replayed.element, element),
    }
}

fn is_same_element(one: &ElementType, other: &ElementType) -> bool {
    match (one, other) {
        (ElementType::Other(one), ElementType::Other(other)) => is_same_text(one, other),
        (ElementType::Char(one), ElementType::Char(other)) => one.unwrap_or(1) == other.unwrap_or(1),
        (ElementType::Bit(one), ElementType::Bit(other)) => one.unwrap_or(1) == other.unwrap_or(1),
        // what PostgreSQL means by a precision that was left out
        (ElementType::Timestamp(one), ElementType::Timestamp(other))
        | (ElementType::Timestamptz(one), ElementType::Timestamptz(other))
        | (ElementType::Time(one), ElementType::Time(other))
        | (ElementType::Timetz(one), ElementType::Timetz(other)) => one.unwrap_or(6) == other.unwrap_or(6),
        _ => one.is_like(other),
    }
}

/// The same words, whatever the letter case and the spaces between them.
fn is_same_text(one: &SqlText, other: &SqlText) -> bool {
    let bare = |text: &SqlText| -> String {
        text.as_str().chars().filter(|c| !c.is_whitespace() && *c != '"').flat_map(char::to_lowercase).collect()
    };
    bare(one) == bare(other)
}

fn is_same_default(one: &Option<ColumnDefault>, other: &Option<ColumnDefault>, column_type: &ColumnType) -> bool {
    match (one, other) {
        // a generated column, or a default that is nobody's business
        (Some(ColumnDefault::Unknown), _) | (_, Some(ColumnDefault::Unknown)) => true,
        (Some(ColumnDefault::Autoincrement { .. }), Some(ColumnDefault::Autoincrement { .. })) => true,
        (Some(ColumnDefault::Literal(one)), Some(ColumnDefault::Literal(other))) => {
            is_same_literal(one, other, &column_type.element)
        }
        (Some(ColumnDefault::List(ones)), Some(ColumnDefault::List(others))) => {
            let mut pairs = ones.iter().zip(others);
            ones.len() == others.len() && pairs.all(|(one, other)| is_same_literal(one, other, &column_type.element))
        }
        (Some(ColumnDefault::Expression(one)), Some(ColumnDefault::Expression(other))) => is_same_text(one, other),
        // the schema has it as SQL text
        (Some(_), Some(ColumnDefault::Expression(text))) => {
            let read = read::default_of(text.as_str(), column_type);
            !matches!(read, Some(ColumnDefault::Expression(_))) && is_same_default(one, &read, column_type)
        }
        (one, other) => one == other,
    }
}

fn is_same_literal(one: &Literal, other: &Literal, element: &ElementType) -> bool {
    match (one, other) {
        (Literal::Number(one), Literal::Number(other)) => {
            one == other
                || one.parse::<f64>().ok().zip(other.parse::<f64>().ok()).is_some_and(|(a, b)| a.total_cmp(&b).is_eq())
        }
        (Literal::String(one), Literal::String(other)) => {
            one == other || moment(one, element).is_some_and(|one| Some(one) == moment(other, element))
        }
        // a number that was written in quotes
        (Literal::String(one), Literal::Number(other)) | (Literal::Number(one), Literal::String(other)) => one == other,
        _ => one == other,
    }
}

/// The part of a moment that a type keeps, however it was written; without an offset it is UTC.
fn moment(text: &str, element: &ElementType) -> Option<String> {
    let format = match element {
        ElementType::Timestamp(_) | ElementType::Timestamptz(_) => "%F %T%.f",
        ElementType::Time(_) | ElementType::Timetz(_) => "%T%.f",
        ElementType::Date => "%F",
        _ => return None,
    };
    let text = text.trim().replace(" +", "+").replace(" -", "-");
    let has_date = text.as_bytes().get("2020".len()) == Some(&b'-');
    let moment = match has_date {
        true if text.len() == "2020-01-01".len() => format!("{text} 00:00:00"),
        true => text,
        false => format!("2020-01-01 {text}"),
    };
    let instant: Timestamp = moment.parse().or_else(|_| format!("{moment}Z").parse()).ok()?;
    Some(instant.strftime(format).to_string())
}

/// Partial indexes and those over expressions that the schema does not have are nobody's business, and neither is an index that only a person
/// could have asked for. One over a column that the schema does not have is in doubt: the column may have a new name.
fn leave_out_unsayable(table: &mut Table, known: &Table) {
    let is_in_doubt = |index: &Index| index.column_names().any(|column| known.column(column).is_none());
    let is_sayable =
        |index: &Index| index.predicate.is_none() && index.columns.iter().all(|column| column.expression.is_none());
    table.indexes.retain(|name, index| is_sayable(index) || known.indexes.contains_key(name) || is_in_doubt(index));
}

fn settle_index(index: &mut Index, known: &Index, table: &Table) {
    let predicates = (&index.predicate, &known.predicate);
    if let (Some(one), Some(other)) = predicates
        && is_same_predicate(one, other, table)
    {
        index.predicate.clone_from(&known.predicate);
    }
    for (column, known) in index.columns.iter_mut().zip(&known.columns) {
        settle_index_column(column, known);
    }
    // a default acts when something is new: what is there satisfies it
    index.choice = known.choice;
    let same_columns = index.covers_the_same_as(known);
    if known.choice != IndexChoice::Schema && same_columns {
        index.method = known.method;
        index.parameters.clone_from(&known.parameters);
        index.columns.clone_from(&known.columns);
    }
}

fn settle_index_column(column: &mut IndexColumn, known: &IndexColumn) {
    if column.name != known.name {
        return;
    }
    let is_same = match (&column.operator_class, &known.operator_class) {
        (None, Some(OperatorClass::Named { is_default, .. })) => *is_default,
        (Some(OperatorClass::Named { name, .. }), Some(OperatorClass::Named { name: other, .. })) => name == other,
        (Some(OperatorClass::Named { name, .. }), Some(OperatorClass::Raw(text))) => text.as_str().trim() == name,
        (Some(OperatorClass::Raw(one)), Some(OperatorClass::Raw(other))) => is_same_text(one, other),
        (None, None) => true,
        _ => false,
    };
    if is_same {
        column.operator_class.clone_from(&known.operator_class);
    }
}

fn is_same_predicate(one: &Predicate, other: &Predicate, table: &Table) -> bool {
    match (one, other) {
        (Predicate::Raw(one), Predicate::Raw(other)) => is_same_text(one, other),
        (Predicate::All(one), Predicate::All(other)) => one == other,
        (Predicate::All(conditions), Predicate::Raw(text)) | (Predicate::Raw(text), Predicate::All(conditions)) => {
            // a text that could be read is compared by what it says
            read::predicate_of(text.as_str(), table).is_some_and(|read| read == *conditions)
        }
    }
}
