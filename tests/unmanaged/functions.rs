//! Functions: which of them make way, what stands on them, and what stops a change because of them.

use super::named::{edit, generated};
use super::project;
use super::zoo::{TABLE, schema};
use crate::cli::generate;
use crate::support::postgres::Server;

#[test]
fn what_stands_on_a_function_that_would_make_way_is_named() {
    let atomic = "CREATE FUNCTION f() RETURNS bigint LANGUAGE sql RETURN (SELECT count(*) FROM \"T\" WHERE \"n\" > 0);";
    let cases = [
        ("ALTER TABLE \"T\" ALTER \"id\" SET DEFAULT f();", "DEFAULT id of public.T"),
        (
            "CREATE DOMAIN d AS bigint CHECK (VALUE < f()); CREATE SCHEMA h; CREATE TABLE h.t (a d);",
            "DOMAIN public.d is in the way",
        ),
        ("CREATE OPERATOR ## (LEFTARG = bigint, FUNCTION = f);", "OPERATOR"),
    ];
    for (beside, name) in cases {
        let run = generated(&format!("{atomic}\n{beside}"), "larger numbers", &["--dry-run"]);
        assert!(run.code == 1 && run.stderr.contains("R4012") && run.stderr.contains(name), "{beside}\n{run}");
    }
    // each calls the other by now
    let circle = format!(
        "{atomic} CREATE FUNCTION g() RETURNS bigint LANGUAGE sql RETURN f() + 1;
        CREATE OR REPLACE FUNCTION f() RETURNS bigint LANGUAGE sql RETURN (SELECT g() FROM \"T\" WHERE \"n\" > 0);"
    );
    let run = generated(&circle, "larger numbers", &["--dry-run"]);
    for name in ["f", "g"] {
        assert!(run.stderr.contains(&format!("FUNCTION public.{name} is in the way")), "{run}");
    }
}

#[test]
fn words_of_a_function_that_would_make_another_one_stop_the_change() {
    let cases = [
        // PostgreSQL keeps the type that it found
        ("CREATE FUNCTION f(a \"T\".\"s\"%TYPE) RETURNS int LANGUAGE sql AS 'SELECT 1';", true),
        // the value that goes
        ("CREATE FUNCTION f(a \"S\") RETURNS boolean LANGUAGE sql AS $$ SELECT a = 'C' $$;", true),
        ("CREATE FUNCTION f(a \"S\") RETURNS boolean LANGUAGE sql AS $$ SELECT a = 'B' $$;", false),
        ("CREATE FUNCTION e(a \"S\") RETURNS int LANGUAGE sql AS 'SELECT 1'; ALTER FUNCTION e RENAME TO f;", true),
        ("CREATE FUNCTION f(a \"S\") RETURNS int LANGUAGE sql AS 'SELECT 1'; DROP FUNCTION f(\"S\");", false),
    ];
    for (beside, stops) in cases {
        let run = generated(beside, "an enum loses a value", &["--dry-run"]);
        assert_eq!(run.code == 1, stops, "{beside}\n{run}");
        assert_eq!(run.stderr.contains("FUNCTION public.f is in the way"), stops, "{beside}\n{run}");
    }
}

#[test]
fn a_function_with_privileges_that_no_migration_gave_is_not_made_again_without_them() {
    let function = "CREATE FUNCTION f(a \"S\") RETURNS int LANGUAGE sql AS 'SELECT 1';";
    let file = generated(function, "an enum loses a value", &["--dry-run"]).stdout;
    for by_hand in [
        "REVOKE ALL ON FUNCTION f FROM PUBLIC",
        "COMMENT ON FUNCTION f IS 'mine'",
        "ALTER FUNCTION f OWNER TO pg_monitor",
    ] {
        let database = Server::without_vector().database();
        database.run_as_one_query(&format!("{TABLE}\n{function}")).unwrap();
        database.run_as_one_query(by_hand).unwrap();
        let error = database.run_as_one_query(&file).unwrap_err();
        assert!(error.contains("public.f had another owner, other privileges or another comment"), "{error}");
    }
}

#[test]
fn what_went_with_a_function_is_not_made_again() {
    let beside = "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE VIEW v AS SELECT f() + \"n\" AS x FROM \"T\";
        CREATE FUNCTION g() RETURNS int LANGUAGE sql RETURN (SELECT min(x) FROM v); CREATE VIEW w AS SELECT g(), \"n\" FROM \"T\";
        DROP FUNCTION f() CASCADE;";
    let run = generated(beside, "larger numbers", &["--dry-run"]);
    assert!(run.code == 0 && !run.stderr.contains("R40") && !run.stdout.contains("VIEW"), "{run}");
}

#[test]
fn a_body_that_names_what_is_renamed_is_put_back_as_it_was() {
    let function =
        "CREATE FUNCTION f(a \"S\") RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM \"T\" WHERE \"n\" > 0 $$;";
    let schema = schema(edit("an enum loses a value"), false)
        .replace("  n Int\n", "  n Int @map(\"m\") /// @refract.renamedFrom(\"n\")\n");
    let run = generate(&project(&format!("{TABLE}\n{function}"), &schema), &["change", "--dry-run"]);
    assert!(run.stderr.contains("R4013") && run.stderr.contains("R4014"), "{run}");
    let database = Server::without_vector().database();
    database.run_as_one_query(&format!("{TABLE}\n{function}")).unwrap();
    database.run_as_one_query(&run.stdout).unwrap();
    assert_eq!(database.query("SELECT prosrc LIKE '%\"n\" > 0%' FROM pg_proc WHERE proname = 'f'"), "t");
}

#[test]
fn the_name_of_a_parameter_is_no_type_and_no_table() {
    let beside = "CREATE FUNCTION f(\"S\" text, \"T\" int DEFAULT 1) RETURNS text LANGUAGE sql AS $$ SELECT $1 $$;";
    for change in ["an enum loses a value", "a table goes"] {
        let run = generated(beside, change, &["--dry-run", "--allow-destructive"]);
        assert_eq!(run.code, 0, "{change}\n{run}");
    }
    let of_them = "CREATE FUNCTION f(\"S\", a \"T\") RETURNS SETOF \"T\" LANGUAGE sql AS $$ SELECT $2 $$;";
    for (change, what) in [("an enum loses a value", "is dropped for this"), ("a table goes", "is in the way")] {
        let run = generated(of_them, change, &["--dry-run", "--allow-destructive"]);
        assert!(run.stderr.contains(&format!("FUNCTION public.f {what}")), "{change}\n{run}");
    }
}
