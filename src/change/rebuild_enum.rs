//! An enum type that loses values: PostgreSQL has no statement for that.

use serde::{Deserialize, Serialize};

use super::{ChangeKind, Dependents, Hazards, LockDuration, LockMode, ObjectRef, Risk, Subject, Title};
use crate::naming;
use crate::physical::{ColumnDefault, ColumnType, Enum, Index, ObjectName};
use crate::promise::Promise;

/// Builds an enum type again, with fewer values, and moves every column over. Rows that hold a value
/// that goes are counted first: none may be left.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RebuildEnum {
    /// The type as it will be.
    pub enumeration: Enum,
    /// A name for the old type meanwhile.
    pub old_name: ObjectName,
    /// Labels that go.
    pub removed: Vec<String>,
    /// Every column of the type.
    pub columns: Vec<RebuiltColumn>,
    /// Partial indexes on the tables of these columns: their predicates may name the type.
    pub indexes: Vec<PartialIndex>,
    /// Other columns that change too: they are dropped first, and created again afterwards.
    pub changed_indexes: Vec<ObjectName>,
    /// Foreign keys over these columns, as table and name; they are added again afterwards.
    pub foreign_keys: Vec<(ObjectName, String)>,
    /// Unmanaged objects that depend on it.
    #[serde(skip_serializing_if = "Dependents::is_empty")]
    pub dependents: Box<Dependents>,
}

/// A column that changes over to the new type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RebuiltColumn {
    /// Its table.
    pub table: ObjectName,
    /// Its name.
    pub name: String,
    /// The type, list or not.
    pub column_type: ColumnType,
    /// Whether it has a default, which has to be dropped first.
    pub has_default: bool,
    /// The default it has afterwards.
    pub default: Option<ColumnDefault>,
}

/// An index that is dropped first and created again.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PartialIndex {
    /// Its table.
    pub table: ObjectName,
    /// Its full name.
    pub name: ObjectName,
    /// The index.
    pub index: Index,
}

impl RebuildEnum {
    /// For the new form of a type, and what goes; where it is used comes later.
    #[must_use]
    pub fn new(enumeration: Enum, removed: Vec<String>) -> Self {
        let old_name = enumeration.name.sibling(naming::suffixed(&enumeration.name.name, "_old"));
        let (columns, indexes, changed_indexes, foreign_keys, dependents) = Default::default();
        Self { enumeration, old_name, removed, columns, indexes, changed_indexes, foreign_keys, dependents }
    }

    /// Adds a partial index that stays as it is.
    pub fn add_index(&mut self, table: &ObjectName, index: &Index) {
        let name = table.sibling(index.name.clone());
        self.indexes.push(PartialIndex { table: table.clone(), name, index: index.clone() });
    }
}

impl ChangeKind for RebuildEnum {
    fn subject(&self) -> Subject<'_> {
        Subject::Type(&self.enumeration.name)
    }

    fn summary(&self) -> String {
        format!("remove {} from {}", self.removed.join(", "), self.enumeration.name)
    }

    fn alters(&self) -> Vec<ObjectRef> {
        let columns = self.columns.iter().map(|column| ObjectRef::column(&column.table, column.name.as_str()));
        columns.chain([ObjectRef::EnumType(self.enumeration.name.clone())]).collect()
    }

    fn hazards(&self) -> Hazards {
        let labels = self.removed.clone();
        let risk = Risk::RemovedLabels { enumeration: self.enumeration.name.clone(), labels };
        let tables = self.columns.iter().map(|column| &column.table).chain(self.dependents.tables());
        Hazards::locks(tables, LockMode::AccessExclusive, LockDuration::RowsAreRewritten).and_fails_on(Some(risk))
    }

    fn title(&self) -> Option<Title> {
        let place = format!("from_{}", self.enumeration.name.name);
        Some(Title::several("remove", self.removed.clone(), "values", place))
    }

    fn drops_indexes(&self) -> &[ObjectName] {
        &self.changed_indexes
    }

    fn dependents(&self) -> Option<&Dependents> {
        Some(&self.dependents)
    }

    fn promises(&self) -> Vec<Promise> {
        let name = &self.enumeration.name;
        let kept = self.enumeration.labels.iter().map(|value| Promise::label(name, &value.label));
        kept.chain(self.removed.iter().map(|label| Promise::no_label(name, label))).collect()
    }
}
