//! Indexes over types that have no order, no hash or no operator class for the index, and of shapes that the index
//! does not have.
//!
//! <https://www.postgresql.org/docs/current/indexes-types.html>

use crate::diagnostic::{Code, Diagnostic};
use crate::lower::Lowering;
use crate::physical::{ColumnType, ElementType, Index, IndexColumn, IndexMethod, OperatorClass, Table};
use crate::psl::schema::{FieldId, Model};
use crate::sql::{Cursor, WrittenName, tokens};
use crate::text::Span;

/// PostgreSQL's limit.
const MAX_COLUMNS: usize = 32;
/// Types that only `Unsupported` can name, and that have no order.
const WITHOUT_ORDER: &[&str] =
    &["json", "xml", "point", "line", "lseg", "box", "path", "polygon", "circle", "xid", "jsonpath", "aclitem"];
/// Types that have an order but no hash.
const WITHOUT_HASH: &[&str] = &["money", "bit", "varbit", "bit varying", "tsvector", "tsquery"];

impl Lowering<'_> {
    /// Reports what PostgreSQL would not take of the index of a primary key.
    pub(in crate::lower) fn check_primary_key(&mut self, model: &Model, table: &Table) {
        let (Some(declared), Some(key)) = (&model.primary_key, &table.primary_key) else { return };
        self.take_index(table, &key.name, declared.span);
        let index = Index::plain(key.name.clone(), true, key.columns.iter());
        self.check_index(&index, declared.fields.iter().copied(), model, table, declared.span);
    }

    /// Reports what PostgreSQL would not take of an index.
    pub(in crate::lower) fn check_index(
        &mut self,
        index: &Index,
        fields: impl IntoIterator<Item = FieldId>,
        model: &Model,
        table: &Table,
        span: Span,
    ) {
        if let Some((message, help)) = wrong_shape(index) {
            self.diagnostics.push(Diagnostic::error(Code::IndexShape, message).at(span, "").help(help));
        }
        for (column, field) in index.columns.iter().zip(fields) {
            let Some(column_type) = table.column(&column.name).map(|column| &column.column_type) else { continue };
            if has_class(index.method, column, column_type) {
                continue;
            }
            let field = model.field(field);
            self.diagnostics.push(
                Diagnostic::error(
                    Code::NoOperatorClass,
                    format!("PostgreSQL has no {} index over the type of `{}`", index.method.as_sql(), field.name),
                )
                .at(span, "")
                .also(field.type_span, "this type")
                .help(if index.is_unique {
                    "leave the field out, or give it another type"
                } else {
                    "leave the field out, choose another `type`, or name an operator class: `ops: raw(\"...\")`"
                }),
            );
        }
    }
}

fn wrong_shape(index: &Index) -> Option<(String, &'static str)> {
    let method = index.method.as_sql();
    let has_no_order =
        matches!(index.method, IndexMethod::Gin | IndexMethod::Gist | IndexMethod::SpGist | IndexMethod::Brin);
    if has_no_order && index.columns.iter().any(|column| column.sort.is_some()) {
        return Some((format!("a {method} index has no order"), "remove `sort`"));
    }
    if index.method == IndexMethod::Hash && index.columns.len() > 1 {
        return Some(("a hash index has one field".to_owned(), "write an index for each field, or leave out `type`"));
    }
    if index.columns.len() > MAX_COLUMNS {
        let message = format!("an index over {} fields, and PostgreSQL takes {MAX_COLUMNS}", index.columns.len());
        return Some((message, "leave out the fields that tell the least rows apart"));
    }
    None
}

/// Whether PostgreSQL finds an operator class, or the one that is named goes with the type. What the user named in
/// SQL of the user's own is not looked into.
fn has_class(method: IndexMethod, column: &IndexColumn, column_type: &ColumnType) -> bool {
    let ColumnType { element, is_list } = column_type;
    let class = match &column.operator_class {
        Some(OperatorClass::Raw(_)) => return true,
        Some(OperatorClass::Named { name, .. }) => Some(name.as_str()),
        None => None,
    };
    match method {
        IndexMethod::BTree => *is_list || has_order(element),
        IndexMethod::Hash => *is_list || (has_order(element) && has_hash(element)),
        // arrays are compared element by element, and jsonb's own classes are not for arrays of it
        IndexMethod::Gin if *is_list => has_order(element) && class.is_none_or(|name| name == "array_ops"),
        IndexMethod::Gin => true,
        IndexMethod::Gist => matches!(element, ElementType::Other(_)) || (!is_list && class.is_some()),
        IndexMethod::SpGist => !is_list && !matches!(element, ElementType::Char(_)),
        IndexMethod::Brin => !is_list || matches!(element, ElementType::Other(_)),
        IndexMethod::Hnsw | IndexMethod::IvfFlat => true,
    }
}

fn has_order(element: &ElementType) -> bool {
    if let ElementType::Other(sql) = element {
        return !is_one_of(sql.as_str(), WITHOUT_ORDER);
    }
    !matches!(element, ElementType::Json | ElementType::Xml)
}

fn has_hash(element: &ElementType) -> bool {
    if let ElementType::Other(sql) = element {
        return !is_one_of(sql.as_str(), WITHOUT_HASH);
    }
    !matches!(element, ElementType::Money | ElementType::Bit(_) | ElementType::VarBit(_))
}

/// Whether SQL names one of these types, with or without a length after it.
fn is_one_of(sql: &str, types: &[&str]) -> bool {
    let tokens = tokens(sql);
    let Ok(WrittenName { schema, name, range: _ }) = Cursor::new(sql, &tokens.tokens).written_name() else {
        return false;
    };
    schema.is_none_or(|schema| schema == "pg_catalog") && types.contains(&name.as_str())
}
