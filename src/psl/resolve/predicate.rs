//! `where:` of an index.

use super::arguments::{Given, describe};
use super::defaults::resolve_literal;
use super::draft::Draft;
use super::raw::raw;
use super::setup::Setup;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::psl::ast::{Argument, Expression, ExpressionKind};
use crate::psl::nearest::nearest;
use crate::psl::schema::{Arity, Condition, Enum, Field, FieldKind, Literal, Predicate, ScalarType};

const HELP: &str = "write `raw(\"...\")` with an SQL condition, or an object such as `{ deletedAt: null }`";

/// What the resolution of fields and keys needs to know besides their model.
pub(super) struct Context<'s> {
    /// What the datasource and the generators say.
    pub(super) setup: &'s Setup,
    /// The enums of the schema.
    pub(super) enums: &'s [Enum],
}

/// The condition of a partial index.
pub(super) fn resolve_predicate(
    given: &Given<'_, '_>,
    draft: &Draft<'_, '_>,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Predicate> {
    let value = given.get("where")?;
    if !context.setup.has_feature("partialIndexes") {
        diagnostics.push(
            Diagnostic::error(Code::MissingPreviewFeature, "partial indexes are a preview feature of Prisma")
                .at(given.span_of("where").unwrap_or(value.span), "")
                .help("add `previewFeatures = [\"partialIndexes\"]` to the generator"),
        );
    }
    if let Some(text) = raw(value, diagnostics) {
        return text.map(|text| Predicate::Raw(text.to_owned()));
    }
    let ExpressionKind::Object(entries) = &value.kind else {
        report(value, format!("`where` cannot be {}", describe(value)), HELP, diagnostics);
        return None;
    };
    if entries.is_empty() {
        report(value, "`where` without a condition".to_owned(), HELP, diagnostics);
        return None;
    }
    let conditions: Vec<Option<Condition>> =
        entries.iter().map(|entry| resolve_condition(entry, draft, context, diagnostics)).collect();
    conditions.into_iter().collect::<Option<Vec<_>>>().map(Predicate::All)
}

fn report(value: &Expression<'_>, message: String, help: &str, diagnostics: &mut Diagnostics) {
    diagnostics.push(Diagnostic::error(Code::InvalidPredicate, message).at(value.span, "").help(help));
}

fn resolve_condition(
    entry: &Argument<'_>,
    draft: &Draft<'_, '_>,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Condition> {
    let (name, value) = (entry.name?, entry.value.as_ref()?);
    let Some(id) = draft.field(name.text) else {
        if !draft.may_be_broken(name.text) {
            let help = match nearest(name.text, draft.names()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "conditions name fields; anything else is written as `raw(\"...\")`".to_owned(),
            };
            let message = format!("{} `{}` has no field `{}`", draft.noun(), draft.model.name, name.text);
            diagnostics.push(Diagnostic::error(Code::UnknownField, message).at(name.span, "").help(help));
        }
        return None;
    };
    let field = draft.model.field(id);
    if !draft.sound(id) {
        return None;
    }
    if matches!(field.kind, FieldKind::Relation(_)) {
        diagnostics.push(
            Diagnostic::error(Code::RelationFieldInList, format!("`{}` is a relation and has no column", name.text))
                .at(name.span, "")
                .help("name the fields that hold its key instead"),
        );
        return None;
    }
    let (is_negated, value) = match &value.kind {
        ExpressionKind::Object(operators) => match operators.as_slice() {
            [Argument { name: Some(operator), value: Some(value), .. }] if operator.text == "not" => (true, value),
            _ => {
                report(
                    value,
                    "the only operator of a condition is `not`".to_owned(),
                    "write `{ not: ... }`, or all of it as `raw(\"...\")`",
                    diagnostics,
                );
                return None;
            }
        },
        _ => (false, value),
    };
    if matches!(value.kind, ExpressionKind::Constant("null")) {
        return Some(Condition { field: id, is_negated, value: None });
    }
    let literal = resolve_value(value, field, context, diagnostics)?;
    Some(Condition { field: id, is_negated, value: Some(literal) })
}

fn resolve_value(
    value: &Expression<'_>,
    field: &Field,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Literal> {
    let can_compare = field.arity != Arity::List
        && !matches!(
            field.kind,
            FieldKind::Unsupported(_) | FieldKind::Scalar(ScalarType::Json) | FieldKind::Scalar(ScalarType::Bytes)
        );
    if !can_compare {
        let message = format!("`{}` can only be compared with null here", field.name);
        report(value, message, "write the condition as `raw(\"...\")`", diagnostics);
        return None;
    }
    match (&field.kind, &value.kind) {
        // Unlike defaults, conditions name an enum's value in quotes, and moments are not looked into.
        (FieldKind::Enum(id), ExpressionKind::String(text)) => {
            let of = context.enums.get(id.0)?;
            let by_label = of.values.iter().position(|known| known.database_name == *text);
            let index = by_label.or_else(|| of.values.iter().position(|known| known.name == *text));
            if index.is_none() {
                let message = format!("enum `{}` has no value `{text}`", of.name);
                report(value, message, "write one of its values in quotes", diagnostics);
            }
            index.map(Literal::EnumValue)
        }
        (FieldKind::Enum(_), _) => {
            report(value, "a value of an enum is in quotes here".to_owned(), "write it in double quotes", diagnostics);
            None
        }
        (FieldKind::Scalar(ScalarType::DateTime), ExpressionKind::String(text)) => {
            Some(Literal::String(text.to_string()))
        }
        // Nor is a Decimal in quotes a number here.
        (FieldKind::Scalar(ScalarType::Decimal), ExpressionKind::String(_)) => {
            report(value, "a Decimal is without quotes here".to_owned(), "remove the quotes", diagnostics);
            None
        }
        (kind, _) => resolve_literal(value, kind, context.enums, diagnostics),
    }
}
