//! `CREATE INDEX`: <https://www.postgresql.org/docs/current/sql-createindex.html>.

use super::predicate::predicate;
use super::{index_expression, index_name};
use crate::physical::{IndexMethod, OperatorClass, Qualifier, SortOrder, SqlText, StorageParameter};
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
    let name = if cursor.sees("ON") { None } else { Some(cursor.written_name()?) };
    cursor.expect("ON")?;
    cursor.accept("ONLY");
    let table = cursor.written_name()?;
    let method = if cursor.accept("USING") { method(&cursor.name()?) } else { Some(IndexMethod::BTree) };
    let listed = cursor.brackets()?.split_at_commas();
    let mut called: Vec<String> = listed.iter().map(index_name::element).collect();
    let elements: Vec<Element> = listed.into_iter().map(element).collect::<Read<_>>()?;
    let includes = cursor.accept("INCLUDE");
    if includes {
        called.extend(cursor.brackets()?.split_at_commas().iter().map(index_name::element));
    }
    // whether NULLs are told apart the schema language cannot say
    cursor.accept_one(&["NULLS NOT DISTINCT", "NULLS DISTINCT"]);
    let parameters = if cursor.accept("WITH") { parameters(&cursor.brackets()?) } else { Some(Vec::new()) };
    if cursor.accept("TABLESPACE") {
        cursor.name()?;
    }
    let predicate = if cursor.accept("WHERE") { Some(predicate(&cursor.until(|_| false))) } else { None };
    cursor.expect_end()?;
    Ok(CreateIndex { name, table, is_unique, may_be_there, method, elements, called, includes, parameters, predicate })
}

fn method(name: &str) -> Option<IndexMethod> {
    METHODS.into_iter().find(|method| method.as_sql() == name)
}

fn element(mut cursor: Cursor<'_>) -> Read<Element> {
    let expression = Element {
        name: "expr".to_owned(),
        is_column: false,
        expression: None,
        is_sayable: false,
        sort: None,
        operator_class: None,
    };
    let is_bracket = cursor.peek() == Some((TokenKind::Symbol, "("));
    if is_bracket {
        let Some((name, read)) = index_expression::read(cursor.brackets()?) else { return Ok(expression) };
        let operator_class = operator_class(&mut cursor)?;
        let is_sayable = cursor.is_at_end();
        return Ok(Element { name, is_column: true, expression: Some(read), is_sayable, sort: None, operator_class });
    }
    // a function may have a schema before it
    let name = cursor.written_name()?.name;
    if cursor.peek() == Some((TokenKind::Symbol, "(")) {
        return Ok(Element { name, ..expression });
    }
    let has_collation = cursor.accept("COLLATE") && cursor.written_name().is_ok();
    let operator_class = operator_class(&mut cursor)?;
    let sort = match cursor.accept_one(&["ASC", "DESC"]) {
        Some("DESC") => Some(SortOrder::Desc),
        Some(_) => Some(SortOrder::Asc),
        None => None,
    };
    // the schema language cannot say where NULLs go; what PostgreSQL does anyway is no difference
    let nulls = cursor.accept_one(&["NULLS FIRST", "NULLS LAST"]);
    let usual = if sort == Some(SortOrder::Desc) { "NULLS FIRST" } else { "NULLS LAST" };
    cursor.expect_end()?;
    let is_sayable = !has_collation && nulls.is_none_or(|nulls| nulls == usual);
    Ok(Element { name, is_column: true, expression: None, is_sayable, sort, operator_class })
}

/// `vector_cosine_ops`, or with parameters; whether it is its type's default only the schema knows.
fn operator_class(cursor: &mut Cursor<'_>) -> Read<Option<OperatorClass>> {
    if cursor.is_at_end() || ["ASC", "DESC", "NULLS"].iter().any(|word| cursor.sees(word)) {
        return Ok(None);
    }
    let start = cursor.clone();
    let name = cursor.written_name()?;
    if cursor.peek() != Some((TokenKind::Symbol, "(")) {
        return Ok(Some(OperatorClass::Named {
            name: name.name,
            is_default: false,
            qualifier: Qualifier(name.schema),
        }));
    }
    cursor.brackets()?;
    let text = start.rest_until(cursor);
    SqlText::new(text.whole()).map(|text| Some(OperatorClass::Raw(text))).map_err(|_| text.not_understood())
}

/// `m = 16, ef_construction = 64`; `None` where a value is no number.
fn parameters(inside: &Cursor<'_>) -> Option<Vec<StorageParameter>> {
    inside.split_at_commas().into_iter().map(parameter).collect()
}

/// Those of some parameters whose values are numbers: the schema has words for no others.
pub(super) fn numbers(inside: &Cursor<'_>) -> Vec<StorageParameter> {
    inside.split_at_commas().into_iter().filter_map(parameter).collect()
}

fn parameter(mut part: Cursor<'_>) -> Option<StorageParameter> {
    let name = part.name().ok()?;
    part.sign("=").then_some(())?;
    let value = part.rest().trim_matches('\'').parse().ok()?;
    Some(StorageParameter { name, value })
}
