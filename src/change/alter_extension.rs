//! An extension of another version, or in another schema.

use serde::Serialize;

use super::{ChangeKind, ExtensionChange, Hazards, ObjectRef, Subject};
use crate::physical::Extension;
use crate::promise::Promise;

/// Updates or moves an extension: <https://www.postgresql.org/docs/current/sql-alterextension.html>.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AlterExtension {
    /// The extension's name.
    pub name: String,
    /// The version to update to, if that is another one.
    pub version: Option<String>,
    /// The schema to move to, if that is another one.
    pub schema: Option<String>,
}

impl AlterExtension {
    /// What leads from one to the other. What is not said on one of the sides is not compared.
    #[must_use]
    pub fn between(before: &Extension, after: &Extension) -> Option<Self> {
        let changed = |before: &Option<String>, after: &Option<String>| {
            after.clone().filter(|after| before.as_ref().is_some_and(|before| before != after))
        };
        // a field that is added to Extension must be thought of here
        let Extension { name, schema, version } = after;
        let version = changed(&before.version, version);
        let schema = changed(&before.schema, schema);
        (version.is_some() || schema.is_some()).then(|| Self { name: name.clone(), version, schema })
    }
}

impl ChangeKind for AlterExtension {
    fn subject(&self) -> Subject<'_> {
        Subject::Extension(&self.name)
    }

    fn summary(&self) -> String {
        let version = self.version.as_ref().map(|version| format!(" to version {version}"));
        let schema = self.schema.as_ref().map(|schema| format!(" to schema {schema}"));
        format!("alter extension {}{}{}", self.name, version.unwrap_or_default(), schema.unwrap_or_default())
    }

    fn alters(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::Extension(self.name.clone())]
    }

    fn needs(&self) -> Vec<ObjectRef> {
        self.schema.iter().map(|schema| ObjectRef::Schema(schema.clone())).collect()
    }

    fn changes_extension(&self) -> Option<ExtensionChange<'_>> {
        let (version, schema) = (self.version.as_deref(), self.schema.as_deref());
        Some(ExtensionChange { name: &self.name, is_new: false, version, schema })
    }

    fn hazards(&self) -> Hazards {
        Hazards::default() // it locks no table
    }

    fn promises(&self) -> Vec<Promise> {
        Promise::extension(&self.name, self.schema.as_deref(), self.version.as_deref())
    }
}
