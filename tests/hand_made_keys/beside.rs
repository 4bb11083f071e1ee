//! What stays beside the schema, and Prisma's own commands would not leave alone, is named where its table changes.

use crate::cli::{generate, run};
use crate::unmanaged::project;

const HISTORY: &str = "CREATE TABLE \"T\" (\"id\" INTEGER NOT NULL, \"k\" TEXT NOT NULL, \"n\" INTEGER, CONSTRAINT \"T_pkey\" PRIMARY KEY (\"id\"));
CREATE INDEX \"T_k_idx\" ON \"T\"(\"k\") INCLUDE (\"n\");
CREATE INDEX \"T_n_idx\" ON \"T\"(\"n\");
CREATE INDEX n_again ON \"T\"(\"n\");
CREATE TABLE \"U\" (\"id\" INTEGER NOT NULL, CONSTRAINT \"U_pkey\" PRIMARY KEY (\"id\"));
";

fn schema(of_t: &str, of_u: &str) -> String {
    format!(
        "datasource db {{\n  provider = \"postgresql\"\n}}\n\nmodel T {{\n  id Int @id\n  k String\n  n Int?\n{of_t}  @@index([k])\n  \
         @@index([n])\n}}\n\nmodel U {{\n  id Int @id\n{of_u}}}\n"
    )
}

#[test]
fn what_prisma_would_drop_is_named_when_its_table_changes() {
    let made = generate(&project(HISTORY, &schema("  more Int?\n", "")), &["more", "--dry-run"]);
    for words in [
        "index T_k_idx of public.T has an INCLUDE",
        "index n_again of public.T is the same as T_n_idx: it is left alone",
    ] {
        assert!(made.stderr.contains(words), "{made}");
    }
    let of_another = generate(&project(HISTORY, &schema("", "  more Int?\n")), &["more", "--dry-run"]);
    assert!(!of_another.stderr.contains("R4011"), "{of_another}");
    let checked = run(&project(HISTORY, &schema("", "")), &["check"]);
    assert_eq!(checked.code, 0, "{checked}");
}
