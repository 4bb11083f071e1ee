//! Statements about what the schema language cannot express, as values.

use super::{NewName, WrittenType};
use crate::physical::{ObjectKind, SqlStatement};
use crate::sql::WrittenName;

/// What a statement does to such a thing. It is never an error: what cannot be read of it is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum OnObject {
    /// It makes one.
    Makes(MadeObject),
    /// It says more of something: `ALTER`, `COMMENT ON`, `GRANT`.
    Says {
        /// Of what.
        of: NamedObject,
        /// What it is where that is a table or a type that refract manages: a comment, privileges, row level security.
        kind: ObjectKind,
        /// The columns that are meant, where not all of it is.
        columns: Vec<String>,
        /// The statement, for this thing alone.
        statement: Option<SqlStatement>,
    },
    /// `GRANT ... ON ALL TABLES IN SCHEMA`: what stands before and after the name of each.
    SaysOfAll {
        /// Of what.
        all: AllOf,
        /// The schema.
        schema: String,
        /// `GRANT SELECT ON`.
        before: String,
        /// `TO reader`.
        behind: String,
    },
    /// `DISABLE TRIGGER ALL` and its like.
    SwitchesTriggers {
        /// The table of the triggers.
        table: WrittenName,
        /// Whether those of foreign keys are meant too.
        with_keys: bool,
        /// Whether they are off afterwards.
        is_off: bool,
        /// What stands before the name of each: `ALTER TABLE t DISABLE TRIGGER`.
        before: String,
    },
    /// It gives one another name.
    Renames {
        /// Which.
        of: NamedObject,
        /// The name.
        new_name: NewName,
        /// The statement.
        statement: Option<SqlStatement>,
    },
    /// It drops one.
    Drops {
        /// Which.
        of: NamedObject,
        /// `CASCADE`: what depends on it is dropped too.
        cascades: bool,
    },
    /// `ALTER PUBLICATION ... SET`: all tables leave the publication, before others come.
    Unpublishes(WrittenName),
    /// `VALIDATE CONSTRAINT`.
    Validates {
        /// The table.
        table: WrittenName,
        /// The constraint.
        name: String,
    },
}

/// What privileges can be of in a schema as a whole. `GRANT` has the same words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // PostgreSQL's own words
pub(crate) enum AllOf {
    /// Views too.
    Tables,
    Functions,
    Procedures,
    /// Functions and procedures.
    Routines,
}

/// Something new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MadeObject {
    /// What it is.
    pub kind: ObjectKind,
    /// Its name.
    pub name: WrittenName,
    /// The table that it belongs to.
    pub table: Option<WrittenName>,
    /// The part of it that names what it depends on.
    pub says: String,
    /// The body of a function, or the function of a trigger: names are looked up when it runs.
    pub body: String,
    /// All of it.
    pub statement: Option<SqlStatement>,
    /// `IF NOT EXISTS`: what is there stays as it is.
    pub may_be_there: bool,
    /// What tells a function from others of its name.
    pub routine: Option<WrittenRoutine>,
}

/// A function or a procedure, beside its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WrittenRoutine {
    /// Whether it is a procedure.
    pub is_procedure: bool,
    /// The types of its arguments; nothing where one is not understood.
    pub arguments: Option<Vec<WrittenType>>,
    /// Whether a type is said as that of a column, `%TYPE`: PostgreSQL keeps the type that it finds.
    pub says_type_of_column: bool,
}

/// Something that is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NamedObject {
    /// A table or a view.
    Relation(WrittenName),
    /// A type or a domain.
    Type(WrittenName),
    /// Something that belongs to a table.
    OfTable {
        /// What it is.
        kind: ObjectKind,
        /// Its name.
        name: String,
        /// The table.
        table: WrittenName,
    },
    /// A function or a procedure.
    Routine {
        /// Its name.
        name: WrittenName,
        /// The types of its arguments, where they are said.
        arguments: Option<Vec<WrittenType>>,
    },
    /// Something with a name of its own.
    Own {
        /// What it is.
        kind: ObjectKind,
        /// Its name.
        name: WrittenName,
    },
}
