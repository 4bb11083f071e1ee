//! squawk, a linter for migrations: what it finds in files of plain statements.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;

/// What `tests/install-squawk` leaves behind.
const PROGRAM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/target/squawk/squawk");

/// The oldest PostgreSQL that refract writes for.
const OLDEST: &str = "--pg-version=13.0";

/// One file to look at.
pub struct File {
    pub name: String,
    pub sql: String,
    /// Whether it is sent in a transaction; a build `CONCURRENTLY` is not.
    pub in_transaction: bool,
}

/// What squawk has to say about a file.
#[derive(Deserialize)]
pub struct Finding {
    pub file: String,
    /// Counted from 0.
    pub line: usize,
    #[serde(rename = "rule_name")]
    pub rule: String,
}

/// What it finds in the files, whose names must differ.
pub fn findings(files: &[File]) -> Vec<Finding> {
    let hint = "run tests/install-squawk, or the tests by tests/run";
    assert!(Path::new(PROGRAM).exists(), "the tests need squawk, and it is not at {PROGRAM}: {hint}");
    let folder = tempfile::tempdir().expect("a folder");
    for file in files {
        fs::write(folder.path().join(&file.name), &file.sql).expect("a written file");
    }
    let (within, alone): (Vec<_>, Vec<_>) = files.iter().partition(|file| file.in_transaction);
    let mut found = Vec::new();
    for (option, files) in [("--assume-in-transaction", within), ("--no-assume-in-transaction", alone)] {
        if files.is_empty() {
            continue; // it would read its input
        }
        let mut command = Command::new(PROGRAM);
        command.current_dir(folder.path()).args(["--reporter=json", OLDEST, option]);
        let output = command.args(files.iter().map(|file| &file.name)).output();
        let output = output.unwrap_or_else(|error| panic!("{PROGRAM}: {error}: {hint}"));
        let findings: Vec<Finding> = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
        found.extend(findings);
    }
    found
}
