//! A model while it is being resolved.

use std::collections::{BTreeMap, BTreeSet};

use super::scope::{Named, Scope, check_name};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::psl::ast::{self, ModelKind, TypeName};
use crate::psl::schema::{Field, FieldId, FieldKind, Model};

/// A model, what was written, and what is sound of it.
pub(super) struct Draft<'a, 't> {
    pub(super) source: &'a ast::Model<'t>,
    pub(super) model: Model,
    /// By [`FieldId`]: what was written.
    pub(super) sources: Vec<&'a ast::Field<'t>>,
    /// By [`FieldId`]: whether its type is known.
    pub(super) is_sound: Vec<bool>,
    by_name: BTreeMap<&'t str, FieldId>,
    /// Words that may be fields on lines that could not be read.
    broken: BTreeSet<&'t str>,
}

impl<'a, 't> Draft<'a, 't> {
    /// Names and types of a model's fields.
    pub(super) fn new(source: &'a ast::Model<'t>, scope: &Scope<'t>, diagnostics: &mut Diagnostics) -> Self {
        let is_ignored = source.attributes.iter().any(|attribute| attribute.name.text == "ignore");
        let model = Model {
            name: source.name.text.to_owned(),
            span: source.name.span,
            database_name: source.name.text.to_owned(),
            schema: None,
            is_view: source.kind == ModelKind::View,
            is_ignored,
            fields: Vec::with_capacity(source.fields.len()),
            primary_key: None,
            indexes: Vec::new(),
            directives: Vec::new(),
        };
        let mut draft = Draft {
            source,
            model,
            sources: Vec::with_capacity(source.fields.len()),
            is_sound: Vec::with_capacity(source.fields.len()),
            by_name: BTreeMap::new(),
            broken: source.broken_lines.iter().copied().collect(),
        };
        for field in &source.fields {
            draft.add_field(field, scope, diagnostics);
        }
        draft
    }

    fn add_field(&mut self, source: &'a ast::Field<'t>, scope: &Scope<'t>, diagnostics: &mut Diagnostics) {
        if let Some(first) = self.by_name.get(source.name.text) {
            diagnostics.push(
                Diagnostic::error(
                    Code::DuplicateField,
                    format!("`{}` has two fields `{}`", self.model.name, source.name.text),
                )
                .at(source.name.span, "")
                .also(self.model.field(*first).span, "the first one")
                .help("rename or remove one of the two"),
            );
            return;
        }
        check_name(source.name, "field", diagnostics);
        let kind = source.field_type.as_ref().and_then(|written| match &written.base {
            TypeName::Named(name) => scope.find(*name, diagnostics).and_then(|named| match named {
                Named::Scalar(scalar) => Some(FieldKind::Scalar(scalar)),
                Named::Model(id) => Some(FieldKind::Relation(id)),
                Named::Enum(id) => Some(FieldKind::Enum(id)),
                Named::Broken => None,
            }),
            TypeName::Unsupported { text, span } => {
                super::native::check_unsupported(text, *span, diagnostics);
                Some(FieldKind::Unsupported(text.clone().into_owned()))
            }
        });
        self.by_name.insert(source.name.text, FieldId(self.sources.len()));
        self.sources.push(source);
        self.is_sound.push(kind.is_some());
        self.model.fields.push(Field {
            name: source.name.text.to_owned(),
            span: source.name.span,
            type_span: source.field_type.as_ref().map_or(source.name.span, |written| written.span),
            database_name: source.name.text.to_owned(),
            kind: kind.unwrap_or(FieldKind::Unsupported(String::new())),
            arity: source.field_type.as_ref().map_or(crate::psl::schema::Arity::Required, |written| written.arity),
            native_type: None,
            default: None,
            is_ignored: source.attributes.iter().any(|attribute| attribute.name.text == "ignore"),
            directives: Vec::new(),
        });
    }

    /// The field of a name.
    pub(super) fn field(&self, name: &str) -> Option<FieldId> {
        self.by_name.get(name).copied()
    }

    /// Whether a name may belong to a line that could not be read.
    pub(super) fn may_be_broken(&self, name: &str) -> bool {
        self.broken.contains(name)
    }

    /// Whether a line could not be read, so that what seems to be missing may be there.
    pub(super) fn is_incomplete(&self) -> bool {
        !self.broken.is_empty()
    }

    /// Whether a key or a unique is written that could not be resolved.
    pub(super) fn has_broken_keys(&self) -> bool {
        let names = |attribute: &&ast::Attribute<'_>| {
            attribute.name.text.eq_ignore_ascii_case("id") || attribute.name.text.eq_ignore_ascii_case("unique")
        };
        let written = self.source.attributes.iter().filter(names).count()
            + self.sources.iter().flat_map(|field| &field.attributes).filter(names).count();
        let uniques = self.model.indexes.iter().filter(|index| index.is_unique).count();
        self.is_incomplete() || written > uniques + usize::from(self.model.primary_key.is_some())
    }

    /// The names of all fields.
    pub(super) fn names(&self) -> impl Iterator<Item = &'t str> {
        self.by_name.keys().copied()
    }

    /// Whether the type of a field is known.
    pub(super) fn sound(&self, id: FieldId) -> bool {
        self.is_sound.get(id.0).copied().unwrap_or(false)
    }

    /// How it is shown: `model`, `view`.
    pub(super) fn noun(&self) -> &'static str {
        if self.model.is_view { "view" } else { "model" }
    }
}
