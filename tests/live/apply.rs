//! `refract apply`: each file whole or not at all, and its row with it.

use super::{project, rows, run, said, write};
use crate::cli;
use crate::support::postgres::Server;
use crate::support::snapshot::assert_snapshot;
use crate::support_git::DATASOURCE;

#[test]
fn what_is_pending_runs_once_on_every_version() {
    for (version, server) in Server::of_every_version() {
        let database = server.database();
        let sandbox = project(&[
            ("20260101000000_one", "CREATE TABLE a (id int PRIMARY KEY);\n"),
            ("20260102000000_two", "ALTER TABLE a ADD COLUMN b text; INSERT INTO a VALUES (1, 'x');\n"),
        ]);
        let first = run(&sandbox, &database, &["apply"]);
        assert_snapshot("live", "two_files", &said(&database, &first));
        let again = run(&sandbox, &database, &["apply"]);
        assert!(again.code == 0 && again.stdout.contains("nothing applied"), "{version}: {again}");
        assert_eq!(database.query("SELECT count(*) FROM a"), "1");
        let rows = rows(&database);
        assert!(rows.starts_with("20260101000000_one|t|f|1|64|{\"by\" : \"refract "), "{version}: {rows}");
        assert_eq!(rows.lines().count(), 2);
    }
}

#[test]
fn a_file_that_fails_leaves_nothing() {
    let database = Server::without_vector().database();
    let sandbox = project(&[
        ("20260101000000_one", "CREATE TABLE a (id int PRIMARY KEY);\n"),
        (
            "20260102000000_two",
            "CREATE TABLE b (id int);\nINSERT INTO a VALUES (1);\nALTER TABLE a\n    ADD COLUMN c nowhere;\n",
        ),
        ("20260103000000_three", "CREATE TABLE c (id int);\n"),
    ]);
    let failed = run(&sandbox, &database, &["apply"]);
    assert!(failed.code == 1 && failed.stderr.contains("R8301"), "{failed}");
    assert_snapshot("live", "a_file_that_fails", &said(&database, &failed));
    assert_eq!(rows(&database).lines().count(), 1);
    assert_eq!(database.query("SELECT to_regclass('b') IS NULL, (SELECT count(*) FROM a)"), "t|0");
    write(&sandbox, "20260102000000_two", "CREATE TABLE b (id int);\n");
    assert_eq!(run(&sandbox, &database, &["apply"]).code, 0);
    assert_eq!(rows(&database).lines().count(), 3);
}

#[test]
fn the_line_of_a_block_and_the_statement_are_shown() {
    let database = Server::without_vector().database();
    let sandbox = project(&[("20260101000000_one", "CREATE TABLE a (id int);\nINSERT INTO a VALUES (1), (1);\n")]);
    assert_eq!(run(&sandbox, &database, &["apply"]).code, 0);
    let block = "DO $x$\nBEGIN\n    PERFORM 1;\n    RAISE EXCEPTION 'no: ä' USING HINT = 'do it';\nEND\n$x$;\n";
    write(&sandbox, "20260102000000_block", block);
    let of_block = run(&sandbox, &database, &["apply"]);
    write(&sandbox, "20260102000000_block", "SELECT 1;\nCREATE UNIQUE INDEX i ON a (id);\n");
    let of_statement = run(&sandbox, &database, &["apply"]);
    assert_snapshot(
        "live",
        "where_it_failed",
        &format!("{}\n{}", said(&database, &of_block), said(&database, &of_statement)),
    );
    let shown = run(&sandbox, &database, &["apply", "--show-values"]);
    assert!(!of_statement.stderr.contains("(id)=(1)") && shown.stderr.contains("(id)=(1)"), "{shown}");
}

#[test]
fn what_cannot_be_one_transaction_runs_in_pieces() {
    let database = Server::without_vector().database();
    let sandbox = project(&[
        ("20260101000000_one", "CREATE TYPE e AS ENUM ('a'); CREATE TABLE t (id int, e e);\n"),
        (
            "20260102000000_enum",
            "BEGIN;\nALTER TYPE e ADD VALUE IF NOT EXISTS 'b';\nCOMMIT;\n\nINSERT INTO t VALUES (1, 'b');\n",
        ),
        ("20260103000000_build", "CREATE INDEX CONCURRENTLY i ON t (id);\nCREATE INDEX CONCURRENTLY j ON t (e);\n"),
        ("20260104000000_vacuum", "VACUUM t;\nALTER TABLE t ADD COLUMN x int;\n"),
    ]);
    let first = run(&sandbox, &database, &["apply"]);
    assert_eq!(first.code, 0, "{first}");
    assert_eq!(rows(&database).lines().filter(|row| row.contains("|t|f|1|")).count(), 4);
    assert_eq!(database.query("SELECT count(*) FROM pg_index WHERE indrelid = 't'::regclass AND indisvalid"), "2");
}

#[test]
fn a_part_that_was_kept_is_said_and_resolved() {
    let database = Server::without_vector().database();
    let sandbox = project(&[
        ("20260101000000_one", "CREATE TABLE t (id int); INSERT INTO t VALUES (1), (1);\n"),
        (
            "20260102000000_build",
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (id);\nCREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS j ON t (id);\n",
        ),
    ]);
    let failed = run(&sandbox, &database, &["apply"]);
    assert_snapshot("live", "a_part_that_was_kept", &said(&database, &failed));
    let logs = rows(&database);
    assert!(
        logs.contains("20260102000000_build|f|f|0|64|ERROR: could not create unique index") && !logs.contains("(1)"),
        "{logs}"
    );
    // nothing more runs, as with Prisma
    let again = run(&sandbox, &database, &["apply"]);
    assert!(
        again.code == 1 && again.stderr.contains("R8203") && again.stderr.contains("failed in this database"),
        "{again}"
    );
    let status = run(&sandbox, &database, &["status"]);
    assert!(
        status.code == 2 && status.stdout.contains("failed") && status.stdout.contains("--rolled-back"),
        "{status}"
    );
    database.query("DROP INDEX j; DELETE FROM t");
    let resolved = run(&sandbox, &database, &["resolve", "--rolled-back", "20260102000000_build"]);
    assert_eq!(resolved.code, 0, "{resolved}");
    let done = run(&sandbox, &database, &["apply"]);
    assert_eq!(done.code, 0, "{done}");
    assert!(
        rows(&database).contains("20260102000000_build|f|t|0|")
            && rows(&database).contains("20260102000000_build|t|f|1|")
    );
}

#[test]
fn what_a_file_sets_stays_with_it() {
    let database = Server::without_vector().database();
    database.query("CREATE ROLE restricted; CREATE SCHEMA other; GRANT ALL ON SCHEMA public, other TO restricted");
    let sandbox = project(&[
        ("20260101000000_role", "SET ROLE restricted; CREATE TABLE public.mine (id int);\n"),
        (
            "20260102000000_path",
            "SET search_path = other; SET lock_timeout = 1; CREATE TABLE there (id int); SET SESSION AUTHORIZATION restricted;\n",
        ),
        (
            "20260103000000_plain",
            "CREATE TABLE here AS SELECT current_user::text AS who, current_setting('lock_timeout') AS timeout;\n",
        ),
    ]);
    let all = run(&sandbox, &database, &["apply"]);
    assert_eq!(all.code, 0, "{all}");
    assert_eq!(database.query("SELECT * FROM public.here"), "postgres|0");
    database.query("DROP OWNED BY restricted; DROP ROLE restricted");
}

#[test]
fn a_database_with_tables_and_no_ledger_is_left_alone() {
    let database = Server::without_vector().database();
    database.query("CREATE TABLE old (id int)");
    let sandbox = project(&[
        ("20260101000000_one", "CREATE TABLE old (id int);\n"),
        ("20260102000000_two", "CREATE TABLE b (id int);\n"),
    ]);
    let refused = run(&sandbox, &database, &["apply"]);
    assert_snapshot("live", "tables_and_no_ledger", &said(&database, &refused));
    let resolved = run(&sandbox, &database, &["resolve", "--applied", "--to", "20260101000000_one"]);
    assert_eq!(resolved.code, 0, "{resolved}");
    assert_eq!(rows(&database), "20260101000000_one|t|f|0|64|");
    let applied = run(&sandbox, &database, &["apply"]);
    assert_eq!(applied.code, 0, "{applied}");
    assert_eq!(database.query("SELECT to_regclass('b') IS NULL"), "f");
}

#[test]
fn a_limit_is_kept() {
    let database = Server::without_vector().database();
    let sandbox = project(&[
        ("20260101000000_one", "CREATE TABLE a (id int, x int);\n"),
        ("20260102000000_two", "ALTER TABLE a ADD COLUMN y int;\n"),
        ("20260103000000_drop", "ALTER TABLE a DROP COLUMN x;\n"),
        ("20260104000000_four", "CREATE TABLE d (id int);\n"),
    ]);
    let dry = run(&sandbox, &database, &["apply", "--dry-run"]);
    assert!(dry.code == 0 && dry.stdout.contains("20260104000000_four"), "{dry}");
    assert_eq!(database.query("SELECT to_regclass('_prisma_migrations') IS NULL"), "t");
    assert_eq!(run(&sandbox, &database, &["apply", "--to", "20260101000000_one"]).code, 0);
    assert_eq!(rows(&database).lines().count(), 1);
    let careful = run(&sandbox, &database, &["apply", "--no-loss"]);
    assert!(careful.code == 0 && careful.stderr.contains("R8303"), "{careful}");
    assert_eq!(rows(&database).lines().count(), 2);
    let document = run(&sandbox, &database, &["apply", "--format", "json"]);
    assert!(document.code == 0 && document.stdout.contains("\"20260104000000_four\""), "{document}");
    assert_eq!(rows(&database).lines().count(), 4);
    assert_eq!(run(&sandbox, &database, &["apply", "--to", "nothing"]).code, 1);
}

#[test]
fn an_edited_file_a_missing_one_and_a_late_one_are_named_and_stop_nothing() {
    let database = Server::without_vector().database();
    let sandbox = project(&[
        ("20260102000000_two", "CREATE TABLE a (id int);\n"),
        ("20260103000000_three", "CREATE TABLE b (id int);\n"),
    ]);
    assert_eq!(run(&sandbox, &database, &["apply"]).code, 0);
    write(&sandbox, "20260102000000_two", "CREATE TABLE a (id int); -- edited\n");
    sandbox.remove("prisma/migrations/20260103000000_three/migration.sql");
    write(&sandbox, "20260101000000_late", "CREATE TABLE c (id int);\n");
    let applied = run(&sandbox, &database, &["apply"]);
    for code in ["R8204", "R8205", "R8304"] {
        assert!(applied.code == 0 && applied.stderr.contains(code), "{applied}");
    }
    assert_snapshot("live", "edited_missing_late", &said(&database, &applied));
    let status = run(&sandbox, &database, &["status"]);
    assert_snapshot("live", "status_of_edited", &said(&database, &status));
}

#[test]
fn a_file_of_refracts_own_runs_as_it_was_written() {
    let database = Server::without_vector().database();
    let sandbox = crate::support_git::Sandbox::repository();
    sandbox.write("refract.toml", "schema = \"prisma/schema.prisma\"\n[targets.main]\nbase = \"history\"\nenv = [\"DATABASE_URL\"]\nset = { maintenance_work_mem = \"64MB\" }\n");
    let schema = |values: &str, fields: &str| {
        format!("{DATASOURCE}\nenum Kind {{\n{values}\n}}\n\nmodel A {{\n  id Int @id\n  kind Kind\n{fields}\n}}\n")
    };
    sandbox.write("prisma/schema.prisma", schema("  ONE", "")).commit("one");
    assert_eq!(cli::generate(&sandbox, &["one"]).code, 0);
    assert_eq!(run(&sandbox, &database, &["apply"]).code, 0);
    sandbox.write("prisma/schema.prisma", schema("  ONE\n  TWO", "  other Kind @default(TWO)\n  @@index([kind])"));
    assert_eq!(cli::generate(&sandbox, &["two"]).code, 0);
    let applied = run(&sandbox, &database, &["apply"]);
    assert_eq!(applied.code, 0, "{applied}");
    assert_eq!(rows(&database).lines().filter(|row| row.contains("|t|f|1|")).count(), 2);
    assert_eq!(run(&sandbox, &database, &["status"]).code, 0);
}
