//! Whether a text is a statement of PostgreSQL's at all, as far as its first words and its brackets tell.

use std::ops::Range;

use crate::sql::{Cursor, TokenKind};

/// The first words of PostgreSQL's statements (<https://www.postgresql.org/docs/current/sql-commands.html>).
const STATEMENTS: [&str; 56] = [
    "ABORT",
    "ALTER",
    "ANALYSE",
    "ANALYZE",
    "BEGIN",
    "CALL",
    "CHECKPOINT",
    "CLOSE",
    "CLUSTER",
    "COMMENT",
    "COMMIT",
    "COPY",
    "CREATE",
    "DEALLOCATE",
    "DECLARE",
    "DELETE",
    "DISCARD",
    "DO",
    "DROP",
    "END",
    "EXECUTE",
    "EXPLAIN",
    "FETCH",
    "GRANT",
    "IMPORT",
    "INSERT",
    "LISTEN",
    "LOAD",
    "LOCK",
    "MERGE",
    "MOVE",
    "NOTIFY",
    "PREPARE",
    "REASSIGN",
    "REFRESH",
    "REINDEX",
    "RELEASE",
    "RESET",
    "REVOKE",
    "ROLLBACK",
    "SAVEPOINT",
    "SECURITY",
    "SELECT",
    "SET",
    "SHOW",
    "START",
    "TABLE",
    "TRUNCATE",
    "UNLISTEN",
    "UPDATE",
    "VACUUM",
    "VALUES",
    "WITH",
    "REPACK",
    "WAIT",
    "(",
];

/// What `CREATE`, `ALTER` and `DROP` may stand before.
const KINDS: [&str; 51] = [
    "ACCESS",
    "AGGREGATE",
    "CAST",
    "COLLATION",
    "CONSTRAINT",
    "CONVERSION",
    "DATABASE",
    "DEFAULT",
    "DOMAIN",
    "EVENT",
    "EXTENSION",
    "FOREIGN",
    "FUNCTION",
    "GLOBAL",
    "GROUP",
    "INDEX",
    "LANGUAGE",
    "LARGE",
    "LOCAL",
    "MATERIALIZED",
    "OPERATOR",
    "OR",
    "OWNED",
    "POLICY",
    "PROCEDURAL",
    "PROCEDURE",
    "PROPERTY",
    "PUBLICATION",
    "RECURSIVE",
    "ROLE",
    "ROUTINE",
    "RULE",
    "SCHEMA",
    "SEQUENCE",
    "SERVER",
    "STATISTICS",
    "SUBSCRIPTION",
    "SYSTEM",
    "TABLE",
    "TABLESPACE",
    "TEMP",
    "TEMPORARY",
    "TEXT",
    "TRANSFORM",
    "TRIGGER",
    "TRUSTED",
    "TYPE",
    "UNIQUE INDEX",
    "UNLOGGED",
    "USER",
    "VIEW",
];

/// Where a statement is none of PostgreSQL's, as far as its first words and its brackets tell.
pub(super) fn wrong_syntax(mut cursor: Cursor<'_>) -> Option<Range<usize>> {
    let is_one_of = |cursor: &Cursor<'_>, words: &[&str]| words.iter().any(|word| cursor.sees(word));
    if !is_one_of(&cursor, &STATEMENTS) {
        return Some(cursor.not_understood().0);
    }
    let brackets = cursor.clone();
    if cursor.accept_one(&["CREATE", "ALTER", "DROP"]).is_some() {
        let is_known = is_one_of(&cursor, &KINDS);
        return if is_known { unclosed(brackets) } else { Some(cursor.not_understood().0) };
    }
    unclosed(brackets)
}

/// The last bracket that is not closed, the first one that closes nothing, or a comma with nothing behind it.
fn unclosed(mut cursor: Cursor<'_>) -> Option<Range<usize>> {
    let mut open = Vec::new();
    let mut comma = None;
    while let Some((kind, text)) = cursor.peek() {
        if let Some(place) = comma.take()
            && kind == TokenKind::Symbol
            && matches!(text, ")" | "]" | ",")
        {
            return Some(place);
        }
        match (kind, text) {
            (TokenKind::Symbol, "(" | "[") => open.push((text, cursor.not_understood().0)),
            (TokenKind::Symbol, ")" | "]") => match open.pop() {
                Some(("(", _)) if text == ")" => {}
                Some(("[", _)) if text == "]" => {}
                Some(_) | None => return Some(cursor.not_understood().0),
            },
            (TokenKind::Symbol, ",") => comma = Some(cursor.not_understood().0),
            _ => {}
        }
        cursor.take_token();
    }
    open.pop().map(|(_, place)| place).or(comma)
}
