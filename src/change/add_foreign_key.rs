//! A foreign key that is missing.

use serde::Serialize;

use super::{
    Change, ChangeKind, Hazards, LockDuration, LockMode, ObjectRef, OnlineRecipes, Subject, ValidateConstraint,
    needs_of_foreign_key,
};
use crate::physical::{ForeignKey, ObjectName};
use crate::promise::Promise;

/// Adds a foreign key. It comes late, so that both tables are locked for the shortest time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AddForeignKey {
    /// The referring table.
    pub table: ObjectName,
    /// The key.
    pub foreign_key: ForeignKey,
    /// Whether the referring table is new in this migration, so that there is no row to look at.
    pub is_on_new_table: bool,
    /// Whether the rows that are there are looked at in a later file.
    pub is_validated_later: bool,
}

impl ChangeKind for AddForeignKey {
    fn subject(&self) -> Subject<'_> {
        Subject::Constraint(&self.table, &self.foreign_key.name)
    }

    fn summary(&self) -> String {
        format!("add foreign key {} of {}", self.foreign_key.name, self.table)
    }

    fn is_implied(&self) -> bool {
        self.is_on_new_table
    }

    fn creates(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::constraint(&self.table, self.foreign_key.name.as_str())]
    }

    fn needs(&self) -> Vec<ObjectRef> {
        needs_of_foreign_key(&self.table, &self.foreign_key)
    }

    fn hazards(&self) -> Hazards {
        let duration = if self.is_on_new_table || self.is_validated_later || !self.foreign_key.looks_at_rows() {
            LockDuration::Instant
        } else {
            LockDuration::RowsAreRead
        };
        let used =
            (!self.is_on_new_table).then_some(&self.table).into_iter().chain([&self.foreign_key.referenced_table]);
        Hazards::locks(used, LockMode::ShareRowExclusive, duration)
    }

    fn online_steps(&self, recipes: OnlineRecipes) -> Option<Vec<Change>> {
        (recipes.constraints && !self.is_on_new_table && self.foreign_key.looks_at_rows()).then(|| {
            let validate = ValidateConstraint::of_rows_before(&self.table, &self.foreign_key).into();
            vec![AddForeignKey { is_validated_later: true, ..self.clone() }.into(), validate]
        })
    }

    fn promises(&self) -> Vec<Promise> {
        vec![Promise::foreign_key(&self.table, &self.foreign_key)]
    }
}
