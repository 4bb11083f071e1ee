//! `enum` blocks.

use super::attribute::{parse_attribute, parse_block_attribute};
use super::{Context, stray};
use crate::psl::ast::{Doc, Enum, EnumValue, Name};
use crate::psl::grammar::{Pair, Rule};
use crate::text::Span;

pub(super) fn parse_enum<'t>(pair: Pair<'t>, docs: Vec<Doc<'t>>, context: &mut Context<'t, '_>) -> Enum<'t> {
    let nowhere = Span { file: context.file, start: 0, end: 0 };
    let mut parsed = Enum {
        name: Name { text: "", span: nowhere },
        values: Vec::new(),
        attributes: Vec::new(),
        is_broken: false,
        docs,
        loose_docs: Vec::new(),
    };
    let mut waiting = Vec::new();
    let mut last_end = None;
    for part in pair.into_inner() {
        match part.as_rule() {
            Rule::name => {
                parsed.name = context.name(&part);
                last_end = Some(parsed.name.span.end);
            }
            Rule::doc => {
                let doc = context.doc(&part);
                let is_behind = last_end.is_some_and(|end| context.same_line(end, doc.span.start));
                place_doc(doc, is_behind, &mut parsed, &mut waiting);
            }
            Rule::late_enum_close => {
                for line in part.into_inner() {
                    match line.as_rule() {
                        Rule::late_brace => stray::report_late_brace(&line, context),
                        _ => add_line(line, &mut parsed, &mut waiting, context),
                    }
                }
            }
            Rule::enum_value | Rule::block_attribute => {
                last_end = (part.as_rule() == Rule::enum_value).then(|| context.span(&part).end);
                add_line(part, &mut parsed, &mut waiting, context);
            }
            Rule::spread_line | Rule::stray_line => {
                parsed.is_broken = true;
                last_end = None;
                stray::report_broken_line(&part, "enum", context);
            }
            Rule::unclosed_comment => context.report_unclosed_comment(&part),
            Rule::unclosed => {
                parsed.is_broken = true;
                stray::report_unclosed(parsed.name, context);
            }
            _ => {}
        }
    }
    parsed.loose_docs = waiting;
    parsed
}

/// Documentation on the line of a value, or of the opening brace, belongs to that, any other to what comes next.
fn place_doc<'t>(doc: Doc<'t>, is_behind: bool, parsed: &mut Enum<'t>, waiting: &mut Vec<Doc<'t>>) {
    match parsed.values.last_mut() {
        Some(value) if is_behind => value.docs.push(doc),
        None if is_behind => parsed.docs.push(doc),
        _ => waiting.push(doc),
    }
}

fn add_line<'t>(part: Pair<'t>, parsed: &mut Enum<'t>, waiting: &mut Vec<Doc<'t>>, context: &mut Context<'t, '_>) {
    if part.as_rule() == Rule::block_attribute {
        parsed.attributes.extend(parse_block_attribute(part, context));
        return;
    }
    let mut parts = part.into_inner();
    let Some(name) = parts.next() else { return };
    let name = context.name(&name);
    let mut attributes = Vec::new();
    for attribute in parts {
        attributes.extend(parse_attribute(attribute, context));
    }
    parsed.values.push(EnumValue { name, attributes, docs: std::mem::take(waiting) });
}
