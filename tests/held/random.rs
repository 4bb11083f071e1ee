//! Random scripts of nested blocks, savepoints and statements that fail, held to the server.

use super::hold_to;
use crate::support::postgres::Server;
use crate::support::random::Random;
use crate::support::rounds::Rounds;

const TABLES: [&str; 4] = ["a", "b", "c", "app.a"];
const COLUMNS: [&str; 4] = ["id", "x", "y", "z"];
const ENUMS: [&str; 2] = ["mood", "app.mood"];
const ERRORS: [&str; 9] = [
    "duplicate_table",
    "duplicate_column",
    "duplicate_object",
    "undefined_table",
    "undefined_column",
    "undefined_object",
    "dependent_objects_still_exist",
    "unique_violation",
    "others",
];

/// One statement that may fail.
fn definition(random: &mut Random) -> String {
    let (table, other) = (*random.pick(&TABLES), *random.pick(&TABLES));
    let (column, second) = (*random.pick(&COLUMNS), *random.pick(&COLUMNS));
    let declared = *random.pick(&ENUMS);
    let cascade = if random.one_in(3) { " CASCADE" } else { "" };
    match random.below(17) {
        0 | 1 => format!("CREATE TABLE {table} (id INT PRIMARY KEY, {column} INT)"),
        2 => format!("CREATE TABLE {table} (id INT PRIMARY KEY, m app.base, {column} INT REFERENCES {other})"),
        3 => format!("CREATE TABLE IF NOT EXISTS {table} (id SERIAL PRIMARY KEY, x INT, y TEXT UNIQUE)"),
        4 | 5 => format!("ALTER TABLE {table} ADD COLUMN {column} INT"),
        6 => format!("ALTER TABLE {table} ADD COLUMN {column} INT, DROP COLUMN {second}{cascade}"),
        7 => format!("ALTER TABLE {table} DROP COLUMN IF EXISTS {column}{cascade}"),
        8 => format!("ALTER TABLE {table} RENAME COLUMN {column} TO {second}"),
        9 => format!("DROP TABLE {table}{cascade}"),
        10 => format!("DROP TABLE IF EXISTS {table}, {other}{cascade}"),
        11 => format!("CREATE INDEX {column}_i ON {table} ({second})"),
        12 => format!("DROP INDEX {column}_i"),
        13 => format!("CREATE TYPE {declared} AS ENUM ('one', 'two')"),
        14 => format!("DROP TYPE {declared}{cascade}"),
        15 => format!("ALTER TABLE {table} ADD CONSTRAINT {column}_u UNIQUE ({second})"),
        _ => format!("ALTER TABLE {table} RENAME TO {}", random.pick(&["a", "b", "d"])),
    }
}

/// The inside of a block; deeper ones are shorter.
fn steps(random: &mut Random, depth: usize) -> String {
    let count = 1 + random.below(4 - depth.min(3));
    let mut text = String::new();
    for _ in 0..count {
        text.push_str(&match random.below(6) {
            0 | 1 if depth < 3 => block(random, depth + 1),
            2 => format!("EXECUTE '{}'; ", definition(random).replace('\'', "''")),
            3 if random.one_in(3) => format!("RAISE {}; ", random.pick(&ERRORS[..6])),
            4 if random.one_in(3) => "RAISE NOTICE 'x'; ".to_owned(),
            _ => format!("{}; ", definition(random)),
        });
    }
    text
}

fn block(random: &mut Random, depth: usize) -> String {
    let inside = steps(random, depth);
    if random.one_in(4) {
        return format!("BEGIN {inside}END; ");
    }
    let mut handlers = String::new();
    for _ in 0..1 + random.below(2) {
        let (one, other) = (*random.pick(&ERRORS), *random.pick(&ERRORS));
        let does = if random.one_in(2) { "NULL; ".to_owned() } else { steps(random, depth + 1) };
        let does = if names_what_is_told(&[one, other], &inside) { does } else { "NULL; ".to_owned() };
        handlers.push_str(&format!("WHEN {one} OR {other} THEN {does}"));
    }
    format!("BEGIN {inside}EXCEPTION {handlers}END; ")
}

/// A handler with statements of its own is followed only where it is sure that it would not run.
fn names_what_is_told(errors: &[&str], inside: &str) -> bool {
    let is_plain = !inside.contains("BEGIN") && !inside.contains("EXECUTE");
    is_plain && !errors.iter().any(|error| matches!(*error, "others" | "unique_violation"))
}

/// A script: what fails in a transaction would end it, so there everything stands in a block that catches all.
fn script(random: &mut Random) -> Vec<String> {
    let mut statements = vec!["CREATE SCHEMA app; CREATE TYPE app.base AS ENUM ('x');".to_owned()];
    let mut open: Option<Vec<usize>> = None;
    let mut count = 0;
    for _ in 0..6 + random.below(14) {
        let Some(savepoints) = &mut open else {
            statements.push(match random.below(6) {
                0 => format!("DO $$ {}$$;", block(random, 0).trim_end_matches("; ")),
                1 => {
                    open = Some(Vec::new());
                    // nothing before it in this file may be taken along
                    "COMMIT; BEGIN;".to_owned()
                }
                _ => format!("{};", definition(random)),
            });
            continue;
        };
        statements.push(match random.below(8) {
            0 => {
                count += 1;
                savepoints.push(count);
                format!("SAVEPOINT s{count};")
            }
            1 | 2 if !savepoints.is_empty() => {
                let at = random.below(savepoints.len());
                let name = savepoints[at];
                let releases = random.one_in(3);
                savepoints.truncate(if releases { at } else { at + 1 });
                if releases { format!("RELEASE s{name};") } else { format!("ROLLBACK TO s{name};") }
            }
            3 => {
                open = None;
                random.pick(&["COMMIT;", "ROLLBACK;", "END;", "ABORT;"]).to_string()
            }
            _ => format!("DO $$ BEGIN {}EXCEPTION WHEN others THEN NULL; END $$;", steps(random, 1)),
        });
    }
    if open.is_some() {
        statements.push("COMMIT;".to_owned());
    }
    statements
}

#[test]
fn blocks_and_savepoints_end_as_they_do_on_the_server() {
    let Rounds { seed: first, count } = Rounds::new("blocks", 100, 5_000);
    let servers = Server::of_every_version();
    for seed in first..first + count {
        let (major, server) = servers[seed as usize % servers.len()];
        if let Err(difference) = hold_to(server, &script(&mut Random::new(seed))) {
            panic!("PostgreSQL {major}: SEED={seed} ROUNDS=1 repeats it\n{difference}");
        }
    }
}
