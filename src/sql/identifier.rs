//! What a name means as it is written, and how one is written.

use super::keywords::{COLUMN_KEYWORDS, KEYWORDS};
use super::literal::unicode_value;
use super::quote_marks::{between, inside};
use super::token::TokenKind;
use crate::naming::{MAX_NAME_BYTES, cut};

/// What a token names: without quote marks in small letters, with them as it is, and cut at 63 bytes. `escape` is what
/// begins an escape in `U&"..."`, a backslash unless `UESCAPE` says otherwise.
/// `None` for what is no name, or holds an escape that is none.
#[must_use]
pub fn identifier(kind: TokenKind, text: &str, escape: char) -> Option<String> {
    let name = match kind {
        TokenKind::Word => folded(text),
        TokenKind::QuotedName => match text.strip_prefix(['U', 'u']) {
            Some(text) => unicode_value(&inside(&text[1..], "\""), escape)?,
            None => inside(text, "\""),
        },
        TokenKind::String
        | TokenKind::DollarString
        | TokenKind::Number
        | TokenKind::Symbol
        | TokenKind::PsqlCommand => return None,
    };
    match cut(&name, MAX_NAME_BYTES) {
        all if all.len() == name.len() => Some(name),
        start => Some(start.to_owned()),
    }
}

/// A word in small letters, as PostgreSQL folds it in UTF-8: letters beyond ASCII stay as they are.
#[must_use]
pub fn folded(word: &str) -> String {
    word.to_ascii_lowercase()
}

/// A name in the way that another one was written: in quote marks if that was, and where it needs them.
#[must_use]
pub fn written_like(kind: TokenKind, name: &str) -> String {
    if is_plain(name) && kind == TokenKind::Word { name.to_owned() } else { quoted(name) }
}

/// A name in quote marks.
#[must_use]
pub fn quoted(name: &str) -> String {
    between(name, '"')
}

/// Whether a name means the same without quote marks, as `quote_ident()` judges it.
#[must_use]
pub fn is_plain(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_lowercase() || first == b'_')
        && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        && KEYWORDS.binary_search(&name).is_err()
}

/// Whether a word in small letters can name a column without quote marks, or is kept by PostgreSQL.
#[must_use]
pub fn may_name_column(word: &str) -> bool {
    KEYWORDS.binary_search(&word).is_err() || COLUMN_KEYWORDS.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::super::token::TokenKind;
    use super::{identifier, written_like};

    #[test]
    fn names_are_folded_and_cut_as_postgres_does() {
        let word = |text: &str| identifier(TokenKind::Word, text, '\\');
        let quoted = |text: &str, escape| identifier(TokenKind::QuotedName, text, escape);
        assert_eq!(word("MyTable").as_deref(), Some("mytable"));
        assert_eq!(word("GRÖSSE").as_deref(), Some("grÖsse"));
        assert_eq!(word(&"A".repeat(70)), Some("a".repeat(63)));
        assert_eq!(quoted("\"My\"\"Table\"", '\\').as_deref(), Some("My\"Table"));
        assert_eq!(quoted("U&\"d\\0061t\\+000061\"", '\\').as_deref(), Some("data"));
        assert_eq!(quoted("u&\"d!0061t\\\"", '!').as_deref(), Some("dat\\"));
        assert_eq!(quoted("U&\"\\00\"", '\\'), None);
        assert_eq!(identifier(TokenKind::Number, "1", '\\'), None);
    }

    #[test]
    fn a_name_keeps_its_quote_marks_and_gets_those_that_it_needs() {
        assert_eq!(written_like(TokenKind::Word, "b"), "b");
        assert_eq!(written_like(TokenKind::Word, "newName"), "\"newName\"");
        assert_eq!(written_like(TokenKind::Word, "order"), "\"order\"");
        assert_eq!(written_like(TokenKind::QuotedName, "b\"c"), "\"b\"\"c\"");
    }
}
