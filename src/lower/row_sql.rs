//! What the schema says of rows that are there: `@refract.backfill` and `@refract.using`.

use super::column::{column_name, sql_not_closed};
use crate::diagnostic::Diagnostics;
use crate::physical::{Database, SqlByColumn, SqlText, TableOrigin};
use crate::psl::directive::DirectiveKind;
use crate::psl::schema::Schema;

/// The user's SQL for rows that are there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowSql {
    /// What each row gets in a new column.
    pub backfills: SqlByColumn,
    /// What becomes of each value of a column that changes its type.
    pub conversions: SqlByColumn,
}

/// Reads it out of a schema.
#[must_use]
pub fn row_sql(schema: &Schema, database: &Database) -> (RowSql, Diagnostics) {
    let (mut row_sql, mut diagnostics) = (RowSql::default(), Diagnostics::default());
    for table in database.tables.values() {
        let TableOrigin::Model(name) = &table.origin else { continue };
        let model = schema.models.iter().find(|model| model.name == *name);
        for field in model.iter().flat_map(|model| &model.fields) {
            for directive in &field.directives {
                let (text, what, by_column) = match &directive.kind {
                    DirectiveKind::Backfill(text) => (text, "backfill", &mut row_sql.backfills),
                    DirectiveKind::Using(text) => (text, "conversion", &mut row_sql.conversions),
                    DirectiveKind::Hnsw { .. }
                    | DirectiveKind::IvfFlat { .. }
                    | DirectiveKind::NoIndex
                    | DirectiveKind::RenamedFrom(_)
                    | DirectiveKind::Targets(_)
                    | DirectiveKind::Rows(_) => continue,
                };
                match SqlText::new(text.as_str()) {
                    Ok(sql) => drop(by_column.insert((table.name.clone(), column_name(field)), sql)),
                    Err(unclosed) => diagnostics.push(sql_not_closed(what, &unclosed, directive.span)),
                }
            }
        }
    }
    (row_sql, diagnostics)
}
