//! The settings of a `datasource` or a `generator` block.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::psl::ast::{Config, Expression, ExpressionKind, Property};

/// The settings of a block by their keys.
pub(super) type Settings<'a, 't> = BTreeMap<&'t str, &'a Property<'t>>;

/// Reads them; one that is set twice is reported.
pub(super) fn settings<'a, 't>(config: &'a Config<'t>, diagnostics: &mut Diagnostics) -> Settings<'a, 't> {
    let mut settings = Settings::new();
    for property in &config.properties {
        if let Some(first) = settings.get(property.name.text) {
            diagnostics.push(
                Diagnostic::error(Code::DuplicateSetting, format!("`{}` is set twice", property.name.text))
                    .at(property.name.span, "")
                    .also(first.name.span, "the first one")
                    .help("remove one of the two"),
            );
            continue;
        }
        settings.insert(property.name.text, property);
    }
    settings
}

/// The value of a setting.
pub(super) fn value<'a, 't>(settings: &Settings<'a, 't>, key: &str) -> Option<&'a Expression<'t>> {
    settings.get(key).and_then(|property| property.value.as_ref())
}

/// The values of a list, or the one value that stands for a list.
pub(super) fn items<'a, 't>(value: &'a Expression<'t>) -> &'a [Expression<'t>] {
    match &value.kind {
        ExpressionKind::Array(values) => values,
        _ => std::slice::from_ref(value),
    }
}
