//! A foreign key that keeps its name and gets another definition.

use serde::Serialize;

use super::{
    Change, ChangeKind, Hazards, LockDuration, LockMode, ObjectRef, OnlineRecipes, Subject, ValidateConstraint,
    needs_of_foreign_key,
};
use crate::physical::{ForeignKey, ObjectName};
use crate::promise::Promise;

/// Adds the new key beside the old one and then takes its place: both tables stay open for reading
/// while rows are read.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReplaceForeignKey {
    /// The referring table.
    pub table: ObjectName,
    /// The key as it was.
    pub before: ForeignKey,
    /// The key as it will be.
    pub after: ForeignKey,
    /// A name for the new key meanwhile.
    pub new_name: String,
    /// Whether the rows that are there are looked at in a later file.
    pub is_validated_later: bool,
}

impl ChangeKind for ReplaceForeignKey {
    fn subject(&self) -> Subject<'_> {
        Subject::Constraint(&self.table, &self.after.name)
    }

    fn summary(&self) -> String {
        format!("replace foreign key {} of {}", self.after.name, self.table)
    }

    fn alters(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::constraint(&self.table, self.after.name.as_str())]
    }

    fn needs(&self) -> Vec<ObjectRef> {
        needs_of_foreign_key(&self.table, &self.after)
    }

    fn releases(&self) -> Vec<ObjectRef> {
        needs_of_foreign_key(&self.table, &self.before)
    }

    fn hazards(&self) -> Hazards {
        let (old, new) = (&self.before.referenced_table, &self.after.referenced_table);
        if self.is_validated_later || !self.after.looks_at_rows() {
            return Hazards::locks([&self.table, old, new], LockMode::AccessExclusive, LockDuration::Instant);
        }
        Hazards::locks([&self.table, new], LockMode::ShareRowExclusive, LockDuration::RowsAreRead).and_locks(
            [&self.table, old],
            LockMode::AccessExclusive,
            LockDuration::InstantAtEnd,
        )
    }

    fn online_steps(&self, recipes: OnlineRecipes) -> Option<Vec<Change>> {
        (recipes.constraints && self.after.looks_at_rows()).then(|| {
            let validate = ValidateConstraint::of_rows_before(&self.table, &self.after).into();
            vec![ReplaceForeignKey { is_validated_later: true, ..self.clone() }.into(), validate]
        })
    }

    fn promises(&self) -> Vec<Promise> {
        vec![Promise::foreign_key(&self.table, &self.after)]
    }
}
