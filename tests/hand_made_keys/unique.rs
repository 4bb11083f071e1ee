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
    for deferral in DEFERRALS {
        for found in changed(deferral, "") {
            assert_eq!(found.trim(), "", "{deferral}");
        }
    }
}
