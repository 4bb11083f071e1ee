//! `refract targets`: which model goes where and why, and what no database can enforce.

use serde::Serialize;

use super::args::{Targets, TargetsFormat};
use super::scope::chosen_targets;
use super::states::States;
use super::told::Told;
use super::{Context, Outcome, Refusal};
use crate::config::{BaseKind, Target};
use crate::diagnostic::Failure;
use crate::physical::{Table, TableOrigin};
use crate::project::Project;
use crate::sources::Source;
use crate::state::State;
use crate::target::{LostForeignKey, Reason, Route};

/// What `--format json` prints. Keys are only ever added while the version stays the same.
#[derive(Serialize)]
struct Document {
    version: u32,
    targets: Vec<TargetEntry>,
    /// Why nothing is known of them; empty unless the command was refused.
    errors: Vec<Told>,
}

#[derive(Serialize)]
struct TargetEntry {
    name: String,
    /// The folder, as seen from where the command runs.
    migrations: String,
    base: &'static str,
    /// What the database has; null when it is taken to have whatever is needed.
    extensions: Option<Vec<String>>,
    env: Vec<String>,
    models: Vec<ModelEntry>,
    /// Relations whose other side this database does not hold.
    unenforced: Vec<RelationEntry>,
}

#[derive(Serialize)]
struct ModelEntry {
    model: String,
    table: String,
    /// Why it is here, in words.
    because: String,
}

#[derive(Serialize)]
struct RelationEntry {
    model: String,
    table: String,
    columns: Vec<String>,
    referenced_model: String,
    referenced_table: String,
}

pub(super) fn run(context: &Context, arguments: &Targets) -> Result<Outcome, Refusal> {
    let project = context.project()?;
    let targets = chosen_targets(&project, &context.common.target)?;
    let states = States::new(&project);
    let state = states.of(&Source::Worktree)?;
    context.remark(&Failure { texts: state.texts.clone(), diagnostics: state.diagnostics.clone() });
    let targets = targets.iter().map(|target| entry(&project, &state, target)).collect();
    let document = Document { version: 1, targets, errors: Vec::new() };
    Ok(match arguments.format {
        TargetsFormat::Text => Outcome::done(document.targets.iter().map(text).collect::<Vec<_>>().join("\n"))
            .and_next(
                "`schemas`, `models` and `exclude` in refract.toml decide this; `refract generate` writes what follows",
            ),
        TargetsFormat::Json => Outcome::document(super::json(&document)?),
    })
}

/// The document of a run that was refused.
pub(super) fn refused(format: TargetsFormat, errors: Vec<Told>) -> Option<String> {
    match format {
        TargetsFormat::Text => None,
        TargetsFormat::Json => super::json(&Document { version: 1, targets: Vec::new(), errors }).ok(),
    }
}

fn entry(project: &Project, state: &State, target: &Target) -> TargetEntry {
    let projection = state.projected_on(&target.name);
    let mut models: Vec<ModelEntry> =
        projection.database.tables.values().map(|table| model(state, target, table)).collect();
    models.sort_by(|one, other| (&one.model, &one.table).cmp(&(&other.model, &other.table)));
    TargetEntry {
        name: target.name.clone(),
        migrations: project.shown(&project.migrations(target)),
        base: match target.base {
            BaseKind::History => "history",
            BaseKind::Git => "git",
        },
        extensions: target.extensions.clone(),
        env: target.env.clone(),
        models,
        unenforced: projection.lost.into_iter().map(relation).collect(),
    }
}

fn model(state: &State, target: &Target, table: &Table) -> ModelEntry {
    let because = match &table.origin {
        TableOrigin::Model(model) => {
            let routes = state.routing.models.get(model).map_or(&[][..], Vec::as_slice);
            routes.iter().find(|route| route.target == target.name).map_or_else(String::new, reason)
        }
        TableOrigin::Unknown => String::new(),
        TableOrigin::ManyToMany { .. } => "many-to-many relation".to_owned(),
    };
    ModelEntry { model: table.prisma_name(), table: table.name.to_string(), because }
}

fn reason(route: &Route) -> String {
    match &route.reason {
        Reason::Everything => "the target takes everything".to_owned(),
        Reason::Schema(schema) => format!("schema {schema}"),
        Reason::Pattern(pattern) => format!("models \"{pattern}\""),
        Reason::Directive => "@refract.targets".to_owned(),
    }
}

fn relation(lost: LostForeignKey) -> RelationEntry {
    let LostForeignKey { table, model, columns, referenced_table, referenced_model } = lost;
    let (table, referenced_table) = (table.to_string(), referenced_table.to_string());
    RelationEntry { model, table, columns, referenced_model, referenced_table }
}

fn text(target: &TargetEntry) -> String {
    let TargetEntry { name, migrations, base, extensions, env: _, models, unenforced } = target;
    let has = match extensions.as_deref() {
        None => String::new(),
        Some([]) => ", no extensions".to_owned(),
        Some(extensions) => format!(", extensions {}", extensions.join(", ")),
    };
    let tables = if models.len() == 1 { "1 table".to_owned() } else { format!("{} tables", models.len()) };
    let mut text = format!("{name}: {tables}, migrations in {migrations}, base {base}{has}\n");
    let width = |of: fn(&ModelEntry) -> &str| models.iter().map(|model| of(model).chars().count()).max().unwrap_or(0);
    let (model_width, table_width) = (width(|model| &model.model), width(|model| &model.table));
    for ModelEntry { model, table, because } in models {
        text.push_str(&format!("  {model:model_width$}  {table:table_width$}  {because}\n"));
    }
    if !unenforced.is_empty() {
        text.push_str("  relations into another database, which no database can enforce:\n");
    }
    for relation in unenforced {
        let columns = relation.columns.join(", ");
        let (model, other) = (&relation.model, &relation.referenced_model);
        text.push_str(&format!("    {model} ({columns}) to {other} ({})\n", relation.referenced_table));
    }
    text
}
