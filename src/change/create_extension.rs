//! An extension that is missing.

use serde::Serialize;

use super::{ChangeKind, ExtensionChange, Hazards, ObjectRef, Part, Subject};
use crate::physical::Extension;
use crate::promise::Promise;

/// Creates an extension: <https://www.postgresql.org/docs/current/sql-createextension.html>.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CreateExtension {
    /// The extension.
    pub extension: Extension,
}

impl ChangeKind for CreateExtension {
    fn subject(&self) -> Subject<'_> {
        Subject::Extension(&self.extension.name)
    }

    fn part(&self) -> Part {
        Part::Creation
    }

    fn summary(&self) -> String {
        format!("create extension {}", self.extension.name)
    }

    fn creates(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::Extension(self.extension.name.clone())]
    }

    fn needs(&self) -> Vec<ObjectRef> {
        self.extension.schema.iter().map(|schema| ObjectRef::Schema(schema.clone())).collect()
    }

    fn changes_extension(&self) -> Option<ExtensionChange<'_>> {
        let Extension { name, schema, version } = &self.extension;
        Some(ExtensionChange { name, is_new: true, version: version.as_deref(), schema: schema.as_deref() })
    }

    fn hazards(&self) -> Hazards {
        Hazards::default() // it locks no table
    }

    fn promises(&self) -> Vec<Promise> {
        // it may have been there before, and somewhere else
        let Extension { name, schema, version } = &self.extension;
        Promise::extension(name, schema.as_deref(), version.as_deref())
    }
}
