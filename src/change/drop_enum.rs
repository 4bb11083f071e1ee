//! An enum type that nothing needs any more.

use serde::Serialize;

use super::{ChangeKind, Dependents, Hazards, ObjectRef, Subject, Title};
use crate::physical::Enum;
use crate::promise::Promise;

/// Drops an enum type, if it has no other labels than those that were known.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DropEnum {
    /// The type.
    pub enumeration: Enum,
    /// Unmanaged objects that depend on it.
    #[serde(skip_serializing_if = "Dependents::is_empty")]
    pub dependents: Box<Dependents>,
}

impl ChangeKind for DropEnum {
    fn subject(&self) -> Subject<'_> {
        Subject::Type(&self.enumeration.name)
    }

    fn summary(&self) -> String {
        format!("drop enum {}", self.enumeration.name)
    }

    fn drops(&self) -> Vec<ObjectRef> {
        let name = || self.enumeration.name.clone();
        vec![ObjectRef::EnumType(name()), ObjectRef::TypeName(name())]
    }

    fn title(&self) -> Option<Title> {
        Some(Title::one("drop", self.enumeration.name.name.clone()))
    }

    fn hazards(&self) -> Hazards {
        Hazards::default() // it locks no table
    }

    fn dependents(&self) -> Option<&Dependents> {
        Some(&self.dependents)
    }

    fn invalidates_names(&self) -> Vec<Subject<'_>> {
        vec![self.subject()]
    }

    fn promises(&self) -> Vec<Promise> {
        let name = &self.enumeration.name;
        self.enumeration.labels.iter().map(|value| Promise::no_label(name, &value.label)).collect()
    }
}
