//! `refract apply`: runs what is pending in the database of each target.

use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::time::Duration;

use serde::Serialize;

use super::args::live::{Apply, LiveFormat};
use super::format::entry::{self, DiagnosticEntry};
use super::live::{self, Aim, Live, counted, say};
use super::states::States;
use super::{Context, Exit, Outcome, Refusal, interrupt};
use crate::apply::{self, Event, Failed, Options, Ran, Runner, Session, Settings, Stop};
use crate::diagnostic::{Code, Diagnostic, Failure};
use crate::ledger::Ledger;
use crate::project::Project;
use crate::sources::Source;
use crate::text::is_written_by_refract;

/// What others see of the sessions.
const NAME: &str = "refract apply";

/// What `--format json` prints. Keys are only ever added while the version stays the same.
#[derive(Default, Serialize)]
struct Document {
    version: u32,
    targets: Vec<TargetEntry>,
    /// Why it stopped; empty where it did not.
    errors: Vec<DiagnosticEntry>,
    /// Whether the same command may succeed later without any change.
    retryable: bool,
}

#[derive(Serialize)]
struct TargetEntry {
    name: String,
    /// Where the address stands: never the address.
    from: String,
    /// Host, port and database.
    database: String,
    /// What has run now.
    applied: Vec<AppliedEntry>,
    /// What has not.
    pending: Vec<String>,
}

#[derive(Serialize)]
struct AppliedEntry {
    name: String,
    milliseconds: u128,
}

pub(super) fn run(context: &Context, arguments: &Apply) -> Result<Outcome, Refusal> {
    let project = context.project()?;
    let stop = interrupt::watched();
    let mut lives = Vec::new();
    for aim in live::aims(context, &project, &arguments.connection)? {
        lives.push(aim.reach(context, &project, NAME, arguments.wait, &stop)?);
    }
    live::expect_apart(&lives)?;
    for live in &mut lives {
        expect_fit(context, &project, live)?;
    }
    let mut document = Document { version: 1, ..Document::default() };
    let is_text = arguments.format == LiveFormat::Text;
    let mut code = Exit::Done;
    for live in lives {
        let (entry, failed) = one(context, &project, arguments, live, &stop)?;
        document.targets.push(entry);
        if let Some((failure, is_retryable)) = failed {
            context.reporter.print(&failure);
            document.retryable = is_retryable;
            document.errors = entry::refusal(&super::here()?, &Refusal(vec![failure]));
            code = interrupt::code(&stop).unwrap_or(Exit::Refused);
            break;
        }
    }
    let outcome = if is_text { Outcome::done("") } else { Outcome::document(crate::json::document(&document)?) };
    Ok(Outcome { code, ..outcome })
}

/// The document of a run that was refused.
pub(super) fn refused(format: LiveFormat, errors: Vec<DiagnosticEntry>) -> Option<String> {
    match format {
        LiveFormat::Text => None,
        LiveFormat::Json => crate::json::document(&Document { version: 1, errors, ..Document::default() }).ok(),
    }
}

/// What must be as it should before anything runs.
fn expect_fit(context: &Context, project: &Project, live: &mut Live) -> Result<(), Refusal> {
    let pending: Vec<usize> = live.standing.pending().collect();
    let Aim { target, chosen, files } = &live.aim;
    let (name, address) = (&target.name, &chosen.address);
    remarks(context, live);
    if pending.is_empty() {
        return Ok(());
    }
    pending.iter().try_for_each(|at| files[*at].expect_sql())?;
    if live.facts.is_read_only {
        let message = format!("{name}: {address} only reads: it is a standby, or was set so");
        return Err(Diagnostic::error(Code::DatabaseUnfit, message).help("use the address of the primary").into());
    }
    let is_qualified = |at: &usize| is_written_by_refract(&String::from_utf8_lossy(&files[*at].content));
    let other = address.schema.as_ref().filter(|schema| **schema != project.config.default_schema);
    if let Some(schema) = other.filter(|_| pending.iter().any(is_qualified)) {
        let usual = &project.config.default_schema;
        let message =
            format!("{name}: {} says ?schema={schema}, and the files are for the schema {usual}", chosen.from);
        let help = format!(
            "remove ?schema= from the address; or set default_schema = \"{schema}\" in refract.toml and generate the migrations again"
        );
        return Err(Diagnostic::error(Code::DatabaseUnfit, message).help(help).into());
    }
    expect_ledger(project, live)
}

/// A database that has tables has a table of migrations too.
fn expect_ledger(project: &Project, live: &mut Live) -> Result<(), Refusal> {
    let (name, address) = (&live.aim.target.name, &live.aim.chosen.address);
    let refused = |error| apply::ledger_refused(name, &error);
    if live.ledger.exists || !Ledger::has_tables(&mut live.client, &schemas(project, name)).map_err(refused)? {
        return Ok(());
    }
    // whoever runs beside us makes the table of migrations before any other
    live.ledger.look_again(&mut live.client).map_err(refused)?;
    if live.ledger.exists {
        return Ok(());
    }
    let message = format!(
        "{name}: {address} has tables and no table of migrations, so nobody knows which of the {} it has run",
        live.aim.count()
    );
    let help = "nothing was run; say what it has with refract resolve --applied --to NAME: the last migration whose \
                changes are there";
    Err(Diagnostic::error(Code::LedgerMissing, message).help(help).into())
}

/// What is worth knowing, and stops nothing.
fn remarks(context: &Context, live: &Live) {
    let Live { aim, client: _, facts, ledger: _, standing, remarks } = live;
    context.remark_all(remarks.clone());
    let name = &aim.target.name;
    let applied = aim.files.iter().zip(&standing.files);
    for (file, _) in applied.filter(|(_, state)| **state == apply::FileState::Applied { is_edited: true }) {
        let message = format!("{name}: {} was edited after this database had run it", file.name);
        let help = "it does not run again; write what was changed as a new migration";
        context.remark(&Diagnostic::warning(Code::EditedAfterRun, message).help(help).into());
    }
    for unknown in &standing.unknown {
        let message = format!("{name}: this database has run {unknown}, which has no file here");
        context.remark(&Diagnostic::note(Code::FileMissing, message).into());
    }
    let late: Vec<&str> = standing.late().map(|at| aim.files[at].name.as_str()).collect();
    if !late.is_empty() {
        let message = format!("{name}: later migrations have run before {}", late.join(", "));
        context.remark(&Diagnostic::warning(Code::RunsLate, message).into());
    }
    if aim.chosen.address.is_pooled() {
        let message = format!("{name}: a pooler seems to stand before {}", aim.chosen.address);
        let help = "use the address of the database itself (DIRECT_URL, DATABASE_URL_UNPOOLED, port 5432)";
        context.remark(&Diagnostic::warning(Code::DatabaseUnfit, message).help(help).into());
    }
    if facts.has_citus {
        let message = format!("{name}: this database has Citus, with which refract was never tried");
        context.remark(&Diagnostic::warning(Code::DatabaseUnfit, message).into());
    }
}

/// Where the target's tables are; other schemas may be a platform's own.
fn schemas(project: &Project, target: &str) -> Vec<String> {
    let mut schemas = BTreeSet::from([project.config.default_schema.clone()]);
    if let Ok(state) = States::new(project).of(&Source::Worktree) {
        let tables = state.projected_on(target).database.tables;
        schemas.extend(tables.values().map(|table| table.name.schema.clone()));
    }
    schemas.into_iter().collect()
}

type Stopped = Option<(Failure, bool)>;

fn one(
    context: &Context,
    project: &Project,
    arguments: &Apply,
    live: Live,
    stop: &Stop,
) -> Result<(TargetEntry, Stopped), Refusal> {
    let Live { aim, client, facts: _, mut ledger, standing, remarks: _ } = live;
    let name = aim.target.name.clone();
    let pending: Vec<usize> = standing.pending().collect();
    let limit = limit(context, project, arguments, &aim, &pending)?;
    let is_text = arguments.format == LiveFormat::Text;
    if is_text {
        let Aim { chosen, .. } = &aim;
        let wanted = pending.iter().filter(|at| **at < limit).count();
        say(&format!("{name}: {}, {}: {}, {wanted} to run", chosen.from, chosen.address, aim.count()));
    }
    let mut ran = Vec::new();
    let mut failed = None;
    if arguments.dry_run {
        let names = pending.iter().filter(|at| is_text && **at < limit).map(|at| &aim.files[*at].name);
        names.for_each(|name| say(&format!("  {name}")));
    } else {
        let is_pooled = aim.chosen.address.is_pooled();
        let refused = |error| (Failed::Ledger(error).explained(&name, &aim.files, false), false);
        match Session::begin(client, settings(arguments, &aim), is_pooled) {
            Err(error) => failed = Some(refused(error)),
            Ok(mut session) => {
                let options = Options {
                    limit,
                    wait: arguments.wait,
                    retries: arguments.retries,
                    by: concat!("refract ", env!("CARGO_PKG_VERSION")).to_owned(),
                };
                let connect = || aim.connect_once(NAME);
                let mut watch = |event: Event<'_>| {
                    if is_text {
                        say(&line(&event))
                    }
                };
                let runner = Runner {
                    session: &mut session,
                    ledger: &mut ledger,
                    files: &aim.files,
                    options,
                    stop,
                    connect: &connect,
                    watch: &mut watch,
                    ran: &mut ran,
                };
                let done = runner.run();
                let shows = arguments.show_values || is_text && std::io::stderr().is_terminal();
                failed = done.err().map(|it| (it.explained(&name, &aim.files, shows), it.is_retryable()));
            }
        }
        if is_text && failed.is_none() {
            say(&format!("{name}: {} applied", if ran.is_empty() { "nothing".to_owned() } else { counted(ran.len()) }));
        }
    }
    Ok((entry(&aim, &pending, &ran), failed))
}

fn entry(aim: &Aim, pending: &[usize], ran: &[Ran]) -> TargetEntry {
    let applied = ran
        .iter()
        .map(|Ran { file, took }| AppliedEntry { name: aim.files[*file].name.clone(), milliseconds: took.as_millis() });
    let left = pending.iter().filter(|at| ran.iter().all(|ran| ran.file != **at));
    TargetEntry {
        name: aim.target.name.clone(),
        from: aim.chosen.from.clone(),
        database: aim.chosen.address.to_string(),
        applied: applied.collect(),
        pending: left.map(|at| aim.files[*at].name.clone()).collect(),
    }
}

/// How many of the files may run, counted from the first.
fn limit(
    context: &Context,
    project: &Project,
    arguments: &Apply,
    aim: &Aim,
    pending: &[usize],
) -> Result<usize, Refusal> {
    let mut limit = aim.files.len();
    if let Some(to) = &arguments.to {
        limit = aim.place_of(to)? + 1;
    }
    if arguments.no_loss {
        let losing = apply::losing(&aim.files, &project.config.default_schema);
        if let Some(at) = pending.iter().find(|at| **at < limit && losing[**at]) {
            let file = &aim.files[*at].name;
            let message =
                format!("{}: {file} loses data or renames, so it does not run with --no-loss", aim.target.name);
            let help = "run refract apply without it once no program of the old version runs any more";
            context.remark(&Diagnostic::warning(Code::StoppedBeforeLoss, message).help(help).into());
            limit = *at;
        }
    }
    Ok(limit)
}

fn settings(arguments: &Apply, aim: &Aim) -> Settings {
    let mut values = aim.target.set.clone();
    let milliseconds = |time: Duration| time.as_millis().to_string();
    if let Some(time) = arguments.lock_timeout {
        values.insert("lock_timeout".to_owned(), milliseconds(time));
    }
    if let Some(time) = arguments.statement_timeout {
        values.insert("statement_timeout".to_owned(), milliseconds(time));
    }
    if let Some(schema) = &aim.chosen.address.schema {
        // as Prisma has it
        values.entry("search_path".to_owned()).or_insert_with(|| crate::sql::quoted(schema));
    }
    Settings { role: aim.target.role.clone(), values }
}

fn line(event: &Event<'_>) -> String {
    match event {
        Event::Waits(holder) => format!("  waiting for {}", holder.shown()),
        Event::Begins(name) => format!("  {name} ..."),
        Event::GoesOn(name) => format!("  {name} goes on ..."),
        Event::TriesAgain { name, reason, pause } => {
            format!("  {name}: {reason}; it is tried again in {:.1} s", pause.as_secs_f64())
        }
        Event::Ended { name, took } => format!("  {name}  {:.2} s", took.as_secs_f64()),
    }
}
