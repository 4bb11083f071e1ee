//! `enum` blocks.

use std::collections::BTreeMap;

use super::attributes::{check_has_schema, known, resolve_map, resolve_schema_name, unknown};
use super::directives::{Place, resolve_directives};
use super::scope::check_name;
use super::setup::Setup;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::psl::ast;
use crate::psl::schema::{Enum, EnumValue};
use crate::text::Span;

const ATTRIBUTES: &[&str] = &["map", "schema"];

pub(super) fn resolve_enum(source: &ast::Enum<'_>, setup: &Setup, diagnostics: &mut Diagnostics) -> Enum {
    let mut resolved = Enum {
        name: source.name.text.to_owned(),
        span: source.name.span,
        database_name: source.name.text.to_owned(),
        schema: None,
        values: Vec::with_capacity(source.values.len()),
        directives: resolve_directives(&source.docs, Place::Enum, diagnostics),
    };
    resolve_directives(&source.loose_docs, Place::Nothing, diagnostics);
    let listed = setup.datasource.as_ref().map_or(&[][..], |datasource| &datasource.schemas);
    for (name, attribute) in known(&source.attributes, "@@", ATTRIBUTES, &[], diagnostics) {
        if name == "map" {
            if let Some(name) = resolve_map(attribute, "@@", diagnostics) {
                resolved.database_name = name;
            }
        } else {
            resolved.schema = resolve_schema_name(attribute, listed, setup.is_incomplete, diagnostics);
        }
    }
    for attribute in source.attributes.iter().filter(|attribute| attribute.name.text.contains('.')) {
        diagnostics.push(unknown(attribute, "@@", ATTRIBUTES));
    }
    let names_schema = source.attributes.iter().any(|attribute| attribute.name.text == "schema");
    if !names_schema && !source.is_broken {
        check_has_schema(&resolved.name, resolved.span, "enum", listed, diagnostics);
    }
    resolve_values(source, &mut resolved, diagnostics);
    resolved
}

fn resolve_values(source: &ast::Enum<'_>, resolved: &mut Enum, diagnostics: &mut Diagnostics) {
    if source.values.is_empty() && !source.is_broken {
        diagnostics.push(
            Diagnostic::error(Code::EmptyEnum, format!("enum `{}` has no values", resolved.name))
                .at(resolved.span, "")
                .help("write its values, one on each line, or remove it"),
        );
    }
    let mut names: BTreeMap<&str, Span> = BTreeMap::new();
    let mut labels: BTreeMap<String, Span> = BTreeMap::new();
    for value in &source.values {
        let name = value.name;
        check_name(name, "value", diagnostics);
        let directives = resolve_directives(&value.docs, Place::EnumValue, diagnostics);
        let mut label = name.text.to_owned();
        for (_, attribute) in known(&value.attributes, "@", &["map"], &[], diagnostics) {
            if let Some(mapped) = resolve_map(attribute, "@", diagnostics) {
                label = mapped;
            }
        }
        for attribute in value.attributes.iter().filter(|attribute| attribute.name.text.contains('.')) {
            diagnostics.push(unknown(attribute, "@", &["map"]));
        }
        if let Some(first) = names.insert(name.text, name.span) {
            diagnostics.push(
                Diagnostic::error(Code::DuplicateEnumValue, format!("the value `{}` is there twice", name.text))
                    .at(name.span, "")
                    .also(first, "the first one")
                    .help("remove one of the two"),
            );
            continue;
        }
        if let Some(first) = labels.insert(label.clone(), name.span) {
            diagnostics.push(
                Diagnostic::error(Code::DuplicateLabel, format!("two values are called `{label}` in the database"))
                    .at(name.span, "")
                    .also(first, "the first one")
                    .help("give each value a label of its own with `@map`; PostgreSQL takes each label once"),
            );
        }
        resolved.values.push(EnumValue {
            name: name.text.to_owned(),
            span: name.span,
            database_name: label,
            directives,
        });
    }
}
