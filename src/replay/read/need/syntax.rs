//! Whether a text is a statement of PostgreSQL's at all, as far as its first words and its brackets tell.

use std::ops::Range;

use crate::sql::{Cursor, TokenKind};

/// The first words of PostgreSQL's statements (<https://www.postgresql.org/docs/current/sql-commands.html>).
#[rustfmt::skip]
const STATEMENTS: [&str; 55] = [
    "ABORT", "ALTER", "ANALYSE", "ANALYZE", "BEGIN", "CALL", "CHECKPOINT", "CLOSE", "CLUSTER", "COMMENT", "COMMIT",
    "COPY", "CREATE", "DEALLOCATE", "DECLARE", "DELETE", "DISCARD", "DO", "DROP", "END", "EXECUTE", "EXPLAIN",
    "FETCH", "GRANT", "IMPORT", "INSERT", "LISTEN", "LOAD", "LOCK", "MERGE", "MOVE", "NOTIFY", "PREPARE", "REASSIGN",
    "REFRESH", "REINDEX", "RELEASE", "REPACK", "RESET", "REVOKE", "ROLLBACK", "SAVEPOINT", "SECURITY", "SELECT",
    "SET", "SHOW", "START", "TABLE", "TRUNCATE", "UNLISTEN", "UPDATE", "VACUUM", "VALUES", "WAIT", "WITH",
];

/// What `CREATE`, `ALTER` and `DROP` may stand before.
#[rustfmt::skip]
const KINDS: [&str; 51] = [
    "ACCESS", "AGGREGATE", "CAST", "COLLATION", "CONSTRAINT", "CONVERSION", "DATABASE", "DEFAULT", "DOMAIN", "EVENT",
    "EXTENSION", "FOREIGN", "FUNCTION", "GLOBAL", "GROUP", "INDEX", "LANGUAGE", "LARGE", "LOCAL", "MATERIALIZED",
    "OPERATOR", "OR", "OWNED", "POLICY", "PROCEDURAL", "PROCEDURE", "PROPERTY", "PUBLICATION", "RECURSIVE", "ROLE",
    "ROUTINE", "RULE", "SCHEMA", "SEQUENCE", "SERVER", "STATISTICS", "SUBSCRIPTION", "SYSTEM", "TABLE", "TABLESPACE",
    "TEMP", "TEMPORARY", "TEXT", "TRANSFORM", "TRIGGER", "TRUSTED", "TYPE", "UNIQUE", "UNLOGGED", "USER", "VIEW",
];

const UNKNOWN: &str = "PostgreSQL has no statement that begins so";
const UNCLOSED: &str = "this bracket is not closed";
const UNOPENED: &str = "this bracket closes nothing";
const TRAILING_COMMA: &str = "there is nothing after this comma";

/// Where a statement is none of PostgreSQL's, and why, as far as its first words and its brackets tell.
pub(super) fn wrong_syntax(cursor: Cursor<'_>) -> Option<(Range<usize>, &'static str)> {
    let mut ahead = cursor.clone();
    let is_known = cursor.sees("(")
        || is_word_of(&cursor, &STATEMENTS)
            && (ahead.accept_one(&["CREATE", "ALTER", "DROP"]).is_none() || is_word_of(&ahead, &KINDS))
            && (!ahead.sees("UNIQUE") || ahead.sees("UNIQUE INDEX"));
    if is_known { unbalanced_brackets(cursor) } else { Some((ahead.not_understood().0, UNKNOWN)) }
}

/// Whether the next word is one of a list, which is in byte order.
fn is_word_of(cursor: &Cursor<'_>, words: &[&str]) -> bool {
    match cursor.peek() {
        Some((TokenKind::Word, word)) => words.binary_search(&word.to_ascii_uppercase().as_str()).is_ok(),
        Some(_) | None => false,
    }
}

/// The last bracket that is not closed, the first one that closes nothing, or a comma with nothing after it.
fn unbalanced_brackets(mut cursor: Cursor<'_>) -> Option<(Range<usize>, &'static str)> {
    let mut open = Vec::new();
    let mut comma = None;
    while let Some((kind, text)) = cursor.peek() {
        let sign = if kind == TokenKind::Symbol { text } else { "" };
        let place = cursor.not_understood().0;
        if let Some(comma) = comma.take()
            && matches!(sign, ")" | "]" | ",")
        {
            return Some((comma, TRAILING_COMMA));
        }
        match sign {
            "(" => open.push((")", place)),
            "[" => open.push(("]", place)),
            ")" | "]" if open.pop().is_none_or(|(closing, _)| closing != sign) => return Some((place, UNOPENED)),
            "," => comma = Some(place),
            _ => {}
        }
        cursor.take_token();
    }
    let unclosed = open.pop().map(|(_, place)| (place, UNCLOSED));
    unclosed.or(comma.map(|place| (place, TRAILING_COMMA)))
}

#[cfg(test)]
mod tests {
    use super::{KINDS, STATEMENTS};

    #[test]
    fn words_are_in_their_order() {
        assert!(STATEMENTS.is_sorted() && KINDS.is_sorted());
    }
}
