//! `@default(...)`.

use super::arguments::{NOTHING, Owner, Signature, describe, read, read_list};
use super::draft::Draft;
use super::literal::{decode_base64, expand_decimal, is_date_time};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::psl::ast::{Argument, Attribute, Expression, ExpressionKind, Name};
use crate::psl::nearest::nearest;
use crate::psl::schema::{Arity, DefaultValue, Enum, Field, FieldId, FieldKind, Literal, ScalarType};
use crate::text::{Span, Spanned};

const DEFAULT: Signature = Signature { unnamed: Some("value"), is_required: true, named: &[], refused: &["map"] };
const ONE: Signature = Signature { unnamed: Some("value"), is_required: false, named: &[], refused: &[] };
const FUNCTIONS: &[&str] = &["autoincrement", "now", "dbgenerated", "uuid", "cuid", "ulid", "nanoid"];

/// The default of a field whose type is known.
pub(super) fn resolve_default(
    attribute: &Attribute<'_>,
    (id, draft): (FieldId, &Draft<'_, '_>),
    enums: &[Enum],
    diagnostics: &mut Diagnostics,
) -> Option<Spanned<DefaultValue>> {
    let field = draft.model.field(id);
    let given = read(attribute, "@", &DEFAULT, diagnostics);
    let value = given.get("value")?;
    let resolved = match &value.kind {
        ExpressionKind::Call(name, arguments) => {
            // the column of a view is not created
            let is_made_list = field.arity == Arity::List && !draft.model.is_view;
            resolve_function(*name, arguments, value.span, (&field.kind, is_made_list), diagnostics)
        }
        _ if matches!(field.kind, FieldKind::Unsupported(_)) => {
            diagnostics.push(
                Diagnostic::error(Code::DefaultMismatch, "a field of an unsupported type has no such default")
                    .at(value.span, "")
                    .help("write the value as SQL: `dbgenerated(\"...\")`"),
            );
            None
        }
        ExpressionKind::Array(values) => resolve_list(values, value.span, field, enums, diagnostics),
        _ if field.arity == Arity::List => {
            diagnostics.push(
                Diagnostic::error(Code::DefaultMismatch, "the default of a list has to be a list")
                    .at(value.span, "")
                    .help("put it in brackets: `[...]`"),
            );
            None
        }
        _ => resolve_literal(value, &field.kind, enums, diagnostics).map(DefaultValue::Literal),
    };
    resolved.map(|resolved| Spanned { value: resolved, span: value.span })
}

fn resolve_list(
    values: &[Expression<'_>],
    span: Span,
    field: &Field,
    enums: &[Enum],
    diagnostics: &mut Diagnostics,
) -> Option<DefaultValue> {
    if field.arity != Arity::List {
        diagnostics.push(
            Diagnostic::error(Code::DefaultMismatch, "a list as the default of a field that is no list")
                .at(span, "")
                .help("write one value, without brackets"),
        );
        return None;
    }
    let literals: Vec<Option<Literal>> =
        values.iter().map(|value| resolve_literal(value, &field.kind, enums, diagnostics)).collect();
    literals.into_iter().collect::<Option<Vec<_>>>().map(DefaultValue::List)
}

/// One value of a field's type.
pub(super) fn resolve_literal(
    value: &Expression<'_>,
    kind: &FieldKind,
    enums: &[Enum],
    diagnostics: &mut Diagnostics,
) -> Option<Literal> {
    match kind {
        FieldKind::Scalar(scalar) => resolve_scalar(value, *scalar, diagnostics),
        FieldKind::Enum(id) => resolve_enum_value(value, enums.get(id.0)?, diagnostics),
        FieldKind::Relation(_) | FieldKind::Unsupported(_) => None,
    }
}

fn resolve_scalar(value: &Expression<'_>, scalar: ScalarType, diagnostics: &mut Diagnostics) -> Option<Literal> {
    let checked = match (scalar, &value.kind) {
        (ScalarType::String, ExpressionKind::String(text)) => Ok(Literal::String(text.to_string())),
        (ScalarType::Boolean, ExpressionKind::Constant("true")) => Ok(Literal::Boolean(true)),
        (ScalarType::Boolean, ExpressionKind::Constant("false")) => Ok(Literal::Boolean(false)),
        (ScalarType::Int | ScalarType::BigInt, ExpressionKind::Number(digits)) => digits
            .parse()
            .map(Literal::Integer)
            .map_err(|_| "write a whole number between -9223372036854775808 and 9223372036854775807"),
        (ScalarType::Float | ScalarType::Decimal, ExpressionKind::Number(digits)) => {
            expand_decimal(digits).map(Literal::Decimal).ok_or("write a number, such as `1.5`")
        }
        (ScalarType::Decimal, ExpressionKind::String(text)) => {
            expand_decimal(text).map(Literal::Decimal).ok_or("write a number, such as `1.5`")
        }
        (ScalarType::DateTime, ExpressionKind::String(text)) if is_date_time(text) => {
            Ok(Literal::DateTime(text.to_string()))
        }
        (ScalarType::DateTime, ExpressionKind::String(_)) => {
            Err("write date, time and offset, such as `\"2024-12-31T23:59:59Z\"`")
        }
        (ScalarType::Json, ExpressionKind::String(text)) => serde_json::from_str::<serde_json::Value>(text)
            .map(|_| Literal::Json(text.to_string()))
            .map_err(|_| "write JSON, with its quotes escaped, such as `\"{\\\"a\\\": 1}\"`"),
        (ScalarType::Bytes, ExpressionKind::String(text)) => decode_base64(text)
            .map(Literal::Bytes)
            .ok_or("write the bytes in base64 with its padding, such as `\"aGVsbG8=\"`"),
        _ => {
            report_mismatch(value, scalar, diagnostics);
            return None;
        }
    };
    checked
        .map_err(|help| {
            diagnostics.push(
                Diagnostic::error(Code::InvalidDefault, format!("this is no value of type {scalar:?}"))
                    .at(value.span, "")
                    .help(help),
            );
        })
        .ok()
}

fn report_mismatch(value: &Expression<'_>, scalar: ScalarType, diagnostics: &mut Diagnostics) {
    let help = match scalar {
        ScalarType::String => "write a text in double quotes",
        ScalarType::Boolean => "write `true` or `false`",
        ScalarType::Int | ScalarType::BigInt => "write a whole number",
        ScalarType::Float => "write a number, such as `1.5`",
        ScalarType::Decimal => "write a number, such as `1.5`, or one in quotes",
        ScalarType::DateTime => "write `now()` or a text such as `\"2024-12-31T23:59:59Z\"`",
        ScalarType::Json => "write JSON in quotes, such as `\"{}\"`",
        ScalarType::Bytes => "write the bytes in base64, in quotes",
    };
    diagnostics.push(
        Diagnostic::error(Code::DefaultMismatch, format!("a field of type {scalar:?} cannot hold {}", describe(value)))
            .at(value.span, "")
            .help(help),
    );
}

fn resolve_enum_value(value: &Expression<'_>, of: &Enum, diagnostics: &mut Diagnostics) -> Option<Literal> {
    let written = match &value.kind {
        ExpressionKind::Constant(name) => *name,
        _ => {
            let help = match &value.kind {
                ExpressionKind::String(text) if !text.is_empty() => format!("leave the quotes out: `{text}`"),
                _ => format!("write one of the values of `{}`", of.name),
            };
            let message = format!("a field of enum `{}` cannot hold {}", of.name, describe(value));
            diagnostics.push(Diagnostic::error(Code::DefaultMismatch, message).at(value.span, "").help(help));
            return None;
        }
    };
    if let Some(index) = of.values.iter().position(|value| value.name == written) {
        return Some(Literal::EnumValue(index));
    }
    let mapped = of.values.iter().find(|value| value.database_name == written);
    let near = nearest(written, of.values.iter().map(|value| value.name.as_str()));
    let help = match (mapped, near) {
        (Some(value), _) => format!("write `{}`: labels of the database do not count here", value.name),
        (None, Some(near)) => format!("did you mean `{near}`?"),
        (None, None) => format!("write one of the values of `{}`", of.name),
    };
    diagnostics.push(
        Diagnostic::error(Code::InvalidDefault, format!("enum `{}` has no value `{written}`", of.name))
            .at(value.span, "")
            .also(of.span, "the enum")
            .help(help),
    );
    None
}

fn resolve_function(
    name: Name<'_>,
    arguments: &[Argument<'_>],
    span: Span,
    (kind, is_made_list): (&FieldKind, bool),
    diagnostics: &mut Diagnostics,
) -> Option<DefaultValue> {
    if name.text == "dbgenerated" {
        return resolve_expression(name, arguments, span, diagnostics);
    }
    if !FUNCTIONS.contains(&name.text) {
        let help = match nearest(name.text, FUNCTIONS.iter().copied()) {
            _ if matches!(name.text, "auto" | "sequence") => "on PostgreSQL it is `autoincrement()`".to_owned(),
            Some(near) => format!("did you mean `{near}()`?"),
            None => "write an expression of the database as `dbgenerated(\"...\")`".to_owned(),
        };
        let message = format!("there is no function `{}` for defaults", name.text);
        diagnostics.push(Diagnostic::error(Code::UnknownFunction, message).at(span, "").help(help));
        return None;
    }
    if !goes_with(name.text, kind) {
        let fields = match name.text {
            "autoincrement" => "Int and BigInt",
            "now" => "DateTime",
            _ => "String",
        };
        let message = format!("`{}()` is for {fields} fields", name.text);
        diagnostics.push(
            Diagnostic::error(Code::FunctionMismatch, message)
                .at(span, "")
                .help("choose another default, or another type for the field"),
        );
        return None;
    }
    check_function_arguments(name, arguments, span, diagnostics);
    match name.text {
        "autoincrement" | "now" if is_made_list => {
            let (message, help) = if name.text == "now" {
                ("`now()` is not a list", "remove the default, or write an array as `dbgenerated(\"...\")`")
            } else {
                ("a list cannot have autoincrement()", "remove the default: PostgreSQL has no sequence for lists")
            };
            diagnostics.push(Diagnostic::error(Code::FunctionMismatch, message).at(span, "").help(help));
            None
        }
        "autoincrement" => Some(DefaultValue::Autoincrement),
        "now" => Some(DefaultValue::Now),
        _ => Some(DefaultValue::ClientSide),
    }
}

fn goes_with(function: &str, kind: &FieldKind) -> bool {
    let FieldKind::Scalar(scalar) = kind else { return false };
    match function {
        "autoincrement" => matches!(scalar, ScalarType::Int | ScalarType::BigInt),
        "now" => *scalar == ScalarType::DateTime,
        _ => *scalar == ScalarType::String,
    }
}

fn check_function_arguments(name: Name<'_>, arguments: &[Argument<'_>], span: Span, diagnostics: &mut Diagnostics) {
    let (allowed, help): (fn(i64) -> bool, &str) = match name.text {
        "uuid" => (|n| n == 4 || n == 7, "write `uuid()`, `uuid(4)` or `uuid(7)`"),
        "cuid" => (|n| n == 1 || n == 2, "write `cuid()`, `cuid(1)` or `cuid(2)`"),
        "nanoid" => (|n| (2..=255).contains(&n), "write `nanoid()` or a length from 2 to 255: `nanoid(12)`"),
        _ => (|_| false, "leave the parentheses empty"),
    };
    let is_allowed = match arguments {
        [] => true,
        [only] => match only.value.as_ref().map(|value| &value.kind) {
            Some(ExpressionKind::Number(digits)) => digits.parse().is_ok_and(allowed),
            _ => false,
        },
        _ => false,
    };
    if !is_allowed {
        let message = format!("`{}` does not take this", name.text);
        diagnostics.push(Diagnostic::error(Code::FunctionArguments, message).at(span, "").help(help));
    }
}

fn resolve_expression(
    name: Name<'_>,
    arguments: &[Argument<'_>],
    span: Span,
    diagnostics: &mut Diagnostics,
) -> Option<DefaultValue> {
    let signature = if arguments.is_empty() { &NOTHING } else { &ONE };
    let given = read_list(Owner { sigil: "", name: name.text }, span, arguments, signature, diagnostics);
    if given.is_broken {
        return None;
    }
    let Some(value) = given.get("value") else { return Some(DefaultValue::DbGenerated(None)) };
    let expression = given.text("value", diagnostics)?;
    if expression.trim().is_empty() {
        diagnostics.push(
            Diagnostic::error(Code::BlankExpression, "`dbgenerated` with an empty expression").at(value.span, "").help(
                "write an SQL expression, or `dbgenerated()` if the database has a default that is none of yours",
            ),
        );
        return None;
    }
    Some(DefaultValue::DbGenerated(Some(expression.to_owned())))
}
