//! An enum value of another name.

use serde::Serialize;

use super::{ChangeKind, Hazards, ObjectRef, Subject};
use crate::physical::ObjectName;
use crate::promise::Promise;

/// Renames a value of an enum type. Rows and defaults follow, and it may be used at once:
/// <https://www.postgresql.org/docs/current/sql-altertype.html>.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RenameEnumValue {
    /// The type, under its new name.
    pub enumeration: ObjectName,
    /// The old label.
    pub before: String,
    /// The new label.
    pub after: String,
}

impl ChangeKind for RenameEnumValue {
    fn subject(&self) -> Subject<'_> {
        Subject::Label(&self.enumeration, &self.after)
    }

    fn summary(&self) -> String {
        format!("rename value {} of {} to {}", self.before, self.enumeration, self.after)
    }

    fn comes_first(&self) -> bool {
        true
    }

    fn creates(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::Label(self.enumeration.clone(), self.after.clone())]
    }

    fn needs(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::EnumName(self.enumeration.clone())]
    }

    fn drops(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::Label(self.enumeration.clone(), self.before.clone())]
    }

    fn hazards(&self) -> Hazards {
        Hazards::default() // it locks no table
    }

    fn promises(&self) -> Vec<Promise> {
        vec![Promise::no_label(&self.enumeration, &self.before), Promise::label(&self.enumeration, &self.after)]
    }
}
