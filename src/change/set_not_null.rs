//! A column that becomes required.

use serde::Serialize;

use super::{ChangeKind, ObjectRef};
use crate::physical::{Column, ObjectName};
use crate::promise::Promise;

/// Makes a column refuse NULL. The NULLs that are there are counted first.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SetNotNull {
    /// The table.
    pub table: ObjectName,
    /// The column as it will be.
    pub column: Column,
    /// The check that a file before has added to prove it by, which goes when it has done so.
    pub proof: Option<String>,
}

impl ChangeKind for SetNotNull {
    fn summary(&self) -> String {
        format!("require {}.{}", self.table, self.column.name)
    }

    fn alters(&self) -> Vec<ObjectRef> {
        // with a proof it comes last, and nothing need wait for it
        let alters = self.proof.is_none().then(|| ObjectRef::column(&self.table, self.column.name.as_str()));
        alters.into_iter().collect()
    }

    fn needs(&self) -> Vec<ObjectRef> {
        self.proof.iter().map(|check| ObjectRef::constraint(&self.table, check.as_str())).collect()
    }

    fn risk(&self) -> Option<String> {
        Some(format!(
            "{}.{} becomes required: it fails, and changes nothing, while a row holds NULL",
            self.table, self.column.name
        ))
    }

    fn promises(&self) -> Vec<Promise> {
        let proof = self.proof.iter().map(|check| Promise::no_constraint(&self.table, check));
        proof.chain([Promise::column(&self.table, &self.column)]).collect()
    }
}
