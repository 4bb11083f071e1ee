//! The files that `refract generate` writes: their names, and all of them or none.

use insta::assert_snapshot;

use super::{TWO_TARGETS, command, files, generate, one_more_model, ran, run, two_schemas, two_targets};

#[test]
fn a_timestamp_comes_after_the_newest_of_all_targets() {
    let sandbox = two_targets();
    sandbox.write("migrations/pgvector/20991231235959_x/migration.sql", "SELECT 1;\n").commit("far ahead");
    sandbox.write("prisma/schema.prisma", two_schemas("  nickname String?", ""));
    assert_snapshot!(generate(&sandbox, &["-q"]), @r"
    prisma/migrations/21000101000000_add_nickname_to_patients/migration.sql
    --- exit 0
    ");
    assert_snapshot!(run(&sandbox, &["generate", "--date", "2100-06-01", "-q", "--replace", "other"]), @r"
    prisma/migrations/21000601000000_other/migration.sql
    --- exit 0
    ");
}

#[test]
fn one_date_gives_the_same_bytes() {
    let sandbox = one_more_model();
    let at = |epoch: &str, arguments: &[&str]| {
        let mut command = command(&sandbox, "", &[&["generate", "--dry-run"], arguments].concat());
        command.env("SOURCE_DATE_EPOCH", epoch);
        ran(command)
    };
    let first = at("1769562000", &[]);
    assert!(first.stdout.contains("/20260128010000_create_b/"), "{first}");
    assert_eq!(first.stdout, at("1769562000", &[]).stdout);
    assert_eq!(first.stdout, at("1", &["--date", "2026-01-28T01:00:00Z"]).stdout);
    assert_snapshot!(at("soon", &[]), @r"
    --- stderr
    error[R5007]: SOURCE_DATE_EPOCH holds no date
      help: set it to seconds since 1970, unset it, or write --date 2026-01-28

    --- exit 1
    ");
    assert_snapshot!(run(&sandbox, &["generate", "--date", "tomorrow"]).stderr, @r"
    error[R5007]: `tomorrow` is no date
      help: write --date 2026-01-28 or --date 2026-01-28T09:30:00Z
    ");
}

#[test]
fn all_files_are_written_or_none() {
    let sandbox = two_targets();
    sandbox.write("prisma/schema.prisma", two_schemas("  nickname String?", "  text String?"));
    sandbox.write("migrations", "a file where a folder is needed");
    let before = files(&sandbox);
    assert_snapshot!(generate(&sandbox, &["x"]), @r"
    --- stderr
    error[R3005]: cannot read migrations/pgvector: Not a directory (os error 20)
      help: see whether it is there and yours to read

    --- exit 1
    ");
    assert_eq!(files(&sandbox), before);
    assert!(!sandbox.folder.join("prisma/migrations").exists());
}

#[test]
fn a_file_that_is_there_stays() {
    let sandbox = two_targets();
    sandbox.write("prisma/schema.prisma", two_schemas("  nickname String?", "  text String?"));
    sandbox.write("migrations/pgvector/20260128000000_x/notes.txt", "mine");
    let before = files(&sandbox);
    assert_snapshot!(generate(&sandbox, &["x"]), @r"
    --- stderr
    error[R5002]: migrations/pgvector/20260128000000_x/migration.sql is there already
      help: nothing was written; choose another name, or remove it if nobody needs it

    --- exit 1
    ");
    assert_eq!(files(&sandbox), before);
    assert!(!sandbox.folder.join("prisma/migrations").exists(), "what was made for the first target is gone");

    sandbox.write("refract.toml", TWO_TARGETS.replacen("\n\n", "\nlayout = \"flat\"\n\n", 1));
    std::fs::create_dir_all(sandbox.folder.join("migrations/pgvector/20260128000000_x.sql")).unwrap();
    assert_snapshot!(generate(&sandbox, &["x"]), @r"
    --- stderr
    error[R5002]: migrations/pgvector/20260128000000_x.sql is there already
      help: nothing was written; choose another name, or remove it if nobody needs it

    --- exit 1
    ");
    assert_eq!(files(&sandbox), before);
}

#[test]
fn a_name_must_be_one_for_a_folder() {
    let sandbox = one_more_model();
    assert_snapshot!(generate(&sandbox, &["../x"]), @r"
    --- stderr
    error[R5004]: `../x` has a slash in it, and the name becomes that of a folder
      help: name the migration after what it does, such as add_visit_notes

    --- exit 1
    ");
    assert_snapshot!(generate(&sandbox, &["!?"]), @r"
    --- stderr
    error[R5004]: `!?` has no letter or digit in it
      help: name the migration after what it does, such as add_visit_notes

    --- exit 1
    ");
}

#[test]
fn what_cannot_be_made_leaves_nothing_behind() {
    let sandbox = two_targets();
    sandbox.write("prisma/schema.prisma", two_schemas("  nickname String?", "  text String?"));
    sandbox.write("migrations/x.txt", "");
    std::os::unix::fs::symlink("nowhere", sandbox.folder.join("migrations/pgvector")).unwrap();
    let before = files(&sandbox);
    assert_snapshot!(generate(&sandbox, &["x"]), @r"
    --- stderr
    error[R5003]: cannot write migrations/pgvector/20260128000000_x/migration.sql: a symbolic link leads to nothing
      help: nothing was changed; see that every part of the path is a folder of the repository

    --- exit 1
    ");
    assert_eq!(files(&sandbox), before);
    assert!(!sandbox.folder.join("prisma/migrations").exists());
}
