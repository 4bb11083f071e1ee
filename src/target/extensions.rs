//! Which extension a table cannot be without.

use std::collections::BTreeMap;

use crate::physical::Table;
use crate::physical::brought::{of_default, of_index, of_type};

/// The extensions a table needs, each with the column (or index) that needs it.
pub fn needed_by(table: &Table) -> BTreeMap<&'static str, String> {
    let mut needed = BTreeMap::new();
    for column in &table.columns {
        for extension in of_type(&column.column_type.element).into_iter().chain(of_default(column)) {
            needed
                .entry(extension)
                .or_insert_with(|| column.prisma_name.clone().unwrap_or_else(|| column.name.clone()));
        }
    }
    for index in table.indexes.values() {
        for extension in of_index(index) {
            needed.entry(extension).or_insert_with(|| index.name.clone());
        }
    }
    needed
}
