//! `generator` blocks: only their preview features matter.

use std::collections::BTreeSet;

use super::arguments::{Owner, describe, text};
use super::setup::{Settings, items, value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::psl::ast::{Config, Expression, ExpressionKind};
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
    if let Some(provider) = value(settings, "provider") {
        check_provider(provider, diagnostics);
    }
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
        None => "remove it, or update refract if Prisma has come to know it".to_owned(),
    };
    diagnostics.push(
        Diagnostic::error(Code::UnknownPreviewFeature, format!("there is no preview feature `{name}`"))
            .at(span, "")
            .help(help),
    );
}

/// A generator may get its provider from the environment: it is nobody's business here which it is.
fn check_provider(provider: &Expression<'_>, diagnostics: &mut Diagnostics) {
    let is_from_the_environment = matches!(&provider.kind, ExpressionKind::Call(name, _) if name.text == "env");
    if is_from_the_environment || matches!(provider.kind, ExpressionKind::String(_)) {
        return;
    }
    diagnostics.push(
        Diagnostic::error(
            Code::InvalidProvider,
            format!("the provider of a generator has to be a text, not {}", describe(provider)),
        )
        .at(provider.span, "")
        .help("write `provider = \"prisma-client\"`"),
    );
}
