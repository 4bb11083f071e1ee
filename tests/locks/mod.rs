//! What a migration locks: nothing when it runs again, also beside people who read and write; and when it runs first, what
//! the comments in it say, on every version of PostgreSQL that this machine has.

mod rewrites;
mod steps;

use refract::change::Part;
use refract::render::RenderOptions;

use crate::crash::Edit;
use crate::diff::{Case, TARGET, cases};
use crate::online::series;
use crate::support::database::Database;
use crate::support::postgres::Server;
use crate::support::schema::{care, file};
use crate::support::script::{Way, statements};

/// How long the file itself waits for a lock here.
const PATIENCE: &str = "100ms";

/// A case with a file that does not wait long.
fn edit_of(case: &Case) -> Edit {
    let mut edit = Edit::new(&case.nothing, &case.before, &case.after);
    let mut config = case.after.config.clone();
    config.safety.lock_timeout = PATIENCE.to_owned();
    let RenderOptions { lock_timeout, .. } = care(&config);
    assert_eq!(lock_timeout, PATIENCE);
    edit.sql = file(TARGET, &edit.plan, &config);
    edit
}

/// The old state with rows on a server; nothing where the server lacks pgvector and the case needs it.
fn filled(server: &'static Server, major: u32, edit: &Edit) -> Option<Database> {
    let needs_vector =
        |sql: &str| [" vector(", "vector_", "EXTENSION", "halfvec("].iter().any(|word| sql.contains(word));
    if major < 18 && (needs_vector(&edit.first) || needs_vector(&edit.sql)) {
        return None;
    }
    let database = server.database();
    database.run_as_one_query(&edit.first).unwrap_or_else(|error| panic!("{major}: {error}\n{}", edit.first));
    let rows = crate::support::fill::rows(&edit.old, &edit.neat(1)).sql;
    database.run_as_one_query(&rows).unwrap_or_else(|error| panic!("{major}: {error}\n{rows}"));
    Some(database)
}

/// Every table of a database, as SQL names it.
fn tables(database: &Database) -> Vec<String> {
    let tables = "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname !~ '^(pg_|information_schema)' ORDER BY 1";
    database.query(tables).lines().map(str::to_owned).collect()
}

/// Runs a file while others read and write every table.
fn run_beside_others(database: &Database, sql: &str) -> Result<(), String> {
    let mut holder = database.connect();
    holder.run("BEGIN")?;
    for table in tables(database) {
        holder.run(&format!("LOCK TABLE {table} IN ACCESS SHARE MODE; LOCK TABLE {table} IN ROW EXCLUSIVE MODE"))?;
    }
    let result = [Way::OneQuery, Way::Alone].into_iter().try_for_each(|way| way.run(database, sql));
    holder.run("ROLLBACK")?;
    result
}

#[test]
fn a_second_run_waits_for_nobody() {
    for (major, server) in Server::of_every_version() {
        let (mut tried, mut left_out) = (0, Vec::new());
        for case in cases() {
            let edit = edit_of(&case);
            let Some(database) = filled(server, major, &edit) else {
                left_out.push(case.name);
                continue;
            };
            let name = &case.name;
            database
                .run_as_one_query(&edit.sql)
                .unwrap_or_else(|error| panic!("{major} {name}: {error}\n{}", edit.sql));
            run_beside_others(&database, &edit.sql)
                .unwrap_or_else(|error| panic!("{major} {name}, again: {error}\n{}", edit.sql));
            assert_eq!(database.locks_of(&edit.sql), Vec::<String>::new(), "{major} {name}\n{}", edit.sql);
            tried += 1;
        }
        println!("PostgreSQL {major}: {tried} cases; without pgvector not: {left_out:?}");
        assert!(tried > 35, "PostgreSQL {major}: {tried}");
    }
}

#[test]
fn the_comments_say_what_is_locked() {
    let mut wrong = Vec::new();
    for (major, server) in Server::of_every_version() {
        for case in cases() {
            let edit = edit_of(&case);
            let Some(database) = filled(server, major, &edit) else { continue };
            let found = steps::wrong_comments(&database, &edit.sql, &edit.plan);
            wrong.extend(found.into_iter().map(|message| format!("{major} {}: {message}", case.name)));
        }
    }
    assert!(wrong.is_empty(), "{} wrong comments\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_comments_of_files_in_series_say_what_is_locked() {
    let (mut wrong, mut tried) = (Vec::new(), 0);
    for case in cases() {
        let edit = edit_of(&case);
        let Some(database) = filled(Server::with_vector(), 18, &edit) else { continue };
        let plans = series(&case.before, &case.after);
        for plan in plans.iter().filter(|_| plans.len() > 1) {
            let sql = file(TARGET, plan, &case.after.config);
            if plan.part(Part::Alone).is_empty() {
                let found = steps::wrong_comments(&database, &sql, plan);
                wrong.extend(found.into_iter().map(|message| format!("{}: {message}\n{sql}", case.name)));
                tried += 1;
            } else {
                database.run_file_statement_by_statement(&sql).unwrap_or_else(|error| panic!("{}: {error}", case.name));
            }
        }
    }
    assert!(tried > 20, "{tried}");
    assert!(wrong.is_empty(), "{} wrong comments\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_file_that_locks_again_is_found_out() {
    let all = cases();
    let case = all.iter().find(|case| case.name == "add_columns").unwrap();
    let edit = edit_of(case);
    let database = filled(Server::with_vector(), 18, &edit).unwrap();
    database.run_as_one_query(&edit.sql).unwrap();
    let unguarded = edit.sql.replace("IF 4 > (SELECT", "IF 4 = (SELECT").replace("IF 5 > (SELECT", "IF 5 = (SELECT");
    assert_ne!(unguarded, edit.sql);
    let said = run_beside_others(&database, &unguarded).expect_err("a lock");
    assert!(said.contains("lock timeout"), "{said}");
}

type Spoil = fn(&str) -> String;

#[test]
fn a_wrong_comment_is_found_out() {
    let all = cases();
    let spoilt: [(&str, Spoil); 5] = [
        ("drop_not_null", |sql| {
            sql.lines().filter(|line| !line.starts_with("    -- locks")).map(|line| format!("{line}\n")).collect()
        }),
        ("drop_not_null", |sql| sql.replace("-- locks", "-- stops writes to")),
        ("add_foreign_key", |sql| sql.replace("-- stops writes to", "-- locks")),
        ("create_index", |sql| {
            sql.replace("    -- stops writes", "    -- once more: stops writes\n    -- stops writes")
        }),
        ("rename_index", |sql| {
            sql.replace("    IF to_regclass", "    -- locks public.\"Patient\" for an instant\n    IF to_regclass")
        }),
    ];
    for (name, spoil) in spoilt {
        let case = all.iter().find(|case| case.name == name).unwrap();
        let edit = edit_of(case);
        let sql = spoil(&edit.sql);
        assert_ne!(sql, edit.sql, "{name}");
        let database = filled(Server::with_vector(), 18, &edit).unwrap();
        assert!(!steps::wrong_comments(&database, &sql, &edit.plan).is_empty(), "{name}\n{sql}");
        assert!(!statements(&sql).is_empty());
    }
}
