//! What may be wrong with a statement.

use std::borrow::Cow;
use std::ops::Range;

use crate::sql::{Unexpected, WrittenName};

/// A place that was not understood, or a statement that could not be carried out, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// Not a form that is known.
    NotUnderstood(Range<usize>),
    /// PostgreSQL would refuse it.
    Refused {
        /// Where to point.
        place: Range<usize>,
        /// With which error.
        state: SqlState,
        /// In words.
        message: String,
    },
    /// A migration of refract's would stop, because the database is not what it promises.
    Broken {
        /// Where the promise stands.
        place: Range<usize>,
        /// What is promised, and what is there.
        message: String,
        /// The name of what is promised, as a statement has it, and that of its table or type where it is in one.
        name: String,
        of: Option<String>,
    },
}

/// What carrying out gives.
pub(super) type Done<T> = Result<T, Problem>;

/// An error of PostgreSQL by its five letters: <https://www.postgresql.org/docs/current/errcodes-appendix.html>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SqlState(Cow<'static, str>);

#[allow(missing_docs)] // PostgreSQL's own names
impl SqlState {
    pub(super) const CASE_NOT_FOUND: SqlState = SqlState(Cow::Borrowed("20000"));
    pub(super) const DATATYPE_MISMATCH: SqlState = SqlState(Cow::Borrowed("42804"));
    pub(super) const DEPENDENT_OBJECTS_STILL_EXIST: SqlState = SqlState(Cow::Borrowed("2BP01"));
    pub(super) const DUPLICATE_COLUMN: SqlState = SqlState(Cow::Borrowed("42701"));
    pub(super) const DUPLICATE_OBJECT: SqlState = SqlState(Cow::Borrowed("42710"));
    pub(super) const DUPLICATE_SCHEMA: SqlState = SqlState(Cow::Borrowed("42P06"));
    pub(super) const DUPLICATE_TABLE: SqlState = SqlState(Cow::Borrowed("42P07"));
    pub(super) const INVALID_PARAMETER_VALUE: SqlState = SqlState(Cow::Borrowed("22023"));
    pub(super) const INVALID_SAVEPOINT: SqlState = SqlState(Cow::Borrowed("3B001"));
    pub(super) const INVALID_SCHEMA_NAME: SqlState = SqlState(Cow::Borrowed("3F000"));
    pub(super) const INVALID_TABLE_DEFINITION: SqlState = SqlState(Cow::Borrowed("42P16"));
    pub(super) const FEATURE_NOT_SUPPORTED: SqlState = SqlState(Cow::Borrowed("0A000"));
    pub(super) const INVALID_FOREIGN_KEY: SqlState = SqlState(Cow::Borrowed("42830"));
    pub(super) const INVALID_TEXT_REPRESENTATION: SqlState = SqlState(Cow::Borrowed("22P02"));
    pub(super) const NOT_IN_PREREQUISITE_STATE: SqlState = SqlState(Cow::Borrowed("55000"));
    pub(super) const PROGRAM_LIMIT_EXCEEDED: SqlState = SqlState(Cow::Borrowed("54000"));
    pub(super) const RAISE_EXCEPTION: SqlState = SqlState(Cow::Borrowed("P0001"));
    pub(super) const SYNTAX_ERROR: SqlState = SqlState(Cow::Borrowed("42601"));
    pub(super) const UNDEFINED_COLUMN: SqlState = SqlState(Cow::Borrowed("42703"));
    pub(super) const UNDEFINED_OBJECT: SqlState = SqlState(Cow::Borrowed("42704"));
    pub(super) const UNDEFINED_TABLE: SqlState = SqlState(Cow::Borrowed("42P01"));
    pub(super) const WRONG_OBJECT_TYPE: SqlState = SqlState(Cow::Borrowed("42809"));
}

/// Names of errors that the replay can tell, as handlers write them.
const NAMED: [(&str, SqlState); 18] = [
    ("case_not_found", SqlState::CASE_NOT_FOUND),
    ("datatype_mismatch", SqlState::DATATYPE_MISMATCH),
    ("dependent_objects_still_exist", SqlState::DEPENDENT_OBJECTS_STILL_EXIST),
    ("duplicate_column", SqlState::DUPLICATE_COLUMN),
    ("duplicate_object", SqlState::DUPLICATE_OBJECT),
    ("duplicate_schema", SqlState::DUPLICATE_SCHEMA),
    ("duplicate_table", SqlState::DUPLICATE_TABLE),
    ("invalid_parameter_value", SqlState::INVALID_PARAMETER_VALUE),
    ("invalid_schema_name", SqlState::INVALID_SCHEMA_NAME),
    ("invalid_table_definition", SqlState::INVALID_TABLE_DEFINITION),
    ("raise_exception", SqlState::RAISE_EXCEPTION),
    ("syntax_error", SqlState::SYNTAX_ERROR),
    ("syntax_error_or_access_rule_violation", SqlState(Cow::Borrowed("42000"))),
    ("undefined_column", SqlState::UNDEFINED_COLUMN),
    ("undefined_object", SqlState::UNDEFINED_OBJECT),
    ("undefined_table", SqlState::UNDEFINED_TABLE),
    ("wrong_object_type", SqlState::WRONG_OBJECT_TYPE),
    ("data_exception", SqlState(Cow::Borrowed("22000"))),
];

impl SqlState {
    /// An error by its letters.
    #[must_use]
    pub(super) fn new(letters: String) -> SqlState {
        SqlState(Cow::Owned(letters))
    }

    /// An error by the name that a handler gives it, if it is one that the replay can tell.
    #[must_use]
    pub(super) fn named(name: &str) -> Option<SqlState> {
        NAMED.iter().find(|(known, _)| *known == name).map(|(_, state)| state.clone())
    }

    /// Whether the replay tells this error: then a statement that passed did not have it.
    #[must_use]
    pub(super) fn is_told(&self) -> bool {
        NAMED.iter().any(|(_, state)| state == self)
    }

    /// Whether an error is the one that a handler names, or of the class that it does: those end in three zeros.
    #[must_use]
    pub(super) fn covers(&self, error: &SqlState) -> bool {
        self == error || self.0.strip_suffix("000").is_some_and(|class| error.0.starts_with(class))
    }
}

impl Problem {
    /// That PostgreSQL would refuse something that names this object.
    #[must_use]
    pub(super) fn refused(written: &WrittenName, state: SqlState, message: String) -> Problem {
        Problem::Refused { place: written.range.clone(), state, message }
    }
}

impl From<Unexpected> for Problem {
    fn from(Unexpected(place): Unexpected) -> Problem {
        Problem::NotUnderstood(place)
    }
}
