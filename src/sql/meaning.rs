//! What is told of an expression by its tokens, however it is written.

use std::collections::BTreeSet;

use super::identifier::{folded, identifier};
use super::lexer::tokens;
use super::literal::string_value;
use super::token::TokenKind;

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

/// What a statement says, word by word: without what only its second run needs (`OR REPLACE`, `IF NOT EXISTS`), and without
/// these schemas before names. The constants of a program are read as SQL too: the body of a function.
#[must_use]
pub fn statement_words(statement: &str, schemas: &[&str], is_program: bool) -> Vec<String> {
    const OF_SECOND_RUNS: [&[&str]; 5] =
        [&["or", "replace"], &["if", "not", "exists"], &["if", "exists"], &["only"], &[";"]];
    let plain = |word: &Word<'_>| match word {
        Word::Name(name) => name.clone(),
        Word::Constant(text) => format!("'{text}"),
        Word::Other(sign) => (*sign).to_owned(),
    };
    let mut said = Vec::new();
    let all = words(statement);
    let starts = |at: usize, sequence: &[&str]| {
        let there = all.get(at..at + sequence.len());
        there.is_some_and(|there| there.iter().map(plain).eq(sequence.iter().copied()))
    };
    let mut at = 0;
    while let Some(word) = all.get(at) {
        if let Some(sequence) = OF_SECOND_RUNS.iter().find(|sequence| starts(at, sequence)) {
            at += sequence.len();
        } else if schemas.iter().any(|schema| starts(at, &[schema, "."])) {
            at += 2;
        } else if starts(at, &["execute", "procedure"]) {
            // what PostgreSQL had for triggers before it had procedures
            said.extend(["execute", "function"].map(str::to_owned));
            at += 2;
        } else {
            match word {
                Word::Constant(body) if is_program => said.extend(words(body).iter().map(plain)),
                Word::Name(_) | Word::Constant(_) | Word::Other(_) => said.push(plain(word)),
            }
            at += 1;
        }
    }
    said
}

/// Whether a text is one of the constants of an expression.
#[must_use]
pub fn has_constant(expression: &str, text: &str) -> bool {
    words(expression).iter().any(|word| matches!(word, Word::Constant(constant) if constant == text))
}

/// Whether a text is one of the constants of an expression, or stands as one inside of a constant: the body of a function.
#[must_use]
pub fn has_constant_in_texts(expression: &str, text: &str) -> bool {
    let mut found = false;
    in_texts(expression, |word| found |= matches!(word, Word::Constant(constant) if constant == text));
    found
}

/// Goes through the words of a text, and of the constants in it, and of the constants in those.
fn in_texts(text: &str, mut meet: impl FnMut(&Word<'_>)) {
    /// Texts in texts in texts; none are written that are nested deeper.
    const DEEPEST: usize = 4;
    let mut left = vec![(text.to_owned(), 0)];
    while let Some((text, depth)) = left.pop() {
        for word in words(&text) {
            meet(&word);
            if let Word::Constant(inside) = word
                && depth < DEEPEST
            {
                left.push((inside, depth + 1));
            }
        }
    }
}

/// Whether an expression calls a function of that name, in whatever schema.
#[must_use]
pub fn calls(expression: &str, function: &str) -> bool {
    calls_any(expression, &[&folded(function)])
}

/// Whether an expression calls one of some functions, in whatever schema. Their names are as the catalog has them.
#[must_use]
pub fn calls_any(expression: &str, functions: &[&str]) -> bool {
    let is_call = |pair: &[Word<'_>]| {
        matches!(&pair[0], Word::Name(name) if functions.contains(&name.as_str())) && pair[1] == Word::Other("(")
    };
    words(expression).windows(2).any(is_call)
}

/// An argument of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// The name of the function, which is PostgreSQL's own.
    pub function: String,
    /// Which argument it is; the first is 1.
    pub place: usize,
    /// The one column that it says, where nothing but numbers and arithmetic are about it.
    pub says_only: Option<String>,
}

/// The arguments of all calls of PostgreSQL's own functions in a text of SQL, those of calls in calls among them.
#[must_use]
pub fn arguments_of_calls(text: &str) -> Vec<Argument> {
    let words = words(text);
    let mut found = Vec::new();
    // the calls and parentheses that are open: name, place and first word of the argument that is read
    let mut open: Vec<(Option<&str>, usize, usize)> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let Word::Other(sign) = word else { continue };
        match *sign {
            "(" => open.push((called_before(&words, at), 1, at + 1)),
            "," | ")" => {
                let Some((function, place, start)) = open.pop() else { continue };
                found.extend(function.map(|function| {
                    let says_only = only_column(&words[start..at]);
                    Argument { function: function.to_owned(), place, says_only }
                }));
                open.extend((*sign == ",").then_some((function, place + 1, at + 1)));
            }
            _ => {}
        }
    }
    found
}

/// The function of PostgreSQL's own whose parentheses open at a place.
fn called_before<'w>(words: &'w [Word<'_>], at: usize) -> Option<&'w str> {
    let Some(Word::Name(name)) = words.get(at.checked_sub(1)?) else { return None };
    let schema = match (at.checked_sub(3).and_then(|before| words.get(before)), at.checked_sub(2)) {
        (Some(Word::Name(schema)), Some(dot)) if words[dot] == Word::Other(".") => Some(schema.as_str()),
        _ => None,
    };
    schema.is_none_or(|schema| schema == "pg_catalog").then_some(name.as_str())
}

/// The one column of words that say nothing else but numbers and arithmetic; a table may stand before its dot.
fn only_column(words: &[Word<'_>]) -> Option<String> {
    let mut columns = BTreeSet::new();
    for (at, word) in words.iter().enumerate() {
        match word {
            Word::Name(name) => {
                let next = words.get(at + 1);
                match next {
                    Some(Word::Other(".")) => {}
                    None | Some(Word::Other(")" | "+" | "-" | "*" | "/" | "%")) => drop(columns.insert(name)),
                    Some(_) => return None,
                }
            }
            Word::Constant(_) => return None,
            Word::Other(sign) => {
                let is_number = sign.starts_with(|c: char| c.is_ascii_digit());
                if !is_number && !["(", ")", ".", "+", "-", "*", "/", "%"].contains(sign) {
                    return None;
                }
            }
        }
    }
    (columns.len() == 1).then(|| columns.first().map(|name| (*name).clone())).flatten()
}

/// The names that a text of SQL says, as the catalog has them: of columns, tables, types and functions, key words among
/// them. Names inside of constants are not; the body of a function is a text of its own.
#[must_use]
pub fn names(text: &str) -> BTreeSet<String> {
    let names = words(text).into_iter().filter_map(|word| if let Word::Name(name) = word { Some(name) } else { None });
    names.collect()
}

/// The same, with the names inside of constants, and of constants in those: what `EXECUTE` may put together from them.
#[must_use]
pub fn names_in_texts(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    in_texts(text, |word| match word {
        // format('%I', 'Name')
        Word::Name(name) | Word::Constant(name) => drop(found.insert(name.clone())),
        Word::Other(_) => {}
    });
    found
}

/// The names that a text of SQL says, each with the one before its dot: `a.t.k` says `a`, `t` of `a` and `k` of `t`.
#[must_use]
pub fn written_names(text: &str) -> BTreeSet<(Option<String>, String)> {
    let words = words(text);
    let before = |at: usize| match at.checked_sub(2).map(|before| (&words[before], &words[at - 1])) {
        Some((Word::Name(name), Word::Other("."))) => Some(name.clone()),
        _ => None,
    };
    let name = |(at, word): (usize, &Word<'_>)| match word {
        Word::Name(name) => Some((before(at), name.clone())),
        Word::Constant(_) | Word::Other(_) => None,
    };
    words.iter().enumerate().filter_map(name).collect()
}

/// Whether a text of SQL says `*` for all columns of something, and not for a product or in `count(*)`.
#[must_use]
pub fn says_all_columns(text: &str) -> bool {
    const BEFORE: [&str; 4] = ["select", "distinct", "all", "returning"];
    let words = words(text);
    let says = |of: &str| words.iter().any(|word| matches!(word, Word::Name(name) if name == of));
    // TABLE t is short for all columns, and a natural join compares all that have one name
    says("table")
        || says("natural")
        || words.windows(2).any(|pair| {
            let opens = match &pair[0] {
                Word::Name(name) => BEFORE.contains(&name.as_str()),
                Word::Other(sign) => matches!(*sign, "," | "."),
                Word::Constant(_) => false,
            };
            opens && pair[1] == Word::Other("*")
        })
}

/// Whether an expression reads a column of that name. A name that may as well be a type, a field of a date or a function is
/// taken for none.
#[must_use]
pub fn says_column(expression: &str, column: &str) -> bool {
    let words = words(expression);
    let name_at = |at: Option<usize>| match at.and_then(|at| words.get(at)) {
        Some(Word::Name(name)) => name.as_str(),
        Some(Word::Constant(_)) => "''",
        Some(Word::Other(sign)) => sign,
        None => "",
    };
    let is_column = |(at, word): (usize, &Word<'_>)| {
        let (before, after) = (name_at(at.checked_sub(1)), name_at(Some(at + 1)));
        matches!(word, Word::Name(name) if name == column)
            && !["::", ".", "as", "at", "time"].contains(&before)
            && !["(", ".", "''", "from", "time", "zone"].contains(&after)
    };
    words.iter().enumerate().any(is_column)
}

#[cfg(test)]
mod tests {
    use super::{calls, has_constant, means_the_same, names, says_all_columns, says_column, written_names};

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
    fn columns_are_told_from_types_functions_and_fields() {
        for expression in
            ["(n * 2)", "lower(N)", "\"n\" || ''", "coalesce(n, 0)::text", "n::text", "CASE WHEN n THEN 1 END"]
        {
            assert!(says_column(expression, "n"), "{expression}");
        }
        for expression in ["n()", "'n'", "x::n", "CAST(x AS n)", "n '1 day'", "extract(n FROM now())", "\"N\"", "s.n()"]
        {
            assert!(!says_column(expression, "n"), "{expression}");
        }
        assert!(!says_column("now() AT TIME ZONE 'utc'", "time") && !says_column("now() AT TIME ZONE 'utc'", "zone"));
        assert!(!says_column("(now() AT TIME ZONE 'utc')", "at"));
    }

    #[test]
    fn names_are_told_as_the_catalog_has_them() {
        let found = names("lower(K) = 'n' AND \"Odd \"\"x\" > t.n2::\"Kind\"");
        assert_eq!(found.into_iter().collect::<Vec<_>>(), ["Kind", "Odd \"x", "and", "k", "lower", "n2", "t"]);
    }

    #[test]
    fn names_are_told_with_what_stands_before_their_dot() {
        let found = written_names("SELECT t.\"K\" FROM App.t");
        let said = |schema: Option<&str>, name: &str| found.contains(&(schema.map(str::to_owned), name.to_owned()));
        assert!(said(Some("t"), "K") && said(Some("app"), "t") && said(None, "t") && said(None, "app"));
        assert!(!said(None, "K"));
    }

    #[test]
    fn all_columns_are_told_from_a_product() {
        for text in ["SELECT * FROM t", "SELECT a, t.* FROM t", "TABLE t", "select distinct *"] {
            assert!(says_all_columns(text), "{text}");
        }
        assert!(!says_all_columns("SELECT a * b, count(*) FROM t"));
    }
}
