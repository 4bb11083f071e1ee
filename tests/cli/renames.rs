//! What has another name, as people say it: in the schema, by a directive, on the command line, or not at all.

use insta::assert_snapshot;

use super::{Run, files, generate, read, run, two_schemas, two_targets};
use crate::support_git::Sandbox;

/// A patient with one optional text.
fn before() -> Sandbox {
    let sandbox = two_targets();
    edit(&sandbox, "  nick String?");
    sandbox.commit("nick");
    sandbox
}

fn edit(sandbox: &Sandbox, patient: &str) {
    sandbox.write("prisma/schema.prisma", two_schemas(patient, ""));
}

const WRITTEN: &str = "prisma/migrations/20260128000000_change_patients/migration.sql";
const RENAME: &str = "ALTER TABLE app.patients RENAME COLUMN nick TO nickname;";

/// The migration renames, loses nothing, and leaves nothing to do.
#[track_caller]
fn assert_renames(sandbox: &Sandbox, run: &Run) {
    assert_eq!(run.code, 0, "{run}");
    let file = read(sandbox, WRITTEN);
    assert!(file.contains(RENAME) && !file.contains("DROP") && !file.contains("-- Loses"), "{file}");
    let check = super::run(sandbox, &["check"]);
    assert_eq!(check.code, 0, "{check}");
}

#[test]
fn a_field_that_keeps_its_name_is_renamed() {
    let sandbox = before();
    edit(&sandbox, "  nick String? @map(\"nickname\")");
    assert_renames(&sandbox, &generate(&sandbox, &[]));
}

#[test]
fn a_directive_says_the_old_name() {
    let sandbox = before();
    edit(&sandbox, "  nickname String? /// @refract.renamedFrom(\"nick\")");
    assert_renames(&sandbox, &generate(&sandbox, &[]));
    let again = generate(&sandbox, &[]);
    assert_eq!((again.code, again.stderr.contains("R4009")), (0, false), "{again}");
    sandbox.commit("renamed");
    edit(&sandbox, "  age Int?\n  nickname String? /// @refract.renamedFrom(\"nick\")");
    assert_snapshot!(generate(&sandbox, &["--dry-run"]).stderr, @r#"
    note[R4009]: main: there is nothing to rename, Patient.nickname is no longer called `nick`
      --> prisma/schema.prisma:10:24
       |
    10 |   nickname String? /// @refract.renamedFrom("nick")
       |                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: once the base has the new name, take @refract.renamedFrom out


    Next: without --dry-run this is written
    "#);
}

#[test]
fn a_flag_says_the_old_name() {
    for flag in ["Patient.nick=nickname", "Patient.nick=Patient.nickname"] {
        let sandbox = before();
        edit(&sandbox, "  nickname String?");
        assert_renames(&sandbox, &generate(&sandbox, &["--rename", flag]));
    }
}

#[test]
fn what_looks_like_a_rename_is_refused_until_somebody_says() {
    let sandbox = before();
    edit(&sandbox, "  nickname String?");
    let there = files(&sandbox);
    assert_snapshot!(generate(&sandbox, &[]), @r#"
    --- stderr
    error[R4007]: on main, app.patients.nick goes and app.patients.nickname comes: this may be one column with a new name
     --> prisma/schema.prisma:9:3
      |
    9 |   nickname String?
      |   ^^^^^^^^
      |
      = help: if it is, write /// @refract.renamedFrom("nick") on Patient.nickname, or give --rename Patient.nick=nickname; if it is not, give --no-rename Patient.nickname

    --- exit 1
    "#);
    assert_snapshot!(generate(&sandbox, &["--no-rename", "Patient.nickname"]), @r#"
    --- stderr
    error[R4001]: on main, data would be lost: app.patients.nick
      help: if it has another name now, say so, with @refract.renamedFrom("...") in the schema or with --rename; if it may go, add --allow-destructive

    --- exit 1
    "#);
    assert_eq!(files(&sandbox), there);
    let diff = run(&sandbox, &["diff"]);
    assert!(diff.code == 0 && diff.stderr.contains("warning[R4007]: on main, app.patients.nick goes"), "{diff}");
    let run = generate(&sandbox, &["--allow-destructive"]);
    assert_eq!(run.code, 0, "{run}");
    let file = read(&sandbox, WRITTEN);
    assert!(file.contains("DROP COLUMN IF EXISTS nick;") && !file.contains("RENAME"), "{file}");
}

#[test]
fn columns_that_differ_do_not_look_alike() {
    let sandbox = before();
    edit(&sandbox, "  nickname Int?");
    let run = generate(&sandbox, &[]);
    assert!(run.stderr.contains("R4001") && !run.stderr.contains("R4007"), "{run}");
}

#[test]
fn names_that_are_exchanged_are_refused() {
    let sandbox = two_targets();
    edit(&sandbox, "  first String @map(\"a\")\n  last  String @map(\"b\")");
    sandbox.commit("names");
    edit(&sandbox, "  first String @map(\"b\")\n  last  String @map(\"a\")");
    assert_snapshot!(generate(&sandbox, &[]), @r#"
    --- stderr
    error[R4008]: on main, Patient.first and Patient.last exchange their names in the database, and nothing there would tell whether they have
     --> prisma/schema.prisma:9:3
      |
    9 |   first String @map("b")
      |   ^^^^^
      |
      = help: make it two migrations: map Patient.first to a name that is free, generate, then map all to their final names and generate again; if only the schema had them the wrong way round, give --no-rename Patient.first

    --- exit 1
    "#);
    let run = generate(&sandbox, &["--no-rename", "Patient.first"]);
    assert_eq!((run.code, run.stdout.contains("in sync")), (0, true), "{run}");
}

#[test]
fn a_column_that_was_there_is_not_renamed_over() {
    let sandbox = two_targets();
    edit(&sandbox, "  first String?\n  last  String?");
    sandbox.commit("names");
    edit(&sandbox, "  first String? @map(\"last\")");
    let run = generate(&sandbox, &["--allow-destructive"]);
    assert_eq!(run.code, 0, "{run}");
    let file = read(&sandbox, "prisma/migrations/20260128000000_drop_first_from_patients/migration.sql");
    assert!(!file.contains("RENAME"), "{file}");
}

#[test]
fn what_a_flag_says_has_to_be_there() {
    let sandbox = before();
    edit(&sandbox, "  nickname String?");
    assert_snapshot!(generate(&sandbox, &["--rename", "Patient.alias=nickname"]), @"
    --- stderr
    error[R4009]: `--rename`: Patient.nickname cannot have been `alias`
      help: nothing of the old name is there, or something of the new name is, or it has been renamed already

    --- exit 1
    ");
    assert_snapshot!(generate(&sandbox, &["--rename", "Patient.nick=alias"]), @"
    --- stderr
    error[R4010]: `--rename Patient.nick=alias`: the schema has nothing of that name
      help: write it as Model.old=new, Enum.OLD=NEW or Old=New

    --- exit 1
    ");
    assert_snapshot!(generate(&sandbox, &["--no-rename", "Patient.alias"]), @"
    --- stderr
    error[R4010]: `--no-rename Patient.alias`: the schema has nothing of that name
      help: write it as Model.field, Enum.VALUE, Model or Enum, by the new name in the schema

    --- exit 1
    ");
}

/// Tables, enums and values, by flags, and all by one run.
#[test]
fn a_flag_renames_models_enums_and_values() {
    let sandbox = Sandbox::repository();
    let schema = |model: &str, kind: &str, value: &str| {
        let datasource = crate::support_git::DATASOURCE;
        format!(
            "{datasource}\nenum {kind} {{\n  A\n  {value}\n}}\n\nmodel {model} {{\n  id Int @id\n  kind {kind}\n}}\n"
        )
    };
    sandbox.write("prisma/schema.prisma", schema("Old", "OldKind", "B")).commit("old");
    sandbox.write("prisma/schema.prisma", schema("New", "Kind", "C"));
    let refused = generate(&sandbox, &[]);
    assert_eq!(refused.stderr.matches("R4007").count(), 0, "another type is another column: {refused}");
    let flags = ["--rename", "Old=New", "--rename", "OldKind=Kind", "--rename", "Kind.B=C"];
    let run = generate(&sandbox, &[&["--dry-run"], flags.as_slice()].concat());
    for statement in [
        "ALTER TABLE public.\"Old\" RENAME TO \"New\";",
        "ALTER TYPE public.\"OldKind\" RENAME TO \"Kind\";",
        "ALTER TYPE public.\"Kind\" RENAME VALUE 'B' TO 'C';",
        "RENAME CONSTRAINT \"Old_pkey\" TO \"New_pkey\";",
    ] {
        assert!(run.stdout.contains(statement), "{statement}\n{run}");
    }
    assert!(!run.stdout.contains("DROP"), "{run}");
}

/// Migrations do not say what the schema calls things; the schema in git does.
#[test]
fn with_a_history_for_its_base_the_schema_in_git_tells_the_names() {
    let sandbox = Sandbox::repository();
    let schema = |map: &str| {
        let datasource = crate::support_git::DATASOURCE;
        format!(
            "{datasource}\nmodel Doctor {{\n  id Int @id @default(autoincrement())\n  at DateTime? @db.Timestamp(6)\n  nick String?{map}\n}}\n"
        )
    };
    sandbox.write("prisma/schema.prisma", schema(""));
    sandbox.write("prisma/migrations/migration_lock.toml", "provider = \"postgresql\"\n");
    sandbox.write(
        "prisma/migrations/20250101000000_init/migration.sql",
        "CREATE TABLE \"Doctor\" (\"id\" SERIAL NOT NULL, \"at\" TIMESTAMP, \"nick\" TEXT, CONSTRAINT \"Doctor_pkey\" PRIMARY KEY (\"id\"));\n",
    );
    sandbox.commit("init");
    sandbox.write("prisma/schema.prisma", schema(" @map(\"nickname\")\n  @@map(\"doctors\")"));
    let run = generate(&sandbox, &["names"]);
    assert_eq!(run.code, 0, "{run}");
    let file = read(&sandbox, "prisma/migrations/20260128000000_names/migration.sql");
    let purpose: Vec<&str> = file.lines().skip(2).take_while(|line| !line.starts_with("-- Date")).collect();
    assert_snapshot!(purpose.join("\n"), @"-- Purpose:   Rename table public.Doctor to doctors (Doctor); rename column public.doctors.nick to nickname (Doctor.nick)");
    assert!(file.contains("ALTER SEQUENCE public.\"Doctor_id_seq\" RENAME TO doctors_id_seq;"), "{file}");
    let check = super::run(&sandbox, &["check"]);
    assert_eq!(check.code, 0, "{check}");
}
