//! `CREATE TABLE` and `ALTER TABLE` as values.

use std::ops::Range;

use super::{NewName, WrittenDefault, WrittenType};
use crate::physical::ReferentialAction;
use crate::sql::{Read, WrittenName};

/// `CREATE TABLE`, and `SELECT INTO`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CreateTable {
    /// Its name.
    pub name: WrittenName,
    /// `IF NOT EXISTS`.
    pub may_be_there: bool,
    /// Whether it goes with the session.
    pub is_temporary: bool,
    /// What it holds.
    pub body: Read<TableBody>,
}

/// What a new table holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TableBody {
    /// Columns and constraints.
    Parts(Vec<Part>),
    /// What a query gives.
    Query(Query),
    /// More of another table than its columns (`LIKE ... INCLUDING`): where that is said.
    Copy(Range<usize>),
    /// It is a part of another table, or goes with the session.
    Unmanaged,
}

/// One part of what a new table holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// A column.
    Column(ColumnDefinition),
    /// A constraint on a line of its own.
    Constraint(Constraint),
    /// `LIKE table`: its columns.
    Like(WrittenName),
}

/// A column as it is defined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ColumnDefinition {
    /// Its name.
    pub name: String,
    /// Its type.
    pub column_type: WrittenType,
    /// Whether it refuses NULL, a key aside.
    pub not_null: bool,
    /// Its default.
    pub default: Option<WrittenDefault>,
    /// Constraints that stand behind it.
    pub constraints: Vec<Constraint>,
}

/// The query that a new table is made of, as far as it tells columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Query {
    /// What it picks of one table; nothing where only the server can tell.
    pub picks: Option<Picks>,
    /// Where to point.
    pub place: Range<usize>,
}

/// Columns of one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Picks {
    /// The table.
    pub source: WrittenName,
    /// In order.
    pub columns: Vec<Pick>,
}

/// One item behind `SELECT`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Pick {
    /// `*`.
    All,
    /// A column.
    Column {
        /// The table before it.
        of: Option<String>,
        /// Its name.
        name: String,
        /// Its name in the new table, if that is another one.
        alias: Option<String>,
    },
}

/// A constraint as it is written, with the name it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Constraint {
    /// Its name, if it has one.
    pub name: Option<String>,
    /// What it demands.
    pub kind: ConstraintKind,
}

/// What a constraint demands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ConstraintKind {
    /// `PRIMARY KEY (columns)`.
    PrimaryKey(Vec<String>),
    /// `UNIQUE (columns)`.
    Unique(Vec<String>),
    /// `PRIMARY KEY USING INDEX i`, or `UNIQUE`.
    OfIndex {
        /// The index.
        index: WrittenName,
        /// Whether it becomes the primary key.
        is_primary_key: bool,
    },
    /// `FOREIGN KEY (columns) REFERENCES table (columns)`.
    ForeignKey {
        /// Referring columns.
        columns: Vec<String>,
        /// What they refer to.
        reference: Reference,
    },
    /// `CHECK`, as it is written: the schema language has no word for it.
    Check(String),
    /// `EXCLUDE`, as it is written: the schema language has no word for it.
    Exclude(String),
}

/// `REFERENCES table (columns) ON DELETE ...`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reference {
    /// The table.
    pub table: WrittenName,
    /// Its columns; none for its primary key.
    pub columns: Vec<String>,
    /// When a row that is referred to is deleted.
    pub on_delete: ReferentialAction,
    /// When its key changes.
    pub on_update: ReferentialAction,
}

/// `ALTER TABLE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AlterTable {
    /// The table.
    pub table: WrittenName,
    /// `IF EXISTS`.
    pub may_be_missing: bool,
    /// What becomes of it.
    pub change: TableChange,
}

/// What `ALTER TABLE` does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TableChange {
    /// A new name, or another schema.
    Rename(Read<NewName>),
    /// Another name for a column: the old one and the new one.
    RenameColumn(Read<(String, String)>),
    /// Another name for a constraint: the old one and the new one.
    RenameConstraint(Read<(String, String)>),
    /// All of these, or nothing.
    Actions(Vec<Read<Action>>),
}

/// One action of `ALTER TABLE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// `ADD COLUMN`.
    AddColumn {
        /// `IF NOT EXISTS`.
        may_be_there: bool,
        /// Its name.
        name: String,
        /// What it is.
        column: Read<ColumnDefinition>,
    },
    /// `ADD CONSTRAINT`.
    AddConstraint(Constraint),
    /// `DROP COLUMN`.
    DropColumn {
        /// `IF EXISTS`.
        may_be_missing: bool,
        /// The column.
        column: String,
        /// `CASCADE`.
        cascades: bool,
    },
    /// `DROP CONSTRAINT`.
    DropConstraint {
        /// `IF EXISTS`.
        may_be_missing: bool,
        /// The constraint.
        name: String,
        /// `CASCADE`.
        cascades: bool,
    },
    /// `ALTER COLUMN`.
    AlterColumn {
        /// The column.
        column: String,
        /// What becomes of it.
        change: ColumnChange,
    },
    /// Nothing that refract manages.
    Unmanaged,
}

/// What `ALTER COLUMN` does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ColumnChange {
    /// Another type.
    Type {
        /// The type.
        column_type: WrittenType,
        /// Where it stands.
        place: Range<usize>,
    },
    /// A default, and where it stands.
    SetDefault {
        /// The default.
        default: WrittenDefault,
        /// Where it stands.
        place: Range<usize>,
    },
    /// No default, no identity, no expression any more.
    DropDefault,
    /// NOT NULL.
    SetNotNull,
    /// NULL is allowed.
    DropNotNull,
    /// `ADD GENERATED ... AS IDENTITY`.
    AddIdentity,
    /// Nothing that refract manages.
    Unmanaged,
}
