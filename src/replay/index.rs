//! `CREATE INDEX`: <https://www.postgresql.org/docs/current/sql-createindex.html>.

use super::catalog::{Catalog, Other};
use super::index_expression;
use super::predicate::predicate;
use super::problem::Done as Read;
use crate::naming;
use crate::pgvector::with_defaults;
use crate::physical::{
    Index, IndexChoice, IndexColumn, IndexExpression, IndexMethod, ObjectName, OperatorClass, Qualifier, SortOrder,
    SqlText, StorageParameter,
};
use crate::sql::Cursor;
use crate::sql::TokenKind;

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

/// Reads what follows `CREATE [UNIQUE] INDEX`, and makes the index.
pub fn create(cursor: &mut Cursor<'_>, catalog: &mut Catalog, is_unique: bool) -> Read<()> {
    cursor.accept("CONCURRENTLY");
    let may_be_there = cursor.accept("IF NOT EXISTS");
    let written = if cursor.sees("ON") { None } else { Some(cursor.written_name()?) };
    cursor.expect("ON")?;
    cursor.accept("ONLY");
    let table = cursor.written_name()?;
    let table_name = catalog.new_name(&table);
    let method = if cursor.accept("USING") { method(&cursor.name()?) } else { Some(IndexMethod::BTree) };
    let elements: Vec<Element> = cursor.brackets()?.split_at_commas().into_iter().map(element).collect::<Read<_>>()?;
    let includes = cursor.accept("INCLUDE") && cursor.brackets().is_ok();
    // whether NULLs are told apart the schema language cannot say
    cursor.accept_one(&["NULLS NOT DISTINCT", "NULLS DISTINCT"]);
    let parameters = if cursor.accept("WITH") { parameters(&cursor.brackets()?) } else { Some(Vec::new()) };
    if cursor.accept("TABLESPACE") {
        cursor.name()?;
    }
    let predicate = if cursor.accept("WHERE") {
        Some(predicate(&cursor.until(|_| false), catalog.database.tables.get(&table_name))?)
    } else {
        None
    };
    cursor.expect_end()?;

    let columns: Vec<String> = elements.iter().map(|element| element.name.clone()).collect();
    let name =
        written.as_ref().map_or_else(|| default_name(is_unique, &table_name, &columns), |name| name.name.clone());
    let full_name = table_name.sibling(name.clone());
    if catalog.relation(&full_name).is_some() && may_be_there {
        return Ok(());
    }
    catalog.expect_free(&full_name, written.as_ref().unwrap_or(&table))?;
    if matches!(catalog.others.get(&table_name), Some(Other::View | Other::Table | Other::Unread { .. })) {
        catalog.others.insert(full_name, Other::Index { table: table_name, columns: Vec::new() });
        return Ok(());
    }
    let of_table = catalog.table(&table)?;
    let is_ours = !includes && elements.iter().all(|element| !element.is_expression);
    match (method, parameters) {
        (Some(method), Some(parameters)) if is_ours => {
            let columns = elements.into_iter().map(Element::into_column).collect();
            let choice = IndexChoice::Schema;
            let parameters = with_defaults(method, parameters);
            let index = Index { name: name.clone(), is_unique, method, columns, parameters, predicate, choice };
            of_table.indexes.insert(name, index);
        }
        _ => {
            let plain = elements.into_iter().filter(|element| !element.is_expression).map(|element| element.name);
            let other = Other::Index { table: table_name, columns: plain.collect() };
            catalog.others.insert(full_name, other);
        }
    }
    Ok(())
}

fn method(name: &str) -> Option<IndexMethod> {
    METHODS.into_iter().find(|method| method.as_sql() == name)
}

fn default_name(is_unique: bool, table: &ObjectName, columns: &[String]) -> String {
    let name = if is_unique { naming::unique_index } else { naming::index };
    name(&table.name, columns)
}

/// One column, or an expression.
struct Element {
    name: String,
    /// One that a directive can ask for.
    expression: Option<IndexExpression>,
    /// One that the schema cannot say.
    is_expression: bool,
    sort: Option<SortOrder>,
    operator_class: Option<OperatorClass>,
}

impl Element {
    fn into_column(self) -> IndexColumn {
        let Element { name, expression, is_expression: _, sort, operator_class } = self;
        IndexColumn { name, expression, sort, operator_class }
    }
}

fn element(mut cursor: Cursor<'_>) -> Read<Element> {
    let expression =
        Element { name: "expr".to_owned(), expression: None, is_expression: true, sort: None, operator_class: None };
    let is_bracket = cursor.peek() == Some((TokenKind::Symbol, "("));
    if is_bracket {
        let Some((name, read)) = index_expression::read(cursor.brackets()?) else { return Ok(expression) };
        let operator_class = operator_class(&mut cursor)?;
        let is_expression = !cursor.is_at_end();
        return Ok(Element { name, expression: Some(read), is_expression, sort: None, operator_class });
    }
    let name = cursor.name()?;
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
    let is_expression = has_collation || nulls.is_some_and(|nulls| nulls != usual);
    Ok(Element { name, expression: None, is_expression, sort, operator_class })
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
    SqlText::new(text.whole()).map(|text| Some(OperatorClass::Raw(text))).map_err(|_| text.not_understood().into())
}

/// `m = 16, ef_construction = 64`; `None` where a value is no number.
fn parameters(inside: &Cursor<'_>) -> Option<Vec<StorageParameter>> {
    inside
        .split_at_commas()
        .into_iter()
        .map(|mut part| {
            let name = part.name().ok()?;
            if !part.sign("=") {
                return None;
            }
            let value = part.rest().trim_matches('\'').parse().ok()?;
            Some(StorageParameter { name, value })
        })
        .collect()
}
