//! Values.

use super::Context;
use super::attribute::{parse_argument, parse_arguments};
use super::string::parse_string;
use crate::psl::ast::{Expression, ExpressionKind};
use crate::psl::grammar::{Pair, Rule};

/// A value. Prisma lets the calls in lists and settings have a comma behind their last argument.
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
