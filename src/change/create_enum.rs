//! An enum type that is missing.

use serde::Serialize;

use super::{ChangeKind, Hazards, ObjectRef, Part, Subject, Title};
use crate::physical::Enum;
use crate::promise::Promise;

/// Creates an enum type: <https://www.postgresql.org/docs/current/sql-createtype.html>.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CreateEnum {
    /// The type.
    pub enumeration: Enum,
}

impl ChangeKind for CreateEnum {
    fn subject(&self) -> Subject<'_> {
        Subject::Type(&self.enumeration.name)
    }

    fn part(&self) -> Part {
        Part::Foundation
    }

    fn summary(&self) -> String {
        format!("create enum {}", self.enumeration.name)
    }

    fn creates(&self) -> Vec<ObjectRef> {
        let name = || self.enumeration.name.clone();
        vec![ObjectRef::EnumType(name()), ObjectRef::TypeName(name())]
    }

    fn needs(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::Schema(self.enumeration.name.schema.clone())]
    }

    fn title(&self) -> Option<Title> {
        Some(Title::one("create", self.enumeration.name.name.clone()))
    }

    fn hazards(&self) -> Hazards {
        Hazards::default() // it locks no table
    }

    fn promises(&self) -> Vec<Promise> {
        self.enumeration.labels.iter().map(|value| Promise::label(&self.enumeration.name, &value.label)).collect()
    }
}
