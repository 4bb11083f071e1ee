//! The line in a migration that tells whether it was edited since refract wrote it.
//!
//! `-- Checksum:  sha256 3f2c1ab4…`: the first 16 hexadecimal digits of the SHA-256 of the file without that
//! line, with line breaks as LF, because git may check files out with CRLF.

use std::fmt::Write;

use sha2::{Digest, Sha256};

const LABEL: &str = "-- Checksum:  sha256 ";
const DIGITS: usize = 16;

/// Who a file is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// As refract wrote it.
    Untouched,
    /// Written by refract, and edited since.
    Edited,
    /// Not written by refract.
    Foreign,
}

/// Puts the line at the end of the head of a migration.
#[must_use]
pub fn stamped(sql: &str) -> String {
    let head: usize = head(sql).map(str::len).sum();
    let (head, rest) = sql.split_at(head);
    format!("{head}{LABEL}{}\n{rest}", digits(&normal(sql)))
}

/// Reads the line, and tells whether it still holds.
#[must_use]
pub fn verdict(content: &[u8]) -> Verdict {
    let Ok(text) = std::str::from_utf8(content) else { return Verdict::Foreign };
    let text = normal(text);
    let Some((written, without)) = unstamped(&text) else { return Verdict::Foreign };
    if written == digits(&without) { Verdict::Untouched } else { Verdict::Edited }
}

/// The digits in the line, and the file without it; `None` where it has none.
pub(super) fn unstamped(text: &str) -> Option<(&str, String)> {
    let line = head(text).find(|line| line.starts_with(LABEL))?;
    Some((line[LABEL.len()..].trim_end(), text.replacen(line, "", 1)))
}

/// Whether a file is as refract wrote it, and all but its head is what another has.
#[must_use]
pub fn does_the_same(content: &[u8], other: &str) -> bool {
    let body = |text: &str| text[head(text).map(str::len).sum()..].to_owned();
    let text = normal(&crate::text::from_bytes(content));
    verdict(content) == Verdict::Untouched && body(&text) == body(other)
}

/// What tells one set of texts from every other: 16 hexadecimal digits.
#[must_use]
pub fn fingerprint(texts: &[[String; 3]]) -> String {
    let lengths = texts.iter().flatten().map(|text| normal(text)).map(|text| format!("{} {text}\n", text.len()));
    digits(&lengths.collect::<String>())
}

/// The comment lines that a file begins with, with their line breaks.
fn head(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive('\n').take_while(|line| line.starts_with("--") && line.ends_with('\n'))
}

fn normal(text: &str) -> String {
    text.replace("\r\n", "\n")
}

fn digits(text: &str) -> String {
    let mut digits = String::new();
    for byte in &Sha256::digest(text.as_bytes())[..DIGITS / 2] {
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::{Verdict, stamped, verdict};

    const SQL: &str = "-- Migration: a\n-- Again:     harmless\n\nSELECT 1;\n-- ä\n";

    #[test]
    fn an_edit_is_noticed() {
        let written = stamped(SQL);
        assert_eq!(
            written,
            "-- Migration: a\n-- Again:     harmless\n-- Checksum:  sha256 e3f426b9a56c244f\n\nSELECT 1;\n-- ä\n"
        );
        assert_eq!(verdict(written.as_bytes()), Verdict::Untouched);
        assert_eq!(verdict(written.replace('\n', "\r\n").as_bytes()), Verdict::Untouched);
        assert_eq!(verdict(written.replace("SELECT 1", "SELECT 2").as_bytes()), Verdict::Edited);
        assert_eq!(verdict(written.replace("e3f4", "e3f5").as_bytes()), Verdict::Edited);
        assert_eq!(verdict(format!("{written}\n").as_bytes()), Verdict::Edited);
        assert_eq!(verdict(format!("-- note\n{written}").as_bytes()), Verdict::Edited);
    }

    #[test]
    fn a_file_of_somebody_else_is_told() {
        assert_eq!(verdict(SQL.as_bytes()), Verdict::Foreign);
        assert_eq!(verdict(b""), Verdict::Foreign);
        assert_eq!(verdict(b"\xff"), Verdict::Foreign);
        assert_eq!(verdict(b"SELECT 1;\n-- Checksum:  sha256 0000000000000000\n"), Verdict::Foreign);
    }
}
