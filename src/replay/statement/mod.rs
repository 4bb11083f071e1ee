//! Statements as values: what is written, with the names as they are written. Nothing here knows what is there.

mod block;
mod catalog_rows;
mod expression;
mod function;
mod index;
mod lifetime;
mod need;
mod object;
mod session;
mod shape;
mod table;

use std::collections::BTreeSet;
use std::ops::Range;

pub(super) use block::{
    Arm, AskedSchema, Block, ColumnFact, ColumnQuestion, Condition, Declaration, ErrorCondition, Expression, Handler,
    If, Lookup, Loop, Over, Step, Test, WrittenPromise,
};
pub(super) use catalog_rows::{CatalogRelation, CatalogValue, Comparison, RowCondition};
pub(super) use expression::{Constant, DefaultValue, Value, WrittenCondition, WrittenDefault, WrittenPredicate};
pub(super) use function::{Body, Event, Routine, Runs, Trigger};
pub(super) use index::{CreateIndex, Element};
pub(super) use lifetime::{Lifetime, TEMPORARY};
pub(super) use need::Need;
pub(super) use object::{AllOf, MadeObject, NamedObject, OnObject, WrittenRoutine};
pub(super) use session::{PathValue, SearchPath, Transaction};
pub(super) use table::{
    Action, AlterTable, ColumnChange, ColumnDefinition, Constraint, ConstraintAttributes, ConstraintChange,
    ConstraintKind, CreateTable, ExtraChange, IndexRole, ParentChange, Part, Pick, Picks, Query, Reference, Storing,
    TableBody, TableChange, WrittenKey,
};

pub(super) use crate::expression::WrittenType;
use crate::physical::{Extension, SqlText, StorageParameter};
use crate::sql::{Read, WrittenName};

/// A statement, and where it stands. What cannot be read of it is an error only when it would be carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Statement {
    /// Its bytes.
    pub place: Range<usize>,
    /// What it does.
    pub command: Command,
    /// What it does to things that the schema language cannot express.
    pub on_objects: Vec<OnObject>,
    /// What has to be there for it.
    pub needs: Vec<Need>,
}

/// What a statement does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Command {
    /// Makes, changes or drops something in the catalog.
    Define(Definition),
    /// `SET search_path`, and `set_config()` of it.
    SearchPath(SearchPath),
    /// `BEGIN`, `COMMIT` and the like.
    Transaction(Transaction),
    /// `DO`.
    Do(Block),
    /// Functions and triggers: what runs them later may shape something.
    Routine(Routine),
    /// Data, grants, comments, functions: nothing that shapes what refract manages.
    Unmanaged,
}

/// What a statement makes, changes or drops.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Definition {
    /// `CREATE TABLE`, and `SELECT INTO`.
    CreateTable(CreateTable),
    /// `ALTER TABLE`.
    AlterTable(AlterTable),
    /// `CREATE INDEX`.
    CreateIndex(Box<CreateIndex>),
    /// `ALTER INDEX`.
    AlterIndex(AlterIndex),
    /// `CREATE TYPE`.
    CreateType(CreateType),
    /// `ALTER TYPE`, `ALTER DOMAIN`.
    AlterType(AlterType),
    /// `CREATE DOMAIN`.
    CreateDomain {
        /// Its name.
        name: WrittenName,
        /// The type under it.
        base: WrittenType,
        /// The names that its definition says.
        says: BTreeSet<String>,
    },
    /// `CREATE SCHEMA`.
    CreateSchema(CreateSchema),
    /// `ALTER SCHEMA ... RENAME`: every object in it would move, which is not understood.
    RenameSchema {
        /// The schema.
        schema: String,
        /// Where to point.
        place: Range<usize>,
    },
    /// `CREATE EXTENSION`.
    CreateExtension(CreateExtension),
    /// `ALTER EXTENSION`.
    AlterExtension(AlterExtension),
    /// `CREATE SEQUENCE`, a view, a foreign table.
    CreateOther(CreateOther),
    /// `ALTER SEQUENCE`.
    AlterSequence(AlterSequence),
    /// `ALTER VIEW` and the like.
    AlterOther(AlterOther),
    /// `DROP`.
    Drop(Drop),
    /// `IMPORT FOREIGN SCHEMA`: what it makes only the server knows.
    NotUnderstood(Range<usize>),
}

/// `RENAME TO name`, or `SET SCHEMA name`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NewName {
    /// Another name in the same schema.
    Name(String),
    /// The same name in another schema.
    Schema(String),
}

/// `ALTER INDEX`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AlterIndex {
    /// The index.
    pub index: WrittenName,
    /// `IF EXISTS`.
    pub may_be_missing: bool,
    /// What becomes of it.
    pub change: IndexChange,
}

/// What `ALTER INDEX` does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum IndexChange {
    /// A new name.
    Rename(Read<NewName>),
    /// `SET (m = 24, fillfactor = 70)`.
    SetParameters {
        /// Those that refract writes.
        parameters: Vec<StorageParameter>,
        /// All others, as they are written.
        others: Vec<SqlText>,
    },
    /// `RESET (m)`.
    ResetParameters(Vec<String>),
    /// `COMMENT ON INDEX`.
    Comment(Option<String>),
    /// Nothing that refract manages.
    Unmanaged,
}

/// `CREATE TYPE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CreateType {
    /// Its name.
    pub name: WrittenName,
    /// The labels of an enum; nothing for every other kind.
    pub labels: Read<Option<Vec<String>>>,
    /// The names that its definition says.
    pub says: BTreeSet<String>,
    /// Whether it is one of columns.
    pub is_composite: bool,
}

/// `ALTER TYPE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AlterType {
    /// The type.
    pub name: WrittenName,
    /// What becomes of it.
    pub change: Read<TypeChange>,
}

/// What `ALTER TYPE` does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TypeChange {
    /// A new label.
    AddValue {
        /// `IF NOT EXISTS`.
        may_be_there: bool,
        /// The label.
        value: String,
        /// Where it goes, unless at the end.
        position: Option<LabelPosition>,
    },
    /// Another label for a value.
    RenameValue {
        /// As it was.
        old: String,
        /// As it becomes.
        new: String,
    },
    /// A new name.
    Rename(NewName),
    /// Nothing that refract manages.
    Unmanaged,
}

/// `BEFORE` or `AFTER` a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LabelPosition {
    /// The label.
    pub value: String,
    /// Whether the new one comes after it.
    pub is_before_new: bool,
}

/// `CREATE SCHEMA`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CreateSchema {
    /// Its name.
    pub name: String,
    /// `IF NOT EXISTS`.
    pub may_be_there: bool,
    /// Where the name stands.
    pub place: Range<usize>,
    /// What is made in it at once: `CREATE SCHEMA app CREATE TABLE ...`.
    pub elements: Vec<Statement>,
}

/// `CREATE EXTENSION`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CreateExtension {
    /// What it is, as far as that was said.
    pub extension: Extension,
    /// `IF NOT EXISTS`.
    pub may_be_there: bool,
    /// Where the name stands.
    pub place: Range<usize>,
}

/// `ALTER EXTENSION`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AlterExtension {
    /// The extension.
    pub name: WrittenName,
    /// What becomes of it.
    pub change: Read<ExtensionChange>,
}

/// What `ALTER EXTENSION` does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ExtensionChange {
    /// `UPDATE TO version`.
    Version(String),
    /// `SET SCHEMA name`.
    Schema(String),
    /// Nothing that refract manages.
    Unmanaged,
}

/// `CREATE SEQUENCE`, a view, a foreign table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CreateOther {
    /// What it is.
    pub kind: OtherKind,
    /// Its name.
    pub name: WrittenName,
    /// `IF NOT EXISTS`, or `OR REPLACE`.
    pub may_be_there: bool,
    /// Whether it goes with the session.
    pub is_temporary: bool,
    /// `OWNED BY table.column`, of a sequence.
    pub owner: Option<(WrittenName, String)>,
}

/// Relations that the schema language cannot express.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OtherKind {
    /// A sequence.
    Sequence,
    /// A view of either kind.
    View,
    /// A table whose rows are elsewhere.
    ForeignTable,
}

/// `ALTER SEQUENCE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AlterSequence {
    /// The sequence.
    pub name: WrittenName,
    /// What becomes of it.
    pub change: SequenceChange,
}

/// What `ALTER SEQUENCE` does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum SequenceChange {
    /// A new name.
    Rename(Read<NewName>),
    /// `OWNED BY table.column`; nothing for `NONE`.
    Owner(Read<Option<(WrittenName, String)>>),
    /// Nothing that refract manages.
    Unmanaged,
}

/// `ALTER VIEW` and the like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AlterOther {
    /// What it is about.
    pub name: WrittenName,
    /// A new name, if it gets one.
    pub new_name: Option<Read<NewName>>,
}

/// `DROP`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Drop {
    /// Of what.
    pub kind: DropKind,
    /// Which.
    pub names: Vec<WrittenName>,
    /// `IF EXISTS`.
    pub may_be_missing: bool,
    /// `CASCADE`.
    pub cascades: bool,
}

/// What is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // PostgreSQL's own words
pub(super) enum DropKind {
    MaterializedView,
    ForeignTable,
    Table,
    Index,
    View,
    Sequence,
    Type,
    Domain,
    Schema,
    Extension,
}

impl DropKind {
    /// All of them; what begins with another one comes before it.
    pub(super) const ALL: [DropKind; 10] = [
        DropKind::MaterializedView,
        DropKind::ForeignTable,
        DropKind::Table,
        DropKind::Index,
        DropKind::View,
        DropKind::Sequence,
        DropKind::Type,
        DropKind::Domain,
        DropKind::Schema,
        DropKind::Extension,
    ];

    /// As SQL has it.
    #[must_use]
    pub(super) fn as_sql(self) -> &'static str {
        match self {
            DropKind::MaterializedView => "MATERIALIZED VIEW",
            DropKind::ForeignTable => "FOREIGN TABLE",
            DropKind::Table => "TABLE",
            DropKind::Index => "INDEX",
            DropKind::View => "VIEW",
            DropKind::Sequence => "SEQUENCE",
            DropKind::Type => "TYPE",
            DropKind::Domain => "DOMAIN",
            DropKind::Schema => "SCHEMA",
            DropKind::Extension => "EXTENSION",
        }
    }
}
