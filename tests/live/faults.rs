//! Killed, stopped, locked out, many at once: afterwards the same command leads to the same end.

use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use super::{prepared, project, rows, run, write};
use crate::cli::Run;
use crate::support::database::Database;
use crate::support::postgres::Server;
use crate::support_git::Sandbox;

fn start(sandbox: &Sandbox, database: &Database, arguments: &[&str]) -> Child {
    prepared(sandbox, database, arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn end(child: Child) -> Run {
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Run { stdout: text(output.stdout), stderr: text(output.stderr), code: output.status.code().unwrap_or(-1) }
}

/// Waits until a query gives `t`.
fn wait_until(database: &Database, query: &str) {
    let start = Instant::now();
    while database.query(query) != "t" {
        assert!(start.elapsed() < Duration::from_secs(20), "never: {query}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

const SLEEPS: &str = "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'refract apply' \
                      AND datname = current_database() AND query LIKE '%pg_sleep%' AND state = 'active')";
const IS_GONE: &str = "SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'refract apply' \
                       AND datname = current_database())";

#[test]
fn ten_at_once_run_every_file_once() {
    let database = Server::without_vector().database();
    let files: Vec<(String, String)> = (1..=6)
        .map(|at| {
            (format!("2026010{at}000000_f"), format!("CREATE TABLE t{at} (id int); INSERT INTO t{at} VALUES (1);\n"))
        })
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, sql)| (name.as_str(), sql.as_str())).collect();
    let sandbox = project(&files);
    write(&sandbox, "20260107000000_build", "CREATE INDEX CONCURRENTLY i ON t1 (id);\n");
    let children: Vec<Child> = (0..10).map(|_| start(&sandbox, &database, &["apply"])).collect();
    for child in children {
        let run = end(child);
        assert_eq!(run.code, 0, "{run}");
    }
    let rows = rows(&database);
    assert_eq!(rows.lines().filter(|row| row.contains("|t|f|1|")).count(), 7, "{rows}");
    assert_eq!(rows.lines().count(), 7, "{rows}");
}

#[test]
fn a_signal_stops_the_statement_on_the_server() {
    let database = Server::without_vector().database();
    let sandbox = project(&[("20260101000000_one", "CREATE TABLE a (id int);\nSELECT pg_sleep(60);\n")]);
    for (signal, code) in [("-INT", 130), ("-TERM", 143)] {
        let child = start(&sandbox, &database, &["apply"]);
        wait_until(&database, SLEEPS);
        let start = Instant::now();
        std::process::Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
        let run = end(child);
        assert!(run.code == code && run.stderr.contains("R8305"), "{run}");
        assert!(start.elapsed() < Duration::from_secs(10));
        wait_until(&database, IS_GONE);
        assert_eq!(database.query("SELECT to_regclass('a') IS NULL, count(*) FROM _prisma_migrations"), "t|0");
    }
}

#[test]
fn a_process_that_was_killed_leaves_a_database_that_goes_on() {
    let database = Server::without_vector().database();
    let sandbox = project(&[("20260101000000_whole", "CREATE TABLE a (id int);\nSELECT pg_sleep(60);\n")]);
    let mut child = start(&sandbox, &database, &["apply"]);
    wait_until(&database, SLEEPS);
    child.kill().unwrap();
    child.wait().unwrap();
    // the server notices that its client is gone
    wait_until(&database, IS_GONE);
    write(&sandbox, "20260101000000_whole", "CREATE TABLE a (id int);\n");
    let again = run(&sandbox, &database, &["apply"]);
    assert_eq!(again.code, 0, "{again}");
}

#[test]
fn a_file_that_was_cut_off_goes_on_only_where_refract_wrote_it() {
    let database = Server::without_vector().database();
    let body = "CREATE TABLE IF NOT EXISTS a (id int);\nVACUUM a;\nSELECT pg_sleep(60);\n";
    let sandbox = project(&[("20260101000000_pieces", &format!("-- Migration: x\n\n{body}"))]);
    let mut child = start(&sandbox, &database, &["apply"]);
    wait_until(&database, SLEEPS);
    // meanwhile it is somebody's
    let status = run(&sandbox, &database, &["status"]);
    assert!(status.code == 2 && status.stdout.contains("running now: refract apply"), "{status}");
    let other = run(&sandbox, &database, &["apply", "--wait", "1s"]);
    assert!(other.code == 1 && other.stderr.contains("R8207"), "{other}");
    child.kill().unwrap();
    child.wait().unwrap();
    wait_until(&database, IS_GONE);
    assert!(rows(&database).contains("|f|f|0|64|NULL"));
    // the same file but for the pause would be another one
    let edited = format!("-- Migration: x\n\n{}", body.replace("60", "0"));
    write(&sandbox, "20260101000000_pieces", &edited);
    let refused = run(&sandbox, &database, &["apply", "--wait", "0"]);
    assert!(refused.code == 1 && refused.stderr.contains("R8203"), "{refused}");
    write(&sandbox, "20260101000000_pieces", &format!("-- Migration: x\n\n{body}"));
    let child = start(&sandbox, &database, &["apply"]);
    wait_until(&database, SLEEPS);
    database.query("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE application_name = 'refract apply' AND datname = current_database()");
    let failed = end(child);
    assert!(failed.stdout.contains("goes on") && failed.stderr.contains("57014"), "{failed}");
    assert_eq!(rows(&database).lines().count(), 1);
}

#[test]
fn a_lock_of_a_third_is_waited_for_and_named() {
    let database = Server::without_vector().database();
    let sandbox = project(&[("20260101000000_one", "CREATE TABLE a (id int);\n")]);
    let mut third = database.connect();
    third.run("SET application_name = 'prisma'; SELECT pg_advisory_lock(72707369)").unwrap();
    let refused = run(&sandbox, &database, &["apply", "--wait", "2s"]);
    assert!(
        refused.code == 1 && refused.stderr.contains("R8207") && refused.stderr.contains("prisma, role postgres"),
        "{refused}"
    );
    assert!(refused.stdout.contains("waiting for prisma"), "{refused}");
    let child = start(&sandbox, &database, &["apply"]);
    std::thread::sleep(Duration::from_millis(500));
    third.run("SELECT pg_advisory_unlock(72707369)").unwrap();
    let run = end(child);
    assert_eq!(run.code, 0, "{run}");
}

#[test]
fn a_table_that_is_locked_is_tried_again() {
    let database = Server::without_vector().database();
    let sandbox = project(&[("20260101000000_one", "CREATE TABLE a (id int);\n")]);
    assert_eq!(run(&sandbox, &database, &["apply"]).code, 0);
    write(&sandbox, "20260102000000_two", "ALTER TABLE a ADD COLUMN b int;\n");
    let mut third = database.connect();
    third.run("BEGIN; LOCK TABLE a").unwrap();
    let refused = run(&sandbox, &database, &["apply", "--lock-timeout", "50ms", "--retries", "1"]);
    assert!(
        refused.code == 1 && refused.stderr.contains("55P03") && refused.stdout.contains("tried again"),
        "{refused}"
    );
    let child = start(&sandbox, &database, &["apply", "--lock-timeout", "50ms"]);
    std::thread::sleep(Duration::from_millis(700));
    third.run("ROLLBACK").unwrap();
    let run = end(child);
    assert_eq!(run.code, 0, "{run}");
}

#[test]
fn a_session_that_was_ended_is_told_apart_by_its_row() {
    let database = Server::without_vector().database();
    let sandbox = project(&[("20260101000000_one", "CREATE TABLE a (id int);\nSELECT pg_sleep(60);\n")]);
    let child = start(&sandbox, &database, &["apply"]);
    wait_until(&database, SLEEPS);
    database.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'refract apply' AND datname = current_database()");
    let run = end(child);
    assert!(run.code == 1 && run.stderr.contains("R8302") && run.stderr.contains("nothing of it was kept"), "{run}");
    assert_eq!(database.query("SELECT to_regclass('a') IS NULL"), "t");
}

/// Everything is run up to its end by one process, and in other databases by one that is killed and one that goes on.
#[test]
fn wherever_it_is_killed_the_next_run_leads_to_the_same_end() {
    let sandbox = project(&[
        (
            "20260101000000_one",
            "-- Migration: one\nCREATE TABLE t (id int, x text);\nINSERT INTO t SELECT g, g FROM generate_series(1, 2000) g;\n",
        ),
        ("20260102000000_build", "-- Migration: build\nCREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (id);\n"),
        (
            "20260103000000_unique",
            "-- Migration: unique\nCREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS j ON t (x, id);\n",
        ),
        (
            "20260104000000_four",
            "-- Migration: four\nALTER TABLE t ADD COLUMN y int NOT NULL DEFAULT 1;\nUPDATE t SET y = id;\n",
        ),
    ]);
    let whole = Server::without_vector().database();
    assert_eq!(run(&sandbox, &whole, &["apply"]).code, 0);
    for at in 0..16 {
        let database = Server::without_vector().database();
        let mut child = start(&sandbox, &database, &["apply"]);
        std::thread::sleep(Duration::from_millis(10 + 12 * at));
        let _ = child.kill();
        child.wait().unwrap();
        let next = run(&sandbox, &database, &["apply"]);
        assert_eq!(next.code, 0, "after {at}: {next}");
        let rows = rows(&database);
        assert_eq!(rows.lines().filter(|row| row.contains("|t|f|1|64|")).count(), 4, "after {at}: {rows}");
        assert_eq!(rows.lines().count(), 4, "after {at}: {rows}");
        assert_eq!(database.catalog(), whole.catalog(), "after {at}");
        let sum = "SELECT count(*), sum(y) FROM t";
        assert_eq!(database.query(sum), whole.query(sum), "after {at}");
    }
}
