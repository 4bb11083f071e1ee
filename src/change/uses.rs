//! What a change uses that the file around it has to provide for, such as new values of enum types and extensions; and
//! what rows get by it.

use crate::physical::{Column, ColumnDefault, Index, ObjectName, SqlText};
use crate::sql;

/// The values of enum types that a change uses when it runs. PostgreSQL lets a value that was added be used only when it
/// is committed (<https://www.postgresql.org/docs/current/sql-altertype.html>, error 55P04).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LabelsUsed<'c> {
    /// These, each with its type.
    pub named: Vec<(&'c ObjectName, &'c str)>,
    /// Any value of these types.
    pub types: Vec<&'c ObjectName>,
    /// The values that SQL of the user's own has in quote marks.
    pub in_sql: Vec<&'c SqlText>,
    /// Any value at all: a predicate names a label as plain text, which only the server can tell apart.
    pub any: bool,
}

impl<'c> LabelsUsed<'c> {
    /// Those of the defaults of columns.
    #[must_use]
    pub fn in_defaults(columns: &'c [Column]) -> Self {
        let mut used = Self::default();
        for column in columns {
            if let Some(ColumnDefault::Expression(text)) = &column.default {
                used.in_sql.push(text);
            } else if let Some(name) = column.enum_type() {
                used.named.extend(column.default_labels().map(|label| (name, label)));
            }
        }
        used
    }

    /// Whatever the rows of a column hold.
    #[must_use]
    pub fn of_type(column: &'c Column) -> Self {
        Self { types: column.enum_type().into_iter().collect(), ..Self::default() }
    }

    /// Those of an expression.
    #[must_use]
    pub fn in_sql(text: &'c SqlText) -> Self {
        Self { in_sql: vec![text], ..Self::default() }
    }

    /// Those of the predicate of an index.
    #[must_use]
    pub fn in_predicate(index: &Index) -> Self {
        Self { any: index.condition().is_some(), ..Self::default() }
    }

    /// Both.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        let Self { named, types, in_sql, any } = other;
        self.named.extend(named);
        self.types.extend(types);
        self.in_sql.extend(in_sql);
        self.any |= any;
        self
    }

    /// Whether a value of an enum type may be one of them.
    #[must_use]
    pub fn may_be(&self, enumeration: &ObjectName, label: &str) -> bool {
        let Self { named, types, in_sql, any } = self;
        *any || named.contains(&(enumeration, label))
            || types.contains(&enumeration)
            || in_sql.iter().any(|text| sql::has_constant(text.as_str(), label))
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let Self { named, types, in_sql, any } = self;
        named.is_empty() && types.is_empty() && in_sql.is_empty() && !any
    }
}

/// What becomes of an extension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExtensionChange<'c> {
    /// The extension.
    pub name: &'c str,
    /// Whether it is made.
    pub is_new: bool,
    /// The version that it is brought to, where one was asked for.
    pub version: Option<&'c str>,
    /// The schema that it is put in or moved to, where one was asked for.
    pub schema: Option<&'c str>,
}

/// SQL of the user's own that a change runs over rows, by its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowSqlUse<'c> {
    /// `@refract.backfill`.
    Backfill(&'c ObjectName, &'c str),
    /// `@refract.using`.
    Conversion(&'c ObjectName, &'c str),
}

/// What a change gives the rows of a table; a query that runs before the change does not find it yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowChange<'c> {
    /// Their table another name: before and after.
    Table(&'c ObjectName, &'c ObjectName),
    /// A column of a table another name: before and after.
    Column(&'c ObjectName, [&'c str; 2]),
    /// Columns that the table did not have, with what their defaults say.
    Added(&'c ObjectName, &'c [Column]),
    /// A column that the table did not have, with the value that it is filled with.
    Filled(&'c ObjectName, &'c Column, &'c SqlText),
}
