//! `datasource` and `generator` blocks.

use std::collections::{BTreeMap, BTreeSet};

use super::arguments::{Owner, describe, text};
use super::extensions::resolve_extensions;
use super::generators::resolve_generator;
use super::scope::check_config_name;
use super::settings::{Settings, items, settings, value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::psl::ast::{Config, ConfigKind, Document, Expression, ExpressionKind, Property};
use crate::psl::nearest::nearest;
use crate::psl::schema::Datasource;
use crate::text::{Span, Spanned};

const SETTINGS: &[&str] = &[
    "provider",
    "url",
    "directUrl",
    "shadowDatabaseUrl",
    "relationMode",
    "referentialIntegrity",
    "schemas",
    "extensions",
];

const OTHER_DATABASES: &[&str] = &["mysql", "sqlite", "mongodb", "sqlserver", "cockroachdb"];

/// What the blocks without fields say.
pub(super) struct Setup {
    pub(super) datasource: Option<Datasource>,
    /// Whether a datasource may stand where nothing could be read.
    pub(super) is_incomplete: bool,
    features: BTreeSet<String>,
}

impl Setup {
    pub(super) fn has_feature(&self, name: &str) -> bool {
        self.is_incomplete || self.features.contains(name)
    }
}

/// Reads all datasources and generators.
pub(super) fn resolve_setup(document: &Document<'_>, diagnostics: &mut Diagnostics) -> Setup {
    let mut setup = Setup { datasource: None, is_incomplete: document.is_incomplete, features: BTreeSet::new() };
    let mut generators: BTreeMap<&str, Span> = BTreeMap::new();
    for config in &document.configs {
        setup.is_incomplete |= config.is_broken;
        check_config_name(config.name, diagnostics);
        let settings = settings(config, diagnostics);
        if config.kind == ConfigKind::Generator {
            if let Some(first) = generators.insert(config.name.text, config.name.span) {
                diagnostics.push(
                    Diagnostic::error(Code::DuplicateGenerator, format!("two generators `{}`", config.name.text))
                        .at(config.name.span, "")
                        .also(first, "the first one")
                        .help("rename one of the two"),
                );
            }
            resolve_generator(config, &settings, &mut setup.features, diagnostics);
        } else if let Some(first) = &setup.datasource {
            diagnostics.push(
                Diagnostic::error(Code::SeveralDatasources, "a schema has one datasource")
                    .at(config.name.span, "")
                    .also(first.span, "the first one")
                    .help("remove one; what goes to which database is said in refract.toml"),
            );
        } else {
            setup.datasource = Some(resolve_datasource(config, &settings, diagnostics));
        }
    }
    // A block that could not be read may have been the datasource.
    if setup.datasource.is_none() && !setup.is_incomplete && document.broken_names.is_empty() {
        diagnostics.push(
            Diagnostic::error(Code::MissingDatasource, "the schema has no datasource")
                .help("add `datasource db {`, with `provider = \"postgresql\"` in it"),
        );
    }
    setup
}

fn resolve_datasource(config: &Config<'_>, settings: &Settings<'_, '_>, diagnostics: &mut Diagnostics) -> Datasource {
    for property in settings.values() {
        check_setting(property, diagnostics);
    }
    match value(settings, "provider") {
        Some(provider) => check_provider(provider, diagnostics),
        None if config.is_broken || settings.contains_key("provider") => {}
        None => diagnostics.push(
            Diagnostic::error(Code::MissingProvider, format!("datasource `{}` has no provider", config.name.text))
                .at(config.name.span, "")
                .help("add the line `provider = \"postgresql\"`"),
        ),
    }
    Datasource {
        name: config.name.text.to_owned(),
        span: config.name.span,
        foreign_keys: resolve_relation_mode(settings, diagnostics),
        schemas: value(settings, "schemas").map(|list| resolve_schemas(list, diagnostics)).unwrap_or_default(),
        extensions: value(settings, "extensions").map(|list| resolve_extensions(list, diagnostics)).unwrap_or_default(),
    }
}

fn check_setting(property: &Property<'_>, diagnostics: &mut Diagnostics) {
    let name = property.name.text;
    if SETTINGS.contains(&name) {
        return;
    }
    let help = match nearest(name, SETTINGS.iter().copied()) {
        _ if name == "previewFeatures" => "preview features belong into the generator".to_owned(),
        Some(near) => format!("did you mean `{near}`?"),
        None => "remove the line".to_owned(),
    };
    diagnostics.push(
        Diagnostic::error(Code::UnknownSetting, format!("a datasource has no setting `{name}`"))
            .at(property.name.span, "")
            .help(help),
    );
}

fn check_provider(provider: &Expression<'_>, diagnostics: &mut Diagnostics) {
    const HELP: &str = "write `provider = \"postgresql\"`";
    let (code, message) = match &provider.kind {
        ExpressionKind::String(name) => match name.as_ref() {
            "postgresql" | "postgres" => return,
            "" => (Code::InvalidProvider, "the provider is empty".to_owned()),
            name if OTHER_DATABASES.contains(&name) => {
                (Code::OtherDatabase, format!("refract writes PostgreSQL only, and this schema is for `{name}`"))
            }
            name => (Code::InvalidProvider, format!("there is no provider `{name}`")),
        },
        _ => (Code::InvalidProvider, format!("the provider has to be a text, not {}", describe(provider))),
    };
    let help = if code == Code::OtherDatabase {
        "for a PostgreSQL database write `provider = \"postgresql\"`; for any other there is nothing that refract can do"
    } else {
        HELP
    };
    diagnostics.push(Diagnostic::error(code, message).at(provider.span, "").help(help));
}

fn resolve_relation_mode(settings: &Settings<'_, '_>, diagnostics: &mut Diagnostics) -> bool {
    if let (Some(new), Some(old)) = (settings.get("relationMode"), settings.get("referentialIntegrity")) {
        diagnostics.push(
            Diagnostic::error(Code::InvalidRelationMode, "`relationMode` under its old name and its new one")
                .at(old.name.span, "the old name")
                .also(new.name.span, "the new name")
                .help("remove the line with `referentialIntegrity`"),
        );
    }
    let Some(mode) = value(settings, "relationMode").or_else(|| value(settings, "referentialIntegrity")) else {
        return true;
    };
    let Some(name) = text(mode, Owner { sigil: "", name: "relationMode" }, diagnostics) else { return true };
    match name {
        "foreignKeys" => true,
        "prisma" => false,
        _ => {
            diagnostics.push(
                Diagnostic::error(Code::InvalidRelationMode, format!("there is no relation mode `{name}`"))
                    .at(mode.span, "")
                    .help("write `\"foreignKeys\"` or `\"prisma\"`"),
            );
            true
        }
    }
}

fn resolve_schemas(list: &Expression<'_>, diagnostics: &mut Diagnostics) -> Vec<Spanned<String>> {
    let mut schemas: BTreeMap<&str, Span> = BTreeMap::new();
    let written = items(list);
    if written.is_empty() {
        diagnostics.push(
            Diagnostic::error(Code::InvalidSchemas, "the list of schemas is empty")
                .at(list.span, "")
                .help("name the schemas, or remove the line to have everything in `public`"),
        );
    }
    for item in written {
        let Some(name) = text(item, Owner { sigil: "", name: "schemas" }, diagnostics) else { continue };
        if name.is_empty() {
            diagnostics.push(
                Diagnostic::error(Code::EmptyDatabaseName, "a schema without a name")
                    .at(item.span, "")
                    .help("name the schema, such as `\"public\"`, or remove the entry"),
            );
        } else if let Some(first) = schemas.insert(name, item.span) {
            diagnostics.push(
                Diagnostic::error(Code::InvalidSchemas, format!("the schema `{name}` is listed twice"))
                    .at(item.span, "")
                    .also(first, "the first one")
                    .help("remove one of the two"),
            );
        }
    }
    schemas.into_iter().map(|(name, span)| Spanned { value: name.to_owned(), span }).collect()
}
