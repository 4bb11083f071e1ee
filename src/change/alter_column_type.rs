//! A column of another type.

use serde::Serialize;

use super::{
    ChangeKind, Conversion, Dependents, Hazards, LabelsUsed, LockDuration, LockMode, LostData, ObjectRef, Risk,
    RowSqlUse, Subject, fit, needs_of_column, rewrite,
};
use crate::physical::{Column, ColumnDefault, ColumnExtras, ObjectName};
use crate::promise::Promise;

/// Changes the type of a column and keeps what it holds. The default is dropped and set again in the
/// same statement, because PostgreSQL would try to cast it too.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AlterColumnType {
    /// The table.
    pub table: ObjectName,
    /// The column as it was.
    pub before: Box<Column>,
    /// The column as it will be.
    pub after: Column,
    /// How a value is turned into the new type.
    pub conversion: Conversion,
    /// Why values may come out poorer than they went in.
    pub loss: Option<String>,
    /// Foreign keys that are in the way, as table and name; they are added again afterwards.
    pub foreign_keys: Vec<(ObjectName, String)>,
    /// Tables that foreign keys over the column tie to this one: they are locked with it.
    pub tied: Vec<ObjectName>,
    /// Partial indexes that are in the way; those that stay are created again afterwards.
    pub indexes: Vec<ObjectName>,
    /// Whether the old default has to be dropped first.
    pub drops_default: bool,
    /// The default that is set again.
    pub default: Option<ColumnDefault>,
    /// Its sequence, when it must take larger numbers now.
    pub sequence: Option<ObjectName>,
    /// The columns of each unique index or key over it, where two values may become one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub merged: Vec<Vec<String>>,
    /// Unmanaged objects that depend on it.
    #[serde(skip_serializing_if = "Dependents::is_empty")]
    pub dependents: Box<Dependents>,
    /// What the column has that PostgreSQL would forget: it is said again.
    #[serde(skip_serializing_if = "ColumnExtras::is_none")]
    pub carried_over: Box<ColumnExtras>,
}

impl ChangeKind for AlterColumnType {
    fn subject(&self) -> Subject<'_> {
        Subject::Column(&self.table, &self.after.name)
    }

    fn summary(&self) -> String {
        format!("change the type of {}.{}", self.table, self.after.name)
    }

    fn alters(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::column(&self.table, self.after.name.as_str()), ObjectRef::AllColumns(self.table.clone())]
    }

    fn needs(&self) -> Vec<ObjectRef> {
        let sequence = self.sequence.iter().map(|sequence| ObjectRef::Sequence(sequence.clone()));
        needs_of_column(&self.after).into_iter().chain(sequence).collect()
    }

    fn releases(&self) -> Vec<ObjectRef> {
        needs_of_column(&self.before)
    }

    fn hazards(&self) -> Hazards {
        let is_rewritten = rewrite::by_altering(&self.before.column_type, &self.after.column_type, &self.conversion);
        let duration = if is_rewritten { LockDuration::RowsAreRewritten } else { LockDuration::Instant };
        let (table, column) = (self.table.clone(), self.after.name.clone());
        let detail =
            |detail: &String| LostData { detail: Some(detail.clone()), ..LostData::of_column(&table, &column) };
        let loss = self.loss.as_ref().map(detail);
        let may_not_fit = fit::may_not_fit(&self.before.column_type, &self.after.column_type, &self.conversion);
        let misfits = may_not_fit.then(|| Risk::Misfits { table: table.clone(), column: column.clone() });
        let merged = (!self.merged.is_empty()).then(|| Risk::Merged { table: table.clone(), column: column.clone() });
        let risk = misfits.or(merged);
        let tables = [&self.table].into_iter().chain(&self.tied).chain(self.dependents.tables());
        Hazards::locks(tables, LockMode::AccessExclusive, duration).and_loses(loss).and_fails_on(risk)
    }

    /// What is computed cannot be converted on the way.
    fn converts_generated_column(&self) -> Option<(&ObjectName, &Column)> {
        let is_converted = self.before.extras.generated.is_some() && self.conversion != Conversion::Assignment;
        is_converted.then_some((&self.table, self.before.as_ref()))
    }

    fn writes_columns(&self) -> &[Column] {
        std::slice::from_ref(&self.after)
    }

    /// Rows may hold any value as text.
    fn uses_labels(&self) -> LabelsUsed<'_> {
        LabelsUsed::of_type(&self.after)
    }

    fn rebuilds_over(&self) -> Option<(&ObjectName, &str)> {
        Some((&self.table, &self.after.name))
    }

    fn drops_indexes(&self) -> &[ObjectName] {
        &self.indexes
    }

    fn dependents(&self) -> Option<&Dependents> {
        Some(&self.dependents)
    }

    fn invalidates_names(&self) -> Vec<Subject<'_>> {
        vec![self.subject()]
    }

    fn follows_row_sql(&self) -> Option<RowSqlUse<'_>> {
        let is_given = matches!(self.conversion, Conversion::Given(_));
        is_given.then_some(RowSqlUse::Conversion(&self.table, &self.after.name))
    }

    fn promises(&self) -> Vec<Promise> {
        vec![Promise::column(&self.table, &self.after)]
    }
}
