//! `refract status`: which migrations the database of each target has run.

use std::time::{Duration, Instant};

use serde::Serialize;

use super::args::live::{LiveFormat, Status};
use super::format::entry::DiagnosticEntry;
use super::live::{self, Live};
use super::{Context, Exit, Outcome, Refusal};
use crate::apply::{FileState, Stop};
use crate::diagnostic::Diagnostics;
use crate::ledger;
use crate::project::Project;

/// How often a database is asked again.
const ASK_AGAIN: Duration = Duration::from_secs(1);

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
    /// Where the address stands: never the address.
    from: String,
    /// Host, port and database.
    database: String,
    /// The table of migrations, or null where there is none yet.
    ledger: Option<String>,
    /// Whether every file of this folder has run.
    complete: bool,
    migrations: Vec<MigrationEntry>,
    /// What has run and has no file here.
    unknown: Vec<String>,
    /// What began, did not end, and has no file here.
    unfinished: Vec<String>,
    /// Who migrates the database now, or null.
    running: Option<String>,
}

#[derive(Serialize)]
struct MigrationEntry {
    name: String,
    /// applied, pending, unfinished or failed.
    state: &'static str,
    /// Whether the file is another than the one that has run.
    edited: bool,
    /// When it began, where it did not end.
    since: Option<String>,
}

pub(super) fn run(context: &Context, arguments: &Status) -> Result<Outcome, Refusal> {
    let project = context.project()?;
    let start = Instant::now();
    let wait = arguments.wait.unwrap_or_default();
    loop {
        let left = wait.saturating_sub(start.elapsed());
        let (targets, remarks) = look(context, &project, arguments, left)?;
        let is_complete = targets.iter().all(|target| target.complete);
        if !is_complete && start.elapsed() < wait {
            std::thread::sleep(ASK_AGAIN.min(left));
            continue;
        }
        context.remark_all(remarks);
        let outcome = match arguments.format {
            LiveFormat::Text => Outcome::done(targets.iter().map(text).collect::<Vec<_>>().join("\n")),
            LiveFormat::Json => {
                Outcome::document(crate::json::document(&Document { version: 1, targets, errors: Vec::new() })?)
            }
        };
        let code = if is_complete { Exit::Done } else { Exit::Differs };
        return Ok(Outcome { code, ..outcome });
    }
}

/// The document of a run that was refused.
pub(super) fn refused(format: LiveFormat, errors: Vec<DiagnosticEntry>) -> Option<String> {
    match format {
        LiveFormat::Text => None,
        LiveFormat::Json => crate::json::document(&Document { version: 1, targets: Vec::new(), errors }).ok(),
    }
}

fn look(
    context: &Context,
    project: &Project,
    arguments: &Status,
    wait: Duration,
) -> Result<(Vec<TargetEntry>, Diagnostics), Refusal> {
    let stop = Stop::default();
    let mut lives = Vec::new();
    for aim in live::aims(context, project, &arguments.connection)? {
        lives.push(aim.reach(context, project, "refract status", wait, &stop)?);
    }
    live::expect_apart(&lives)?;
    let mut remarks = Diagnostics::default();
    lives.iter().for_each(|live| remarks.append(live.remarks.clone()));
    Ok((lives.into_iter().map(entry).collect(), remarks))
}

fn entry(live: Live) -> TargetEntry {
    let Live { aim, mut client, facts: _, ledger, standing, remarks: _ } = live;
    let is_open = standing.unfinished().next().is_some();
    // what somebody is at is worth knowing, and no reason to fail
    let running = if is_open {
        let holder = ledger::builder(&mut client, &ledger).ok().flatten();
        holder.or_else(|| ledger::holder(&mut client).ok().flatten())
    } else {
        None
    };
    let migrations = aim.files.iter().zip(&standing.files).map(|(file, state)| {
        let (state, edited, since) = match state {
            FileState::Applied { is_edited } => ("applied", *is_edited, None),
            FileState::Pending => ("pending", false, None),
            FileState::Unfinished(entry) => {
                ("unfinished", !file.is_of(&entry.checksum), Some(entry.started_at.clone()))
            }
            FileState::Failed(entry) => ("failed", !file.is_of(&entry.checksum), Some(entry.started_at.clone())),
        };
        MigrationEntry { name: file.name.clone(), state, edited, since }
    });
    TargetEntry {
        migrations: migrations.collect(),
        complete: standing.is_complete(),
        unfinished: standing.unfinished_unknown.iter().map(|entry| entry.name.clone()).collect(),
        unknown: standing.unknown,
        ledger: ledger.exists.then(|| ledger.shown()),
        running: running.map(|holder| holder.shown()),
        database: aim.chosen.address.to_string(),
        from: aim.chosen.from,
        name: aim.target.name,
    }
}

fn text(target: &TargetEntry) -> String {
    let TargetEntry { name, from, database, ledger, complete, migrations, unknown, unfinished, running } = target;
    let count = |state: &str| migrations.iter().filter(|migration| migration.state == state).count();
    let table = ledger.as_ref().map_or_else(|| "no table of migrations".to_owned(), |name| format!("table {name}"));
    let mut text = format!("{name}: {from}, {database}, {table}\n");
    text.push_str(&format!("  {} applied, {} pending", count("applied"), count("pending")));
    for state in ["unfinished", "failed"].iter().filter(|state| count(state) > 0) {
        text.push_str(&format!(", {} {state}", count(state)));
    }
    text.push_str(if *complete { ": complete\n" } else { "\n" });
    for MigrationEntry { name, state, edited, since } in migrations {
        let since = since.as_ref().map_or_else(String::new, |since| format!(", since {since}"));
        match (*state, *edited) {
            ("applied", false) => {}
            ("applied", true) => text.push_str(&format!("  edited since it ran  {name}\n")),
            (state, _) => text.push_str(&format!("  {state:<20} {name}{since}\n")),
        }
    }
    unknown.iter().for_each(|name| text.push_str(&format!("  applied, no file     {name}\n")));
    unfinished.iter().for_each(|name| text.push_str(&format!("  unfinished, no file  {name}\n")));
    match running {
        Some(running) => text.push_str(&format!("  running now: {running}\n")),
        None => {
            let stuck = migrations.iter().filter(|it| matches!(it.state, "unfinished" | "failed"));
            for name in stuck.map(|it| &it.name).chain(unfinished) {
                text.push_str(&format!(
                    "  nobody runs it; refract resolve --rolled-back {name} to run it again, or refract resolve \
                     --applied {name} when all of it is there\n"
                ));
            }
        }
    }
    text
}
