//! What `apply`, `status` and `resolve` begin with: the databases of the targets, the files, the tables of migrations.

use std::io::{self, Write};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::args::live::Connection;
use super::output::{visible, without_commands};
use super::{Context, Refusal};
use crate::apply::{FileState, MigrationFile, Standing, Stop};
use crate::commands::scope::chosen_targets;
use crate::config::{Layout, LedgerKind, Target};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failure};
use crate::ledger::{Entry, Keeper, Ledger};
use crate::migrations::{self, Place};
use crate::project::Project;
use crate::server::{self, Chosen, Client, Facts, Given, Notice, OnNotice, ServerError};

/// The variable that Prisma's own examples have.
const USUAL_VARIABLE: &str = "DATABASE_URL";
/// How long to wait before a server is tried again.
const TRY_AGAIN: Duration = Duration::from_millis(500);

/// A target, where its database is, and its files: what can be told without a server.
pub(super) struct Aim {
    pub(super) target: Target,
    pub(super) chosen: Chosen,
    pub(super) files: Vec<MigrationFile>,
}

/// The database of a target.
pub(super) struct Live {
    pub(super) aim: Aim,
    pub(super) client: Client,
    pub(super) facts: Facts,
    pub(super) ledger: Ledger,
    pub(super) standing: Standing,
    /// What is worth knowing about the address and the table.
    pub(super) remarks: Diagnostics,
}

/// Where the databases of the targets are, before any is reached.
pub(super) fn aims(context: &Context, project: &Project, connection: &Connection) -> Result<Vec<Aim>, Refusal> {
    let targets = chosen_targets(project, &context.common.target)?;
    let Connection { url_env, url_file, url, env_file } = connection.clone();
    let given = Given { url, url_env, url_file, env_file };
    if given.is_of_one_target() && targets.len() > 1 {
        let names: Vec<&str> = targets.iter().map(|target| target.name.as_str()).collect();
        let message = format!("one address, and several targets: {}", names.join(", "));
        return Err(Diagnostic::error(Code::UrlMissing, message).help("choose one target with --target").into());
    }
    let variables = |name: &str| std::env::var(name).ok();
    let is_only = project.config.targets.len() == 1;
    let mut aims = Vec::new();
    for target in targets {
        let usual = if is_only { vec![USUAL_VARIABLE.to_owned()] } else { Vec::new() };
        let names = if target.env.is_empty() { usual } else { target.env.clone() };
        let chosen = server::choose(&target.name, &names, &given, &variables)?;
        let files = files(project, &target)?;
        aims.push(Aim { target, chosen, files });
    }
    Ok(aims)
}

fn files(project: &Project, target: &Target) -> Result<Vec<MigrationFile>, Failure> {
    let found = migrations::on_disk(project, target)?;
    let contents = migrations::contents(project, target, &found, Place::Disk)?;
    let file = |(migration, content): (migrations::MigrationOnDisk, Option<Vec<u8>>)| MigrationFile {
        path: project.shown(&migration.path),
        name: migration.name,
        content: content.unwrap_or_default(),
    };
    Ok(found.into_iter().zip(contents).map(file).collect())
}

impl Aim {
    /// Reaches the database, and reads what it has run. `wait` is how long a server may take to start.
    pub(super) fn reach(
        self,
        context: &Context,
        project: &Project,
        name: &str,
        wait: Duration,
        stop: &Stop,
    ) -> Result<Live, Refusal> {
        let mut client = self.connect(context, name, wait, stop)?;
        let own = project.config.layout == Layout::Flat || self.target.ledger == LedgerKind::Refract;
        let keeper = if own {
            Keeper::Target(self.target.name.clone())
        } else {
            Keeper::Prisma(self.chosen.address.schema.clone())
        };
        let read = read(&mut client, &keeper);
        let (facts, ledger, entries) = read.map_err(|error| self.ledger_refused(&error))?;
        let mut remarks = self.chosen.remarks.clone();
        if !ledger.others.is_empty() && !own {
            let message = format!(
                "{}: the table of migrations is {}, and there are others, in {}",
                self.target.name,
                ledger.shown(),
                ledger.others.join(", ")
            );
            let help = "`?schema=` in the address says which one counts";
            remarks.push(Diagnostic::note(Code::LedgerRefused, message).help(help));
        }
        let standing = Standing::of(&self.files, &entries);
        expect_own(project, &self, &standing, &entries)?;
        Ok(Live { aim: self, client, facts, ledger, standing, remarks })
    }

    fn connect(&self, context: &Context, name: &str, wait: Duration, stop: &Stop) -> Result<Client, Refusal> {
        let start = Instant::now();
        let mut is_said = false;
        loop {
            let error = match self.connect_once(name) {
                Ok(client) => return Ok(client),
                Err(error) => error,
            };
            let refused = server::explained(&self.target.name, &self.chosen, &error);
            if !server::may_pass(&error) || start.elapsed() >= wait || stop.is_wanted() {
                return Err(refused.into());
            }
            if !is_said {
                let message = format!("{}; waiting for up to {} s", refused.message, wait.as_secs());
                context.remark(&Diagnostic::warning(Code::NoConnection, message).into());
                is_said = true;
            }
            stop.pause(TRY_AGAIN);
        }
    }

    pub(super) fn connect_once(&self, name: &str) -> Result<Client, ServerError> {
        Client::connect(&self.chosen.address, name, on_notice())
    }

    fn ledger_refused(&self, error: &ServerError) -> Diagnostic {
        crate::apply::ledger_refused(&self.target.name, error)
    }

    /// The place of the file with a name that the user gave.
    pub(super) fn place_of(&self, name: &str) -> Result<usize, Diagnostic> {
        self.files.iter().position(|file| file.name == name).ok_or_else(|| {
            let message = format!("{}: there is no migration {name}", self.target.name);
            let help = "refract status lists them; the name is that of the folder";
            Diagnostic::error(Code::ResolveRefused, message).help(help)
        })
    }

    /// How many files there are.
    pub(super) fn count(&self) -> String {
        counted(self.files.len())
    }
}

/// What a database is, and what it has run.
fn read(client: &mut Client, keeper: &Keeper) -> Result<(Facts, Ledger, Vec<Entry>), ServerError> {
    let facts = Facts::of(client)?;
    let ledger = Ledger::find(client, keeper)?;
    let entries = ledger.entries(client)?;
    Ok((facts, ledger, entries))
}

/// `1 migration`, `2 migrations`.
pub(super) fn counted(count: usize) -> String {
    if count == 1 { "1 migration".to_owned() } else { format!("{count} migrations") }
}

/// Something is there already (schema, table, column, other), and a transaction that was to be ended is none.
const SAID_WITHOUT_NEED: [&str; 5] = ["42P06", "42P07", "42701", "42710", "25P01"];

/// What pgvector says while it builds an index is worth knowing; that something is there already is not.
fn on_notice() -> OnNotice {
    Arc::new(|notice: Notice| {
        let is_there = SAID_WITHOUT_NEED.contains(&notice.state.as_str());
        if is_there || notice.message.contains("does not exist, skipping") {
            return;
        }
        let hint = notice.hint.map_or_else(String::new, |hint| format!(" ({hint})"));
        let line = format!("  {}: {}{hint}", notice.severity.to_lowercase(), notice.message);
        let _ = writeln!(io::stderr(), "{}", without_commands(&visible(&line)));
    })
}

/// A row that knows another target's file of the same name: the databases of two targets have become one, and the files of
/// one of them would never run.
fn expect_own(project: &Project, aim: &Aim, standing: &Standing, entries: &[Entry]) -> Result<(), Refusal> {
    let edited = aim.files.iter().zip(&standing.files);
    let edited: Vec<&MigrationFile> =
        edited.filter(|(_, state)| **state == FileState::Applied { is_edited: true }).map(|(file, _)| file).collect();
    if edited.is_empty() {
        return Ok(());
    }
    for other in project.config.targets.values().filter(|other| other.name != aim.target.name) {
        for file in files(project, other)? {
            let is_same = edited.iter().any(|edited| edited.name == file.name);
            if is_same && entries.iter().any(|entry| entry.name == file.name && file.is_of(&entry.checksum)) {
                let message = format!(
                    "{}: {} in {} is the migration of target {}, so that of this target would never run",
                    aim.target.name, file.name, aim.chosen.address, other.name
                );
                return Err(Diagnostic::error(Code::LedgerShared, message).help(APART).into());
            }
        }
    }
    Ok(())
}

/// What to do where two targets have one table of migrations.
const APART: &str = "give each target a table of its own: ledger = \"refract\" in its section of refract.toml, then refract \
                     resolve --applied --to NAME for what it has run";

/// No two targets may have one table of migrations.
pub(super) fn expect_apart(lives: &[Live]) -> Result<(), Refusal> {
    for (at, one) in lives.iter().enumerate() {
        let same = |other: &&Live| {
            one.facts.identity.is_some()
                && other.facts.identity == one.facts.identity
                && other.ledger.name() == one.ledger.name()
        };
        if let Some(other) = lives[..at].iter().find(same) {
            let message = format!(
                "targets {} and {} have one database and one table of migrations, {}",
                other.aim.target.name,
                one.aim.target.name,
                one.ledger.shown()
            );
            return Err(Diagnostic::error(Code::LedgerShared, message).help(APART).into());
        }
    }
    Ok(())
}

/// Prints a line at once.
pub(super) fn say(line: &str) {
    let mut stdout = io::stdout().lock();
    let _ = writeln!(stdout, "{}", without_commands(&visible(line)));
    let _ = stdout.flush();
}
