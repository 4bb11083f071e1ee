//! Ten common edits: what Prisma's engine writes and loses, and what refract writes and keeps. Each is run on a real
//! server, on tables with rows, and the README says what came of it.

use std::fs;

use refract::render::{Form, Renderer};

use crate::diff::TARGET;
use crate::support::database::Database;
use crate::support::page::assert_part_of_readme;
use crate::support::postgres::Server;
use crate::support::prisma::Engine;
use crate::support::schema::{care, config_in, empty, fixture, migration, state, words};

/// An edit in `fixtures/side_by_side/<name>`.
struct Edit {
    name: &'static str,
    title: &'static str,
    /// What is counted: every row of these two queries, before and after.
    noun: &'static str,
    before: &'static str,
    after: &'static str,
    /// Words of the statements that are shown, where there are others.
    prisma: &'static [&'static str],
    refract: &'static [&'static str],
}

const EDITS: [Edit; 10] = [
    Edit {
        name: "rename_field",
        title: "A field gets another name: `nick` becomes `nickname`",
        noun: "values",
        before: "SELECT id, nick FROM \"Patient\"",
        after: "SELECT id, nickname FROM \"Patient\"",
        prisma: &[],
        refract: &[],
    },
    Edit {
        name: "rename_table",
        title: "A table gets another name: `@@map(\"visits\")`",
        noun: "rows",
        before: "SELECT id, \"patientId\" FROM \"Visit\"",
        after: "SELECT id, \"patientId\" FROM visits",
        prisma: &["DROP TABLE", "CREATE TABLE"],
        refract: &[],
    },
    Edit {
        name: "move_model",
        title: "A model moves to another schema: `@@schema(\"records\")`",
        noun: "rows",
        before: "SELECT * FROM public.\"Note\"",
        after: "SELECT * FROM records.\"Note\"",
        prisma: &["DROP TABLE", "CREATE TABLE"],
        refract: &["SET SCHEMA"],
    },
    Edit {
        name: "rename_enum_value",
        title: "A value of an enum gets another name: `PAUSED` becomes `ON_HOLD`",
        noun: "values",
        before: "SELECT id, replace(status::text, 'PAUSED', 'ON_HOLD') FROM \"Visit\"",
        after: "SELECT id, status FROM \"Visit\"",
        prisma: &["CREATE TYPE", "ALTER COLUMN"],
        refract: &[],
    },
    Edit {
        name: "remove_enum_value",
        title: "A value of an enum goes that rows still hold",
        noun: "values",
        before: "SELECT id, status FROM \"Visit\"",
        after: "SELECT id, status FROM \"Visit\"",
        prisma: &["CREATE TYPE", "ALTER COLUMN"],
        refract: &["CREATE TYPE", "ALTER COLUMN"],
    },
    Edit {
        name: "required_field",
        title: "A required field comes to a table with rows",
        noun: "rows",
        before: "SELECT id, name, lower(name) FROM \"Patient\"",
        after: "SELECT id, name, handle FROM \"Patient\"",
        prisma: &[],
        refract: &[],
    },
    Edit {
        name: "text_to_enum",
        title: "A String becomes an enum",
        noun: "values",
        before: "SELECT id, status FROM \"Visit\"",
        after: "SELECT id, status FROM \"Visit\"",
        prisma: &["CREATE TYPE", "ADD COLUMN"],
        refract: &[],
    },
    Edit {
        name: "text_to_integer",
        title: "A String becomes an Int",
        noun: "values",
        before: "SELECT id, number FROM \"Bed\"",
        after: "SELECT id, number FROM \"Bed\"",
        prisma: &[],
        refract: &[],
    },
    Edit {
        name: "new_unique",
        title: "A field becomes unique, and values are there twice",
        noun: "rows",
        before: "SELECT * FROM \"Patient\"",
        after: "SELECT * FROM \"Patient\"",
        prisma: &[],
        refract: &[],
    },
    Edit {
        name: "vector_index",
        title: "A field comes to a table whose vector index the schema does not name",
        noun: "index",
        before: "SELECT indexdef FROM pg_indexes WHERE indexdef LIKE '%hnsw%'",
        after: "SELECT indexdef FROM pg_indexes WHERE indexdef LIKE '%hnsw%'",
        prisma: &[],
        refract: &[],
    },
];

/// What comes of a migration on a database with rows.
#[derive(Debug, PartialEq)]
enum Outcome {
    Kept {
        lost: usize,
        of: usize,
    },
    /// With the message of the server; nothing was changed.
    Failed(String),
}

/// A migration that was run.
struct Trial {
    /// The statements that make the change.
    sql: String,
    /// Whether `generate` would write it with `--allow-destructive` only.
    is_refused: bool,
    outcome: Outcome,
}

impl Edit {
    fn text(&self, file: &str) -> String {
        let path = fixture("side_by_side").join(self.name).join(file);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Runs a migration on the rows, and looks at what is left of them.
    fn run(&self, database: &Database, migration: &str) -> Outcome {
        let rows = |query: &str| database.query(query).lines().map(str::to_owned).collect::<Vec<_>>();
        let (before, catalog) = (rows(self.before), database.catalog());
        assert!(!before.is_empty(), "{}", self.name);
        if let Err(message) = database.run_as_one_query(migration) {
            assert_eq!((rows(self.before), database.catalog()), (before, catalog), "{}", self.name);
            let message = message.lines().next().unwrap_or_default();
            return Outcome::Failed(message.trim_start_matches("ERROR:").trim().to_owned());
        }
        let after = rows(self.after);
        let lost = before.iter().filter(|row| !after.contains(row)).count();
        Outcome::Kept { lost, of: before.len() }
    }

    /// Prisma's engine is asked what a database needs that it has made itself, as `prisma migrate dev` asks it.
    fn by_prisma(&self, engine: &mut Engine) -> Trial {
        let database = Server::with_vector().database();
        database.query("CREATE EXTENSION vector");
        let first = engine.sql(None, &self.text("before.prisma")).unwrap();
        database.run_as_one_query(&first).unwrap_or_else(|error| panic!("{}: {error}\n{first}", self.name));
        database.query(&self.text("rows.sql"));
        let sql = engine.sql_for_live(database.name(), &self.text("after.prisma")).unwrap();
        let outcome = self.run(&database, &sql);
        Trial { sql, is_refused: false, outcome }
    }

    fn by_refract(&self, after: &str) -> Trial {
        let config = config_in(&fixture("none"));
        let read = |text: &str| state(text, &config).unwrap_or_else(|failure| panic!("{}", words(&failure)));
        let (before, after) = (read(&self.text("before.prisma")), read(after));
        let database = Server::with_vector().database();
        let first = migration(TARGET, &empty(&config), &before).1;
        database.run_as_one_query(&first).unwrap_or_else(|error| panic!("{}: {error}\n{first}", self.name));
        database.query(&self.text("rows.sql"));
        let (pending, file) = migration(TARGET, &before, &after);
        let is_refused = pending.plan.changes().any(|change| change.as_kind().hazards().loss.is_some());
        let outcome = self.run(&database, &file);
        let plain = Renderer::new().unwrap().statements(&pending.plan, Form::Plain, &care(&config));
        Trial { sql: plain.unwrap(), is_refused, outcome }
    }

    /// What became of the rows, in words.
    fn said(&self, outcome: &Outcome) -> String {
        let noun = self.noun;
        match outcome {
            Outcome::Failed(message) => format!("fails: `{message}`"),
            Outcome::Kept { lost: 0, of: 1 } => format!("keeps the {noun}"),
            Outcome::Kept { lost: 1, of: 1 } => format!("**loses the {noun}**"),
            Outcome::Kept { lost: 0, of } => format!("keeps all {of} {noun}"),
            Outcome::Kept { lost, of } if lost == of => format!("**loses all {of} {noun}**"),
            Outcome::Kept { lost, of } => format!("**loses {lost} of {of} {noun}**"),
        }
    }
}

/// What the schema tells refract alone, for the table.
fn directive(schema: &str) -> String {
    let directive = schema.lines().find_map(|line| line.trim().strip_prefix("/// @refract."));
    directive.map_or_else(String::new, |directive| format!("; told by `@refract.{directive}`"))
}

/// The statements that hold one of the words, or all, without comments.
fn excerpt(name: &str, sql: &str, words: &[&str]) -> String {
    let lines: Vec<&str> = sql.lines().filter(|line| !line.starts_with("--") && !line.trim().is_empty()).collect();
    let sql = format!("{}\n", lines.join("\n"));
    let sql = sql.split_once("*/\n").map_or(sql.as_str(), |(_, statements)| statements);
    let statements: Vec<&str> = sql.split_inclusive(";\n").filter(|text| text.ends_with(";\n")).collect();
    for word in words {
        assert!(statements.iter().any(|text| text.contains(word)), "{name}: no {word} in\n{sql}");
    }
    let is_shown = |text: &str| words.is_empty() || words.iter().any(|word| text.contains(word));
    statements.into_iter().filter(|text| is_shown(text)).collect()
}

#[test]
fn the_readme_tells_what_each_edit_does() {
    let mut engine = Engine::start(Server::with_vector());
    let mut table = "| | edit | Prisma's engine | refract |\n|---|---|---|---|\n".to_owned();
    let mut statements = String::new();
    for (number, edit) in EDITS.iter().enumerate() {
        let number = number + 1;
        let after = edit.text("after.prisma");
        let (prisma, refract) = (edit.by_prisma(&mut engine), edit.by_refract(&after));
        match &refract.outcome {
            Outcome::Kept { lost, .. } => assert_eq!(*lost, 0, "{}: refract loses data\n{}", edit.name, refract.sql),
            Outcome::Failed(message) => assert!(message.contains("cannot"), "{}: {message}", edit.name),
        }
        assert!(!refract.is_refused, "{}: refract would refuse this\n{}", edit.name, refract.sql);
        let said = [&prisma, &refract].map(|trial| edit.said(&trial.outcome));
        table.push_str(&format!("| {number} | {} | {} | {}{} |\n", edit.title, said[0], said[1], directive(&after)));
        let shown = [(&prisma.sql, edit.prisma), (&refract.sql, edit.refract)]
            .map(|(sql, words)| excerpt(edit.name, sql, words));
        statements.push_str(&format!("-- {number}. Prisma's engine:\n{}-- refract:\n{}\n", shown[0], shown[1]));
    }
    let (version, statements) = (Engine::version(), statements.trim_end());
    let text = format!("Prisma's engine is version {version}.\n\n{table}\n```sql\n{statements}\n```\n");
    assert_part_of_readme("side_by_side", &text);
}

/// What keeps the values are the directives: without them there are as many losses as with Prisma.
#[test]
fn a_loss_is_seen() {
    let edit = EDITS.iter().find(|edit| edit.name == "rename_field").unwrap();
    let text = edit.text("after.prisma");
    let silent: String =
        text.lines().filter(|line| !line.contains("@refract")).map(|line| format!("{line}\n")).collect();
    assert_ne!(silent, text);
    let told = edit.by_refract(&text);
    assert_eq!((told.outcome, told.is_refused), (Outcome::Kept { lost: 0, of: 60 }, false));
    let untold = edit.by_refract(&silent);
    assert_eq!((untold.outcome, untold.is_refused), (Outcome::Kept { lost: 60, of: 60 }, true));
}
