//! Which database it is, and what is said of it: nothing secret.

use super::{project, run};
use crate::cli::{command, ran};
use crate::support::postgres::Server;

const SECRET: &str = "s3cr3t";

#[test]
fn no_variable_is_an_error() {
    let sandbox = project(&[("20260101000000_one", "SELECT 1;\n")]);
    // a .env is never read by itself
    sandbox.write(".env", "DATABASE_URL=postgresql://u@remote.example.com/db\n");
    for name in ["apply", "status"] {
        let run = ran(command(&sandbox, "", &[name]));
        assert!(run.code == 1 && run.stderr.contains("R8101") && run.stderr.contains("DATABASE_URL"), "{run}");
    }
}

#[test]
fn an_address_is_taken_from_where_the_user_says() {
    let database = Server::without_vector().database();
    let sandbox = project(&[("20260101000000_one", "CREATE TABLE a (id int);\n")]);
    let url = database.url();
    sandbox.write("some.env", format!("OTHER_URL=\"{url}\"\n")).write("url.txt", format!("{url}\n"));
    for (arguments, from) in [
        (vec!["--env-file", "some.env", "--url-env", "OTHER_URL"], "OTHER_URL in some.env"),
        (vec!["--url-file", "url.txt"], "url.txt"),
        (vec!["--url", url.as_str()], "--url"),
    ] {
        let arguments = [vec!["status"], arguments].concat();
        let run = ran(command(&sandbox, "", &arguments));
        assert!(run.code == 2 && run.stdout.contains(&format!("default: {from}, localhost:5432/")), "{run}");
    }
}

#[test]
fn nothing_secret_is_printed() {
    let sandbox = project(&[("20260101000000_one", "CREATE TABLE a (id int);\n")]);
    for url in [
        format!("postgresql://u:{SECRET}@127.0.0.1:1/db"),
        format!("postgresql://u:{SECRET}@nowhere.invalid/db?x={SECRET}"),
        format!("postgresql://u:a@{SECRET}@127.0.0.1/db"),
        format!("postgresql://u:{SECRET}#x@127.0.0.1/db"),
        format!("mysql://u:{SECRET}@127.0.0.1/db"),
        format!("postgresql://u@127.0.0.1:1/db?password={SECRET}&sslmode={SECRET}"),
    ] {
        for arguments in [
            &["apply", "--wait", "0"][..],
            &["status", "--format", "json"],
            &["resolve", "--rolled-back", "x", "--wait", "0"],
        ] {
            let mut command = command(&sandbox, "", arguments);
            command.env("DATABASE_URL", &url);
            let run = ran(command);
            assert!(run.code == 1 && !run.to_string().contains(SECRET), "{run}");
            assert!(run.stderr.contains("R8102") || run.stderr.contains("R8104"), "{run}");
        }
    }
}

#[test]
fn parameters_that_nobody_knows_are_a_note() {
    let database = Server::without_vector().database();
    let sandbox = project(&[]);
    let mut command = command(&sandbox, "", &["status"]);
    command.env("DATABASE_URL", format!("{}&connection_limit=1&gssencmode=disable&sslmode=prefer", database.url()));
    let run = ran(command);
    assert!(run.code == 0 && run.stderr.contains("R8103") && run.stderr.contains("gssencmode"), "{run}");
    assert!(!run.stderr.contains("connection_limit"), "{run}");
}

#[test]
fn a_server_that_only_reads_is_refused() {
    let database = Server::without_vector().database();
    database.query(&format!("ALTER DATABASE {} SET default_transaction_read_only = on", database.name()));
    let sandbox = project(&[("20260101000000_one", "CREATE TABLE a (id int);\n")]);
    let refused = run(&sandbox, &database, &["apply"]);
    assert!(refused.code == 1 && refused.stderr.contains("R8105"), "{refused}");
}

#[test]
fn what_a_pooler_would_spread_is_not_run() {
    let database = Server::without_vector().database();
    let sandbox = project(&[
        ("20260101000000_one", "CREATE TABLE a (id int);\n"),
        ("20260102000000_build", "CREATE INDEX CONCURRENTLY i ON a (id);\n"),
    ]);
    let mut command = command(&sandbox, "", &["apply"]);
    command.env("DATABASE_URL", format!("{}&pgbouncer=true", database.url()));
    let run = ran(command);
    assert!(run.code == 1 && run.stderr.contains("R8105") && run.stdout.contains("20260101000000_one  0"), "{run}");
    assert_eq!(super::rows(&database).lines().count(), 1);
}
