//! What the schema language has no word for, and stands on what changes: it is as it was when the file has run, twice, on
//! every version of PostgreSQL, or it was named before.

mod arguments;
mod functions;
mod named;
mod operators;
mod replaced;
mod squash;
mod zoo;

use std::collections::BTreeSet;

use crate::cli::{Run, generate};
use crate::support::database::Database;
use crate::support::postgres::Server;
use crate::support::wire::Connection;
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
    let mut servers: Vec<(u32, Database)> =
        servers().into_iter().map(|(major, server)| (major, server.database())).collect();
    for (_, database) in &servers {
        database.run_as_one_query(ROLES).unwrap();
    }
    let mut wrong = Vec::new();
    for kept in KEPT {
        for edit in EDITS {
            let case = format!("{}: {}", kept.name, edit.name);
            if case.contains(&only)
                && let Err(why) = hold(kept, edit, &mut servers)
            {
                wrong.push(format!("== {case}\n{why}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} cases\n{}", wrong.len(), wrong.join("\n"));
}

fn hold(kept: &Kept, edit: &Edit, servers: &mut [(u32, Database)]) -> Result<(), String> {
    let history = zoo::history(kept);
    let has_generated = kept.name == "generated column";
    let sandbox = project(&history, &zoo::schema(Some(edit), has_generated));
    let run = generate(&sandbox, &["change", "--dry-run", "--allow-destructive"]);
    if run.code != 0 {
        let is_named = run.stderr.contains("R4012") && run.stderr.contains(kept.title);
        return if is_named { Ok(()) } else { Err(format!("refused without a name\n{run}")) };
    }
    servers.iter_mut().try_for_each(|(major, database)| {
        let mut session = database.connect();
        session.run("BEGIN").unwrap();
        let outcome = in_transaction(&mut session, &history, kept, &run);
        session.run("ROLLBACK").unwrap();
        outcome.map_err(|why| format!("PostgreSQL {major}: {why}\n{run}"))
    })
}

const ROW: &str = "INSERT INTO \"T\" (k, n, s, j) VALUES ('1', 1, 'A', NULL); SET CONSTRAINTS ALL IMMEDIATE";

fn in_transaction(session: &mut Connection, history: &str, kept: &Kept, run: &Run) -> Result<(), String> {
    session.run(history)?;
    session.run(ROW)?;
    let before = session.run(OBJECTS)?;
    session.run("SET search_path = public")?;
    if let Err(error) = session.run(&run.stdout) {
        // which functions there are only the server knows, and of what type a parameter is; it stops at what was named
        let is_named = run.stderr.contains("R4013") && run.stderr.contains(kept.title);
        let is_of_types = error.contains("No function matches")
            || kept.title.starts_with("FUNCTION") && error.contains("operator does not exist");
        return if is_of_types && is_named { Ok(()) } else { Err(error) };
    }
    let after = session.run(OBJECTS)?;
    let (old, new) = (under_old_names(&before), under_old_names(&after));
    let found: BTreeSet<&str> = new.lines().collect();
    // a table that goes is in the head of the file
    let is_said_table =
        |line: &str| line.starts_with("relation public.\"T\" r ") && run.stdout.contains("\n-- Loses:     public.T");
    let lost: Vec<&str> = old.lines().filter(|line| !found.contains(line) && !is_said_table(line)).collect();
    let head: Vec<&str> = run.stdout.lines().filter(|line| line.starts_with("-- Loses:")).collect();
    // a comment and privileges of a table go with it
    let is_said =
        head.iter().any(|line| line.contains(kept.title)) || kept.title == "comment" || kept.title == "privileges";
    if !lost.is_empty() && (!is_said || head.is_empty()) {
        return Err(format!("lost {lost:#?}\nnow {new}"));
    }
    session.run("SET search_path = public")?;
    session.run(&run.stdout)?;
    let again = session.run(OBJECTS)?;
    if again == after { Ok(()) } else { Err(format!("again\n{after}\nbecomes\n{again}")) }
}

/// PostgreSQL itself writes what was renamed under its new name.
fn under_old_names(objects: &str) -> String {
    let renamed = [
        ("\"U\"", "\"T\""),
        ("U_pkey", "T_pkey"),
        (".m AS n", ".n"),
        (" m AS n", " n"),
        ("\"T\".m", "\"T\".n"),
        ("old.m", "old.n"),
        ("OLD.m", "OLD.n"),
        ("new.m", "new.n"),
        ("NEW.m", "NEW.n"),
        (" m ", " n "),
        (" m,", " n,"),
    ];
    renamed.into_iter().fold(objects.to_owned(), |text, (new, old)| text.replace(new, old))
}
