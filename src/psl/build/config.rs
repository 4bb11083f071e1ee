//! `datasource` and `generator` blocks.

use super::expression::parse_expression;
use super::{Context, stray};
use crate::diagnostic::{Code, Diagnostic};
use crate::psl::ast::{Config, ConfigKind, Doc, Name, Property};
use crate::psl::grammar::{Pair, Rule};
use crate::text::Span;

pub(super) fn parse_config<'t>(pair: Pair<'t>, docs: Vec<Doc<'t>>, context: &mut Context<'t, '_>) -> Config<'t> {
    let nowhere = Span { file: context.file, start: 0, end: 0 };
    let mut config = Config {
        kind: ConfigKind::Generator,
        name: Name { text: "", span: nowhere },
        properties: Vec::new(),
        is_broken: false,
        docs,
    };
    for part in pair.into_inner() {
        match part.as_rule() {
            Rule::config_keyword if part.as_str() == "datasource" => config.kind = ConfigKind::Datasource,
            Rule::name => config.name = context.name(&part),
            Rule::doc => config.docs.push(context.doc(&part)),
            Rule::property => config.properties.extend(parse_property(part, context)),
            Rule::late_config_close => {
                for line in part.into_inner() {
                    match line.as_rule() {
                        Rule::late_brace => stray::report_late_brace(&line, context),
                        _ => config.properties.extend(parse_property(line, context)),
                    }
                }
            }
            Rule::spread_line | Rule::stray_line => {
                config.is_broken = true;
                stray::report_broken_line(&part, "config", context);
            }
            Rule::unclosed_comment => {
                config.is_broken = true;
                context.report_unclosed_comment(&part);
            }
            Rule::unclosed => {
                config.is_broken = true;
                stray::report_unclosed(config.name, context);
            }
            _ => {}
        }
    }
    config
}

fn parse_property<'t>(pair: Pair<'t>, context: &mut Context<'t, '_>) -> Option<Property<'t>> {
    let mut parts = pair.into_inner();
    let name = context.name(&parts.next()?);
    let value = parts.next().and_then(|value| parse_expression(value, true, context));
    if value.is_none() {
        context.report(
            Diagnostic::error(Code::MissingValue, format!("`{}` has no value", name.text))
                .at(name.span, "")
                .help("write the value after the `=`, or remove the line"),
        );
    }
    Some(Property { name, value })
}
