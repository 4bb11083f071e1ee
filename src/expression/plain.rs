//! The text of an expression in the plain words that every parser reads alike: constants without escapes, numbers in
//! decimal digits, names in quotes where PostgreSQL would fold them in its own way.

use std::borrow::Cow;

use crate::sql::{KEYWORDS, TokenKind, constant, folded, identifier, quoted, string_value, tokens};

/// The most tokens that are looked at: what is longer is nested deeper than is worth a stack.
pub const MOST_TOKENS: usize = 500;

/// The text in plain words; `None` for what is too long, and for what is not closed.
#[must_use]
pub(super) fn plain(text: &str) -> Option<String> {
    let read = tokens(text);
    if read.unclosed.is_some() || read.tokens.len() > MOST_TOKENS {
        return None;
    }
    let mut plain = String::with_capacity(text.len() + 16);
    let mut tokens = read.tokens.into_iter().peekable();
    let mut end = 0;
    while let Some(token) = tokens.next() {
        if token.range.start > end {
            plain.push(' ');
        }
        end = token.range.end;
        let written = &text[token.range];
        if written.eq_ignore_ascii_case("FROM") && name_trim(&mut plain) {
            continue;
        }
        match token.kind {
            // `citext 'x'`: that a type's name may stand before a constant is known of few types to others
            TokenKind::Word
                if names_type(written) && tokens.peek().is_some_and(|next| next.kind == TokenKind::String) =>
            {
                let constant = tokens.next()?;
                end = constant.range.end;
                plain.push_str(&format!("CAST({} AS {written})", said(&text[constant.range])?.plain()));
            }
            TokenKind::String | TokenKind::DollarString => {
                let mut said = said(written)?;
                // constants go on after a new line
                while let Some(next) = tokens.next_if(|next| {
                    next.kind == TokenKind::String && text[end..next.range.start].contains('\n') && said.is_text()
                }) {
                    said.append(&text[next.range.clone()])?;
                    end = next.range.end;
                }
                plain.push_str(&said.plain());
            }
            TokenKind::Number => plain.push_str(&number(written)),
            TokenKind::Word if written.eq_ignore_ascii_case("ISNULL") => plain.push_str("IS NULL"),
            TokenKind::Word if written.eq_ignore_ascii_case("NOTNULL") => plain.push_str("IS NOT NULL"),
            TokenKind::Word if written.is_ascii() && !is_called_like_a_join(written) => plain.push_str(written),
            TokenKind::Word | TokenKind::QuotedName => {
                plain.push_str(&quoted(&identifier(token.kind, written, '\\')?));
            }
            TokenKind::Symbol => plain.push_str(written),
            TokenKind::PsqlCommand => return None,
        }
    }
    Some(plain)
}

/// Makes `btrim(` of `TRIM(BOTH `, which names no letters and which PostgreSQL prints; whether that was there.
fn name_trim(plain: &mut String) -> bool {
    let words = [("both", "btrim("), ("leading", "ltrim("), ("trailing", "rtrim(")];
    let call = words.into_iter().find_map(|(side, call)| {
        let before = strip_word(plain, side)?.trim_end().strip_suffix('(')?;
        Some((strip_word(before, "trim")?.len(), call))
    });
    let Some((start, call)) = call else { return false };
    plain.truncate(start);
    plain.push_str(call);
    true
}

/// The text before a word that it ends with, in whatever letter case.
fn strip_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let text = text.trim_end();
    let (before, end) = text.split_at_checked(text.len().checked_sub(word.len())?)?;
    let is_word = end.eq_ignore_ascii_case(word) && !before.ends_with(|c: char| c.is_alphanumeric() || c == '_');
    is_word.then_some(before)
}

/// Two functions have the names of key words that begin something else for other parsers.
fn is_called_like_a_join(word: &str) -> bool {
    word.eq_ignore_ascii_case("LEFT") || word.eq_ignore_ascii_case("RIGHT")
}

/// Whether a word before a constant can be nothing but the name of a type.
fn names_type(word: &str) -> bool {
    let word = folded(word);
    KEYWORDS.binary_search(&word.as_str()).is_err() && !["escape", "uescape", "zone"].contains(&word.as_str())
}

/// What a constant in quote marks says.
enum Said {
    Text(String),
    Bits(String),
}

fn said(written: &str) -> Option<Said> {
    match string_value(written, '\\') {
        Some(text) => Some(Said::Text(text)),
        None => bits(written).map(Said::Bits),
    }
}

impl Said {
    fn is_text(&self) -> bool {
        matches!(self, Said::Text(_))
    }

    fn append(&mut self, written: &str) -> Option<()> {
        let (Said::Text(text), Said::Text(more)) = (self, said(written)?) else { return None };
        text.push_str(&more);
        Some(())
    }

    fn plain(&self) -> String {
        match self {
            Said::Text(text) => constant(text),
            Said::Bits(bits) => format!("CAST({} AS bit varying)", constant(bits)),
        }
    }
}

/// `B'1010'` and `X'1F'`, in bits.
fn bits(written: &str) -> Option<String> {
    let (kind, digits) = written.split_at_checked(1)?;
    let digits = digits.strip_prefix('\'')?.strip_suffix('\'')?;
    if kind.eq_ignore_ascii_case("b") {
        return digits.bytes().all(|byte| matches!(byte, b'0' | b'1')).then(|| digits.to_owned());
    }
    let digits = digits.chars().map(|digit| digit.to_digit(16));
    digits.map(|digit| digit.map(|digit| format!("{digit:04b}"))).collect()
}

/// `0x1F` and `1_000`, as PostgreSQL 16 and later read them.
fn number(written: &str) -> Cow<'_, str> {
    let digits = written.replace('_', "").to_ascii_lowercase();
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(value) = digits.strip_prefix(prefix).and_then(|digits| u128::from_str_radix(digits, radix).ok()) {
            return Cow::Owned(value.to_string());
        }
    }
    if written.contains('_') { Cow::Owned(digits) } else { Cow::Borrowed(written) }
}

#[cfg(test)]
mod tests {
    use super::{MOST_TOKENS, plain};

    #[test]
    fn constants_and_names_are_put_plainly() {
        for (text, expected) in [
            (r"E'a\n'||$$b'c$$", "'a\n'||'b''c'"),
            ("U&'d\\0061t' = k", "'dat' = k"),
            ("'a'\n  'b'", "'ab'"),
            ("k = citext 'a' AND k LIKE 'a' ESCAPE '!'", "k = CAST('a' AS citext) AND k LIKE 'a' ESCAPE '!'"),
            ("0x1F + 1_000 + 1.5e3", "31 + 1000 + 1.5e3"),
            ("lower(TRIM(both FROM k))", "lower(btrim( k))"),
            ("NOT TRIM(BOTH FROM k)", "NOT btrim( k)"),
            ("trim( LEADING from k ) ISNULL", "ltrim( k ) IS NULL"),
            ("X'1f'", "CAST('00011111' AS bit varying)"),
            ("größe > U&\"\\0061b\"", "\"größe\" > \"ab\""),
        ] {
            assert_eq!(plain(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_too_long_or_open_is_left_to_others() {
        assert_eq!(plain(&"1+".repeat(MOST_TOKENS)), None);
        assert_eq!(plain("'a"), None);
        assert_eq!(plain("X'fg'"), None);
    }
}
