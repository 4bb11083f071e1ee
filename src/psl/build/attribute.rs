//! Attributes and the arguments in their parentheses.

use super::Context;
use super::expression::parse_expression;
use crate::diagnostic::{Code, Diagnostic};
use crate::psl::ast::{Argument, Attribute};
use crate::psl::grammar::{Pair, Rule};

/// `@name(...)`.
pub(super) fn parse_attribute<'t>(pair: Pair<'t>, context: &mut Context<'t, '_>) -> Option<Attribute<'t>> {
    let span = context.span(&pair);
    let mut parts = pair.into_inner();
    let name = context.name(&parts.next()?);
    let arguments = match parts.next() {
        Some(list) => parse_arguments(list, name.text.contains('.'), context),
        None => Vec::new(),
    };
    Some(Attribute { name, arguments, span, docs: Vec::new() })
}

/// `@@name(...)`.
pub(super) fn parse_block_attribute<'t>(pair: Pair<'t>, context: &mut Context<'t, '_>) -> Option<Attribute<'t>> {
    parse_attribute(pair, context)
}

/// `(...)`. Prisma lets native types, and calls in lists, have a comma behind their last argument.
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

pub(super) fn parse_argument<'t>(
    pair: Pair<'t>,
    may_end_in_comma: bool,
    context: &mut Context<'t, '_>,
) -> Option<Argument<'t>> {
    let span = context.span(&pair);
    let is_named = pair.as_rule() == Rule::named;
    let mut parts = pair.into_inner();
    let name = if is_named { Some(context.name(&parts.next()?)) } else { None };
    let value = parts.next().and_then(|value| parse_expression(value, may_end_in_comma, context));
    if value.is_none() {
        context.report(
            Diagnostic::error(Code::MissingValue, "an argument without a value")
                .at(span, "")
                .help("write the value behind the colon, or remove the argument"),
        );
    }
    Some(Argument { name, value, span })
}

impl<'t> Context<'t, '_> {
    pub(super) fn report_trailing_comma(&mut self, pair: &Pair<'t>) {
        let start = self.span(pair).start;
        let span = crate::text::Span { file: self.file, start, end: start + 1 };
        self.report(
            Diagnostic::error(Code::TrailingComma, "a comma with nothing behind it")
                .at(span, "")
                .help("remove the comma"),
        );
    }
}
