//! `refract repair`: one script that takes a database in any partial state to the schema.

use refract::render::{RenderOptions, Renderer};
use refract::state::State;

use crate::diff::{Case, TARGET, cases};
use crate::support::database::Database;
use crate::support::postgres::Server;
use crate::support::schema::{config_in, fixture, migration, words};
use crate::support::snapshot::assert_snapshot;

/// What can be broken in a database without touching a row of another column: a statement each.
const DAMAGE: &str = "
    SELECT format('DROP INDEX %s', indexrelid::regclass) FROM pg_index JOIN pg_class c ON c.oid = indrelid
     WHERE relnamespace::regnamespace::text !~ '^(pg_|information_schema)' AND NOT indisprimary
    UNION ALL
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I CASCADE', conrelid::regclass, conname)
      FROM pg_constraint WHERE contype IN ('p', 'f')
    UNION ALL
    SELECT unnest(ARRAY[
        format('ALTER TABLE %s DROP COLUMN %I CASCADE', c.oid::regclass, attname),
        format('ALTER TABLE %s ALTER COLUMN %I %s NOT NULL', c.oid::regclass, attname, CASE WHEN attnotnull THEN 'DROP' ELSE 'SET' END),
        format('ALTER TABLE %s ALTER COLUMN %I %s', c.oid::regclass, attname, CASE WHEN atthasdef THEN 'DROP DEFAULT' ELSE format('SET DEFAULT CASE WHEN true THEN NULL::%s END', format_type(atttypid, atttypmod)) END)
    ]) FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
     WHERE relkind = 'r' AND relnamespace::regnamespace::text !~ '^(pg_|information_schema)' AND attnum > 0
       AND attndims = 0    -- a list may be NOT NULL or not
    UNION ALL
    SELECT format('DROP TABLE %s CASCADE', oid::regclass) FROM pg_class
     WHERE relkind = 'r' AND relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
    ORDER BY 1";

/// How many databases share the damage.
const GROUPS: usize = 6;

pub fn script(state: &State) -> String {
    let database = &state.projected_on(TARGET).database;
    let repair = refract::repair::repair(database, &state.row_sql.backfills);
    let care = RenderOptions { verify: true, lock_timeout: "100ms".to_owned() };
    Renderer::new()
        .unwrap()
        .repair(&repair, [TARGET, "0123456789abcdef"], &care)
        .unwrap_or_else(|error| panic!("{error}"))
}

fn database_of(case: &Case, state: &State) -> Database {
    let database = Server::with_vector().database();
    let first = migration(TARGET, &case.nothing, state).1;
    database.run_as_one_query(&first).unwrap_or_else(|error| panic!("{}: {error}", case.name));
    database
}

#[track_caller]
fn mend(case: &str, database: &Database, sql: &str) {
    database.run_as_one_query(sql).unwrap_or_else(|error| panic!("{case}: {error}\n{sql}"));
}

#[test]
fn a_repair_reads_well() {
    for name in ["create_table", "set_default", "vector_index", "partial_index", "fill_column"] {
        let case = cases().into_iter().find(|case| case.name == name).expect(name);
        assert_snapshot("repair", name, &script(&case.after));
    }
}

#[test]
fn an_empty_database_gets_everything_and_a_whole_one_nothing() {
    for case in cases() {
        let sql = script(&case.after);
        let expected = database_of(&case, &case.after).catalog();
        let ways = [Database::run_as_one_query, Database::run_file_statement_by_statement];
        for way in ways {
            let database = Server::with_vector().database();
            for run in ["at first", "again"] {
                let said = way(&database, &sql).unwrap_or_else(|error| panic!("{} {run}: {error}\n{sql}", case.name));
                assert_eq!(database.catalog(), expected, "{} {run}", case.name);
                assert_eq!(said, "", "{} {run}: there is nothing to say", case.name);
            }
        }
    }
}

#[test]
fn a_whole_database_is_not_locked() {
    for case in cases() {
        let database = database_of(&case, &case.after);
        let mut other = database.connect();
        let tables = "SELECT string_agg(oid::regclass::text, ', ') FROM pg_class
                       WHERE relkind = 'r' AND relnamespace::regnamespace::text !~ '^(pg_|information_schema)'";
        let tables = database.query(&format!("SET search_path = ''; {tables}"));
        other.run("BEGIN").unwrap();
        if !tables.is_empty() {
            other.run(&format!("LOCK TABLE {tables} IN ROW EXCLUSIVE MODE")).unwrap();
        }
        mend(&case.name, &database, &script(&case.after));
    }
}

#[test]
fn whatever_is_missing_or_wrong_is_put_right() {
    let mut done = 0;
    for case in cases() {
        let sql = script(&case.after);
        let whole = database_of(&case, &case.after);
        let expected = whole.catalog();
        let damage = whole.query(&format!("SET search_path = ''; {DAMAGE}"));
        let damage: Vec<&str> = damage.lines().collect();
        for group in 0..GROUPS.min(damage.len()) {
            let database = whole.copy();
            let mut broken = Vec::new();
            for statement in damage.iter().skip(group).step_by(GROUPS) {
                // some are gone with what went before, and some PostgreSQL does not allow
                if database.run_as_one_query(statement).is_ok() {
                    broken.push(*statement);
                }
            }
            done += broken.len();
            mend(&format!("{} after {broken:#?}", case.name), &database, &sql);
            assert_eq!(database.catalog(), expected, "{} after {broken:#?}\n{sql}", case.name);
        }
    }
    assert!(done > 500, "only {done} statements broke anything");
}

#[test]
fn from_any_other_schema_it_gets_there_or_says_why_not() {
    let (mut there, mut stopped) = (0, 0);
    for case in cases() {
        let sql = script(&case.after);
        let database = database_of(&case, &case.before);
        let before = database.catalog();
        match database.run_as_one_query(&sql) {
            Ok(_) => {
                there += 1;
                mend(&case.name, &database, &sql);
            }
            Err(said) => {
                let names_why = said.contains("have another type than in the schema:\n  column ")
                    || said.contains("is not what this repair promised:\n");
                // another kind of thing has the name
                let has_the_name = ["already exists", "is not an enum"];
                let names_why = names_why || has_the_name.iter().any(|words| said.contains(words));
                assert!(names_why || case.name == "odd_names", "{}: {said}", case.name);
                let after = database.catalog();
                let gone: Vec<&str> =
                    before.lines().filter(|line| !after.lines().any(|other| other == *line)).collect();
                // a value of an enum type is committed first
                let touched: Vec<&&str> = gone.iter().filter(|line| !line.starts_with("enum ")).collect();
                assert!(touched.is_empty(), "{}: {touched:#?}", case.name);
                stopped += 1;
            }
        }
    }
    assert!(there >= 20 && stopped >= 3, "{there} got there, {stopped} were stopped");
}

const HEAD: &str = "datasource db {\n  provider = \"postgresql\"\n}\n\nenum Kind {\n  A\n  B\n  C\n}\n\n";

fn state(text: &str) -> State {
    let config = config_in(&fixture("none"));
    let text = format!("{HEAD}{text}");
    crate::support::schema::state(&text, &config).unwrap_or_else(|failure| panic!("{}", words(&failure)))
}

#[test]
fn rows_and_what_the_schema_does_not_know_stay() {
    let after = state(
        "model Bed {\n  id Int @id @default(autoincrement())\n  kind Kind @default(C)\n  code String\n\n  @@unique([code])\n}\n",
    );
    let sql = script(&after);
    let database = Server::with_vector().database();
    database
        .run_as_one_query(
            "CREATE TYPE \"Kind\" AS ENUM ('A');
             CREATE TABLE \"Bed\" (id integer, code text, colour text CHECK (colour <> ''));
             CREATE INDEX by_colour ON \"Bed\" (colour);
             CREATE TABLE other (id integer);
             INSERT INTO \"Bed\" VALUES (7, 'a', 'red'), (8, 'b', 'green')",
        )
        .unwrap();
    mend("a part", &database, &sql);
    let rows = "SELECT string_agg(concat_ws(' ', id, code, colour, kind), ', ' ORDER BY id) FROM \"Bed\"";
    assert_eq!(database.query(rows), "7 a red C, 8 b green C");
    assert_eq!(database.query("INSERT INTO \"Bed\" (code) VALUES ('c') RETURNING id"), "9");
    assert_eq!(database.query("SELECT to_regclass('other') || ' ' || to_regclass('by_colour')"), "other by_colour");
}

#[test]
fn what_rows_forbid_is_named_with_a_count() {
    let after = state("model Bed {\n  id Int @id\n  kind Kind?\n  code String @unique\n}\n");
    let tables = [
        (
            "CREATE TABLE \"Bed\" (id integer, code text); INSERT INTO \"Bed\" VALUES (1, NULL), (2, NULL)",
            "\"Bed\".code is required, and 2 rows hold NULL",
        ),
        (
            "CREATE TABLE \"Bed\" (id integer, code text); INSERT INTO \"Bed\" VALUES (1, 'a'), (2, 'a')",
            "public.Bed cannot become unique over code: 1 values are there more than once",
        ),
        ("CREATE TABLE \"Bed\" (id integer, code uuid)", "column public.\"Bed\".code: expected text, found uuid"),
        (
            "CREATE TABLE \"Bed\" (id integer); INSERT INTO \"Bed\" VALUES (1)",
            "column \"code\" of relation \"Bed\" contains null values",
        ),
        ("CREATE VIEW \"Bed\" AS SELECT 1 AS id", "Bed"),
    ];
    for (table, wanted) in tables {
        let database = Server::with_vector().database();
        database.run_as_one_query(table).unwrap();
        let before = database.catalog();
        let said = database.run_as_one_query(&script(&after)).expect_err(wanted);
        assert!(said.contains(wanted), "{said}");
        assert_eq!(database.catalog(), before, "nothing is changed");
    }
}

#[test]
fn an_invalid_index_and_one_of_another_kind_are_built_again() {
    let after = state("model Bed {\n  id Int @id\n  kind Kind?\n  code String @unique\n\n  @@index([kind, code])\n}\n");
    let database = Server::with_vector().database();
    mend("at first", &database, &script(&after));
    let expected = database.catalog();
    database.run_as_one_query("DROP INDEX \"Bed_code_key\", \"Bed_kind_code_idx\"; INSERT INTO \"Bed\" VALUES (1, 'A', 'a'), (2, 'B', 'a')").unwrap();
    database
        .run_as_one_query("CREATE UNIQUE INDEX CONCURRENTLY \"Bed_code_key\" ON \"Bed\" (code)")
        .expect_err("duplicates");
    database.run_as_one_query("CREATE INDEX \"Bed_kind_code_idx\" ON \"Bed\" (kind)").unwrap();
    database.run_as_one_query("UPDATE \"Bed\" SET code = id::text").unwrap();
    mend("invalid", &database, &script(&after));
    assert_eq!(database.catalog(), expected);
}

#[test]
fn an_index_that_covers_a_part_of_the_rows_is_left_alone() {
    let after = state("model Bed {\n  id Int @id\n  kind Kind?\n  code String @unique\n\n  @@index([kind, code])\n}\n");
    let database = Server::with_vector().database();
    mend("at first", &database, &script(&after));
    database.run_as_one_query("DROP INDEX \"Bed_code_key\", \"Bed_kind_code_idx\"").unwrap();
    database.run_as_one_query("CREATE UNIQUE INDEX \"Bed_code_key\" ON \"Bed\" (code) WHERE code <> ''").unwrap();
    database.run_as_one_query("CREATE INDEX \"Bed_kind_code_idx\" ON \"Bed\" (kind, code) WHERE code <> ''").unwrap();
    let expected = database.catalog();
    mend("by hand", &database, &script(&after));
    assert_eq!(database.catalog(), expected);
}

#[test]
fn a_primary_key_of_another_name_gets_that_of_the_schema() {
    let after = state("model Bed {\n  id Int @id\n  kind Kind?\n}\n");
    let database = Server::with_vector().database();
    mend("at first", &database, &script(&after));
    let expected = database.catalog();
    database.run_as_one_query("ALTER TABLE \"Bed\" RENAME CONSTRAINT \"Bed_pkey\" TO \"Cot_pkey\"").unwrap();
    mend("by hand", &database, &script(&after));
    assert_eq!(database.catalog(), expected);
}
