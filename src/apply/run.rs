//! All pending files of a target, one after the other.

use std::time::{Duration, Instant};

use super::event::Event;
use super::failure::Failed;
use super::file::MigrationFile;
use super::pieces::{self, Way};
use super::session::Session;
use super::standing::Standing;
use super::stop::Stop;
use crate::ledger::{self, Entry, EntryState, Holder, Ledger};
use crate::server::{Client, ServerError};

/// How often a lock is tried that somebody else has.
pub(super) const TRY_AGAIN: Duration = Duration::from_millis(200);

/// What the user wants.
#[derive(Clone, Debug)]
pub struct Options {
    /// How many of the files may run, counted from the first.
    pub limit: usize,
    /// How long to wait for somebody else who migrates the database.
    pub wait: Duration,
    /// How many more times, in all, a file is tried again that did not get a lock.
    pub retries: u32,
    /// Who runs the files, for their rows.
    pub by: String,
}

/// A file that has run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ran {
    /// Its place among the files.
    pub file: usize,
    /// How long it took.
    pub took: Duration,
}

/// What runs the pending files of a target.
pub struct Runner<'r> {
    /// Where they run.
    pub session: &'r mut Session,
    /// Which migrations the database has run.
    pub ledger: &'r mut Ledger,
    /// All files of the target, in order.
    pub files: &'r [MigrationFile],
    /// What the user wants.
    pub options: Options,
    /// Whether somebody wants it to stop.
    pub stop: &'r Stop,
    /// Begins another session, where the first one was lost.
    pub connect: &'r dyn Fn() -> Result<Client, ServerError>,
    /// Is told what happens.
    pub watch: &'r mut dyn FnMut(Event<'_>),
    /// Gets what has run, also where it stops.
    pub ran: &'r mut Vec<Ran>,
}

impl Runner<'_> {
    /// Runs what is pending.
    ///
    /// # Errors
    /// When it stops before the end.
    pub fn run(mut self) -> Result<(), Failed> {
        self.stop.watch(Some(self.session.client.canceller()));
        let done = self.all();
        self.stop.watch(None);
        done
    }

    fn all(&mut self) -> Result<(), Failed> {
        loop {
            let standing = self.standing()?;
            if let Some(entry) = standing.unfinished().next() {
                self.settle(entry)?;
                continue;
            }
            let pending: Vec<usize> = standing.pending().filter(|at| *at < self.options.limit).collect();
            if !pending.is_empty() && !self.ledger.exists {
                self.create_ledger()?;
                continue;
            }
            let mut is_alone = true;
            for at in pending {
                is_alone = self.file(at, None)?;
                if !is_alone {
                    break;
                }
            }
            // whoever came in between may have run the rest, or left something unfinished
            if is_alone {
                return Ok(());
            }
        }
    }

    /// How the files stand now.
    fn standing(&mut self) -> Result<Standing, Failed> {
        let entries = self.ledger.entries(&mut self.session.client).map_err(|error| self.refused(error))?;
        Ok(Standing::of(self.files, &entries))
    }

    /// Runs a file, or goes on with it. False where somebody else came in between.
    fn file(&mut self, at: usize, resumed: Option<&Entry>) -> Result<bool, Failed> {
        if self.stop.is_wanted() {
            return Err(Failed::Stopped(None));
        }
        let (texts, id) = self.files[at].texts();
        let text = texts.file(id).text.as_str();
        let is_alone = match pieces::cut(text) {
            Way::Whole(statements) => self.whole(at, text, &statements, resumed)?,
            Way::InPieces(_) if self.session.is_pooled => return Err(Failed::Pooled(at)),
            Way::InPieces(pieces) => self.in_pieces(at, text, &pieces, resumed)?,
        };
        if is_alone {
            self.session.renew().map_err(|error| self.refused(error))?;
        }
        Ok(is_alone)
    }

    /// Waits for whoever runs a file that has begun, goes on with it where nobody does, or stops.
    fn settle(&mut self, entry: &Entry) -> Result<(), Failed> {
        let is_failed = match &entry.state {
            EntryState::Failed(_) => true,
            EntryState::Unfinished | EntryState::Applied | EntryState::RolledBack => false,
        };
        if is_failed {
            return Err(Failed::Unfinished(Box::new(entry.clone())));
        }
        self.wait_for(|runner| {
            let client = &mut runner.session.client;
            // whoever runs a file as Prisma does holds its lock all the while
            Ok(ledger::builder(client, runner.ledger)?.or(ledger::holder(client)?))
        })?;
        let standing = self.standing()?;
        if !standing.unfinished().any(|other| other.id == entry.id) {
            return Ok(());
        }
        let at = self.files.iter().position(|file| file.name == entry.name);
        let may_go_on = |at: &usize| self.files[*at].may_run_again() && self.files[*at].is_of(&entry.checksum);
        match at.filter(may_go_on) {
            Some(at) => self.file(at, Some(entry)).map(drop),
            None => Err(Failed::Unfinished(Box::new(entry.clone()))),
        }
    }

    fn create_ledger(&mut self) -> Result<(), Failed> {
        self.begin()?;
        let created = self.ledger.create(&mut self.session.client);
        let ended = created.and_then(|()| self.session.client.run("COMMIT"));
        ended.map_err(|error| {
            self.roll_back();
            self.refused(error)
        })
    }

    /// Begins a transaction that has the lock, as soon as it is to be had.
    pub(super) fn begin(&mut self) -> Result<(), Failed> {
        let mut has_lock = false;
        self.wait_for(|runner| {
            has_lock = ledger::begin_with_lock(&mut runner.session.client)?;
            if has_lock { Ok(None) } else { Ok(Some(ledger::holder(&mut runner.session.client)?.unwrap_or_default())) }
        })?;
        let set = self.session.set_local();
        if set.is_empty() {
            return Ok(());
        }
        self.session.client.run(&set).map_err(|error| self.refused(error))
    }

    /// Waits until `holder` finds nobody.
    fn wait_for(
        &mut self,
        mut holder: impl FnMut(&mut Self) -> Result<Option<Holder>, ServerError>,
    ) -> Result<(), Failed> {
        let start = Instant::now();
        let mut said = None;
        loop {
            if self.stop.is_wanted() {
                return Err(Failed::Stopped(None));
            }
            let Some(holder) = holder(self).map_err(|error| self.refused(error))? else { return Ok(()) };
            if start.elapsed() >= self.options.wait {
                return Err(Failed::Locked(Some(holder)));
            }
            // between two files the lock is free for an instant
            if said.as_ref() != Some(&holder.pid) && start.elapsed() > 4 * TRY_AGAIN {
                (self.watch)(Event::Waits(&holder));
                said = Some(holder.pid.clone());
            }
            self.stop.pause(TRY_AGAIN);
        }
    }

    /// Ends a transaction that failed; where there is none, nothing happens.
    pub(super) fn roll_back(&mut self) {
        // the error that made it necessary is the one to report
        let _ = self.session.client.run("ROLLBACK");
    }

    /// What an error with the table of migrations comes to.
    pub(super) fn refused(&self, error: ServerError) -> Failed {
        if self.stop.is_wanted() { Failed::Stopped(None) } else { Failed::Ledger(error) }
    }

    /// Finds out what became of a file whose session was lost; an error where it is not known to have ended.
    pub(super) fn after_loss(&mut self, at: usize, id: &str, error: ServerError) -> Result<(), Failed> {
        let unknown = |error: ServerError| Failed::Lost(at, error, false);
        let Some(client) = self.connect_again() else { return Err(unknown(error)) };
        self.stop.watch(Some(client.canceller()));
        self.session.client = client;
        self.session.renew().map_err(|_| unknown(error.clone()))?;
        // the transaction that was lost has the lock as long as it runs
        self.begin()?;
        let has_ended = self.ledger.has_ended(&mut self.session.client, id);
        self.roll_back();
        match has_ended {
            Ok(Some(true)) => Ok(()),
            Ok(None) => Err(Failed::Lost(at, error, true)),
            Ok(Some(false)) | Err(_) => Err(unknown(error)),
        }
    }

    fn connect_again(&mut self) -> Option<Client> {
        let start = Instant::now();
        loop {
            match (self.connect)() {
                Ok(client) => return Some(client),
                Err(_) if start.elapsed() < self.options.wait && !self.stop.is_wanted() => {
                    self.stop.pause(5 * TRY_AGAIN);
                }
                Err(_) => return None,
            }
        }
    }

    /// Writes down that a file has run.
    pub(super) fn has_run(&mut self, at: usize, took: Duration) {
        self.ran.push(Ran { file: at, took });
        (self.watch)(Event::Ended { name: &self.files[at].name, took });
    }
}
