//! Pairs in, syntax tree out: one function for each node of the tree.
//!
//! Mistakes that the grammar has recognised are reported here; what was understood of the line is kept,
//! so that one mistake is one error.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "the rules are the grammar's own, and a node holds few of them; the grammar's tests find what is left out"
)]

mod attribute;
mod config;
mod depth;
mod enums;
mod expression;
mod model;
mod stray;
mod string;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::psl::ast::{Doc, Document, Name};
use crate::psl::grammar::{self, Pair, Rule};
use crate::text::{FileId, Span};

/// What the functions of this module share while they walk through a file.
struct Context<'t, 'd> {
    file: FileId,
    text: &'t str,
    document: &'d mut Document<'t>,
    diagnostics: &'d mut Diagnostics,
    /// Documentation that waits for what it belongs to.
    docs: Vec<Doc<'t>>,
    /// Where the last text outside of any block ended.
    stray_end: Option<u32>,
}

/// Adds what is written in a file to the document.
pub(super) fn build<'t>(file: FileId, text: &'t str, document: &mut Document<'t>, diagnostics: &mut Diagnostics) {
    let mut context = Context { file, text, document, diagnostics, docs: Vec::new(), stray_end: None };
    if let Some((start, end)) = depth::find_too_deep(text) {
        let end = start + text[start..end].trim_end().len();
        let span = Span { file, start: offset(start), end: offset(end) };
        context.report(
            Diagnostic::error(Code::NestingTooDeep, "too many nested brackets")
                .at(span, "nothing of this file was read")
                .help("no line of a schema needs more than a few"),
        );
        context.document.is_incomplete = true;
        return;
    }
    let Some(items) = grammar::items(text) else {
        let span = Span { file, start: 0, end: 0 };
        context.report(
            Diagnostic::error(Code::UnexpectedLine, "this file cannot be read as a Prisma schema")
                .at(span, "")
                .help("check that this is the right file"),
        );
        context.document.is_incomplete = true;
        return;
    };
    for item in items {
        context.item(item);
    }
    let rest = std::mem::take(&mut context.docs);
    context.document.loose_docs.extend(rest);
}

impl<'t> Context<'t, '_> {
    fn item(&mut self, item: Pair<'t>) {
        match item.as_rule() {
            Rule::doc => {
                let doc = self.doc(&item);
                self.docs.push(doc);
            }
            Rule::model_block => {
                let docs = self.docs_above(&item);
                let model = model::parse_model(item, docs, self);
                self.document.models.push(model);
            }
            Rule::enum_block => {
                let docs = self.docs_above(&item);
                let parsed = enums::parse_enum(item, docs, self);
                self.document.enums.push(parsed);
            }
            Rule::config_block => {
                let docs = self.docs_above(&item);
                let config = config::parse_config(item, docs, self);
                self.document.configs.push(config);
            }
            Rule::one_line_block => stray::report_one_line_block(item, self),
            Rule::type_alias => stray::report_type_alias(item, self),
            Rule::unknown_block => stray::report_unknown_block(item, self),
            Rule::stray_line => stray::report_text_outside(&item, self),
            Rule::unclosed_comment => self.report_unclosed_comment(&item),
            _ => {}
        }
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    fn report_unclosed_comment(&mut self, pair: &Pair<'t>) {
        let start = self.span(pair).start;
        let span = Span { file: self.file, start, end: start + 2 };
        self.report(
            Diagnostic::error(Code::UnclosedComment, "this comment is never closed")
                .at(span, "everything after it is part of the comment")
                .help("put `*/` where the comment ends"),
        );
        self.document.is_incomplete = true;
    }

    /// Where a pair stands, without white space at its end.
    fn span(&self, pair: &Pair<'t>) -> Span {
        let span = pair.as_span();
        let text = span.as_str();
        let has_blank = !text.ends_with(|last: char| last.is_ascii_graphic());
        let length = if has_blank { text.trim_end().len() } else { text.len() };
        Span { file: self.file, start: offset(span.start()), end: offset(span.start() + length) }
    }

    fn name(&self, pair: &Pair<'t>) -> Name<'t> {
        Name { text: pair.as_str(), span: self.span(pair) }
    }

    fn doc(&self, pair: &Pair<'t>) -> Doc<'t> {
        let text = &pair.as_str()[3..];
        let start = offset(pair.as_span().start() + 3);
        Doc { text, span: Span { file: self.file, start, end: start + offset(text.len()) } }
    }

    /// Whether two places are on one line.
    fn same_line(&self, end: u32, start: u32) -> bool {
        self.between(end, start).is_some_and(|text| !text.contains(['\n', '\r']))
    }

    fn between(&self, end: u32, start: u32) -> Option<&'t str> {
        self.text.get(end as usize..start as usize)
    }

    /// The waiting documentation that ends right above an item; what a blank line cuts off belongs to nothing.
    fn docs_above(&mut self, item: &Pair<'t>) -> Vec<Doc<'t>> {
        let mut docs = std::mem::take(&mut self.docs);
        let mut below = self.span(item).start;
        let mut first = docs.len();
        while first > 0 && !self.between(docs[first - 1].span.end, below).is_some_and(has_blank_line) {
            first -= 1;
            below = docs[first].span.start;
        }
        let attached = docs.split_off(first);
        self.document.loose_docs.append(&mut docs);
        attached
    }
}

/// Whether a blank line stands in a text that starts at the end of one line and ends somewhere in another.
fn has_blank_line(text: &str) -> bool {
    let text = text.replace("\r\n", "\n");
    let lines: Vec<&str> = text.split(['\n', '\r']).collect();
    lines.len() > 2 && lines[1..lines.len() - 1].iter().any(|line| line.trim().is_empty())
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
