//! What a constant says, in the one form that all ways to write it have in common: two constants of a type are the same
//! value exactly when their forms are the same text. <https://www.postgresql.org/docs/current/datatype.html>

use std::fmt::Write as _;

use jiff::Timestamp;

use super::interval;
use crate::physical::ElementType;

/// A constant of a type in that form, which is a way to write it too; a text that is none of the type is left as it is.
#[must_use]
pub(super) fn canonical(text: &str, element: &ElementType) -> String {
    let read = match element {
        ElementType::SmallInt | ElementType::Integer | ElementType::BigInt | ElementType::Oid => whole(text),
        ElementType::Decimal(_) | ElementType::Real | ElementType::DoublePrecision => decimal(text),
        ElementType::Boolean => boolean(text),
        // blanks at the end of a `char` do not count
        ElementType::Char(_) => Some(text.trim_end_matches(' ').to_owned()),
        ElementType::Uuid => uuid(text),
        ElementType::Json | ElementType::Jsonb => json(text),
        ElementType::Bytea => bytes(text),
        ElementType::Timestamp(_) | ElementType::Timestamptz(_) => moment(text, "%F %T%.f"),
        ElementType::Time(_) | ElementType::Timetz(_) => moment(text, "%T%.f"),
        ElementType::Date => moment(text, "%F"),
        ElementType::Inet => Some(text.trim().strip_suffix("/32").unwrap_or(text.trim()).to_ascii_lowercase()),
        ElementType::Vector(..) => Some(text.split_whitespace().collect()),
        ElementType::Other(name) if name.as_str().eq_ignore_ascii_case("interval") => interval::canonical(text),
        ElementType::Other(name) if name.as_str().eq_ignore_ascii_case("regclass") => {
            Some(text.strip_prefix("public.").unwrap_or(text).to_owned())
        }
        ElementType::Text
        | ElementType::Citext
        | ElementType::VarChar(_)
        | ElementType::Bit(_)
        | ElementType::VarBit(_)
        | ElementType::Money
        | ElementType::Xml
        | ElementType::Enum(_)
        | ElementType::Domain(_)
        | ElementType::Other(_) => None,
    };
    read.unwrap_or_else(|| text.to_owned())
}

/// `0x1F`, `1_000`, ` 7 `.
fn whole(text: &str) -> Option<String> {
    let text = text.trim().to_ascii_lowercase().replace('_', "");
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(&text)),
    };
    let (radix, digits) = match digits.get(..2) {
        Some("0x") => (16, &digits[2..]),
        Some("0o") => (8, &digits[2..]),
        Some("0b") => (2, &digits[2..]),
        Some(_) | None => (10, digits),
    };
    // a sign that follows a sign is none
    let is_plain = digits.starts_with(|c: char| c.is_ascii_alphanumeric());
    let value = i128::from_str_radix(digits, radix).ok().filter(|_| is_plain)?;
    Some((sign * value).to_string())
}

/// How far the point may be moved by an exponent.
const FURTHEST: i64 = 2000;

/// `1.50`, `.5`, `1e3`: without zeros that say nothing.
pub(super) fn decimal(text: &str) -> Option<String> {
    if let Some(whole) = whole(text) {
        return Some(whole);
    }
    let text = text.trim().to_ascii_lowercase().replace('_', "");
    let (sign, unsigned) = match text.strip_prefix('-') {
        Some(unsigned) => ("-", unsigned),
        None => ("", text.strip_prefix('+').unwrap_or(&text)),
    };
    if ["infinity", "inf"].contains(&unsigned) {
        return Some(format!("{sign}infinity"));
    }
    let (digits, exponent) = unsigned.split_once('e').unwrap_or((unsigned, "0"));
    let (before, behind) = digits.split_once('.').unwrap_or((digits, ""));
    let all = format!("{before}{behind}");
    if all.is_empty() || !all.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let point = i64::try_from(before.len()).ok()? + exponent.parse::<i64>().ok().filter(|by| by.abs() < FURTHEST)?;
    let (mut whole, mut fraction) = (String::new(), String::new());
    for place in point.min(0)..point.max(i64::try_from(all.len()).ok()?) {
        let digit =
            usize::try_from(place).ok().and_then(|place| all.as_bytes().get(place)).map_or('0', |&byte| byte as char);
        if place < point { whole.push(digit) } else { fraction.push(digit) }
    }
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    Some(match (whole, fraction) {
        ("", "") => "0".to_owned(),
        (whole, "") => format!("{sign}{whole}"),
        (whole, fraction) => format!("{sign}{}.{fraction}", if whole.is_empty() { "0" } else { whole }),
    })
}

/// `yes`, `t`, `ON`: <https://www.postgresql.org/docs/current/datatype-boolean.html>.
fn boolean(text: &str) -> Option<String> {
    let text = text.trim().to_ascii_lowercase();
    let begins = |word: &str, least: usize| text.len() >= least && word.starts_with(&text);
    if begins("true", 1) || begins("yes", 1) || begins("on", 2) || text == "1" {
        return Some("true".to_owned());
    }
    (begins("false", 1) || begins("no", 1) || begins("off", 2) || text == "0").then(|| "false".to_owned())
}

/// In small letters, without hyphens and parentheses.
fn uuid(text: &str) -> Option<String> {
    let digits = text.trim().trim_start_matches('{').trim_end_matches('}').replace('-', "").to_ascii_lowercase();
    (digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(digits)
}

/// By value: blanks and the order of keys say nothing. Numbers that a machine does not hold exactly stay texts.
fn json(text: &str) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(text).ok()?;
    let is_long = |digits: &str| digits.len() > 15;
    let has_long_numbers = text.split(|c: char| !c.is_ascii_digit()).any(is_long);
    (!has_long_numbers).then(|| value.to_string())
}

/// Both forms of <https://www.postgresql.org/docs/current/datatype-binary.html>, as hexadecimal digits.
fn bytes(text: &str) -> Option<String> {
    if let Some(digits) = text.strip_prefix("\\x") {
        let digits: String = digits.split_whitespace().collect();
        return digits
            .bytes()
            .all(|byte| byte.is_ascii_hexdigit())
            .then(|| format!("\\x{}", digits.to_ascii_lowercase()));
    }
    let mut digits = "\\x".to_owned();
    let mut rest = text.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        let (byte, behind) = match (first, behind) {
            (b'\\', [b'\\', behind @ ..]) => (b'\\', behind),
            (b'\\', [a @ b'0'..=b'3', b @ b'0'..=b'7', c @ b'0'..=b'7', behind @ ..]) => {
                ((a - b'0') * 64 + (b - b'0') * 8 + (c - b'0'), behind)
            }
            (b'\\', _) => return None,
            (byte, behind) => (byte, behind),
        };
        let _ = write!(digits, "{byte:02x}");
        rest = behind;
    }
    Some(digits)
}

/// The part of a moment that a type keeps, however it was written; without an offset it is UTC.
fn moment(text: &str, format: &str) -> Option<String> {
    let mut text = text.trim().replace(" +", "+").replace(" -", "-");
    if text.len() >= 8 && text.as_bytes()[..8].iter().all(u8::is_ascii_digit) {
        text = format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]);
    }
    let has_date = text.as_bytes().get("2020".len()) == Some(&b'-');
    let moment = match has_date {
        true if text.len() == "2020-01-01".len() => format!("{text} 00:00:00"),
        true => text,
        false => format!("2020-01-01 {text}"),
    };
    let instant: Timestamp = moment.parse().or_else(|_| format!("{moment}Z").parse()).ok()?;
    Some(instant.strftime(format).to_string())
}

#[cfg(test)]
mod tests {
    use super::canonical;
    use crate::physical::{ElementType, SqlText};

    fn interval() -> ElementType {
        ElementType::Other(SqlText::new("interval").unwrap())
    }

    #[test]
    fn what_is_the_same_value_has_one_form() {
        let same: &[(ElementType, &[&str])] = &[
            (ElementType::Integer, &["31", "0x1F", "0b11111", "0o37", "3_1", " +31 "]),
            (ElementType::Decimal(None), &["1.5", "1.50", "01.5", "15e-1", "0.15E1", "+1.5"]),
            (ElementType::Decimal(None), &["1000", "1e3", "1_000.0"]),
            (ElementType::DoublePrecision, &["-0.5", "-.5", "-5e-1"]),
            (ElementType::Boolean, &["true", "T", "yes", "y", "on", "1", " tru "]),
            (ElementType::Boolean, &["false", "f", "NO", "off", "of", "0"]),
            (ElementType::Jsonb, &["{\"a\": 1, \"b\": [1, 2]}", "{\"b\":[1,2],\"a\":1}"]),
            (ElementType::Uuid, &["a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "{A0EEBC999C0B4EF8BB6D6BB9BD380A11}"]),
            (ElementType::Bytea, &["\\x6162", "\\x61 62", "ab", "\\141b"]),
            (
                ElementType::Timestamptz(None),
                &["2020-01-01 10:00:00+00", "2020-01-01 12:00:00 +02", "2020-01-01T10:00:00Z"],
            ),
            (ElementType::Date, &["2020-01-01", " 2020-01-01", "20200101"]),
            (interval(), &["1 day", "1 d", "P1D", "1 days 00:00:00"]),
            (interval(), &["90 minutes", "01:30:00", "1.5 hours", "PT1H30M", "1 hour 30 mins"]),
            (interval(), &["1 year 2 mons", "14 months", "P1Y2M"]),
        ];
        for (element, texts) in same {
            for text in *texts {
                assert_eq!(canonical(text, element), canonical(texts[0], element), "{text}");
                assert_eq!(canonical(&canonical(text, element), element), canonical(text, element), "{text}");
            }
        }
    }

    #[test]
    fn what_is_another_value_has_another_form() {
        let different: &[(ElementType, &[&str])] = &[
            (ElementType::Integer, &["1", "10", "-1", "0x11", "--1"]),
            (ElementType::Decimal(None), &["1", "10", "0.1", "1e2", "-1", "1e-2", "nan", "infinity", "1e99999"]),
            (ElementType::Boolean, &["true", "false", "o"]),
            (ElementType::Text, &["1", "1.0", "a", "a ", "A"]),
            (ElementType::Jsonb, &["1", "\"1\"", "[1]", "{}", "12345678901234567", "12345678901234568"]),
            (ElementType::Bytea, &["\\x61", "\\x6100", "\\x"]),
            (ElementType::Date, &["2020-01-01", "2020-01-02", "today"]),
            (interval(), &["1 day", "24 hours", "1 mon", "30 days", "-1 day", "1 day ago 1"]),
        ];
        for (element, texts) in different {
            for (at, text) in texts.iter().enumerate() {
                for other in &texts[..at] {
                    assert_ne!(canonical(text, element), canonical(other, element), "{text} {other}");
                }
            }
        }
    }
}
