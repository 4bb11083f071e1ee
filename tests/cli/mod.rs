//! The program itself, in real repositories.

mod baseline;
mod check;
mod clinic;
mod default_schema;
mod diff;
mod generate;
mod hook;
mod hostile;
mod idle;
mod init;
mod killed;
mod migrations;
mod online;
mod processes;
mod recipes;
mod renames;
mod repair;
mod replace;
mod schemas;
mod taken;
mod truth;
mod two_databases;
mod usage;
mod vectors;
mod way_out;
mod writing;

use std::fmt;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::support_git::{DATASOURCE, Sandbox};

/// What a run came to.
pub struct Run {
    pub stdout: String,
    pub stderr: String,
    pub code: i32,
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.stdout)?;
        if !self.stderr.is_empty() {
            write!(f, "--- stderr\n{}", self.stderr)?;
        }
        write!(f, "--- exit {}", self.code)
    }
}

/// The program with an environment of its own.
pub fn command(sandbox: &Sandbox, folder: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_refract"));
    command
        .args(arguments)
        .current_dir(sandbox.folder.join(folder))
        .stdin(Stdio::null())
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .envs(sandbox.environment.iter().cloned());
    command
}

/// What a run came to, without the commit, which is another one in each run.
pub fn said(sandbox: &Sandbox, run: &Run) -> String {
    run.to_string().replace(&sandbox.git(&["rev-parse", "--short=7", "HEAD"]), "COMMIT")
}

/// What was said, with no more of each unified diff than what is compared with what.
pub fn without_differences(said: &str) -> String {
    let mut text = String::new();
    let mut is_inside = false;
    for line in said.lines() {
        is_inside |= line.starts_with("  @@ ");
        is_inside &= line.starts_with("  ") && !line.starts_with("    removed ");
        if !is_inside {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

pub fn run_in(sandbox: &Sandbox, folder: &str, arguments: &[&str]) -> Run {
    ran(command(sandbox, folder, arguments))
}

pub fn run(sandbox: &Sandbox, arguments: &[&str]) -> Run {
    run_in(sandbox, "", arguments)
}

pub fn ran(mut command: Command) -> Run {
    let output = command.output().unwrap();
    Run {
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code().unwrap(),
    }
}

/// On a day that does not change.
pub fn generate(sandbox: &Sandbox, arguments: &[&str]) -> Run {
    run(sandbox, &[&["generate", "--date", "2026-01-28"], arguments].concat())
}

/// Two targets, by schema.
pub const TWO_TARGETS: &str = "schema = \"prisma/schema.prisma\"\n\n\
     [targets.main] # the first\nschemas = [\"app\"]\nmigrations = \"prisma/migrations\"\nbase = \"git\"\nenv = \"DATABASE_URL\"\n\n\
     [targets.pgvector]\nschemas = [\"ai\"]\nextensions = [\"vector\"]\nbase = \"git\"\nenv = [\"LLM_DATABASE_URL\"]\n";

/// A schema for two targets; each model has a body of its own.
pub fn two_schemas(patient: &str, note: &str) -> String {
    let datasource = DATASOURCE.replace("}\n", "  schemas  = [\"app\", \"ai\"]\n}\n");
    format!(
        "{datasource}\nmodel Patient {{\n  id Int @id\n{patient}\n  @@map(\"patients\")\n  @@schema(\"app\")\n}}\n\n\
         model Note {{\n  id Int @id\n{note}\n  @@map(\"notes\")\n  @@schema(\"ai\")\n}}\n"
    )
}

/// A repository with two targets and one commit.
pub fn two_targets() -> Sandbox {
    let sandbox = Sandbox::repository();
    sandbox.write("refract.toml", TWO_TARGETS).write("prisma/schema.prisma", two_schemas("", ""));
    sandbox.commit("one");
    sandbox
}

/// A repository without refract.toml, with one model in its one commit, and one more on disk.
pub fn one_more_model() -> Sandbox {
    let sandbox = Sandbox::repository();
    sandbox.models(&["A"]).commit("one");
    sandbox.models(&["A", "B"]);
    sandbox
}

/// All files that are not git's, in order.
pub fn files(sandbox: &Sandbox) -> Vec<String> {
    fn walk(folder: &Path, top: &Path, files: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() && entry.file_name() != ".git" {
                walk(&path, top, files);
            } else if path.is_file() {
                files.push(path.strip_prefix(top).unwrap().to_string_lossy().into_owned());
            }
        }
    }
    let mut found = Vec::new();
    walk(&sandbox.folder, &sandbox.folder, &mut found);
    found.sort();
    found
}

pub fn read(sandbox: &Sandbox, path: &str) -> String {
    std::fs::read_to_string(sandbox.folder.join(path)).unwrap()
}
