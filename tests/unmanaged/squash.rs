//! A history that is deleted and written anew: what only the old one made is named.

use insta::assert_snapshot;

use super::project;
use super::zoo::{TABLE, schema};
use crate::cli::{run, said};
use crate::support_git::Sandbox;

const BESIDE: &str = r#"
ALTER TABLE "T" ADD CONSTRAINT positive CHECK ("n" > 0);
CREATE VIEW v AS SELECT "n" FROM "T";
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER g BEFORE UPDATE ON "T" FOR EACH ROW EXECUTE FUNCTION touch();
ALTER TABLE "T" ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON "T" USING ("n" > 0);
GRANT SELECT ON "T" TO reader;
INSERT INTO "T" (k, n, s) VALUES ('a', 1, 'A');
"#;

fn squashed(beside: &str) -> Sandbox {
    let sandbox = project(&format!("{TABLE}{beside}"), &schema(None, false));
    sandbox.git(&["init", "--quiet", "--initial-branch=main", "."]);
    sandbox.commit("all");
    sandbox.git(&["checkout", "--quiet", "-b", "squash"]);
    sandbox.remove("prisma/migrations/20250101000000_init");
    sandbox
}

#[test]
fn baseline_and_check_name_what_a_new_database_will_lack() {
    let sandbox = squashed(BESIDE);
    let baseline = run(&sandbox, &["baseline", "--date", "2026-01-28"]);
    assert_snapshot!(baseline.stderr, @r"
    warning[R7007]: default: a new database will lack what only the old migrations make: CHECK positive of public.T, VIEW public.v, FUNCTION public.touch, TRIGGER g of public.T, row level security of public.T, POLICY p of public.T, privileges of public.T, rows inserted into public.T
      help: copy the statements that are still needed into a migration of their own, after the new one
    ");
    let check = run(&sandbox, &["check"]);
    assert_snapshot!(said(&sandbox, &check), @r"
    default: in sync with its migration, 20260128000000_baseline

    warning[R7007]: default: a new database will lack what only the old migrations make: CHECK positive of public.T, VIEW public.v, FUNCTION public.touch, TRIGGER g of public.T, row level security of public.T, POLICY p of public.T, privileges of public.T, rows inserted into public.T
      help: copy the statements that are still needed into a migration of their own, after the new one

    --- exit 0
    ");
}

#[test]
fn what_the_new_history_makes_too_is_not_named() {
    let sandbox = squashed(BESIDE);
    assert_eq!(run(&sandbox, &["baseline", "--date", "2026-01-28"]).code, 0);
    sandbox.write("prisma/migrations/20260129000000_beside/migration.sql", BESIDE);
    let check = run(&sandbox, &["check"]);
    assert_eq!((check.code, check.to_string().contains("R7007")), (0, false), "{check}");
}

#[test]
fn what_is_of_columns_is_named_by_them_and_the_last_word_on_a_setting_counts() {
    let sandbox = squashed(
        r#"
ALTER TABLE "T" SET (fillfactor = 70, autovacuum_enabled = false);
ALTER TABLE "T" ENABLE ROW LEVEL SECURITY, SET (fillfactor = 80), RESET (autovacuum_enabled), SET UNLOGGED;
ALTER TABLE "T" ALTER "k" SET (n_distinct = 5), ALTER COLUMN "n" SET STATISTICS 100, ALTER "k" SET STATISTICS 7;
ALTER TABLE "T" ALTER "k" SET STATISTICS -1, ALTER "k" SET STORAGE EXTERNAL;
COMMENT ON COLUMN "T"."k" IS 'a word';
GRANT SELECT ("n"), UPDATE ("k") ON "T" TO reader;
"#,
    );
    let baseline = run(&sandbox, &["baseline", "--date", "2026-01-28"]);
    assert_snapshot!(baseline.stderr, @r#"
    warning[R7007]: default: a new database will lack what only the old migrations make: ALTER TABLE "T" SET (fillfactor = 80), row level security of public.T, ALTER TABLE "T" SET UNLOGGED, ALTER TABLE "T" ALTER COLUMN "k" SET (n_distinct = 5), ALTER TABLE "T" ALTER COLUMN "n" SET STATISTICS 100, comment of public.T.k, privileges of public.T.k, public.T.n, storage of COLUMN public.T.k
      help: copy the statements that are still needed into a migration of their own, after the new one
    "#);
}

/// What an old migration says, what the new one in its place says, and what is then named to be another.
const IN_OTHER_WORDS: &[(&str, &str, &str)] = &[
    ("CREATE VIEW v AS SELECT n FROM \"T\"", "CREATE VIEW v AS SELECT k FROM \"T\"", "VIEW public.v"),
    (
        "CREATE MATERIALIZED VIEW m AS SELECT n FROM \"T\"",
        "CREATE MATERIALIZED VIEW m AS SELECT n FROM \"T\" WHERE n > 0",
        "MATERIALIZED VIEW public.m",
    ),
    (
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 2'",
        "FUNCTION public.f",
    ),
    (
        "CREATE TRIGGER g BEFORE UPDATE ON \"T\" FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "CREATE TRIGGER g BEFORE UPDATE OF n ON \"T\" FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "TRIGGER g of public.T",
    ),
    ("CREATE POLICY p ON \"T\" USING (n > 0)", "CREATE POLICY p ON \"T\" USING (n > 1)", "POLICY p of public.T"),
    (
        "CREATE RULE r AS ON DELETE TO \"T\" DO INSTEAD NOTHING",
        "CREATE RULE r AS ON DELETE TO \"T\" DO ALSO NOTHING",
        "RULE r of public.T",
    ),
    (
        "ALTER TABLE \"T\" ADD CONSTRAINT c CHECK (n > 0)",
        "ALTER TABLE \"T\" ADD CONSTRAINT c CHECK (n >= 0)",
        "CHECK c of public.T",
    ),
    (
        "ALTER TABLE \"T\" ADD CONSTRAINT c CHECK (n > 0)",
        "ALTER TABLE \"T\" ADD CONSTRAINT c CHECK (n > 0) NOT VALID",
        "CHECK c of public.T",
    ),
    (
        "ALTER TABLE \"T\" ADD CONSTRAINT x EXCLUDE USING btree (k WITH =)",
        "ALTER TABLE \"T\" ADD CONSTRAINT x EXCLUDE USING btree (n WITH =)",
        "EXCLUDE x of public.T",
    ),
    ("CREATE DOMAIN d AS text", "CREATE DOMAIN d AS text CHECK (VALUE <> '')", "DOMAIN public.d"),
    ("CREATE TYPE c AS (a int)", "CREATE TYPE c AS (a text)", "TYPE public.c"),
    ("CREATE STATISTICS s ON k, n FROM \"T\"", "CREATE STATISTICS s ON k, s FROM \"T\"", "STATISTICS public.s"),
    ("COMMENT ON TABLE \"T\" IS 'a'", "COMMENT ON TABLE \"T\" IS 'b'", "comment of public.T"),
    ("COMMENT ON COLUMN \"T\".k IS 'a'", "COMMENT ON COLUMN \"T\".k IS 'A'", "comment of public.T.k"),
    ("GRANT SELECT ON \"T\" TO a", "GRANT UPDATE ON \"T\" TO a", "privileges of public.T"),
    ("GRANT SELECT ON \"T\" TO a", "GRANT SELECT ON \"T\" TO a; GRANT SELECT ON \"T\" TO b", "privileges of public.T"),
    ("ALTER TABLE \"T\" OWNER TO a", "ALTER TABLE \"T\" OWNER TO b", "privileges of public.T"),
    (
        "ALTER TABLE \"T\" ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE \"T\" ENABLE ROW LEVEL SECURITY; ALTER TABLE \"T\" FORCE ROW LEVEL SECURITY",
        "row level security of public.T",
    ),
    (
        "INSERT INTO \"T\" (k, n, s) VALUES ('a', 1, 'A')",
        "INSERT INTO \"T\" (k, n, s) VALUES ('a', 2, 'A')",
        "rows inserted into public.T",
    ),
    (
        "INSERT INTO \"T\" (k, n, s) VALUES ('a', 1, 'A'); INSERT INTO \"T\" (k, n, s) VALUES ('b', 1, 'A')",
        "INSERT INTO \"T\" (k, n, s) VALUES ('a', 1, 'A')",
        "rows inserted into public.T",
    ),
    (
        "CREATE TRIGGER g BEFORE UPDATE ON \"T\" FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger(); ALTER TABLE \"T\" DISABLE TRIGGER g",
        "CREATE TRIGGER g BEFORE UPDATE ON \"T\" FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "TRIGGER g",
    ),
    ("ALTER TABLE \"T\" SET (fillfactor = 70)", "ALTER TABLE \"T\" SET (fillfactor = 80)", "SET (fillfactor = 70)"),
    ("CREATE INDEX i ON \"T\" (lower(k))", "CREATE INDEX i ON \"T\" (upper(k))", "INDEX public.i"),
    (
        "ALTER SEQUENCE \"T_id_seq\" CACHE 7",
        "ALTER SEQUENCE \"T_id_seq\" CACHE 8",
        "ALTER SEQUENCE \"T_id_seq\" CACHE 7",
    ),
];

/// What an old migration says, and the same in other words.
const THE_SAME: &[(&str, &str)] = &[
    ("CREATE VIEW v AS SELECT n FROM \"T\"", "create or replace view public.v as\n  select \"n\"\n  from public.\"T\""),
    (
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS $$\n  SELECT 1\n$$",
    ),
    (
        "CREATE TRIGGER g BEFORE UPDATE ON \"T\" FOR EACH ROW EXECUTE PROCEDURE suppress_redundant_updates_trigger()",
        "CREATE OR REPLACE TRIGGER g BEFORE UPDATE ON public.\"T\" FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    ),
    (
        "ALTER TABLE \"T\" ADD CONSTRAINT c CHECK (k IN ('a', 'b'))",
        "ALTER TABLE ONLY \"T\" ADD CONSTRAINT c CHECK ((k = ANY (ARRAY['a'::text, 'b'::text])))",
    ),
    (
        "CREATE INDEX i ON \"T\" (k) WHERE n > 0",
        "CREATE INDEX IF NOT EXISTS i ON public.\"T\" USING btree (k) WHERE (n > 0)",
    ),
    (
        "GRANT SELECT ON \"T\" TO a; GRANT UPDATE ON \"T\" TO b",
        "GRANT UPDATE ON public.\"T\" TO b; GRANT SELECT ON public.\"T\" TO a",
    ),
    ("ALTER TABLE \"T\" SET (fillfactor = 70)", "ALTER TABLE IF EXISTS public.\"T\" SET (fillfactor = 70)"),
    ("INSERT INTO \"T\" (k, n, s) VALUES ('a', 1, 'A')", "insert into public.\"T\" (\"k\", n, s) values ('a', 1, 'A')"),
];

/// What is said where an old migration is squashed into a new one.
fn said_of(old: &str, new: &str) -> String {
    let sandbox = squashed(&format!("{old};\n"));
    assert_eq!(run(&sandbox, &["baseline", "--date", "2026-01-28"]).code, 0, "{old}");
    sandbox.write("prisma/migrations/20260129000000_beside/migration.sql", format!("{new};\n"));
    let check = run(&sandbox, &["check"]);
    assert_eq!(check.code, 0, "{old}: {check}");
    check.to_string()
}

#[test]
fn what_the_new_history_says_otherwise_is_named() {
    let named = |(old, new, title): &&(&str, &str, &str)| {
        let said = said_of(old, new);
        said.lines().any(|line| line.starts_with("warning[R7007]") && line.contains(title))
    };
    let missed: Vec<_> = IN_OTHER_WORDS.iter().filter(|case| !named(case)).collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn what_the_new_history_says_in_other_words_is_not_named() {
    let wrong: Vec<_> = THE_SAME.iter().filter(|(old, new)| said_of(old, new).contains("R7007")).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
