//! What fits no rule of the language, and what to say about it.

use super::{Context, offset};
use crate::diagnostic::{Code, Diagnostic};
use crate::psl::ast::Name;
use crate::psl::grammar::{Pair, Rule};
use crate::text::Span;

const KEYWORDS: [&str; 6] = ["model", "enum", "view", "type", "datasource", "generator"];

/// The word at the start of a line, up to the first character that is part of no name.
pub(super) fn first_word(line: &str) -> &str {
    let end = line.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').unwrap_or(line.len());
    &line[..end]
}

pub(super) fn report_text_outside<'t>(pair: &Pair<'t>, context: &mut Context<'t, '_>) {
    let span = context.span(pair);
    // Lines in a row are one mistake.
    let goes_on =
        context.stray_end.and_then(|end| context.between(end, span.start)).is_some_and(|gap| gap.trim().is_empty());
    context.stray_end = Some(span.end);
    if goes_on {
        return;
    }
    let diagnostic = if pair.as_str().trim_end() == "}" {
        Diagnostic::error(Code::TextOutsideBlock, "a closing brace without a block")
            .at(span, "")
            .help("remove it, or look for the opening line of its block")
    } else {
        Diagnostic::error(Code::TextOutsideBlock, "this is outside of any block")
            .at(span, "")
            .help("put `//` before it if it is a comment; blocks start with model, enum, view, datasource or generator")
    };
    context.report(diagnostic);
}

/// A line of a block that fits nothing.
pub(super) fn report_broken_line<'t>(pair: &Pair<'t>, kind: &str, context: &mut Context<'t, '_>) {
    if pair.as_rule() == Rule::spread_line {
        return report_line_break(pair, context);
    }
    let span = context.span(pair);
    let line = pair.as_str().trim_end();
    let (message, help) = describe(line, kind);
    context.report(Diagnostic::error(Code::UnexpectedLine, message).at(span, "").help(help));
}

/// Arguments or a list that go over several lines: one mistake, at the line that is left open.
fn report_line_break<'t>(pair: &Pair<'t>, context: &mut Context<'t, '_>) {
    let start = context.span(pair).start;
    let line = pair.as_str().split(['\n', '\r']).next().unwrap_or_default();
    let span = Span { file: context.file, start, end: start + offset(line.trim_end().len()) };
    context.report(
        Diagnostic::error(Code::LineBreak, "arguments and lists have to stay on one line")
            .at(span, "the line ends before it is closed")
            .help("join the lines; Prisma does not read lists that are spread over several"),
    );
}

fn describe(line: &str, kind: &str) -> (&'static str, &'static str) {
    if line.starts_with(['#', '-']) {
        return ("this line cannot be read", "a comment starts with `//`");
    }
    if line.starts_with('_') {
        return (
            "a name cannot start with an underscore",
            "choose another name and keep this one with `@map(\"...\")`",
        );
    }
    if line.starts_with('@') && !line.starts_with("@@") {
        return (
            "an attribute on a line of its own",
            "put it on the line of its field, or write `@@` if it is about the block",
        );
    }
    if line.matches('"').count() % 2 == 1 {
        return ("a text that is not closed", "close the text with `\"` on the same line");
    }
    if line.contains('\'') {
        return ("this line cannot be read", "texts are in double quotes");
    }
    if line.matches('(').count() != line.matches(')').count() || line.matches('[').count() != line.matches(']').count()
    {
        return (
            "a bracket that is not closed, or closed twice",
            "every `(` and `[` needs its `)` and `]` on the same line",
        );
    }
    match kind {
        "enum" => ("this is no value of an enum", "write one value on each line, without commas"),
        "config" => ("this is no setting", "write `key = value`, one on each line"),
        _ => (
            "this is neither a field nor an attribute",
            "a field is its name, its type and its attributes, all on one line and nothing else",
        ),
    }
}

pub(super) fn report_unclosed<'t>(name: Name<'t>, context: &mut Context<'t, '_>) {
    if context.document.is_incomplete {
        return;
    }
    context.report(
        Diagnostic::error(Code::UnclosedBlock, format!("the block `{}` is never closed", name.text))
            .at(name.span, "")
            .help("put a `}` on a line of its own where the block ends"),
    );
}

pub(super) fn report_late_brace<'t>(pair: &Pair<'t>, context: &mut Context<'t, '_>) {
    let span = context.span(pair);
    context.report(
        Diagnostic::error(Code::BraceOnLine, "a closing brace after something else")
            .at(span, "")
            .help("put the `}` on a line of its own"),
    );
}

pub(super) fn report_one_line_block<'t>(pair: Pair<'t>, context: &mut Context<'t, '_>) {
    context.docs.clear();
    let Some(name) = pair.into_inner().find(|part| part.as_rule() == Rule::name) else { return };
    let name = context.name(&name);
    context.document.broken_names.push(name.text);
    context.report(
        Diagnostic::error(Code::BraceOnLine, format!("the block `{}` is written on one line", name.text))
            .at(name.span, "")
            .help("break the line after `{` and before `}`"),
    );
}

pub(super) fn report_type_alias<'t>(pair: Pair<'t>, context: &mut Context<'t, '_>) {
    context.docs.clear();
    let Some(name) = pair.into_inner().find(|part| part.as_rule() == Rule::name) else { return };
    let name = context.name(&name);
    context.document.broken_names.push(name.text);
    context.report(
        Diagnostic::error(Code::TypeAlias, format!("`{}` gives a type another name", name.text))
            .at(name.span, "")
            .help("write the type and its attributes at every field that uses this one"),
    );
}

pub(super) fn report_unknown_block<'t>(pair: Pair<'t>, context: &mut Context<'t, '_>) {
    context.docs.clear();
    let mut names = pair.into_inner().filter(|part| part.as_rule() == Rule::name).map(|part| context.name(&part));
    let (Some(first), second) = (names.next(), names.next()) else { return };
    drop(names);
    let Some(name) = second else {
        context.document.broken_names.push(first.text);
        let help = if KEYWORDS.contains(&first.text) {
            format!("give it a name: `{} Something {{`", first.text)
        } else {
            format!("say what it is, such as `model {} {{`", first.text)
        };
        let message = format!("the block `{}` does not say what it is", first.text);
        context.report(Diagnostic::error(Code::UnknownBlock, message).at(first.span, "").help(help));
        return;
    };
    context.document.broken_names.push(name.text);
    let help = match crate::psl::nearest::nearest(first.text, KEYWORDS) {
        Some(keyword) => format!("did you mean `{keyword} {}`?", name.text),
        None => "blocks start with model, enum, view, datasource or generator".to_owned(),
    };
    let message = format!("`{}` is no kind of block", first.text);
    context.report(Diagnostic::error(Code::UnknownBlock, message).at(first.span, "").help(help));
}
