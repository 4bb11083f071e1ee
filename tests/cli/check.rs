//! `refract check`.

use insta::assert_snapshot;

use super::{Run, generate, one_more_model, read, run, run_in, said, two_schemas, two_targets};
use crate::support_git::{Sandbox, schema};

const FIRST: &str = "prisma/migrations/20260128000000_create_b/migration.sql";

fn check(sandbox: &Sandbox, arguments: &[&str]) -> Run {
    run(sandbox, &[&["check"], arguments].concat())
}

fn code(sandbox: &Sandbox, arguments: &[&str]) -> i32 {
    check(sandbox, arguments).code
}

#[test]
fn a_change_without_a_migration_fails() {
    let sandbox = one_more_model();
    assert_snapshot!(said(&sandbox, &check(&sandbox, &[])), @"
    default: compared with COMMIT (HEAD)

    error[R7001]: default: public.B (B) exists in the schema but not in the migrations
      --> prisma/schema.prisma:10:7
       |
    10 | model B {
       |       ^

    To fix it: refract generate
    --- exit 2
    ");
    assert_eq!(generate(&sandbox, &[]).code, 0);
    assert_snapshot!(said(&sandbox, &check(&sandbox, &[])), @"
    default: in sync since COMMIT (HEAD), with 20260128000000_create_b
    --- exit 0
    ");
}

#[test]
fn it_names_the_field_and_the_target() {
    let sandbox = two_targets();
    sandbox.write("prisma/schema.prisma", two_schemas("  nickname String?", ""));
    assert_snapshot!(said(&sandbox, &check(&sandbox, &["--sql"])), @r#"
    main: compared with COMMIT (HEAD)

    error[R7001]: main: app.patients.nickname (Patient.nickname) exists in the schema but not in the migrations
     --> prisma/schema.prisma:9:3
      |
    9 |   nickname String?
      |   ^^^^^^^^

    DO $refract$
    #variable_conflict use_column    -- a column may have the name of a variable, such as found
    DECLARE
        _broken text;
        _path text := current_setting('search_path');
        _quotes text := current_setting('quote_all_identifiers');
    BEGIN
        PERFORM set_config('lock_timeout', '5s', true);

        -- locks app.patients for an instant
        IF NOT EXISTS (SELECT FROM pg_attribute
                        WHERE attrelid = 'app.patients'::regclass AND attname = 'nickname' AND NOT attisdropped) THEN
            ALTER TABLE app.patients
                ADD COLUMN IF NOT EXISTS nickname TEXT;
        END IF;

        -- fails, and rolls back the changes above, unless the catalog holds what this file promised
        PERFORM set_config('search_path', '', true), set_config('quote_all_identifiers', 'on', true);    -- so that everything is printed in one way
        WITH promised (kind, at, name, want) AS (VALUES
            ('column', 'app.patients', 'nickname', 'text')
        ), seen AS (SELECT *, CASE kind
            WHEN 'column' THEN (
                SELECT concat(CASE WHEN item.typnamespace = 'pg_catalog'::regnamespace THEN replace(format_type(item.oid, modifier), '"', '')
                    WHEN item.typtype = 'b' THEN concat(item.typname, '(' || nullif(modifier, -1) || ')') ELSE format_type(item.oid, NULL) END,
                    CASE WHEN item.oid <> t.oid THEN '[]' WHEN attnotnull THEN ' not null' END, ' default ' ||
                    CASE WHEN attgenerated <> '' THEN substring(want FROM ' default (.*)')    -- a generated column has no default
                    WHEN attidentity <> '' OR starts_with(value, '"nextval"(') THEN 'autoincrement()'
                    WHEN replace(value, '::' || format_type(atttypid, atttypmod), '') ~ '^[(]*("now"[(][)]|"transaction_timestamp"[(][)]|CURRENT_TIMESTAMP([(][0-9][)])?)[)]*$'
                        THEN 'CURRENT_TIMESTAMP'
                    WHEN starts_with(value, 'NULL::') THEN NULL WHEN t.typcategory = 'N' AND constant ~ '^''?-? ?[0-9.]+''?$' THEN trim_scale(translate(constant, ''' ', '')::numeric)::text
                    WHEN constant = 'ARRAY[]' THEN '''{}''' ELSE coalesce(constant, value) END)
                FROM pg_attribute JOIN pg_class c ON c.oid = attrelid AND relkind IN ('r', 'p') LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
                JOIN pg_type own ON own.oid = atttypid JOIN pg_type t ON t.oid = CASE own.typtype WHEN 'd' THEN own.typbasetype ELSE own.oid END
                JOIN pg_type item ON item.oid = CASE WHEN t.typtype = 'b' AND t.typcategory = 'A' THEN t.typelem ELSE t.oid END
                CROSS JOIN LATERAL (SELECT pg_get_expr(adbin, adrelid),
                    nullif(greatest(atttypmod, own.typtypmod, CASE item.typname WHEN 'bpchar' THEN 5 END), CASE item.typcategory WHEN 'D' THEN 6 END)) AS printed (value, modifier)
                CROSS JOIN LATERAL (SELECT substring(value FROM '^[(+ ]*(''.*''|-? ?[0-9.]+|ARRAY[[]])([][:alnum:]_ :(),.[]|"[^"]*")*$')) AS bare (constant)
                WHERE attrelid = to_regclass(at) AND attname = name AND NOT attisdropped)
        END AS have FROM promised)
        SELECT string_agg(format(E'\n  %s %s: expected %s, found %s', kind, concat_ws('.', at, name), coalesce(want, 'nothing'), coalesce(have, 'nothing')), '' ORDER BY kind, at, name)
          INTO _broken FROM seen WHERE have IS DISTINCT FROM want;
        PERFORM set_config('search_path', _path, true), set_config('quote_all_identifiers', _quotes, true);
        IF _broken IS NOT NULL THEN
            RAISE EXCEPTION 'the database is not what this migration promised:%', _broken
                USING HINT = 'Something else has these names, or a later migration has changed them, or a statement of this file was edited and the promise of it was not.';
        END IF;
    END
    $refract$;

    pgvector: in sync since COMMIT (HEAD)

    To fix it: refract generate --target main
    --- exit 2
    "#);
}

#[test]
fn a_migration_that_does_less_or_more_fails() {
    let sandbox = one_more_model();
    assert_eq!(generate(&sandbox, &[]).code, 0);
    let whole = read(&sandbox, FIRST);
    sandbox.write(FIRST, whole.replace("CREATE TABLE", "-- CREATE TABLE").replace("    id", "-- id"));
    assert_ne!(code(&sandbox, &[]), 0);
    sandbox.write(FIRST, whole.clone() + "ALTER TABLE public.\"B\" ADD COLUMN more TEXT;\n");
    assert_snapshot!(said(&sandbox, &check(&sandbox, &[])), @r#"
    default: compared with COMMIT (HEAD), with 20260128000000_create_b

    error[R7001]: default: public.B.more (B) exists in the migrations but not in the schema
      --> prisma/schema.prisma:10:7
       |
    10 | model B {
       |       ^
       |
       = help: public.B.more would be lost: if it has another name now, say so with @refract.renamedFrom("..."); generate does not drop it unless --allow-destructive says that it may go

    To fix it: refract generate
    --- exit 2
    "#);
    sandbox
        .write(FIRST, whole + "UPDATE public.\"B\" SET id = id;\nCREATE INDEX by_text ON public.\"B\" ((id::text));\n");
    assert_eq!(code(&sandbox, &[]), 0, "what the schema language cannot say is welcome");
}

#[test]
fn what_is_not_understood_is_said_and_can_be_waved_through() {
    let sandbox = one_more_model();
    assert_eq!(generate(&sandbox, &[]).code, 0);
    let whole = read(&sandbox, FIRST);
    sandbox.write(FIRST, whole.clone() + "ALTER TABLE public.\"B\" FROBNICATE id;\n");
    assert_snapshot!(said(&sandbox, &check(&sandbox, &[])), @r#"
    --- stderr
    error[R6001]: this may change what the schema describes, and is not understood
      --> prisma/migrations/20260128000000_create_b/migration.sql:60:24
       |
    60 | ALTER TABLE public."B" FROBNICATE id;
       |                        ^^^^^^^^^^
       |
       = help: write it in another way, or, if it changes no table, column, key, index or enum, say so above it: -- refract:allow R6001 and the reason

    --- exit 1
    "#);
    let allowed =
        "-- refract:allow R6001 it changes nothing that is managed\nALTER TABLE public.\"B\" FROBNICATE id;\n";
    sandbox.write(FIRST, whole.clone() + allowed);
    assert_eq!(code(&sandbox, &[]), 0);
    sandbox.write(FIRST, whole + "CREATE TABLE copies AS SELECT now() FROM public.\"B\";\n");
    assert_eq!(code(&sandbox, &[]), 0, "no model is that table");
}

#[test]
fn only_what_is_staged_counts_in_a_hook() {
    let sandbox = one_more_model();
    assert_eq!(generate(&sandbox, &[]).code, 0);
    assert_eq!(code(&sandbox, &["--staged"]), 0, "the schema is not staged either");
    sandbox.git(&["add", "prisma/schema.prisma"]);
    assert_snapshot!(said(&sandbox, &check(&sandbox, &["--staged"])), @"
    default: compared with COMMIT (HEAD)

    error[R7001]: default: public.B (B) exists in the schema but not in the migrations
      --> prisma/schema.prisma:10:7
       |
    10 | model B {
       |       ^

    To fix it: git add prisma/migrations/20260128000000_create_b/migration.sql
    --- exit 2
    ");
    sandbox.git(&["add", "."]);
    assert_eq!(code(&sandbox, &["--staged"]), 0);
    sandbox.models(&["A", "B", "C"]);
    assert_eq!((code(&sandbox, &["--staged"]), code(&sandbox, &[])), (0, 2));
}

#[test]
fn a_commit_of_something_else_is_not_stopped_by_the_one_before() {
    let sandbox = Sandbox::repository();
    sandbox.models(&["A"]).commit("one");
    sandbox.models(&["A", "B"]).commit("without its migration");
    sandbox.write("README.md", "x").git(&["add", "README.md"]);
    let run = run(&sandbox, &["check", "--staged"]);
    assert_eq!(run.code, 0, "{run}");
    assert_eq!(code(&sandbox, &[]), 2, "in CI it is");
}

#[test]
fn a_plain_prisma_repository_needs_no_configuration() {
    let sandbox = Sandbox::repository();
    sandbox.write("prisma/migrations/migration_lock.toml", "provider = \"postgresql\"\n");
    sandbox.write(
        "prisma/migrations/20260101000000_init/migration.sql",
        "CREATE TABLE \"A\" (\"id\" INTEGER NOT NULL, CONSTRAINT \"A_pkey\" PRIMARY KEY (\"id\"));\n",
    );
    sandbox.models(&["A"]).commit("one");
    assert_snapshot!(said(&sandbox, &check(&sandbox, &[])), @"
    default: in sync with its migration, 20260101000000_init
    --- exit 0
    ");
    sandbox.models(&["A", "B"]).commit("a change without its migration");
    sandbox.write("src/x", "").commit("something else");
    let below = run_in(&sandbox, "src", &["check"]);
    assert_eq!(below.code, 2, "{below}");
    assert_eq!(generate(&sandbox, &[]).code, 0);
    assert_eq!(code(&sandbox, &[]), 0);
}

#[test]
fn a_new_migration_that_sorts_before_an_old_one_fails() {
    let sandbox = Sandbox::repository();
    sandbox.models(&["A"]).migration("20260301000000_old").commit("one");
    sandbox.git(&["switch", "--quiet", "--create", "side"]);
    sandbox.models(&["A", "B"]);
    assert_eq!(generate(&sandbox, &[]).code, 0);
    let written = "prisma/migrations/20260301000001_create_b/migration.sql";
    let content = read(&sandbox, written);
    sandbox.remove("prisma/migrations/20260301000001_create_b");
    sandbox.write(FIRST, content);
    assert_snapshot!(said(&sandbox, &check(&sandbox, &[])), @"
    default: compared with COMMIT (main), with 20260128000000_create_b

    error[R7002]: default: 20260128000000_create_b is new, but sorts before 20260301000000_old, which is in the base already
      help: refract restamp gives it a name that sorts after it

    To fix it: refract restamp
    --- exit 2
    ");
}

#[test]
fn migrations_that_moved_with_their_project_are_no_news() {
    let sandbox = Sandbox::repository();
    let old = "CREATE TABLE \"A\" (id INT PRIMARY KEY);\nCREATE INDEX nobody ON \"A\" (id);\n";
    sandbox.write("prisma/migrations/20260101000000_old/migration.sql", old);
    sandbox.models(&["A"]).commit("one");
    sandbox.git(&["switch", "--quiet", "--create", "side"]);
    std::fs::create_dir(sandbox.folder.join("packages")).unwrap();
    sandbox.git(&["mv", "prisma", "packages/prisma"]);
    sandbox.write("packages/prisma/migrations/20260102000000_new/migration.sql", "SELECT 1;\n");
    sandbox.commit("two");
    let base = sandbox.git(&["rev-parse", "--short=7", "main"]);
    let output = run(&sandbox, &["check", "--base", "main"]).to_string().replace(&base, "BASE");
    assert_snapshot!(output, @"
    default: in sync since BASE (main), with 20260102000000_new
    --- exit 0
    ");
}

#[test]
fn programs_can_read_it() {
    let sandbox = two_targets();
    sandbox.write("prisma/schema.prisma", two_schemas("  nickname String?", ""));
    assert_snapshot!(said(&sandbox, &check(&sandbox, &["--format", "json"])), @r#"
    {
      "version": 1,
      "passes": false,
      "targets": [
        {
          "name": "main",
          "base": "COMMIT (HEAD)",
          "findings": [
            {
              "code": "R7001",
              "severity": "error",
              "message": "main: app.patients.nickname (Patient.nickname) exists in the schema but not in the migrations",
              "help": null,
              "file": "prisma/schema.prisma",
              "line": 9,
              "column": 3,
              "diff": null
            }
          ]
        },
        {
          "name": "pgvector",
          "base": "COMMIT (HEAD)",
          "findings": []
        }
      ],
      "mend": "refract generate --target main",
      "errors": []
    }
    --- exit 2
    "#);
    assert_snapshot!(said(&sandbox, &check(&sandbox, &["--format", "github"])), @"
    ::error title=refract R7001,file=prisma/schema.prisma,line=9,col=3::main: app.patients.nickname (Patient.nickname) exists in the schema but not in the migrations%0ATo fix it: refract generate --target main
    pgvector: in sync since COMMIT (HEAD)
    --- exit 2
    ");
    assert_snapshot!(said(&sandbox, &check(&sandbox, &["--format", "sarif"])), @r#"
    {
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
      "runs": [
        {
          "columnKind": "unicodeCodePoints",
          "results": [
            {
              "level": "error",
              "locations": [
                {
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "prisma/schema.prisma"
                    },
                    "region": {
                      "startColumn": 3,
                      "startLine": 9
                    }
                  }
                }
              ],
              "message": {
                "text": "main: app.patients.nickname (Patient.nickname) exists in the schema but not in the migrations"
              },
              "ruleId": "R7001"
            }
          ],
          "tool": {
            "driver": {
              "name": "refract",
              "rules": [
                {
                  "id": "R7001"
                }
              ],
              "version": "0.1.0"
            }
          }
        }
      ],
      "version": "2.1.0"
    }
    --- exit 2
    "#);
    let sarif: serde_json::Value =
        serde_json::from_str(&run(&sandbox, &["check", "--format", "sarif"]).stdout).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    assert_eq!(
        sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
        "prisma/schema.prisma"
    );
}

#[test]
fn a_schema_with_mistakes_is_an_error() {
    let sandbox = Sandbox::repository();
    sandbox.write("prisma/schema.prisma", schema(&["A"]) + "model B {\n}\n");
    assert_eq!(code(&sandbox, &[]), 1);
}
