//! What a key has that the schema language cannot express: it satisfies the schema as it is, stays, and is carried over
//! when the key has to be created again.

use serde::{Deserialize, Serialize};

use super::{Deferral, IndexExtras};

/// Of a primary key: <https://www.postgresql.org/docs/current/sql-createtable.html>.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PrimaryKeyExtras {
    /// Of its index.
    #[serde(skip_serializing_if = "IndexExtras::is_empty")]
    pub index: IndexExtras,
    /// When it is looked at.
    #[serde(skip_serializing_if = "is_default")]
    pub deferral: Deferral,
    /// `COMMENT ON CONSTRAINT`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// Of a foreign key: <https://www.postgresql.org/docs/current/sql-createtable.html>.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ForeignKeyExtras {
    /// `MATCH FULL`: of several columns, all are NULL or none is.
    #[serde(skip_serializing_if = "is_default")]
    pub is_match_full: bool,
    /// `ON DELETE SET NULL (columns)`, or `SET DEFAULT`: the columns that are set, where those are not all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub set_on_delete: Vec<String>,
    /// When it is looked at.
    #[serde(skip_serializing_if = "is_default")]
    pub deferral: Deferral,
    /// Which rows are held to it.
    #[serde(skip_serializing_if = "is_default")]
    pub validity: Validity,
    /// `COMMENT ON CONSTRAINT`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// On which of its tables nothing looks at it, because all triggers are switched off there (`DISABLE TRIGGER ALL`).
    #[serde(skip_serializing_if = "is_default")]
    pub off: KeyIsOff,
    /// Whether a migration made it that is none of refract's own.
    #[serde(skip)]
    pub is_made_by_hand: bool,
    /// Whether it stays under its name in the place of one of the schema.
    #[serde(skip)]
    pub keeps_name: bool,
}

/// Where the triggers with which PostgreSQL looks at a foreign key are switched off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeyIsOff {
    /// On its own table.
    pub here: bool,
    /// On the table that it refers to.
    pub there: bool,
}

/// Which rows are held to a foreign key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Validity {
    /// All of them.
    #[default]
    Valid,
    /// Those that are written from then on: people made it `NOT VALID`.
    NotValid,
    /// Those that are written from then on, until a file of refract's own looks at the others.
    ToBeValidated,
    /// None: it is `NOT ENFORCED`.
    NotEnforced,
}

impl PrimaryKeyExtras {
    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let PrimaryKeyExtras { index, deferral, comment } = self;
        index.is_empty() && is_default(deferral) && comment.is_none()
    }
}

impl ForeignKeyExtras {
    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let ForeignKeyExtras { is_made_by_hand, keeps_name, .. } = *self;
        *self == ForeignKeyExtras { is_made_by_hand, keeps_name, ..ForeignKeyExtras::default() }
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
