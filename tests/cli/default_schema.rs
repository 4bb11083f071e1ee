//! `default_schema`: the schema that Prisma's URL names, of models that name none.

use insta::assert_snapshot;

use super::{generate, read, run};
use crate::support_git::{DATASOURCE, Sandbox};

const MODEL: &str =
    "enum Kind {\n  A\n  B\n}\n\nmodel Bed {\n  id   Int   @id @default(autoincrement())\n  kind Kind?\n}\n";

/// Migrations as Prisma writes them: without a schema.
const MIGRATION: &str = "CREATE TYPE \"Kind\" AS ENUM ('A', 'B');\n\nCREATE TABLE \"Bed\" (\n    \"id\" SERIAL NOT NULL,\n    \
    CONSTRAINT \"Bed_pkey\" PRIMARY KEY (\"id\")\n);\n";

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::repository();
    sandbox
        .write(
            "refract.toml",
            "schema = \"prisma/schema.prisma\"\ndefault_schema = \"clinic\"\n\n[targets.main]\nbase = \"history\"\n",
        )
        .write("prisma/schema.prisma", format!("{DATASOURCE}\n{MODEL}"))
        .write("migrations/main/20260101000000_init/migration.sql", MIGRATION);
    sandbox
}

#[test]
fn names_without_a_schema_are_in_it() {
    let sandbox = sandbox();
    assert_snapshot!(generate(&sandbox, &["-q"]), @"
    migrations/main/20260128000000_add_kind_to_bed/migration.sql
    --- exit 0
    ");
    let sql = read(&sandbox, "migrations/main/20260128000000_add_kind_to_bed/migration.sql");
    assert!(
        sql.contains("ALTER TABLE clinic.\"Bed\"") && sql.contains("kind clinic.\"Kind\"") && !sql.contains("public"),
        "{sql}"
    );
    assert_snapshot!(run(&sandbox, &["check"]), @"
    main: in sync with its 2 migrations, up to 20260128000000_add_kind_to_bed
    --- exit 0
    ");
    assert_snapshot!(run(&sandbox, &["targets"]), @"
    main: 1 table, migrations in migrations/main, base history, no extensions
      Bed  clinic.Bed  the target takes everything
    --- stderr

    Next: `schemas`, `models` and `exclude` in refract.toml decide this; `refract generate` writes what follows
    --- exit 0
    ");
}

#[test]
fn migrations_that_name_it_are_the_same() {
    let sandbox = sandbox();
    let written = MIGRATION.replace("\"Bed\"", "\"clinic\".\"Bed\"").replace("\"Kind\"", "clinic.\"Kind\"");
    sandbox.write("migrations/main/20260101000000_init/migration.sql", written);
    assert_snapshot!(generate(&sandbox, &["-q"]), @"
    migrations/main/20260128000000_add_kind_to_bed/migration.sql
    --- exit 0
    ");
    sandbox.write("refract.toml", read(&sandbox, "refract.toml").replace("clinic", "public"));
    assert_eq!(run(&sandbox, &["check"]).code, 2, "another schema");
}

/// On top of a state of the schema too.
#[test]
fn names_without_a_schema_are_in_it_where_git_says_what_was_there() {
    let sandbox = sandbox();
    sandbox.write("refract.toml", read(&sandbox, "refract.toml").replace("history", "git"));
    sandbox.commit("a table");
    sandbox
        .write("prisma/schema.prisma", format!("{DATASOURCE}\n{}", MODEL.replace("Kind?\n", "Kind?\n  note String?\n")))
        .write("migrations/main/20260102000000_note/migration.sql", "ALTER TABLE \"Bed\" ADD COLUMN \"note\" TEXT;\n");
    assert_eq!(run(&sandbox, &["check"]).code, 0);
}
