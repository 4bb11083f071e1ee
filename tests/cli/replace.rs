//! A second `refract generate`, with and without `--replace`.

use insta::assert_snapshot;

use super::{files, generate, one_more_model, read, run, said, two_schemas, two_targets, without_differences};
use crate::support_git::Sandbox;

const FIRST: &str = "prisma/migrations/20260128000000_create_b/migration.sql";

fn second() -> Sandbox {
    let sandbox = one_more_model();
    assert_eq!(generate(&sandbox, &[]).code, 0);
    sandbox.models(&["A", "B", "C"]);
    sandbox
}

#[test]
fn a_second_run_writes_only_what_is_new() {
    let sandbox = second();
    let first = read(&sandbox, FIRST);
    assert_snapshot!(said(&sandbox, &generate(&sandbox, &[])), @r#"
    default: prisma/migrations/20260128000001_create_c/migration.sql
        create public.C (C)

    Next: read what was written, commit it together with the schema, and run it:
      psql "$(echo "$DATABASE_URL" | sed -E 's/(schema|pgbouncer|connection_limit|pool_timeout)=[^&]*&?//g')" -v ON_ERROR_STOP=1 -f prisma/migrations/20260128000001_create_c/migration.sql
      npx prisma migrate deploy   # in place of psql, where Prisma keeps the ledger
    --- exit 0
    "#);
    assert_eq!(read(&sandbox, FIRST), first);
    let again = said(&sandbox, &generate(&sandbox, &[]));
    assert_snapshot!(again, @"
    default: in sync since COMMIT (HEAD), with 20260128000000_create_b, 20260128000001_create_c
    --- stderr

    Next: nothing, until schema.prisma changes
    --- exit 0
    ");
}

#[test]
fn after_a_commit_the_head_is_a_base() {
    let sandbox = second();
    sandbox.models(&["A", "B"]).commit("with its migration");
    sandbox.models(&["A", "B", "C"]);
    assert_eq!(generate(&sandbox, &["--base", "HEAD"]).code, 0);
    assert!(files(&sandbox).contains(&"prisma/migrations/20260128000001_create_c/migration.sql".to_owned()));
}

#[test]
fn what_nobody_edited_is_replaced() {
    let sandbox = second();
    let replaced = generate(&sandbox, &["--replace"]);
    assert!(replaced.stdout.contains("+CREATE TABLE IF NOT EXISTS public.\"C\""), "{replaced}");
    assert_snapshot!(without_differences(&replaced.to_string()), @r#"
    default: prisma/migrations/20260128000001_create_b/migration.sql
        create public.B (B)
        create public.C (C)
        removed prisma/migrations/20260128000000_create_b/migration.sql
        its timestamp is new, so that a database which has run the old file runs this one too
      --- prisma/migrations/20260128000000_create_b/migration.sql
      +++ prisma/migrations/20260128000001_create_b/migration.sql

    Next: read what was written, commit it together with the schema, and run it:
      psql "$(echo "$DATABASE_URL" | sed -E 's/(schema|pgbouncer|connection_limit|pool_timeout)=[^&]*&?//g')" -v ON_ERROR_STOP=1 -f prisma/migrations/20260128000001_create_b/migration.sql
      npx prisma migrate deploy   # in place of psql, where Prisma keeps the ledger
    --- exit 0
    "#);
    assert_snapshot!(files(&sandbox).join("\n"), @"
    prisma/migrations/20260128000001_create_b/migration.sql
    prisma/schema.prisma
    ");
    let sql = read(&sandbox, "prisma/migrations/20260128000001_create_b/migration.sql");
    assert!(sql.contains("CREATE TABLE IF NOT EXISTS public.\"B\"") && sql.contains("public.\"C\""), "{sql}");
}

#[test]
fn line_breaks_of_windows_are_no_edit() {
    let sandbox = second();
    sandbox.write(FIRST, read(&sandbox, FIRST).replace('\n', "\r\n"));
    assert_eq!(generate(&sandbox, &["--replace"]).code, 0);
}

#[test]
fn what_was_edited_or_is_foreign_stays() {
    let sandbox = second();
    sandbox.write(FIRST, read(&sandbox, FIRST) + "UPDATE x SET y = 1;\n");
    sandbox.write("prisma/migrations/20260128000005_mine/migration.sql", "SELECT 1;\n");
    let before = files(&sandbox);
    assert_snapshot!(generate(&sandbox, &["--replace"]), @r"
    --- stderr
    error[R5005]: prisma/migrations/20260128000000_create_b/migration.sql was edited since refract wrote it, so it is not replaced
      help: keep it: commit it with the schema that it leads to, and run again with `--base HEAD`; or remove it yourself

    error[R5005]: prisma/migrations/20260128000005_mine/migration.sql was not written by refract, so it is not replaced
      help: keep it: commit it with the schema that it leads to, and run again with `--base HEAD`; or remove it yourself

    --- exit 1
    ");
    assert_eq!(files(&sandbox), before);
    assert!(read(&sandbox, FIRST).ends_with("UPDATE x SET y = 1;\n"));
}

#[test]
fn what_lies_beside_a_migration_is_not_lost() {
    let sandbox = second();
    sandbox.write("prisma/migrations/20260128000000_create_b/down.sql", "DROP TABLE b;\n");
    assert_snapshot!(generate(&sandbox, &["--replace"]), @r"
    --- stderr
    error[R5005]: beside prisma/migrations/20260128000000_create_b/migration.sql there is down.sql
      help: move it elsewhere, or keep this migration: commit it, and run again with `--base HEAD`

    --- exit 1
    ");
    assert!(sandbox.folder.join(FIRST).is_file());
}

#[test]
fn when_the_change_is_taken_back_the_migration_goes() {
    let sandbox = second();
    sandbox.models(&["A"]);
    assert_snapshot!(said(&sandbox, &generate(&sandbox, &[])), @r#"
    --- stderr
    error[R4001]: on default, data would be lost: public.B
      help: if it has another name now, say so, with @refract.renamedFrom("...") in the schema or with --rename; if it came with a migration that is not in the base yet, --replace takes that back; if it may go, add --allow-destructive

    --- exit 1
    "#);
    assert!(sandbox.folder.join(FIRST).is_file());
    assert_snapshot!(without_differences(&said(&sandbox, &generate(&sandbox, &["--replace"]))), @"
    default: in sync since COMMIT (HEAD)
        removed prisma/migrations/20260128000000_create_b/migration.sql
    --- stderr
    note[R5001]: default is as it was at COMMIT (HEAD), but has migrations since: 20260128000000_create_b
      help: the change was reverted, so they are removed


    Next: nothing, until schema.prisma changes
    --- exit 0
    ");
    assert!(!sandbox.folder.join("prisma/migrations/20260128000000_create_b").exists());
}

#[test]
fn a_dry_run_removes_nothing() {
    let sandbox = second();
    let dry = generate(&sandbox, &["--replace", "--dry-run"]);
    assert!(dry.stdout.ends_with(&format!("\n-- {FIRST} would be removed\n")), "{dry}");
    assert!(sandbox.folder.join(FIRST).is_file());
}

#[test]
fn what_is_to_be_replaced_stays_when_something_fails() {
    let sandbox = two_targets();
    sandbox.write("prisma/schema.prisma", two_schemas("  nickname String?", ""));
    assert_eq!(generate(&sandbox, &["x"]).code, 0);
    sandbox.write("prisma/schema.prisma", two_schemas("  nickname String?", "  text String?"));
    sandbox.write("migrations/pgvector/20260128000001_y/notes.txt", "mine");
    let before = files(&sandbox);
    let content = read(&sandbox, "prisma/migrations/20260128000000_x/migration.sql");
    let refused = generate(&sandbox, &["--replace", "y"]);
    assert!(refused.code == 1 && refused.stderr.contains("error[R5002]"), "{refused}");
    assert_eq!(files(&sandbox), before);
    assert_eq!(read(&sandbox, "prisma/migrations/20260128000000_x/migration.sql"), content);
}

#[test]
fn a_base_that_is_no_commit_cannot_tell_what_is_new() {
    let sandbox = second();
    assert_snapshot!(run(&sandbox, &["generate", "--replace", "--base", "empty"]), @r"
    --- stderr
    error[R5001]: `--replace` needs a commit for its base, to tell which migrations are new
      help: name a revision with `--base`, or leave `--base` out

    --- exit 1
    ");
}

#[test]
fn a_migration_that_was_left_out_of_the_commit_is_not_replaced() {
    let sandbox = one_more_model();
    assert_eq!(generate(&sandbox, &[]).code, 0);
    sandbox.git(&["commit", "--quiet", "--all", "--message", "the schema alone"]);
    assert_eq!(generate(&sandbox, &[]).code, 0);
    let before = files(&sandbox);
    assert_eq!(generate(&sandbox, &["--replace"]).code, 1);
    sandbox.models(&["A", "B", "C"]);
    assert_snapshot!(said(&sandbox, &generate(&sandbox, &["--replace"])), @r"
    --- stderr
    error[R5001]: default has a migration that is not in its base, COMMIT (HEAD), although the schema there has all that it does: 20260128000000_create_b
      help: it was left out of the commit: git add prisma/migrations/20260128000000_create_b/migration.sql, commit, and run this again

    --- exit 1
    ");
    assert_eq!(files(&sandbox), before);
    sandbox.git(&["add", FIRST]);
    sandbox.git(&["commit", "--quiet", "--message", "its migration"]);
    assert_eq!(generate(&sandbox, &[]).code, 0);
    assert!(read(&sandbox, "prisma/migrations/20260128000001_create_c/migration.sql").contains("\"C\""));
}

/// What a file does is known from its statements: a check that an older version wrote, or none, makes no difference.
#[test]
fn a_migration_without_a_check_that_was_left_out_of_the_commit_is_not_replaced() {
    let sandbox = one_more_model();
    let plain = |sandbox: &Sandbox| {
        assert_eq!(generate(sandbox, &[]).code, 0);
        let text = read(sandbox, FIRST);
        let start = text.find("    -- fails, and rolls back").unwrap();
        let end = text.find("END\n$refract$").unwrap();
        sandbox.write(FIRST, format!("{}{}", &text[..start], &text[end..]));
    };
    plain(&sandbox);
    sandbox.git(&["commit", "--quiet", "--all", "--message", "the schema alone"]);
    sandbox.models(&["A", "B", "C"]);
    let before = files(&sandbox);
    let run = generate(&sandbox, &["--replace"]);
    assert!(
        run.code == 1 && run.stderr.contains("error[R5001]: default has a migration that is not in its base"),
        "{run}"
    );
    assert_eq!(files(&sandbox), before);
}

#[test]
fn a_migration_of_the_base_under_another_name_is_not_replaced() {
    let sandbox = one_more_model();
    assert_eq!(generate(&sandbox, &[]).code, 0);
    sandbox.commit("two");
    sandbox.git(&["mv", "prisma/migrations/20260128000000_create_b", "prisma/migrations/20260129000000_other"]);
    sandbox.models(&["A", "B", "C"]);
    assert_eq!(generate(&sandbox, &["--replace"]).code, 0);
    assert_snapshot!(files(&sandbox).join("\n"), @r"
    prisma/migrations/20260129000000_other/migration.sql
    prisma/migrations/20260129000001_create_c/migration.sql
    prisma/schema.prisma
    ");
}

#[test]
#[cfg(unix)]
fn links_are_followed_to_what_git_has() {
    let sandbox = one_more_model();
    sandbox.write("db/x", "");
    std::os::unix::fs::symlink("../db", sandbox.folder.join("prisma/migrations")).unwrap();
    assert_eq!(generate(&sandbox, &[]).code, 0);
    sandbox.commit("two");
    sandbox.models(&["A", "B", "C"]);
    assert_eq!(generate(&sandbox, &["--replace"]).code, 0);
    assert!(read(&sandbox, "db/20260128000000_create_b/migration.sql").contains("\"B\""));
    sandbox.commit("three");
    // the schema behind a link is edited like any other
    std::fs::rename(sandbox.folder.join("prisma/schema.prisma"), sandbox.folder.join("db/schema.prisma")).unwrap();
    std::os::unix::fs::symlink("../db/schema.prisma", sandbox.folder.join("prisma/schema.prisma")).unwrap();
    sandbox.commit("four");
    let models = ["A", "B", "C", "D"];
    sandbox.write("db/schema.prisma", crate::support_git::schema(&models));
    let diff = run(&sandbox, &["diff"]);
    assert!(diff.stdout.contains("+ create public.D (D)") && !diff.stdout.contains("public.C"), "{diff}");
    sandbox.commit("five");
    let diff = run(&sandbox, &["diff"]);
    assert!(diff.stdout.contains("+ create public.D (D)") && !diff.stdout.contains("public.C"), "{diff}");
}

#[test]
fn nothing_is_written_twice_on_an_empty_base() {
    let sandbox = one_more_model();
    assert_eq!(generate(&sandbox, &["--base", "empty"]).code, 0);
    let before = files(&sandbox);
    assert_eq!(generate(&sandbox, &["--base", "empty"]).code, 0);
    assert_eq!(files(&sandbox), before);
    sandbox.models(&["A", "B", "C"]);
    assert_snapshot!(generate(&sandbox, &["--base", "empty"]), @r#"
    default: prisma/migrations/20260128000001_create_c/migration.sql
        create public.C (C)

    Next: read what was written, commit it together with the schema, and run it:
      psql "$(echo "$DATABASE_URL" | sed -E 's/(schema|pgbouncer|connection_limit|pool_timeout)=[^&]*&?//g')" -v ON_ERROR_STOP=1 -f prisma/migrations/20260128000001_create_c/migration.sql
      npx prisma migrate deploy   # in place of psql, where Prisma keeps the ledger
    --- exit 0
    "#);
}

#[test]
fn what_is_written_already_is_not_written_anew() {
    let sandbox = two_targets();
    sandbox.write("prisma/schema.prisma", two_schemas("  nickname String?", "  patientId Int?"));
    assert_eq!(generate(&sandbox, &["--target", "main"]).code, 0);
    // the other target still needs its part
    let second = generate(&sandbox, &["-q"]);
    assert_eq!(second.stdout, "migrations/pgvector/20260128000001_add_patient_id_to_notes/migration.sql\n", "{second}");
    let before = files(&sandbox);
    let third =
        generate(&sandbox, &["--replace"]).stdout.replace(&sandbox.git(&["rev-parse", "--short=7", "HEAD"]), "COMMIT");
    assert_snapshot!(third, @r"
    main: 20260128000000_add_nickname_to_patients does all that is new since COMMIT (HEAD)
    pgvector: 20260128000001_add_patient_id_to_notes does all that is new since COMMIT (HEAD)
    ");
    assert_eq!(files(&sandbox), before);
    sandbox.commit("two");
    assert_eq!(generate(&sandbox, &[]).code, 0);
    assert_eq!(files(&sandbox), before);
    // another name is wanted
    assert_eq!(generate(&sandbox, &["--replace", "--target", "main", "other"]).code, 0);
    assert!(files(&sandbox).contains(&"prisma/migrations/20260128000002_other/migration.sql".to_owned()));
}
