//! Functions of PostgreSQL's own that could not take a column any more, once it is of another type: an
//! object that calls one with that column cannot be created again by its own statements.
//!
//! <https://www.postgresql.org/docs/current/functions.html>; a function takes what PostgreSQL casts by itself, and it never
//! makes a `bigint` an `integer` so (<https://www.postgresql.org/docs/current/typeconv-func.html>).

use crate::physical::{ColumnType, ElementType};
use crate::sql::{Argument, arguments_of_calls};

/// Functions, and which of their arguments are whole numbers that are no `bigint`; the first is 1.
pub const OF_INTEGERS: &[(&str, &[usize])] = &[
    ("array_length", &[2]),
    ("array_lower", &[2]),
    ("array_upper", &[2]),
    ("chr", &[1]),
    ("get_byte", &[2]),
    ("int4range", &[1, 2]),
    ("left", &[2]),
    ("lpad", &[2]),
    ("make_date", &[1, 2, 3]),
    ("make_interval", &[1, 2, 3, 4, 5, 6]),
    ("make_time", &[1, 2]),
    ("make_timestamp", &[1, 2, 3, 4, 5]),
    ("make_timestamptz", &[1, 2, 3, 4, 5]),
    ("overlay", &[3, 4]),
    ("pg_advisory_lock", &[2]),
    ("pg_advisory_xact_lock", &[2]),
    ("repeat", &[2]),
    ("right", &[2]),
    ("round", &[2]),
    ("rpad", &[2]),
    ("set_byte", &[2, 3]),
    ("set_masklen", &[2]),
    ("split_part", &[3]),
    ("substr", &[2, 3]),
    ("trim_array", &[2]),
    ("trunc", &[2]),
];

/// Functions whose first argument is a text, and neither a number nor a date nor a UUID.
pub const OF_TEXTS: &[&str] = &[
    "ascii",
    "btrim",
    "char_length",
    "character_length",
    "initcap",
    "left",
    "length",
    "lower",
    "lpad",
    "ltrim",
    "md5",
    "octet_length",
    "regexp_count",
    "regexp_match",
    "regexp_replace",
    "repeat",
    "replace",
    "reverse",
    "right",
    "rpad",
    "rtrim",
    "split_part",
    "starts_with",
    "string_to_array",
    "strpos",
    "substr",
    "substring",
    "translate",
    "upper",
];

/// Whether words call a function with a column that it takes as it is, and not as it will be. Only what is sure is told: an
/// argument of which more is said than the column and numbers may be of any type.
#[must_use]
pub fn cannot_take(words: &str, column: &str, before: &ColumnType, after: &ColumnType) -> bool {
    let is_lost = |Argument { function, place, says_only }: Argument| {
        says_only.is_some_and(|said| said == column)
            && (takes_integer(&function, place) && is_integer(before) && !may_be_integer(after)
                || place == 1 && OF_TEXTS.contains(&function.as_str()) && is_text(before) && is_no_text(after))
    };
    arguments_of_calls(words).into_iter().any(is_lost)
}

fn takes_integer(function: &str, place: usize) -> bool {
    OF_INTEGERS.iter().any(|(name, places)| *name == function && places.contains(&place))
}

fn is_integer(of: &ColumnType) -> bool {
    !of.is_list && matches!(of.element, ElementType::SmallInt | ElementType::Integer)
}

/// It may be under a domain, or a type of the user's own.
fn may_be_integer(of: &ColumnType) -> bool {
    is_integer(of) || !of.is_list && matches!(of.element, ElementType::Domain(_) | ElementType::Other(_))
}

fn is_text(of: &ColumnType) -> bool {
    !of.is_list && of.element.is_text()
}

fn is_no_text(of: &ColumnType) -> bool {
    of.is_list
        || of.element.is_number()
        || matches!(
            of.element,
            ElementType::Boolean
                | ElementType::Uuid
                | ElementType::Date
                | ElementType::Timestamp(_)
                | ElementType::Timestamptz(_)
                | ElementType::Time(_)
                | ElementType::Timetz(_)
        )
}

#[cfg(test)]
mod tests {
    use super::cannot_take;
    use crate::physical::{ColumnType, ElementType};

    #[test]
    fn only_what_is_sure_is_told() {
        let lost = |words: &str, before: ElementType, after: ElementType| {
            cannot_take(words, "n", &ColumnType::one(before), &ColumnType::one(after))
        };
        let widened = |words: &str| lost(words, ElementType::Integer, ElementType::BigInt);
        for words in [
            "EXCLUDE USING gist (int4range(\"n\", \"n\" + 1) WITH &&)",
            "CHECK (length(repeat('x', t.n)) > 0)",
            "SELECT coalesce(chr((N % 26)), '')",
        ] {
            assert!(widened(words), "{words}");
        }
        for words in [
            "CHECK (abs(n) > 0)",
            "int8range(n, n + 1)",
            "chr(n::integer)",
            "chr(CAST(n AS integer))",
            "repeat(n, m)",
            "'chr(n)'",
            "chr(m)",
            "chr(abs(n))",
            "chr(1)",
            "app.chr(n)",
        ] {
            assert!(!widened(words), "{words}");
        }
        assert!(!lost("chr(n)", ElementType::BigInt, ElementType::Integer));
        assert!(!lost("chr(n)", ElementType::Integer, ElementType::SmallInt));
        assert!(lost("CHECK (length(n) > 1)", ElementType::Text, ElementType::Integer));
        assert!(!lost("CHECK (length(n) > 1)", ElementType::Text, ElementType::VarChar(Some(3))));
    }
}
