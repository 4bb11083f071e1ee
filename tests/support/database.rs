//! One database of a test server, and the ways that people run a migration on it.

use std::io::Write;

use super::postgres::{Server, psql};
use super::session::{Session, Sessions};

/// A query for everything a database holds, an object a line, sorted. It leaves an empty search_path.
pub const CATALOG: &str = concat!("SET search_path = '';", include_str!("catalog.sql"));

/// A database that is dropped with this value.
pub struct Database {
    server: &'static Server,
    name: String,
    sessions: Sessions,
}

impl Database {
    pub(super) fn new(server: &'static Server, name: String, sessions: Sessions) -> Database {
        Database { server, name, sessions }
    }

    /// A database with the same content.
    pub fn copy(&self) -> Database {
        self.sessions.end();
        self.server.database_from(&self.name)
    }

    /// What the server calls it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its address, as a variable of the environment has it.
    pub fn url(&self) -> String {
        let [folder, _] = self.server.folders();
        format!("postgresql://postgres@localhost/{}?host={}", self.name, folder.display())
    }

    /// The server that it is on.
    pub fn server(&self) -> &'static Server {
        self.server
    }

    /// A session of its own, for what takes more than one.
    pub fn connect(&self) -> Session {
        self.sessions.open()
    }

    /// `psql -v ON_ERROR_STOP=1 -f`: every statement is a transaction. What was printed, or the server's message.
    pub fn run_file_statement_by_statement(&self, sql: &str) -> Result<String, String> {
        self.psql(sql, &[])
    }

    /// `psql -1 -f`.
    pub fn run_in_one_transaction(&self, sql: &str) -> Result<String, String> {
        self.psql(sql, &["-1"])
    }

    /// The whole text as one simple query, which is a transaction unless it says otherwise.
    pub fn run_as_one_query(&self, sql: &str) -> Result<String, String> {
        self.connect().run(sql)
    }

    /// The rows of a query that cannot fail, a line each, as `psql -At` prints them.
    #[track_caller]
    pub fn query(&self, sql: &str) -> String {
        match self.connect().run(sql) {
            Ok(rows) => rows.trim_end().to_string(),
            Err(error) => panic!("{error}\nin {sql}"),
        }
    }

    /// Everything the database holds, an object a line, sorted.
    pub fn catalog(&self) -> String {
        self.query(CATALOG)
    }

    /// The locks above ACCESS SHARE that the statements take on tables, as `schema.table Mode`. What they do is taken back.
    #[track_caller]
    pub fn locks_of(&self, sql: &str) -> Vec<String> {
        let mut session = self.connect();
        let rows = session
            .run("BEGIN")
            .and_then(|_| session.run(sql))
            .and_then(|_| session.run(concat!("SET LOCAL search_path = '';", include_str!("locks.sql"))));
        match rows {
            Ok(rows) => rows.lines().map(str::to_string).collect(),
            Err(error) => panic!("{error}\nin {sql}"),
        }
    }

    fn psql(&self, sql: &str, arguments: &[&str]) -> Result<String, String> {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(sql.as_bytes()).expect("a written file");
        let place = file.path().display().to_string();
        let mut command = psql(self.server, &self.name);
        let output = command.args(arguments).arg("-f").arg(file.path()).output().expect("psql");
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        let messages = String::from_utf8_lossy(&output.stderr);
        let messages: String = messages.lines().map(|line| format!("{}\n", without_place(line, &place))).collect();
        if output.status.success() { Ok(printed + &messages) } else { Err(messages.trim_end().to_string()) }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        self.sessions.end();
        let dropped = self.server.administer(&format!("DROP DATABASE {} WITH (FORCE)", self.name));
        if !std::thread::panicking() {
            dropped.expect("a dropped database");
        }
    }
}

/// psql begins a message with the path of the script and a line number: `psql:/tmp/x:12: ERROR:  ...`.
fn without_place<'a>(line: &'a str, place: &str) -> &'a str {
    let rest = line.strip_prefix("psql:").and_then(|rest| rest.strip_prefix(place)?.strip_prefix(':'));
    rest.and_then(|rest| rest.split_once(": ")).map_or(line, |(_, message)| message)
}
