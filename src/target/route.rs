//! Which models go to which targets, and whether those can hold them.

use std::collections::{BTreeMap, BTreeSet};

use super::extensions;
use crate::config::{Config, Target, glob_matches};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::physical::{Database, Table, TableOrigin};
use crate::psl::directive::DirectiveKind;
use crate::psl::schema::{Model, Schema};
use crate::text::Spanned;

/// Where every model goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Routing {
    /// By model name.
    pub models: BTreeMap<String, Vec<Route>>,
}

/// One target a model goes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The target's name.
    pub target: String,
    /// Why.
    pub reason: Reason,
}

/// Why a model goes to a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The target takes everything.
    Everything,
    /// The target takes the model's PostgreSQL schema.
    Schema(String),
    /// A pattern of `models`.
    Pattern(String),
    /// `@refract.targets` on the model.
    Directive,
}

impl Routing {
    /// Whether a model goes to a target.
    #[must_use]
    pub fn takes(&self, target: &str, model: &str) -> bool {
        self.models.get(model).is_some_and(|routes| routes.iter().any(|route| route.target == target))
    }
}

/// Routes every model, and complains of those that no target takes or that a target cannot hold.
#[must_use]
pub fn route(schema: &Schema, database: &Database, config: &Config) -> (Routing, Diagnostics) {
    let mut routing = Routing::default();
    let mut diagnostics = Diagnostics::default();
    let tables: BTreeMap<&str, &Table> = database
        .tables
        .values()
        .filter_map(|table| match &table.origin {
            TableOrigin::Model(model) => Some((model.as_str(), table)),
            TableOrigin::ManyToMany { .. } | TableOrigin::Unknown => None,
        })
        .collect();
    for model in schema.models.iter().filter(|model| !model.is_view) {
        let by_hand = targets_by_hand(model);
        let routes = match by_hand {
            Some(targets) => routes_by_hand(targets, config, &mut diagnostics),
            None => config.targets.values().filter_map(|target| by_configuration(model, target, config)).collect(),
        };
        if routes.is_empty() && by_hand.is_none() {
            diagnostics.push(unrouted(model, config));
        }
        if let Some(table) = tables.get(model.name.as_str()) {
            for route in &routes {
                complain_of_extensions(model, table, &config.targets[&route.target], &mut diagnostics);
            }
        }
        routing.models.insert(model.name.clone(), routes);
    }
    (routing, diagnostics)
}

fn targets_by_hand(model: &Model) -> Option<&[Spanned<String>]> {
    model.directives.iter().find_map(|directive| match &directive.kind {
        DirectiveKind::Targets(targets) => Some(targets.as_slice()),
        DirectiveKind::Hnsw { .. }
        | DirectiveKind::IvfFlat { .. }
        | DirectiveKind::NoIndex
        | DirectiveKind::RenamedFrom(_)
        | DirectiveKind::Using(_)
        | DirectiveKind::Backfill(_)
        | DirectiveKind::Rows(_) => None,
    })
}

fn routes_by_hand(targets: &[Spanned<String>], config: &Config, diagnostics: &mut Diagnostics) -> Vec<Route> {
    let mut known = BTreeSet::new();
    for name in targets {
        if config.targets.contains_key(&name.value) {
            known.insert(name.value.clone());
        } else {
            let names: Vec<_> = config.targets.keys().map(String::as_str).collect();
            diagnostics.push(
                Diagnostic::error(Code::UnknownTarget, format!("there is no target `{}`", name.value))
                    .at(name.span, "")
                    .help(format!("the targets of the configuration are: {}", names.join(", "))),
            );
        }
    }
    known.into_iter().map(|target| Route { target, reason: Reason::Directive }).collect()
}

fn by_configuration(model: &Model, target: &Target, config: &Config) -> Option<Route> {
    let schema = config.schema_of(model.schema.as_ref().map(|schema| schema.value.as_str()));
    let is_excluded = target.exclude.iter().any(|pattern| glob_matches(pattern, &model.name));
    let schema_pattern = target.schemas.iter().find(|pattern| glob_matches(pattern, schema));
    let model_pattern = target.models.iter().find(|pattern| glob_matches(pattern, &model.name));
    let is_missed = (schema_pattern.is_none() && !target.schemas.is_empty())
        || (model_pattern.is_none() && !target.models.is_empty());
    if is_excluded || is_missed {
        return None;
    }
    let reason = match (model_pattern, schema_pattern) {
        (Some(pattern), _) => Reason::Pattern(pattern.clone()),
        (None, Some(pattern)) if pattern != "*" => Reason::Schema(schema.to_owned()),
        (None, Some(_) | None) => Reason::Everything,
    };
    Some(Route { target: target.name.clone(), reason })
}

fn unrouted(model: &Model, config: &Config) -> Diagnostic {
    let schema = config.schema_of(model.schema.as_ref().map(|schema| schema.value.as_str()));
    let names: Vec<_> = config.targets.keys().map(String::as_str).collect();
    Diagnostic::error(Code::ModelWithoutTarget, format!("no target takes the model {}", model.name))
        .at(model.span, format!("in the schema {schema}"))
        .help(format!(
            "add \"{schema}\" to `schemas` of a target ({}) in refract.toml, or write /// @refract.targets(\"{}\") above the model",
            names.join(", "),
            names.first().copied().unwrap_or_default()
        ))
}

/// A table that its database cannot hold.
fn complain_of_extensions(model: &Model, table: &Table, target: &Target, diagnostics: &mut Diagnostics) {
    let Some(has) = &target.extensions else { return };
    for (extension, field) in extensions::needed_by(table) {
        if has.iter().any(|name| name == extension) {
            continue;
        }
        let span = model.fields.iter().find(|other| other.name == field).map_or(model.span, |field| field.type_span);
        diagnostics.push(
            Diagnostic::error(
                Code::ExtensionMissing,
                format!("{}.{field} needs the extension {extension}, which the target {} does not have", model.name, target.name),
            )
            .at(span, format!("needs {extension}"))
            .help(format!(
                "either the database has it: add \"{extension}\" to `extensions` of [targets.{0}] in refract.toml; \
                 or the model does not belong there: leave its schema out of `schemas`, name it in `exclude`, or write /// @refract.targets(...) above it",
                target.name
            )),
        );
    }
}
