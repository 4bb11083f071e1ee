//! From fixture files to states and migrations.

use std::fs;
use std::path::{Path, PathBuf};

use refract::config::{self, BaseKind, Config};
use refract::diagnostic::Failure;
use refract::pending::{Pending, pending};
use refract::plan::Plan;
use refract::render::{Header, RenderOptions, Renderer};
use refract::sources::Snapshot;
use refract::state::State;
use refract::text::Texts;

/// A folder or file below `fixtures/`.
pub fn fixture(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(path)
}

/// The configuration in a folder, or what holds without one.
pub fn config_in(folder: &Path) -> Config {
    match fs::read_to_string(folder.join("refract.toml")) {
        Ok(text) => {
            config::parse("refract.toml", &text).into_result().unwrap_or_else(|failure| panic!("{}", words(&failure)))
        }
        Err(_) => Config::without_file(Some("schema.prisma".to_owned()), "migrations".to_owned(), BaseKind::Git),
    }
}

/// The state that a schema of one file means; the text may be empty, for no schema at all.
pub fn state(text: &str, config: &Config) -> Result<State, Failure> {
    let mut texts = Texts::default();
    if !text.is_empty() {
        texts.add("schema.prisma", text);
    }
    State::of(Snapshot { texts, config: config.clone(), description: "a test".to_owned(), notes: Default::default() })
}

/// The state that a schema file means.
#[track_caller]
pub fn state_of_file(path: &Path, config: &Config) -> State {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    state(&text, config).unwrap_or_else(|failure| panic!("{}: {}", path.display(), words(&failure)))
}

/// The state before there was anything.
pub fn empty(config: &Config) -> State {
    state("", config).unwrap_or_else(|failure| panic!("{}", words(&failure)))
}

/// What went wrong, a line each.
pub fn words(failure: &Failure) -> String {
    failure
        .diagnostics
        .iter()
        .map(|diagnostic| {
            let place = diagnostic.primary.as_ref().map(|label| {
                let (line, column) = failure.texts.line_and_column(label.span);
                format!("{line}:{column} ")
            });
            format!("{} {}{}\n", diagnostic.code.as_str(), place.unwrap_or_default(), diagnostic.message)
        })
        .collect()
}

/// A migration file of a target, with a fixed name and date.
#[track_caller]
pub fn migration(target: &str, before: &State, after: &State) -> (Pending, String) {
    let pending = pending(&after.config, target, before, after);
    let sql = file(target, &pending.plan, &after.config);
    (pending, sql)
}

/// A plan as a migration file.
#[track_caller]
pub fn file(target: &str, plan: &Plan, config: &Config) -> String {
    let header = Header {
        name: "a_change".to_owned(),
        target: target.to_owned(),
        date: "2026-01-28".to_owned(),
        file: "migration.sql".to_owned(),
        is_prismas: true,
        part: None,
        notes: Vec::new(),
    };
    let renderer = Renderer::new().unwrap_or_else(|error| panic!("{error}"));
    renderer.migration(plan, &header, &care(config)).unwrap_or_else(|error| panic!("{error}"))
}

/// How careful a configuration wants the SQL to be.
pub fn care(config: &Config) -> RenderOptions {
    RenderOptions { verify: config.safety.verify, lock_timeout: config.safety.lock_timeout.clone() }
}
