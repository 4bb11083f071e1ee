//! Attributes.

use super::Context;
use super::expression::parse_arguments;
use crate::diagnostic::{Code, Diagnostic};
use crate::psl::ast::Attribute;
use crate::psl::grammar::Pair;

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

impl<'t> Context<'t, '_> {
    pub(super) fn report_trailing_comma(&mut self, pair: &Pair<'t>) {
        let start = self.span(pair).start;
        let span = crate::text::Span { file: self.file, start, end: start + 1 };
        self.report(
            Diagnostic::error(Code::TrailingComma, "a comma with nothing after it")
                .at(span, "")
                .help("remove the comma"),
        );
    }
}
