//! What a PostgreSQL database holds: plain data, with no idea of where it came from.
//!
//! Every list that is not an order of its own is a `BTreeMap`, so that two equal databases are equal
//! values and everything made from them comes in the same order. Beside a database name stands the
//! Prisma name where there is one, because that is what tells a rename from a drop and an add.

mod column;
mod constraint;
mod enumeration;
mod index;
mod name;
mod sql_text;
mod table;
mod types;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub use column::{Column, ColumnDefault, Literal};
pub use constraint::{ForeignKey, PrimaryKey, ReferentialAction};
pub use enumeration::{Enum, EnumLabel};
pub use index::{
    Condition, Index, IndexChoice, IndexColumn, IndexDefinition, IndexExpression, IndexMethod, OperatorClass,
    Predicate, SortOrder, StorageParameter,
};
pub use name::ObjectName;
pub use sql_text::{SqlByColumn, SqlText, Unclosed};
pub use table::{Table, TableOrigin};
pub use types::{ColumnType, Domain, ElementType, Qualifier, VectorKind};

/// All that refract manages in one database.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Database {
    /// Where a name without a schema is, when not in `public`.
    pub default_schema: Option<String>,
    /// Schemas that hold something, `public` included.
    pub schemas: BTreeSet<String>,
    /// By name.
    pub extensions: BTreeMap<String, Extension>,
    /// Enum types.
    pub enums: BTreeMap<ObjectName, Enum>,
    /// Tables, with their columns, keys and indexes.
    pub tables: BTreeMap<ObjectName, Table>,
}

/// The schema of what has none, unless somebody says otherwise.
pub const PUBLIC: &str = "public";

impl Database {
    /// An empty database in which a name without a schema is in that one.
    #[must_use]
    pub fn with_default_schema(name: &str) -> Database {
        Database { default_schema: (name != PUBLIC).then(|| name.to_owned()), ..Database::default() }
    }

    /// Where a name without a schema is.
    #[must_use]
    pub fn default_schema(&self) -> &str {
        self.default_schema.as_deref().unwrap_or(PUBLIC)
    }
}

/// An extension: <https://www.postgresql.org/docs/current/sql-createextension.html>.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Extension {
    /// Its name in `pg_available_extensions`.
    pub name: String,
    /// The schema its objects go to, if one was asked for.
    pub schema: Option<String>,
    /// The version, if one was asked for.
    pub version: Option<String>,
}
