//! A column that becomes required.

use serde::Serialize;

use super::{
    AddNotNullCheck, Change, ChangeKind, Hazards, LockDuration, LockMode, ObjectRef, Recipes, Risk, Subject,
    ValidateConstraint,
};
use crate::naming::MAX_NAME_BYTES;
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
    fn subject(&self) -> Subject<'_> {
        Subject::Column(&self.table, &self.column.name)
    }

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

    fn hazards(&self) -> Hazards {
        let duration = match self.proof {
            None => LockDuration::RowsAreRead,
            Some(_) => LockDuration::InstantForProvenRows,
        };
        let risk = Risk::Nulls { table: self.table.clone(), column: self.column.name.clone() };
        Hazards::locks([&self.table], LockMode::AccessExclusive, duration).and_fails_on(Some(risk))
    }

    fn requires_column(&self) -> Option<(&ObjectName, &Column)> {
        Some((&self.table, &self.column))
    }

    /// A check proves the rows, so that the lock of this step lasts an instant. All scans come before the locks that only
    /// last an instant, and to the end of the file.
    fn gently(&self, recipes: Recipes) -> Option<Vec<Change>> {
        let check = format!("{}_{}_required", self.table.name, self.column.name);
        // a name that is cut may be that of another column's check
        if !recipes.constraints || check.len() > MAX_NAME_BYTES {
            return None;
        }
        let (table, column) = (self.table.clone(), self.column.clone());
        Some(vec![
            AddNotNullCheck { table: table.clone(), column, check: check.clone() }.into(),
            ValidateConstraint { table, name: check.clone(), foreign_key: None }.into(),
            SetNotNull { proof: Some(check), ..self.clone() }.into(),
        ])
    }

    fn promises(&self) -> Vec<Promise> {
        let proof = self.proof.iter().map(|check| Promise::no_constraint(&self.table, check));
        proof.chain([Promise::column(&self.table, &self.column)]).collect()
    }
}
