//! PostgreSQL's words for an object, as SQL that gives them: in the list of a check, where the server is told to print
//! all names in full and in quotes, and in guards, where it prints them as the session has it.

use super::quote::{Unwritable, literal, qualified, written_literal};
use crate::promise::{Piece, SCHEMA_OF_VECTOR, Words};

type Sql = Result<String, Unwritable>;

/// The words in a check: a constant, or `format()` where the server fills in a schema.
pub(super) fn promised(words: &Words) -> Sql {
    let text = words.in_check();
    let arguments = vec!["(SELECT schema FROM vector)"; text.matches(SCHEMA_OF_VECTOR).count()];
    if arguments.is_empty() {
        return literal(&text);
    }
    let pattern = text.replace('%', "%%").replace(SCHEMA_OF_VECTOR, "%s");
    Ok(format!("format({}, {})", literal(&pattern)?, arguments.join(", ")))
}

/// Whether the schema of pgvector has to be looked up for them: see `catalog/vector.sql`.
pub(super) fn has_vectors(words: &Words) -> bool {
    words.pieces.contains(&Piece::SchemaOfVector)
}

/// The words in a guard, with names as the server quotes them.
pub(super) fn printed(words: &Words) -> Sql {
    let mut pattern = String::new();
    let mut arguments = Vec::new();
    for piece in &words.pieces {
        match piece {
            Piece::Text(written) | Piece::Known(written) => pattern.push_str(&written.replace('%', "%%")),
            Piece::Name(name) | Piece::OperatorClass(name) => {
                pattern.push_str("%I");
                arguments.push(literal(name)?);
            }
            Piece::Table(name) => {
                pattern.push_str("%s");
                arguments.push(format!("to_regclass({})", written_literal(&qualified(name)?)?));
            }
            Piece::SchemaOfVector => {
                pattern.push_str("%s");
                arguments.push("vector.schema".to_owned());
            }
            Piece::OwnType => {
                pattern.push_str("::%s");
                arguments.push("format_type(atttypid, NULL)".to_owned());
            }
        }
    }
    if arguments.is_empty() {
        return literal(&pattern.replace("%%", "%"));
    }
    Ok(format!("format({}, {})", literal(&pattern)?, arguments.join(", ")))
}
