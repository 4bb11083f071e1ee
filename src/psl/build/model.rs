//! `model`, `view` and `type` blocks.

use super::attribute::{parse_attribute, parse_block_attribute};
use super::string::parse_string;
use super::{Context, stray};
use crate::diagnostic::{Code, Diagnostic};
use crate::psl::ast::{Doc, Field, FieldType, Model, ModelKind, TypeName};
use crate::psl::grammar::{Pair, Rule};
use crate::psl::schema::Arity;
use crate::text::Span;

/// What the documentation after a line belongs to.
enum Last {
    Nothing,
    Block(u32),
    Field(u32),
    Attribute(u32),
}

pub(super) fn parse_model<'t>(pair: Pair<'t>, docs: Vec<Doc<'t>>, context: &mut Context<'t, '_>) -> Model<'t> {
    let head = Span { file: context.file, start: 0, end: 0 };
    let mut model = Model {
        kind: ModelKind::Model,
        name: crate::psl::ast::Name { text: "", span: head },
        fields: Vec::new(),
        attributes: Vec::new(),
        broken_lines: Vec::new(),
        docs,
        loose_docs: Vec::new(),
    };
    let mut waiting = Vec::new();
    let mut last = Last::Nothing;
    for part in pair.into_inner() {
        match part.as_rule() {
            Rule::model_keyword => model.kind = kind_of(part.as_str()),
            Rule::name => {
                model.name = context.name(&part);
                last = Last::Block(model.name.span.end);
            }
            Rule::doc => {
                let doc = context.doc(&part);
                place_doc(doc, &last, &mut model, &mut waiting, context);
            }
            Rule::field | Rule::block_attribute => {
                last = add_line(part, &mut model, &mut waiting, context);
            }
            Rule::late_model_close => {
                for line in part.into_inner() {
                    match line.as_rule() {
                        Rule::late_brace => stray::report_late_brace(&line, context),
                        _ => last = add_line(line, &mut model, &mut waiting, context),
                    }
                }
            }
            Rule::spread_line | Rule::stray_line => {
                model.broken_lines.push(stray::first_word(part.as_str()));
                stray::report_broken_line(&part, "model", context);
                last = Last::Nothing;
            }
            Rule::unclosed_comment => context.report_unclosed_comment(&part),
            Rule::unclosed => stray::report_unclosed(model.name, context),
            _ => {}
        }
    }
    model.loose_docs = waiting;
    model
}

fn kind_of(keyword: &str) -> ModelKind {
    match keyword {
        "view" => ModelKind::View,
        "type" => ModelKind::Composite,
        _ => ModelKind::Model,
    }
}

/// Documentation on the line of something belongs to that, any other to what comes next.
fn place_doc<'t>(
    doc: Doc<'t>,
    last: &Last,
    model: &mut Model<'t>,
    waiting: &mut Vec<Doc<'t>>,
    context: &Context<'t, '_>,
) {
    let start = doc.span.start;
    match last {
        Last::Block(end) if context.same_line(*end, start) => model.docs.push(doc),
        Last::Field(end) if context.same_line(*end, start) => {
            if let Some(field) = model.fields.last_mut() {
                field.docs.push(doc);
            }
        }
        Last::Attribute(end) if context.same_line(*end, start) => {
            if let Some(attribute) = model.attributes.last_mut() {
                attribute.docs.push(doc);
            }
        }
        Last::Nothing | Last::Block(_) | Last::Field(_) | Last::Attribute(_) => waiting.push(doc),
    }
}

fn add_line<'t>(
    part: Pair<'t>,
    model: &mut Model<'t>,
    waiting: &mut Vec<Doc<'t>>,
    context: &mut Context<'t, '_>,
) -> Last {
    let end = context.span(&part).end;
    if part.as_rule() == Rule::field {
        if let Some(mut field) = parse_field(part, context) {
            field.docs = std::mem::take(waiting);
            model.fields.push(field);
        }
        return Last::Field(end);
    }
    if let Some(mut attribute) = parse_block_attribute(part, context) {
        attribute.docs = std::mem::take(waiting);
        model.attributes.push(attribute);
    }
    Last::Attribute(end)
}

fn parse_field<'t>(pair: Pair<'t>, context: &mut Context<'t, '_>) -> Option<Field<'t>> {
    let mut parts = pair.into_inner();
    let name = context.name(&parts.next()?);
    let mut field = Field { name, field_type: None, attributes: Vec::new(), docs: Vec::new() };
    let mut has_type = false;
    for part in parts {
        match part.as_rule() {
            Rule::legacy_colon => {
                let span = context.span(&part);
                context.report(
                    Diagnostic::error(Code::OldTypeSyntax, format!("a colon after the name of field `{}`", name.text))
                        .at(span, "not part of the language")
                        .help("remove the colon: a field is its name, a space and its type"),
                );
            }
            Rule::field_type => {
                has_type = true;
                field.field_type = parse_type(part, context);
            }
            Rule::attribute => field.attributes.extend(parse_attribute(part, context)),
            _ => {}
        }
    }
    if !has_type {
        context.report(
            Diagnostic::error(Code::MissingType, format!("field `{}` has no type", name.text))
                .at(name.span, "")
                .help(format!("write the type after the name, such as `{} String`", name.text)),
        );
    }
    Some(field)
}

fn parse_type<'t>(pair: Pair<'t>, context: &mut Context<'t, '_>) -> Option<FieldType<'t>> {
    let span = context.span(&pair);
    let mut base = None;
    let mut arity = Arity::Required;
    for part in pair.into_inner() {
        match part.as_rule() {
            Rule::name => base = Some(TypeName::Named(context.name(&part))),
            Rule::unsupported => {
                for string in part.into_inner() {
                    let span = context.span(&string);
                    base = Some(TypeName::Unsupported { text: parse_string(&string, context), span });
                }
            }
            Rule::legacy_list => {
                let name = part.into_inner().next()?;
                report_old_type(span, &format!("write `{}[]`", name.as_str()), context);
                base = Some(TypeName::Named(context.name(&name)));
                arity = Arity::List;
            }
            Rule::legacy_required => {
                report_old_type(span, "leave the `!` out: without `?` a field is required", context)
            }
            Rule::list => arity = Arity::List,
            Rule::optional => arity = Arity::Optional,
            Rule::optional_list => {
                arity = Arity::List;
                context.report(
                    Diagnostic::error(Code::OptionalList, "a list cannot be optional")
                        .at(span, "")
                        .help("leave the `?` out: a list without elements is empty"),
                );
            }
            _ => {}
        }
    }
    Some(FieldType { base: base?, arity, span })
}

fn report_old_type(span: Span, help: &str, context: &mut Context<'_, '_>) {
    context.report(
        Diagnostic::error(Code::OldTypeSyntax, "a way to write types that Prisma gave up long ago")
            .at(span, "")
            .help(help),
    );
}
