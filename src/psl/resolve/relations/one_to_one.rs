//! 1-1 relations.

use super::Side;
use super::foreign_key::{build, refuse_actions, resolve_key};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::psl::resolve::draft::Draft;
use crate::psl::schema::{Arity, FieldId, Relation};

pub(super) fn resolve<'a, 't>(
    one: &Side<'a, 't>,
    other: &Side<'a, 't>,
    drafts: &[Draft<'a, 't>],
    diagnostics: &mut Diagnostics,
) -> Option<Relation> {
    let (holder, back) = match (one.written.has_key(), other.written.has_key()) {
        (true, false) => (one, other),
        (false, true) => (other, one),
        (true, true) => {
            diagnostics.push(
                Diagnostic::error(Code::KeyOnWrongSide, "both sides of a 1-1 relation hold its key")
                    .at(other.span(drafts), "")
                    .also(one.span(drafts), "the other side")
                    .help("leave `fields` and `references` on one side; the other side is optional"),
            );
            return None;
        }
        (false, false) => {
            if !one.written.is_broken() && !other.written.is_broken() {
                report_no_holder(one, other, drafts, diagnostics);
            }
            return None;
        }
    };
    refuse_actions(back, "the side of a 1-1 relation that does not hold its key", diagnostics);
    let key = resolve_key(holder, drafts, diagnostics);
    check_back_is_optional(holder, back, drafts, diagnostics);
    let key = key?;
    check_unique(holder, &key.fields, drafts, diagnostics).then(|| build(holder, key, drafts))
}

fn report_no_holder<'a, 't>(
    one: &Side<'a, 't>,
    other: &Side<'a, 't>,
    drafts: &[Draft<'a, 't>],
    diagnostics: &mut Diagnostics,
) {
    diagnostics.push(
        Diagnostic::error(Code::MissingRelationKey, "neither side of a 1-1 relation says that it holds the key")
            .at(one.span(drafts), "")
            .also(other.span(drafts), "the other side")
            .help("write `@relation(fields: [...], references: [...])` on one side, or make the other one a list"),
    );
}

fn check_back_is_optional<'a, 't>(
    holder: &Side<'a, 't>,
    back: &Side<'a, 't>,
    drafts: &[Draft<'a, 't>],
    diagnostics: &mut Diagnostics,
) {
    let declared = back.declared(drafts);
    if declared.arity == Arity::Optional {
        return;
    }
    let message = if holder.declared(drafts).arity == Arity::Required {
        "both sides of a 1-1 relation are required"
    } else {
        "the key of a 1-1 relation is on its optional side"
    };
    diagnostics.push(
        Diagnostic::error(Code::OneToOneRequired, message)
            .at(declared.type_span, "")
            .also(holder.span(drafts), "the side that holds the key")
            .help(format!(
                "make `{}` optional: a row must be there before another can refer to it",
                back.shown(drafts)
            )),
    );
}

/// The key must not occur twice: it has to be a key or a unique of its own, in this order.
fn check_unique<'a, 't>(
    holder: &Side<'a, 't>,
    fields: &[FieldId],
    drafts: &[Draft<'a, 't>],
    diagnostics: &mut Diagnostics,
) -> bool {
    let draft = holder.draft(drafts);
    let model = &draft.model;
    let is_unique = model.primary_key.as_ref().is_some_and(|key| key.fields == fields)
        || model
            .indexes
            .iter()
            .filter(|index| index.is_unique)
            .any(|index| index.fields.iter().map(|field| field.field).eq(fields.iter().copied()));
    if is_unique || draft.has_broken_keys() {
        return true;
    }
    let names: Vec<&str> = fields.iter().map(|id| model.field(*id).name.as_str()).collect();
    let help = match names.as_slice() {
        [name] => format!("put `@unique` on `{name}`, or make the other side a list"),
        names => format!("add `@@unique([{}])`, in this order, or make the other side a list", names.join(", ")),
    };
    diagnostics.push(
        Diagnostic::error(
            Code::OneToOneNotUnique,
            format!("the key of the 1-1 relation `{}` may occur twice", holder.shown(drafts)),
        )
        .at(holder.written.span_of("fields").unwrap_or(holder.span(drafts)), "")
        .help(help),
    );
    false
}
