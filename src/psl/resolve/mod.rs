//! Binds every name of a syntax tree and checks the rules of the language.
//!
//! Each stage goes on after an error, on what is known to be sound: a field whose type is unknown still
//! counts as a field of its model, but nothing more is said about it.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "an argument is of the form that is asked for, or it is wrong, whatever other form it has"
)]

mod arguments;
mod attributes;
mod client_names;
mod constraints;
mod defaults;
mod directive_arguments;
mod directive_text;
mod directives;
mod draft;
mod enums;
mod extensions;
mod field_list;
mod fields;
mod generators;
mod index_types;
mod keys;
mod literal;
mod models;
mod native;
mod operators;
mod predicate;
mod raw;
mod relations;
mod scope;
mod settings;
mod setup;
mod views;

use crate::diagnostic::Diagnostics;
use crate::psl::ast::{Document, ModelKind};
use crate::psl::schema::Schema;
use draft::Draft;
use predicate::Context;
use scope::Scope;

/// The schema that a syntax tree stands for. It means something only when there are no errors.
#[must_use]
pub fn resolve(document: &Document<'_>) -> (Schema, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let setup = setup::resolve_setup(document, &mut diagnostics);
    let scope = Scope::new(document, &mut diagnostics);
    check_loose_directives(document, &mut diagnostics);
    models::check_composites(document, &mut diagnostics);
    let enums: Vec<_> =
        document.enums.iter().map(|source| enums::resolve_enum(source, &setup, &mut diagnostics)).collect();
    let mut drafts: Vec<Draft<'_, '_>> = document
        .models
        .iter()
        .filter(|model| model.kind != ModelKind::Composite)
        .map(|model| Draft::new(model, &scope, &mut diagnostics))
        .collect();
    let context = Context { setup: &setup, enums: &enums };
    for draft in &mut drafts {
        models::resolve_model(draft, &context, &mut diagnostics);
    }
    let foreign_keys = setup.datasource.as_ref().is_none_or(|datasource| datasource.foreign_keys);
    let relations = relations::resolve_relations(&drafts, foreign_keys, &mut diagnostics);
    constraints::check_enum_types(&enums, &mut diagnostics);
    let has_table = constraints::check_tables(&drafts, &mut diagnostics);
    constraints::check_constraints(&drafts, &has_table, &relations, &mut diagnostics);
    let models = drafts.into_iter().map(|draft| draft.model).collect();
    (Schema { datasource: setup.datasource, models, enums, relations }, diagnostics)
}

/// A directive that belongs to nothing would be lost without a word.
fn check_loose_directives(document: &Document<'_>, diagnostics: &mut Diagnostics) {
    let configs = document.configs.iter().map(|config| &config.docs);
    for docs in configs.chain([&document.loose_docs]) {
        directives::resolve_directives(docs, directives::Place::Nothing, diagnostics);
    }
}
