//! What a migration promises: which objects the catalog will hold when it has run, in the words in
//! which PostgreSQL prints them. The last step of a migration compares the two.

mod words;

use serde::Serialize;

use crate::physical::{Column, ForeignKey, Index, ObjectName, PrimaryKey};

pub use words::{default as default_words, foreign_key as foreign_key_words, index_method as index_method_words};

/// What one line of the check says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Promise {
    /// The object, as the check names it: `column app.t.c`.
    pub thing: String,
    /// What the catalog holds of it; `None` when it must be gone.
    pub expected: Option<Words>,
    /// The table, index or type that has to be looked up for it.
    pub seen_through: SeenThrough,
}

/// PostgreSQL's words for an object.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Words {
    /// The words, without quote marks that the server's version would decide on.
    pub text: String,
    /// Whether more follows that only the server knows: the user's own SQL.
    pub is_open: bool,
}

impl Words {
    fn exact(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_open: false }
    }
}

/// What the check resolves to find an object.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum SeenThrough {
    /// `to_regclass`.
    Relation(ObjectName),
    /// `to_regtype`.
    Type(ObjectName),
}

impl Promise {
    fn of_relation(thing: String, relation: &ObjectName, expected: Option<Words>) -> Self {
        Self { thing, expected, seen_through: SeenThrough::Relation(relation.clone()) }
    }

    /// A table stands under that name.
    #[must_use]
    pub fn table(table: &ObjectName) -> Self {
        Self::of_relation(format!("table {table}"), table, Some(Words::exact("table")))
    }

    /// No table stands under that name.
    #[must_use]
    pub fn no_table(table: &ObjectName) -> Self {
        Self::of_relation(format!("table {table}"), table, None)
    }

    /// A column is as described.
    #[must_use]
    pub fn column(table: &ObjectName, column: &Column) -> Self {
        Self::of_relation(column_thing(table, &column.name), table, Some(words::column(column)))
    }

    /// No column has that name.
    #[must_use]
    pub fn no_column(table: &ObjectName, column: &str) -> Self {
        Self::of_relation(column_thing(table, column), table, None)
    }

    /// A primary key is as described.
    #[must_use]
    pub fn primary_key(table: &ObjectName, key: &PrimaryKey) -> Self {
        let words = Words::exact(words::primary_key(key));
        Self::of_relation(constraint_thing(table, &key.name), table, Some(words))
    }

    /// A foreign key is as described.
    #[must_use]
    pub fn foreign_key(table: &ObjectName, key: &ForeignKey) -> Self {
        let words = Words::exact(words::foreign_key(key, &key.referenced_table.to_string()));
        Self::of_relation(constraint_thing(table, &key.name), table, Some(words))
    }

    /// A foreign key is as described; the rows that are there may not have been looked at yet.
    #[must_use]
    pub fn foreign_key_of_new_rows(table: &ObjectName, key: &ForeignKey) -> Self {
        let mut promise = Self::foreign_key(table, key);
        if let Some(words) = &mut promise.expected {
            words.is_open = true; // `NOT VALID` may follow
        }
        promise
    }

    /// No constraint of the table has that name.
    #[must_use]
    pub fn no_constraint(table: &ObjectName, name: &str) -> Self {
        Self::of_relation(constraint_thing(table, name), table, None)
    }

    /// An index is as described.
    #[must_use]
    pub fn index(table: &ObjectName, index: &Index) -> Self {
        let name = table.sibling(index.name.clone());
        let words = words::index(table, index);
        Self::of_relation(format!("index {name}"), &name, Some(words))
    }

    /// No index has that name.
    #[must_use]
    pub fn no_index(name: &ObjectName) -> Self {
        Self::of_relation(format!("index {name}"), name, None)
    }

    /// An enum type has that label.
    #[must_use]
    pub fn label(enumeration: &ObjectName, label: &str) -> Self {
        Self {
            thing: format!("value {enumeration}.{label}"),
            expected: Some(Words::exact("there")),
            seen_through: SeenThrough::Type(enumeration.clone()),
        }
    }

    /// An enum type no longer has that label.
    #[must_use]
    pub fn no_label(enumeration: &ObjectName, label: &str) -> Self {
        Self { expected: None, ..Self::label(enumeration, label) }
    }
}

fn column_thing(table: &ObjectName, column: &str) -> String {
    format!("column {table}.{column}")
}

fn constraint_thing(table: &ObjectName, constraint: &str) -> String {
    format!("constraint {table}.{constraint}")
}
