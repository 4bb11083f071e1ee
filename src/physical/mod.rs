//! What a PostgreSQL database holds: plain data, with no idea of where it came from.
//!
//! Every list that is not an order of its own is a `BTreeMap`, so that two equal databases are equal
//! values and everything made from them comes in the same order. Beside a database name stands the
//! Prisma name where there is one, because that is what tells a rename from a drop and an add.

pub mod built_in_types;
mod column;
mod column_extras;
mod constraint;
mod deferral;
mod enumeration;
pub mod extension_members;
mod index;
mod index_extras;
mod key_extras;
mod limits;
mod name;
mod object;
mod operator_class;
mod operator_classes;
mod predicate;
mod signature;
mod sql_text;
mod table;
mod table_extras;
mod types;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub use column::{Column, ColumnDefault, Literal};
pub use column_extras::{ColumnExtras, Generated, Identity, SequenceUse};
pub use constraint::{ForeignKey, PrimaryKey, ReferentialAction};
pub use deferral::Deferral;
pub use enumeration::{Enum, EnumLabel};
pub use index::{
    Index, IndexChoice, IndexColumn, IndexDefinition, IndexExpression, IndexMethod, SortOrder, StorageParameter,
};
pub use index_extras::{IndexColumnExtras, IndexExtras, NullsOrder};
pub use key_extras::{ForeignKeyExtras, KeyIsOff, PrimaryKeyExtras, Validity};
pub use name::ObjectName;
pub use object::{Dependencies, ObjectKind, UnmanagedObject};
pub use operator_class::OperatorClass;
pub use operator_classes::{default_operator_classes, has_default_operator_class, is_default_operator_class};
pub use predicate::{Condition, Predicate};
pub use signature::{ArgumentType, ArgumentTypeName, Signature};
pub use sql_text::{SqlByColumn, SqlStatement, SqlText, Unclosed};
pub use table::{Table, TableOrigin};
pub use table_extras::{PartitionKey, TableExtras};
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
    /// What migrations made beside that, in the order in which they did.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unmanaged: Vec<UnmanagedObject>,
    /// Tables in PostgreSQL schemas that are not managed: refract creates, changes and drops none, but they may refer to what it does.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub unmanaged_tables: BTreeMap<ObjectName, Table>,
}

/// The schema of what has none, unless refract.toml says otherwise.
pub const PUBLIC: &str = "public";

impl Database {
    /// An empty database in which a name without a schema is in that one.
    #[must_use]
    pub fn with_default_schema(name: &str) -> Database {
        Database { default_schema: (name != PUBLIC).then(|| name.to_owned()), ..Database::default() }
    }

    /// Whether there is an enum type, or a table, whose rows have a type of its name.
    #[must_use]
    pub fn has_type(&self, name: &ObjectName) -> bool {
        self.enums.contains_key(name) || self.tables.contains_key(name)
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
