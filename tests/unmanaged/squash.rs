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
      help: copy the statements that are still needed into a migration of their own, behind the new one
    ");
    let check = run(&sandbox, &["check"]);
    assert_snapshot!(said(&sandbox, &check), @r"
    default: in sync with its migration, 20260128000000_baseline

    warning[R7007]: default: a new database will lack what only the old migrations make: CHECK positive of public.T, VIEW public.v, FUNCTION public.touch, TRIGGER g of public.T, row level security of public.T, POLICY p of public.T, privileges of public.T, rows inserted into public.T
      help: copy the statements that are still needed into a migration of their own, behind the new one

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
      help: copy the statements that are still needed into a migration of their own, behind the new one
    "#);
}
