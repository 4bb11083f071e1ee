//! An index that is missing.

use serde::Serialize;

use super::{
    Change, ChangeKind, CountDuplicates, Hazards, LabelsUsed, LockDuration, LockMode, ObjectRef, OnlineRecipes, Part,
    Risk, Subject, Title, needs_of_index, unique_of_index,
};
use crate::physical::{Index, ObjectName};
use crate::promise::Promise;

/// Creates an index: <https://www.postgresql.org/docs/current/sql-createindex.html>.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CreateIndex {
    /// The table.
    pub table: ObjectName,
    /// The index's full name.
    pub name: ObjectName,
    /// The index.
    pub index: Index,
    /// Whether the table is new in this migration, so that no client waits for it.
    pub is_on_new_table: bool,
    /// Whether it is built in a file of its own, while writes go on.
    pub is_concurrent: bool,
}

impl CreateIndex {
    /// Builds it beside those who write. A build that fails leaves an invalid index behind, so rows that a unique one would
    /// not take are counted before.
    pub(super) fn beside_writers(self, becomes_unique: bool) -> Vec<Change> {
        let CreateIndex { table, name, index, is_on_new_table: _, is_concurrent: _ } = self.clone();
        let count: Option<Change> =
            (index.is_unique && becomes_unique).then(|| CountDuplicates { table, name, index }.into());
        count.into_iter().chain([CreateIndex { is_concurrent: true, ..self }.into()]).collect()
    }
}

impl ChangeKind for CreateIndex {
    fn subject(&self) -> Subject<'_> {
        Subject::Index(&self.table, &self.name.name)
    }

    fn part(&self) -> Part {
        if self.is_concurrent { Part::Alone } else { Part::Work }
    }

    fn summary(&self) -> String {
        format!("create index {}", self.name)
    }

    fn is_implied(&self) -> bool {
        self.is_on_new_table
    }

    fn creates(&self) -> Vec<ObjectRef> {
        let unique = unique_of_index(&self.table, &self.index);
        unique.into_iter().chain([ObjectRef::Index(self.name.clone())]).collect()
    }

    fn needs(&self) -> Vec<ObjectRef> {
        needs_of_index(&self.table, &self.index)
    }

    fn hazards(&self) -> Hazards {
        if self.is_on_new_table {
            return Hazards::default();
        }
        let mode = match self.index.extras.constraint {
            _ if self.is_concurrent => LockMode::ShareUpdateExclusive,
            // ADD CONSTRAINT ... USING INDEX
            Some(_) => LockMode::AccessExclusive,
            None => LockMode::Share,
        };
        let risk = self.index.is_unique.then(|| Risk::Duplicates { table: self.table.clone() });
        Hazards::locks([&self.table], mode, LockDuration::IndexIsBuilt).and_fails_on(risk)
    }

    fn title(&self) -> Option<Title> {
        Some(Title::one("add", format!("index_{}", self.table.name)))
    }

    fn builds_index(&self) -> Option<&Index> {
        Some(&self.index)
    }

    fn uses_labels(&self) -> LabelsUsed<'_> {
        LabelsUsed::in_predicate(&self.index)
    }

    fn online_steps(&self, recipes: OnlineRecipes) -> Option<Vec<Change>> {
        (recipes.indexes && !self.is_on_new_table && !self.index.extras.has_role())
            .then(|| self.clone().beside_writers(true))
    }

    fn promises(&self) -> Vec<Promise> {
        vec![Promise::index(&self.table, &self.index)]
    }
}
