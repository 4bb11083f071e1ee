//! What is said before anything is written.

use insta::assert_snapshot;

use super::project;
use super::zoo::{EDITS, Edit, TABLE, schema};
use crate::cli::{Run, generate};
use crate::support::postgres::Server;

pub fn edit(name: &str) -> Option<&'static Edit> {
    EDITS.iter().find(|edit| edit.name == name)
}

pub fn generated(beside: &str, name: &str, arguments: &[&str]) -> Run {
    let sandbox = project(&format!("{TABLE}\n{beside}"), &schema(edit(name), false));
    generate(&sandbox, &[&["change"], arguments].concat())
}

#[test]
fn a_view_on_a_column_that_goes_stops_it_whatever_is_allowed() {
    let run = generated("CREATE VIEW v AS SELECT \"n\" FROM \"T\";", "a column goes", &["--allow-destructive"]);
    assert_snapshot!(run, @r#"
    --- stderr
    error[R4012]: default: VIEW public.v is in the way: drop public.T.n
      --> prisma/migrations/20250101000000_init/migration.sql:12:1
       |
    12 | CREATE VIEW v AS SELECT "n" FROM "T";
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ made here
       |
       = help: PostgreSQL would refuse the change, or its definition afterwards; write a migration of your own that drops it or changes it first: DROP VIEW IF EXISTS public.v; and, where it is still needed, creates it again in one that comes after this change

    --- exit 1
    "#);
}

#[test]
fn what_goes_along_with_a_column_stands_in_the_refusal_and_in_the_head() {
    let beside = "ALTER TABLE \"T\" ADD CONSTRAINT c CHECK (\"n\" > 0 OR \"k\" = ''); CREATE STATISTICS st ON \"k\", \"n\" FROM \"T\";";
    assert_snapshot!(generated(beside, "a column goes", &[]), @r#"
    --- stderr
    error[R4001]: on default, data would be lost: public.T.n (with CHECK c of public.T, STATISTICS public.st)
      help: if it has another name now, say so, with @refract.renamedFrom("...") in the schema or with --rename; if it may go, add --allow-destructive

    --- exit 1
    "#);
    let run = generated(beside, "a column goes", &["--allow-destructive", "--dry-run"]);
    let head: Vec<&str> = run.stdout.lines().filter(|line| line.starts_with("-- Loses:")).collect();
    assert_snapshot!(head.join("\n"), @"-- Loses:     public.T.n (with CHECK c of public.T, STATISTICS public.st)");
}

#[test]
fn what_makes_way_is_named_with_its_place() {
    let run = generated("CREATE VIEW v AS SELECT \"n\" FROM \"T\";", "larger numbers", &[]);
    assert_snapshot!(run, @r#"
    default: prisma/migrations/20260128000000_change/migration.sql
        change the type of public.T.n
        put VIEW public.v back

    Next: read what was written, commit it together with the schema, and run it:
      psql "$(echo "$DATABASE_URL" | sed -E 's/(schema|pgbouncer|connection_limit|pool_timeout)=[^&]*&?//g')" -v ON_ERROR_STOP=1 -f prisma/migrations/20260128000000_change/migration.sql
      npx prisma migrate deploy   # in place of psql, where Prisma keeps the ledger
    --- stderr
    note[R4013]: default: VIEW public.v is dropped for this, and created again: change the type of public.T.n
      --> prisma/migrations/20250101000000_init/migration.sql:12:1
       |
    12 | CREATE VIEW v AS SELECT "n" FROM "T";
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ made here
       |
       = help: as the migrations created it; what was changed on a server by hand is not in them

    --- exit 0
    "#);
}

#[test]
fn words_that_say_an_old_name_cannot_be_run_again() {
    let beside = "CREATE VIEW v AS SELECT \"n\" FROM \"T\"; ALTER TABLE \"T\" RENAME \"k\" TO \"o\"; ALTER TABLE \"T\" RENAME \"o\" TO \"k\";\n\
                  ALTER TABLE \"T\" RENAME \"n\" TO \"o\"; ALTER TABLE \"T\" RENAME \"o\" TO \"n\";";
    assert_snapshot!(generated(beside, "larger numbers", &[]), @r#"
    --- stderr
    error[R4012]: default: VIEW public.v is in the way: change the type of public.T.n
      --> prisma/migrations/20250101000000_init/migration.sql:12:1
       |
    12 | CREATE VIEW v AS SELECT "n" FROM "T"; ALTER TABLE "T" RENAME "k" TO "o"; ALTER TABLE "T" RENAME "o" TO "k";
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ made here
       |
       = help: its statements say a name that is another one by now, so they cannot be run again here; write a migration of your own that drops it or changes it first: DROP VIEW IF EXISTS public.v; and, where it is still needed, creates it again in one that comes after this change

    --- exit 1
    "#);
}

#[test]
fn a_publication_of_a_whole_table_stands_on_none_of_its_columns() {
    let beside = "CREATE PUBLICATION a FOR TABLE \"T\"; CREATE PUBLICATION b FOR ALL TABLES; CREATE PUBLICATION c;";
    for change in ["larger numbers", "a column goes", "an enum becomes a text"] {
        let run = generated(beside, change, &["--dry-run", "--allow-destructive"]);
        assert_eq!(run.code, 0, "{change}\n{run}");
    }
}

#[test]
fn a_published_table_whose_words_do_not_tell_its_heirs_stops_the_change() {
    let child = "CREATE TABLE child (more INTEGER) INHERITS (\"T\");";
    let only = "CREATE PUBLICATION p FOR TABLE ONLY \"T\" (\"id\", \"n\");";
    let with_child = format!("{child} CREATE PUBLICATION p FOR TABLE \"T\" (\"id\", \"n\");");
    for beside in [only, &with_child] {
        let run = generated(beside, "larger numbers", &["--dry-run"]);
        assert!(run.stderr.contains("R4012]: default: TABLE public.T in PUBLICATION p is in the way"), "{run}");
        assert!(run.stderr.contains("ALTER PUBLICATION p DROP TABLE public.\"T\";"), "{run}");
    }
    for left in
        ["ALTER PUBLICATION p DROP TABLE ONLY \"T\";", "DROP PUBLICATION p;", "ALTER PUBLICATION p SET TABLE o;"]
    {
        let beside = format!("CREATE TABLE o (n INTEGER); {only} {left}");
        let run = generated(&beside, "larger numbers", &["--dry-run", "--allow-destructive"]);
        assert!(run.code == 0 && !run.stderr.contains("PUBLICATION"), "{left}\n{run}");
    }
}

#[test]
fn what_cannot_be_put_back_is_named_with_its_place_and_the_way_out() {
    let cases = [
        ("ALTER TABLE \"T\" ADD COLUMN g INTEGER GENERATED ALWAYS AS (\"n\" * 2) STORED;", "larger numbers"),
        (
            "CREATE DOMAIN d AS \"S\" CHECK (VALUE <> 'B');\nCREATE SCHEMA hand; CREATE TABLE hand.t (a d);",
            "an enum loses a value",
        ),
        (
            "CREATE TYPE pair AS (a \"S\", b INTEGER);\nCREATE SCHEMA hand; CREATE TABLE hand.t (a pair[]);",
            "an enum loses a value",
        ),
    ];
    let said: Vec<String> = cases
        .into_iter()
        .map(|(beside, name)| {
            let has_generated = beside.contains("GENERATED");
            let schema = schema(edit(name), has_generated).replace("  gen Int", "  g Int");
            generate(&project(&format!("{TABLE}\n{beside}"), &schema), &["change", "--dry-run"]).stderr
        })
        .collect();
    assert_snapshot!(said.concat(), @r#"
    error[R4012]: default: generated column g of public.T is in the way: change the type of public.T.n
      --> prisma/migrations/20250101000000_init/migration.sql:12:1
       |
    12 | ALTER TABLE "T" ADD COLUMN g INTEGER GENERATED ALWAYS AS ("n" * 2) STORED;
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ made here
       |
       = help: PostgreSQL would refuse the change, or its definition afterwards; write a migration of your own that drops it or changes it first: ALTER TABLE public."T" DROP COLUMN IF EXISTS g; and, where it is still needed, creates it again in one that comes after this change; a new column comes after all others, so on PostgreSQL 17 and newer rather give it another expression meanwhile, with SET EXPRESSION

    error[R4012]: default: DOMAIN public.d is in the way: remove C from public.S
      --> prisma/migrations/20250101000000_init/migration.sql:12:1
       |
    12 | CREATE DOMAIN d AS "S" CHECK (VALUE <> 'B');
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ made here
       |
       = help: PostgreSQL would refuse the change, or its definition afterwards; write a migration of your own that drops it or changes it first: DROP DOMAIN IF EXISTS public.d; and, where it is still needed, creates it again in one that comes after this change; columns of this type must get another type before

    error[R4012]: default: TYPE public.pair is in the way: remove C from public.S
      --> prisma/migrations/20250101000000_init/migration.sql:12:1
       |
    12 | CREATE TYPE pair AS (a "S", b INTEGER);
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ made here
       |
       = help: PostgreSQL would refuse the change, or its definition afterwards; write a migration of your own that drops it or changes it first: DROP TYPE IF EXISTS public.pair; and, where it is still needed, creates it again in one that comes after this change; columns of this type must get another type before
    "#);
}

#[test]
fn a_script_that_is_only_shown_comes_with_a_warning() {
    let sandbox =
        project(&format!("{TABLE}\nCREATE VIEW v AS SELECT \"n\" FROM \"T\";"), &schema(edit("a column goes"), false));
    let run = crate::cli::run(&sandbox, &["diff", "--format", "sql"]);
    assert!(run.code == 0 && run.stderr.contains("warning[R4012]: default: VIEW public.v"), "{run}");
}

#[test]
fn what_only_seems_to_read_a_view_outlives_it() {
    let beside = "CREATE VIEW v AS SELECT \"k\" FROM \"T\"; CREATE VIEW w AS SELECT \"n\" AS v FROM \"T\"; DROP VIEW v;
        CREATE VIEW u AS SELECT \"n\" FROM \"T\"; DROP VIEW u; CREATE VIEW x AS SELECT v FROM w; DROP VIEW w CASCADE;
        CREATE VIEW w AS SELECT \"n\" AS v FROM \"T\";";
    let run = generated(beside, "larger numbers", &["--dry-run"]);
    let named: Vec<&str> = run.stderr.lines().filter(|line| line.contains("R4013")).collect();
    assert_snapshot!(named.join("\n"), @"note[R4013]: default: VIEW public.w is dropped for this, and created again: change the type of public.T.n");
}

#[test]
fn a_thing_is_named_once_whatever_it_stands_on() {
    let run = generated("CREATE VIEW v AS SELECT \"n\" FROM \"T\";", "a column goes", &["--allow-destructive"]);
    assert_eq!(run.stderr.matches("R4012").count(), 1, "{run}");
    let schema = schema(None, false).replace("  k String\n  n Int\n", "");
    let history = format!("{TABLE}\nCREATE VIEW v AS SELECT \"k\", \"n\" FROM \"T\";");
    let run = generate(&project(&history, &schema), &["change", "--allow-destructive"]);
    assert!(run.stderr.contains("VIEW public.v is in the way: drop public.T.k; drop public.T.n"), "{run}");
}

#[test]
fn words_that_say_a_value_which_goes_cannot_be_run_again() {
    let labels = ["C", "A"].map(|label| {
        let beside = format!("ALTER TABLE \"T\" ADD CONSTRAINT c CHECK (\"s\" <> '{label}');");
        generated(&beside, "an enum loses a value", &["--dry-run"])
    });
    assert!(labels[0].code == 1 && labels[0].stderr.contains("CHECK c of public.T is in the way"), "{}", labels[0]);
    assert!(labels[1].code == 0 && labels[1].stdout.contains("ADD CONSTRAINT c"), "{}", labels[1]);
    let renamed = "ALTER TABLE \"T\" ADD CONSTRAINT c CHECK (\"s\" <> 'A'); ALTER TYPE \"S\" RENAME VALUE 'A' TO 'X'; ALTER TYPE \"S\" RENAME VALUE 'X' TO 'A';";
    let run = generated(renamed, "an enum becomes a text", &["--dry-run"]);
    assert!(run.code == 1 && run.stderr.contains("say a name that is another one by now"), "{run}");
}

const TRIGGER: &str =
    "CREATE FUNCTION low() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.n := abs(NEW.n); RETURN NEW; END $$;
CREATE TRIGGER low BEFORE INSERT ON \"T\" FOR EACH ROW EXECUTE FUNCTION low();
CREATE FUNCTION total() RETURNS bigint LANGUAGE sql AS 'SELECT sum(n) FROM \"T\"';
CREATE FUNCTION other() RETURNS int LANGUAGE sql AS 'SELECT n FROM elsewhere';";

#[test]
fn functions_whose_body_says_a_name_that_changes_are_named() {
    let run = generated(TRIGGER, "a column is renamed", &["--dry-run"]);
    let head: Vec<&str> = run.stdout.lines().filter(|line| line.starts_with("-- Note:")).collect();
    assert_snapshot!(head.join("\n"), @r"
    -- Note:      the body of FUNCTION public.low says n: rename column public.T.n to m (T.n)
    -- Note:      the body of FUNCTION public.total says n: rename column public.T.n to m (T.n)
    ");
    assert_snapshot!(run.stderr, @r#"
    note[R4014]: default: the body of FUNCTION public.low says n: rename column public.T.n to m (T.n)
      --> prisma/migrations/20250101000000_init/migration.sql:12:1
       |
    12 | CREATE FUNCTION low() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.n := abs(NEW.n); RETURN NEW; END $$;
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ made here
       |
       = help: look at it: PostgreSQL reads a function's body when it runs, and not when something is renamed

    note[R4014]: default: the body of FUNCTION public.total says n: rename column public.T.n to m (T.n)
      --> prisma/migrations/20250101000000_init/migration.sql:14:1
       |
    14 | CREATE FUNCTION total() RETURNS bigint LANGUAGE sql AS 'SELECT sum(n) FROM "T"';
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ made here
       |
       = help: look at it: PostgreSQL reads a function's body when it runs, and not when something is renamed


    Next: without --dry-run this is written
    "#);
    for (change, count) in [("a table is renamed", 1), ("a column goes", 2), ("larger numbers", 2), ("a text goes", 0)]
    {
        let run = generated(TRIGGER, change, &["--dry-run", "--allow-destructive"]);
        assert_eq!(run.stderr.matches("R4014").count(), count, "{change}\n{run}");
    }
}

/// A required column whose rows get a value.
fn backfilled(beside: &str) -> Run {
    let schema = schema(None, false).replace("  j Json?\n", "  j Json?\n  more Int /// @refract.backfill(\"n + 1\")\n");
    generate(&project(&format!("{TABLE}\n{beside}"), &schema), &["change", "--dry-run"])
}

#[test]
fn rows_that_a_step_does_not_reach_are_said_before() {
    let forced = "ALTER TABLE \"T\" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;";
    let rule = "CREATE RULE r AS ON UPDATE TO \"T\" DO INSTEAD NOTHING;";
    let append_only =
        "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'append only'; END $$;
        CREATE TRIGGER no BEFORE UPDATE OR DELETE ON \"T\" FOR EACH ROW EXECUTE FUNCTION no();";
    let said: Vec<String> = [forced, rule, append_only].iter().map(|beside| backfilled(beside).stderr).collect();
    assert_snapshot!(said.concat(), @r#"
    warning[R4015]: default: row level security of public.T: row level security is forced, so a step sees only the rows that policies let through: add and fill public.T.more
      --> prisma/migrations/20250101000000_init/migration.sql:12:1
       |
    12 | ALTER TABLE "T" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ made here
       |
       = help: run the migration as a role that sees and may change all rows, or switch this off around it


    Next: without --dry-run this is written
    warning[R4015]: default: RULE r of public.T: it replaces UPDATE, so rows do not get their value: add and fill public.T.more
      --> prisma/migrations/20250101000000_init/migration.sql:12:1
       |
    12 | CREATE RULE r AS ON UPDATE TO "T" DO INSTEAD NOTHING;
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ made here
       |
       = help: run the migration as a role that sees and may change all rows, or switch this off around it


    Next: without --dry-run this is written
    warning[R4015]: default: TRIGGER no of public.T: it may stop an UPDATE with an exception: add and fill public.T.more
      --> prisma/migrations/20250101000000_init/migration.sql:13:9
       |
    13 |         CREATE TRIGGER no BEFORE UPDATE OR DELETE ON "T" FOR EACH ROW EXECUTE FUNCTION no();
       |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ made here
       |
       = help: run the migration as a role that sees and may change all rows, or switch this off around it


    Next: without --dry-run this is written
    "#);
    let on_delete = append_only.replace("UPDATE OR DELETE", "DELETE");
    let unforced = format!("{forced} ALTER TABLE \"T\" NO FORCE ROW LEVEL SECURITY;");
    for beside in ["", on_delete.as_str(), unforced.as_str()] {
        assert!(!backfilled(beside).stderr.contains("R4015"), "{beside}");
    }
}

#[test]
fn a_backfill_goes_on_with_deferred_triggers() {
    let beside = "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
        CREATE CONSTRAINT TRIGGER g AFTER UPDATE ON \"T\" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION touch();";
    let file = backfilled(beside).stdout;
    let database = Server::without_vector().database();
    database.run_as_one_query(&format!("{TABLE}\n{beside}")).unwrap();
    database.run_as_one_query("INSERT INTO \"T\" (k, n, s) VALUES ('1', 1, 'A')").unwrap();
    database.run_as_one_query(&file).unwrap();
    assert_eq!(database.query("SELECT more FROM \"T\""), "2");
}

#[test]
fn texts_that_differ_by_letter_case_only_are_counted_before_they_collide() {
    let history = "CREATE EXTENSION citext;\nCREATE TABLE \"T\" (id INTEGER NOT NULL, k TEXT, n INTEGER NOT NULL, CONSTRAINT \"T_pkey\" PRIMARY KEY (id));
        CREATE UNIQUE INDEX \"T_k_n_key\" ON \"T\" (k, n);";
    let schema = format!(
        "{}\nmodel T {{\n  id Int @id\n  k String? @db.Citext\n  n Int\n  @@unique([k, n])\n}}\n",
        crate::support_git::DATASOURCE.replace("}\n", "  extensions = [citext]\n}\n")
    );
    let run = generate(&project(history, &schema), &["change", "--dry-run"]);
    assert!(run.stderr.contains("public.T.k is unique and changes its type"), "{run}");
    let database = Server::with_vector().database();
    if database.run_as_one_query(history).is_err() {
        return; // this server has no citext
    }
    let insert = "INSERT INTO \"T\" VALUES (1, 'a', 1), (2, 'b', 1), (3, NULL, 1), (4, NULL, 1), (5, 'A', 2)";
    database.run_as_one_query(insert).unwrap();
    let collides = database.copy();
    database.run_as_one_query(&run.stdout).unwrap();
    collides.run_as_one_query("INSERT INTO \"T\" VALUES (6, 'B', 1)").unwrap();
    let error = collides.run_as_one_query(&run.stdout).unwrap_err();
    assert!(error.contains("public.T cannot become unique over k, n: 1 values are there more than once"), "{error}");
}

#[test]
fn a_view_with_privileges_that_no_migration_gave_is_not_made_again_without_them() {
    let view = "CREATE VIEW v AS SELECT \"n\" FROM \"T\";";
    // two changes that it is in the way of
    let both = schema(edit("larger numbers"), false).replace("  k String\n", "  k String @db.VarChar(9)\n");
    let view = view.replace("\"n\"", "\"n\", \"k\"");
    let file = generate(&project(&format!("{TABLE}\n{view}"), &both), &["change", "--dry-run"]).stdout;
    assert_eq!(file.matches("DROP VIEW").count(), 2, "{file}");
    for by_hand in ["GRANT SELECT ON v TO PUBLIC", "COMMENT ON VIEW v IS 'mine'", "ALTER VIEW v OWNER TO pg_monitor"] {
        let database = Server::without_vector().database();
        database.run_as_one_query(&format!("{TABLE}\n{view}")).unwrap();
        database.run_as_one_query(by_hand).unwrap();
        let error = database.run_as_one_query(&file).unwrap_err();
        assert!(error.contains("public.v had another owner, other privileges or another comment"), "{error}");
    }
    let database = Server::without_vector().database();
    database
        .run_as_one_query(&format!("{TABLE}\n{view} GRANT SELECT ON v TO PUBLIC; REVOKE SELECT ON v FROM PUBLIC;"))
        .unwrap();
    database.run_as_one_query(&file).unwrap();
    database.run_as_one_query(&file).unwrap();
}
