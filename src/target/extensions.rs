//! Which extension a table cannot be without.

use std::collections::BTreeMap;

use crate::physical::extension_members::{extension_of_default, extension_of_type, extensions_of_index, written_name};
use crate::physical::{ElementType, Qualifier, Table};

/// The extensions a table needs, each with the column (or index) that needs it.
pub fn needed_by(table: &Table) -> BTreeMap<&'static str, String> {
    let mut needed = BTreeMap::new();
    for column in &table.columns {
        for extension in extension_of_type(&column.column_type.element).into_iter().chain(extension_of_default(column))
        {
            needed
                .entry(extension)
                .or_insert_with(|| column.prisma_name.clone().unwrap_or_else(|| column.name.clone()));
        }
    }
    for index in table.indexes.values() {
        for extension in extensions_of_index(index) {
            needed.entry(extension).or_insert_with(|| index.name.clone());
        }
    }
    needed
}

/// The schema that a table says an extension to be in: what it brings stands there with that schema before it.
pub(super) fn schema_of(table: &Table, extension: &str) -> Option<String> {
    let of_columns =
        table.columns.iter().filter(|column| extension_of_type(&column.column_type.element) == Some(extension));
    let mut schemas = of_columns.filter_map(|column| {
        let element = &column.column_type.element;
        if let ElementType::Vector(_, _, Qualifier(schema)) = element {
            return schema.clone();
        }
        if let ElementType::Other(text) = element { written_name(text)?.schema } else { None }
    });
    schemas.next()
}
