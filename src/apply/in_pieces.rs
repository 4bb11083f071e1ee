//! A file that cannot run in one transaction: its row is written first, then the file runs piece by piece, then the row is
//! finished. In between the row keeps Prisma out, and a key that is only ever tried tells the others that somebody is at it.

use std::ops::Range;
use std::time::Instant;

use super::event::Event;
use super::failure::{Failed, Kept};
use super::pieces::{Build, Piece, PieceKind};
use super::run::{Runner, TRY_AGAIN};
use crate::ledger::{self, Entry};
use crate::server::ServerError;
use crate::sql;

impl Runner<'_> {
    /// False where somebody else came in between.
    pub(super) fn in_pieces(
        &mut self,
        at: usize,
        text: &str,
        pieces: &[Piece],
        resumed: Option<&Entry>,
    ) -> Result<bool, Failed> {
        let Some(id) = self.first_half(at, resumed)? else { return Ok(false) };
        let name = self.files[at].name.as_str();
        (self.watch)(if resumed.is_some() { Event::GoesOn(name) } else { Event::Begins(name) });
        let start = Instant::now();
        let mut done = 0;
        for (number, piece) in pieces.iter().enumerate() {
            let is_last = number + 1 == pieces.len();
            if let Err((place, error)) = self.piece(at, &id, text, piece, is_last, start) {
                let is_whole = matches!(piece.kind, PieceKind::Together | PieceKind::OwnTransaction);
                let is_untouched = done == 0 && is_whole && resumed.is_none();
                let all = pieces.iter().map(|piece| piece.statements.len()).sum();
                return self.stopped(at, &id, (place, error), is_untouched, (done, all), start);
            }
            done += piece.statements.len();
        }
        self.has_run(at, start.elapsed());
        Ok(true)
    }

    /// Writes the row, and takes the key of whoever is at a file.
    fn first_half(&mut self, at: usize, resumed: Option<&Entry>) -> Result<Option<String>, Failed> {
        self.begin()?;
        let is_free = ledger::lock_build(&mut self.session.client, self.ledger);
        let is_free = is_free.map_err(|error| {
            self.roll_back();
            self.refused(error)
        })?;
        if !is_free {
            // whoever has it is about to give it back
            self.roll_back();
            self.stop.pause(TRY_AGAIN);
            return Ok(None);
        }
        let Some(id) = self.row(at, resumed)? else {
            let unlocked = ledger::unlock_build(&mut self.session.client, self.ledger);
            return unlocked.map(|()| None).map_err(|error| self.refused(error));
        };
        self.session.client.run("COMMIT").map_err(|error| self.refused(error))?;
        Ok(Some(id))
    }

    /// Runs a piece; after the last one the row is finished, in the same transaction where there is one.
    fn piece(
        &mut self,
        at: usize,
        id: &str,
        text: &str,
        piece: &Piece,
        is_last: bool,
        start: Instant,
    ) -> Result<(), (Range<usize>, ServerError)> {
        let first = piece.statements.first().cloned().unwrap_or_default();
        let in_first = |error: ServerError| (first.clone(), error);
        match &piece.kind {
            PieceKind::Together => {
                self.session.client.run("BEGIN").map_err(in_first)?;
                if is_last {
                    return self.in_transaction(id, text, &piece.statements, start);
                }
                self.each(text, &piece.statements)?;
                self.session.client.run("COMMIT").map_err(in_first)?;
            }
            PieceKind::OwnTransaction | PieceKind::Alone => self.each(text, &piece.statements)?,
            PieceKind::Unclosed => {
                let message = "the file begins a transaction here and does not end it";
                return Err(in_first(ServerError::in_words(message)));
            }
            PieceKind::Build(build) => {
                if self.files[at].may_run_again() {
                    self.drop_invalid(build).map_err(in_first)?;
                }
                self.each(text, &piece.statements)?;
                if let Some(index) = self.invalid(build).map_err(in_first)? {
                    let message = format!("index {index} is there and INVALID: a build of it was cut off");
                    let hint = format!("DROP INDEX CONCURRENTLY {index};");
                    return Err(in_first(ServerError::in_words(message).with_hint(hint)));
                }
            }
        }
        if is_last {
            self.session.client.run("BEGIN").map_err(in_first)?;
            return self.in_transaction(id, text, &[], start);
        }
        Ok(())
    }

    /// What the row of a file says that stopped in the middle.
    fn stopped(
        &mut self,
        at: usize,
        id: &str,
        (place, error): (Range<usize>, ServerError),
        is_untouched: bool,
        (done, all): (usize, usize),
        start: Instant,
    ) -> Result<bool, Failed> {
        if self.stop.is_wanted() {
            self.roll_back();
            return Err(Failed::Stopped(Some(at)));
        }
        if error.is_lost {
            self.after_loss(at, id, error)?;
            self.has_run(at, start.elapsed());
            return Ok(true);
        }
        self.roll_back();
        self.session.renew().map_err(|error| self.refused(error))?;
        let client = &mut self.session.client;
        let written = if is_untouched {
            self.ledger.forget(client, id)
        } else {
            // no detail: it may hold values of rows
            let state = error.state.as_deref().unwrap_or_default();
            let hint = error.hint.as_ref().map_or_else(String::new, |hint| format!("\nHINT: {hint}"));
            self.ledger.fail(client, id, &format!("ERROR: {} ({state}){hint}", error.message))
        };
        written.map_err(|error| self.refused(error))?;
        let kept = if is_untouched { Kept::Nothing } else { Kept::Part(done, all) };
        Err(Failed::Statement(at, place, error, kept))
    }

    /// The index that a build has left and that does not work, if it has.
    fn invalid(&mut self, build: &Build) -> Result<Option<String>, ServerError> {
        let Build { index, table } = build;
        let named = index.as_ref().map_or_else(String::new, |name| format!("AND c.relname = {}", sql::constant(name)));
        self.session.client.value(&format!(
            "SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) FROM pg_catalog.pg_index i \
             JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
             WHERE i.indrelid = pg_catalog.to_regclass({}) AND NOT i.indisvalid {named} LIMIT 1",
            sql::constant(table)
        ))
    }

    /// Takes away what a build has left that was cut off; one that is being built is not touched.
    fn drop_invalid(&mut self, build: &Build) -> Result<(), ServerError> {
        if build.index.is_none() {
            return Ok(());
        }
        let Some(index) = self.invalid(build)? else { return Ok(()) };
        let is_built = format!(
            "SELECT 1 FROM pg_catalog.pg_stat_progress_create_index WHERE index_relid = pg_catalog.to_regclass({}) \
             AND datname = pg_catalog.current_database()",
            sql::constant(&index)
        );
        if self.session.client.value(&is_built)?.is_some() {
            return Ok(());
        }
        self.session.client.run(&format!("DROP INDEX CONCURRENTLY IF EXISTS {index}"))
    }
}
