//! Lists of fields in attributes: `[a, b(sort: Desc)]`.

use super::arguments::{Given, Owner, describe};
use super::draft::Draft;
use super::settings::items;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::psl::ast::{Argument, Expression, ExpressionKind};
use crate::psl::nearest::nearest;
use crate::psl::schema::{FieldId, FieldKind};
use crate::text::Span;

/// A field of a list, and what stands in its parentheses.
pub(super) struct Listed<'a, 't> {
    pub(super) field: FieldId,
    /// Whether it has parentheses at all.
    pub(super) is_call: bool,
    pub(super) arguments: &'a [Argument<'t>],
    pub(super) span: Span,
}

impl<'a, 't> Listed<'a, 't> {
    /// The value of an argument in its parentheses.
    pub(super) fn argument(&self, key: &str) -> Option<&'a Expression<'t>> {
        let found = self.arguments.iter().find(|argument| argument.name.is_some_and(|name| name.text == key))?;
        found.value.as_ref()
    }
}

/// The fields that an argument lists; `None` when one of them is none, which has been reported.
pub(super) fn resolve_fields<'a, 't>(
    given: &Given<'a, 't>,
    key: &str,
    draft: &Draft<'_, 't>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Listed<'a, 't>>> {
    let list = given.get(key)?;
    let written = items(list);
    if written.is_empty() {
        diagnostics.push(
            Diagnostic::error(Code::NoFields, format!("`{}` lists no fields", given.owner))
                .at(list.span, "")
                .help("name at least one field"),
        );
        return None;
    }
    let mut fields: Vec<Listed<'a, 't>> = Vec::with_capacity(written.len());
    let mut is_whole = true;
    for item in written {
        let Some(listed) = resolve_field(item, given.owner, draft, diagnostics) else {
            is_whole = false;
            continue;
        };
        if fields.iter().any(|other| other.field == listed.field) {
            is_whole = false;
            let name = &draft.model.field(listed.field).name;
            diagnostics.push(
                Diagnostic::error(Code::RepeatedField, format!("`{}` lists `{name}` twice", given.owner))
                    .at(listed.span, "")
                    .help("remove one of the two"),
            );
            continue;
        }
        fields.push(listed);
    }
    is_whole.then_some(fields)
}

fn resolve_field<'a, 't>(
    item: &'a Expression<'t>,
    owner: Owner<'_>,
    draft: &Draft<'_, 't>,
    diagnostics: &mut Diagnostics,
) -> Option<Listed<'a, 't>> {
    let (name, arguments) = match &item.kind {
        ExpressionKind::Constant(name) => (*name, &[][..]),
        ExpressionKind::Call(name, arguments) => (name.text, arguments.as_slice()),
        _ => {
            let help = match &item.kind {
                ExpressionKind::String(text) if !text.is_empty() => format!("leave the quotes out: `{text}`"),
                _ => "write the name of a field, without quotes".to_owned(),
            };
            let message = format!("`{owner}` expects names of fields, not {}", describe(item));
            diagnostics.push(Diagnostic::error(Code::WrongKindOfValue, message).at(item.span, "").help(help));
            return None;
        }
    };
    let Some(field) = draft.field(name) else {
        if !draft.may_be_broken(name) {
            diagnostics.push(unknown_field(name, item.span, draft));
        }
        return None;
    };
    if !draft.sound(field) {
        return None;
    }
    if matches!(draft.model.field(field).kind, FieldKind::Relation(_)) {
        diagnostics.push(
            Diagnostic::error(
                Code::RelationFieldInList,
                format!("`{name}` is a relation and has no column of its own"),
            )
            .at(item.span, "")
            .also(draft.model.field(field).span, "declared here")
            .help("name the fields that hold its key instead"),
        );
        return None;
    }
    let is_call = matches!(item.kind, ExpressionKind::Call(..));
    Some(Listed { field, is_call, arguments, span: item.span })
}

fn unknown_field(name: &str, span: Span, draft: &Draft<'_, '_>) -> Diagnostic {
    let help = match nearest(name, draft.names()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("name one of the fields of `{}`", draft.model.name),
    };
    Diagnostic::error(Code::UnknownField, format!("{} `{}` has no field `{name}`", draft.noun(), draft.model.name))
        .at(span, "")
        .help(help)
}
