//! Two lists that refer to one another, through a join table that is not declared.

use super::Side;
use super::foreign_key::refuse_actions;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::psl::resolve::draft::Draft;
use crate::psl::schema::{ManyToManyRelation, Relation};

pub(super) fn resolve<'a, 't>(
    one: &Side<'a, 't>,
    other: &Side<'a, 't>,
    drafts: &[Draft<'a, 't>],
    diagnostics: &mut Diagnostics,
) -> Option<Relation> {
    let (a, b) = in_order(one, other, drafts);
    let mut is_good = true;
    for side in [a, b] {
        is_good &= check_side(side, drafts, diagnostics);
    }
    if !is_good {
        return None;
    }
    Some(Relation::ManyToMany(ManyToManyRelation {
        name: a.written.name.map(str::to_owned),
        model_a: a.model,
        field_a: a.field,
        model_b: b.model,
        field_b: b.field,
        span: a.span(drafts),
    }))
}

/// Column A belongs to the model, or the field, whose name comes first.
fn in_order<'s, 'a, 't>(
    one: &'s Side<'a, 't>,
    other: &'s Side<'a, 't>,
    drafts: &[Draft<'a, 't>],
) -> (&'s Side<'a, 't>, &'s Side<'a, 't>) {
    let key = |side: &Side<'a, 't>| (&side.draft(drafts).model.name, &side.declared(drafts).name);
    if key(one) <= key(other) { (one, other) } else { (other, one) }
}

fn check_side<'a, 't>(side: &Side<'a, 't>, drafts: &[Draft<'a, 't>], diagnostics: &mut Diagnostics) -> bool {
    let draft = side.draft(drafts);
    let model = &draft.model;
    refuse_actions(side, "a many-to-many relation", diagnostics);
    for key in ["fields", "references"] {
        if let Some(span) = side.written.span_of(key) {
            diagnostics.push(
                Diagnostic::error(Code::KeyOnWrongSide, format!("`{key}` on a many-to-many relation"))
                    .at(span, "")
                    .help("remove it: a join table holds the pairs"),
            );
            return false;
        }
    }
    if model.is_view {
        diagnostics.push(
            Diagnostic::error(Code::RelationToView, format!("`{}` is a view and cannot have a join table", model.name))
                .at(side.span(drafts), "")
                .help("write a model for the join table, with a relation to each side"),
        );
        return false;
    }
    let has_id = model.primary_key.as_ref().is_some_and(|key| key.fields.len() == 1);
    if !has_id && !draft.has_broken_keys() {
        diagnostics.push(
            Diagnostic::error(
                Code::ManyToManyWithoutId,
                format!("a many-to-many relation needs one `@id` field on `{}`", model.name),
            )
            .at(side.span(drafts), "")
            .also(model.span, "has none")
            .help("add one, or write a model for the join table, with a relation to each side"),
        );
        return false;
    }
    true
}

/// A relation to a model that Prisma's client does not have cannot be had by the client either.
pub(super) fn check_ignored<'a, 't>(sides: &[Side<'a, 't>], drafts: &[Draft<'a, 't>], diagnostics: &mut Diagnostics) {
    for side in sides {
        let declared = side.declared(drafts);
        if !drafts[side.target.0].model.is_ignored || side.draft(drafts).model.is_ignored || declared.is_ignored {
            continue;
        }
        diagnostics.push(
            Diagnostic::error(Code::RelationToIgnored, format!("`{}` leads to an ignored model", side.shown(drafts)))
                .at(declared.span, "")
                .also(drafts[side.target.0].model.span, "ignored with `@@ignore`")
                .help("put `@ignore` on the field"),
        );
    }
}
