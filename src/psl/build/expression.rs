//! Values, and the arguments in parentheses, which are values of attributes and calls.

use super::Context;
use super::string::parse_string;
use crate::diagnostic::{Code, Diagnostic};
use crate::psl::ast::{Argument, Expression, ExpressionKind};
use crate::psl::grammar::{Pair, Rule};

/// A value. Prisma lets the calls in lists and settings have a comma after their last argument.
pub(super) fn parse_expression<'t>(
    pair: Pair<'t>,
    may_end_in_comma: bool,
    context: &mut Context<'t, '_>,
) -> Option<Expression<'t>> {
    let span = context.span(&pair);
    let kind = match pair.as_rule() {
        Rule::number => ExpressionKind::Number(pair.as_str()),
        Rule::string => ExpressionKind::String(parse_string(&pair, context)),
        Rule::word => {
            let mut parts = pair.into_inner();
            let name = context.name(&parts.next()?);
            match parts.next() {
                Some(arguments) => ExpressionKind::Call(name, parse_arguments(arguments, may_end_in_comma, context)),
                None => ExpressionKind::Constant(name.text),
            }
        }
        Rule::array => {
            let mut values = Vec::new();
            for part in pair.into_inner() {
                match part.as_rule() {
                    Rule::trailing_comma => context.report_trailing_comma(&part),
                    _ => values.extend(parse_expression(part, true, context)),
                }
            }
            ExpressionKind::Array(values)
        }
        Rule::object => {
            let mut entries = Vec::new();
            for part in pair.into_inner() {
                match part.as_rule() {
                    Rule::trailing_comma => context.report_trailing_comma(&part),
                    Rule::named => entries.extend(parse_argument(part, may_end_in_comma, context)),
                    _ => {}
                }
            }
            ExpressionKind::Object(entries)
        }
        _ => return None,
    };
    Some(Expression { kind, span })
}

/// `(...)`. Prisma lets native types, and calls in lists, have a comma after their last argument.
pub(super) fn parse_arguments<'t>(
    pair: Pair<'t>,
    may_end_in_comma: bool,
    context: &mut Context<'t, '_>,
) -> Vec<Argument<'t>> {
    let mut arguments = Vec::new();
    for part in pair.into_inner() {
        match part.as_rule() {
            Rule::named | Rule::literal | Rule::unnamed => {
                arguments.extend(parse_argument(part, may_end_in_comma, context));
            }
            Rule::trailing_comma if !may_end_in_comma => context.report_trailing_comma(&part),
            _ => {}
        }
    }
    arguments
}

fn parse_argument<'t>(pair: Pair<'t>, may_end_in_comma: bool, context: &mut Context<'t, '_>) -> Option<Argument<'t>> {
    let span = context.span(&pair);
    let is_named = pair.as_rule() == Rule::named;
    let mut parts = pair.into_inner();
    let name = if is_named { Some(context.name(&parts.next()?)) } else { None };
    let value = parts.next().and_then(|value| parse_expression(value, may_end_in_comma, context));
    if value.is_none() {
        context.report(
            Diagnostic::error(Code::MissingValue, "an argument without a value")
                .at(span, "")
                .help("write the value after the colon, or remove the argument"),
        );
    }
    Some(Argument { name, value, span })
}
