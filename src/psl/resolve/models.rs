//! The attributes of models and views.

use std::collections::BTreeMap;

use super::arguments::{NOTHING, read};
use super::attributes::{check_has_schema, known, resolve_map, resolve_schema_name};
use super::client_names::ClientNames;
use super::directives::{Place, resolve_directives};
use super::draft::Draft;
use super::fields::{resolve_field, resolve_field_keys};
use super::keys::{resolve_id, resolve_index, resolve_unique, set_primary_key, tells_apart};
use super::predicate::Context;
use super::views::report_attribute;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::psl::ast::{Attribute, Document, ModelKind};
use crate::psl::schema::{Field, FieldId, FieldKind};
use crate::text::Span;

const ATTRIBUTES: &[&str] = &["id", "unique", "index", "fulltext", "map", "schema", "ignore"];
const REPEATABLE: &[&str] = &["unique", "index", "fulltext"];

/// Resolves all but the relations of a model.
pub(super) fn resolve_model(draft: &mut Draft<'_, '_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let source = draft.source;
    if draft.model.is_view && !context.setup.has_feature("views") {
        diagnostics.push(
            Diagnostic::error(Code::MissingPreviewFeature, "views are a preview feature of Prisma")
                .at(draft.model.span, "")
                .help("add `previewFeatures = [\"views\"]` to the generator"),
        );
    }
    draft.model.directives =
        resolve_directives(&source.docs, Place::Model { is_view: draft.model.is_view }, diagnostics);
    resolve_directives(&source.loose_docs, Place::Nothing, diagnostics);
    let attributes = known(&source.attributes, "@@", ATTRIBUTES, REPEATABLE, diagnostics);
    resolve_names(&attributes, draft, context, diagnostics);
    for id in (0..draft.sources.len()).map(FieldId) {
        resolve_field(id, draft, context, diagnostics);
    }
    check_columns(draft, diagnostics);
    for id in (0..draft.sources.len()).map(FieldId) {
        resolve_field_keys(id, draft, context, diagnostics);
    }
    resolve_keys(&attributes, draft, context, diagnostics);
    super::views::check_uniques(draft, diagnostics);
    check_tells_rows_apart(draft, diagnostics);
}

fn resolve_names(
    attributes: &[(&str, &Attribute<'_>)],
    draft: &mut Draft<'_, '_>,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) {
    let listed = context.setup.datasource.as_ref().map_or(&[][..], |datasource| &datasource.schemas);
    let mut names_schema = false;
    for (name, attribute) in attributes {
        match *name {
            "map" => {
                if let Some(name) = resolve_map(attribute, "@@", diagnostics) {
                    draft.model.database_name = name;
                }
            }
            "schema" => {
                names_schema = true;
                draft.model.schema = resolve_schema_name(attribute, listed, context.setup.is_incomplete, diagnostics);
            }
            "ignore" => {
                read(attribute, "@@", &NOTHING, diagnostics);
            }
            _ => {}
        }
    }
    if !names_schema && !draft.is_incomplete() {
        check_has_schema(&draft.model.name, draft.model.span, draft.noun(), listed, diagnostics);
    }
}

fn resolve_keys(
    attributes: &[(&str, &Attribute<'_>)],
    draft: &mut Draft<'_, '_>,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) {
    let mut client = ClientNames { draft, taken: std::collections::BTreeSet::new() };
    let (mut primary, mut uniques, mut indexes) = (None, Vec::new(), Vec::new());
    for (name, attribute) in attributes {
        if client.draft.model.is_view && matches!(*name, "id" | "index") {
            report_attribute(attribute, "@@", diagnostics);
        }
        match *name {
            "id" => primary = resolve_id(attribute, &mut client, diagnostics),
            "unique" => uniques.extend(resolve_unique(attribute, &mut client, context, diagnostics)),
            "index" => indexes.extend(resolve_index(attribute, client.draft, context, diagnostics)),
            "fulltext" => diagnostics.push(
                Diagnostic::error(Code::NotForPostgres, "`@@fulltext` is for other databases")
                    .at(attribute.span, "")
                    .help("use `@@index` with `type: Gin` and an operator class instead"),
            ),
            _ => {}
        }
        if *name != "index" {
            resolve_directives(&attribute.docs, Place::Attribute, diagnostics);
        }
    }
    for attribute in draft.source.attributes.iter().filter(|attribute| attribute.name.text.contains('.')) {
        diagnostics.push(super::attributes::unknown(attribute, "@@", ATTRIBUTES));
    }
    draft.model.indexes.extend(indexes);
    draft.model.indexes.extend(uniques);
    if let Some(key) = primary {
        set_primary_key(key, draft, diagnostics);
    }
}

fn check_columns(draft: &Draft<'_, '_>, diagnostics: &mut Diagnostics) {
    let mut columns: BTreeMap<&str, Span> = BTreeMap::new();
    let of_columns = || {
        let fields = draft.model.fields.iter().enumerate();
        fields.filter(|(_, field)| !matches!(field.kind, FieldKind::Relation(_)))
    };
    // the last one of each name
    let moved = of_columns().filter(|(_, field)| field.database_name != field.name);
    let moved: BTreeMap<&str, (usize, &Field)> = moved.map(|(at, field)| (field.name.as_str(), (at, field))).collect();
    for (at, field) in of_columns() {
        if let Some(first) = columns.insert(&field.database_name, field.span) {
            diagnostics.push(
                Diagnostic::error(
                    Code::DuplicateColumn,
                    format!("two fields with the column `{}`", field.database_name),
                )
                .at(field.span, "")
                .also(first, "the first one")
                .help("give each field a column of its own with `@map`"),
            );
        }
        // Prisma reads from top to bottom, and does not know yet that the other field has another column
        if let Some((_, other)) = moved.get(field.database_name.as_str()).filter(|(below, _)| *below > at) {
            diagnostics.push(
                Diagnostic::error(
                    Code::DuplicateColumn,
                    format!("Prisma takes the column `{0}` for that of the field `{0}` below", field.database_name),
                )
                .at(field.span, "")
                .also(other.span, "which has another column")
                .help("put the field below above this one, or choose another column"),
            );
        }
    }
}

/// Prisma needs something that tells rows apart: a key or a unique over required fields of known types.
fn check_tells_rows_apart(draft: &Draft<'_, '_>, diagnostics: &mut Diagnostics) {
    let model = &draft.model;
    // A key that could not be read is reported where it stands.
    if model.is_view || model.is_ignored || draft.has_broken_keys() {
        return;
    }
    let mut uniques = model.indexes.iter().filter(|index| index.is_unique);
    // A key over an optional field is reported as such.
    if model.primary_key.as_ref().is_some_and(|key| {
        tells_apart(key.fields.iter().copied(), draft)
            || key.fields.iter().any(|id| model.field(*id).arity != crate::psl::schema::Arity::Required)
    }) {
        return;
    }
    if uniques.any(|index| tells_apart(index.fields.iter().map(|field| field.field), draft)) {
        return;
    }
    diagnostics.push(
        Diagnostic::error(Code::MissingId, format!("nothing tells the rows of `{}` apart", model.name))
            .at(model.span, "")
            .help("put `@id` on a field, or `@unique` on a required one; `@@ignore` leaves the model to the database"),
    );
}

/// Reports what the PostgreSQL side of the language has no use for.
pub(super) fn check_composites(document: &Document<'_>, diagnostics: &mut Diagnostics) {
    for model in document.models.iter().filter(|model| model.kind == ModelKind::Composite) {
        diagnostics.push(
            Diagnostic::error(Code::CompositeType, "PostgreSQL has no use for `type` blocks")
                .at(model.name.span, "")
                .help("make it a model, or a field of type Json"),
        );
    }
}
