//! A history and a schema that go together although the history holds more than a schema can say: what refract makes of
//! them, held to real servers.

use refract::diff::Hints;
use refract::pending::{Pending, pending_since, schema_with_extensions};
use refract::physical::Database as Held;
use refract::render::Renderer;
use refract::replay::{Replay, learn_names, replay, settle};
use refract::state::State;
use refract::target::Projection;
use refract::text::Texts;

use super::database::Database;
use super::postgres::Server;
use super::schema::{care, config_in, file, fixture, state, words};

/// The only target of these projects.
const TARGET: &str = "default";

/// What a change to the schema has to do: the new models, and lines that the catalog has afterwards, or, behind a `!`, lacks.
pub struct Change {
    pub name: &'static str,
    pub after: String,
    pub leaves: &'static [&'static str],
}

/// A change that leaves the database with these lines.
pub fn change(name: &'static str, after: impl Into<String>, leaves: &'static [&'static str]) -> Change {
    Change { name, after: after.into(), leaves }
}

/// A schema of models in `public`.
pub fn schema(models: &str) -> State {
    let text = if models.contains("datasource") {
        models.to_owned()
    } else {
        format!("datasource db {{\n  provider = \"postgresql\"\n}}\n{models}")
    };
    let config = config_in(&fixture(""));
    state(&text, &config).unwrap_or_else(|failure| panic!("{}\n{text}", words(&failure)))
}

/// What a history leads to.
pub fn held(history: &[&str]) -> Result<Held, String> {
    let mut texts = Texts::default();
    for (number, file) in history.iter().enumerate() {
        texts.add(format!("{number}/migration.sql"), *file);
    }
    let Replay { database, diagnostics, .. } = replay(Held::default(), &texts);
    if diagnostics.has_errors() {
        return Err(words(&refract::diagnostic::Failure { texts, diagnostics }));
    }
    Ok(database)
}

/// What is pending for a schema after a history that was the history of another schema.
pub fn pending(history: &[&str], before: &State, after: &State) -> Result<Pending, String> {
    let mut raw = held(history)?;
    learn_names(&mut raw, &before.database);
    let projected = after.projected_on(TARGET);
    let database = settle(raw, &schema_with_extensions(after, &projected.database));
    let projection = Projection { database, lost: Vec::new(), is_replayed: true };
    Ok(pending_since(projection, &after.config, TARGET, (after, &Hints::default())))
}

/// The script that repairs a database of a schema.
pub fn repair(state: &State) -> String {
    let database = &state.projected_on(TARGET).database;
    let repair = refract::repair::repair(database, &state.row_sql.backfills);
    let renderer = Renderer::new().unwrap_or_else(|error| panic!("{error}"));
    renderer
        .repair(&repair, [TARGET, "0123456789abcdef"], &care(&state.config))
        .unwrap_or_else(|error| panic!("{error}"))
}

/// The servers from a version on, each with that version.
pub fn servers(oldest: u32) -> Vec<(u32, &'static Server)> {
    let older =
        (oldest.max(15)..18).filter_map(|version| Server::of_version(version).ok().map(|server| (version, server)));
    older.chain([(18, Server::with_vector())]).collect()
}

/// Holds that a schema is content with a history, and what becomes of the database with each change.
pub fn hold(name: &str, (oldest, history): (u32, &str), before: &str, changes: &[Change]) -> Result<(), String> {
    let state = schema(before);
    let idle = pending(&[history], &state, &state)?;
    let of = |what: &str, error: String| format!("{name}: {what}: {error}");
    if !idle.plan.is_empty() {
        let all: Vec<String> = idle.plan.changes().map(|change| change.as_kind().summary()).collect();
        return Err(of("check", all.join(", ")));
    }
    let mut files = Vec::new();
    for change in changes {
        let after = schema(&change.after);
        let pending_now = pending(&[history], &state, &after).map_err(|error| of(change.name, error))?;
        let sql = file(TARGET, &pending_now.plan, &after.config);
        let left = pending(&[history, &sql], &after, &after).map_err(|error| of(change.name, error))?;
        if !left.plan.is_empty() {
            return Err(of(change.name, format!("still pending\n{sql}\n{:#?}", left.plan)));
        }
        files.push((change, after, sql));
    }
    for (version, server) in servers(oldest) {
        let database = server.database();
        database.run_as_one_query(history).map_err(|error| of("history", format!("{version}: {error}")))?;
        unchanged(&database, &repair(&state)).map_err(|error| of("repair", format!("{version}: {error}")))?;
        for (change, after, sql) in &files {
            let copy = database.copy();
            run(&copy, (change, after, sql)).map_err(|error| of(change.name, format!("{version}: {error}")))?;
        }
    }
    Ok(())
}

fn run(database: &Database, (change, after, sql): (&Change, &State, &str)) -> Result<(), String> {
    let with_sql = |error: String| format!("{error}\n{sql}");
    database.run_as_one_query(sql).map_err(with_sql)?;
    unchanged(database, sql).map_err(|error| with_sql(format!("again: {error}")))?;
    let catalog = database.catalog();
    for line in change.leaves {
        let (wanted, is_wanted) = line.strip_prefix('!').map_or((*line, true), |line| (line, false));
        if catalog.contains(wanted) != is_wanted {
            return Err(with_sql(format!("{line} is not so in\n{catalog}")));
        }
    }
    unchanged(database, &repair(after)).map_err(|error| format!("repair: {error}"))
}

/// Runs a script that must change nothing.
pub fn unchanged(database: &Database, sql: &str) -> Result<(), String> {
    let before = database.catalog();
    database.run_as_one_query(sql)?;
    let after = database.catalog();
    if before == after { Ok(()) } else { Err(format!("it changed\n{before}\ninto\n{after}\nby\n{sql}")) }
}
