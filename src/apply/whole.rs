//! A file that runs in one transaction, together with its row: it fails, and nothing is left, the row neither.

use std::ops::Range;
use std::time::{Duration, Instant};

use super::event::Event;
use super::failure::{Failed, Kept};
use super::run::Runner;
use crate::ledger::Entry;
use crate::server::ServerError;

/// A lock that was not to be had, a deadlock, and what ran beside it: the same again may succeed.
const MAY_SUCCEED: [&str; 3] = ["55P03", "40P01", "40001"];
/// The longest pause before a file is tried again.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

impl Runner<'_> {
    /// False where somebody else came in between.
    pub(super) fn whole(
        &mut self,
        at: usize,
        text: &str,
        statements: &[Range<usize>],
        resumed: Option<&Entry>,
    ) -> Result<bool, Failed> {
        let mut pause = Duration::from_millis(500);
        loop {
            self.begin()?;
            let Some(id) = self.row(at, resumed)? else { return Ok(false) };
            let name = self.files[at].name.as_str();
            (self.watch)(if resumed.is_some() { Event::GoesOn(name) } else { Event::Begins(name) });
            let start = Instant::now();
            let Err((place, error)) = self.in_transaction(&id, text, statements, start) else {
                self.has_run(at, start.elapsed());
                return Ok(true);
            };
            if error.is_lost && !self.stop.is_wanted() {
                self.after_loss(at, &id, error)?;
                self.has_run(at, start.elapsed());
                return Ok(true);
            }
            self.roll_back();
            if self.stop.is_wanted() {
                return Err(Failed::Stopped(Some(at)));
            }
            if !error.is(&MAY_SUCCEED) || self.options.retries == 0 {
                return Err(Failed::Statement(at, place, error, Kept::Nothing));
            }
            self.options.retries -= 1;
            (self.watch)(Event::TriesAgain { name, reason: &error.message, pause });
            self.stop.pause(pause);
            pause = (2 * pause).min(LONGEST_PAUSE);
            self.session.renew().map_err(|error| self.refused(error))?;
        }
    }

    /// The row that the file gets, or has; nothing, and no transaction, where somebody else came in between.
    pub(super) fn row(&mut self, at: usize, resumed: Option<&Entry>) -> Result<Option<String>, Failed> {
        let (file, client) = (&self.files[at], &mut self.session.client);
        let row = match resumed {
            None => self.ledger.begin(client, &file.name, &file.checksum()),
            Some(entry) => {
                let has_ended = self.ledger.has_ended(client, &entry.id);
                has_ended.map(|has_ended| (has_ended == Some(false)).then(|| entry.id.clone()))
            }
        };
        let row = row.map_err(|error| {
            self.roll_back();
            self.refused(error)
        })?;
        if row.is_none() {
            self.roll_back();
        }
        Ok(row)
    }

    /// Runs statements one by one, so that an error has its place.
    pub(super) fn each(&mut self, text: &str, statements: &[Range<usize>]) -> Result<(), (Range<usize>, ServerError)> {
        for place in statements {
            self.session.client.run(&text[place.clone()]).map_err(|error| (place.clone(), error))?;
        }
        Ok(())
    }

    /// Runs statements in the transaction that is open, writes that the file has ended, and commits.
    pub(super) fn in_transaction(
        &mut self,
        id: &str,
        text: &str,
        statements: &[Range<usize>],
        start: Instant,
    ) -> Result<(), (Range<usize>, ServerError)> {
        self.each(text, statements)?;
        let end = self.ledger.end_statement(id, &self.options.by, start.elapsed().as_millis());
        let end = format!("{}{end}; COMMIT", self.session.own_role());
        self.session.client.run(&end).map_err(|error| (0..text.len(), error))
    }
}
