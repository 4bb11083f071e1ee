//! Operator classes: <https://www.postgresql.org/docs/current/indexes-opclass.html>.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{Qualifier, SqlText};

/// An operator class.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum OperatorClass {
    /// Known by name.
    Named {
        /// Its name.
        name: String,
        /// Whether it is the default of its type, so that writing it changes nothing.
        is_default: bool,
        /// The schema before it.
        qualifier: Qualifier,
    },
    /// Written by the user, with arguments perhaps.
    Raw(SqlText),
}

impl OperatorClass {
    /// The class without the schema before it; in the user's own words it stays.
    #[must_use]
    pub fn unqualified(&self) -> Cow<'_, Self> {
        match self {
            Self::Named { name, is_default, qualifier: Qualifier(Some(_)) } => {
                Cow::Owned(Self::Named { name: name.clone(), is_default: *is_default, qualifier: Qualifier(None) })
            }
            Self::Named { .. } | Self::Raw(_) => Cow::Borrowed(self),
        }
    }
}
