//! Vectors: what pgvector builds and refuses, what refract says about it before, and what it writes.

mod lifecycle;
mod memory;
mod prisma;
mod verdicts;
mod version;

use refract::config::Config;
use refract::diagnostic::Failure;
use refract::state::State;

use crate::support::schema::{config_in, fixture, words};

pub fn config() -> Config {
    config_in(&fixture("none"))
}

/// A schema with one model, in lines.
pub fn schema(fields: &str) -> String {
    format!("datasource db {{\n  provider = \"postgresql\"\n}}\n\nmodel Note {{\n  id Int @id\n{fields}\n}}\n")
}

pub fn try_state(fields: &str) -> Result<State, Failure> {
    crate::support::schema::state(&schema(fields), &config())
}

#[track_caller]
pub fn state(fields: &str) -> State {
    try_state(fields).unwrap_or_else(|failure| panic!("{}{fields}", words(&failure)))
}
