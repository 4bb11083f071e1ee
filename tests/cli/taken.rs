//! Names that something has which the schema cannot say: nothing is written, and what has the name is told.

use super::{Run, generate, run};
use crate::unmanaged::project;

const TABLE: &str =
    "CREATE TABLE \"T\" (\"id\" INTEGER NOT NULL, \"k\" TEXT NOT NULL, CONSTRAINT \"T_pkey\" PRIMARY KEY (\"id\"));\n";

fn schema(line: &str, field: &str) -> String {
    format!(
        "datasource db {{\n  provider = \"postgresql\"\n}}\n\nmodel T {{\n  id Int @id\n  k String {field}\n{line}}}\n"
    )
}

/// What stands behind the first table, the schema that goes with it, and what a refusal says of the holder.
const TAKEN: &[(&str, &str, &str, &str)] = &[
    ("CREATE INDEX \"T_k_idx\" ON \"T\" (lower(\"k\"));", "  @@index([k])\n", "", "INDEX public.T_k_idx"),
    ("CREATE UNIQUE INDEX \"T_k_key\" ON \"T\" (lower(\"k\"));", "", "@unique", "INDEX public.T_k_key"),
    ("CREATE VIEW \"T_k_idx\" AS SELECT 1;", "  @@index([k])\n", "", "VIEW public.T_k_idx"),
    (
        "ALTER TABLE \"T\" ADD CONSTRAINT \"T_k_key\" EXCLUDE (\"k\" WITH =);",
        "",
        "@unique",
        "EXCLUDE T_k_key of public.T",
    ),
    ("CREATE INDEX \"T_k_idx\" ON \"T\" USING bloom (\"k\");", "  @@index([k])\n", "", "INDEX public.T_k_idx"),
];

#[test]
fn a_name_that_is_taken_is_said_and_nothing_is_written() {
    for (sql, line, field, holder) in TAKEN {
        let sandbox = project(&format!("{TABLE}{sql}\n"), &schema(line, field));
        let made: Run = generate(&sandbox, &["change"]);
        assert_eq!(made.code, 1, "{sql}\n{made}");
        assert!(made.stderr.contains("R4016") && made.stderr.contains(holder), "{sql}\n{made}");
        assert!(made.stderr.contains("_by_hand") && made.stderr.contains("migration.sql:2"), "{sql}\n{made}");
        let check = run(&sandbox, &["check"]);
        assert_eq!(check.code, 2, "{sql}\n{check}");
        // the way out that is named leads out
        let renamed = format!("{TABLE}{sql}\n{}\n", statement(&made.stderr));
        let sandbox = project(&renamed, &schema(line, field));
        assert_eq!(generate(&sandbox, &["change"]).code, 0, "{sql}");
    }
}

/// The statement that the help gives.
fn statement(stderr: &str) -> String {
    let start = stderr.rfind("ALTER ").unwrap_or_default();
    stderr[start..].split_inclusive(';').next().unwrap_or_default().to_owned()
}
