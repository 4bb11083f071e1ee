//! Relations: which fields belong together, and what each pair of them means.

mod attribute;
mod foreign_key;
mod many_to_many;
mod one_to_one;
mod pairing;
mod without_keys;

use super::draft::Draft;
use crate::diagnostic::Diagnostics;
use crate::psl::schema::{Arity, Field, FieldId, FieldKind, ModelId, Relation};
use crate::text::Span;
use attribute::{Written, resolve_relation_attribute};

/// A relation field: one side of a relation.
pub(super) struct Side<'a, 't> {
    model: ModelId,
    field: FieldId,
    target: ModelId,
    written: Written<'a, 't>,
}

impl<'a, 't> Side<'a, 't> {
    fn draft<'d>(&self, drafts: &'d [Draft<'a, 't>]) -> &'d Draft<'a, 't> {
        &drafts[self.model.0]
    }

    fn declared<'d>(&self, drafts: &'d [Draft<'a, 't>]) -> &'d Field {
        self.draft(drafts).model.field(self.field)
    }

    fn is_list(&self, drafts: &[Draft<'a, 't>]) -> bool {
        self.declared(drafts).arity == Arity::List
    }

    fn span(&self, drafts: &[Draft<'a, 't>]) -> Span {
        self.declared(drafts).span
    }

    /// How it is shown: `Post.author`.
    fn shown(&self, drafts: &[Draft<'a, 't>]) -> String {
        format!("{}.{}", self.draft(drafts).model.name, self.declared(drafts).name)
    }
}

/// Resolves all relations between models whose fields are resolved.
pub(super) fn resolve_relations(
    drafts: &[Draft<'_, '_>],
    foreign_keys: bool,
    diagnostics: &mut Diagnostics,
) -> Vec<Relation> {
    let mut sides = Vec::new();
    for (at, draft) in drafts.iter().enumerate() {
        for (id, field) in draft.model.fields.iter().enumerate() {
            if let FieldKind::Relation(target) = field.kind {
                let written = resolve_relation_attribute(draft.sources[id], diagnostics);
                sides.push(Side { model: ModelId(at), field: FieldId(id), target, written });
            }
        }
    }
    many_to_many::check_ignored(&sides, drafts, diagnostics);
    let mut relations: Vec<Relation> = pairing::pair(&sides, drafts, diagnostics)
        .into_iter()
        .filter_map(|(one, other)| match (one.is_list(drafts), other.is_list(drafts)) {
            (true, true) => many_to_many::resolve(one, other, drafts, diagnostics),
            (false, true) => foreign_key::resolve_one_to_many(one, other, drafts, diagnostics),
            (true, false) => foreign_key::resolve_one_to_many(other, one, drafts, diagnostics),
            (false, false) => one_to_one::resolve(one, other, drafts, diagnostics),
        })
        .collect();
    relations.sort_by_key(|relation| match relation {
        Relation::ForeignKey(key) => key.span,
        Relation::ManyToMany(relation) => relation.span,
    });
    if !foreign_keys {
        without_keys::check(&relations, drafts, diagnostics);
    }
    relations
}
