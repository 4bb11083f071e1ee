//! `EXISTS (SELECT FROM pg_constraint WHERE ...)`: a question about the rows of one relation of the system catalog.

/// Relations of the catalog whose rows are known from the history
/// (<https://www.postgresql.org/docs/current/catalogs.html>, <https://www.postgresql.org/docs/current/information-schema.html>).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CatalogRelation {
    /// `information_schema.columns`.
    Columns,
    /// `information_schema.tables`, where views are too.
    Tables,
    /// `pg_tables`.
    PgTables,
    /// `pg_class`.
    Class,
    /// `pg_indexes`.
    Indexes,
    /// `pg_constraint`.
    Constraint,
    /// `information_schema.table_constraints`.
    TableConstraints,
    /// `pg_type`.
    Type,
    /// `pg_trigger`.
    Trigger,
    /// `pg_policies`.
    Policies,
}

impl CatalogRelation {
    /// A relation by its schema, where that is written, and its name.
    #[must_use]
    pub(crate) fn named(schema: Option<&str>, name: &str) -> Option<CatalogRelation> {
        Some(match (schema, name) {
            (Some("information_schema"), "columns") => Self::Columns,
            (Some("information_schema"), "tables") => Self::Tables,
            (None | Some("pg_catalog"), "pg_tables") => Self::PgTables,
            (None | Some("pg_catalog"), "pg_class") => Self::Class,
            (None | Some("pg_catalog"), "pg_indexes") => Self::Indexes,
            (None | Some("pg_catalog"), "pg_constraint") => Self::Constraint,
            (Some("information_schema"), "table_constraints") => Self::TableConstraints,
            (None | Some("pg_catalog"), "pg_type") => Self::Type,
            (None | Some("pg_catalog"), "pg_trigger") => Self::Trigger,
            (None | Some("pg_catalog"), "pg_policies") => Self::Policies,
            _ => return None,
        })
    }
}

impl CatalogRelation {
    /// The column with the name of what a row is about, which a user gave.
    #[must_use]
    pub(crate) fn name_column(self) -> &'static str {
        match self {
            Self::Columns | Self::Tables => "table_name",
            Self::PgTables => "tablename",
            Self::Class => "relname",
            Self::Indexes => "indexname",
            Self::Constraint => "conname",
            Self::TableConstraints => "constraint_name",
            Self::Type => "typname",
            Self::Trigger => "tgname",
            Self::Policies => "policyname",
        }
    }

    /// The column with the name of the table that a row belongs to, where that is another one.
    #[must_use]
    pub(crate) fn table_column(self) -> Option<&'static str> {
        match self {
            Self::TableConstraints => Some("table_name"),
            Self::Indexes | Self::Policies => Some("tablename"),
            Self::Columns
            | Self::Tables
            | Self::PgTables
            | Self::Class
            | Self::Constraint
            | Self::Type
            | Self::Trigger => None,
        }
    }
}

/// What a row has to have in one of its columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RowCondition {
    /// The column.
    pub column: String,
    /// What holds of it.
    pub comparison: Comparison,
}

/// What holds of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    /// `=`, `IN`: it is one of these.
    OneOf(Vec<CatalogValue>),
    /// `<>`.
    Differs(CatalogValue),
    /// `IS NULL`.
    IsNull,
    /// `IS NOT NULL`.
    IsNotNull,
    /// `<`.
    Less(i64),
    /// `>`.
    Greater(i64),
}

/// A value that a row is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CatalogValue {
    /// A constant.
    Text(String),
    /// Digits.
    Number(i64),
    /// `current_schema()`.
    CurrentSchema,
    /// `'name'::regclass`.
    Relation(String),
}
