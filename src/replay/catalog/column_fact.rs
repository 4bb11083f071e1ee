//! What `information_schema.columns` says of columns: <https://www.postgresql.org/docs/current/infoschema-columns.html>.

use super::Catalog;
use crate::physical::{Column, ColumnType, ElementType, ObjectName, Table};
use crate::replay::statement::{AskedSchema, ColumnFact, ColumnQuestion};

impl Catalog {
    /// The answer to a question; `None` where there is no such column, or only the server can tell.
    #[must_use]
    pub(crate) fn told_of_column(&self, question: &ColumnQuestion) -> Option<String> {
        let ColumnQuestion { fact, schema, table, column } = question;
        let column = self.asked_table(schema, table)?.column(column)?;
        match fact {
            ColumnFact::DataType => data_type(&column.column_type),
            ColumnFact::TypeName => type_name(&column.column_type),
            ColumnFact::IsNullable => is_nullable(column),
        }
    }

    fn asked_table(&self, schema: &AskedSchema, table: &str) -> Option<&Table> {
        match schema {
            AskedSchema::Named(schema) => self.tables.get(&ObjectName::new(schema.as_str(), table)),
            AskedSchema::Current => self.tables.get(&ObjectName::new(self.current_schema()?, table)),
            AskedSchema::Any => {
                let mut found = self.tables.now().iter().filter(|(name, _)| name.name == table);
                let (_, first) = found.next()?;
                // the rows of several come in any order
                found.next().is_none().then_some(first)
            }
        }
    }
}

pub(super) fn data_type(column_type: &ColumnType) -> Option<String> {
    let ColumnType { element, is_list } = column_type;
    if *is_list {
        return Some("ARRAY".to_owned());
    }
    if matches!(element, ElementType::Enum(_) | ElementType::Vector(..) | ElementType::Citext) {
        return Some("USER-DEFINED".to_owned());
    }
    let printed = column_type.printed()?;
    Some(match (printed.split_once('('), printed.split_once(')')) {
        (Some((before, _)), Some((_, behind))) => format!("{before}{behind}"),
        _ => printed,
    })
}

/// The name in `pg_type`; that of a list has `_` before it.
pub(super) fn type_name(column_type: &ColumnType) -> Option<String> {
    let ColumnType { element, is_list } = column_type;
    let name = if let ElementType::Vector(kind, _, _) = element {
        kind.as_sql()
    } else if let (ElementType::Enum(name), false) = (element, is_list) {
        // a list of an enum may have another name, where that one is taken
        &name.name
    } else {
        element.catalog_name()?
    };
    Some(if *is_list { format!("_{name}") } else { name.to_owned() })
}

/// Of a list the schema does not say it, and a domain may say it itself.
pub(super) fn is_nullable(column: &Column) -> Option<String> {
    let ColumnType { element, is_list } = &column.column_type;
    let is_told = !is_list && !matches!(element, ElementType::Domain(_) | ElementType::Other(_));
    is_told.then(|| if column.not_null { "NO" } else { "YES" }.to_owned())
}
