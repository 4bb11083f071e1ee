//! What a migration promises: which objects the catalog will hold when it has run, in the words in
//! which PostgreSQL prints them. The last step of a migration compares the two.

mod words;

use serde::Serialize;

use crate::physical::{Column, ForeignKey, Index, ObjectName, PrimaryKey};

pub use words::{
    Piece, SCHEMA_OF_VECTOR, Words, column_type as column_type_words, default as default_words,
    default_value as default_value_words, foreign_key as foreign_key_words, index as index_words,
    not_null_check as not_null_check_words, primary_key as primary_key_words,
};

/// What one line of the check says. Two promises can be compared without a server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Promise {
    /// The object that is promised, or that is promised to be gone.
    pub thing: Thing,
    /// What the catalog holds of it; `None` when it must be gone.
    pub expected: Option<Words>,
}

/// An object of the catalog, by what it is found with. The order of the variants is their order in the check.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Thing {
    /// The schema that an extension is in, by the extension's name.
    SchemaOfExtension(String),
    /// The version of an extension, by the extension's name.
    VersionOfExtension(String),
    /// A label of an enum type.
    EnumValue {
        /// The type.
        enumeration: ObjectName,
        /// The label.
        label: String,
    },
    /// A sequence.
    Sequence(ObjectName),
    /// A table.
    Table(ObjectName),
    /// A column of a table.
    Column {
        /// The table.
        table: ObjectName,
        /// The column.
        name: String,
    },
    /// A primary or foreign key of a table.
    Constraint {
        /// The table.
        table: ObjectName,
        /// The constraint.
        name: String,
    },
    /// A foreign key that the rows of its table were held to.
    ValidConstraint {
        /// The table.
        table: ObjectName,
        /// The constraint.
        name: String,
    },
    /// An index.
    Index(ObjectName),
}

impl Thing {
    /// A column of a table.
    #[must_use]
    pub fn column(table: &ObjectName, name: &str) -> Self {
        Self::Column { table: table.clone(), name: name.to_owned() }
    }

    fn constraint(table: &ObjectName, name: &str) -> Self {
        Self::Constraint { table: table.clone(), name: name.to_owned() }
    }
}

impl Promise {
    fn gone(thing: Thing) -> Self {
        Self { thing, expected: None }
    }

    fn there(thing: Thing, words: Words) -> Self {
        Self { thing, expected: Some(words) }
    }

    /// A table stands under that name.
    #[must_use]
    pub fn table(table: &ObjectName) -> Self {
        Self::there(Thing::Table(table.clone()), Words::exact("table"))
    }

    /// No table stands under that name.
    #[must_use]
    pub fn no_table(table: &ObjectName) -> Self {
        Self::gone(Thing::Table(table.clone()))
    }

    /// A column is as described.
    #[must_use]
    pub fn column(table: &ObjectName, column: &Column) -> Self {
        Self::there(Thing::column(table, &column.name), words::column(column))
    }

    /// No column has that name.
    #[must_use]
    pub fn no_column(table: &ObjectName, column: &str) -> Self {
        Self::gone(Thing::column(table, column))
    }

    /// A primary key is as described.
    #[must_use]
    pub fn primary_key(table: &ObjectName, key: &PrimaryKey) -> Self {
        Self::there(Thing::constraint(table, &key.name), words::primary_key(key))
    }

    /// A foreign key is as described.
    #[must_use]
    pub fn foreign_key(table: &ObjectName, key: &ForeignKey) -> Self {
        Self::there(Thing::constraint(table, &key.name), words::foreign_key(key))
    }

    /// A foreign key is as described, and the rows that are there were held to it.
    #[must_use]
    pub fn valid_foreign_key(table: &ObjectName, key: &ForeignKey) -> Self {
        let thing = Thing::ValidConstraint { table: table.clone(), name: key.name.clone() };
        Self::there(thing, words::foreign_key(key))
    }

    /// No constraint of the table has that name.
    #[must_use]
    pub fn no_constraint(table: &ObjectName, name: &str) -> Self {
        Self::gone(Thing::constraint(table, name))
    }

    /// An index is as described.
    #[must_use]
    pub fn index(table: &ObjectName, index: &Index) -> Self {
        Self::there(Thing::Index(table.sibling(index.name.clone())), words::index(table, index))
    }

    /// No index has that name.
    #[must_use]
    pub fn no_index(name: &ObjectName) -> Self {
        Self::gone(Thing::Index(name.clone()))
    }

    /// No sequence has that name.
    #[must_use]
    pub fn no_sequence(name: &ObjectName) -> Self {
        Self::gone(Thing::Sequence(name.clone()))
    }

    /// An extension is in the schema and has the version that were asked for, as far as they were.
    #[must_use]
    pub fn extension(name: &str, schema: Option<&str>, version: Option<&str>) -> Vec<Self> {
        let schema = schema.map(|schema| Self::there(Thing::SchemaOfExtension(name.to_owned()), Words::exact(schema)));
        let version =
            version.map(|version| Self::there(Thing::VersionOfExtension(name.to_owned()), Words::exact(version)));
        schema.into_iter().chain(version).collect()
    }

    /// An enum type has that label.
    #[must_use]
    pub fn label(enumeration: &ObjectName, label: &str) -> Self {
        let thing = Thing::EnumValue { enumeration: enumeration.clone(), label: label.to_owned() };
        Self::there(thing, Words::exact("there"))
    }

    /// An enum type no longer has that label.
    #[must_use]
    pub fn no_label(enumeration: &ObjectName, label: &str) -> Self {
        Self { expected: None, ..Self::label(enumeration, label) }
    }
}
