//! What a person says of migrations: they are applied, or what they did was taken back.

use std::time::{Duration, Instant};

use super::failure::Failed;
use super::file::MigrationFile;
use super::run::TRY_AGAIN;
use super::session::Session;
use super::stop::Stop;
use crate::ledger::{self, Ledger};
use crate::server::ServerError;

/// What is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The database has what these files do; their places, in order.
    Applied(Vec<usize>),
    /// What this migration did was taken back, or may be done again. It needs no file.
    RolledBack(String),
}

/// Writes it, all or nothing, and gives the names of the migrations that it is about; none where nothing had to be written.
///
/// # Errors
/// When somebody else is migrating the database, or the server refuses it.
pub fn resolve(
    session: &mut Session,
    mut ledger: Ledger,
    files: &[MigrationFile],
    wanted: &Wanted,
    wait: Duration,
    stop: &Stop,
) -> Result<Vec<String>, Failed> {
    let start = Instant::now();
    while !ledger::begin_with_lock(&mut session.client).map_err(Failed::Ledger)? {
        if start.elapsed() >= wait {
            return Err(Failed::Locked(ledger::holder(&mut session.client).map_err(Failed::Ledger)?));
        }
        if stop.is_wanted() {
            return Err(Failed::Stopped(None));
        }
        stop.pause(TRY_AGAIN);
    }
    let written = write(session, &mut ledger, files, wanted);
    let written = written.and_then(|names| session.client.run("COMMIT").map(|()| names));
    written.map_err(Failed::Ledger)
}

fn write(
    session: &mut Session,
    ledger: &mut Ledger,
    files: &[MigrationFile],
    wanted: &Wanted,
) -> Result<Vec<String>, ServerError> {
    session.client.run(&session.set_local())?;
    let client = &mut session.client;
    match wanted {
        Wanted::RolledBack(_) if !ledger.exists => Ok(Vec::new()),
        Wanted::RolledBack(name) => {
            let rows = client.query(&format!("{} RETURNING migration_name", ledger.mark_rolled_back(name)))?;
            Ok(rows.into_iter().flatten().flatten().collect())
        }
        Wanted::Applied(places) => {
            if !ledger.exists {
                ledger.create(client)?;
            }
            let rows = places.iter().map(|at| ledger.mark_applied(&files[*at].name, &files[*at].checksum()));
            client.run(&rows.collect::<String>())?;
            Ok(places.iter().map(|at| files[*at].name.clone()).collect())
        }
    }
}
