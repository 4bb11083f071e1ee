//! One statement after the other, and the transactions that they are in:
//! <https://www.postgresql.org/docs/current/tutorial-transactions.html>.

use std::ops::Range;

use super::block;
use super::catalog::{Catalog, Savepoint};
use super::problem::{Done, Problem, SqlState};
use super::statement::{Command, Statement, Transaction};

/// A session on a database in memory.
#[derive(Clone, Debug, Default)]
pub(super) struct Session {
    /// The database.
    pub catalog: Catalog,
    open: Option<Open>,
    /// Whether statements of this file changed something since the last COMMIT.
    has_changed: bool,
}

/// A transaction that is open.
#[derive(Clone, Debug)]
struct Open {
    start: Savepoint,
    /// By name, the newest last.
    savepoints: Vec<(String, Savepoint)>,
    /// Whether ROLLBACK rolls back exactly what came since BEGIN, however the file is run. Where statements are before BEGIN, a
    /// client that sends the file as one message rolls these back too.
    is_whole: bool,
}

impl Session {
    /// A session on a database.
    #[must_use]
    pub(super) fn new(catalog: Catalog) -> Session {
        Session { catalog, open: None, has_changed: false }
    }

    /// Carries a statement out.
    ///
    /// # Errors
    /// When it is not understood, or PostgreSQL would refuse it.
    pub(super) fn run(&mut self, statement: &Statement) -> Done<()> {
        let Statement { place, command, on_objects, needs } = statement;
        self.catalog.expect_needs(needs)?;
        let start = self.catalog.savepoint();
        let done = match command {
            Command::Define(definition) => self.catalog.apply(definition, place),
            Command::SearchPath(path) => block::set_search_path(path, place, &mut self.catalog),
            Command::Do(block) => block::run(block, &mut self.catalog),
            Command::Transaction(transaction) => return self.control(transaction, place),
            Command::Routine(routine) => self.catalog.change_routine(routine, place),
            Command::Unmanaged => Ok(()),
        };
        match done {
            Ok(()) => self.catalog.follow(on_objects, place),
            Err(_) => self.catalog.roll_back_to(&start),
        }
        if self.open.is_none() {
            self.has_changed |= self.catalog.is_changed_since(&start);
            self.catalog.forget();
        }
        done
    }

    /// Ends the file: what is open counts as done.
    pub(super) fn end(&mut self) {
        self.open = None;
        self.has_changed = false;
        self.catalog.end_session();
    }

    fn control(&mut self, transaction: &Transaction, place: &Range<usize>) -> Done<()> {
        match transaction {
            Transaction::Begin => {
                self.open();
                Ok(())
            }
            Transaction::Commit { chains } => {
                self.open = None;
                self.has_changed = false;
                self.catalog.end_transaction();
                self.catalog.forget();
                if *chains {
                    self.open();
                }
                Ok(())
            }
            Transaction::Rollback { chains } => self.roll_back(*chains, place),
            Transaction::Savepoint(name) => {
                self.open();
                let savepoint = self.catalog.savepoint();
                if let Some(open) = &mut self.open {
                    open.savepoints.push((name.clone(), savepoint));
                }
                Ok(())
            }
            Transaction::RollbackTo(name) => {
                let at = self.savepoint(name, place)?;
                let Some(open) = &mut self.open else { return Ok(()) };
                open.savepoints.truncate(at + 1);
                let savepoint = open.savepoints[at].1;
                self.catalog.roll_back_to(&savepoint);
                Ok(())
            }
            Transaction::Release(name) => {
                let at = self.savepoint(name, place)?;
                if let Some(open) = &mut self.open {
                    open.savepoints.truncate(at);
                }
                Ok(())
            }
        }
    }

    /// Opens a transaction, unless one is open.
    fn open(&mut self) {
        if self.open.is_none() {
            let is_whole = !self.has_changed;
            self.open = Some(Open { start: self.catalog.savepoint(), savepoints: Vec::new(), is_whole });
        }
    }

    fn roll_back(&mut self, chains: bool, place: &Range<usize>) -> Done<()> {
        match self.open.take() {
            Some(Open { start, savepoints: _, is_whole: true }) => {
                self.catalog.roll_back_to(&start);
                self.catalog.forget();
                if chains {
                    self.open();
                }
                Ok(())
            }
            Some(Open { is_whole: false, .. }) | None => {
                self.catalog.forget();
                Err(Problem::NotUnderstood(place.clone()))
            }
        }
    }

    /// Where a savepoint is among those that are open.
    fn savepoint(&self, name: &str, place: &Range<usize>) -> Done<usize> {
        let open = self.open.as_ref().map(|open| open.savepoints.as_slice()).unwrap_or_default();
        open.iter().rposition(|(known, _)| known == name).ok_or_else(|| Problem::Refused {
            place: place.clone(),
            state: SqlState::INVALID_SAVEPOINT,
            message: format!("there is no savepoint {name}"),
        })
    }
}
