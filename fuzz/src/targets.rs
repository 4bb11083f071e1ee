//! What is read, each from a text alone.

use std::cell::OnceCell;

use refract::config::{self, BaseKind, Config};
use refract::diagnostic::Diagnostics;
use refract::physical::Database;
use refract::project::paths_in_prisma_config;
use refract::render::{Form, RenderOptions, Renderer};
use refract::sources::Snapshot;
use refract::state::State;
use refract::text::Texts;
use refract::{diff, plan, psl, replay as migrations};

/// What reads a text.
pub type Target = fn(&str);

/// The targets by the names of their corpora.
pub const TARGETS: [(&str, Target); 6] = [
    ("grammar", grammar),
    ("resolver", resolver),
    ("configuration", configuration),
    ("replay", replay),
    ("guards", guards),
    ("prisma_config", prisma_config),
];

/// The text of a schema, as far as its syntax tree.
pub fn grammar(text: &str) {
    let mut texts = Texts::default();
    texts.add("schema.prisma", text);
    let (_, diagnostics) = psl::parse(&texts);
    find_places(&texts, diagnostics);
}

/// A schema below its datasource: what its names mean, the database that would hold it, and the SQL that makes that.
pub fn resolver(text: &str) {
    thread_local! {
        static RENDERER: OnceCell<Renderer> = const { OnceCell::new() };
    }
    let mut texts = Texts::default();
    texts.add("schema.prisma", format!("datasource db {{\n  provider = \"postgresql\"\n}}\n{text}"));
    let config = Config::without_file(None, "migrations".to_owned(), BaseKind::History);
    let (description, notes) = ("the input".to_owned(), Diagnostics::default());
    match State::of(Snapshot { texts, config, description, notes }) {
        Err(failure) => find_places(&failure.texts, failure.diagnostics),
        Ok(state) => {
            let plan = plan::plan(diff::diff(&Database::default(), &state.database));
            let care = RenderOptions { verify: true, lock_timeout: "5s".to_owned() };
            RENDERER.with(|renderer| {
                let renderer = renderer.get_or_init(|| Renderer::new().expect("no template is broken"));
                drop(renderer.statements(&plan, Form::Guarded, &care));
            });
        }
    }
}

/// refract.toml.
pub fn configuration(text: &str) {
    let parsed = config::parse_in("refract.toml", text, 2);
    find_places(&parsed.texts, parsed.diagnostics);
}

/// The SQL of a migration, run in memory on a database that has something in it.
pub fn replay(sql: &str) {
    const FIRST: &str = "CREATE TYPE e AS ENUM ('a', 'b');\n\
        CREATE TABLE t (id SERIAL PRIMARY KEY, v TEXT, e e, n INTEGER NOT NULL DEFAULT 1);\n\
        CREATE TABLE u (id INTEGER PRIMARY KEY, t_id INTEGER REFERENCES t (id));\n\
        CREATE UNIQUE INDEX t_v_key ON t (v);\nCREATE VIEW w AS SELECT id, v FROM t;\n";
    let mut texts = Texts::default();
    texts.add("1/migration.sql", FIRST);
    texts.add("2/migration.sql", sql);
    let replayed = migrations::replay(Database::default(), &texts);
    find_places(&texts, replayed.diagnostics);
    let _ = migrations::writes_rows(sql);
    drop(migrations::settle(replayed.database, &Database::default()));
}

/// The body of a DO block: conditions, variables, loops and handlers around statements.
pub fn guards(body: &str) {
    replay(&format!("DO $fuzz$\nDECLARE\n    v TEXT;\nBEGIN\n    {body}\nEND\n$fuzz$;\n"));
}

/// prisma.config.ts, of which nothing is run.
pub fn prisma_config(text: &str) {
    drop(paths_in_prisma_config("apps/api/prisma.config.ts", text));
}

/// Every place that a message names has to be one of its file.
fn find_places(texts: &Texts, diagnostics: Diagnostics) {
    for label in diagnostics.sorted().into_iter().filter_map(|diagnostic| diagnostic.primary) {
        let _ = texts.line_and_column(label.span);
    }
}
