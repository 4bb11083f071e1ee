//! The side that holds the key: `fields` and `references`.

use super::Side;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::psl::resolve::draft::Draft;
use crate::psl::resolve::field_list::{Listed, resolve_fields};
use crate::psl::schema::{Arity, FieldId, ForeignKeyRelation, Relation};

/// `fields` and `references` of a side, when both are written and can be read.
pub(super) struct Key {
    pub(super) fields: Vec<FieldId>,
    pub(super) references: Vec<FieldId>,
}

/// One row refers to another; many may refer to the same.
pub(super) fn resolve_one_to_many<'a, 't>(
    one: &Side<'a, 't>,
    list: &Side<'a, 't>,
    drafts: &[Draft<'a, 't>],
    diagnostics: &mut Diagnostics,
) -> Option<Relation> {
    for key in ["fields", "references"] {
        // Prisma ignores an empty list there
        if let Some(span) = list.written.span_of(key).filter(|_| !list.written.is_empty(key)) {
            diagnostics.push(
                Diagnostic::error(Code::KeyOnWrongSide, format!("`{key}` on the list side of a relation"))
                    .at(span, "")
                    .also(one.span(drafts), "the side that holds the key")
                    .help(format!("move it to `{}`", one.shown(drafts))),
            );
            return None;
        }
    }
    refuse_actions(list, "the list side of a relation", diagnostics);
    let key = resolve_key(one, drafts, diagnostics)?;
    Some(build(one, key, drafts))
}

/// Reports referential actions where there is no foreign key.
pub(super) fn refuse_actions(side: &Side<'_, '_>, place: &str, diagnostics: &mut Diagnostics) {
    for key in ["onDelete", "onUpdate"] {
        if let Some(span) = side.written.span_of(key) {
            diagnostics.push(
                Diagnostic::error(Code::MisplacedAction, format!("`{key}` on {place}"))
                    .at(span, "")
                    .help("actions belong to the side with `fields` and `references`: move it there or remove it"),
            );
        }
    }
}

/// The relation that a side with a good key stands for.
pub(super) fn build<'a, 't>(side: &Side<'a, 't>, key: Key, drafts: &[Draft<'a, 't>]) -> Relation {
    Relation::ForeignKey(ForeignKeyRelation {
        model: side.model,
        field: side.field,
        referenced_model: side.target,
        fields: key.fields,
        references: key.references,
        on_delete: side.written.on_delete,
        on_update: side.written.on_update,
        map: side.written.map.clone(),
        span: side.span(drafts),
    })
}

/// Reads and checks the key of the side that holds it.
pub(super) fn resolve_key<'a, 't>(
    side: &Side<'a, 't>,
    drafts: &[Draft<'a, 't>],
    diagnostics: &mut Diagnostics,
) -> Option<Key> {
    if !check_both_written(side, drafts, diagnostics) {
        return None;
    }
    let given = side.written.given.as_ref()?;
    let (own, target) = (side.draft(drafts), &drafts[side.target.0]);
    let fields = resolve_fields(given, "fields", own, diagnostics);
    let references = resolve_fields(given, "references", target, diagnostics);
    let (fields, references) = (fields?, references?);
    if !are_plain(&fields, diagnostics) | !are_plain(&references, diagnostics) {
        return None;
    }
    if fields.len() != references.len() {
        diagnostics.push(
            Diagnostic::error(
                Code::RelationKeyLength,
                format!("{} in `fields`, but {} in `references`", count(fields.len()), count(references.len())),
            )
            .at(given.span, "")
            .help("list as many fields as references, in the same order"),
        );
        return None;
    }
    let key = Key { fields: ids(&fields), references: ids(&references) };
    let is_typed = check_types(&fields, &references, own, target, diagnostics);
    let is_unique = check_references(side, &key.references, drafts, diagnostics);
    let is_possible = check_optionality(side, &key.fields, drafts, diagnostics);
    (is_typed && is_unique && is_possible).then_some(key)
}

/// The fields of a key are names alone.
fn are_plain(listed: &[Listed<'_, '_>], diagnostics: &mut Diagnostics) -> bool {
    let with_parentheses = listed.iter().filter(|one| one.is_call);
    for one in with_parentheses.clone() {
        diagnostics.push(
            Diagnostic::error(Code::WrongKindOfValue, "`@relation` expects names of fields, not a function")
                .at(one.span, "")
                .help("remove the parentheses; sort orders belong to indexes"),
        );
    }
    with_parentheses.count() == 0
}

fn count(number: usize) -> String {
    if number == 1 { "1 field".to_owned() } else { format!("{number} fields") }
}

fn ids(listed: &[Listed<'_, '_>]) -> Vec<FieldId> {
    listed.iter().map(|one| one.field).collect()
}

fn check_both_written<'a, 't>(side: &Side<'a, 't>, drafts: &[Draft<'a, 't>], diagnostics: &mut Diagnostics) -> bool {
    let fields = side.written.span_of("fields");
    let references = side.written.span_of("references");
    if fields.is_some() && references.is_some() {
        return true;
    }
    if side.written.is_broken() {
        return false;
    }
    let shown = side.shown(drafts);
    let (message, span) = match (fields, references) {
        (Some(span), None) => (format!("`{shown}` has `fields` but no `references`"), span),
        (None, Some(span)) => (format!("`{shown}` has `references` but no `fields`"), span),
        _ => (format!("`{shown}` does not say which fields hold its key"), side.span(drafts)),
    };
    diagnostics.push(Diagnostic::error(Code::MissingRelationKey, message).at(span, "").help(
        "write both, such as `@relation(fields: [authorId], references: [id])`, with a field `authorId` beside it",
    ));
    false
}

fn check_types(
    fields: &[Listed<'_, '_>],
    references: &[Listed<'_, '_>],
    own: &Draft<'_, '_>,
    target: &Draft<'_, '_>,
    diagnostics: &mut Diagnostics,
) -> bool {
    let mut is_good = true;
    for (listed, reference) in fields.iter().zip(references) {
        let (field, referenced) = (own.model.field(listed.field), target.model.field(reference.field));
        if field.kind == referenced.kind {
            continue;
        }
        is_good = false;
        diagnostics.push(
            Diagnostic::error(
                Code::RelationTypeMismatch,
                format!("`{}` and `{}.{}` have different types", field.name, target.model.name, referenced.name),
            )
            .at(listed.span, "")
            .also(field.type_span, "one type")
            .also(referenced.type_span, "the other")
            .help("give both fields the same type"),
        );
    }
    is_good
}

fn check_references<'a, 't>(
    side: &Side<'a, 't>,
    references: &[FieldId],
    drafts: &[Draft<'a, 't>],
    diagnostics: &mut Diagnostics,
) -> bool {
    let target = &drafts[side.target.0];
    let same = |fields: &[FieldId]| fields.len() == references.len() && fields.iter().all(|id| references.contains(id));
    let model = &target.model;
    let is_unique = model.primary_key.as_ref().is_some_and(|key| same(&key.fields))
        || model.indexes.iter().filter(|index| index.is_unique).any(|index| {
            let fields: Vec<FieldId> = index.fields.iter().map(|field| field.field).collect();
            same(&fields)
        });
    if is_unique || target.has_broken_keys() {
        return true;
    }
    let names: Vec<&str> = references.iter().map(|id| model.field(*id).name.as_str()).collect();
    let help = match names.as_slice() {
        [name] => format!("put `@unique` on `{name}`, or refer to the primary key of `{}`", model.name),
        names => format!("add `@@unique([{}])` to `{}`, or refer to its primary key", names.join(", "), model.name),
    };
    diagnostics.push(
        Diagnostic::error(
            Code::NotUniquelyReferenced,
            format!("`{}` of `{}` may match several rows", names.join(", "), model.name),
        )
        .at(side.written.span_of("references").unwrap_or(side.span(drafts)), "")
        .also(model.span, "has no key or unique over just these")
        .help(help),
    );
    false
}

fn check_optionality<'a, 't>(
    side: &Side<'a, 't>,
    fields: &[FieldId],
    drafts: &[Draft<'a, 't>],
    diagnostics: &mut Diagnostics,
) -> bool {
    let (declared, model) = (side.declared(drafts), &side.draft(drafts).model);
    if declared.arity != Arity::Required {
        return true;
    }
    let Some(optional) = fields.iter().map(|id| model.field(*id)).find(|field| field.arity == Arity::Optional) else {
        return true;
    };
    diagnostics.push(
        Diagnostic::error(
            Code::RelationOptionality,
            format!("`{}` is required, but its key `{}` is optional", declared.name, optional.name),
        )
        .at(declared.type_span, "")
        .also(optional.type_span, "may be null")
        .help("make both optional or both required"),
    );
    false
}
