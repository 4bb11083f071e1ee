//! `refract init`.

use insta::assert_snapshot;

use super::{read, run, run_in, two_schemas};
use crate::support_git::{Sandbox, schema};

#[test]
fn a_plain_schema_gets_one_target() {
    let sandbox = Sandbox::repository();
    sandbox.models(&["A"]);
    assert_snapshot!(run(&sandbox, &["init"]), @r"
    refract.toml
        one target: main

    Next:
      Look at refract.toml: `env` and `extensions` are guesses.
      refract targets             which model goes where
      refract generate --dry-run  what the last edit of the schema comes to
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
      help: edit it, and see with `refract targets` what it comes to; --config FILE proposes another

    --- exit 1
    ");
}

#[test]
fn schemas_with_vectors_get_a_target_of_their_own() {
    let sandbox = Sandbox::repository();
    let schema = two_schemas("", "  embedding Unsupported(\"vector(3)\")?");
    sandbox.write("packages/db/prisma/schema.prisma", schema).write("packages/db/src/x.ts", "");
    sandbox.write("packages/db/prisma/migrations/20260101000000_init/migration.sql", "SELECT 1;\n");
    assert_snapshot!(run_in(&sandbox, "packages/db/src", &["init"]), @r"
    ../refract.toml
        two targets: main, pgvector

    Next:
      Tables that both databases have (users, say): add their schema to `schemas` of pgvector too.
      Look at ../refract.toml: `env` and `extensions` are guesses.
      refract targets             which model goes where
      refract generate --dry-run  what the last edit of the schema comes to
    --- exit 0
    ");
    assert_snapshot!(read(&sandbox, "packages/db/refract.toml"), @r#"
    # What `refract` writes migrations from, and for which databases. All paths are relative to this file.

    schema = "prisma/schema.prisma"   # a file, or a folder of .prisma files
    layout = "prisma"   # <timestamp>_<name>/migration.sql; or "flat": <timestamp>_<name>.sql

    # One section for each database. The models of a schema go to every target that lists it.

    [targets.main]
    schemas = ["app"]
    migrations = "prisma/migrations"   # it goes on with the history that is there
    base = "git"   # what is new since the commit before; "history" once its migrations tell everything (see `refract baseline`)
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
    assert_snapshot!(run(&sandbox, &["init"]), @r"
    refract.toml
        one target: main

    Next:
      If the vectors are in a database of their own, write in what it says below `[targets.main]`.
      Look at refract.toml: `env` and `extensions` are guesses.
      refract targets             which model goes where
      refract generate --dry-run  what the last edit of the schema comes to
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
