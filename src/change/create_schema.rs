//! A schema that is missing.

use serde::Serialize;

use super::{ChangeKind, Hazards, ObjectRef, Part, Subject};
use crate::promise::Promise;

/// Creates a schema. `CREATE SCHEMA IF NOT EXISTS` wants the right to create even where the schema
/// is there, so it stands after a guard: <https://www.postgresql.org/docs/current/sql-createschema.html>.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CreateSchema {
    /// Its name.
    pub name: String,
}

impl ChangeKind for CreateSchema {
    fn subject(&self) -> Subject<'_> {
        Subject::Schema(&self.name)
    }

    fn part(&self) -> Part {
        Part::Foundation
    }

    fn summary(&self) -> String {
        format!("create schema {}", self.name)
    }

    fn creates(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::Schema(self.name.clone())]
    }

    fn hazards(&self) -> Hazards {
        Hazards::default() // it locks no table
    }

    fn promises(&self) -> Vec<Promise> {
        Vec::new() // whatever is promised of what it holds
    }
}
