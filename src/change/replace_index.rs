//! An index that keeps its name and gets another definition.

use serde::Serialize;

use super::{
    Change, ChangeKind, CreateIndex, Hazards, LabelsUsed, LockDuration, LockMode, ObjectRef, OnlineRecipes, Risk,
    Subject, SwapIndex, Title, needs_of_index, unique_of_index,
};
use crate::physical::{Index, ObjectName};
use crate::promise::Promise;

/// Builds the new index beside the old one, so that reads go on, and then takes its place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReplaceIndex {
    /// The table.
    pub table: ObjectName,
    /// The index's full name.
    pub name: ObjectName,
    /// A name for the new index meanwhile.
    pub new_name: ObjectName,
    /// The index as it was.
    pub before: Index,
    /// The index as it will be.
    pub after: Index,
    /// Foreign keys that are in the way, as table and name; they are added again afterwards.
    pub foreign_keys: Vec<(ObjectName, String)>,
}

impl ChangeKind for ReplaceIndex {
    fn subject(&self) -> Subject<'_> {
        Subject::Index(&self.table, &self.name.name)
    }

    fn summary(&self) -> String {
        format!("rebuild index {}", self.name)
    }

    fn alters(&self) -> Vec<ObjectRef> {
        let unique = unique_of_index(&self.table, &self.after);
        unique.into_iter().chain([ObjectRef::Index(self.name.clone())]).collect()
    }

    fn needs(&self) -> Vec<ObjectRef> {
        needs_of_index(&self.table, &self.after)
    }

    fn releases(&self) -> Vec<ObjectRef> {
        needs_of_index(&self.table, &self.before)
    }

    fn hazards(&self) -> Hazards {
        let becomes_unique = self.after.is_unique && !self.before.is_unique;
        let risk = becomes_unique.then(|| Risk::Duplicates { table: self.table.clone() });
        let built = LockDuration::IndexIsBuilt;
        let locks = if self.foreign_keys.is_empty() {
            Hazards::locks([&self.table], LockMode::Share, built).and_locks(
                [&self.table],
                LockMode::AccessExclusive,
                LockDuration::InstantAtEnd,
            )
        } else {
            let referring = self.foreign_keys.iter().map(|(table, _)| table);
            Hazards::locks([&self.table].into_iter().chain(referring), LockMode::AccessExclusive, built)
        };
        locks.and_fails_on(risk)
    }

    fn title(&self) -> Option<Title> {
        Some(Title::one("change", format!("index_{}", self.table.name)))
    }

    fn builds_index(&self) -> Option<&Index> {
        Some(&self.after)
    }

    fn uses_labels(&self) -> LabelsUsed<'_> {
        LabelsUsed::in_predicate(&self.after)
    }

    /// The new one is built by itself, and takes the place of the old one in the next file.
    fn online_steps(&self, recipes: OnlineRecipes) -> Option<Vec<Change>> {
        if !recipes.indexes || !self.foreign_keys.is_empty() {
            return None;
        }
        let ReplaceIndex { table, name, new_name, before, after, foreign_keys: _ } = self.clone();
        let mut index = after.clone();
        index.name.clone_from(&new_name.name);
        let (is_on_new_table, is_concurrent) = (false, true);
        let create =
            CreateIndex { table: table.clone(), name: new_name.clone(), index, is_on_new_table, is_concurrent };
        let mut changes = create.beside_writers(!before.is_unique);
        changes.push(SwapIndex { table, name, new_name, before, after }.into());
        Some(changes)
    }

    fn promises(&self) -> Vec<Promise> {
        vec![Promise::index(&self.table, &self.after)]
    }
}
