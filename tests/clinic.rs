//! The worked example: two databases, one without pgvector, from nothing to the first version and on to the second.

use refract::state::State;

use crate::support::postgres::Server;
use crate::support::schema::{config_in, empty, fixture, migration, state_of_file};
use crate::support::snapshot::assert_snapshot;

fn states() -> (State, State, State) {
    let config = config_in(&fixture("clinic"));
    let version = |name: &str| state_of_file(&fixture(&format!("clinic/{name}/prisma/schema.prisma")), &config);
    (empty(&config), version("before"), version("after"))
}

fn server(target: &str) -> &'static Server {
    match target {
        "main" => Server::without_vector(),
        _ => Server::with_vector(),
    }
}

#[test]
fn both_databases_get_there_and_stay_there() {
    let (nothing, before, after) = states();
    for target in ["main", "pgvector"] {
        let database = server(target).database();
        let first = migration(target, &nothing, &before).1;
        let second = migration(target, &before, &after).1;
        for sql in [&first, &first, &second] {
            database
                .run_file_statement_by_statement(sql)
                .unwrap_or_else(|message| panic!("{target}: {message}\n{sql}"));
        }
        let catalog = database.catalog();
        assert_eq!(database.run_as_one_query(&second), Ok(String::new()), "{target} again");
        assert_eq!(database.catalog(), catalog, "{target} again");
        assert_eq!(database.locks_of(&second), Vec::<String>::new(), "{target} again takes locks");

        let meant = server(target).database();
        let whole = migration(target, &nothing, &after).1;
        meant.run_in_one_transaction(&whole).unwrap_or_else(|message| panic!("{target}: {message}\n{whole}"));
        assert_eq!(without_order_of_labels(&catalog), without_order_of_labels(&meant.catalog()), "{target}");
    }
}

fn without_order_of_labels(catalog: &str) -> String {
    catalog.lines().filter(|line| !line.starts_with("enum ")).map(|line| format!("{line}\n")).collect()
}

#[test]
fn the_second_version_reads_well() {
    let (_, before, after) = states();
    for target in ["main", "pgvector"] {
        assert_snapshot("clinic", target, &migration(target, &before, &after).1);
    }
}

#[test]
fn what_needs_pgvector_is_where_pgvector_is() {
    let (_, _, after) = states();
    let main = after.projected_on("main").database;
    let pgvector = after.projected_on("pgvector").database;
    assert!(!main.extensions.contains_key("vector") && main.schemas.iter().all(|schema| schema != "llm_assistant"));
    assert!(pgvector.extensions.contains_key("vector"));
    assert!(main.tables.len() >= 15 && !pgvector.tables.is_empty());
    let shared: Vec<_> = main.tables.keys().filter(|name| pgvector.tables.contains_key(*name)).collect();
    assert!(!shared.is_empty(), "some tables are in both");
    for table in pgvector.tables.values() {
        for key in table.foreign_keys.values() {
            assert!(pgvector.tables.contains_key(&key.referenced_table), "{} leads out of the database", key.name);
        }
    }
    let lost = after.projected_on("pgvector").lost;
    assert!(lost.iter().all(|lost| !pgvector.tables.contains_key(&lost.referenced_table)));
    assert_eq!(lost.len(), 2, "{lost:#?}");
}
