//! Typed access to the TOML tree: every getter says what is wrong with a value and goes on.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::text::{FileId, Span, Spanned as Placed};

/// Reads one file's tables and collects what is wrong with them.
pub(super) struct Reader {
    pub file: FileId,
    pub diagnostics: Diagnostics,
    /// Stretches of the file that must not be printed.
    pub secrets: Vec<Range<usize>>,
}

/// A string with the place of its value.
pub(super) type Text = Placed<String>;

impl Reader {
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Span { file: self.file, start: offset(range.start), end: offset(range.end) }
    }

    pub(super) fn error(&mut self, code: Code, span: Span, message: String, help: impl Into<String>) {
        self.diagnostics.push(Diagnostic::error(code, message).at(span, "").help(help));
    }

    /// Whether the value was already refused because it must not be printed.
    fn is_secret(&self, range: &Range<usize>) -> bool {
        self.secrets.iter().any(|secret| secret.start < range.end && range.start < secret.end)
    }

    /// Says which keys of a table there are not, and which one was probably meant.
    pub(super) fn check_keys(&mut self, table: &DeTable<'_>, known: &[&str], section: &str) {
        for (key, value) in table {
            let name: &str = key.get_ref();
            if known.contains(&name) || self.is_secret(&key.span()) || self.is_secret(&value.span()) {
                continue;
            }
            let help = match closest(name, known) {
                Some(close) => format!("did you mean `{close}`?"),
                None => format!("{section} knows {}", listed(known)),
            };
            let span = self.span(&key.span());
            self.error(Code::ConfigUnknownKey, span, format!("unknown key `{name}` in {section}"), help);
        }
    }

    fn wrong_type(&mut self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str, example: &str) {
        let span = self.span(&value.span());
        let message = format!("`{key}` must be {wanted}, not {}", kind(value.get_ref()));
        self.error(Code::ConfigWrongType, span, message, format!("write it as in `{key} = {example}`"));
    }

    /// A table by its name.
    pub(super) fn table<'t, 'i>(&mut self, table: &'t DeTable<'i>, key: &str) -> Option<&'t DeTable<'i>> {
        let value = table.get(key)?;
        if self.is_secret(&value.span()) && !value.get_ref().is_table() {
            return None;
        }
        let found = value.get_ref().as_table();
        if found.is_none() {
            let span = self.span(&value.span());
            let message = format!("`{key}` must be a table, not {}", kind(value.get_ref()));
            self.error(Code::ConfigWrongType, span, message, format!("write it as a section, `[{key}]`"));
        }
        found
    }

    fn string_of(&mut self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str, example: &str) -> Option<Text> {
        if self.is_secret(&value.span()) {
            return None;
        }
        let DeValue::String(text) = value.get_ref() else {
            self.wrong_type(key, value, wanted, example);
            return None;
        };
        Some(Placed { value: text.to_string(), span: self.span(&value.span()) })
    }

    /// A string.
    pub(super) fn string(&mut self, table: &DeTable<'_>, key: &str, example: &str) -> Option<Text> {
        self.string_of(key, table.get(key)?, "a string", example)
    }

    /// A list of strings.
    pub(super) fn strings(&mut self, table: &DeTable<'_>, key: &str, example: &str) -> Option<Vec<Text>> {
        let value = table.get(key)?;
        let DeValue::Array(items) = value.get_ref() else {
            if !self.is_secret(&value.span()) {
                self.wrong_type(key, value, "a list of strings", example);
            }
            return None;
        };
        Some(items.iter().filter_map(|item| self.string_of(key, item, "a list of strings", example)).collect())
    }

    /// A string, or a list of them.
    pub(super) fn string_or_strings(&mut self, table: &DeTable<'_>, key: &str, example: &str) -> Option<Vec<Text>> {
        let value = table.get(key)?;
        if value.get_ref().is_array() {
            return self.strings(table, key, example);
        }
        Some(self.string_of(key, value, "a string or a list of strings", example).into_iter().collect())
    }

    /// `true` or `false`.
    pub(super) fn boolean(&mut self, table: &DeTable<'_>, key: &str) -> Option<bool> {
        let value = table.get(key)?;
        let found = value.get_ref().as_bool();
        if found.is_none() && !self.is_secret(&value.span()) {
            self.wrong_type(key, value, "true or false", "true");
        }
        found
    }

    /// A whole number within bounds, with its place.
    pub(super) fn integer(&mut self, table: &DeTable<'_>, key: &str, bounds: (u32, u32)) -> Option<Placed<u32>> {
        let value = table.get(key)?;
        if self.is_secret(&value.span()) {
            return None;
        }
        let DeValue::Integer(number) = value.get_ref() else {
            self.wrong_type(key, value, "a whole number", &bounds.0.to_string());
            return None;
        };
        let span = self.span(&value.span());
        match u32::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) if (bounds.0..=bounds.1).contains(&number) => Some(Placed { value: number, span }),
            _ => {
                let message = format!("`{key}` cannot be {number}");
                self.error(
                    Code::ConfigBadValue,
                    span,
                    message,
                    format!("PostgreSQL takes {} to {}", bounds.0, bounds.1),
                );
                None
            }
        }
    }

    /// One of a few words.
    pub(super) fn choice<T: Copy>(&mut self, table: &DeTable<'_>, key: &str, choices: &[(&str, T)]) -> Option<T> {
        let words: Vec<&str> = choices.iter().map(|choice| choice.0).collect();
        let found = self.string(table, key, &format!("\"{}\"", words.first()?))?;
        let choice = choices.iter().find(|choice| choice.0 == found.value).map(|choice| choice.1);
        if choice.is_none() {
            let help = match closest(&found.value, &words) {
                Some(close) => format!("did you mean \"{close}\"? It can be {}", quoted(&words)),
                None => format!("it can be {}", quoted(&words)),
            };
            self.error(Code::ConfigBadValue, found.span, format!("`{key}` cannot be \"{}\"", found.value), help);
        }
        choice
    }
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// The word that was probably meant.
pub(super) fn closest<'w>(word: &str, words: &[&'w str]) -> Option<&'w str> {
    words
        .iter()
        .map(|known| (strsim::jaro_winkler(&word.to_lowercase(), known), *known))
        .filter(|(likeness, _)| *likeness > 0.82)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, known)| known)
}

fn listed(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

pub(super) fn quoted(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn the_word_that_was_meant_is_found() {
        let words = ["schemas", "models", "exclude", "extensions", "ef_construction", "m"];
        assert_eq!(closest("schema", &words), Some("schemas"));
        assert_eq!(closest("extention", &words), Some("extensions"));
        assert_eq!(closest("efConstruction", &words), Some("ef_construction"));
        assert_eq!(closest("owner", &words), None);
    }
}
