//! A column that becomes required.

use serde::Serialize;

use super::{
    AddNotNullCheck, Change, ChangeKind, Hazards, LabelsUsed, LockDuration, LockMode, ObjectRef, OnlineRecipes, Risk,
    RowSqlUse, Subject, ValidateConstraint,
};
use crate::naming::MAX_NAME_BYTES;
use crate::physical::{Column, ObjectName, SqlText};
use crate::promise::Promise;

/// Makes a column refuse NULL. The NULLs that are there get a value first where the user gives one, and are counted.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SetNotNull {
    /// The table.
    pub table: ObjectName,
    /// The column as it will be.
    pub column: Column,
    /// The check that a file before has added to prove it by, which goes when it has done so.
    pub proof: Option<String>,
    /// What each row gets that holds NULL: `@refract.backfill("expression")`.
    pub fill: Option<SqlText>,
}

impl ChangeKind for SetNotNull {
    fn subject(&self) -> Subject<'_> {
        Subject::Column(&self.table, &self.column.name)
    }

    fn summary(&self) -> String {
        let fill = if self.fill.is_some() { "fill and " } else { "" };
        format!("{fill}require {}.{}", self.table, self.column.name)
    }

    fn alters(&self) -> Vec<ObjectRef> {
        // with a proof it comes last, and nothing need wait for it
        let alters = self.proof.is_none().then(|| ObjectRef::column(&self.table, self.column.name.as_str()));
        alters.into_iter().collect()
    }

    fn needs(&self) -> Vec<ObjectRef> {
        // the expression may be over any column
        let filled_from = self.fill.iter().map(|_| ObjectRef::AllColumns(self.table.clone()));
        let proof = self.proof.iter().map(|check| ObjectRef::constraint(&self.table, check.as_str()));
        proof.chain(filled_from).collect()
    }

    fn hazards(&self) -> Hazards {
        let duration = match (&self.proof, &self.fill) {
            (None, None) => LockDuration::RowsAreRead,
            (None, Some(_)) => LockDuration::RowsAreFilled,
            (Some(_), _) => LockDuration::InstantForProvenRows,
        };
        let risk = Risk::Nulls { table: self.table.clone(), column: self.column.name.clone() };
        let risk = self.fill.is_none().then_some(risk);
        Hazards::locks([&self.table], LockMode::AccessExclusive, duration).and_fails_on(risk)
    }

    fn uses_labels(&self) -> LabelsUsed<'_> {
        self.fill.as_ref().map(LabelsUsed::in_sql).unwrap_or_default()
    }

    fn follows_row_sql(&self) -> Option<RowSqlUse<'_>> {
        self.fill.as_ref().map(|_| RowSqlUse::Backfill(&self.table, &self.column.name))
    }

    fn requires_column(&self) -> Option<(&ObjectName, &Column)> {
        Some((&self.table, &self.column))
    }

    /// A check proves the rows, so that the lock of this step lasts an instant. All scans come before the locks that only
    /// last an instant, and to the end of the file.
    fn online_steps(&self, recipes: OnlineRecipes) -> Option<Vec<Change>> {
        let check = format!("{}_{}_required", self.table.name, self.column.name);
        // a name that is cut may be that of another column's check
        if !recipes.constraints || check.len() > MAX_NAME_BYTES {
            return None;
        }
        let (table, column) = (self.table.clone(), self.column.clone());
        Some(vec![
            AddNotNullCheck { table: table.clone(), column, check: check.clone(), fill: self.fill.clone() }.into(),
            ValidateConstraint { table, name: check.clone(), foreign_key: None }.into(),
            SetNotNull { proof: Some(check), fill: None, ..self.clone() }.into(),
        ])
    }

    fn promises(&self) -> Vec<Promise> {
        let proof = self.proof.iter().map(|check| Promise::no_constraint(&self.table, check));
        proof.chain([Promise::column(&self.table, &self.column)]).collect()
    }
}
