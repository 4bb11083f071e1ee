//! `refract diff`: compares two states.

use std::collections::BTreeSet;
use std::rc::Rc;

use serde::Serialize;

use super::args::{Diff, DiffFormat};
use super::database_before::DatabaseBefore;
use super::draft::{care, not_writable, renderer, series};
use super::format::entry::DiagnosticEntry;
use super::scope::chosen_targets;
use super::states::States;
use super::{Context, Exit, Outcome, Refusal, here, renames, unmanaged, warnings};
use crate::base;
use crate::change::{Change, Hazards, Lock};
use crate::config::Target;
use crate::diagnostic::{Diagnostics, Failure};
use crate::migrations::{self, Place};
use crate::pending::{Pending, pending_since};
use crate::physical::ObjectName;
use crate::plan::{Plan, plan};
use crate::project::{Overrides, Project};
use crate::render::{Form, Renderer};
use crate::sources::Source;
use crate::state::State;
use crate::text::Texts;

/// One target's differences.
struct Difference {
    target: String,
    from: String,
    to: String,
    pending: Pending,
    /// The migrations that were replayed.
    texts: Rc<Texts>,
}

pub(super) fn run(context: &Context, arguments: &Diff) -> Result<Outcome, Refusal> {
    let here = here()?;
    let is_named = |spec: &str| Source::is_named(spec, &here);
    let states_named = is_named(&arguments.to) && arguments.from.as_deref().is_some_and(is_named);
    let project = Project::find(&here, &Overrides { states_named, ..context.overrides() })?;
    let targets = chosen_targets(&project, &context.common.target)?;
    let from = arguments.from.as_deref().map(|from| Source::parse(from, &project)).transpose()?;
    let to = Source::parse(&arguments.to, &project)?;
    let states = States::new(&project);
    match &from {
        Some(from) => states.start(&to, std::iter::once(from.clone()))?,
        None => states.start(&to, states.bases(&targets, None))?,
    }
    let after = states.of(&to)?;
    let hints = renames::hints(&arguments.names.request(), &after)?;
    let mut differences = Vec::new();
    for target in &targets {
        let (held, from) = before(&states, target, from.as_ref(), &after)?;
        let pending = pending_since(held.projection, &project.config, &target.name, (&after, &hints));
        let (target, to) = (target.name.clone(), after.description.clone());
        differences.push(Difference { target, from, to, pending, texts: held.texts });
    }
    renames::expect_followed(&hints, differences.iter().map(|difference| &difference.pending.names))?;
    context.remark_all(states.notes(&after));
    remark(context, &after, &differences);
    let outcome = match arguments.format {
        DiffFormat::Text => Outcome::done(text(&differences)),
        DiffFormat::Sql => Outcome::document(sql(&project, &differences, Form::Guarded)?),
        DiffFormat::Ddl => Outcome::document(sql(&project, &differences, Form::Plain)?),
        DiffFormat::Json => Outcome::document(json(&project, &differences)?),
    };
    let differs = differences.iter().any(|difference| !difference.pending.plan.is_empty());
    let code = if differs && arguments.exit_code { Exit::Differs } else { Exit::Done };
    let next = match arguments.format {
        DiffFormat::Text if differs => {
            "--format sql prints the script that does this; `refract generate` writes what is new as migrations"
        }
        DiffFormat::Text => "nothing: there is no migration to write",
        DiffFormat::Sql | DiffFormat::Ddl | DiffFormat::Json => "",
    };
    // the process ends: to give the memory back piece by piece takes a tenth of the time
    std::mem::forget((states, after, differences));
    Ok(Outcome { next, code, ..outcome })
}

/// The document of a run that was refused.
pub(super) fn refused(format: DiffFormat, errors: Vec<DiagnosticEntry>) -> Option<String> {
    match format {
        DiffFormat::Text | DiffFormat::Sql | DiffFormat::Ddl => None,
        DiffFormat::Json => crate::json::document(&Document { version: 1, targets: Vec::new(), errors }).ok(),
    }
}

/// What the target holds at the source that was asked for, or else at its base and after the migrations since.
fn before(
    states: &States<'_>,
    target: &Target,
    from: Option<&Source>,
    after: &State,
) -> Result<(DatabaseBefore, String), Failure> {
    let base = states.base(target, from)?;
    let on_disk = || migrations::on_disk(states.project(), target);
    let replayed = match (&base.source, from) {
        (Source::History, _) => on_disk()?,
        (_, Some(_)) => Vec::new(),
        (_, None) => base::migrations_since(states.project(), target, &base, (&on_disk()?, Place::Disk))?,
    };
    Ok((states.held(target, &base.source, (&replayed, Place::Disk), after)?, base.description))
}

fn remark(context: &Context, after: &State, differences: &[Difference]) {
    context.remark(&Failure { texts: after.texts.clone(), diagnostics: after.diagnostics.clone() });
    let mut diagnostics = Diagnostics::default();
    for difference in differences {
        diagnostics.append(warnings::of(&difference.target, &difference.pending));
    }
    context.remark_all(diagnostics);
    for Difference { target, pending, texts, .. } in differences {
        context.remark(&unmanaged::warnings(target, pending, texts));
    }
    let names = differences.iter().map(|difference| (difference.target.as_str(), &difference.pending.names));
    context.remark(&renames::remarks(after, names, false));
}

fn text(differences: &[Difference]) -> String {
    let mut text = String::new();
    for Difference { target, from, to, pending, texts: _ } in differences {
        if pending.plan.is_empty() {
            text.push_str(&format!("{target}: no differences between {from} and {to}\n"));
            continue;
        }
        text.push_str(&format!("{target}: from {from} to {to}\n"));
        for change in pending.plan.changes() {
            let kind = change.as_kind();
            let loss = kind.hazards().loss.map_or(String::new(), |lost| format!("   (data of {lost} is lost)"));
            text.push_str(&format!("  {} {}{loss}\n", mark(change), kind.summary()));
        }
    }
    text
}

fn mark(change: &Change) -> char {
    let kind = change.as_kind();
    match (kind.creates().is_empty(), kind.drops().is_empty()) {
        (false, true) => '+',
        (true, false) => '-',
        (false, false) | (true, true) => '~',
    }
}

fn sql(project: &Project, differences: &[Difference], form: Form) -> Result<String, Refusal> {
    let renderer = renderer()?;
    let is_alone = differences.len() == 1;
    let mut parts = Vec::new();
    for difference in differences.iter().filter(|difference| !difference.pending.plan.is_empty()) {
        let sql = in_series(project, &renderer, &difference.pending.plan, form)?;
        parts.push(if is_alone { sql } else { format!("-- Target: {}\n\n{sql}", difference.target) });
    }
    Ok(parts.join("\n"))
}

/// The files of a series, each under a line that tells them apart.
fn in_series(project: &Project, renderer: &Renderer, plan: &Plan, form: Form) -> Result<String, Refusal> {
    let files = series(project, plan);
    let mut parts = Vec::new();
    for (position, plan) in files.iter().enumerate() {
        let sql = renderer.statements(plan, form, &care(project)).map_err(not_writable)?;
        let is_said = files.len() > 1 && !sql.is_empty();
        let line = if is_said { format!("-- File {} of {}\n\n", position + 1, files.len()) } else { String::new() };
        parts.push(format!("{line}{sql}"));
    }
    parts.retain(|part| !part.is_empty());
    Ok(parts.join("\n"))
}

/// What `--format json` prints. Keys are only ever added while the version stays the same.
#[derive(Serialize)]
struct Document<'d> {
    version: u32,
    targets: Vec<TargetDifference<'d>>,
    /// Why nothing was compared; empty unless the command was refused.
    errors: Vec<DiagnosticEntry>,
}

#[derive(Serialize)]
struct TargetDifference<'d> {
    target: &'d str,
    from: &'d str,
    to: &'d str,
    /// In the order in which they are made; empty when there is nothing to do.
    changes: Vec<ChangeEntry>,
    /// All of them, as one idempotent script.
    sql: String,
}

#[derive(Serialize)]
struct ChangeEntry {
    /// The kind of change, such as `add_columns`.
    kind: &'static str,
    summary: String,
    /// The tables that others use and that it locks, in the order in which it does.
    locks: Vec<LockEntry>,
    /// What data is gone afterwards, or null.
    loses: Option<String>,
    /// Why it may fail on the rows that are there, or null.
    risk: Option<String>,
    /// The plain statements.
    sql: String,
}

#[derive(Serialize)]
struct LockEntry {
    table: String,
    /// PostgreSQL's name for it, such as `ACCESS EXCLUSIVE`.
    mode: &'static str,
    /// What it lasts for: `instant`, `rows_are_read`, ...
    lasts: &'static str,
}

impl LockEntry {
    fn of(lock: &Lock) -> LockEntry {
        let Lock { table, mode, duration } = lock;
        LockEntry { table: table.to_string(), mode: mode.as_sql(), lasts: duration.as_str() }
    }
}

fn json(project: &Project, differences: &[Difference]) -> Result<String, Refusal> {
    let renderer = renderer()?;
    let mut targets = Vec::new();
    for Difference { target, from, to, pending, texts: _ } in differences {
        let mut changes = Vec::new();
        let new_tables = pending.plan.new_tables();
        for change in pending.plan.changes() {
            changes.push(entry(project, &renderer, change, &new_tables)?);
        }
        let sql = if pending.plan.is_empty() {
            String::new()
        } else {
            renderer.statements(&pending.plan, Form::Guarded, &care(project)).map_err(not_writable)?
        };
        targets.push(TargetDifference { target, from, to, changes, sql });
    }
    Ok(crate::json::document(&Document { version: 1, targets, errors: Vec::new() })?)
}

fn entry(
    project: &Project,
    renderer: &Renderer,
    change: &Change,
    new_tables: &BTreeSet<ObjectName>,
) -> Result<ChangeEntry, Refusal> {
    let sql = renderer.statements(&plan(vec![change.clone()]), Form::Plain, &care(project)).map_err(not_writable)?;
    let kind = change.as_kind();
    let Hazards { locks, loss, risk } = change.hazards_beside(new_tables);
    let (loses, risk) = (loss.map(|loss| loss.to_string()), risk.map(|risk| risk.to_string()));
    let locks = locks.iter().map(LockEntry::of).collect();
    Ok(ChangeEntry { kind: change.name(), summary: kind.summary(), locks, loses, risk, sql })
}
