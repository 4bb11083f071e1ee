//! `CREATE TABLE` and `ALTER TABLE` as values.

use std::ops::Range;

use super::{Lifetime, NewName, WrittenDefault, WrittenType};
use crate::physical::{Deferral, Identity, IndexExtras, PartitionKey, ReferentialAction, SqlText};
use crate::sql::{Read, WrittenName};

/// `CREATE TABLE`, and `SELECT INTO`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CreateTable {
    /// Its name.
    pub name: WrittenName,
    /// `IF NOT EXISTS`.
    pub may_be_there: bool,
    /// How long it is there.
    pub lifetime: Lifetime,
    /// What it holds.
    pub body: Read<TableBody>,
    /// Where to point when that is not read.
    pub place: Range<usize>,
    /// `PARTITION BY`.
    pub partition_key: Option<PartitionKey>,
    /// `INHERITS`.
    pub inherits: Vec<WrittenName>,
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
    /// It is a partition of this table.
    Partition(WrittenName),
    /// It goes with the session.
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
    /// `COLLATE`, `STORAGE` and `COMPRESSION`.
    pub storing: Storing,
    /// Constraints that stand after it.
    pub constraints: Vec<Constraint>,
}

/// How the values of a column are ordered and stored, and what else is said that the schema language cannot express.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Storing {
    /// `COLLATE`; nothing for the one that the type has anyway.
    pub collation: Option<SqlText>,
    /// `STORAGE`.
    pub storage: Option<SqlText>,
    /// `COMPRESSION`.
    pub compression: Option<SqlText>,
    /// The name of its `NOT NULL`.
    pub not_null_name: Option<String>,
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

/// One item after `SELECT`.
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
    /// `DEFERRABLE` and the like after it.
    pub attributes: ConstraintAttributes,
}

impl Constraint {
    /// Whether it refers to another table: PostgreSQL adds it after all others.
    #[must_use]
    pub(crate) fn is_foreign_key(&self) -> bool {
        match &self.kind {
            ConstraintKind::ForeignKey { .. } => true,
            ConstraintKind::Temporal { is_foreign_key, .. } => *is_foreign_key,
            ConstraintKind::PrimaryKey(_)
            | ConstraintKind::Unique(_)
            | ConstraintKind::OfIndex { .. }
            | ConstraintKind::NotNull(_)
            | ConstraintKind::Check(_)
            | ConstraintKind::Exclude(_) => false,
        }
    }
}

/// What stands after a constraint, as far as it is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ConstraintAttributes {
    /// When it is looked at.
    pub deferral: Option<Deferral>,
    /// `NOT VALID`.
    pub is_not_valid: bool,
    /// `ENFORCED`, or `NOT ENFORCED`.
    pub is_enforced: Option<bool>,
}

/// What a constraint demands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ConstraintKind {
    /// `PRIMARY KEY (columns) INCLUDE (columns)`.
    PrimaryKey(WrittenKey),
    /// `UNIQUE (columns)`.
    Unique(WrittenKey),
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
    /// `NOT NULL column`: PostgreSQL keeps its name since version 18.
    NotNull(String),
    /// A key `WITHOUT OVERLAPS`, or one with a `PERIOD`: the schema language cannot express it.
    Temporal {
        /// Columns that may not be NULL, because it is the primary key.
        required: Vec<String>,
        /// Whether it is a foreign key.
        is_foreign_key: bool,
        /// All of it, as it is written.
        words: String,
    },
    /// `CHECK`, as it is written: the schema language cannot express it.
    Check(String),
    /// `EXCLUDE`, as it is written: the schema language cannot express it.
    Exclude(String),
}

/// A primary key, or a unique constraint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct WrittenKey {
    /// The key.
    pub columns: Vec<String>,
    /// What is said of its index.
    pub index: IndexExtras,
}

impl WrittenKey {
    /// The columns, and those that the index includes.
    pub(crate) fn all_columns(&self) -> impl Iterator<Item = &String> {
        self.columns.iter().chain(&self.index.include)
    }
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
    /// `MATCH FULL`.
    pub is_match_full: bool,
    /// `ON DELETE SET NULL (columns)`.
    pub set_on_delete: Vec<String>,
}

/// `ALTER TABLE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AlterTable {
    /// The table.
    pub table: WrittenName,
    /// `IF EXISTS`.
    pub may_be_missing: bool,
    /// `ONLY`: its partitions and those that inherit from it stay as they are.
    pub is_only: bool,
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
    /// `ALTER CONSTRAINT`, `VALIDATE CONSTRAINT` and `COMMENT ON CONSTRAINT`.
    AlterConstraint {
        /// The constraint.
        name: String,
        /// What becomes of it.
        change: ConstraintChange,
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
    /// `REPLICA IDENTITY` and `CLUSTER ON`: the part that an index has from then on; none where none has it any more.
    IndexRole {
        /// The part.
        role: IndexRole,
        /// The index.
        index: Option<String>,
    },
    /// Another table becomes a part of it, or it of another.
    ChangeParents(ParentChange),
    /// Nothing that refract manages.
    Unmanaged,
}

/// A part that one index of a table can have (<https://www.postgresql.org/docs/current/sql-altertable.html>).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IndexRole {
    /// Rows are told apart by it in logical replication.
    ReplicaIdentity,
    /// `CLUSTER` sorts by it.
    ClusterOrder,
}

/// What is a part of what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ParentChange {
    /// `ATTACH PARTITION`.
    Attach(WrittenName),
    /// `DETACH PARTITION`.
    Detach(WrittenName),
    /// `INHERIT`.
    Inherit(WrittenName),
    /// `NO INHERIT`.
    NoInherit(WrittenName),
}

/// What becomes of a constraint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ConstraintChange {
    /// Other attributes, as far as they are said.
    Attributes(ConstraintAttributes),
    /// All rows are held to it.
    Validated,
    /// A comment, or none any more.
    Comment(Option<String>),
}

/// What `ALTER COLUMN` does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ColumnChange {
    /// Another type.
    Type {
        /// The type.
        column_type: WrittenType,
        /// `COLLATE`.
        collation: Option<SqlText>,
        /// The expression after `USING`.
        using: Option<String>,
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
    /// No default any more.
    DropDefault,
    /// `DROP IDENTITY`.
    DropIdentity,
    /// What the schema language cannot express.
    Extra(ExtraChange),
    /// NOT NULL.
    SetNotNull,
    /// NULL is allowed.
    DropNotNull,
    /// `ADD GENERATED ... AS IDENTITY`.
    AddIdentity(Identity),
    /// Nothing that refract manages.
    Unmanaged,
}

/// What `ALTER COLUMN` does that the schema language cannot express.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ExtraChange {
    /// `SET GENERATED ALWAYS`, or `BY DEFAULT`.
    Identity(Identity),
    /// `DROP EXPRESSION`: what was computed stays as it is.
    DropExpression,
    /// `SET EXPRESSION AS (...)`.
    Expression(SqlText),
    /// `SET STORAGE`; nothing for `DEFAULT`.
    Storage(Option<SqlText>),
    /// `SET COMPRESSION`; nothing for `DEFAULT`.
    Compression(Option<SqlText>),
}
