//! URLs and passwords do not belong into a file that is committed, and not into our messages either.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

const SECRET_KEYS: &[&str] = &[
    "url",
    "uri",
    "dsn",
    "directurl",
    "shadowdatabaseurl",
    "databaseurl",
    "connection",
    "connectionstring",
    "password",
    "passwd",
    "pwd",
    "pass",
    "pgpassword",
    "secret",
    "token",
];

/// Whether a key is one that holds a URL or a password, however its words are joined.
pub(super) fn is_secret_key(key: &str) -> bool {
    let joined: String = key.chars().filter(|c| c.is_alphanumeric()).collect();
    let joined = joined.to_lowercase();
    SECRET_KEYS.contains(&joined.as_str()) || joined.ends_with("url") || joined.ends_with("password")
}

/// Whether a text is, or holds, a URL or a password.
pub(super) fn is_secret_text(text: &str) -> bool {
    text.contains("://") || text.to_lowercase().replace(' ', "").contains("password=")
}

/// Every value in the table that is a secret, or stands under a key for one.
pub(super) fn find(table: &DeTable<'_>, found: &mut Vec<Range<usize>>) {
    for (key, value) in table {
        if is_secret_text(key.get_ref()) {
            found.push(key.span());
        }
        if is_secret_key(key.get_ref()) {
            found.push(value.span());
        } else {
            find_in_value(value, found);
        }
    }
}

fn find_in_value(value: &Spanned<DeValue<'_>>, found: &mut Vec<Range<usize>>) {
    match value.get_ref() {
        DeValue::String(text) if is_secret_text(text) => found.push(value.span()),
        DeValue::Array(items) => items.iter().for_each(|item| find_in_value(item, found)),
        DeValue::Table(table) => find(table, found),
        DeValue::String(_) | DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {}
    }
}

/// The text with every byte of these stretches starred out; lines and offsets stay where they are.
pub(super) fn masked(text: &str, stretches: &[Range<usize>]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for stretch in stretches {
        let stretch = floor(text, stretch.start)..floor(text, stretch.end);
        for byte in &mut bytes[stretch] {
            if !matches!(byte, b'\n' | b'\r') {
                *byte = b'*';
            }
        }
    }
    mask_lines(&mut bytes);
    String::from_utf8(bytes).unwrap_or_default()
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// What the tree does not show, because it stands in a comment or in a file that is no TOML.
fn mask_lines(bytes: &mut [u8]) {
    for line in bytes.split_mut(|&byte| byte == b'\n') {
        let text = String::from_utf8_lossy(line).into_owned();
        let key = text.split('=').next().unwrap_or_default();
        let key = key.trim().trim_start_matches('#').rsplit('.').next().unwrap_or_default();
        let from = match text.find("://") {
            Some(at) => Some(at),
            None if is_secret_key(key) => text.find('=').map(|at| at + 1),
            None => None,
        };
        let Some(from) = from else { continue };
        let to = line.len();
        for byte in &mut line[from.min(to)..] {
            if !byte.is_ascii_whitespace() {
                *byte = b'*';
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{is_secret_key, masked};

    #[test]
    fn keys_for_secrets_are_known_in_every_spelling() {
        for key in ["url", "DATABASE_URL", "directUrl", "db-password", "PGPASSWORD"] {
            assert!(is_secret_key(key), "{key}");
        }
        for key in ["env", "schemas", "migrations", "base", "curl_options"] {
            assert!(!is_secret_key(key), "{key}");
        }
    }

    #[test]
    fn masking_keeps_every_line_in_its_place() {
        let text = "a = 1\n# postgres://me:geheim@host\npassword = \"gehéim\"\nb = 2\n";
        let masked = masked(text, &[]);
        assert_eq!(masked.len(), text.len());
        assert!(!masked.contains("geh"));
        assert_eq!(masked.lines().count(), 4);
        assert!(masked.ends_with("b = 2\n"));
    }
}
