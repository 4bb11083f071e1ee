//! Expressions held to the servers: what PostgreSQL prints means the same as what was written, and what gives another
//! value for any row does not.

mod generate;
mod mutate;
mod write;

use refract::expression::means_the_same;
use refract::physical::{Database, Table};
use refract::replay::replay;
use refract::text::Texts;

use self::generate::{ROWS, TABLE, condition};
use self::mutate::mutated;
use self::write::write;
use crate::support::postgres::Server;
use crate::support::random::Random;
use crate::support::rounds::Rounds;
use crate::support::wire::Connection;

fn table() -> Table {
    let mut texts = Texts::default();
    texts.add("migration.sql", TABLE);
    let replayed = replay(Database::default(), &texts);
    replayed.database.tables.into_values().next().unwrap()
}

/// What the server prints of a condition.
fn printed(server: &mut Connection, text: &str) -> Result<String, String> {
    let rows = server.run(&format!(
        "BEGIN; ALTER TABLE t ADD CONSTRAINT held CHECK ({text}) NOT VALID;
         SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint WHERE conname = 'held'; ROLLBACK"
    ));
    if rows.is_err() {
        server.run("ROLLBACK").unwrap();
    }
    rows.map(|rows| rows.trim_end().to_owned())
}

/// Its values in all rows.
fn values(server: &mut Connection, text: &str) -> String {
    let query = format!("SELECT string_agg(coalesce(({text})::text, '?'), ' ' ORDER BY id) FROM t");
    server.run(&query).unwrap_or_else(|error| format!("an error: {error}"))
}

#[test]
fn conditions_mean_what_the_server_says() {
    let Rounds { seed, count: rounds } = Rounds::from_seed("conditions", 2026, 3_000, 50_000);
    let database = Server::with_vector().database();
    database.run_as_one_query(&format!("{TABLE}{ROWS}")).unwrap();
    let mut server = database.connect();
    server.run("SET TimeZone = 'UTC'").unwrap();
    let table = table();
    let mut random = Random::new(seed);
    let (mut held, mut refused, mut mutants, mut problems) = (0, 0, 0, Vec::new());
    for _ in 0..rounds {
        let tree = condition(&mut random, 3);
        let (one, two) = (write(&tree, &mut random), write(&tree, &mut random));
        let (Ok(printed_one), Ok(printed_two)) = (printed(&mut server, &one), printed(&mut server, &two)) else {
            refused += 1;
            continue;
        };
        held += 1;
        if !means_the_same(&one, &printed_one, &table) {
            problems.push(format!("needless: {one}\n   printed: {printed_one}"));
        }
        if printed_one == printed_two && !means_the_same(&one, &two, &table) {
            problems.push(format!("needless: {one}\n       and: {two}\n   printed: {printed_one}"));
        }
        let other = write(&mutated(&tree, &mut random), &mut random);
        let Ok(printed_other) = printed(&mut server, &other) else { continue };
        if values(&mut server, &one) != values(&mut server, &other) {
            mutants += 1;
            for (left, right) in [(&one, &other), (&printed_one, &printed_other), (&one, &printed_other)] {
                if means_the_same(left, right, &table) {
                    problems.push(format!("missed: {left}\n     and: {right}"));
                }
            }
        }
    }
    println!("{held} held, {refused} refused by the server, {mutants} mutants with other values");
    let shown = problems.len().min(25);
    assert!(problems.is_empty(), "SEED={seed}: {} problems\n{}", problems.len(), problems[..shown].join("\n"));
    assert!(held > rounds / 2 && mutants > rounds / 4, "{held} {mutants}");
}
