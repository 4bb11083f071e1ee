//! `extensions = [...]` of the datasource.

use std::collections::BTreeMap;

use super::arguments::{Owner, Signature, describe, read_list};
use super::settings::items;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::psl::ast::{Expression, ExpressionKind};
use crate::psl::schema::Extension;

const ARGUMENTS: Signature =
    Signature { unnamed: None, is_required: false, named: &["map", "schema", "version"], refused: &[] };

/// The listed extensions, in the order of their names in the schema language.
pub(super) fn resolve_extensions(list: &Expression<'_>, diagnostics: &mut Diagnostics) -> Vec<Extension> {
    let mut extensions: BTreeMap<&str, Extension> = BTreeMap::new();
    for item in items(list) {
        let Some((name, extension)) = resolve_extension(item, diagnostics) else { continue };
        if name.contains('-') {
            let safe = name.replace('-', "_");
            diagnostics.push(
                Diagnostic::error(
                    Code::InvalidExtension,
                    format!("the name of the extension `{name}` contains a hyphen"),
                )
                .at(item.span, "")
                .help(format!("write `{safe}(map: \"{name}\")`")),
            );
        } else if let Some(first) = extensions.get(name) {
            diagnostics.push(
                Diagnostic::error(Code::InvalidExtension, format!("the extension `{name}` is listed twice"))
                    .at(item.span, "")
                    .also(first.span, "the first one")
                    .help("remove one of the two"),
            );
        } else {
            extensions.insert(name, extension);
        }
    }
    extensions.into_values().collect()
}

fn resolve_extension<'t>(item: &Expression<'t>, diagnostics: &mut Diagnostics) -> Option<(&'t str, Extension)> {
    let plain = |name: &str| Extension { name: name.to_owned(), schema: None, version: None, span: item.span };
    match &item.kind {
        ExpressionKind::Constant(name) => Some((name, plain(name))),
        ExpressionKind::Call(name, arguments) => {
            let given = read_list(Owner { sigil: "", name: name.text }, item.span, arguments, &ARGUMENTS, diagnostics);
            let mut extension = plain(name.text);
            for key in ARGUMENTS.named {
                let Some(value) = given.text(key, diagnostics).map(str::to_owned) else { continue };
                match *key {
                    "map" => extension.name = value,
                    "schema" => extension.schema = Some(value),
                    _ => extension.version = Some(value),
                }
            }
            if extension.name.is_empty() {
                diagnostics.push(
                    Diagnostic::error(Code::EmptyDatabaseName, "an extension without a name")
                        .at(item.span, "")
                        .help("write the extension's name in the database after `map:`"),
                );
            }
            Some((name.text, extension))
        }
        ExpressionKind::String(name) => {
            report(item, format!("write `{name}` without quotes"), diagnostics);
            None
        }
        _ => {
            report(item, "write names, such as `[pg_trgm, vector]`".to_owned(), diagnostics);
            None
        }
    }
}

fn report(item: &Expression<'_>, help: String, diagnostics: &mut Diagnostics) {
    let message = format!("an extension is named by a word, not by {}", describe(item));
    diagnostics.push(Diagnostic::error(Code::InvalidExtension, message).at(item.span, "").help(help));
}
