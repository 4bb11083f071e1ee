//! What `@refract.backfill` says about columns.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::physical::{Database, ObjectName, SqlText, TableOrigin};
use crate::psl::directive::DirectiveKind;
use crate::psl::schema::Schema;

use super::column::column_name;

/// What new columns are filled with, by table and column.
pub type Backfills = BTreeMap<(ObjectName, String), SqlText>;

/// Reads them out of a schema.
#[must_use]
pub fn backfills(schema: &Schema, database: &Database) -> (Backfills, Diagnostics) {
    let (mut backfills, mut diagnostics) = (Backfills::new(), Diagnostics::default());
    for table in database.tables.values() {
        let TableOrigin::Model(name) = &table.origin else { continue };
        let model = schema.models.iter().find(|model| model.name == *name);
        for field in model.iter().flat_map(|model| &model.fields) {
            for directive in &field.directives {
                let DirectiveKind::Backfill(text) = &directive.kind else { continue };
                match SqlText::new(text.as_str()) {
                    Ok(value) => drop(backfills.insert((table.name.clone(), column_name(field)), value)),
                    Err(unclosed) => diagnostics.push(
                        Diagnostic::error(
                            Code::SqlNotClosed,
                            format!("the SQL of this backfill does not stand for itself: {}", unclosed.0),
                        )
                        .at(directive.span, "goes into the migration as it is")
                        .help("write one complete SQL expression, without comments or semicolons outside quotes"),
                    ),
                }
            }
        }
    }
    (backfills, diagnostics)
}
