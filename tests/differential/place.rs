//! Where scripts are tried of which nothing is to stay.

use crate::support::database::{CATALOG, Database};
use crate::support::postgres::Server;
use crate::support::session::Session;
use crate::support::wire::Connection;

/// A server whose databases have the extension from the start: Prisma creates none unless it is told to.
pub const EXTENSION: &str = "CREATE EXTENSION vector";

/// Scripts that are tried in one database. What was taken back is still in the files of the catalog, and makes every look at
/// it slower.
const SCRIPTS: usize = 200;

/// A database that is empty in between.
pub struct Place {
    home: Home,
    scripts: usize,
}

/// A database with pgvector; the session ends before it is dropped.
struct Home {
    session: Session,
    _database: Database,
}

impl Home {
    fn new() -> Result<Home, String> {
        let database = Server::with_vector().database();
        let mut session = database.connect();
        session.run(EXTENSION)?;
        Ok(Home { session, _database: database })
    }
}

impl Place {
    pub fn new() -> Place {
        Place { home: Home::new().expect("pgvector"), scripts: 0 }
    }

    /// The catalog after each of several scripts.
    pub fn catalogs(&mut self, scripts: &[&str]) -> Result<Vec<String>, String> {
        self.within(scripts, |session| {
            scripts.iter().map(|script| session.run(script).and_then(|_| catalog(session))).collect()
        })
    }

    /// The catalog after the last of several scripts.
    pub fn catalog(&mut self, scripts: &[&str]) -> Result<String, String> {
        self.within(scripts, |session| run(session, scripts).and_then(|()| catalog(session)))
    }

    /// Whether PostgreSQL takes some scripts, one after the other.
    pub fn takes(&mut self, scripts: &[&str]) -> Result<(), String> {
        self.within(scripts, |session| run(session, scripts))
    }

    /// Does something with scripts and takes it back: what commits has a database of its own.
    fn within<T>(
        &mut self,
        scripts: &[&str],
        work: impl FnOnce(&mut Connection) -> Result<T, String>,
    ) -> Result<T, String> {
        if scripts.iter().any(|script| script.contains("\nCOMMIT;\n")) {
            return work(&mut Home::new()?.session);
        }
        self.scripts += scripts.len();
        if self.scripts > SCRIPTS {
            self.scripts = scripts.len();
            self.home = Home::new()?;
        }
        let session = &mut self.home.session;
        session.run("BEGIN")?;
        let found = work(session);
        session.run("ROLLBACK")?;
        found
    }
}

fn run(session: &mut Connection, scripts: &[&str]) -> Result<(), String> {
    scripts.iter().try_for_each(|script| session.run(script).map(drop))
}

fn catalog(session: &mut Connection) -> Result<String, String> {
    let catalog = session.run(CATALOG)?;
    session.run("RESET search_path")?;
    Ok(catalog)
}
