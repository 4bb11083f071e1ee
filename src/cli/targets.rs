//! `refract targets`: which model goes where and why, and what no database can enforce.

use serde::Serialize;

use super::args::{Targets, TargetsFormat};
use super::format::entry::DiagnosticEntry;
use super::{Context, Outcome};
use crate::commands::Refusal;
use crate::commands::targets::{Because, PlacedTable, Request, TargetTables, targets};
use crate::config::BaseKind;
use crate::json;
use crate::project::Project;
use crate::target::{LostForeignKey, Reason};

/// What `--format json` prints. Keys are only ever added while the version stays the same.
#[derive(Serialize)]
struct Document {
    version: u32,
    targets: Vec<TargetEntry>,
    /// Why nothing is known of them; empty unless the command was refused.
    errors: Vec<DiagnosticEntry>,
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
    let targets = context.hear(targets(&project, &Request { targets: context.common.target.clone() }))?;
    let targets = targets.into_iter().map(|target| entry(&project, target)).collect();
    let document = Document { version: 1, targets, errors: Vec::new() };
    Ok(match arguments.format {
        TargetsFormat::Text => Outcome::done(document.targets.iter().map(text).collect::<Vec<_>>().join("\n"))
            .and_next(
                "`schemas`, `models` and `exclude` in refract.toml decide this; `refract generate` writes what follows",
            ),
        TargetsFormat::Json => Outcome::document(json::document(&document)?),
    })
}

/// The document of a run that was refused.
pub(super) fn refused(format: TargetsFormat, errors: Vec<DiagnosticEntry>) -> Option<String> {
    match format {
        TargetsFormat::Text => None,
        TargetsFormat::Json => json::document(&Document { version: 1, targets: Vec::new(), errors }).ok(),
    }
}

fn entry(project: &Project, TargetTables { target, tables, unenforced }: TargetTables) -> TargetEntry {
    TargetEntry {
        migrations: project.shown(&project.migrations(&target)),
        name: target.name,
        base: match target.base {
            BaseKind::History => "history",
            BaseKind::Git => "git",
        },
        extensions: target.extensions,
        env: target.env,
        models: tables.into_iter().map(model).collect(),
        unenforced: unenforced.into_iter().map(relation).collect(),
    }
}

fn model(PlacedTable { model, table, because }: PlacedTable) -> ModelEntry {
    let because = match because {
        Because::Routed(Reason::Everything) => "the target takes everything".to_owned(),
        Because::Routed(Reason::Schema(schema)) => format!("schema {schema}"),
        Because::Routed(Reason::Pattern(pattern)) => format!("models \"{pattern}\""),
        Because::Routed(Reason::Directive) => "@refract.targets".to_owned(),
        Because::ManyToMany => "many-to-many relation".to_owned(),
        Because::Unknown => String::new(),
    };
    ModelEntry { model, table, because }
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
