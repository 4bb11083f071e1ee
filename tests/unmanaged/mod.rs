//! What the schema language has no word for, and stands on what changes: it is as it was when the file has run, twice, on
//! every version of PostgreSQL, or it was named before.

mod named;
mod squash;
mod zoo;

use std::collections::BTreeSet;

use crate::cli::{Run, generate};
use crate::support::database::Database;
use crate::support::postgres::Server;
use crate::support_git::Sandbox;
use zoo::{EDITS, Edit, KEPT, Kept};

const OBJECTS: &str = concat!("SET search_path = '';", include_str!("objects.sql"));

const ROLES: &str = "DO $$ BEGIN
    IF to_regrole('reader') IS NULL THEN CREATE ROLE reader; END IF;
    IF to_regrole('keeper') IS NULL THEN CREATE ROLE keeper; END IF;
END $$;";

/// A project whose history is these statements, with a schema that goes with them.
pub fn project(history: &str, schema: &str) -> Sandbox {
    let sandbox = Sandbox::outside_git();
    sandbox.write("prisma/migrations/migration_lock.toml", "provider = \"postgresql\"\n");
    sandbox.write("prisma/migrations/20250101000000_init/migration.sql", history);
    sandbox.write("prisma/schema.prisma", schema);
    sandbox
}

/// Servers of all versions that can be had.
fn servers() -> Vec<(u32, &'static Server)> {
    let mut servers: Vec<(u32, &'static Server)> =
        [15, 16, 17].into_iter().filter_map(|major| Some((major, Server::of_version(major).ok()?))).collect();
    servers.push((18, Server::without_vector()));
    servers
}

#[test]
fn what_stands_on_a_change_is_as_it_was_or_was_named() {
    let only = std::env::var("CASE").unwrap_or_default();
    let mut wrong = Vec::new();
    for kept in KEPT {
        for edit in EDITS {
            let case = format!("{}: {}", kept.name, edit.name);
            if case.contains(&only)
                && let Err(why) = hold(kept, edit)
            {
                wrong.push(format!("== {case}\n{why}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} cases\n{}", wrong.len(), wrong.join("\n"));
}

fn hold(kept: &Kept, edit: &Edit) -> Result<(), String> {
    let history = zoo::history(kept);
    let has_generated = kept.name == "generated column";
    let sandbox = project(&history, &zoo::schema(Some(edit), has_generated));
    let run = generate(&sandbox, &["change", "--dry-run", "--allow-destructive"]);
    let versions = servers().into_iter();
    let outcomes = versions.map(|(major, server)| {
        on_server(server, &history, kept, &run).map_err(|why| format!("PostgreSQL {major}: {why}\n{run}"))
    });
    outcomes.collect()
}

fn on_server(server: &'static Server, history: &str, kept: &Kept, run: &Run) -> Result<(), String> {
    if run.code != 0 {
        let is_named = run.stderr.contains("R4012") && run.stderr.contains(kept.title);
        return if is_named { Ok(()) } else { Err("refused without a name".to_owned()) };
    }
    let database: Database = server.database();
    database.run_as_one_query(ROLES)?;
    database.run_as_one_query(history)?;
    let row = "INSERT INTO \"T\" (k, n, s, j) VALUES ('1', 1, 'A', NULL)";
    database.run_as_one_query(row)?;
    let before = database.query(OBJECTS);
    if let Err(error) = database.run_file_statement_by_statement(&run.stdout) {
        // whether words fit another type only the server knows; it stops at a thing that was named
        let is_named = error.contains("operator does not exist")
            && run.stderr.contains("R4013")
            && run.stderr.contains(kept.title);
        return if is_named { Ok(()) } else { Err(error) };
    }
    let after = database.query(OBJECTS);
    let lost: BTreeSet<&str> = before.lines().collect();
    let found: BTreeSet<&str> = after.lines().collect();
    let lost: Vec<&&str> = lost.difference(&found).filter(|line| !is_followed(line, &found)).collect();
    let is_said = run.stdout.contains("-- Loses:") && run.stdout.contains(kept.title);
    if !lost.is_empty() && !is_said {
        return Err(format!("lost {lost:#?}\nnow {after}"));
    }
    database.run_as_one_query(&run.stdout)?;
    let again = database.query(OBJECTS);
    if again == after { Ok(()) } else { Err(format!("again\n{after}\nbecomes\n{again}")) }
}

/// What PostgreSQL itself writes in the new names.
fn is_followed(line: &str, found: &BTreeSet<&str>) -> bool {
    let renamed = [
        line.replace("T\"", "U\""),
        line.replace(" n ", " m ").replace(".n", ".m"),
        line.replace("\"T\"", "\"U\"").replace(" n ", " m "),
    ];
    renamed.iter().any(|renamed| found.contains(renamed.as_str()))
}
