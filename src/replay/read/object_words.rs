//! Statements about things that the schema language cannot express, kept in their own words.

use crate::physical::SqlStatement;
use crate::sql::Cursor;

/// A statement in its own words, unless these cannot stand anywhere else.
pub(super) fn words(statement: &Cursor<'_>) -> Option<SqlStatement> {
    SqlStatement::new(statement.without_comments()).ok()
}
