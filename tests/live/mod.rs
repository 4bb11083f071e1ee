//! The commands that go to a database, on real servers.

mod apply;
mod connections;
mod faults;
mod ledgers;

use std::process::Command;

use crate::cli::{Run, command, ran};
use crate::support::database::Database;
use crate::support_git::{Sandbox, schema};

/// Where `?schema=` and such go.
const FOLDER: &str = "prisma/migrations";

/// A project in Prisma's layout with these migrations, in no repository.
pub fn project(files: &[(&str, &str)]) -> Sandbox {
    let sandbox = Sandbox::outside_git();
    sandbox.write("prisma/schema.prisma", schema(&["A"]));
    sandbox.write(&format!("{FOLDER}/migration_lock.toml"), "provider = \"postgresql\"\n");
    files.iter().for_each(|(name, sql)| write(&sandbox, name, sql));
    sandbox
}

pub fn write(sandbox: &Sandbox, name: &str, sql: &str) {
    sandbox.write(&format!("{FOLDER}/{name}/migration.sql"), sql);
}

/// The program with the address of a database in the usual variable.
pub fn prepared(sandbox: &Sandbox, database: &Database, arguments: &[&str]) -> Command {
    let mut command = command(sandbox, "", arguments);
    command.env("DATABASE_URL", database.url());
    command
}

pub fn run(sandbox: &Sandbox, database: &Database, arguments: &[&str]) -> Run {
    ran(prepared(sandbox, database, arguments))
}

/// What a run said, without what is another one each time: the database's name, times, and process numbers.
pub fn said(database: &Database, run: &Run) -> String {
    let text = run.to_string().replace(&format!("/{}", database.name()), "/DATABASE");
    let mut lines = String::new();
    for line in text.lines() {
        let words = line.split(' ').map(|word| if is_time(word) { "0.00" } else { word });
        lines.push_str(&format!("{}\n", words.collect::<Vec<_>>().join(" ")));
    }
    lines.trim_end().to_owned()
}

fn is_time(word: &str) -> bool {
    word.split_once('.').is_some_and(|(whole, part)| {
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        is_number(whole) && is_number(part)
    })
}

/// The rows of the table of migrations: name, finished, rolled back, steps, and whether its checksum has 64 digits.
pub fn rows(database: &Database) -> String {
    database.query(
        "SELECT migration_name, finished_at IS NOT NULL, rolled_back_at IS NOT NULL, applied_steps_count, length(checksum), \
         COALESCE(logs, 'NULL') FROM _prisma_migrations ORDER BY started_at, migration_name",
    )
}
