//! The test servers themselves.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::postgres::Server;

const TABLE: &str = "CREATE TABLE note (id SERIAL PRIMARY KEY, body TEXT NOT NULL DEFAULT 'empty');";

#[test]
fn both_servers_answer() {
    for server in [Server::with_vector(), Server::without_vector()] {
        assert!(server.database().query("SHOW server_version").starts_with("18."));
    }
}

#[test]
fn only_one_server_has_pgvector() {
    let vector = "CREATE EXTENSION vector; CREATE TABLE item (embedding vector(3));";
    let with = Server::with_vector().database();
    with.run_as_one_query(vector).unwrap();
    assert!(with.catalog().contains("column public.item.embedding public.vector(3)"));
    let error = Server::without_vector().database().run_as_one_query(vector).unwrap_err();
    assert!(error.starts_with("ERROR:  extension \"vector\" is not available"), "{error}");
}

#[test]
fn the_same_statements_give_the_same_catalog() {
    let one = Server::with_vector().database();
    let other = Server::without_vector().database();
    one.run_file_statement_by_statement(TABLE).unwrap();
    other.run_as_one_query("CREATE TABLE note (id SERIAL, body TEXT);").unwrap();
    other.run_as_one_query("ALTER TABLE note ADD PRIMARY KEY (id), ALTER body SET DEFAULT 'empty';").unwrap();
    assert_ne!(one.catalog(), other.catalog());
    other.run_as_one_query("ALTER TABLE note ALTER body SET NOT NULL").unwrap();
    assert_eq!(one.catalog(), other.catalog());
    assert_eq!(
        one.catalog().lines().collect::<Vec<_>>(),
        [
            "column public.note.body text not null default 'empty'::text",
            "column public.note.id integer not null default nextval('public.note_id_seq'::regclass)",
            "constraint public.note note_pkey PRIMARY KEY (id)",
            "index CREATE UNIQUE INDEX note_pkey ON public.note USING btree (id)",
            "schema public",
            "sequence public.note_id_seq integer from 1 by 1 within 1 2147483647 cache 1 owned by public.note.id",
            "table public.note",
        ]
    );
}

#[test]
fn an_index_that_was_not_finished_is_seen() {
    let database = Server::without_vector().database();
    database.run_as_one_query("CREATE TABLE t (n INT); INSERT INTO t VALUES (1), (1);").unwrap();
    database.run_as_one_query("CREATE UNIQUE INDEX CONCURRENTLY t_n_key ON t (n)").unwrap_err();
    assert!(database.catalog().contains("index CREATE UNIQUE INDEX t_n_key ON public.t USING btree (n) INVALID"));
}

#[test]
fn each_way_to_run_a_script_stops_where_it_should() {
    let script = "CREATE TABLE a (); CREATE TABLE b (); CREATE TABLE a ();";
    let empty = Server::without_vector().database();
    let error = "ERROR:  relation \"a\" already exists";
    let database = empty.copy();
    assert_eq!(database.run_file_statement_by_statement(script).unwrap_err(), error);
    assert_eq!(database.query("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), "2");
    let database = empty.copy();
    assert_eq!(database.run_in_one_transaction(script).unwrap_err(), error);
    assert_eq!(database.catalog(), empty.catalog());
    assert_eq!(database.run_as_one_query(script).unwrap_err(), error);
    assert_eq!(database.catalog(), empty.catalog());
}

#[test]
fn warnings_are_part_of_what_a_script_prints() {
    let database = Server::without_vector().database();
    let script = "DO $$ BEGIN RAISE NOTICE 'no'; RAISE WARNING 'yes'; END $$; SELECT 1, NULL, 'x';";
    for output in [database.run_file_statement_by_statement(script), database.run_as_one_query(script)] {
        let output = output.unwrap();
        assert!(output.contains("WARNING:  yes\n") && output.contains("1||x\n"), "{output}");
        assert!(!output.contains("NOTICE"), "{output}");
    }
}

#[test]
fn locks_are_those_above_reading() {
    let database = Server::without_vector().database();
    database.run_as_one_query(TABLE).unwrap();
    assert!(database.locks_of("SELECT * FROM note").is_empty());
    let again =
        "ALTER TABLE note ADD COLUMN IF NOT EXISTS body TEXT; CREATE INDEX IF NOT EXISTS note_pkey ON note (id)";
    assert_eq!(database.locks_of(again), ["public.note AccessExclusiveLock", "public.note ShareLock"]);
}

#[test]
fn a_session_keeps_its_transaction() {
    let database = Server::without_vector().database();
    database.run_as_one_query(TABLE).unwrap();
    let mut holder = database.connect();
    holder.run("BEGIN; LOCK TABLE note").unwrap();
    let error = database.run_as_one_query("SET lock_timeout = '10ms'; SELECT * FROM note").unwrap_err();
    assert!(error.contains("lock timeout"), "{error}");
}

/// What the test below runs as a process of its own, to be killed.
fn hold_a_server() {
    let database = Server::without_vector().database();
    for folder in Server::without_vector().folders() {
        println!("\nfolder {}", folder.display());
    }
    std::thread::sleep(Duration::from_secs(60));
    drop(database);
}

#[test]
fn nothing_is_left_when_the_tests_are_killed() {
    const HOLD: &str = "REFRACT_HOLD_A_SERVER";
    if std::env::var_os(HOLD).is_some() {
        return hold_a_server();
    }
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "harness::nothing_is_left_when_the_tests_are_killed", "--nocapture"])
        .env(HOLD, "1")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let output = BufReader::new(child.stdout.take().unwrap());
    let folders = output.lines().filter_map(|line| line.unwrap().strip_prefix("folder ").map(PathBuf::from));
    let folders: Vec<PathBuf> = folders.take(2).collect();
    assert!(folders.iter().all(|folder| folder.exists()), "{folders:?}");
    child.kill().unwrap();
    child.wait().unwrap();
    let start = Instant::now();
    while folders.iter().any(|folder| folder.exists()) {
        assert!(start.elapsed() < Duration::from_secs(20), "left behind: {folders:?}");
        std::thread::sleep(Duration::from_millis(10));
    }
}
