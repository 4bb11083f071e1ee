//! What conditions ask of the catalog: whether there is such a thing. `None` where only the server knows.

use super::{Catalog, Relation, is_of_postgres};
use crate::expression::types;
use crate::physical::built_in_types::may_be_built_in;
use crate::physical::extension_members::creates_no_relations;
use crate::physical::{ColumnType, ElementType, Table};
use crate::sql::WrittenName;

impl Catalog {
    /// Whether there is a relation of that name, as it is written; `None` for PostgreSQL's own.
    #[must_use]
    pub(crate) fn has_relation(&self, written: &WrittenName) -> Option<bool> {
        let is_known = !written.name.starts_with("pg_") && !written.schema.as_deref().is_some_and(is_of_postgres);
        is_known.then(|| self.relations.has(&self.relation_name(written)))
    }

    /// Whether there is a type of that name, as it is written; `None` where an extension or PostgreSQL may have it.
    #[must_use]
    pub(crate) fn has_type(&self, written: &WrittenName) -> Option<bool> {
        // a table has a type of its name
        let is_there = self.is_type(&self.type_name(written))
            || self.relations.get(&self.relation_name(written)).is_some_and(Relation::is_read_from);
        let is_built_in = types::is_built_in(&written.name)
            || may_be_built_in(&written.name)
            || written.schema.as_deref().is_some_and(is_of_postgres);
        let may_be_elsewhere = is_built_in || self.extensions.now().keys().any(|name| !creates_no_relations(name));
        (is_there || !may_be_elsewhere).then_some(is_there)
    }

    /// Whether an enum has one of some labels; `None` where there is no such enum.
    #[must_use]
    pub(crate) fn has_label(&self, written: &WrittenName, labels: &[String]) -> Option<bool> {
        let declared = self.enums.get(&self.type_name(written))?;
        Some(labels.iter().any(|label| declared.has(label)))
    }

    /// Whether an enum has these labels, in the order of their bytes, and no others.
    #[must_use]
    pub(crate) fn has_just_labels(&self, written: &WrittenName, labels: &[String]) -> Option<bool> {
        let Some(declared) = self.enums.get(&self.type_name(written)) else {
            return self.has_type(written).filter(|is_there| !is_there);
        };
        let mut names: Vec<&str> = declared.labels.iter().map(|label| label.label.as_str()).collect();
        names.sort_unstable();
        Some(names == labels)
    }

    /// Whether a table has a column, which `format_type` prints the type of in these words where that is asked.
    #[must_use]
    pub(crate) fn has_column_of(&self, table: &WrittenName, name: &str, column_type: Option<&str>) -> Option<bool> {
        match (self.table_of(table)?, column_type) {
            (None, _) => Some(false),
            (Some(table), None) => Some(table.column(name).is_some()),
            (Some(table), Some(expected)) => match table.column(name) {
                None => Some(false),
                Some(column) => is_printed(&column.column_type, expected),
            },
        }
    }

    /// Whether a table has these columns, in the order of their bytes, and no others.
    #[must_use]
    pub(crate) fn has_columns(&self, table: &WrittenName, names: &[String]) -> Option<bool> {
        let Some(table) = self.table_of(table)? else { return Some(false) };
        let mut found: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
        found.sort_unstable();
        Some(found == names)
    }

    /// The table of a name, or that there is none; `None` where it is something else.
    fn table_of(&self, written: &WrittenName) -> Option<Option<&Table>> {
        match self.has_relation(written)? {
            true => self.tables.get(&self.relation_name(written)).map(Some),
            false => Some(None),
        }
    }
}

/// Whether `format_type` prints a type in these words. How it prints an enum depends on search_path, and how a time of six
/// digits, on whether they were said.
fn is_printed(column_type: &ColumnType, words: &str) -> Option<bool> {
    let is_open = matches!(column_type.element, ElementType::Enum(_)) || column_type.element.has_usual_precision();
    column_type.printed().filter(|_| !is_open).map(|printed| printed == words)
}
