//! Prisma's own schema engine: what it thinks of a schema, and the SQL it would write.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use super::postgres::Server;

/// What `tests/install-prisma` leaves behind.
const INSTALLED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/target/prisma");

/// A process that answers one question at a time.
pub struct Engine {
    process: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Engine {
    /// Starts one that can see the databases of a server.
    pub fn start(server: &Server) -> Engine {
        let installed = Path::new(INSTALLED);
        let hint =
            "install Node.js 20 or newer if there is none, and run tests/install-prisma, or the tests by tests/run";
        assert!(
            installed.join("stamp").exists(),
            "the tests compare with Prisma's engine, and it is not in {INSTALLED}: {hint}"
        );
        let own = installed.join("node/bin/node");
        let node = if own.exists() { own } else { PathBuf::from("node") };
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/prisma/engine.mjs");
        let [socket, _] = server.folders();
        let started = Command::new(node)
            .arg(script)
            .arg(socket)
            .env("REFRACT_PRISMA", INSTALLED)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let mut process =
            started.unwrap_or_else(|error| panic!("the tests need Node.js for Prisma's engine: {error}: {hint}"));
        let questions = process.stdin.take().expect("a pipe");
        let answers = BufReader::new(process.stdout.take().expect("a pipe"));
        Engine { process, questions, answers }
    }

    /// The version of its package.
    pub fn version() -> String {
        let package = Path::new(INSTALLED).join("node_modules/@prisma/schema-engine-wasm/package.json");
        let text = std::fs::read_to_string(&package).unwrap_or_else(|error| panic!("{}: {error}", package.display()));
        let package: Value = serde_json::from_str(&text).expect("a package");
        package["version"].as_str().expect("a version").to_owned()
    }

    /// The SQL that leads from one schema, or from an empty database, to another; or why Prisma refuses.
    pub fn sql(&mut self, before: Option<&str>, after: &str) -> Result<String, String> {
        self.ask(&json!({ "from": before, "to": after }))
    }

    /// The SQL that Prisma thinks a live database still needs.
    pub fn sql_for_live(&mut self, database: &str, schema: &str) -> Result<String, String> {
        self.ask(&json!({ "database": database, "to": schema }))
    }

    fn ask(&mut self, question: &Value) -> Result<String, String> {
        writeln!(self.questions, "{question}").expect("the engine reads");
        let mut line = String::new();
        self.answers.read_line(&mut line).expect("the engine answers");
        let answer: Value = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error} in {line:?}"));
        match (answer["sql"].as_str(), answer["error"].as_str()) {
            (Some(sql), _) => Ok(sql.to_owned()),
            (None, error) => Err(error.unwrap_or(&line).to_owned()),
        }
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        // it is done when there is nothing more to read, but nobody has to wait for it
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
