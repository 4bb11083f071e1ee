//! JSON in which nothing is left that a terminal or a CI runner obeys.

use serde::Serialize;

use crate::control_text::{self, without_brackets};
use crate::diagnostic::{Code, Diagnostic};

/// A document for programs: indented, with a line break at its end. What a terminal would obey is written as an
/// escape, which means the same.
///
/// # Errors
/// When a value cannot be said in JSON.
pub fn document(document: &impl Serialize) -> Result<String, Diagnostic> {
    let text = serde_json::to_string_pretty(document).map_err(|error| {
        Diagnostic::error(Code::NotWritable, format!("this cannot be written as JSON: {error}"))
            .help("choose another --format")
    })?;
    let text = without_brackets(&text, "\\u005b");
    let escaped = |c: char| {
        if control_text::is_control_character(c) { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() }
    };
    Ok(if text.contains(control_text::is_control_character) { text.chars().map(escaped).collect() } else { text }
        + "\n")
}
