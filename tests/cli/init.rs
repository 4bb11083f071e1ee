//! `refract init`.

use insta::assert_snapshot;

use super::{generate, read, run, run_in, two_schemas};
use crate::support_git::{Sandbox, schema};

#[test]
fn a_plain_schema_gets_one_target() {
    let sandbox = Sandbox::repository();
    sandbox.models(&["A"]);
    assert_snapshot!(run(&sandbox, &["init"]), @"
    refract.toml
        one target: main

    Next:
      Look at refract.toml: `env` and `extensions` are guesses.
      refract targets             which model goes where
      refract generate --dry-run  what the last edit of the schema needs
    --- stderr
    note[R5008]: main has no migrations yet, so its base is git: what is new since the commit before
      help: `refract baseline --target main` writes the whole schema as the first one, and makes the history its base

    --- exit 0
    ");
    assert_snapshot!(read(&sandbox, "refract.toml"), @r#"
    # What `refract` writes migrations from, and for which databases. All paths are relative to this file.

    schema = "prisma/schema.prisma"   # a file, or a folder of .prisma files
    layout = "prisma"   # <timestamp>_<name>/migration.sql; or "flat": <timestamp>_<name>.sql

    [targets.main]
    migrations = "prisma/migrations"
    base = "git"   # what is new since the commit before; "history" once its migrations tell everything (see `refract baseline`)
    env = ["DATABASE_URL"]   # only the name of the variable with its URL

    [vector]
    index = "hnsw"   # what a new vector column gets; or "none"
    ops = "vector_cosine_ops"
    m = 16
    ef_construction = 64

    [json]
    index = "gin"   # what @@index on one Json column becomes; or "btree", as Prisma has it
    "#);
    assert_eq!(run(&sandbox, &["targets"]).code, 0);
    assert_snapshot!(run(&sandbox, &["init"]), @r"
    --- stderr
    error[R5002]: there is refract.toml already
      help: edit it, and see with `refract targets` which model goes where; --config FILE proposes another

    --- exit 1
    ");
}

#[test]
fn schemas_with_vectors_get_a_target_of_their_own() {
    let sandbox = Sandbox::repository();
    let schema = two_schemas("", "  embedding Unsupported(\"vector(3)\")?");
    sandbox.write("packages/db/prisma/schema.prisma", schema).write("packages/db/src/x.ts", "");
    sandbox.write("packages/db/prisma/migrations/20260101000000_init/migration.sql", "SELECT 1;\n");
    assert_snapshot!(run_in(&sandbox, "packages/db/src", &["init"]), @r#"
    ../refract.toml
        two targets: main, pgvector

    Next:
      Tables that both databases have (users, say): add their schema to `schemas` of pgvector too.
      Look at ../refract.toml: `env` and `extensions` are guesses.
      refract targets             which model goes where
      refract generate --dry-run  what the last edit of the schema needs
    --- stderr
    warning[R5008]: main: its migrations do not lead to this schema, so its base is git; missing: create schema app; create app.patients (Patient)
      help: `refract generate --base history --target main` writes that; then write base = "history"

    note[R5008]: pgvector has no migrations yet, so its base is git: what is new since the commit before
      help: `refract baseline --target pgvector` writes the whole schema as the first one, and makes the history its base

    --- exit 0
    "#);
    assert_snapshot!(read(&sandbox, "packages/db/refract.toml"), @r#"
    # What `refract` writes migrations from, and for which databases. All paths are relative to this file.

    schema = "prisma/schema.prisma"   # a file, or a folder of .prisma files
    layout = "prisma"   # <timestamp>_<name>/migration.sql; or "flat": <timestamp>_<name>.sql

    # One section for each database. The models of a schema go to every target that lists it.

    [targets.main]
    schemas = ["app"]
    migrations = "prisma/migrations"   # it goes on with the history that is there
    # Its migrations do not lead to this schema; missing: create schema app; create app.patients (Patient).
    # `refract generate --base history` writes that; or move them away, and have `refract baseline` write it all.
    base = "git"   # what is new since the commit before; "history" after one of these
    env = ["DATABASE_URL"]   # only the name of the variable with its URL

    [targets.pgvector]
    schemas = ["ai"]   # list more to have their tables here too
    extensions = ["vector"]   # what this database has or can get
    migrations = "migrations/pgvector"
    base = "git"   # what is new since the commit before; "history" once its migrations tell everything (see `refract baseline`)
    env = ["VECTOR_DATABASE_URL"]   # only the name of the variable with its URL

    [vector]
    index = "hnsw"   # what a new vector column gets; or "none"
    ops = "vector_cosine_ops"
    m = 16
    ef_construction = 64

    [json]
    index = "gin"   # what @@index on one Json column becomes; or "btree", as Prisma has it
    "#);
    assert_snapshot!(run_in(&sandbox, "packages/db", &["targets"]), @"
    main: 1 table, migrations in prisma/migrations, base git, no extensions
      Patient  app.patients  schema app

    pgvector: 1 table, migrations in migrations/pgvector, base git, extensions vector
      Note  ai.notes  schema ai
    --- stderr

    Next: `schemas`, `models` and `exclude` in refract.toml decide this; `refract generate` writes what follows
    --- exit 0
    ");
}

#[test]
fn vectors_among_other_models_stay_where_they_are_until_somebody_says_otherwise() {
    let sandbox = Sandbox::outside_git();
    sandbox.write("schema.prisma", schema(&["A"]) + "model Doc {\n  id Int @id\n  v Unsupported(\"vector(3)\")?\n}\n");
    assert_snapshot!(run(&sandbox, &["init"]), @"
    refract.toml
        one target: main

    Next:
      If the vectors are in a database of their own, write in what it says below `[targets.main]`.
      Look at refract.toml: `env` and `extensions` are guesses.
      refract targets             which model goes where
      refract generate --dry-run  what the last edit of the schema needs
    --- stderr
    note[R5008]: main has no migrations yet, so its base is git: what is new since the commit before
      help: `refract baseline --target main` writes the whole schema as the first one, and makes the history its base

    --- exit 0
    ");
    let text = read(&sandbox, "refract.toml");
    assert_snapshot!(text, @r#"
    # What `refract` writes migrations from, and for which databases. All paths are relative to this file.

    schema = "schema.prisma"   # a file, or a folder of .prisma files
    layout = "prisma"   # <timestamp>_<name>/migration.sql; or "flat": <timestamp>_<name>.sql

    [targets.main]
    extensions = ["vector"]   # what this database has or can get
    migrations = "migrations"
    base = "git"   # what is new since the commit before; "history" once its migrations tell everything (see `refract baseline`)
    env = ["DATABASE_URL"]   # only the name of the variable with its URL

    # If the vectors are in a database of their own: take "vector" out of the extensions above, add to [targets.main]
    #   exclude = ["Doc"]
    # and have this:
    #
    # [targets.pgvector]
    # models = ["Doc"]
    # extensions = ["vector"]
    # migrations = "pgvector/migrations"
    # base = "git"
    # env = ["VECTOR_DATABASE_URL"]

    [vector]
    index = "hnsw"   # what a new vector column gets; or "none"
    ops = "vector_cosine_ops"
    m = 16
    ef_construction = 64

    [json]
    index = "gin"   # what @@index on one Json column becomes; or "btree", as Prisma has it
    "#);
    assert_eq!(run(&sandbox, &["targets"]).code, 0);
    let (head, rest) = text.split_once("# If the vectors").unwrap();
    let (example, tail) = rest.split_once("\n\n").unwrap();
    let section: String =
        example.lines().skip_while(|line| !line.starts_with("# [")).map(|line| line[2..].to_owned() + "\n").collect();
    let head = head.replace("extensions = [\"vector\"]", "exclude = [\"Doc\"]");
    sandbox.write("refract.toml", format!("{head}{section}\n{tail}"));
    assert_snapshot!(run(&sandbox, &["targets"]), @r#"
    main: 1 table, migrations in migrations, base git, no extensions
      A  public.A  the target takes everything

    pgvector: 1 table, migrations in pgvector/migrations, base git, extensions vector
      Doc  public.Doc  models "Doc"
    --- stderr

    Next: `schemas`, `models` and `exclude` in refract.toml decide this; `refract generate` writes what follows
    --- exit 0
    "#);
}

#[test]
fn a_schema_at_the_top_has_its_migrations_beside_it() {
    let sandbox = Sandbox::outside_git();
    sandbox.write("schema.prisma", two_schemas("", "  embedding Unsupported(\"vector(3)\")?"));
    assert_eq!(run(&sandbox, &["init", "-q"]).to_string(), "refract.toml\n--- exit 0");
    let targets = run(&sandbox, &["targets", "-q"]);
    assert!(
        targets.stdout.contains("migrations in migrations, ") && targets.stdout.contains("in pgvector/migrations,"),
        "{targets}"
    );
}

#[test]
fn without_a_schema_there_is_nothing_to_propose() {
    assert_snapshot!(run(&Sandbox::outside_git(), &["init"]), @r#"
    --- stderr
    error[R3001]: there is no schema.prisma with a PostgreSQL datasource here
      help: say where it is with `--schema PATH`, or `schema = "..."` in refract.toml

    --- exit 1
    "#);
}

const TABLE_A: &str = "-- CreateTable\nCREATE TABLE \"A\" (\n    \"id\" INTEGER NOT NULL,\n\n    CONSTRAINT \"A_pkey\" PRIMARY KEY (\"id\")\n);\n";

/// The lines about the base in the proposal.
fn base_lines(sandbox: &Sandbox) -> String {
    let text = read(sandbox, "refract.toml");
    let lines: Vec<&str> = text.lines().skip_while(|line| !line.starts_with("[targets")).skip(1).collect();
    lines.into_iter().take_while(|line| !line.starts_with("env")).map(|line| format!("{line}\n")).collect()
}

#[test]
fn migrations_that_come_to_the_schema_are_the_base() {
    let sandbox = Sandbox::repository();
    sandbox
        .models(&["A"])
        .write("prisma/migrations/migration_lock.toml", "provider = \"postgresql\"\n")
        .write("prisma/migrations/20260101000000_a/migration.sql", TABLE_A);
    let init = run(&sandbox, &["init"]);
    assert_eq!((init.code, init.stderr.as_str()), (0, ""), "{init}");
    assert_snapshot!(base_lines(&sandbox), @r#"
    migrations = "prisma/migrations"   # it goes on with the history that is there
    base = "history"   # its migrations tell everything; "git" for what is new since the commit before
    "#);
    assert_eq!(run(&sandbox, &["check"]).to_string(), "main: in sync with its migration, 20260101000000_a\n--- exit 0");
}

#[test]
fn migrations_that_lack_something_are_not() {
    let sandbox = Sandbox::repository();
    sandbox.models(&["A", "B", "C"]).write("prisma/migrations/20260101000000_a/migration.sql", TABLE_A).commit("one");
    assert_snapshot!(run(&sandbox, &["init"]).stderr, @r#"
    warning[R5008]: main: its migrations do not lead to this schema, so its base is git; missing: create public.B (B); create public.C (C)
      help: `refract generate --base history --target main` writes that; then write base = "history"
    "#);
    assert_snapshot!(base_lines(&sandbox), @r#"
    migrations = "prisma/migrations"   # it goes on with the history that is there
    # Its migrations do not lead to this schema; missing: create public.B (B); create public.C (C).
    # `refract generate --base history` writes that; or move them away, and have `refract baseline` write it all.
    base = "git"   # what is new since the commit before; "history" after one of these
    "#);
    let generated = generate(&sandbox, &["--base", "history", "--target", "main"]);
    assert_eq!(generated.code, 0, "{generated}");
    sandbox.write("refract.toml", read(&sandbox, "refract.toml").replace("base = \"git\"", "base = \"history\""));
    assert_eq!(run(&sandbox, &["check"]).code, 0);
}

#[test]
fn migrations_that_nobody_understands_are_not() {
    let sandbox = Sandbox::repository();
    let odd = format!("{TABLE_A}ALTER TABLE \"A\" FROBNICATE id;\n");
    sandbox.models(&["A"]).write("prisma/migrations/20260101000000_a/migration.sql", odd);
    assert_snapshot!(run(&sandbox, &["init"]).stderr, @r#"
    warning[R5008]: main: its migrations cannot be replayed, so its base is git: prisma/migrations/20260101000000_a/migration.sql:7: this may change what the schema describes, and is not understood
      help: `refract check --base history` shows it all; when it passes, write base = "history"
    "#);
    assert_snapshot!(base_lines(&sandbox), @r#"
    migrations = "prisma/migrations"   # it goes on with the history that is there
    # Its migrations cannot be replayed (`refract check --base history` shows it all): prisma/migrations/20260101000000_a/migration.sql:7: this may change what the schema describes, and is not understood
    base = "git"   # what is new since the commit before; "history" when that passes, or after `refract baseline` in their place
    "#);
}

#[test]
fn each_target_has_its_own_story() {
    let sandbox = Sandbox::repository();
    let schema = two_schemas("", "  embedding Unsupported(\"vector(3)\")?");
    sandbox.write("prisma/schema.prisma", schema).write(
        "prisma/migrations/20260101000000_a/migration.sql",
        "CREATE SCHEMA app;\nCREATE TABLE app.patients (id INTEGER NOT NULL, CONSTRAINT patients_pkey PRIMARY KEY (id));\n",
    );
    assert_snapshot!(run(&sandbox, &["init"]).stderr, @"
    note[R5008]: pgvector has no migrations yet, so its base is git: what is new since the commit before
      help: `refract baseline --target pgvector` writes the whole schema as the first one, and makes the history its base
    ");
    assert_snapshot!(run(&sandbox, &["targets", "-q"]).stdout, @"
    main: 1 table, migrations in prisma/migrations, base history, no extensions
      Patient  app.patients  schema app

    pgvector: 1 table, migrations in migrations/pgvector, base git, extensions vector
      Note  ai.notes  schema ai
    ");
}
