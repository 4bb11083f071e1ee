//! `refract diff`.

use insta::assert_snapshot;

use super::{TWO_TARGETS, one_more_model, run, two_schemas, two_targets};
use crate::support_git::{Sandbox, schema};

fn outside() -> Sandbox {
    let sandbox = Sandbox::outside_git();
    sandbox.write("a.prisma", schema(&["A", "Gone"])).write("b.prisma", schema(&["A", "B"]));
    sandbox
}

#[test]
fn it_needs_no_git_and_no_configuration() {
    let sandbox = outside();
    assert_snapshot!(run(&sandbox, &["diff", "--from", "a.prisma", "--to", "b.prisma"]), @r#"
    default: from a.prisma to b.prisma
      + create public.B (B)
      - drop public.Gone (Gone)   (data of public.Gone is lost)
    --- stderr
    warning[R4007]: on default, public.Gone goes and public.B comes: this may be one table with a new name
      --> b.prisma:10:7
       |
    10 | model B {
       |       ^
       |
       = help: if it is, write /// @refract.renamedFrom("Gone") on B, or give --rename Gone=B; if it is not, give --no-rename B


    Next: --format sql prints the script that does this; `refract generate` writes what is new as migrations
    --- exit 0
    "#);
    assert_snapshot!(run(&sandbox, &["diff", "--from", "a.prisma", "--to", "b.prisma", "--format", "ddl"]), @r#"
    CREATE TABLE IF NOT EXISTS public."B" (
        id INTEGER NOT NULL,

        CONSTRAINT "B_pkey" PRIMARY KEY (id)
    );

    DROP TABLE IF EXISTS public."Gone";
    --- stderr
    warning[R4007]: on default, public.Gone goes and public.B comes: this may be one table with a new name
      --> b.prisma:10:7
       |
    10 | model B {
       |       ^
       |
       = help: if it is, write /// @refract.renamedFrom("Gone") on B, or give --rename Gone=B; if it is not, give --no-rename B

    --- exit 0
    "#);
    assert_snapshot!(run(&sandbox, &["diff", "--from", "a.prisma"]), @r"
    --- stderr
    error[R3002]: there are several schemas with a PostgreSQL datasource: a.prisma, b.prisma
      help: say which one with `--schema a.prisma`

    --- exit 1
    ");
    assert_snapshot!(run(&sandbox, &["diff", "--to", "b.prisma"]), @r"
    --- stderr
    error[R3009]: this folder is in no git repository
      help: say what to compare with: `--base` or `--from` with a .prisma file, a folder of them, or `empty`

    --- exit 1
    ");
}

#[test]
fn the_exit_code_tells_when_it_is_asked_to() {
    let sandbox = outside();
    let code =
        |from: &str, more: &[&str]| run(&sandbox, &[&["diff", "--from", from, "--to", "b.prisma"], more].concat()).code;
    assert_eq!(code("a.prisma", &[]), 0);
    assert_eq!(code("a.prisma", &["--exit-code"]), 2);
    assert_eq!(code("b.prisma", &["--exit-code"]), 0);
    assert_eq!(code("c.prisma", &["--exit-code"]), 1);
    for format in ["text", "sql", "ddl", "json"] {
        assert_eq!(code("a.prisma", &["--exit-code", "--format", format]), 2);
    }
}

#[test]
fn it_compares_with_the_base() {
    let sandbox = one_more_model();
    let head = sandbox.git(&["rev-parse", "--short=7", "HEAD"]);
    let said = |arguments: &[&str]| run(&sandbox, arguments).to_string().replace(&head, "COMMIT");
    assert_snapshot!(said(&["diff"]), @"
    default: from COMMIT (HEAD) to the working tree
      + create public.B (B)
    --- stderr

    Next: --format sql prints the script that does this; `refract generate` writes what is new as migrations
    --- exit 0
    ");
    assert_snapshot!(said(&["diff", "--from", "worktree", "--to", "HEAD"]), @"
    default: from the working tree to COMMIT (HEAD)
      - drop public.B (B)   (data of public.B is lost)
    --- stderr

    Next: --format sql prints the script that does this; `refract generate` writes what is new as migrations
    --- exit 0
    ");
    assert_snapshot!(said(&["diff", "--from", "HEAD", "--to", "staged"]), @"
    default: no differences between COMMIT (HEAD) and the index
    --- stderr

    Next: nothing: there is no migration to write
    --- exit 0
    ");
    assert_snapshot!(said(&["diff", "--from", "nope"]), @"
    --- stderr
    error[R3006]: `nope` is neither a path nor a revision that git knows
      help: a source is `worktree`, `staged`, `empty`, `history`, a git revision (`git:REV` or just `HEAD~1`), or a path (`file:PATH`): a .prisma file, a folder of them, an .sql file, or a folder of migrations

    --- exit 1
    ");
}

#[test]
fn sql_names_the_targets() {
    let sandbox = two_targets();
    sandbox.write("prisma/schema.prisma", two_schemas("  nickname String?", "  text String?"));
    let sql = run(&sandbox, &["diff", "--format", "sql"]).stdout;
    assert!(
        sql.starts_with("-- Target: main\n\nDO $refract$\n") && sql.contains("\n-- Target: pgvector\n\nDO $"),
        "{sql}"
    );
    assert_snapshot!(run(&sandbox, &["diff", "--format", "ddl"]).stdout, @r"
    -- Target: main

    ALTER TABLE app.patients
        ADD COLUMN IF NOT EXISTS nickname TEXT;

    -- Target: pgvector

    ALTER TABLE ai.notes
        ADD COLUMN IF NOT EXISTS text TEXT;
    ");
    let one = run(&sandbox, &["diff", "--format", "sql", "--target", "pgvector"]).stdout;
    assert!(one.starts_with("DO $refract$\n"), "{one}");
}

#[test]
fn json_is_of_a_stable_shape() {
    let sandbox = Sandbox::outside_git();
    sandbox.write("a.prisma", schema(&["A"]));
    sandbox.write("b.prisma", schema(&["A"]).replace("@id\n", "@id\n  name String\n"));
    sandbox.write("refract.toml", "[safety]\nverify = false\n");
    assert_snapshot!(run(&sandbox, &["diff", "--from", "a.prisma", "--to", "b.prisma", "--format", "json", "-q"]).stdout, @r#"
    {
      "version": 1,
      "targets": [
        {
          "target": "default",
          "from": "a.prisma",
          "to": "b.prisma",
          "changes": [
            {
              "kind": "add_columns",
              "summary": "add public.A.name",
              "locks": [
                {
                  "table": "public.A",
                  "mode": "ACCESS EXCLUSIVE",
                  "lasts": "instant"
                }
              ],
              "loses": null,
              "risk": "name of public.A is required and has no default: it fails, and changes nothing, when the table has rows",
              "sql": "ALTER TABLE public.\"A\"\n    ADD COLUMN IF NOT EXISTS name TEXT NOT NULL;\n"
            }
          ],
          "sql": "DO $refract$\n#variable_conflict use_column    -- a column may have the name of a variable, such as found\nBEGIN\n    PERFORM set_config('lock_timeout', '5s', true);\n\n    -- locks public.\"A\" for an instant\n    IF NOT EXISTS (SELECT FROM pg_attribute\n                    WHERE attrelid = 'public.\"A\"'::regclass AND attname = 'name' AND NOT attisdropped) THEN\n        ALTER TABLE public.\"A\"\n            ADD COLUMN IF NOT EXISTS name TEXT NOT NULL;\n    END IF;\nEND\n$refract$;\n"
        }
      ],
      "errors": []
    }
    "#);
}

#[test]
fn what_does_not_count_any_more_is_told() {
    let sandbox = two_targets();
    sandbox.write("refract.toml", "scema = \"x\"\n").commit("a slip");
    sandbox.write("refract.toml", TWO_TARGETS);
    let run = run(&sandbox, &["diff", "--from", "HEAD"]);
    assert!(run.code == 0 && run.stderr.contains("note[R3013]"), "{run}");
}

#[test]
fn what_git_cannot_read_is_an_error() {
    let sandbox = two_targets();
    let blob = sandbox.git(&["rev-parse", "HEAD:prisma/schema.prisma"]);
    std::fs::remove_file(sandbox.folder.join(format!(".git/objects/{}/{}", &blob[..2], &blob[2..]))).unwrap();
    let run = run(&sandbox, &["diff", "--from", "HEAD"]);
    assert!(run.code == 1 && run.stderr.contains("error[R3010]"), "{run}");
}

#[test]
fn a_warning_about_the_schema_is_printed_and_stops_nothing() {
    let sandbox = two_targets();
    sandbox.write("prisma/schema.prisma", super::two_schemas("  number Int @default(3000000000)", ""));
    let run = run(&sandbox, &["diff", "--from", "empty"]);
    assert!(run.code == 0 && run.stderr.contains("warning[R0710]"), "{run}");
}
