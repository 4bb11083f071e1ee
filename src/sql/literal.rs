//! What a constant in quote marks says: <https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-CONSTANTS>.

use super::quote_marks::{between, inside};

/// The text that a constant says: `'...'`, `E'...'`, `N'...'`, `U&'...'` or `$$...$$`. `escape` is what begins an escape
/// in `U&'...'`, a backslash unless `UESCAPE` says otherwise.
/// `None` for bit strings, which are no text, and for escapes that PostgreSQL refuses.
#[must_use]
pub fn string_value(constant: &str, escape: char) -> Option<String> {
    match constant.as_bytes().first()? {
        b'\'' => Some(inside(constant, "'")),
        b'n' | b'N' => Some(inside(&constant[1..], "'")),
        b'e' | b'E' => without_escapes(&constant[2..constant.len() - 1]),
        b'u' | b'U' => unicode_value(&inside(&constant[2..], "'"), escape),
        b'$' => Some(dollar_body(constant).1.to_owned()),
        _ => None,
    }
}

/// A text as a constant in plain quote marks, with `standard_conforming_strings` on.
#[must_use]
pub fn constant(text: &str) -> String {
    between(text, '\'')
}

/// The bytes before the text of a dollar string, and the text.
#[must_use]
pub fn dollar_body(constant: &str) -> (usize, &str) {
    let tag = constant[1..].find('$').map_or(0, |end| end + 2);
    (tag, &constant[tag..constant.len() - tag])
}

/// A text with `\0061` and `\+000061` for letters. Halves of a pair of UTF-16 stand for one letter.
pub(super) fn unicode_value(text: &str, escape: char) -> Option<String> {
    let mut value = String::with_capacity(text.len());
    let mut units = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        if c != escape {
            flush(&mut units, &mut value)?;
            value.push(c);
        } else if let Some(behind) = rest.strip_prefix(escape) {
            flush(&mut units, &mut value)?;
            value.push(escape);
            rest = behind;
        } else {
            let digits = if let Some(behind) = rest.strip_prefix('+') { behind.get(..6) } else { rest.get(..4) }?;
            rest = &rest[digits.len() + usize::from(rest.starts_with('+'))..];
            push_unit(hexadecimal(digits)?, &mut units, &mut value)?;
        }
    }
    flush(&mut units, &mut value)?;
    Some(value)
}

/// Adds a letter by its number; one above 65,535 is whole, the others may be a half.
fn push_unit(number: u32, units: &mut Vec<u16>, value: &mut String) -> Option<()> {
    if let Ok(unit) = u16::try_from(number) {
        units.push(unit);
        return (number > 0).then_some(());
    }
    flush(units, value)?;
    value.push(char::from_u32(number)?);
    Some(())
}

fn flush(units: &mut Vec<u16>, value: &mut String) -> Option<()> {
    value.push_str(&String::from_utf16(units).ok()?);
    units.clear();
    Some(())
}

fn hexadecimal(digits: &str) -> Option<u32> {
    let is_hexadecimal = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hexadecimal.then(|| u32::from_str_radix(digits, 16).ok())?
}

/// <https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-STRINGS-ESCAPE>. Bytes by their octal or
/// hexadecimal number have to make UTF-8.
fn without_escapes(text: &str) -> Option<String> {
    let mut value: Vec<u8> = Vec::with_capacity(text.len());
    let mut units = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        let mut letters = String::new();
        match c {
            '\\' if rest.starts_with(['u', 'U']) => {
                let digits = rest.get(1..if rest.starts_with('u') { 5 } else { 9 })?;
                rest = &rest[1 + digits.len()..];
                push_unit(hexadecimal(digits)?, &mut units, &mut letters)?;
                value.extend(letters.bytes());
                continue;
            }
            '\\' => {
                flush(&mut units, &mut letters)?;
                value.extend(letters.bytes());
                rest = escape(rest, &mut value)?;
                continue;
            }
            '\'' => rest = &rest[usize::from(rest.starts_with('\''))..],
            _ => {}
        }
        flush(&mut units, &mut letters)?;
        letters.push(c);
        value.extend(letters.bytes());
    }
    let mut last = String::new();
    flush(&mut units, &mut last)?;
    value.extend(last.bytes());
    String::from_utf8(value).ok().filter(|value| !value.contains('\0'))
}

/// Takes what stands after a backslash, and gives what is left.
fn escape<'t>(rest: &'t str, value: &mut Vec<u8>) -> Option<&'t str> {
    let c = rest.chars().next()?;
    let behind = &rest[c.len_utf8()..];
    let digits =
        |text: &str, most: usize, is_digit: fn(&u8) -> bool| text.bytes().take(most).take_while(is_digit).count();
    match c {
        'b' => value.push(0x8),
        'f' => value.push(0xc),
        'n' => value.push(b'\n'),
        'r' => value.push(b'\r'),
        't' => value.push(b'\t'),
        '0'..='7' => {
            let length = digits(rest, 3, |byte| matches!(byte, b'0'..=b'7'));
            // what is above 255 is cut to one byte
            value.push((u32::from_str_radix(&rest[..length], 8).ok()? & 0xff) as u8);
            return Some(&rest[length..]);
        }
        'x' if digits(behind, 2, u8::is_ascii_hexdigit) > 0 => {
            let length = digits(behind, 2, u8::is_ascii_hexdigit);
            value.push(u8::from_str_radix(&behind[..length], 16).ok()?);
            return Some(&behind[length..]);
        }
        other => value.extend(other.encode_utf8(&mut [0; 4]).bytes()),
    }
    Some(behind)
}

#[cfg(test)]
mod tests {
    use super::string_value;

    #[test]
    fn every_kind_of_constant_is_read() {
        for (constant, text) in [
            ("'it''s'", "it's"),
            (r"'a\n'", r"a\n"),
            ("N'x'", "x"),
            (r"E'a\n\'b''\\'", "a\n'b'\\"),
            (r"e'\101\x41\u0041\U00000041\q'", "AAAAq"),
            (r"E'\303\244\xc3\xa4\ud83d\ude00'", "ää😀"),
            (r"E'\u0041\n\u0042'", "A\nB"),
            (r"U&'d\0061t\+000061\\\d83d\de00'", "data\\😀"),
            ("$$it's$$", "it's"),
            ("$a$ $$ $a$", " $$ "),
        ] {
            assert_eq!(string_value(constant, '\\').as_deref(), Some(text), "{constant}");
        }
        assert_eq!(string_value("U&'d!0061''!!'", '!').as_deref(), Some("da'!"));
    }

    #[test]
    fn what_is_no_text_is_none() {
        for constant in ["B'101'", "X'1F'", r"E'\xff'", r"E'\ud83d'", r"E'\u00'", r"U&'\0'", r"E'\0'"] {
            assert_eq!(string_value(constant, '\\'), None, "{constant}");
        }
    }
}
