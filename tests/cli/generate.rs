//! `refract generate`.

use insta::assert_snapshot;

use super::{TWO_TARGETS, files, generate, one_more_model, read, run, run_in, two_schemas, two_targets};
use crate::support_git::Sandbox;

#[test]
fn without_refract_toml_it_writes_where_prisma_does() {
    let sandbox = one_more_model();
    assert_snapshot!(generate(&sandbox, &[]), @r#"
    default: prisma/migrations/20260128000000_create_b/migration.sql
        create public.B (B)

    Next: read what was written, commit it together with the schema, and run it:
      psql "$(echo "$DATABASE_URL" | sed -E 's/(schema|pgbouncer|connection_limit|pool_timeout)=[^&]*&?//g')" -v ON_ERROR_STOP=1 -f prisma/migrations/20260128000000_create_b/migration.sql
      npx prisma migrate deploy   # in place of psql, where Prisma keeps the ledger
    --- exit 0
    "#);
    assert_snapshot!(files(&sandbox).join("\n"), @r"
    prisma/migrations/20260128000000_create_b/migration.sql
    prisma/schema.prisma
    ");
    assert!(
        read(&sandbox, "prisma/migrations/20260128000000_create_b/migration.sql")
            .starts_with("-- Migration: create_b\n")
    );
}

#[test]
fn paths_are_those_of_the_folder_it_is_run_in() {
    let sandbox = one_more_model();
    sandbox.write("src/it's/x.ts", "");
    assert_snapshot!(run_in(&sandbox, "src/it's", &["generate", "--date", "2026-01-28T10:00:00+02:00", "-q"]), @r"
    ../../prisma/migrations/20260128080000_create_b/migration.sql
    --- exit 0
    ");
    sandbox.remove("prisma/migrations");
    sandbox.write("my migrations/x.txt", "");
    let dry = run_in(&sandbox, "my migrations", &["generate", "--date", "2026-01-28", "--migrations", "."]);
    assert!(dry.stdout.contains("-f 20260128000000_create_b/migration.sql"), "{dry}");
    let dry = run(&sandbox, &["generate", "--date", "2026-01-28", "--migrations", "my migrations", "--replace", "x"]);
    assert!(dry.stdout.contains("-f 'my migrations/20260128000001_x/migration.sql'"), "{dry}");
}

#[test]
fn both_targets_get_their_part() {
    let sandbox = two_targets();
    sandbox.write("prisma/schema.prisma", two_schemas("  nickname String?", "  patientId Int?"));
    assert_snapshot!(generate(&sandbox, &["Add Nickname"]), @r#"
    main: prisma/migrations/20260128000000_add_nickname/migration.sql
        add app.patients.nickname
    pgvector: migrations/pgvector/20260128000000_add_nickname/migration.sql
        add ai.notes.patientId

    Next: read what was written, commit it together with the schema, and run it:
      psql "$(echo "$DATABASE_URL" | sed -E 's/(schema|pgbouncer|connection_limit|pool_timeout)=[^&]*&?//g')" -v ON_ERROR_STOP=1 -f prisma/migrations/20260128000000_add_nickname/migration.sql
      npx prisma migrate deploy   # in place of psql, where Prisma keeps the ledger
      psql "$(echo "$LLM_DATABASE_URL" | sed -E 's/(schema|pgbouncer|connection_limit|pool_timeout)=[^&]*&?//g')" -v ON_ERROR_STOP=1 -f migrations/pgvector/20260128000000_add_nickname/migration.sql
    --- exit 0
    "#);
    sandbox.write("refract.toml", TWO_TARGETS.replacen("\n\n", "\nlayout = \"flat\"\n\n", 1));
    sandbox.remove("prisma/migrations").remove("migrations");
    assert_snapshot!(generate(&sandbox, &["-q", "flat"]), @r"
    prisma/migrations/20260128000000_flat.sql
    migrations/pgvector/20260128000000_flat.sql
    --- exit 0
    ");
}

#[test]
fn a_target_without_changes_is_said_to_be_in_sync() {
    let sandbox = two_targets();
    sandbox.write("prisma/schema.prisma", two_schemas("  nickname String?", ""));
    assert_snapshot!(generate(&sandbox, &["--target", "pgvector"]), @"
    pgvector: in sync since dba9046 (HEAD)
    --- stderr

    Next: nothing, until schema.prisma changes
    --- exit 0
    ");
    assert_snapshot!(generate(&sandbox, &[]), @r#"
    main: prisma/migrations/20260128000000_add_nickname_to_patients/migration.sql
        add app.patients.nickname
    pgvector: in sync since dba9046 (HEAD)

    Next: read what was written, commit it together with the schema, and run it:
      psql "$(echo "$DATABASE_URL" | sed -E 's/(schema|pgbouncer|connection_limit|pool_timeout)=[^&]*&?//g')" -v ON_ERROR_STOP=1 -f prisma/migrations/20260128000000_add_nickname_to_patients/migration.sql
      npx prisma migrate deploy   # in place of psql, where Prisma keeps the ledger
    --- exit 0
    "#);
    assert_snapshot!(generate(&sandbox, &["--target", "nope"]), @r"
    --- stderr
    error[R2003]: there is no target `nope`
      help: the targets are: main, pgvector

    --- exit 1
    ");
}

#[test]
fn a_dry_run_writes_nothing() {
    let sandbox = two_targets();
    sandbox.write("prisma/schema.prisma", two_schemas("  nickname String?", ""));
    let before = files(&sandbox);
    let dry = generate(&sandbox, &["--dry-run"]);
    assert_eq!(files(&sandbox), before);
    assert_eq!((dry.code, dry.stderr.as_str()), (0, "\nNext: without --dry-run this is written\n"));
    let written = generate(&sandbox, &[]);
    assert_eq!(written.code, 0, "{written}");
    let file = read(&sandbox, "prisma/migrations/20260128000000_add_nickname_to_patients/migration.sql");
    let expected = format!(
        "-- prisma/migrations/20260128000000_add_nickname_to_patients/migration.sql\n{file}\n-- pgvector: in sync"
    );
    assert!(dry.stdout.starts_with(&expected), "{dry}");
}

#[test]
fn nothing_is_lost_unless_that_is_allowed() {
    let sandbox = two_targets();
    sandbox.write("prisma/schema.prisma", two_schemas("  a Int?\n  b Int?", "  c Int?"));
    sandbox.commit("two");
    sandbox.write("prisma/schema.prisma", two_schemas("", ""));
    let before = files(&sandbox);
    assert_snapshot!(generate(&sandbox, &[]), @r#"
    --- stderr
    error[R4001]: on main, data would be lost: app.patients.a, app.patients.b
      help: if it has another name now, say so, with @refract.renamedFrom("...") in the schema or with --rename; if it may go, add --allow-destructive

    error[R4001]: on pgvector, data would be lost: ai.notes.c
      help: if it has another name now, say so, with @refract.renamedFrom("...") in the schema or with --rename; if it may go, add --allow-destructive

    --- exit 1
    "#);
    assert_eq!(files(&sandbox), before);
    let allowed = generate(&sandbox, &["--allow-destructive"]);
    assert_eq!(allowed.code, 0, "{allowed}");
    let file = read(
        &sandbox,
        "prisma/migrations/20260128000000_drop_c_from_notes_and_drop_a_and_b_from_patients/migration.sql",
    );
    assert!(file.contains("-- Loses:     app.patients.a\n-- Loses:     app.patients.b\n"), "{file}");
}

#[test]
fn a_narrower_type_is_told() {
    let sandbox = two_targets();
    sandbox.write("prisma/schema.prisma", two_schemas("  name String?\n  age BigInt?", ""));
    sandbox.commit("two");
    sandbox.write("prisma/schema.prisma", two_schemas("  name String? @db.VarChar(2)\n  age Int?", ""));
    let said = generate(&sandbox, &["--dry-run"]).stderr;
    for column in ["name", "age"] {
        let told = format!(
            "app.patients.{column} changes its type: it fails, and changes nothing, on a value that does not fit"
        );
        assert!(said.contains(&told), "{said}");
    }
}

#[test]
fn risks_are_told() {
    let sandbox = two_targets();
    sandbox.write("prisma/schema.prisma", two_schemas("  nickname String? @unique", ""));
    let run = generate(&sandbox, &[]);
    assert_snapshot!(run.stderr, @"
    warning[R4002]: main: app.patients becomes unique: it fails, and changes nothing, on duplicates
      help: look at the rows of every database of this target before it runs there
    ");
    assert_eq!(run.code, 0);
    assert_eq!(generate(&sandbox, &["--replace", "-q"]).stderr, "");
}

#[test]
fn a_new_required_column_needs_a_value_for_the_rows_that_are_there() {
    let sandbox = two_targets();
    sandbox.write("prisma/schema.prisma", two_schemas("  nickname String", ""));
    let before = files(&sandbox);
    assert_snapshot!(generate(&sandbox, &[]), @r#"
    --- stderr
    error[R4006]: on main, app.patients.nickname is required and new, and nothing says what the rows that are there get
      help: give the field a default, make it optional, or write what each row gets above it: /// @refract.backfill("an SQL expression, over other columns perhaps")

    --- exit 1
    "#);
    assert_eq!(files(&sandbox), before);
    sandbox.write("prisma/schema.prisma", two_schemas("  nickname String /// @refract.backfill(\"'no ' || id\")", ""));
    assert_snapshot!(generate(&sandbox, &["--target", "main"]), @r#"
    main: prisma/migrations/20260128000000_add_nickname_to_patients/migration.sql
        add and fill app.patients.nickname

    Next: read what was written, commit it together with the schema, and run it:
      psql "$(echo "$DATABASE_URL" | sed -E 's/(schema|pgbouncer|connection_limit|pool_timeout)=[^&]*&?//g')" -v ON_ERROR_STOP=1 -f prisma/migrations/20260128000000_add_nickname_to_patients/migration.sql
      npx prisma migrate deploy   # in place of psql, where Prisma keeps the ledger
    --- exit 0
    "#);
    let open = two_schemas("  nickname String /// @refract.backfill(\"'no\")", "");
    sandbox.write("prisma/schema.prisma", open);
    assert_snapshot!(generate(&sandbox, &["--replace"]), @r#"
    --- stderr
    error[R0701]: the SQL of this backfill is not complete on its own: a quote is not closed
     --> prisma/schema.prisma:9:23
      |
    9 |   nickname String /// @refract.backfill("'no")
      |                       ^^^^^^^^^^^^^^^^^^^^^^^^ goes into the migration as it is
      |
      = help: write one complete SQL expression, without comments or semicolons outside quotes

    --- exit 1
    "#);
}

#[test]
fn a_type_changes_as_the_schema_says() {
    let sandbox = two_targets();
    sandbox.write("prisma/schema.prisma", two_schemas("  ages Int[]", "")).commit("a list");
    run(&sandbox, &["baseline", "--target", "main", "--date", "2026-01-20"]);
    sandbox.commit("the first migration");
    sandbox.write("prisma/schema.prisma", two_schemas("  ages Int?", ""));
    assert_snapshot!(generate(&sandbox, &[]), @r#"
    --- stderr
    error[R4001]: on main, data would be lost: app.patients.ages
      help: if it has another name now, say so, with @refract.renamedFrom("...") in the schema or with --rename; if the values can be converted to the new type, say how, above the field: /// @refract.using("an SQL expression"); if it may go, add --allow-destructive

    --- exit 1
    "#);
    sandbox.write("prisma/schema.prisma", two_schemas("  ages Int? /// @refract.using(\"ages[1]\")", ""));
    assert_snapshot!(generate(&sandbox, &[]), @r#"
    main: prisma/migrations/20260128000000_change_patients/migration.sql
        change the type of app.patients.ages
        make app.patients.ages optional
    pgvector: in sync since 40531df (HEAD)

    Next: read what was written, commit it together with the schema, and run it:
      psql "$(echo "$DATABASE_URL" | sed -E 's/(schema|pgbouncer|connection_limit|pool_timeout)=[^&]*&?//g')" -v ON_ERROR_STOP=1 -f prisma/migrations/20260128000000_change_patients/migration.sql
      npx prisma migrate deploy   # in place of psql, where Prisma keeps the ledger
    --- stderr
    warning[R4002]: main: app.patients.ages changes its type: it fails, and changes nothing, on a value that does not fit
      help: look at the rows of every database of this target before it runs there

    --- exit 0
    "#);
    assert_snapshot!(run(&sandbox, &["check", "--target", "main"]), @"
    main: in sync with its 2 migrations, up to 20260128000000_change_patients
    --- exit 0
    ");
    sandbox.write("prisma/schema.prisma", two_schemas("  ages Int? /// @refract.using(\"1; DROP TABLE x\")", ""));
    assert_snapshot!(generate(&sandbox, &["--replace"]), @r#"
    --- stderr
    error[R0701]: the SQL of this conversion is not complete on its own: it holds a semicolon
     --> prisma/schema.prisma:9:17
      |
    9 |   ages Int? /// @refract.using("1; DROP TABLE x")
      |                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ goes into the migration as it is
      |
      = help: write one complete SQL expression, without comments or semicolons outside quotes

    --- exit 1
    "#);
}

#[test]
fn what_was_committed_without_a_migration_is_included() {
    let sandbox = Sandbox::repository();
    sandbox.models(&["A"]).migration("20260101000000_init").commit("one");
    sandbox.models(&["A", "B"]).commit("forgotten");
    sandbox.git(&["checkout", "--quiet", "-b", "work"]);
    sandbox.models(&["A", "B", "C"]);
    let run = generate(&sandbox, &[]);
    assert_snapshot!(run.stderr, @"
    note[R4004]: default: 1 change is included that a commit before this branch left without a migration
      help: compared with 1779252 (the last migration before main)
    ");
    assert!(run.stdout.contains("20260128000000_create_b_and_c"), "{run}");
}

#[test]
fn nothing_pending_is_no_error() {
    let sandbox = Sandbox::repository();
    sandbox.models(&["A"]).commit("one");
    sandbox.write("README.md", "x").commit("two");
    assert_snapshot!(generate(&sandbox, &[]).stdout.replace(&sandbox.git(&["rev-parse", "--short=7", "HEAD~1"]), "COMMIT"), @"default: in sync since COMMIT (HEAD~1)");
    let nothing = generate(&sandbox, &["-q"]);
    assert_eq!((nothing.stdout.as_str(), nothing.stderr.as_str(), nothing.code), ("", "", 0));
    assert!(!sandbox.folder.join("prisma/migrations").exists());
}

#[test]
fn a_table_whose_model_leaves_a_target_stays() {
    let sandbox = two_targets();
    sandbox.write("refract.toml", TWO_TARGETS.replace("[\"ai\"]", "[\"ai\", \"app\"]")).commit("both in one");
    sandbox.write("refract.toml", TWO_TARGETS).write("prisma/schema.prisma", two_schemas("", "  text String?"));
    let run = generate(&sandbox, &["--target", "pgvector"]);
    assert_snapshot!(run.stderr, @r"
    warning[R2005]: pgvector: app.patients stays, although its model has left
      help: drop it by hand when nobody needs it there any more
    ");
    assert!(!read(&sandbox, "migrations/pgvector/20260128000000_add_text_to_notes/migration.sql").contains("DROP"));
    sandbox.commit("it stays");
    sandbox.write("prisma/schema.prisma", two_schemas("", "  text String?\n  more String?"));
    let next = generate(&sandbox, &["--target", "pgvector"]);
    assert!(next.code == 0 && next.stderr.is_empty(), "it was said: {next}");
}

#[test]
fn what_cannot_be_written_in_sql_is_refused() {
    let sandbox = one_more_model();
    let vector = "model B {\n  c Unsupported(\"vector(3)\")? /// @refract.hnsw(name: \"a\0b\")";
    let schema = read(&sandbox, "prisma/schema.prisma").replace("model B {", vector);
    sandbox.write("prisma/schema.prisma", schema);
    assert_snapshot!(generate(&sandbox, &[]), @r"
    --- stderr
    error[R4003]: this cannot be written in SQL: `a\0b` holds the character '\0', which cannot be in SQL
      help: give it a name or a text that PostgreSQL takes, with @map or @@map

    --- exit 1
    ");
}

#[test]
fn a_target_of_another_name_is_the_same_by_its_folder() {
    let sandbox = two_targets();
    let renamed = TWO_TARGETS.replace("[targets.main]", "[targets.primary]");
    sandbox.write("refract.toml", &renamed);
    sandbox.write("prisma/schema.prisma", two_schemas("  nickname String?", ""));
    let dry = generate(&sandbox, &["--dry-run"]);
    assert!(dry.stdout.contains("-- Purpose:   Add app.patients.nickname\n"), "{dry}");
    let back = run(&sandbox, &["diff", "--from", "worktree", "--to", "HEAD"]);
    assert!(back.stdout.contains("- drop app.patients.nickname"), "{back}");
    // a new target that takes over the name of another is new
    sandbox.write("refract.toml", renamed + "[targets.main]\nschemas = [\"app\"]\nmigrations = \"third\"\n");
    let dry = generate(&sandbox, &["--dry-run", "--target", "main"]);
    assert!(dry.stdout.contains("create app.patients (Patient)"), "{dry}");
    // and one whose folder has moved is the one of that name
    sandbox.write("refract.toml", TWO_TARGETS.replace("prisma/migrations", "elsewhere"));
    let dry = generate(&sandbox, &["--dry-run"]);
    assert!(dry.stdout.contains("-- Purpose:   Add app.patients.nickname\n"), "{dry}");
}

#[test]
fn a_cast_that_cuts_or_rounds_is_a_loss() {
    let sandbox = Sandbox::repository();
    let model =
        |price: &str| format!("{}model A {{\n  id Int @id\n  price {price}\n}}\n", crate::support_git::DATASOURCE);
    sandbox.write("prisma/schema.prisma", model("String")).commit("one");
    for (after, lost) in [
        ("Decimal @db.Decimal(10, 2)", "digits after the point are rounded"),
        ("DateTime", "the time zone, and fractions of a second are rounded"),
        ("DateTime @db.Date", "the time of day"),
    ] {
        sandbox.write("prisma/schema.prisma", model(after));
        let refused = generate(&sandbox, &[]);
        assert!(refused.stderr.contains(&format!("data would be lost: public.A.price ({lost})")), "{refused}");
    }
    // PostgreSQL refuses what is too long
    sandbox.write("prisma/schema.prisma", model("String[] @db.VarChar(3)"));
    let dry = generate(&sandbox, &["--dry-run"]);
    assert!(dry.stdout.contains("TYPE VARCHAR(3)[] USING array_remove(ARRAY[price::text], NULL);"), "{dry}");
}

#[test]
fn a_file_that_check_would_find_wanting_is_not_written() {
    let sandbox = Sandbox::repository();
    let history = "CREATE TABLE \"A\" (\"id\" INTEGER NOT NULL PRIMARY KEY);\nCREATE SEQUENCE \"B\";\n";
    sandbox.write("prisma/migrations/migration_lock.toml", "provider = \"postgresql\"\n");
    sandbox.write("prisma/migrations/1_init/migration.sql", history).models(&["A"]).commit("one");
    assert_eq!(run(&sandbox, &["check"]).code, 0);
    sandbox.models(&["A", "B"]);
    let before = files(&sandbox);
    assert_snapshot!(generate(&sandbox, &[]), @r"
    --- stderr
    error[R4020]: on default, the migration would not lead to the schema, so it is not written; after it, this would still be pending: create public.B (B)
      help: look in the migrations that are there for what has one of these names, give it another name in a migration of your own, or give another one to what the schema asks for, with map or @map

    --- exit 1
    ");
    assert_eq!(generate(&sandbox, &["--dry-run"]).code, 1);
    assert_eq!(files(&sandbox), before);
}

#[test]
fn the_line_for_psql_leaves_out_what_only_prisma_knows() {
    let printed = generate(&one_more_model(), &[]).stdout;
    let line = printed.lines().find(|line| line.trim_start().starts_with("psql ")).unwrap();
    for (url, expected) in [
        ("postgresql://a:b@h/d", "postgresql://a:b@h/d"),
        ("postgresql://h/d?schema=public", "postgresql://h/d?"),
        ("postgresql://h/d?schema=app&sslmode=require", "postgresql://h/d?sslmode=require"),
        ("postgresql://h/d?sslmode=require&schema=app", "postgresql://h/d?sslmode=require&"),
        ("postgresql://h/d?pgbouncer=true&sslmode=require&connection_limit=1", "postgresql://h/d?sslmode=require&"),
    ] {
        let script = format!("psql() {{ printf %s \"$1\"; }}\n{line}");
        let output = std::process::Command::new("sh").args(["-c", &script]).env("DATABASE_URL", url).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stdout), expected, "{line}");
    }
}

#[test]
fn what_is_lost_is_said_when_it_is_allowed() {
    let sandbox = Sandbox::repository();
    sandbox.models(&["A", "B"]).commit("two");
    sandbox.models(&["A"]);
    let written = generate(&sandbox, &["--allow-destructive"]);
    assert!(written.stdout.contains("    drop public.B (B)\n    loses public.B\n"), "{written}");
}

#[test]
fn a_migration_that_is_replaced_keeps_its_name() {
    let sandbox = one_more_model();
    assert_eq!(generate(&sandbox, &["some_name"]).code, 0);
    sandbox.models(&["A", "B", "C"]);
    let written = generate(&sandbox, &["--replace"]);
    assert!(written.stdout.contains("_some_name/migration.sql"), "{written}");
}
