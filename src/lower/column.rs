//! One column from one field.

use super::{Lowering, default, types};
use crate::diagnostic::{Code, Diagnostic};
use crate::naming::{self, MAX_NAME_BYTES, cut};
use crate::physical::{
    Column, ColumnDefault, ColumnExtras, ColumnType, ElementType, Generated, ObjectName, Qualifier, Unclosed,
};
use crate::psl::schema::{Arity, DefaultValue, Field, FieldId, FieldKind, Model};
use crate::sql;
use crate::text::Span;

/// A column's name as PostgreSQL keeps it.
pub(super) fn column_name(field: &Field) -> String {
    cut(&field.database_name, MAX_NAME_BYTES).to_owned()
}

/// The columns of fields.
pub(super) fn columns_of(model: &Model, fields: &[FieldId]) -> Vec<String> {
    fields.iter().map(|&field| column_name(model.field(field))).collect()
}

impl Lowering<'_> {
    /// The column of a field; `None` for a relation field, and for one that was complained of.
    pub(super) fn column(&mut self, table: &ObjectName, field: &Field) -> Option<Column> {
        let element = self.element_type(field)?;
        let column_type = ColumnType { element, is_list: field.arity == Arity::List };
        self.warn_of_long_name("column", &field.database_name, field.span);
        let name = column_name(field);
        let default = match &field.default {
            None => None,
            // Prisma makes no sequence there, and it is warned of
            Some(written)
                if written.value == DefaultValue::Autoincrement && column_type.element == ElementType::Oid =>
            {
                None
            }
            Some(written) => {
                let enumeration = match field.kind {
                    FieldKind::Enum(id) => Some(self.schema.enumeration(id)),
                    FieldKind::Scalar(_) | FieldKind::Relation(_) | FieldKind::Unsupported(_) => None,
                };
                let sequence = || table.sibling(naming::serial_sequence(&table.name, &name));
                match default::lower(&written.value, &column_type, enumeration, sequence) {
                    Ok(default) => default,
                    Err(problem) => {
                        self.complain_of_sql("default", &problem, written.span);
                        None
                    }
                }
            }
        };
        // PostgreSQL makes a serial column NOT NULL whatever was said
        let is_serial = matches!(default, Some(ColumnDefault::Autoincrement { .. }));
        let not_null = field.arity == Arity::Required || is_serial;
        let column = Column {
            name,
            prisma_name: Some(field.name.clone()),
            column_type,
            not_null,
            default,
            extras: Box::new(ColumnExtras {
                is_optional_counter: is_serial && field.arity == Arity::Optional,
                ..ColumnExtras::default()
            }),
        };
        self.check_column(field, &column);
        Some(column)
    }

    fn element_type(&mut self, field: &Field) -> Option<ElementType> {
        match &field.kind {
            FieldKind::Relation(_) => None,
            FieldKind::Enum(id) => Some(ElementType::Enum(self.enum_name(*id))),
            FieldKind::Scalar(scalar) => Some(field.native_type.map_or_else(|| types::scalar(*scalar), types::native)),
            FieldKind::Unsupported(text) => match types::unsupported(text) {
                Ok(ElementType::Vector(kind, dimensions, Qualifier(None))) => {
                    Some(ElementType::Vector(kind, dimensions, self.schema_of_pgvector()))
                }
                Ok(element) => Some(element),
                Err(problem) => {
                    self.complain_of_sql("type", &problem, field.type_span);
                    None
                }
            },
        }
    }

    /// Text that would reach beyond its place in a statement.
    pub(super) fn complain_of_sql(&mut self, what: &str, problem: &Unclosed, span: Span) {
        self.diagnostics.push(sql_not_closed(what, problem, span));
    }
}

/// A default that names another column can be nothing but the expression of a generated column: that is how `db pull`
/// writes those down.
pub(super) fn tell_generated(columns: &mut [Column]) {
    let names: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
    for column in columns {
        if let Some(ColumnDefault::Expression(expression)) = &column.default
            && names.iter().any(|name| sql::says_column(expression.as_str(), name))
        {
            let generated = Generated { expression: expression.clone(), is_virtual: false };
            column.extras.generated = Some(generated);
            column.default = Some(ColumnDefault::Unknown);
        }
    }
}

pub(super) fn sql_not_closed(what: &str, Unclosed(reason): &Unclosed, span: Span) -> Diagnostic {
    Diagnostic::error(Code::SqlNotClosed, format!("the SQL of this {what} is not complete on its own: {reason}"))
        .at(span, "goes into the migration as it is")
        .help("write one complete SQL expression, without comments or semicolons outside quotes")
}
