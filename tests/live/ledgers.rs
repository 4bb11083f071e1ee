//! The table of migrations: where it lies, whose it is, what is corrected in it.

use super::{project, rows, run, said, write};
use crate::cli::{command, ran};
use crate::support::postgres::Server;
use crate::support::snapshot::assert_snapshot;
use crate::support_git::Sandbox;

#[test]
fn the_table_is_prismas_own() {
    let database = Server::without_vector().database();
    let sandbox = project(&[("20260101000000_one", "CREATE TABLE a (id int);\n")]);
    assert_eq!(run(&sandbox, &database, &["apply"]).code, 0);
    let columns = database.query(
        "SELECT column_name, data_type, character_maximum_length, is_nullable, column_default \
         FROM information_schema.columns WHERE table_name = '_prisma_migrations' ORDER BY ordinal_position",
    );
    assert_snapshot("live", "columns_of_the_ledger", &columns);
}

#[test]
fn the_schema_of_the_address_holds_the_table() {
    let database = Server::without_vector().database();
    let sandbox = project(&[("20260101000000_one", "CREATE TABLE a (id int);\n")]);
    let mut command = command(&sandbox, "", &["apply"]);
    command.env("DATABASE_URL", format!("{}&schema=My", database.url()));
    let run = ran(command);
    assert_eq!(run.code, 0, "{run}");
    assert_eq!(database.query("SELECT count(*) FROM \"My\"._prisma_migrations"), "1");
    assert_eq!(database.query("SELECT to_regclass('\"My\".a') IS NULL"), "f");
}

#[test]
fn a_flat_target_has_a_table_of_its_own() {
    let database = Server::without_vector().database();
    let sandbox = Sandbox::outside_git();
    sandbox.write("prisma/schema.prisma", crate::support_git::schema(&["A"]));
    sandbox.write(
        "refract.toml",
        "schema = \"prisma/schema.prisma\"\nlayout = \"flat\"\n[targets.main]\nenv = \"DATABASE_URL\"\n",
    );
    sandbox.write("migrations/main/20260101000000_one.sql", "CREATE TABLE a (id int);\n");
    assert_eq!(run(&sandbox, &database, &["apply"]).code, 0);
    assert_eq!(database.query("SELECT migration_name FROM refract.main"), "20260101000000_one.sql");
    assert_eq!(database.query("SELECT to_regclass('_prisma_migrations') IS NULL"), "t");
    assert_eq!(run(&sandbox, &database, &["status"]).code, 0);
}

#[test]
fn two_targets_with_one_table_are_refused() {
    let database = Server::without_vector().database();
    let sandbox = Sandbox::outside_git();
    sandbox.write("prisma/schema.prisma", crate::support_git::schema(&["A"]));
    let config = |ledger: &str| {
        format!(
            "schema = \"prisma/schema.prisma\"\n[targets.one]\nenv = \"DATABASE_URL\"\n[targets.two]\nenv = \"DATABASE_URL\"\n{ledger}"
        )
    };
    sandbox.write("refract.toml", config(""));
    sandbox.write("migrations/one/20260101000000_x/migration.sql", "CREATE TABLE a (id int);\n");
    sandbox.write("migrations/two/20260101000000_x/migration.sql", "CREATE TABLE b (id int);\n");
    let both = run(&sandbox, &database, &["apply"]);
    assert_snapshot("live", "one_ledger_for_two_targets", &said(&database, &both));
    // the second database has become the first: its files would never run, in silence
    assert_eq!(run(&sandbox, &database, &["apply", "--target", "one"]).code, 0);
    for command in ["apply", "status"] {
        let two = run(&sandbox, &database, &[command, "--target", "two"]);
        assert!(two.code == 1 && two.stderr.contains("R8206") && two.stderr.contains("target one"), "{two}");
    }
    sandbox.write("refract.toml", config("ledger = \"refract\"\n"));
    let refused = run(&sandbox, &database, &["apply"]);
    assert!(refused.code == 1 && refused.stderr.contains("R8202"), "{refused}");
}

#[test]
fn a_row_is_corrected_as_prisma_does() {
    let database = Server::without_vector().database();
    let sandbox = project(&[("20260101000000_one", "SELECT 1;\n"), ("20260102000000_two", "SELECT 2;\n")]);
    let resolve = |arguments: &[&str]| run(&sandbox, &database, &[&["resolve"], arguments].concat());
    let refused = |arguments: &[&str]| {
        let run = resolve(arguments);
        assert!(run.code == 1 && run.stderr.contains("R8208"), "{run}");
    };
    refused(&["--rolled-back", "20260101000000_one"]);
    refused(&["--applied", "missing"]);
    refused(&["--applied"]);
    assert_eq!(resolve(&["--applied", "20260101000000_one"]).code, 0);
    refused(&["--applied", "20260101000000_one"]);
    refused(&["--rolled-back", "20260101000000_one"]);
    database.query(
        "INSERT INTO _prisma_migrations (id, checksum, migration_name, logs) VALUES ('x', 'y', '20260102000000_two', 'ERROR'), \
         ('z', 'y', 'gone', NULL)",
    );
    assert_eq!(resolve(&["--rolled-back", "gone"]).code, 0);
    assert_eq!(resolve(&["--applied", "--to", "20260102000000_two"]).code, 0);
    let rows = rows(&database);
    assert!(
        rows.contains("20260102000000_two|f|t|0|1|ERROR") && rows.contains("20260102000000_two|t|f|0|64|"),
        "{rows}"
    );
    assert_eq!(run(&sandbox, &database, &["status"]).code, 0);
}

#[test]
fn a_role_without_rights_is_told_what_it_lacks() {
    let database = Server::without_vector().database();
    let sandbox = project(&[("20260101000000_one", "CREATE TABLE a (id int);\n")]);
    assert_eq!(run(&sandbox, &database, &["apply"]).code, 0);
    database.query("CREATE ROLE poor LOGIN");
    write(&sandbox, "20260102000000_two", "CREATE TABLE b (id int);\n");
    let mut command = command(&sandbox, "", &["apply"]);
    command.env("DATABASE_URL", database.url().replace("postgres@", "poor@"));
    let run = ran(command);
    assert!(run.code == 1 && run.stderr.contains("R8201") && run.stderr.contains("42501"), "{run}");
    database.query("DROP ROLE poor");
}
