//! What a part of PL/pgSQL mentions that is not followed further.

use crate::sql::{Cursor, TokenKind};

/// What statements begin with that define something. All that looks for such statements, in PL/pgSQL too, asks this list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FirstWord {
    /// `CREATE`.
    Create,
    /// `ALTER`.
    Alter,
    /// `DROP`.
    Drop,
}

impl FirstWord {
    const ALL: [FirstWord; 3] = [FirstWord::Create, FirstWord::Alter, FirstWord::Drop];

    /// Takes one of them, if it comes next.
    pub(crate) fn accept(cursor: &mut Cursor<'_>) -> Option<FirstWord> {
        Self::ALL.into_iter().find(|word| cursor.accept(word.as_sql()))
    }

    fn as_sql(self) -> &'static str {
        match self {
            Self::Create => "CREATE",
            Self::Alter => "ALTER",
            Self::Drop => "DROP",
        }
    }

    /// Whether what comes next may be something that refract manages.
    pub(crate) fn shapes_next(self, cursor: &Cursor<'_>) -> bool {
        let mut ahead = cursor.clone();
        ahead.accept("OR REPLACE");
        let is_word = |word: &str| self.shapes(word) || matches!(word, "unlogged" | "global" | "local");
        ahead.take_token().is_none_or(|(_, word)| is_word(&word.to_ascii_lowercase()))
    }

    /// Whether the word after it, in small letters, is something that refract manages.
    fn shapes(self, next: &str) -> bool {
        match self {
            Self::Create | Self::Alter | Self::Drop => SHAPED.contains(&next),
        }
    }
}

/// What a statement may make, change or drop that refract manages.
const SHAPED: [&str; 10] =
    ["table", "index", "unique", "type", "schema", "extension", "column", "constraint", "domain", "default"];

/// Whether words that shape stand anywhere, in texts too; but not in the text of a message.
pub(super) fn mentions_ddl(cursor: &Cursor<'_>) -> bool {
    let text = without_messages(cursor).to_ascii_lowercase();
    let words: Vec<&str> =
        text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|w| !w.is_empty()).collect();
    let shapes = |pair: &[&str]| {
        FirstWord::ALL.iter().any(|first| pair[0].eq_ignore_ascii_case(first.as_sql()) && first.shapes(pair[1]))
    };
    words.windows(2).any(shapes)
}

/// Whether one of some words stands anywhere.
pub(super) fn has_word(cursor: &Cursor<'_>, words: &[&str]) -> bool {
    let mut rest = cursor.clone();
    while !rest.is_at_end() {
        if words.iter().any(|word| rest.sees(word)) {
            return true;
        }
        rest.take_token();
    }
    false
}

/// The words without those of `RAISE`.
fn without_messages(cursor: &Cursor<'_>) -> String {
    let mut rest = cursor.clone();
    let mut kept = String::new();
    let mut is_start = true;
    while let Some((kind, text)) = rest.peek() {
        if is_start && rest.sees("RAISE") {
            rest.until(|cursor| cursor.peek() == Some((TokenKind::Symbol, ";")));
            continue;
        }
        let ends = matches!((kind, text), (TokenKind::Symbol, ";"));
        let opens = ["THEN", "ELSE", "BEGIN", "LOOP"].iter().any(|word| rest.sees(word));
        is_start = ends || opens;
        kept.push(' ');
        kept.push_str(text);
        rest.take_token();
    }
    kept
}
