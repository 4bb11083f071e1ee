//! How names and constants are written in SQL.

use std::borrow::Cow;

use super::shown::in_c;
use crate::physical::ObjectName;
use crate::sql;

/// Why a text cannot be written in SQL at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unwritable(pub String);

/// Stands for a line break in user text while lines are indented; put back at the end.
const LINE_BREAK: char = '\u{fdd0}';

/// User text as it may stand in a rendered statement: its line breaks are kept from being indented.
pub(super) fn protected(text: &str) -> Result<String, Unwritable> {
    expect_writable(text)?;
    // nearly always
    if !text.as_bytes().contains(&b'\n') {
        return Ok(text.to_owned());
    }
    Ok(text.replace('\n', LINE_BREAK.encode_utf8(&mut [0; 4])))
}

fn expect_writable(text: &str) -> Result<(), Unwritable> {
    // nearly always
    if text.is_ascii() && !text.as_bytes().contains(&0) {
        return Ok(());
    }
    match text.chars().find(|&c| c == LINE_BREAK || c == '\0') {
        Some(character) => Err(Unwritable(format!(
            "`{}` holds the character {character:?}, which cannot be in SQL",
            text.escape_debug()
        ))),
        None => Ok(()),
    }
}

/// Puts the line breaks of user text back.
pub(super) fn unprotected(sql: &str) -> Cow<'_, str> {
    if sql.contains(LINE_BREAK) { sql.replace(LINE_BREAK, "\n").into() } else { sql.into() }
}

/// An identifier, in quotes only where PostgreSQL needs them, as `quote_ident()` does:
/// <https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS>.
pub fn identifier(name: &str) -> Result<String, Unwritable> {
    Ok(if sql::is_plain(name) { name.to_owned() } else { sql::quoted(&protected(name)?) })
}

/// `schema.name`.
pub(super) fn qualified(name: &ObjectName) -> Result<String, Unwritable> {
    Ok([identifier(&name.schema)?, identifier(&name.name)?].join("."))
}

/// A string constant. One with control characters is written with escapes, so that it stays on its
/// line: <https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-STRINGS-ESCAPE>.
pub fn literal(text: &str) -> Result<String, Unwritable> {
    // nearly always
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Ok(sql::constant(text));
    }
    expect_writable(text)?;
    let stays = !text.bytes().any(|byte| byte.is_ascii_control());
    Ok(if stays { sql::constant(text) } else { format!("E'{}'", in_c(text)) })
}

/// SQL as it is written, as a constant: for `to_regclass()`, `EXECUTE` and their like.
pub(super) fn written_literal(written: &str) -> Result<String, Unwritable> {
    literal(&unprotected(written))
}

/// Text for a `--` comment: one line, nothing that could end it.
pub(super) fn comment(text: &str) -> String {
    text.chars()
        .map(|character| if character.is_control() || character == LINE_BREAK { ' ' } else { character })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_quoted_where_postgresql_needs_it() {
        for (name, written) in [
            ("patients", "patients"),
            ("_a1", "_a1"),
            ("Order", "\"Order\""),
            ("order", "\"order\""),
            ("1a", "\"1a\""),
            ("größe", "\"größe\""),
            ("we\"ird", "\"we\"\"ird\""),
            ("", "\"\""),
        ] {
            assert_eq!(identifier(name), Ok(written.to_owned()));
        }
        assert!(identifier("a\0").is_err());
    }

    #[test]
    fn constants_stay_on_their_line() {
        assert_eq!(literal("it's"), Ok("'it''s'".to_owned()));
        assert_eq!(literal("a\\b"), Ok("'a\\b'".to_owned()));
        assert_eq!(literal("a\\\n'"), Ok("E'a\\\\\\n'''".to_owned()));
        assert!(literal("\u{fdd0}").is_err());
    }
}
