//! A file that uses pgvector says so first where it is missing, too old or elsewhere, and leaves the database alone.

use super::{config, schema, state};
use crate::diff::TARGET;
use crate::support::database::Database;
use crate::support::postgres::Server;
use crate::support::schema::{empty, migration};

/// The migration that adds these fields, and the one that adds them to a table that is there.
fn files(fields: &str) -> (String, String) {
    let (nothing, bare) = (empty(&config()), state("  kept Unsupported(\"vector(3)\")?"));
    let full = state(&format!("  kept Unsupported(\"vector(3)\")?\n{fields}"));
    (migration(TARGET, &nothing, &full).1, migration(TARGET, &bare, &full).1)
}

/// A database in which pgvector is said to be of a version.
fn of_version(version: &str) -> Database {
    let database = Server::with_vector().database();
    database
        .run_as_one_query(&format!(
            "CREATE EXTENSION vector; CREATE TABLE \"Note\" (id INTEGER NOT NULL CONSTRAINT \"Note_pkey\" PRIMARY KEY, \
             kept vector(3)); UPDATE pg_extension SET extversion = '{version}' WHERE extname = 'vector'"
        ))
        .unwrap();
    database
}

/// Fails with this message, in every way of running it, and changes nothing.
#[track_caller]
fn refuses(database: &Database, sql: &str, message: &str) {
    let catalog = database.catalog();
    for run in [Database::run_as_one_query, Database::run_file_statement_by_statement, Database::run_in_one_transaction]
    {
        let error = run(database, sql).expect_err(sql);
        assert!(error.contains(message), "{error}\nin place of {message}");
        assert!(error.contains("HINT"), "{error}");
        assert_eq!(database.catalog(), catalog);
    }
}

const HALF: &str = "  half Unsupported(\"halfvec(3)\")?";

#[test]
fn what_is_missing_on_the_server_is_said_first() {
    let (create, change) = files(HALF);
    let database = Server::without_vector().database();
    refuses(&database, &create, "this migration needs pgvector, and this server does not have it");
    refuses(&database, &change, "this migration needs pgvector, and this database does not have it");
    let error = database.run_as_one_query(&create).unwrap_err();
    assert!(error.contains("apt install postgresql-18-pgvector"), "{error}");
}

#[test]
fn what_is_missing_in_the_database_is_said_first() {
    let database = Server::with_vector().database();
    database.run_as_one_query("CREATE TABLE \"Note\" (id INTEGER)").unwrap();
    refuses(&database, &files(HALF).1, "this migration needs pgvector, and this database does not have it");
}

/// What is used, the version that lacks it, the first one that has it, and its name.
const FEATURES: [(&str, &str, &str, &str); 6] = [
    ("  v Unsupported(\"vector(3)\")? /// @refract.hnsw", "0.4.4", "0.5.0", "0.5 or newer for HNSW"),
    (HALF, "0.6.2", "0.7.0", "0.7 or newer for halfvec"),
    ("  s Unsupported(\"sparsevec(3)\")?", "0.6.2", "0.7.0", "0.7 or newer for sparsevec"),
    ("  b Unsupported(\"bit(3)\")? /// @refract.hnsw", "0.6.2", "0.7.0", "0.7 or newer for an index of bits"),
    ("  v Unsupported(\"vector(3)\")? /// @refract.hnsw(as: \"bit\")", "0.6.2", "0.7.0", "for an index of bits"),
    ("  v Unsupported(\"vector(3)\")? /// @refract.hnsw(ops: vector_l1_ops)", "0.6.2", "0.7.4", "by L1 distance"),
];

#[test]
fn an_old_version_is_refused_by_what_is_used() {
    for (fields, old, new, name) in FEATURES {
        let (_, sql) = files(fields);
        refuses(&of_version(old), &sql, &format!("and this database has {old}"));
        refuses(&of_version(old), &sql, name);
        for version in [new, "0.10.0", "1.0.0", "0.8.0-dev", "next"] {
            let database = of_version(version);
            for _ in 0..2 {
                database.run_as_one_query(&sql).unwrap_or_else(|error| panic!("{version}: {error}\n{sql}"));
            }
            let sql = sql.split("$refract$;").next().unwrap().to_owned() + "$refract$;";
            assert_eq!(database.locks_of(&sql), Vec::<String>::new());
        }
    }
    let (_, plain) = files("  v Unsupported(\"vector(3)\")? /// @refract.ivfflat");
    of_version("0.4.4").run_as_one_query(&plain).unwrap();
}

#[test]
fn an_extension_that_is_elsewhere_is_said_first() {
    let database = Server::with_vector().database();
    database.run_as_one_query("CREATE SCHEMA ext; CREATE EXTENSION vector SCHEMA ext; CREATE SCHEMA other").unwrap();
    let (create, _) = files(HALF);
    refuses(&database, &create, "pgvector is in schema ext, which is not on the search_path");
    let found_by_path = format!("SET search_path = public, ext;\n{create}");
    database.run_as_one_query(&found_by_path).unwrap();

    let elsewhere = migration(TARGET, &empty(&config()), &state("  v Unsupported(\"other.vector(3)\")?")).1;
    refuses(&database, &elsewhere, "pgvector is in schema ext, and this migration looks for it in other");
}

/// The datasource may move the extension or update it in the same migration.
#[test]
fn what_the_same_file_changes_is_not_asked_for() {
    let listed = |extension: &str, fields: &str| {
        let text = schema(fields).replace("  provider", &format!("  extensions = [{extension}]\n  provider"));
        let generator =
            "generator client {\n  provider = \"prisma-client\"\n  previewFeatures = [\"postgresqlExtensions\"]\n}\n";
        crate::support::schema::state(&format!("{generator}{text}"), &config()).unwrap()
    };
    let between = |before: &str, after: &str| migration(TARGET, &listed(before, ""), &listed(after, HALF)).1;
    let updated = between("vector(version: \"0.6.0\")", "vector(version: \"0.8.5\")");
    assert!(!updated.contains("or newer"), "{updated}");
    let moved = between("vector(schema: \"old\")", "vector(schema: \"ext\")");
    assert!(!moved.contains("looks for it"), "{moved}");
    // what the datasource says of the extension is said of its types
    assert!(moved.contains("half ext.halfvec(3)"), "{moved}");
}
