//! `[safety] online`: every case of `fixtures/diff` with the recipes that need several transactions, as files to look
//! at, and run one after the other on a real server.

use std::borrow::Cow;

use refract::change::OnlineRecipes;
use refract::plan::Plan;
use refract::state::State;

use crate::diff::{Case, TARGET, cases};
use crate::support::database::Database;
use crate::support::postgres::Server;
use crate::support::schema::{config_in, empty, file, fixture, migration, words};
use crate::support::snapshot::assert_snapshot;

const FULL: OnlineRecipes = OnlineRecipes { indexes: true, constraints: true };

/// The files of a change, in order.
pub fn files(before: &State, after: &State) -> Vec<String> {
    series(before, after).iter().map(|plan| file(TARGET, plan, &after.config)).collect()
}

pub fn series(before: &State, after: &State) -> Vec<Plan> {
    let plan = refract::pending::pending(&after.config, TARGET, before, after).plan;
    plan.series(FULL, true).into_iter().map(Cow::into_owned).collect()
}

fn database_before(case: &Case) -> Database {
    let database = Server::with_vector().database();
    let first = migration(TARGET, &case.nothing, &case.before).1;
    database.run_as_one_query(&first).unwrap_or_else(|error| panic!("{}: {error}", case.name));
    database
}

#[track_caller]
fn run(case: &Case, database: &Database, how: Way, sql: &str) {
    how(database, sql).unwrap_or_else(|error| panic!("{}: {error}\n{sql}", case.name));
}

type Way = fn(&Database, &str) -> Result<String, String>;

const WAYS: [Way; 2] = [Database::run_as_one_query, Database::run_file_statement_by_statement];

#[test]
fn a_change_that_takes_several_transactions_reads_well() {
    for case in cases() {
        let files = files(&case.before, &case.after);
        let whole = migration(TARGET, &case.before, &case.after).1;
        if files != [whole] {
            assert_snapshot("online", &case.name, &files.join("\n"));
        }
    }
}

#[test]
fn what_is_new_needs_no_recipe() {
    for case in cases() {
        assert_eq!(series(&case.nothing, &case.after).len(), 1, "{}", case.name);
    }
}

#[test]
fn files_in_series_lead_to_the_same_catalog_as_one() {
    for case in cases() {
        let expected = database_before(&case);
        run(&case, &expected, WAYS[0], &migration(TARGET, &case.before, &case.after).1);
        for way in WAYS {
            let database = database_before(&case);
            let files = files(&case.before, &case.after);
            for sql in &files {
                run(&case, &database, way, sql);
                let catalog = database.catalog();
                run(&case, &database, way, sql);
                assert_eq!(database.catalog(), catalog, "{} again:\n{sql}", case.name);
            }
            assert_eq!(database.catalog(), expected.catalog(), "{}:\n{}", case.name, files.join("\n"));
        }
    }
}

/// A table with a parent, and what is asked of it in the end.
const BEFORE: &str = "model Ward {\n  id Int @id\n}\n\nmodel Bed {\n  id Int @id\n  wardId Int?\n  code String?\n}\n";
const AFTER: &str = "model Ward {\n  id Int @id\n  beds Bed[]\n}\n\nmodel Bed {\n  id Int @id\n  \
    ward Ward? @relation(fields: [wardId], references: [id])\n  wardId Int?\n  code String @unique\n}\n";

/// The table with these rows, and the files that lead to what is asked.
fn beds(rows: &str) -> (Database, Vec<String>) {
    let config = config_in(&fixture("none"));
    let state = |text: &str| {
        let text = format!("datasource db {{\n  provider = \"postgresql\"\n}}\n\n{text}");
        crate::support::schema::state(&text, &config).unwrap_or_else(|failure| panic!("{}", words(&failure)))
    };
    let (before, after) = (state(BEFORE), state(AFTER));
    let database = Server::with_vector().database();
    database.run_as_one_query(&migration(TARGET, &empty(&config), &before).1).unwrap();
    database.run_as_one_query(&format!("INSERT INTO \"Ward\" VALUES (1); {rows}")).unwrap();
    (database, files(&before, &after))
}

#[test]
fn what_rows_would_stop_is_found_in_the_first_file() {
    let rows = [
        ("(1, 1, NULL), (2, 1, NULL)", "public.Bed.code cannot become required: 2 rows hold NULL"),
        ("(1, 1, 'a'), (2, 1, 'a')", "public.Bed cannot become unique over code: 1 values are there more than once"),
    ];
    for (rows, wanted) in rows {
        let (database, files) = beds(&format!("INSERT INTO \"Bed\" VALUES {rows}"));
        let catalog = database.catalog();
        let said = database.run_as_one_query(&files[0]).expect_err(wanted);
        assert!(said.contains(wanted), "{said}");
        assert_eq!(database.catalog(), catalog, "nothing was changed");
    }
}

#[test]
fn new_rows_are_held_to_a_key_before_the_old_ones_are() {
    let (database, files) = beds("INSERT INTO \"Bed\" VALUES (1, 7, 'a')");
    database.run_as_one_query(&files[0]).unwrap();
    let refused = database.run_as_one_query("INSERT INTO \"Bed\" VALUES (2, 8, 'b')");
    assert!(refused.expect_err("a ward that is not there").contains("Bed_wardId_fkey"));
    let refused = database.run_as_one_query("INSERT INTO \"Bed\" VALUES (2, 1, NULL)");
    assert!(refused.expect_err("no code").contains("Bed_code_required"));
    let (last, others) = files[1..].split_last().unwrap();
    others.iter().for_each(|sql| drop(database.run_as_one_query(sql).unwrap()));
    let said = database.run_as_one_query(last).expect_err("an old row of a ward that is not there");
    assert!(said.contains("violates foreign key constraint \"Bed_wardId_fkey\""), "{said}");
    database.run_as_one_query("UPDATE \"Bed\" SET \"wardId\" = 1").unwrap();
    database.run_as_one_query(last).unwrap();
}

#[test]
fn no_file_stops_writes_while_it_reads_rows() {
    let (database, files) = beds("INSERT INTO \"Bed\" VALUES (1, 1, 'a')");
    database.run_as_one_query(&files[0]).unwrap();
    let validate =
        "ALTER TABLE \"Bed\" VALIDATE CONSTRAINT \"Bed_wardId_fkey\", VALIDATE CONSTRAINT \"Bed_code_required\"";
    assert_eq!(
        database.locks_of(validate),
        ["public.\"Bed\" ShareUpdateExclusiveLock", "public.\"Ward\" RowShareLock"]
    );
    let last = files.last().unwrap();
    assert_eq!(last.matches("VALIDATE CONSTRAINT").count(), 2);
    assert!(last.rfind("VALIDATE CONSTRAINT") < last.find("SET NOT NULL"), "{last}");
}

#[test]
fn a_build_that_was_cut_off_is_named_with_what_mends_it() {
    let (database, files) = beds("INSERT INTO \"Bed\" VALUES (1, 1, 'a'), (2, 1, 'b')");
    let [first, build, last] = files.as_slice() else { panic!("{files:?}") };
    database.run_as_one_query(first).unwrap();
    database.run_as_one_query("UPDATE \"Bed\" SET code = 'a'").unwrap();
    let said = database.run_as_one_query(build).expect_err("duplicates that came meanwhile");
    assert!(said.contains("could not create unique index"), "{said}");
    database.run_as_one_query(build).expect("PostgreSQL takes what is left of it for the index");
    let catalog = database.catalog();
    let said = database.run_as_one_query(last).expect_err("an invalid index");
    let mend = "DROP INDEX CONCURRENTLY public.\"Bed_code_key\";";
    assert!(said.contains(mend), "{said}");
    assert_eq!(database.catalog(), catalog, "nothing was changed");
    database.run_as_one_query("UPDATE \"Bed\" SET code = id::text").unwrap();
    [mend, build, last].iter().for_each(|sql| drop(database.run_as_one_query(sql).unwrap()));
}
