//! The attributes of a model's fields.

use super::arguments::{NOTHING, read};
use super::attributes::{known, resolve_map, unknown};
use super::defaults::resolve_default;
use super::directives::{Place, resolve_directives};
use super::draft::Draft;
use super::keys::{resolve_field_id, resolve_field_unique, set_primary_key};
use super::native::resolve_native_type;
use super::predicate::Context;
use super::views::report_attribute;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::psl::ast::Attribute;
use crate::psl::schema::{Arity, FieldId, FieldKind, ScalarType};

const ATTRIBUTES: &[&str] = &["id", "unique", "default", "map", "updatedAt", "relation", "ignore"];

/// Native types, names of columns, defaults: all that indexes have to know.
pub(super) fn resolve_field(
    id: FieldId,
    draft: &mut Draft<'_, '_>,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) {
    let source = draft.sources[id.0];
    let is_sound = draft.sound(id);
    let attributes = known(&source.attributes, "@", ATTRIBUTES, &[], diagnostics);
    resolve_native(id, draft, context, diagnostics);
    let is_relation = matches!(draft.model.field(id).kind, FieldKind::Relation(_));
    for (name, attribute) in attributes {
        match name {
            "relation" if is_sound && !is_relation => diagnostics.push(
                Diagnostic::error(Code::MisplacedAttribute, "`@relation` on a field that is no relation")
                    .at(attribute.span, "")
                    .also(draft.model.field(id).type_span, "this type")
                    .help("put it on the field whose type is the other model"),
            ),
            "relation" => {}
            "ignore" => check_ignore(attribute, id, draft, diagnostics),
            _ if is_relation => diagnostics.push(
                Diagnostic::error(Code::MisplacedAttribute, format!("a relation has no `@{name}`"))
                    .at(attribute.span, "")
                    .help("put it on the field that holds the key; a relation has no column of its own"),
            ),
            "map" => {
                if let Some(name) = resolve_map(attribute, "@", diagnostics) {
                    draft.model.fields[id.0].database_name = name;
                }
            }
            "default" if is_sound => {
                let default = resolve_default(attribute, (id, draft), context.enums, diagnostics);
                draft.model.fields[id.0].default = default;
            }
            "updatedAt" if is_sound => check_updated_at(attribute, id, draft, diagnostics),
            _ => {}
        }
    }
    let directives = resolve_directives(&source.docs, Place::Field(draft.model.field(id)), diagnostics);
    draft.model.fields[id.0].directives = directives;
}

/// `@id` and `@unique`, when all fields are known.
pub(super) fn resolve_field_keys(
    id: FieldId,
    draft: &mut Draft<'_, '_>,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) {
    if matches!(draft.model.field(id).kind, FieldKind::Relation(_)) {
        return;
    }
    let source = draft.sources[id.0];
    let find = |name: &str| source.attributes.iter().find(|attribute| attribute.name.text == name);
    if let Some(attribute) = find("id") {
        if draft.model.is_view {
            report_attribute(attribute, "@", diagnostics);
        }
        let key = resolve_field_id(attribute, id, draft, diagnostics);
        set_primary_key(key, draft, diagnostics);
    }
    if let Some(attribute) = find("unique") {
        let index = resolve_field_unique(attribute, id, draft, context, diagnostics);
        draft.model.indexes.push(index);
    }
}

/// `@db.X` on a built-in type is a native type; any other dotted attribute is none.
fn resolve_native(id: FieldId, draft: &mut Draft<'_, '_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let source = draft.sources[id.0];
    let scope = context.setup.datasource.as_ref().map(|datasource| datasource.name.as_str());
    let mut first: Option<&Attribute<'_>> = None;
    for attribute in &source.attributes {
        let Some((prefix, name)) = attribute.name.text.split_once('.') else { continue };
        if scope.is_some_and(|scope| scope != prefix) {
            diagnostics.push(
                Diagnostic::error(Code::NativeTypeScope, format!("`{prefix}` is not the name of the datasource"))
                    .at(attribute.span, "")
                    .help(format!("write `@{}.{name}`", scope.unwrap_or("db"))),
            );
            continue;
        }
        if let Some(first) = first {
            diagnostics.push(
                Diagnostic::error(Code::RepeatedAttribute, "two native types on one field")
                    .at(attribute.span, "")
                    .also(first.span, "the first one")
                    .help("remove one of the two"),
            );
            continue;
        }
        first = Some(attribute);
        if !draft.sound(id) {
            continue;
        }
        match draft.model.field(id).kind {
            FieldKind::Scalar(scalar) => {
                draft.model.fields[id.0].native_type = resolve_native_type(attribute, name, scalar, diagnostics);
            }
            FieldKind::Enum(_) | FieldKind::Relation(_) | FieldKind::Unsupported(_) => diagnostics.push(
                unknown(attribute, "@", ATTRIBUTES)
                    .help("native types are for fields of the built-in types: remove it"),
            ),
        }
    }
}

fn check_ignore(attribute: &Attribute<'_>, id: FieldId, draft: &Draft<'_, '_>, diagnostics: &mut Diagnostics) {
    read(attribute, "@", &NOTHING, diagnostics);
    let kind = &draft.model.field(id).kind;
    let message = if matches!(kind, FieldKind::Unsupported(_)) && draft.sound(id) {
        "fields of unsupported types are ignored by themselves"
    } else if draft.model.is_ignored && !matches!(kind, FieldKind::Relation(_)) {
        "the whole model is ignored already"
    } else {
        return;
    };
    diagnostics.push(Diagnostic::error(Code::MisplacedIgnore, message).at(attribute.span, "").help("remove `@ignore`"));
}

fn check_updated_at(attribute: &Attribute<'_>, id: FieldId, draft: &Draft<'_, '_>, diagnostics: &mut Diagnostics) {
    read(attribute, "@", &NOTHING, diagnostics);
    let field = draft.model.field(id);
    if field.kind == FieldKind::Scalar(ScalarType::DateTime) && field.arity != Arity::List {
        return;
    }
    diagnostics.push(
        Diagnostic::error(Code::UpdatedAtType, "`@updatedAt` is for a single DateTime")
            .at(attribute.span, "")
            .also(field.type_span, "this type")
            .help("make the field a DateTime, or remove the attribute"),
    );
}
