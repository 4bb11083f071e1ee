//! `raw("...")`: SQL that is taken as it is.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::psl::ast::{Expression, ExpressionKind};

/// Whether a value is a call of `raw`; its text if it is a good one.
#[allow(clippy::option_option)] // no call at all, and a call that has been reported
pub(super) fn raw<'a>(value: &'a Expression<'_>, diagnostics: &mut Diagnostics) -> Option<Option<&'a str>> {
    let ExpressionKind::Call(name, arguments) = &value.kind else { return None };
    if name.text != "raw" {
        return None;
    }
    let text = match arguments.as_slice() {
        [only] => match only.value.as_ref().map(|value| &value.kind) {
            Some(ExpressionKind::String(text)) => Some(text.as_ref()),
            _ => None,
        },
        _ => None,
    };
    if text.is_none_or(|text| text.trim().is_empty()) {
        diagnostics.push(
            Diagnostic::error(Code::FunctionArguments, "`raw` takes one text that is not empty")
                .at(value.span, "")
                .help("write the SQL in double quotes: `raw(\"...\")`"),
        );
        return Some(None);
    }
    Some(text)
}
