//! Indexes of a model: `@unique`, `@@unique`, `@@index`, and what vector columns get.

use super::column::{column_name, columns_of};
use super::{Lowering, default, vector};
use crate::config::JsonIndex;
use crate::diagnostic::{Code, Diagnostic};
use crate::expression;
use crate::naming;
use crate::physical::{
    Condition, ElementType, Index, IndexChoice, IndexColumn, IndexColumnExtras, IndexMethod, OperatorClass, Predicate,
    Qualifier, SortOrder, SqlText, Table,
};
use crate::psl::schema::{self, FieldKind, Model};
use crate::text::Span;

impl Lowering<'_> {
    /// Gives a table the indexes of its model.
    pub(super) fn indexes(&mut self, model: &Model, table: &mut Table) {
        for declared in &model.indexes {
            if let Some(index) = self.index(model, declared, table) {
                let fields = declared.fields.iter().map(|column| column.field);
                self.check_index(&index, fields, model, table, declared.span);
                self.take_index(table, &index.name, declared.span);
                table.indexes.insert(index.name.clone(), index);
            }
        }
        for field in &model.fields {
            for index in vector::of_field(self, field, table) {
                if table.indexes.contains_key(&index.name) {
                    self.diagnostics.push(
                        Diagnostic::error(
                            Code::IndexNameTaken,
                            format!("another index of {} is called `{}`", model.name, index.name),
                        )
                        .at(field.span, "the index of this column would have that name too")
                        .help("give one of them a name: @refract.hnsw(name: \"...\") or map: \"...\""),
                    );
                } else {
                    self.take_index(table, &index.name, field.span);
                    table.indexes.insert(index.name.clone(), index);
                }
            }
        }
    }

    fn index(&mut self, model: &Model, declared: &schema::Index, table: &Table) -> Option<Index> {
        let fields: Vec<_> = declared.fields.iter().map(|column| column.field).collect();
        let names = columns_of(model, &fields);
        let default_name = if declared.is_unique { naming::unique_index } else { naming::index };
        let name = declared.map.clone().unwrap_or_else(|| default_name(&table.name.name, &names));
        let columns = declared
            .fields
            .iter()
            .zip(names)
            .map(|(column, name)| {
                Some(IndexColumn {
                    name,
                    expression: None,
                    sort: column.sort.map(sort_order),
                    operator_class: self.operator_class(column, declared.span)?,
                    extras: IndexColumnExtras::default(),
                })
            })
            .collect::<Option<Vec<_>>>()?;
        let index = Index {
            name,
            is_unique: declared.is_unique,
            method: declared.method.map_or(IndexMethod::BTree, method),
            columns,
            parameters: Vec::new(),
            predicate: self.predicate(model, declared, table)?,
            choice: IndexChoice::Schema,
            extras: Box::default(),
        };
        self.with_defaults(index, declared, table)
    }

    /// Where the schema leaves the method open: HNSW for a vector, and for one Json column what the configuration says.
    fn with_defaults(&mut self, index: Index, declared: &schema::Index, table: &Table) -> Option<Index> {
        if let Some(column) = index.columns.iter().find_map(|column| vector::column(table, &column.name)) {
            return vector::of_index(self, index, declared, column);
        }
        if vector::is_asked_for(declared)
            && let Some(column) = index.columns.first().and_then(|column| table.column(&column.name))
        {
            return vector::of_index(self, index, declared, column);
        }
        let is_json = |column: &IndexColumn| {
            table.column(&column.name).is_some_and(|column| column.column_type.element == ElementType::Jsonb)
        };
        let is_open = declared.method.is_none() && !declared.is_unique && index.columns.len() == 1;
        let is_plain = |column: &IndexColumn| column.sort.is_none() && column.operator_class.is_none();
        if is_open
            && self.defaults.json == JsonIndex::Gin
            && index.columns.iter().all(|column| is_json(column) && is_plain(column))
        {
            return Some(Index { method: IndexMethod::Gin, choice: IndexChoice::MethodByDefault, ..index });
        }
        Some(index)
    }

    fn operator_class(&mut self, column: &schema::IndexField, span: Span) -> Option<Option<OperatorClass>> {
        Some(match &column.operator_class {
            None => None,
            Some(schema::OperatorClass::Named { name, is_default }) => Some(OperatorClass::Named {
                name: (*name).to_owned(),
                is_default: *is_default,
                qualifier: Qualifier::default(),
            }),
            Some(schema::OperatorClass::Raw(text)) => match SqlText::new(text.as_str()) {
                Ok(text) => Some(OperatorClass::Raw(text)),
                Err(problem) => {
                    self.complain_of_sql("operator class", &problem, span);
                    return None;
                }
            },
        })
    }

    fn predicate(&mut self, model: &Model, declared: &schema::Index, table: &Table) -> Option<Option<Predicate>> {
        Some(match &declared.predicate {
            None => None,
            Some(schema::Predicate::Raw(text)) => match SqlText::new(text.as_str()) {
                Ok(text) => {
                    self.check_columns_of(text.as_str(), model, declared, table);
                    Some(Predicate::Raw(text))
                }
                Err(problem) => {
                    self.complain_of_sql("predicate", &problem, declared.span);
                    return None;
                }
            },
            Some(schema::Predicate::All(conditions)) => {
                Some(Predicate::All(conditions.iter().map(|condition| self.condition(model, condition)).collect()))
            }
        })
    }

    /// SQL names columns by what the database calls them.
    fn check_columns_of(&mut self, predicate: &str, model: &Model, declared: &schema::Index, table: &Table) {
        let is_known = |name: &String| table.column(name).is_some() || *name == table.name.name;
        for name in expression::columns(predicate).into_iter().filter(|name| !is_known(name)) {
            let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
            self.diagnostics.push(
                Diagnostic::error(
                    Code::InvalidPredicate,
                    format!("the table of {} has no column \"{name}\"", model.name),
                )
                .at(declared.span, "PostgreSQL finds no such column for this `where`")
                .help(format!(
                    "SQL calls columns as the database does, in quotes where they have capitals: {}",
                    names.join(", ")
                )),
            );
        }
    }

    fn condition(&self, model: &Model, condition: &schema::Condition) -> Condition {
        let field = model.field(condition.field);
        let enumeration = match field.kind {
            FieldKind::Enum(id) => Some(self.schema.enumeration(id)),
            FieldKind::Scalar(_) | FieldKind::Relation(_) | FieldKind::Unsupported(_) => None,
        };
        let literal = |value| default::literal(value, &ElementType::Text, enumeration);
        Condition {
            column: column_name(field),
            is_negated: condition.is_negated,
            value: condition.value.as_ref().map(literal),
        }
    }
}

fn sort_order(order: schema::SortOrder) -> SortOrder {
    match order {
        schema::SortOrder::Asc => SortOrder::Asc,
        schema::SortOrder::Desc => SortOrder::Desc,
    }
}

fn method(method: schema::IndexMethod) -> IndexMethod {
    match method {
        schema::IndexMethod::BTree => IndexMethod::BTree,
        schema::IndexMethod::Hash => IndexMethod::Hash,
        schema::IndexMethod::Gist => IndexMethod::Gist,
        schema::IndexMethod::Gin => IndexMethod::Gin,
        schema::IndexMethod::SpGist => IndexMethod::SpGist,
        schema::IndexMethod::Brin => IndexMethod::Brin,
    }
}
