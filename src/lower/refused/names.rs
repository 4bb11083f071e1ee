//! Names in the database that may be had only once, or not at all.
//!
//! Tables, indexes and sequences of a schema share their names, and so do tables and types:
//! <https://www.postgresql.org/docs/current/catalog-pg-class.html>.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::lower::Lowering;
use crate::naming::MAX_NAME_BYTES;
use crate::physical::{Column, ColumnDefault, ObjectName, Table};
use crate::psl::schema::{Enum, Model};
use crate::text::Span;

/// <https://www.postgresql.org/docs/current/ddl-system-columns.html>
const SYSTEM_COLUMNS: &[&str] = &["tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"];

/// Who has which name: what it is, and where it was written.
#[derive(Default)]
pub(crate) struct Taken {
    relations: BTreeMap<ObjectName, (String, Span)>,
    types: BTreeMap<ObjectName, (String, Span)>,
}

impl Lowering<'_> {
    /// Takes the names of a table, its row type and its sequences.
    pub(in crate::lower) fn take_table(&mut self, table: &Table, span: Span) {
        let what = format!("the table of {}", table.prisma_name());
        self.take_type(table.name.clone(), what.clone(), span);
        self.take_relation(table.name.clone(), what, span);
        for column in &table.columns {
            if let Some(ColumnDefault::Autoincrement { sequence }) = &column.default {
                let what = format!("the sequence of {}.{}", table.prisma_name(), column.name);
                self.take_relation(sequence.clone(), what, span);
            }
        }
    }

    /// Takes the name of an index, or of the one of a primary key.
    pub(in crate::lower) fn take_index(&mut self, table: &Table, name: &str, span: Span) {
        self.take_relation(table.name.sibling(name), format!("an index of {}", table.prisma_name()), span);
    }

    /// Takes the name of an enum.
    pub(in crate::lower) fn take_enum(&mut self, name: &ObjectName, declared: &Enum) {
        self.take_type(name.clone(), format!("the type of enum {}", declared.name), declared.span);
        for value in declared.values.iter().filter(|value| value.database_name.len() > MAX_NAME_BYTES) {
            let length = value.database_name.len();
            self.diagnostics.push(
                Diagnostic::error(
                    Code::NameTooLong,
                    format!("the label of `{}` has {length} bytes, PostgreSQL takes {MAX_NAME_BYTES}", value.name),
                )
                .at(value.span, "")
                .help("give it a shorter label with @map"),
            );
        }
    }

    fn take_relation(&mut self, name: ObjectName, what: String, span: Span) {
        let first = self.taken.relations.insert(name.clone(), (what.clone(), span));
        self.report_taken(&name, &what, span, first);
    }

    fn take_type(&mut self, name: ObjectName, what: String, span: Span) {
        let first = self.taken.types.insert(name.clone(), (what.clone(), span));
        self.report_taken(&name, &what, span, first);
    }

    fn report_taken(&mut self, name: &ObjectName, what: &str, span: Span, first: Option<(String, Span)>) {
        let Some((other, first)) = first else { return };
        self.diagnostics.push(
            Diagnostic::error(
                Code::DatabaseNameTaken,
                format!("{what} cannot be called {name}: that is the name of {other}"),
            )
            .at(span, "")
            .also(first, "the other one")
            .help("give one of the two another name with @@map, or map: \"...\" for a key or an index"),
        );
    }

    /// Reports columns that PostgreSQL has itself, and two names that it cuts to the same one.
    pub(in crate::lower) fn check_column_names(&mut self, model: &Model, columns: &[Column]) {
        let mut names: BTreeMap<&str, Span> = BTreeMap::new();
        for column in columns {
            let span = model
                .fields
                .iter()
                .find(|field| Some(&field.name) == column.prisma_name.as_ref())
                .map_or(model.span, |field| field.span);
            if SYSTEM_COLUMNS.contains(&column.name.as_str()) {
                self.diagnostics.push(
                    Diagnostic::error(
                        Code::DatabaseNameReserved,
                        format!("every table of PostgreSQL has a column `{}` of its own", column.name),
                    )
                    .at(span, "")
                    .help("give the field another column with @map"),
                );
            }
            if let Some(first) = names.insert(&column.name, span) {
                self.diagnostics.push(
                    Diagnostic::error(
                        Code::DatabaseNameTaken,
                        format!("PostgreSQL cuts the names of two columns to `{}`", column.name),
                    )
                    .at(span, "")
                    .also(first, "the first one")
                    .help("give the fields columns with shorter names with @map"),
                );
            }
        }
    }

    /// Reports PostgreSQL schemas that PostgreSQL keeps for itself or would cut.
    pub(in crate::lower) fn check_schema_names(&mut self) {
        for listed in self.schema.datasource.iter().flat_map(|datasource| &datasource.schemas) {
            self.warn_of_long_name("schema", &listed.value, listed.span);
            if listed.value.starts_with("pg_") {
                self.diagnostics.push(
                    Diagnostic::error(
                        Code::DatabaseNameReserved,
                        format!("PostgreSQL keeps names such as `{}` for itself", listed.value),
                    )
                    .at(listed.span, "")
                    .help("choose a name that does not start with `pg_`"),
                );
            }
        }
    }
}
