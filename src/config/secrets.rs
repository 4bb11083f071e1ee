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
    let mut block: Option<&str> = None;
    for line in bytes.split_mut(|&byte| byte == b'\n') {
        let text = String::from_utf8_lossy(line).into_owned();
        let from = match block {
            Some(mark) => {
                block = block.filter(|_| !text.contains(mark));
                Some(0)
            }
            None => {
                let value = secret_value(&text);
                // a text that goes on over the lines that follow
                let opens = |mark: &&str| value.is_some_and(|at| text[at..].matches(mark).count() == 1);
                block = ["\"\"\"", "'''"].into_iter().find(opens);
                [text.find("://"), value].into_iter().flatten().min()
            }
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

/// Where in a line the value of a key for secrets starts, wherever in the line that key is, and also where the user
/// wrote `key: value`.
fn secret_value(line: &str) -> Option<usize> {
    let is_of_key = |c: char| c.is_alphanumeric() || "_-\"'".contains(c);
    line.match_indices(['=', ':']).map(|(at, _)| at).find_map(|at| {
        let before = line[..at].trim_end();
        let key = &before[before.trim_end_matches(is_of_key).len()..];
        is_secret_key(key).then_some(at + 1)
    })
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

    #[test]
    fn secrets_are_masked_wherever_they_stand_in_a_line() {
        for text in [
            "x = { password = \"geheim\"",
            "password: \"geheim\"",
            "schema = \"x\", db.pass-word = geheim",
            "password = \"\"\"\ngeheim\nmore = geheim\n\"\"\" x",
            "[targets.main] PGPASSWORD = 'geheim'",
        ] {
            assert!(!masked(text, &[]).contains("geh"), "{text}: {}", masked(text, &[]));
        }
    }
}
