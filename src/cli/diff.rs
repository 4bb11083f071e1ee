//! `refract diff`: compares two states.

use std::collections::BTreeSet;

use serde::Serialize;

use super::args::{Diff, DiffFormat};
use super::draft::{care, not_writable, renderer, series};
use super::format::entry::DiagnosticEntry;
use super::{Context, Exit, Outcome, Refusal, here};
use crate::change::{Change, Hazards, Lock};
use crate::commands::diff::{Request, TargetDifference, diff};
use crate::json;
use crate::physical::ObjectName;
use crate::plan::{Plan, plan};
use crate::project::{Overrides, Project};
use crate::render::{Form, Renderer};

pub(super) fn run(context: &Context, arguments: &Diff) -> Result<Outcome, Refusal> {
    let here = here()?;
    let request = Request {
        targets: context.common.target.clone(),
        from: arguments.from.clone(),
        to: arguments.to.clone(),
        names: arguments.names.request(),
    };
    let states_named = request.names_files(&here);
    let project = Project::find(&here, &Overrides { states_named, ..context.overrides() })?;
    let report = context.hear(diff(&project, &request))?;
    let outcome = match arguments.format {
        DiffFormat::Text => Outcome::done(text(&report.targets)),
        DiffFormat::Sql => Outcome::document(sql(&project, &report.targets, Form::Guarded)?),
        DiffFormat::Ddl => Outcome::document(sql(&project, &report.targets, Form::Plain)?),
        DiffFormat::Json => Outcome::document(as_json(&project, &report.targets)?),
    };
    let differs = report.differs();
    let code = if differs && arguments.exit_code { Exit::Differs } else { Exit::Done };
    let next = match arguments.format {
        DiffFormat::Text if differs => {
            "--format sql prints the script that does this; `refract generate` writes what is new as migrations"
        }
        DiffFormat::Text => "nothing: there is no migration to write",
        DiffFormat::Sql | DiffFormat::Ddl | DiffFormat::Json => "",
    };
    // the process ends: to give the memory back piece by piece takes a tenth of the time
    std::mem::forget(report);
    Ok(Outcome { next, code, ..outcome })
}

/// The document of a run that was refused.
pub(super) fn refused(format: DiffFormat, errors: Vec<DiagnosticEntry>) -> Option<String> {
    match format {
        DiffFormat::Text | DiffFormat::Sql | DiffFormat::Ddl => None,
        DiffFormat::Json => json::document(&Document { version: 1, targets: Vec::new(), errors }).ok(),
    }
}

fn text(differences: &[TargetDifference]) -> String {
    let mut text = String::new();
    for TargetDifference { target, from, to, pending, .. } in differences {
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

fn sql(project: &Project, differences: &[TargetDifference], form: Form) -> Result<String, Refusal> {
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
    targets: Vec<TargetEntry<'d>>,
    /// Why nothing was compared; empty unless the command was refused.
    errors: Vec<DiagnosticEntry>,
}

#[derive(Serialize)]
struct TargetEntry<'d> {
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

fn as_json(project: &Project, differences: &[TargetDifference]) -> Result<String, Refusal> {
    let renderer = renderer()?;
    let mut targets = Vec::new();
    for TargetDifference { target, from, to, pending, .. } in differences {
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
        targets.push(TargetEntry { target, from, to, changes, sql });
    }
    Ok(json::document(&Document { version: 1, targets, errors: Vec::new() })?)
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
