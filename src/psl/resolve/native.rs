//! Native types: `@db.VarChar(255)`.

use super::arguments::describe;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::psl::ast::{Attribute, ExpressionKind};
use crate::psl::nearest::nearest;
use crate::psl::schema::{NativeType, ScalarType};
use crate::text::Span;

/// The numbers in a native type's parentheses.
enum Shape {
    None(NativeType),
    Length(fn(Option<u32>) -> NativeType),
    Bits(fn(Option<u32>) -> NativeType),
    Fraction(fn(Option<u32>) -> NativeType),
    Decimal,
}

const TYPES: &[(&str, ScalarType, Shape)] = &[
    ("SmallInt", ScalarType::Int, Shape::None(NativeType::SmallInt)),
    ("Integer", ScalarType::Int, Shape::None(NativeType::Integer)),
    ("BigInt", ScalarType::BigInt, Shape::None(NativeType::BigInt)),
    ("Oid", ScalarType::Int, Shape::None(NativeType::Oid)),
    ("Decimal", ScalarType::Decimal, Shape::Decimal),
    ("Money", ScalarType::Decimal, Shape::None(NativeType::Money)),
    ("Real", ScalarType::Float, Shape::None(NativeType::Real)),
    ("DoublePrecision", ScalarType::Float, Shape::None(NativeType::DoublePrecision)),
    ("VarChar", ScalarType::String, Shape::Length(NativeType::VarChar)),
    ("Char", ScalarType::String, Shape::Length(NativeType::Char)),
    ("Text", ScalarType::String, Shape::None(NativeType::Text)),
    ("Citext", ScalarType::String, Shape::None(NativeType::Citext)),
    ("Bit", ScalarType::String, Shape::Bits(NativeType::Bit)),
    ("VarBit", ScalarType::String, Shape::Bits(NativeType::VarBit)),
    ("Inet", ScalarType::String, Shape::None(NativeType::Inet)),
    ("Uuid", ScalarType::String, Shape::None(NativeType::Uuid)),
    ("Xml", ScalarType::String, Shape::None(NativeType::Xml)),
    ("ByteA", ScalarType::Bytes, Shape::None(NativeType::ByteA)),
    ("Timestamp", ScalarType::DateTime, Shape::Fraction(NativeType::Timestamp)),
    ("Timestamptz", ScalarType::DateTime, Shape::Fraction(NativeType::Timestamptz)),
    ("Time", ScalarType::DateTime, Shape::Fraction(NativeType::Time)),
    ("Timetz", ScalarType::DateTime, Shape::Fraction(NativeType::Timetz)),
    ("Date", ScalarType::DateTime, Shape::None(NativeType::Date)),
    ("Boolean", ScalarType::Boolean, Shape::None(NativeType::Boolean)),
    ("Json", ScalarType::Json, Shape::None(NativeType::Json)),
    ("JsonB", ScalarType::Json, Shape::None(NativeType::JsonB)),
];

/// The native type that an attribute names, for a field of a built-in type.
pub(super) fn resolve_native_type(
    attribute: &Attribute<'_>,
    name: &str,
    scalar: ScalarType,
    diagnostics: &mut Diagnostics,
) -> Option<NativeType> {
    let Some((name, expected, shape)) = TYPES.iter().find(|(known, ..)| *known == name) else {
        let known = TYPES.iter().map(|(known, ..)| *known);
        let help = match nearest(name, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None if name.is_empty() => format!("write one after the dot, such as `{}Text`", attribute.name.text),
            None => "write `Unsupported(\"...\")` for a type that Prisma has no name for".to_owned(),
        };
        let message = if name.is_empty() {
            "a native type without a name".to_owned()
        } else {
            format!("there is no native type `{name}`")
        };
        diagnostics.push(Diagnostic::error(Code::UnknownNativeType, message).at(attribute.span, "").help(help));
        return None;
    };
    if *expected != scalar {
        diagnostics.push(
            Diagnostic::error(
                Code::NativeTypeMismatch,
                format!("`{name}` is a native type of {expected:?} fields, not of {scalar:?} fields"),
            )
            .at(attribute.span, "")
            .help(format!("make the field {expected:?}, or choose a native type of {scalar:?}: {}", list_for(scalar))),
        );
        return None;
    }
    let numbers = numbers(attribute, name, diagnostics)?;
    let built = build(name, shape, &numbers);
    built
        .map_err(|problem| {
            let message = format!("`{name}` {problem}");
            diagnostics.push(
                Diagnostic::error(Code::NativeTypeArguments, message).at(attribute.span, "").help(usage(name, shape)),
            );
        })
        .ok()
}

fn list_for(scalar: ScalarType) -> String {
    let names: Vec<&str> = TYPES.iter().filter(|(_, of, _)| *of == scalar).map(|(name, ..)| *name).collect();
    names.join(", ")
}

fn usage(name: &str, shape: &Shape) -> String {
    match shape {
        Shape::None(_) => format!("write `{name}` without parentheses"),
        Shape::Length(_) => format!("write `{name}` or `{name}(255)`"),
        Shape::Bits(_) => format!("write `{name}` or `{name}(8)`, with 1 or more bits"),
        Shape::Fraction(_) => format!("write `{name}` or `{name}(3)`, with 0 to 6 digits after the second"),
        Shape::Decimal => {
            format!("write `{name}` or `{name}(10, 2)`: 1 to 1000 digits, and how many of them are after the point")
        }
    }
}

fn numbers(attribute: &Attribute<'_>, name: &str, diagnostics: &mut Diagnostics) -> Option<Vec<u32>> {
    let mut numbers = Vec::new();
    for argument in &attribute.arguments {
        let value = argument.value.as_ref()?;
        let number = match value.kind {
            ExpressionKind::Number(digits) => digits.parse().ok(),
            _ => None,
        };
        let Some(number) = number else {
            let what = match value.kind {
                ExpressionKind::Number(_) => "this one",
                _ => describe(value),
            };
            diagnostics.push(
                Diagnostic::error(Code::NativeTypeArguments, format!("`{name}` takes whole numbers, not {what}"))
                    .at(argument.span, "")
                    .help("write the plain number"),
            );
            return None;
        };
        numbers.push(number);
    }
    Some(numbers)
}

fn build(name: &str, shape: &Shape, numbers: &[u32]) -> Result<NativeType, &'static str> {
    match (shape, numbers) {
        (Shape::None(native), []) => Ok(*native),
        (Shape::None(_), _) => Err("takes no arguments"),
        (Shape::Length(make) | Shape::Bits(make) | Shape::Fraction(make), []) => Ok(make(None)),
        (Shape::Length(make), [length]) => Ok(make(Some(*length))),
        (Shape::Bits(_), [0]) => Err("needs one bit at least"),
        (Shape::Bits(make), [length]) => Ok(make(Some(*length))),
        (Shape::Fraction(make), [digits @ 0..=6]) => Ok(make(Some(*digits))),
        (Shape::Fraction(_), [_]) => Err("has 6 digits after the second at most"),
        (Shape::Length(_) | Shape::Bits(_) | Shape::Fraction(_), _) => Err("takes one argument at most"),
        (Shape::Decimal, []) => Ok(NativeType::Decimal(None)),
        (Shape::Decimal, [precision, scale]) if scale > precision => {
            Err("has more digits after the point than it has digits")
        }
        (Shape::Decimal, [precision @ 1..=1000, scale]) => Ok(NativeType::Decimal(Some((*precision, *scale)))),
        (Shape::Decimal, [_, _]) => Err("has 1 to 1000 digits"),
        (Shape::Decimal, _) => {
            debug_assert_eq!(name, "Decimal");
            Err("takes two arguments or none")
        }
    }
}

/// The name of a native type in the schema language.
pub(super) fn name_of(native: NativeType) -> &'static str {
    match native {
        NativeType::SmallInt => "SmallInt",
        NativeType::Integer => "Integer",
        NativeType::BigInt => "BigInt",
        NativeType::Oid => "Oid",
        NativeType::Decimal(_) => "Decimal",
        NativeType::Money => "Money",
        NativeType::Real => "Real",
        NativeType::DoublePrecision => "DoublePrecision",
        NativeType::VarChar(_) => "VarChar",
        NativeType::Char(_) => "Char",
        NativeType::Text => "Text",
        NativeType::Citext => "Citext",
        NativeType::Bit(_) => "Bit",
        NativeType::VarBit(_) => "VarBit",
        NativeType::Inet => "Inet",
        NativeType::Uuid => "Uuid",
        NativeType::Xml => "Xml",
        NativeType::ByteA => "ByteA",
        NativeType::Timestamp(_) => "Timestamp",
        NativeType::Timestamptz(_) => "Timestamptz",
        NativeType::Time(_) => "Time",
        NativeType::Timetz(_) => "Timetz",
        NativeType::Date => "Date",
        NativeType::Boolean => "Boolean",
        NativeType::Json => "Json",
        NativeType::JsonB => "JsonB",
    }
}

/// The text in `Unsupported("...")` has to name something, and nothing that Prisma has a name for.
pub(super) fn check_unsupported(text: &str, span: Span, diagnostics: &mut Diagnostics) {
    if text.trim().is_empty() {
        diagnostics.push(
            Diagnostic::error(Code::EmptyUnsupported, "`Unsupported` without a type")
                .at(span, "")
                .help("write the type as PostgreSQL calls it, such as `Unsupported(\"vector(3)\")`"),
        );
        return;
    }
    if let Some((written, scalar)) = known_type(text) {
        diagnostics.push(
            Diagnostic::error(Code::UnsupportedIsKnown, format!("`{written}` is a type that Prisma knows"))
                .at(span, "")
                .help(format!("make it a {scalar:?} field with the attribute `@db.{written}`")),
        );
    }
}

/// The native type that Prisma sees in the text of an unsupported one, and the type of its fields. What stands after
/// the parentheses does not count, nor whether the numbers in them are in range.
fn known_type(text: &str) -> Option<(&str, ScalarType)> {
    let (name, behind) = text.split_once('(').unwrap_or((text, ""));
    let (_, scalar, shape) = TYPES.iter().find(|(known, ..)| *known == name.trim())?;
    let Some((arguments, _)) = behind.split_once(')') else { return Some((name.trim(), *scalar)) };
    let numbers: Vec<Option<u32>> = arguments.split(',').map(|number| number.trim().parse().ok()).collect();
    let fits = match shape {
        Shape::None(_) => true,
        Shape::Length(_) | Shape::Bits(_) | Shape::Fraction(_) => matches!(numbers[..], [Some(_)]),
        Shape::Decimal => matches!(numbers[..], [Some(_), Some(_)]),
    };
    let written = &text[..=name.len() + 1 + arguments.len()];
    fits.then_some((written.trim(), *scalar))
}
