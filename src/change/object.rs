//! The objects that changes create, need and drop: what the order of a plan is made from.

use crate::physical::{Column, ForeignKey, Index, ObjectName, Predicate};

/// Something that has a name in a database.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)] // PostgreSQL's own words
pub enum ObjectRef {
    Schema(String),
    Extension(String),
    /// With the values that it will have.
    EnumType(ObjectName),
    /// An enum type, whatever its values.
    EnumName(ObjectName),
    /// A value of an enum type.
    Label(ObjectName, String),
    /// The name of a type: of an enum, or of a table, whose rows have a type of its name.
    TypeName(ObjectName),
    Sequence(ObjectName),
    Table(ObjectName),
    /// Of either kind.
    View(ObjectName),
    /// A domain, or a type that is no enum.
    OtherType(ObjectName),
    /// A function or a procedure, whatever its arguments.
    Function(ObjectName),
    /// Of a table.
    Column(ObjectName, String),
    /// Of a table.
    Constraint(ObjectName, String),
    Index(ObjectName),
    /// Whatever columns a table has, for SQL of the user's own.
    AllColumns(ObjectName),
    /// What makes columns of a table unique, in the order of their names: a foreign key needs it.
    Unique(ObjectName, Vec<String>),
}

impl ObjectRef {
    /// A column of a table.
    pub fn column(table: &ObjectName, column: impl Into<String>) -> Self {
        Self::Column(table.clone(), column.into())
    }

    /// A constraint of a table.
    pub fn constraint(table: &ObjectName, name: impl Into<String>) -> Self {
        Self::Constraint(table.clone(), name.into())
    }

    /// What makes these columns of a table unique.
    #[must_use]
    pub fn unique(table: &ObjectName, columns: &[String]) -> Self {
        let mut columns = columns.to_vec();
        columns.sort();
        Self::Unique(table.clone(), columns)
    }

    /// Columns of a table.
    #[must_use]
    pub fn columns(table: &ObjectName, names: &[String]) -> Vec<Self> {
        names.iter().map(|name| Self::column(table, name.as_str())).collect()
    }
}

/// The table and columns an index needs.
#[must_use]
pub fn needs_of_index(table: &ObjectName, index: &Index) -> Vec<ObjectRef> {
    let columns = index.column_names().map(|name| ObjectRef::column(table, name.as_str()));
    let is_open = matches!(index.condition(), Some(Predicate::Raw(_)));
    let all = is_open.then(|| ObjectRef::AllColumns(table.clone()));
    columns.chain(all).chain([ObjectRef::Table(table.clone())]).collect()
}

/// What a foreign key can rest on, where the index is one for it.
#[must_use]
pub fn unique_of_index(table: &ObjectName, index: &Index) -> Option<ObjectRef> {
    let columns: Vec<String> = index.columns.iter().map(|column| column.name.clone()).collect();
    (index.is_unique && index.predicate.is_none()).then(|| ObjectRef::unique(table, &columns))
}

/// The tables and columns a foreign key needs, on both sides.
#[must_use]
pub fn needs_of_foreign_key(table: &ObjectName, key: &ForeignKey) -> Vec<ObjectRef> {
    let mut needs = vec![ObjectRef::Table(table.clone()), ObjectRef::Table(key.referenced_table.clone())];
    needs.extend(ObjectRef::columns(table, &key.columns));
    needs.extend(ObjectRef::columns(&key.referenced_table, &key.referenced_columns));
    needs.push(ObjectRef::unique(&key.referenced_table, &key.referenced_columns));
    needs
}

/// The types a column needs.
#[must_use]
pub fn needs_of_column(column: &Column) -> Vec<ObjectRef> {
    column.enum_type().map(|name| ObjectRef::EnumType(name.clone())).into_iter().collect()
}

/// The sequence that PostgreSQL makes for a column that counts.
#[must_use]
pub fn sequence_of(column: &Column) -> Option<ObjectRef> {
    column.sequence().map(|sequence| ObjectRef::Sequence(sequence.clone()))
}
