//! Unique constraints, which are more than unique indexes: rebuilt they stay constraints of their kind, and they go as such.

use crate::cli::generate;
use crate::support::postgres::Server;
use crate::unmanaged::project;

const TABLE: &str = "CREATE TABLE \"T\" (\"id\" INTEGER NOT NULL, \"k\" TEXT NOT NULL, \"n\" INTEGER NOT NULL, \
                     CONSTRAINT \"T_pkey\" PRIMARY KEY (\"id\"));\n";

/// When a constraint is looked at.
const DEFERRALS: [&str; 3] = ["", " DEFERRABLE", " DEFERRABLE INITIALLY DEFERRED"];

/// What PostgreSQL prints of the constraint after a change, twice.
fn changed(deferral: &str, line: &str) -> Vec<String> {
    let history = format!("{TABLE}ALTER TABLE \"T\" ADD CONSTRAINT u UNIQUE (\"k\", \"n\"){deferral};\n");
    let schema = format!(
        "datasource db {{\n  provider = \"postgresql\"\n}}\n\nmodel T {{\n  id Int @id\n  k String\n  n Int\n{line}}}\n"
    );
    let made = generate(&project(&history, &schema), &["change", "--dry-run"]);
    assert_eq!(made.code, 0, "{made}");
    let of_server = |(_, server): (u32, &'static Server)| {
        let database = server.database();
        for sql in [&history, &made.stdout, &made.stdout] {
            database.run_as_one_query(sql).unwrap_or_else(|error| panic!("{error}\n{sql}"));
        }
        database.query("SELECT string_agg(pg_get_constraintdef(oid), '; ') FROM pg_constraint WHERE conname = 'u'")
    };
    Server::of_every_version().into_iter().map(of_server).collect()
}

#[test]
fn a_unique_constraint_that_is_rebuilt_stays_one_of_its_kind() {
    for deferral in DEFERRALS {
        for found in changed(deferral, "\n  @@unique([n, k], map: \"u\")\n") {
            assert_eq!(found.trim(), format!("UNIQUE (n, k){deferral}"));
        }
    }
}

#[test]
fn a_unique_constraint_that_no_line_asks_for_goes() {
    for found in changed("", "") {
        assert_eq!(found.trim(), "");
    }
}

#[test]
fn a_unique_constraint_that_no_line_could_ask_for_stays() {
    for words in [" DEFERRABLE", " DEFERRABLE INITIALLY DEFERRED", " INCLUDE (id)"] {
        for found in changed(words, "") {
            assert_eq!(found.trim(), format!("UNIQUE (k, n){words}"));
        }
    }
}

#[test]
fn a_unique_constraint_comes_back_as_one_of_its_kind_with_its_column() {
    let schema =
        "datasource db {\n  provider = \"postgresql\"\n}\n\nmodel T {\n  id Int @id\n  k DateTime?\n  n Int\n}\n";
    for words in [" DEFERRABLE", " INCLUDE (n)", " INCLUDE (n) DEFERRABLE INITIALLY DEFERRED"] {
        let constraint = format!("UNIQUE (k){words}");
        let history =
            format!("{}ALTER TABLE \"T\" ADD CONSTRAINT u {constraint};\n", TABLE.replace("TEXT NOT NULL", "JSONB"));
        let made = generate(&project(&history, schema), &["change", "--dry-run", "--allow-destructive"]);
        assert_eq!(made.code, 0, "{made}");
        for (_, server) in Server::of_every_version() {
            let database = server.database();
            for sql in [&history, &made.stdout, &made.stdout] {
                database.run_as_one_query(sql).unwrap_or_else(|error| panic!("{error}\n{sql}"));
            }
            let found = database.query("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'u'");
            assert_eq!(found.trim(), constraint);
        }
    }
}
