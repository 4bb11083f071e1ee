//! The checksum by which a row knows its file, by Prisma's rules: SHA-256 of the text in hexadecimal digits. What git does to
//! line breaks makes no difference, as long as a file has one kind of them.

use std::borrow::Cow;
use std::fmt::Write;

use sha2::{Digest, Sha256};

/// What Prisma writes beside the name of a file: bytes that are no UTF-8 are replaced first.
#[must_use]
pub fn checksum(content: &[u8]) -> String {
    digits(&String::from_utf8_lossy(content), true)
}

/// Whether a row's checksum is that of a file.
#[must_use]
pub fn matches(stored: &str, content: &[u8]) -> bool {
    let text = String::from_utf8_lossy(content);
    // old versions of Prisma left out the zero of a byte below 16
    let is_padded = stored.len() >= 64;
    let with_lf = text.replace("\r\n", "\n");
    let with_crlf = with_lf.replace('\n', "\r\n");
    let kinds: [Cow<'_, str>; 3] = [text, with_lf.into(), with_crlf.into()];
    kinds.iter().any(|text| digits(text, is_padded) == stored)
}

fn digits(text: &str, is_padded: bool) -> String {
    let mut digits = String::with_capacity(64);
    for byte in Sha256::digest(text.as_bytes()) {
        let _ = if is_padded { write!(digits, "{byte:02x}") } else { write!(digits, "{byte:x}") };
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::{checksum, matches};

    #[test]
    fn a_file_is_known_whatever_git_did_to_its_line_breaks() {
        assert_eq!(checksum(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        let stored = checksum(b"a\nb\n");
        assert!(matches(&stored, b"a\nb\n") && matches(&stored, b"a\r\nb\r\n"));
        assert!(matches(&checksum(b"a\r\nb\r\n"), b"a\nb\n"));
        assert!(!matches(&stored, b"a\nb") && !matches(&stored.to_uppercase(), b"a\nb\n") && !matches("", b"a\nb\n"));
        assert!(!matches(&checksum(b"a\r\nb\n"), b"a\nb\n") || checksum(b"a\r\nb\n") == stored);
    }

    #[test]
    fn bytes_that_are_no_text_are_replaced_as_prisma_does() {
        assert_eq!(checksum(b"-- \xe9\n"), checksum("-- \u{fffd}\n".as_bytes()));
    }

    #[test]
    fn a_checksum_without_its_zeros_is_known() {
        let text = b"SELECT 1;\n";
        let short: String = (0..32)
            .map(|at| format!("{:x}", u8::from_str_radix(&checksum(text)[2 * at..2 * at + 2], 16).unwrap()))
            .collect();
        assert!(short.len() < 64 && matches(&short, text));
    }
}
