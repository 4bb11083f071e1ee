//! `refract repair` and names that are not those of the schema, and stand for the same.

use crate::repair::script;
use crate::support::database::Database;
use crate::support::postgres::Server;
use crate::support::schema::{config_in, fixture, state, words};

const MODEL: &str = "OrganizationMembershipInvitationRecords";
const COLUMNS: [&str; 2] = ["externalPartnerIdentifier", "secondaryPartnerIdentifier"];

/// Names of 70 bytes and more, of which PostgreSQL keeps 63.
const LONG: &str = r#"
model OrganizationMembershipInvitationRecords {
  identifierInTheRemoteSystem Int @id
  externalPartnerIdentifier Int
  secondaryPartnerIdentifier Int
  other Other @relation(fields: [externalPartnerIdentifier, secondaryPartnerIdentifier], references: [a, b])

  @@unique([externalPartnerIdentifier, secondaryPartnerIdentifier])
  @@index([secondaryPartnerIdentifier, externalPartnerIdentifier])
}

model Other {
  a Int
  b Int
  of OrganizationMembershipInvitationRecords[]

  @@id([a, b])
}
"#;

fn repair_of(models: &str) -> String {
    let text = format!("datasource db {{\n  provider = \"postgresql\"\n}}\n{models}");
    let state = state(&text, &config_in(&fixture("none"))).unwrap_or_else(|failure| panic!("{}", words(&failure)));
    script(&state)
}

#[track_caller]
fn run(database: &Database, sql: &str) -> String {
    database.run_as_one_query(sql).unwrap_or_else(|error| panic!("{error}\n{sql}"))
}

/// The catalog that the script makes of nothing.
fn made_by(sql: &str) -> String {
    let database = Server::with_vector().database();
    run(&database, sql);
    database.catalog()
}

#[test]
fn what_has_a_name_that_was_cut_in_another_place_gets_that_of_the_schema_and_no_twin() {
    let sql = repair_of(LONG);
    let expected = made_by(&sql);
    let [a, b] = COLUMNS;
    let table = format!(
        "CREATE TABLE \"Other\" (a integer, b integer, CONSTRAINT \"Other_pkey\" PRIMARY KEY (a, b));
         CREATE TABLE \"{MODEL}\" (\"identifierInTheRemoteSystem\" integer, \"{a}\" integer NOT NULL, \"{b}\" integer NOT NULL"
    );
    let foreign_key =
        format!("FOREIGN KEY (\"{a}\", \"{b}\") REFERENCES \"Other\" ON DELETE RESTRICT ON UPDATE CASCADE");
    let id = "\"identifierInTheRemoteSystem\"";
    // in full, as somebody wrote it, and without a name, so that PostgreSQL gives one
    let histories = [
        format!(
            "{table}, CONSTRAINT \"{MODEL}_identifierInTheRemoteSystem_pkey\" PRIMARY KEY ({id}));
             CREATE UNIQUE INDEX \"{MODEL}_{a}_{b}_key\" ON \"{MODEL}\" (\"{a}\", \"{b}\");
             CREATE INDEX \"{MODEL}_{b}_{a}_idx\" ON \"{MODEL}\" (\"{b}\", \"{a}\");
             ALTER TABLE \"{MODEL}\" ADD CONSTRAINT \"{MODEL}_{a}_{b}_fkey\" {foreign_key}"
        ),
        format!(
            "{table}, PRIMARY KEY ({id}), UNIQUE (\"{a}\", \"{b}\"), {foreign_key});
             CREATE INDEX ON \"{MODEL}\" (\"{b}\", \"{a}\")"
        ),
    ];
    for history in histories {
        let database = Server::with_vector().database();
        // PostgreSQL tells that it has cut them
        run(&database, &history);
        assert_eq!(run(&database, &sql), "");
        let catalog = database.catalog();
        // a unique constraint is a unique index to Prisma
        let lines = catalog.lines().filter(|line| !(line.starts_with("constraint ") && line.contains(" UNIQUE (")));
        assert_eq!(lines.collect::<Vec<_>>(), expected.lines().collect::<Vec<_>>(), "{history}");
        assert_eq!(
            database.query(&format!("SELECT count(*) FROM pg_index WHERE indrelid = '\"{MODEL}\"'::regclass")),
            "3"
        );
        assert_eq!(
            database.query(&format!(
                "SELECT count(*) FROM pg_constraint WHERE conrelid = '\"{MODEL}\"'::regclass AND contype = 'f'"
            )),
            "1"
        );
        let before = database.catalog();
        run(&database, &sql);
        assert_eq!(database.catalog(), before, "again");
    }
}

#[test]
fn what_has_such_a_name_and_is_for_something_else_stays_beside_that_of_the_schema() {
    let sql = repair_of(LONG);
    let database = Server::with_vector().database();
    run(&database, &sql);
    let [a, b] = COLUMNS;
    let name = &format!("{MODEL}_{a}_{b}_key")[..63];
    let prismas = database.query(&format!(
        "SELECT relname FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE indrelid = '\"{MODEL}\"'::regclass AND indisunique AND NOT indisprimary"
    ));
    run(&database, &format!("DROP INDEX \"{prismas}\"; CREATE UNIQUE INDEX \"{name}\" ON \"{MODEL}\" (\"{b}\")"));
    run(&database, &sql);
    let both = database
        .query(&format!("SELECT to_regclass('\"{name}\"') IS NOT NULL AND to_regclass('\"{prismas}\"') IS NOT NULL"));
    assert_eq!(both, "t");
}

#[test]
fn a_table_of_links_keeps_its_own_keys() {
    let sql = repair_of("model A {\n  id Int @id\n  bs B[]\n}\n\nmodel B {\n  id Int @id\n  as A[]\n}\n");
    let expected = made_by(&sql);
    let database = Server::with_vector().database();
    run(&database, &sql);
    // as Prisma made it before its version 6, under a name that it had before
    run(
        &database,
        "ALTER TABLE \"_AToB\" DROP CONSTRAINT \"_AToB_AB_pkey\"; CREATE UNIQUE INDEX \"_AToB_AB_unique\" ON \"_AToB\" (\"A\", \"B\");
         ALTER TABLE \"_AToB\" RENAME CONSTRAINT \"_AToB_A_fkey\" TO \"_Old_A_fkey\"",
    );
    let before = database.catalog();
    assert_eq!(run(&database, &sql), "");
    assert_eq!(database.catalog(), before);
    // what is missing is added still
    run(
        &database,
        "DROP INDEX \"_AToB_AB_unique\"; ALTER TABLE \"_AToB\" DROP CONSTRAINT \"_Old_A_fkey\", DROP CONSTRAINT \"_AToB_B_fkey\"",
    );
    run(&database, &sql);
    assert_eq!(database.catalog(), expected);
}
