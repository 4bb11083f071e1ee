//! What `refract check` has to say of migrations themselves, and `refract restamp`.

use insta::assert_snapshot;

use super::{files, generate, read, run, said};
use crate::support_git::{DATASOURCE, Sandbox};

fn code(sandbox: &Sandbox) -> i32 {
    run(sandbox, &["check"]).code
}

/// A model with these fields beside its id.
fn fields(fields: &str) -> String {
    format!("{DATASOURCE}\nmodel Patient {{\n  id Int @id\n{fields}}}\n")
}

/// A history of its own: one migration, committed, that makes the schema.
fn with_history(columns: &str) -> Sandbox {
    let sandbox = Sandbox::repository();
    sandbox.write(
        "refract.toml",
        "schema = \"prisma/schema.prisma\"\n\n[targets.main]\nmigrations = \"prisma/migrations\"\nbase = \"history\"\n",
    );
    sandbox.write("prisma/schema.prisma", fields(columns));
    assert_eq!(run(&sandbox, &["generate", "init", "--date", "2026-01-01"]).code, 0);
    sandbox.commit("one");
    sandbox
}

const INIT: &str = "prisma/migrations/20260101000000_init/migration.sql";

#[test]
fn a_loss_has_to_stand_in_the_head() {
    let sandbox = with_history("  nickname String?\n");
    sandbox.write("prisma/schema.prisma", fields(""));
    assert_eq!(generate(&sandbox, &["away", "--allow-destructive"]).code, 0);
    assert_eq!(code(&sandbox), 0);
    let away = "prisma/migrations/20260128000000_away/migration.sql";
    let whole = read(&sandbox, away);
    sandbox.write(
        away,
        whole
            .replace("-- Loses:     public.\"Patient\".nickname\n", "")
            .replace("-- Loses:     public.Patient.nickname\n", ""),
    );
    assert_snapshot!(said(&sandbox, &run(&sandbox, &["check"])), @r#"
    main: compared with its 2 migrations, up to 20260128000000_away

    error[R7003]: main: this loses public.Patient.nickname, and the header of the file does not say so
      --> prisma/migrations/20260128000000_away/migration.sql:22:9
       |
    22 |         ALTER TABLE public."Patient" DROP COLUMN IF EXISTS nickname;
       |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: if that is meant, add to the header: -- Loses:     public.Patient.nickname

    --- exit 2
    "#);
    sandbox.write(away, format!("{}-- refract:allow R7003 nobody ever filled it\n", read(&sandbox, away)));
    assert_eq!(code(&sandbox), 0);
}

#[test]
fn what_was_run_stays_as_it_is() {
    let sandbox = with_history("  nickname String?\n");
    let init = read(&sandbox, INIT);
    sandbox.write(INIT, format!("-- a comment\n{init}"));
    assert_eq!(code(&sandbox), 0, "comments do not count");
    sandbox.write(INIT, init.replace("nickname TEXT", "surname  TEXT"));
    sandbox.write("prisma/schema.prisma", fields("  surname String?\n"));
    assert_snapshot!(said(&sandbox, &run(&sandbox, &["check"])), @r#"
    main: compared with its migration, 20260101000000_init

    error[R6005]: column public.Patient.nickname is not there, and the file promises `text`
      --> prisma/migrations/20260101000000_init/migration.sql:36:9
       |
    36 |         ('column',     'public."Patient"', 'nickname',     'text'),
       |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the file stops here, and rolls back what it did
       |
       = help: no statement of this file makes it so: one was taken out of it, or a migration before it leaves something else than when the file was written. Take that back; or, while only your own database has run the file, have it written again: refract generate --replace, and where somebody edited it, remove it first

    error[R7004]: main: 20260101000000_init was edited, and databases have run it as it was
      help: put it back, and change the database in a new migration; or, if every database has what is there now, refract check --accept-history-change --target main

      --- prisma/migrations/20260101000000_init/migration.sql as databases have run it
      +++ prisma/migrations/20260101000000_init/migration.sql
      @@ -17,7 +17,7 @@
       
       CREATE TABLE IF NOT EXISTS public."Patient" (
           id       INTEGER NOT NULL,
      -    nickname TEXT,
      +    surname  TEXT,
       
           CONSTRAINT "Patient_pkey" PRIMARY KEY (id)
       );

    To fix it: git checkout COMMIT -- prisma/migrations/20260101000000_init
    --- exit 2
    "#);
    let programs: serde_json::Value =
        serde_json::from_str(&run(&sandbox, &["check", "--format", "json"]).stdout).unwrap();
    let diff = programs["targets"][0]["findings"][1]["diff"].as_str().unwrap();
    assert!(diff.contains("\n-") && diff.contains("\n+") && diff.contains("surname  TEXT"), "{diff}");
    assert!(run(&sandbox, &["check", "--color", "always"]).stdout.contains("\u{1b}[31m-"), "what is gone is red");
    assert!(!run(&sandbox, &["check", "--format", "github"]).stdout.contains("@@"), "annotations are short");
    let with_surname = |column: &str, words: &str| {
        let promised = format!("'surname',      '{words}'");
        init.replace("nickname TEXT", column).replace("'nickname',     'text'", &promised)
    };
    sandbox.write(INIT, with_surname("surname  TEXT", "text"));
    let before = read(&sandbox, "refract.toml");
    assert_snapshot!(said(&sandbox, &run(&sandbox, &["check", "--accept-history-change"])), @"
    main: in sync with its migration, 20260101000000_init
    --- exit 0
    ");
    assert_eq!(code(&sandbox), 0, "it is recorded");
    let recorded = read(&sandbox, "refract.toml");
    assert!(recorded.starts_with(&before) && recorded.contains("accepted_history = \""), "{recorded}");
    sandbox.write(INIT, with_surname("surname  TEXT NOT NULL", "text not null"));
    assert_eq!(code(&sandbox), 2, "another edit is another change");
    sandbox.remove("prisma/migrations/20260101000000_init");
    assert_snapshot!(said(&sandbox, &run(&sandbox, &["check"])), @"
    main: compared with no migrations yet

    error[R7001]: main: PostgreSQL schema public exists in the schema but not in the migrations

    error[R7001]: main: public.Patient (Patient) exists in the schema but not in the migrations
     --> prisma/schema.prisma:6:7
      |
    6 | model Patient {
      |       ^^^^^^^

    error[R7004]: main: 20260101000000_init was deleted, and databases have run it as it was
      help: put it back, and change the database in a new migration; or, if every database has what is there now, refract check --accept-history-change --target main

    To fix it: git checkout COMMIT -- prisma/migrations/20260101000000_init
    --- exit 2
    ");
}

#[test]
fn old_migrations_may_be_squashed() {
    let sandbox = with_history("");
    sandbox.write("prisma/schema.prisma", fields("  nickname String?\n"));
    assert_eq!(generate(&sandbox, &["nick"]).code, 0);
    sandbox.commit("two");
    let both: String =
        files(&sandbox).iter().filter(|file| file.ends_with(".sql")).map(|file| read(&sandbox, file)).collect();
    sandbox.remove("prisma/migrations/20260101000000_init");
    sandbox.remove("prisma/migrations/20260128000000_nick");
    assert_eq!(code(&sandbox), 2);
    sandbox.write("prisma/migrations/20260128000000_squashed/migration.sql", &both);
    assert_snapshot!(said(&sandbox, &run(&sandbox, &["check"])), @"
    main: in sync with its migration, 20260128000000_squashed
    --- exit 0
    ");
    sandbox.write("prisma/schema.prisma", fields("  nickname String?\n  surname String?\n"));
    assert_eq!(generate(&sandbox, &["more"]).code, 0);
    assert_eq!(code(&sandbox), 0, "more may come on top");
}

#[test]
fn what_comes_too_early_gets_another_name() {
    let sandbox = with_history("");
    sandbox.git(&["switch", "--quiet", "--create", "side"]);
    sandbox.write("prisma/schema.prisma", fields("  nickname String?\n"));
    assert_eq!(generate(&sandbox, &["early"]).code, 0);
    sandbox.commit("early");
    sandbox.git(&["switch", "--quiet", "main"]);
    sandbox.write("other/schema.prisma", "");
    sandbox.write("prisma/migrations/20260301000000_late/migration.sql", "UPDATE \"Patient\" SET id = id;\n");
    sandbox.remove("other");
    sandbox.commit("late");
    sandbox.git(&["switch", "--quiet", "side"]);
    sandbox.git(&["merge", "--quiet", "main"]);
    assert_snapshot!(said(&sandbox, &run(&sandbox, &["check"])), @"
    main: compared with its 3 migrations, up to 20260301000000_late

    error[R7002]: main: 20260128000000_early is new, but sorts before 20260301000000_late, which is in the base already
      help: refract restamp gives it a name that sorts after it

    To fix it: refract restamp
    --- exit 2
    ");
    assert_snapshot!(said(&sandbox, &run(&sandbox, &["check", "--format", "github"])), @"
    ::error title=refract R7002,file=prisma/migrations/20260128000000_early/migration.sql,line=1,col=1::main: 20260128000000_early is new, but sorts before 20260301000000_late, which is in the base already%0ATo fix it: refract restamp
    --- exit 2
    ");
    assert_snapshot!(said(&sandbox, &run(&sandbox, &["restamp", "--date", "2026-01-28"])), @"
    prisma/migrations/20260128000000_early -> prisma/migrations/20260301000001_early
    --- stderr

    Next: commit this. A database that has run one of these files already knows it under the old name, and would run it again. For each such database, say that it is done: npx prisma migrate resolve --applied NEW_NAME. There, prisma migrate dev still finds the old name and asks to reset the database
    --- exit 0
    ");
    assert_eq!(code(&sandbox), 0);
    assert_snapshot!(said(&sandbox, &run(&sandbox, &["restamp"])), @"
    nothing to restamp: every new migration sorts after those of the base
    --- exit 0
    ");
}

/// A branch whose migration sorts before one that came to the trunk meanwhile.
fn merged_late(early: &str, late: &str) -> Sandbox {
    let sandbox = with_history("");
    let add = |branch: &[&str], name: &str, column: &str, sql: &str| {
        sandbox.git(&[&["switch", "--quiet"], branch].concat());
        sandbox.write(&format!("prisma/migrations/{name}/migration.sql"), sql);
        sandbox.write("prisma/schema.prisma", fields(&format!("  {column} Int?\n")));
        sandbox.commit(name);
    };
    add(&["--create", "side"], "20260201000000_early", "early", early);
    add(&["main"], "20260301000000_late", "late", late);
    sandbox.git(&["switch", "--quiet", "side"]);
    sandbox.git(&["merge", "--quiet", "-X", "ours", "main"]);
    sandbox.write("prisma/schema.prisma", fields("  early Int?\n  late Int?\n"));
    sandbox.commit("the schema of both");
    sandbox
}

#[test]
fn an_order_that_changes_nothing_passes() {
    let add = |column: &str| format!("ALTER TABLE \"Patient\" ADD COLUMN {column} INTEGER;\n");
    let sandbox = merged_late(&add("early"), &add("late"));
    assert_snapshot!(said(&sandbox, &run(&sandbox, &["check"])), @"
    main: in sync with its 3 migrations, up to 20260301000000_late

    warning[R7002]: main: 20260201000000_early is new, but sorts before 20260301000000_late, which is in the base already; either order leads to the same database

    --- exit 0
    ");
    let writes = "UPDATE \"Patient\" SET id = id + 1;\n";
    let sandbox = merged_late(&format!("{}{writes}", add("early")), &format!("{}{writes}", add("late")));
    assert_eq!(code(&sandbox), 2, "what becomes of rows nobody knows");
}

#[test]
fn branches_that_knew_nothing_of_one_another_are_told() {
    let sandbox = with_history("  nickname String?\n");
    let side = |branch: &str, name: &str, sql: &str| {
        sandbox.git(&["switch", "--quiet", "--create", branch, "main"]);
        sandbox.write(&format!("prisma/migrations/{name}/migration.sql"), sql);
        sandbox.commit(branch);
    };
    side("one", "20260201000000_one", "ALTER TABLE \"Patient\" ALTER nickname TYPE VARCHAR(10);\n");
    side("two", "20260202000000_two", "ALTER TABLE \"Patient\" ALTER nickname TYPE VARCHAR(20);\n");
    side("three", "20260203000000_three", "ALTER TABLE \"Patient\" ADD COLUMN age INTEGER;\n");
    side("four", "20260204000000_four", "ALTER TABLE \"Patient\" ADD COLUMN weight INTEGER;\n");
    sandbox.git(&["merge", "--quiet", "--message", "merged", "one", "two", "three"]);
    sandbox.write("prisma/schema.prisma", fields("  nickname String? @db.VarChar(20)\n  age Int?\n  weight Int?\n"));
    sandbox.commit("the schema of all");
    assert_snapshot!(said(&sandbox, &run(&sandbox, &["check"])), @"
    main: in sync with its 5 migrations, up to 20260204000000_four

    warning[R7005]: main: 20260202000000_two was made on another branch than 20260201000000_one: a database that ran 20260202000000_two first becomes another one
      help: create the databases again on which 20260202000000_two was tried before the merge; others are fine

    --- exit 0
    ");
    let two = "prisma/migrations/20260202000000_two/migration.sql";
    sandbox.write(two, format!("-- refract:allow R7005 nobody has run the other\n{}", read(&sandbox, two)));
    assert!(!run(&sandbox, &["check"]).stdout.contains("R7005"), "it is waved through");
}

/// A database that was there before its migrations, and columns of it that two branches convert.
fn two_conversions(first: &str, second: &str) -> Sandbox {
    let sandbox = Sandbox::repository();
    sandbox.write("prisma/schema.prisma", fields("  nickname String?\n"));
    sandbox.commit("one");
    for (branch, name, sql) in [("one", "20260201000000_one", first), ("two", "20260202000000_two", second)] {
        sandbox.git(&["switch", "--quiet", "--create", branch, "main"]);
        sandbox.write(&format!("prisma/migrations/{name}/migration.sql"), sql);
        sandbox.commit(branch);
    }
    sandbox.git(&["switch", "--quiet", "--create", "both", "main"]);
    sandbox.git(&["merge", "--quiet", "--message", "merged", "one", "two"]);
    sandbox
}

#[test]
fn branches_on_top_of_a_database_that_was_there_are_told_too() {
    let convert = |length: &str| format!("ALTER TABLE \"Patient\" ALTER nickname TYPE VARCHAR({length});\n");
    let sandbox = two_conversions(&convert("10"), &convert("20"));
    sandbox.write("prisma/schema.prisma", fields("  nickname String? @db.VarChar(20)\n")).commit("the schema of both");
    let main = sandbox.git(&["rev-parse", "--short=7", "main"]);
    assert_snapshot!(run(&sandbox, &["check"]).to_string().replace(&main, "MAIN"), @"
    default: in sync since MAIN (main), with 20260201000000_one, 20260202000000_two

    warning[R7005]: default: 20260202000000_two was made on another branch than 20260201000000_one: a database that ran 20260202000000_two first becomes another one
      help: create the databases again on which 20260202000000_two was tried before the merge; others are fine

    --- exit 0
    ");
    let sandbox = two_conversions(&convert("10"), "ALTER TABLE \"Patient\" ADD COLUMN age INTEGER;\n");
    sandbox.write("prisma/schema.prisma", fields("  nickname String? @db.VarChar(10)\n  age Int?\n"));
    sandbox.commit("the schema of both");
    assert!(!run(&sandbox, &["check"]).stdout.contains("R7005"), "they have nothing to do with one another");
    sandbox.git(&["switch", "--quiet", "one"]);
    let later = "prisma/migrations/20260203000000_later/migration.sql";
    sandbox.write(later, convert("20")).write("prisma/schema.prisma", fields("  nickname String? @db.VarChar(20)\n"));
    sandbox.commit("one that knows the other");
    assert!(!run(&sandbox, &["check"]).stdout.contains("R7005"));
}

#[test]
fn a_statement_can_be_nobodys_business() {
    let sandbox = with_history("");
    let more = "prisma/migrations/20260201000000_more/migration.sql";
    let sql = "ALTER TABLE \"Patient\" ADD COLUMN legacy TEXT;\n";
    sandbox.write(more, sql);
    assert_eq!(code(&sandbox), 2);
    sandbox.write(more, format!("-- refract:allow R7001 the old app writes it until May\n{sql}"));
    assert_eq!(code(&sandbox), 0);
}

#[test]
fn what_only_psql_understands_is_said_of_new_migrations() {
    let sandbox = with_history("  nickname String?\n");
    let psql = "prisma/migrations/20260202000000_psql/migration.sql";
    sandbox.write(psql, "SELECT 1;\n\\echo hello\n\\timing\n");
    assert_snapshot!(said(&sandbox, &run(&sandbox, &["check"])), @r"
    main: in sync with its 2 migrations, up to 20260202000000_psql

    warning[R6004]: main: only psql understands this line, and Prisma stops at it
     --> prisma/migrations/20260202000000_psql/migration.sql:2:1
      |
    2 | \echo hello
      | ^^^^^^^^^^^
      |
      = help: take it out, or run this file with psql and say so in it: -- refract:allow R6004 and the reason

    --- exit 0
    ");
    sandbox.write(psql, "-- refract:allow R6004 psql runs it\n\\echo hello\n");
    assert!(!said(&sandbox, &run(&sandbox, &["check"])).contains("R6004"));
    sandbox.write(psql, "\\echo hello\n");
    sandbox.commit("two");
    sandbox.write("README.md", "x");
    sandbox.commit("three");
    assert!(!said(&sandbox, &run(&sandbox, &["check"])).contains("R6004"), "it is old");
}

#[test]
fn a_conflict_that_nobody_solved_is_one_error() {
    let sandbox = crate::cli::two_targets();
    let conflict = |ours: &str, theirs: &str| format!("<<<<<<< HEAD\n{ours}\n=======\n{theirs}\n>>>>>>> feature/x\n");
    let schema = read(&sandbox, "prisma/schema.prisma");
    let migration = "prisma/migrations/20260101000000_x/migration.sql";
    sandbox.write(migration, "SELECT 1;\n");
    sandbox.commit("fine");
    let fine = [
        ("prisma/schema.prisma", schema),
        ("refract.toml", read(&sandbox, "refract.toml")),
        (migration, read(&sandbox, migration)),
    ];
    for (file, text) in fine {
        let wrong = text.clone() + &conflict("password = \"secret\"", "b") + &conflict("c", "d");
        sandbox.write(file, &wrong);
        for (arguments, is_staged) in [(["check"].as_slice(), false), (&["check", "--staged"], true)] {
            if is_staged {
                sandbox.git(&["add", "--all"]);
            }
            let said = run(&sandbox, arguments);
            assert_eq!((said.code, said.stderr.matches("error[").count()), (1, 1), "{file}: {said}");
            let expected = format!("error[R3019]: {file} has 2 conflicts of a merge in it\n");
            assert!(said.stderr.contains(&expected) && said.stderr.contains("HEAD against feature/x"), "{said}");
            assert!(!said.stderr.contains("secret"), "{said}");
        }
        // those of the base are none of its business
        let said = generate(&sandbox, &[]);
        assert!(file == migration || (said.code == 1 && said.stderr.contains("R3019")), "{file}: {said}");
        sandbox.write(file, text);
        sandbox.git(&["add", "--all"]);
    }
}

/// A statement of refract's that somebody has edited, and what `check` says that it makes, and the file promises.
const EDITS: &[(&str, &str, &str, Option<&str>)] = &[
    (
        "note  TEXT",
        "note VARCHAR(20)",
        "column public.B.note is `character varying(20)`, and",
        Some("note VARCHAR(20)"),
    ),
    (
        "nick TEXT",
        "nick VARCHAR(20)",
        "column public.A.nick is `character varying(20)`, and",
        Some("ADD COLUMN IF NOT EXISTS nick VARCHAR(20)"),
    ),
    ("DEFAULT 5;", "DEFAULT 6;", "column public.A.age is `integer not null default 6`, and", Some("DEFAULT 6")),
    ("\"aId\" INTEGER NOT NULL", "\"aId\" INTEGER", "column public.B.aId is `integer`, and", Some("\"aId\" INTEGER")),
    (
        "(note, \"aId\");",
        "(\"aId\", note);",
        "index public.B_note_aId_idx is `",
        Some("ON public.\"B\" (\"aId\", note)"),
    ),
    (
        "ON DELETE CASCADE ON",
        "ON DELETE RESTRICT ON",
        "constraint public.B.B_aId_fkey is `FOREIGN KEY",
        Some("ON DELETE RESTRICT ON UPDATE CASCADE"),
    ),
    ("ALTER COLUMN old SET NOT NULL;", "ALTER COLUMN id SET NOT NULL;", "column public.A.old is `text`, and", None),
    (
        "CREATE INDEX IF NOT EXISTS \"A_nick_idx\"\n            ON public.\"A\" (nick);",
        "NULL;",
        "index public.A_nick_idx is not there",
        None,
    ),
];

#[test]
fn an_edited_statement_is_named_beside_the_promise() {
    let relation = "model B {\n  id Int @id\n  note String?\n  aId Int\n  a A @relation(fields: [aId], references: [id], onDelete: Cascade)\n  @@index([note, aId])\n}\n";
    for base in ["history", "git"] {
        let sandbox = Sandbox::repository();
        let config = format!(
            "schema = \"prisma/schema.prisma\"\n\n[targets.main]\nmigrations = \"prisma/migrations\"\nbase = \"{base}\"\n"
        );
        sandbox.write("refract.toml", config);
        let schema = |fields: &str| format!("{DATASOURCE}\nmodel A {{\n  id Int @id\n{fields}}}\n");
        sandbox.write("prisma/schema.prisma", schema("  old String?\n"));
        assert_eq!(run(&sandbox, &["generate", "init", "--date", "2026-01-01"]).code, 0);
        sandbox.commit("one");
        let after = schema("  old String\n  nick String?\n  age Int @default(5)\n  bs B[]\n  @@index([nick])\n");
        sandbox.write("prisma/schema.prisma", after + relation);
        assert_eq!(generate(&sandbox, &["second"]).code, 0);
        let file = "prisma/migrations/20260128000000_second/migration.sql";
        let whole = read(&sandbox, file);
        for (line, edited, said, shown) in EDITS {
            assert!(whole.contains(line), "{line}: {whole}");
            sandbox.write(file, whole.replacen(line, edited, 1));
            let checked = run(&sandbox, &["check"]);
            let text = checked.stdout.as_str();
            assert!(
                checked.code == 2 && text.contains(&format!("error[R6005]: {said}")),
                "{base}, {edited}: {checked}"
            );
            assert!(
                !text.contains("R7001") && !text.contains("schema.prisma:"),
                "the schema is not to blame: {checked}"
            );
            assert_eq!(text.contains("this makes it so"), shown.is_some(), "{edited}: {checked}");
            assert!(shown.is_none_or(|shown| text.contains(shown)), "{edited}: {checked}");
            assert!(!text.contains("To fix it"), "nothing writes over what somebody has edited: {checked}");
        }
        sandbox.write(file, &whole);
        assert_eq!(run(&sandbox, &["check"]).code, 0);
    }
}
