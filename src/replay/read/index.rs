//! `CREATE INDEX`: <https://www.postgresql.org/docs/current/sql-createindex.html>.

use super::predicate::predicate;
use super::{index_expression, index_name};
use crate::pgvector;
use crate::physical::{
    IndexColumnExtras, IndexExtras, IndexMethod, NullsOrder, OperatorClass, Qualifier, SortOrder, SqlStatement,
    SqlText, StorageParameter, is_default_operator_class,
};
use crate::replay::statement::{CreateIndex, Element};
use crate::sql::{Cursor, Read, TokenKind};

const METHODS: [IndexMethod; 8] = [
    IndexMethod::BTree,
    IndexMethod::Hash,
    IndexMethod::Gist,
    IndexMethod::Gin,
    IndexMethod::SpGist,
    IndexMethod::Brin,
    IndexMethod::Hnsw,
    IndexMethod::IvfFlat,
];

/// Reads what follows `CREATE [UNIQUE] INDEX`.
pub(super) fn create(cursor: &mut Cursor<'_>, is_unique: bool) -> Read<CreateIndex> {
    cursor.accept("CONCURRENTLY");
    let may_be_there = cursor.accept("IF NOT EXISTS");
    let start = cursor.clone();
    let name = if cursor.sees("ON") { None } else { Some(cursor.written_name()?) };
    cursor.expect("ON")?;
    cursor.accept("ONLY");
    let table = cursor.written_name()?;
    let method = if cursor.accept("USING") { method(&cursor.name()?) } else { Some(IndexMethod::BTree) };
    let listed = cursor.parentheses()?.split_at_commas();
    let mut called: Vec<String> = listed.iter().map(index_name::element).collect();
    let elements: Vec<Element> = listed.into_iter().map(|part| element(part, method)).collect::<Read<_>>()?;
    let mut extras = IndexExtras::default();
    if cursor.accept("INCLUDE") {
        extras.include = cursor.names_in_parentheses()?;
        called.extend(extras.include.iter().cloned());
    }
    extras.nulls_not_distinct = says_nulls_not_distinct(cursor);
    let parameters =
        if cursor.accept("WITH") { parameters(&cursor.parentheses()?, &mut extras.parameters) } else { Vec::new() };
    if cursor.accept("TABLESPACE") {
        extras.tablespace = Some(cursor.name()?);
    }
    let predicate = if cursor.accept("WHERE") { Some(predicate(&cursor.until(|_| false))) } else { None };
    cursor.expect_end()?;
    let is_data = method.is_some() && elements.iter().all(|element| element.is_column);
    let words = if is_data { None } else { words(&start, is_unique) };
    Ok(CreateIndex {
        name,
        table,
        is_unique,
        may_be_there,
        method,
        elements,
        called,
        parameters,
        predicate,
        extras,
        words,
    })
}

/// The statement in its own words, unless these cannot stand anywhere else.
fn words(behind_index: &Cursor<'_>, is_unique: bool) -> Option<SqlStatement> {
    let unique = if is_unique { "UNIQUE " } else { "" };
    SqlStatement::new(format!("CREATE {unique}INDEX {}", behind_index.without_comments())).ok()
}

fn method(name: &str) -> Option<IndexMethod> {
    METHODS.into_iter().find(|method| method.as_sql() == name)
}

fn element(mut cursor: Cursor<'_>, method: Option<IndexMethod>) -> Read<Element> {
    let expression = Element {
        name: "expr".to_owned(),
        is_column: false,
        expression: None,
        sort: None,
        operator_class: None,
        extras: IndexColumnExtras::default(),
    };
    let is_bracket = cursor.peek() == Some((TokenKind::Symbol, "("));
    if is_bracket {
        let Some((name, read)) = index_expression::read(cursor.parentheses()?) else { return Ok(expression) };
        let operator_class = operator_class(&mut cursor, method)?;
        let is_all = cursor.is_at_end();
        let read = Element { name, is_column: true, expression: Some(read), operator_class, ..expression.clone() };
        return Ok(if is_all { read } else { expression });
    }
    // a function may have a schema before it
    let name = cursor.written_name()?.name;
    if cursor.peek() == Some((TokenKind::Symbol, "(")) {
        return Ok(Element { name, ..expression });
    }
    let collation = if cursor.accept("COLLATE") { Some(collation(&mut cursor)?) } else { None };
    let operator_class = operator_class(&mut cursor, method)?;
    let sort = match cursor.accept_one(&["ASC", "DESC"]) {
        Some("DESC") => Some(SortOrder::Desc),
        Some(_) => Some(SortOrder::Asc),
        None => None,
    };
    // what PostgreSQL does anyway is no difference
    let nulls = match cursor.accept_one(&["NULLS FIRST", "NULLS LAST"]) {
        Some("NULLS FIRST") if sort != Some(SortOrder::Desc) => Some(NullsOrder::First),
        Some("NULLS LAST") if sort == Some(SortOrder::Desc) => Some(NullsOrder::Last),
        Some(_) | None => None,
    };
    cursor.expect_end()?;
    let extras = IndexColumnExtras { collation, nulls, operator_class: None };
    Ok(Element { name, is_column: true, expression: None, sort, operator_class, extras })
}

/// The name of a collation, as it is written.
fn collation(cursor: &mut Cursor<'_>) -> Read<SqlText> {
    let start = cursor.clone();
    cursor.written_name()?;
    let text = start.rest_until(cursor);
    SqlText::new(text.whole()).map_err(|_| text.not_understood())
}

/// `vector_cosine_ops`, or with parameters.
fn operator_class(cursor: &mut Cursor<'_>, method: Option<IndexMethod>) -> Read<Option<OperatorClass>> {
    if cursor.is_at_end() || ["ASC", "DESC", "NULLS"].iter().any(|word| cursor.sees(word)) {
        return Ok(None);
    }
    let start = cursor.clone();
    let name = cursor.written_name()?;
    if cursor.peek() != Some((TokenKind::Symbol, "(")) {
        let is_default_of =
            |method| is_default_operator_class(method, &name.name) || pgvector::is_default_class(method, &name.name);
        return Ok(Some(OperatorClass::Named {
            is_default: method.is_some_and(is_default_of),
            name: name.name,
            qualifier: Qualifier(name.schema),
        }));
    }
    cursor.parentheses()?;
    let text = start.rest_until(cursor);
    SqlText::new(text.whole()).map(|text| Some(OperatorClass::Raw(text))).map_err(|_| text.not_understood())
}

/// The storage parameters that refract writes: those of pgvector's methods.
const WRITTEN_PARAMETERS: [&str; 3] = ["m", "ef_construction", "lists"];

/// `m = 16, ef_construction = 64`; what refract does not write is put aside.
pub(super) fn parameters(inside: &Cursor<'_>, others: &mut Vec<SqlText>) -> Vec<StorageParameter> {
    let mut parameters = Vec::new();
    for part in inside.split_at_commas() {
        match parameter(part.clone()) {
            Some(parameter) => parameters.push(parameter),
            None => others.extend(SqlText::new(part.rest()).ok()),
        }
    }
    parameters
}

fn parameter(mut part: Cursor<'_>) -> Option<StorageParameter> {
    let name = part.name().ok().filter(|name| WRITTEN_PARAMETERS.contains(&name.as_str()))?;
    let value = part.accept_symbol("=").then(|| part.rest().trim_matches('\'').parse().ok())??;
    Some(StorageParameter { name, value })
}

/// `NULLS NOT DISTINCT`, or what it is without that.
pub(super) fn says_nulls_not_distinct(cursor: &mut Cursor<'_>) -> bool {
    cursor.accept_one(&["NULLS NOT DISTINCT", "NULLS DISTINCT"]) == Some("NULLS NOT DISTINCT")
}
