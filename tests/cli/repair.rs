//! `refract repair`, and the file that a target keeps its script in.

use insta::assert_snapshot;

use super::{generate, read, run, said, two_schemas, two_targets, without_differences};
use crate::support_git::Sandbox;

#[test]
fn a_repair_is_for_one_target() {
    let sandbox = two_targets();
    assert_snapshot!(run(&sandbox, &["repair"]), @"
    --- stderr
    error[R2003]: a repair is for one database, and there are several targets: main, pgvector
      help: choose one with `--target`

    --- exit 1
    ");
    let printed = run(&sandbox, &["repair", "--target", "main"]);
    assert_eq!(printed.code, 0);
    assert!(printed.stdout.starts_with("-- Repair:    main\n"), "{printed}");
    assert!(printed.stdout.contains("CREATE TABLE IF NOT EXISTS app.patients"), "{printed}");
    assert_eq!(printed.stdout, run(&sandbox, &["repair", "--target", "main"]).stdout, "to the byte");
}

/// Two targets, one of which keeps its script.
fn kept() -> Sandbox {
    let sandbox = two_targets();
    let config = read(&sandbox, "refract.toml").replacen("# the first\n", "\nrepair = \"sql/fix.sql\"\n", 1);
    sandbox.write("refract.toml", config);
    sandbox
}

#[test]
fn a_kept_script_follows_the_schema() {
    let sandbox = kept();
    assert_snapshot!(run(&sandbox, &["check"]), @"
    main: compared with dba9046 (HEAD)

    error[R7006]: main: sql/fix.sql is missing
      help: refract generate writes it again, from the schema

    pgvector: in sync since dba9046 (HEAD)

    To fix it: refract generate
    --- exit 2
    ");
    assert_snapshot!(generate(&sandbox, &[]), @"
    main: in sync since dba9046 (HEAD)
        sql/fix.sql follows the schema
    pgvector: in sync since dba9046 (HEAD)
    --- stderr

    Next: nothing, until schema.prisma changes
    --- exit 0
    ");
    assert_eq!(read(&sandbox, "sql/fix.sql"), run(&sandbox, &["repair", "--target", "main"]).stdout);
    assert_snapshot!(run(&sandbox, &["check"]), @"
    main: in sync since dba9046 (HEAD)
    pgvector: in sync since dba9046 (HEAD)
    --- exit 0
    ");
    sandbox.commit("with a script");
    sandbox.write("prisma/schema.prisma", two_schemas("  nickname String?", ""));
    assert_snapshot!(generate(&sandbox, &["--dry-run"]).stdout.lines().last().unwrap(), @"-- sql/fix.sql would follow the schema");
    assert_snapshot!(said(&sandbox, &generate(&sandbox, &[])), @r#"
    main: prisma/migrations/20260128000000_add_nickname_to_patients/migration.sql
        add app.patients.nickname
        sql/fix.sql follows the schema
    pgvector: in sync since COMMIT (HEAD)

    Next: read what was written, commit it together with the schema, and run it:
      psql "$(echo "$DATABASE_URL" | sed -E 's/(schema|pgbouncer|connection_limit|pool_timeout)=[^&]*&?//g')" -v ON_ERROR_STOP=1 -f prisma/migrations/20260128000000_add_nickname_to_patients/migration.sql
      npx prisma migrate deploy   # in place of psql, where Prisma keeps the ledger
    --- exit 0
    "#);
    assert_eq!(read(&sandbox, "sql/fix.sql"), run(&sandbox, &["repair", "--target", "main"]).stdout);
    sandbox.git(&["add", "prisma"]);
    let staged = run(&sandbox, &["check", "--staged"]);
    assert!(staged.stdout.contains("+            nickname TEXT,"), "{staged}");
    assert_snapshot!(without_differences(&said(&sandbox, &staged)), @"
    main: compared with COMMIT (HEAD), with 20260128000000_add_nickname_to_patients

    error[R7006]: main: sql/fix.sql does not repair a database to this schema
      help: it is right on disk, and not staged

      --- sql/fix.sql
      +++ sql/fix.sql as it should be

    pgvector: in sync since COMMIT (HEAD)

    To fix it: git add sql/fix.sql
    --- exit 2
    ");
    sandbox.git(&["add", "."]);
    assert_snapshot!(said(&sandbox, &run(&sandbox, &["check", "--staged"])), @"
    main: in sync since COMMIT (HEAD), with 20260128000000_add_nickname_to_patients
    pgvector: in sync since COMMIT (HEAD)
    --- exit 0
    ");
}

#[test]
fn what_a_person_has_written_is_not_written_over() {
    let sandbox = kept();
    sandbox.write("sql/fix.sql", "ALTER TABLE app.patients ADD COLUMN IF NOT EXISTS nickname TEXT;\n");
    assert_snapshot!(generate(&sandbox, &[]), @"
    --- stderr
    error[R5005]: sql/fix.sql was not written by refract, so it is not replaced
      help: move what is your own in it to another file and remove this one, or take `repair` out of refract.toml

    --- exit 1
    ");
    assert_eq!(read(&sandbox, "sql/fix.sql").lines().count(), 1);
    sandbox.remove("sql/fix.sql");
    generate(&sandbox, &[]);
    let edited = read(&sandbox, "sql/fix.sql") + "SELECT 1;\n";
    sandbox.write("sql/fix.sql", &edited);
    assert_snapshot!(generate(&sandbox, &[]), @"
    --- stderr
    error[R5005]: sql/fix.sql was edited since refract wrote it, so it is not replaced
      help: move what is your own in it to another file and remove this one, or take `repair` out of refract.toml

    --- exit 1
    ");
    assert_eq!(read(&sandbox, "sql/fix.sql"), edited);
}
