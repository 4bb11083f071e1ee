//! Text in quotes and its escapes.

use std::borrow::Cow;

use super::{Context, offset};
use crate::diagnostic::{Code, Diagnostic};
use crate::psl::grammar::Pair;
use crate::text::Span;

/// The text between the quotes, escapes resolved. What cannot be resolved is reported and left out.
pub(super) fn parse_string<'t>(pair: &Pair<'t>, context: &mut Context<'t, '_>) -> Cow<'t, str> {
    let quoted = pair.as_str();
    let inner = quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default();
    let start = offset(pair.as_span().start() + 1);
    if !inner.contains(|c: char| c == '\\' || c < ' ') {
        return Cow::Borrowed(inner);
    }
    let mut reader = Reader { text: inner, at: 0 };
    let mut out = String::with_capacity(inner.len());
    while let Some(c) = reader.next() {
        let from = reader.at - c.len_utf8();
        let problem = match c {
            '\\' => reader.escape(&mut out).err(),
            c if c < ' ' => Some("a control character in a text"),
            c => {
                out.push(c);
                None
            }
        };
        if let Some(problem) = problem {
            let span = Span { file: context.file, start: start + offset(from), end: start + offset(reader.at) };
            context.report(Diagnostic::error(Code::InvalidText, problem).at(span, "").help(
                "write `\\\\` for a backslash, `\\t` for a tab, `\\n` for a line break, `\\\"` for a quote, \
                 `\\u00e9` for a character by its number",
            ));
        }
    }
    Cow::Owned(out)
}

struct Reader<'s> {
    text: &'s str,
    at: usize,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<char> {
        let c = self.text[self.at..].chars().next()?;
        self.at += c.len_utf8();
        Some(c)
    }

    /// Reads what stands after a backslash.
    fn escape(&mut self, out: &mut String) -> Result<(), &'static str> {
        let c = match self.next() {
            Some(c @ ('"' | '\\' | '/')) => c,
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('u') => self.code_point()?,
            _ => return Err("no such escape in a text"),
        };
        out.push(c);
        Ok(())
    }

    fn code_point(&mut self) -> Result<char, &'static str> {
        const LONE: &str = "half of a surrogate pair in a text";
        let unit = self.unit().ok_or("`\\u` needs four hexadecimal digits")?;
        let code = match unit {
            0xD800..=0xDBFF => {
                let rest = &self.text[self.at..];
                if !rest.starts_with("\\u") {
                    return Err(LONE);
                }
                self.at += 2;
                match self.unit() {
                    Some(low @ 0xDC00..=0xDFFF) => 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00),
                    _ => return Err(LONE),
                }
            }
            0 => return Err("PostgreSQL cannot store the character `\\u0000`"),
            unit => unit,
        };
        char::from_u32(code).ok_or(LONE)
    }

    fn unit(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        self.at += 4;
        u32::from_str_radix(digits, 16).ok()
    }
}
