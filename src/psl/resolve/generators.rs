//! `generator` blocks: only their preview features matter.

use std::collections::BTreeSet;

use super::arguments::{Owner, text};
use super::setup::{Settings, items, value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::psl::ast::Config;
use crate::psl::nearest::nearest;

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
    let Some(list) = value(settings, "previewFeatures") else { return };
    for item in items(list) {
        let Some(name) = text(item, Owner { sigil: "", name: "previewFeatures" }, diagnostics) else { continue };
        if !PREVIEW_FEATURES.contains(&name) {
            let help = match nearest(name, PREVIEW_FEATURES.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "remove it if Prisma does not know it either".to_owned(),
            };
            diagnostics.push(
                Diagnostic::warning(Code::UnknownPreviewFeature, format!("there is no preview feature `{name}`"))
                    .at(item.span, "")
                    .help(help),
            );
        }
        features.insert(name.to_owned());
    }
}
