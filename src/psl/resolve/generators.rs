//! `generator` blocks: only their preview features matter.

use std::collections::BTreeSet;

use super::arguments::{Owner, describe, text};
use super::settings::{Settings, items, value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::psl::ast::{Argument, Config, Expression, ExpressionKind};
use crate::psl::nearest::nearest;
use crate::text::Span;

/// Every preview feature that there is or ever was.
const PREVIEW_FEATURES: &[&str] = &[
    "aggregateApi",
    "atomicNumberOperations",
    "clientExtensions",
    "cockroachdb",
    "connectOrCreate",
    "createMany",
    "dataProxy",
    "deno",
    "distinct",
    "driverAdapters",
    "extendedIndexes",
    "extendedWhereUnique",
    "fieldReference",
    "filteredRelationCount",
    "filterJson",
    "fullTextIndex",
    "fullTextSearch",
    "fullTextSearchPostgres",
    "groupBy",
    "improvedQueryRaw",
    "insensitiveFilters",
    "interactiveTransactions",
    "jsonProtocol",
    "microsoftSqlServer",
    "metrics",
    "middlewares",
    "mongoDb",
    "mongodb",
    "multiSchema",
    "namedConstraints",
    "napi",
    "nApi",
    "nativeDistinct",
    "nativeTypes",
    "omitApi",
    "orderByAggregateGroup",
    "orderByNulls",
    "orderByRelation",
    "partialIndexes",
    "postgresqlExtensions",
    "prismaSchemaFolder",
    "queryCompiler",
    "reactNative",
    "referentialActions",
    "referentialIntegrity",
    "relationJoins",
    "schemaEngineDriverAdapters",
    "selectRelationCount",
    "shardKeys",
    "strictUndefinedChecks",
    "tracing",
    "transactionApi",
    "typedSql",
    "uncheckedScalarInputs",
    "views",
];

/// Checks a generator and collects its preview features.
pub(super) fn resolve_generator(
    config: &Config<'_>,
    settings: &Settings<'_, '_>,
    features: &mut BTreeSet<String>,
    diagnostics: &mut Diagnostics,
) {
    if !settings.contains_key("provider") && !config.is_broken {
        diagnostics.push(
            Diagnostic::error(Code::MissingProvider, format!("generator `{}` has no provider", config.name.text))
                .at(config.name.span, "")
                .help("add a line such as `provider = \"prisma-client\"`"),
        );
    }
    check_texts(settings, diagnostics);
    let Some(list) = value(settings, "previewFeatures") else { return };
    for item in items(list) {
        let Some(name) = text(item, Owner { sigil: "", name: "previewFeatures" }, diagnostics) else { continue };
        // Prisma does not look at upper and lower case
        let Some(known) = PREVIEW_FEATURES.iter().find(|known| known.eq_ignore_ascii_case(name)) else {
            report_unknown_feature(name, item.span, diagnostics);
            continue;
        };
        features.insert((*known).to_owned());
    }
}

fn report_unknown_feature(name: &str, span: Span, diagnostics: &mut Diagnostics) {
    let help = match nearest(name, PREVIEW_FEATURES.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "remove it, or update refract if Prisma knows it by now".to_owned(),
    };
    diagnostics.push(
        Diagnostic::error(Code::UnknownPreviewFeature, format!("there is no preview feature `{name}`"))
            .at(span, "")
            .help(help),
    );
}

/// The settings that Prisma reads itself are texts; whatever else there is belongs to the generator.
fn check_texts(settings: &Settings<'_, '_>, diagnostics: &mut Diagnostics) {
    for property in settings.values() {
        let Some(value) = &property.value else { continue };
        let key = property.name.text;
        let values = if key == "binaryTargets" { items(value) } else { std::slice::from_ref(value) };
        for value in values {
            check_text(key, value, diagnostics);
        }
    }
}

fn check_text(key: &str, value: &Expression<'_>, diagnostics: &mut Diagnostics) {
    let may_be_anything = !["provider", "output", "binaryTargets", "engineType"].contains(&key);
    let is_good = match &value.kind {
        ExpressionKind::String(_) => true,
        ExpressionKind::Call(name, arguments) if name.text == "env" && key != "engineType" => {
            let is_text = |argument: &Argument<'_>| {
                argument.value.as_ref().is_some_and(|value| matches!(value.kind, ExpressionKind::String(_)))
            };
            matches!(arguments.as_slice(), [only] if is_text(only))
        }
        _ => may_be_anything,
    };
    if is_good {
        return;
    }
    let code = if key == "provider" { Code::InvalidProvider } else { Code::WrongKindOfValue };
    diagnostics.push(
        Diagnostic::error(code, format!("`{key}` of a generator has to be a text, not {}", describe(value)))
            .at(value.span, "")
            .help(
                "write a text in double quotes, or `env(\"NAME_OF_A_VARIABLE\")` where it comes from the environment",
            ),
    );
}
