//! An enum type of another name, or in another schema.

use serde::Serialize;

use super::rename_table::renamed;
use super::{ChangeKind, Hazards, ObjectRef, Subject, Title};
use crate::physical::{Enum, ObjectName};
use crate::promise::Promise;

/// Renames an enum type, moves it to another schema, or both. Columns and defaults follow:
/// <https://www.postgresql.org/docs/current/sql-altertype.html>.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RenameEnum {
    /// The old full name.
    pub before: ObjectName,
    /// The type as it will be.
    pub after: Enum,
    /// The labels that it has under both names.
    pub labels: Vec<String>,
    /// Whether it is renamed before it is moved, because its new schema has something of the old name.
    pub is_renamed_first: bool,
}

impl ChangeKind for RenameEnum {
    fn subject(&self) -> Subject<'_> {
        Subject::Type(&self.after.name)
    }

    fn summary(&self) -> String {
        format!("{} ({})", renamed("enum", &self.before, &self.after.name), self.after.prisma_name)
    }

    fn comes_first(&self) -> bool {
        true
    }

    fn creates(&self) -> Vec<ObjectRef> {
        let name = || self.after.name.clone();
        vec![ObjectRef::EnumType(name()), ObjectRef::EnumName(name()), ObjectRef::TypeName(name())]
    }

    fn needs(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::Schema(self.after.name.schema.clone())]
    }

    fn drops(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::EnumType(self.before.clone()), ObjectRef::TypeName(self.before.clone())]
    }

    fn title(&self) -> Option<Title> {
        Some(Title::one("change", self.after.name.name.clone()))
    }

    fn hazards(&self) -> Hazards {
        Hazards::default() // it locks no table
    }

    fn invalidates_names(&self) -> Vec<Subject<'_>> {
        vec![Subject::Type(&self.before)]
    }

    fn promises(&self) -> Vec<Promise> {
        let gone = self.labels.iter().map(|label| Promise::no_label(&self.before, label));
        gone.chain(self.labels.iter().map(|label| Promise::label(&self.after.name, label))).collect()
    }
}
