//! What an index has that the schema language cannot express: it satisfies the schema as it is, stays, and is carried
//! over when the index has to be built again.

use serde::{Deserialize, Serialize};

use super::{Deferral, OperatorClass, Predicate, SqlText};
use crate::text::Span;

/// Of an index: <https://www.postgresql.org/docs/current/sql-createindex.html>.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct IndexExtras {
    /// `INCLUDE`: further columns that it holds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<String>,
    /// `NULLS NOT DISTINCT`.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub nulls_not_distinct: bool,
    /// `WITH`: what stands there beside the parameters that refract writes, as it is written (`fillfactor = 70`).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<SqlText>,
    /// `TABLESPACE`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tablespace: Option<String>,
    /// `WHERE`, where the schema says nothing of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub predicate: Option<Predicate>,
    /// `REPLICA IDENTITY USING INDEX` of its table.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_replica_identity: bool,
    /// `CLUSTER ON` of its table.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_cluster_order: bool,
    /// The unique constraint that it belongs to: when that is looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub constraint: Option<Deferral>,
    /// `COMMENT ON INDEX`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Whether a migration of refract's own made it.
    #[serde(skip)]
    pub is_made_by_refract: bool,
    /// Whether it was called as Prisma calls an index of its table and columns, under their names in the history.
    #[serde(skip)]
    pub has_default_name: bool,
    /// Where it is made.
    #[serde(skip)]
    pub place: Option<Span>,
}

/// Of one column of an index.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(default)]
pub struct IndexColumnExtras {
    /// `COLLATE`, with a schema perhaps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collation: Option<SqlText>,
    /// `NULLS FIRST` or `NULLS LAST`, where that is not what PostgreSQL does anyway.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nulls: Option<NullsOrder>,
    /// An operator class, where the schema names none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator_class: Option<OperatorClass>,
}

/// Where NULLs come in an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(missing_docs)] // SQL's own words
pub enum NullsOrder {
    First,
    Last,
}

impl IndexExtras {
    /// Whether statements of their own say something of it.
    #[must_use]
    pub fn has_role(&self) -> bool {
        self.is_replica_identity || self.is_cluster_order || self.comment.is_some() || self.constraint.is_some()
    }

    /// Whether there is nothing but where it comes from.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let IndexExtras { is_made_by_refract, has_default_name, place, .. } = *self;
        *self == IndexExtras { is_made_by_refract, has_default_name, place, ..IndexExtras::default() }
    }

    /// Whether there is nothing that a line of the schema could not ask for: to Prisma a unique constraint that is looked at
    /// in each statement is a unique index.
    #[must_use]
    pub fn are_sayable(&self) -> bool {
        let constraint = self.constraint.filter(|deferral| *deferral != Deferral::NotDeferrable);
        IndexExtras { constraint, ..self.clone() }.is_empty()
    }
}

impl IndexColumnExtras {
    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
