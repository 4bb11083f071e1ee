//! What has to be there for a statement to pass, beyond what it makes, changes or drops itself.

use std::ops::Range;

use super::NamedObject;
use crate::sql::WrittenName;

/// Something that PostgreSQL looks for, and stops where it is not as it has to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// The form of a statement: nothing of PostgreSQL's begins so, or its parentheses are not closed.
    Syntax {
        /// Where to point.
        place: Range<usize>,
        /// What is wrong.
        problem: &'static str,
    },
    /// A table, a view, a sequence or an index.
    Relation(WrittenName),
    /// A column that one of these tables has.
    Column {
        /// Its name.
        name: String,
        /// Tables or views.
        of: Vec<WrittenName>,
        /// Where to point.
        place: Range<usize>,
    },
    /// The columns that an expression names.
    Expression {
        /// The table.
        of: WrittenName,
        /// Its words.
        words: String,
        /// Where to point.
        place: Range<usize>,
    },
    /// Something that the schema language cannot express.
    Object {
        /// Which.
        object: NamedObject,
        /// Whether it must be there, or must not.
        is_there: bool,
        /// Where to point.
        place: Range<usize>,
    },
}
