//! What is the same for all attributes: which there are, how often they may stand, and names in the database.

use std::collections::BTreeMap;

use super::arguments::{Signature, read};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::psl::ast::Attribute;
use crate::psl::nearest::nearest;
use crate::text::{Span, Spanned};

const MAP: Signature = Signature { unnamed: Some("name"), is_required: true, named: &[], refused: &[] };
const SCHEMA: Signature = Signature { unnamed: Some("map"), is_required: true, named: &[], refused: &[] };

/// Reports attributes that do not exist and those that stand twice; gives the others, each once unless it may repeat.
pub(super) fn known<'a, 't>(
    attributes: &'a [Attribute<'t>],
    sigil: &'static str,
    names: &[&'static str],
    repeatable: &[&str],
    diagnostics: &mut Diagnostics,
) -> Vec<(&'static str, &'a Attribute<'t>)> {
    let mut known: Vec<(&'static str, &'a Attribute<'t>)> = Vec::with_capacity(attributes.len());
    let mut firsts: BTreeMap<&str, &Attribute<'t>> = BTreeMap::new();
    for attribute in attributes {
        let written = attribute.name.text;
        let Some(name) = names.iter().copied().find(|name| *name == written) else {
            if !written.contains('.') {
                diagnostics.push(unknown(attribute, sigil, names));
            }
            continue;
        };
        if repeatable.contains(&name) {
            known.push((name, attribute));
        } else if let Some(first) = firsts.get(name) {
            diagnostics.push(
                Diagnostic::error(Code::RepeatedAttribute, format!("`{sigil}{name}` is given twice"))
                    .at(attribute.span, "")
                    .also(first.span, "the first one")
                    .help("remove one of the two"),
            );
        } else {
            firsts.insert(name, attribute);
            known.push((name, attribute));
        }
    }
    known
}

/// What to say about an attribute that does not exist at its place.
pub(super) fn unknown(attribute: &Attribute<'_>, sigil: &str, names: &[&str]) -> Diagnostic {
    let written = attribute.name.text;
    let help = match nearest(written, names.iter().copied()) {
        Some(near) => format!("did you mean `{sigil}{near}`?"),
        None => {
            let list: Vec<String> =
                names.iter().filter(|name| **name != "fulltext").map(|name| format!("`{sigil}{name}`")).collect();
            format!("possible here: {}", list.join(", "))
        }
    };
    Diagnostic::error(Code::UnknownAttribute, format!("there is no attribute `{sigil}{written}` here"))
        .at(attribute.span, "")
        .help(help)
}

/// The name in the database that `@map` or `@@map` gives.
pub(super) fn resolve_map(
    attribute: &Attribute<'_>,
    sigil: &'static str,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let given = read(attribute, sigil, &MAP, diagnostics);
    let name = given.text("name", diagnostics)?;
    if name.is_empty() {
        diagnostics.push(
            Diagnostic::error(Code::EmptyDatabaseName, format!("`{sigil}map` with an empty name"))
                .at(attribute.span, "")
                .help("write the name in the database, or remove the attribute"),
        );
        return None;
    }
    Some(name.to_owned())
}

/// The PostgreSQL schema that `@@schema` names.
pub(super) fn resolve_schema_name(
    attribute: &Attribute<'_>,
    listed: &[Spanned<String>],
    is_incomplete: bool,
    diagnostics: &mut Diagnostics,
) -> Option<Spanned<String>> {
    let given = read(attribute, "@@", &SCHEMA, diagnostics);
    let name = given.text("map", diagnostics)?;
    let span = given.get("map").map_or(attribute.span, |value| value.span);
    if !is_incomplete && !listed.iter().any(|schema| schema.value == name) {
        let help = match nearest(name, listed.iter().map(|schema| schema.value.as_str())) {
            Some(near) => format!("did you mean `{near}`?"),
            None if listed.is_empty() => format!("add `schemas = [\"{name}\"]` to the datasource"),
            None => format!("add `\"{name}\"` to `schemas` of the datasource"),
        };
        diagnostics.push(
            Diagnostic::error(Code::UnknownSchema, format!("the datasource does not list the schema `{name}`"))
                .at(span, "")
                .help(help),
        );
    }
    Some(Spanned { value: name.to_owned(), span })
}

/// Reports that `@@schema` is missing where the datasource lists schemas.
pub(super) fn check_has_schema(
    name: &str,
    span: Span,
    noun: &str,
    listed: &[Spanned<String>],
    diagnostics: &mut Diagnostics,
) {
    let Some(first) = listed.first() else { return };
    diagnostics.push(
        Diagnostic::error(Code::MissingSchema, format!("{noun} `{name}` does not say which schema it is in"))
            .at(span, "")
            .help(format!("add `@@schema(\"{}\")`, or another of the schemas that the datasource lists", first.value)),
    );
}
