//! What is told of an expression by its tokens, however it is written.

use std::collections::BTreeSet;

use super::identifier::{folded, identifier};
use super::literal::string_value;
use super::token::{TokenKind, tokens};

/// A token by what it says.
#[derive(PartialEq, Eq)]
enum Word<'t> {
    /// A name, or a key word.
    Name(String),
    /// A text.
    Constant(String),
    /// Anything else, as it is written.
    Other(&'t str),
}

fn words(text: &str) -> Vec<Word<'_>> {
    let word = |(kind, text): (TokenKind, &'_ str)| match kind {
        TokenKind::Word | TokenKind::QuotedName => identifier(kind, text, '\\').map(Word::Name),
        TokenKind::String | TokenKind::DollarString => string_value(text, '\\').map(Word::Constant),
        TokenKind::Number | TokenKind::Symbol | TokenKind::PsqlCommand => None,
    };
    let tokens = tokens(text).tokens.into_iter().map(|token| (token.kind, &text[token.range]));
    tokens.map(|token| word(token).unwrap_or(Word::Other(token.1))).collect()
}

/// Whether two texts are the same tokens: whatever the blanks between them, the letter case of words, the quote marks
/// around names and the kind of quote marks around texts.
#[must_use]
pub fn means_the_same(one: &str, other: &str) -> bool {
    one == other || words(one) == words(other)
}

/// Whether a text is one of the constants of an expression.
#[must_use]
pub fn has_constant(expression: &str, text: &str) -> bool {
    words(expression).iter().any(|word| matches!(word, Word::Constant(constant) if constant == text))
}

/// Whether an expression calls a function of that name, in whatever schema.
#[must_use]
pub fn calls(expression: &str, function: &str) -> bool {
    let is_call = |pair: &[Word<'_>]| {
        matches!(&pair[0], Word::Name(name) if *name == folded(function)) && pair[1] == Word::Other("(")
    };
    words(expression).windows(2).any(is_call)
}

/// The names that a text of SQL says, as the catalog has them: of columns, tables, types and functions, key words among
/// them. Names inside of constants are not; the body of a function is a text of its own.
#[must_use]
pub fn names(text: &str) -> BTreeSet<String> {
    let names = words(text).into_iter().filter_map(|word| if let Word::Name(name) = word { Some(name) } else { None });
    names.collect()
}

#[cfg(test)]
mod tests {
    use super::{calls, has_constant, means_the_same, names};

    #[test]
    fn blanks_and_letter_case_count_only_inside_of_constants_and_quoted_names() {
        for (one, other) in [
            ("now()", "NOW ( )"),
            ("lower(a)", "lower(\"a\")"),
            ("'it''s'", "E'it\\'s'"),
            ("$$a$$::text", "'a' :: TEXT"),
        ] {
            assert!(means_the_same(one, other), "{one} {other}");
        }
        for (one, other) in [("'a b'", "'ab'"), ("'A'", "'a'"), ("\"A\"", "a"), ("a b", "ab"), ("'a'", "a")] {
            assert!(!means_the_same(one, other), "{one} {other}");
        }
    }

    #[test]
    fn constants_and_calls_are_found_by_what_they_say() {
        for expression in ["'B'::m", "($$B$$::m)::text", "E'B'", "coalesce(x, 'B')"] {
            assert!(has_constant(expression, "B"), "{expression}");
        }
        assert!(!has_constant("'B2'", "B") && !has_constant("\"B\"", "B"));
        assert!(calls("public.crypt('x', gen_salt('bf'))", "gen_salt") && calls("CRYPT ('x')", "crypt"));
        assert!(!calls("my_crypt('x')", "crypt") && !calls("'crypt(x)'", "crypt"));
    }

    #[test]
    fn names_are_told_as_the_catalog_has_them() {
        let found = names("lower(K) = 'n' AND \"Odd \"\"x\" > t.n2::\"Kind\"");
        assert_eq!(found.into_iter().collect::<Vec<_>>(), ["Kind", "Odd \"x", "and", "k", "lower", "n2", "t"]);
    }
}
