//! Rows that would stop a change are found before anything is changed, and counted.

use refract::state::State;

use crate::diff::TARGET;
use crate::support::database::Database;
use crate::support::postgres::Server;
use crate::support::schema::{config_in, empty, fixture, migration, words};

const HEAD: &str = "datasource db {\n  provider = \"postgresql\"\n}\n\nenum Kind {\n  A\n  B\n}\n\n";

fn state(text: &str) -> State {
    let config = config_in(&fixture("none"));
    crate::support::schema::state(text, &config).unwrap_or_else(|failure| panic!("{}{text}", words(&failure)))
}

/// A model with a field, and whatever stands behind.
fn model(field: &str) -> String {
    format!("{HEAD}model Thing {{\n  id Int @id @default(autoincrement())\n{field}\n}}\n")
}

/// A database with these rows, and the migration that changes the field.
struct Trial {
    database: Database,
    sql: String,
    /// What `generate` says of rows that would stop it.
    announced: String,
}

impl Trial {
    fn new(before: &str, after: &str, values: &[&str]) -> Trial {
        let [before, after] = [before, after].map(|field| state(&model(field)));
        let database = Server::with_vector().database();
        let first = migration(TARGET, &empty(&before.config), &before).1;
        database.run_as_one_query(&first).unwrap_or_else(|error| panic!("{error}\n{first}"));
        for value in values {
            let insert = format!("INSERT INTO \"Thing\" (c) VALUES ({value})");
            database.run_as_one_query(&insert).unwrap_or_else(|error| panic!("{error} in {insert}"));
        }
        let (pending, sql) = migration(TARGET, &before, &after);
        let announced = pending.plan.risks().iter().map(|risk| format!("{risk}\n")).collect();
        Trial { database, sql, announced }
    }

    fn run(&self) -> Result<String, String> {
        self.database.run_as_one_query(&self.sql)
    }

    /// The rows that the query in the hint of an error lists, by their number.
    fn listed(&self, said: &str) -> String {
        listed(&self.database, said)
    }

    fn values(&self) -> String {
        self.database.query("SELECT string_agg(c::text, ' ' ORDER BY id) FROM \"Thing\"")
    }
}

/// The rows that the query in the hint of an error lists, by their number. It is run by somebody with a session of their
/// own.
fn listed(database: &Database, said: &str) -> String {
    let hint = said.split_once("HINT:  ").unwrap_or_else(|| panic!("no hint: {said}")).1;
    let (_, query) = hint.split_once("To see these rows: ").unwrap_or_else(|| panic!("no query: {said}"));
    let query = query.split(";\nCONTEXT").next().unwrap_or_default();
    database.query(&format!("SELECT string_agg(id::text, ' ' ORDER BY id) FROM ({query}) AS q"))
}

/// Field before and after, values that fit and what becomes of them, values that do not.
type Conversion = (&'static str, &'static str, &'static [&'static str], &'static str, &'static [&'static str]);

const CONVERSIONS: &[Conversion] = &[
    ("c String?", "c Int?", &["'12'", "' -7 '", "NULL"], "12 -7", &["'x'", "''", "'1.5'", "'2147483648'"]),
    ("c String?", "c BigInt?", &["'9223372036854775807'"], "9223372036854775807", &["'9223372036854775808'"]),
    ("c String?", "c Boolean?", &["'Yes'", "'0'"], "true false", &["'maybe'", "'o'"]),
    (
        "c String?",
        "c String? @db.Uuid",
        &["'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", "NULL"],
        "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
        &["'a0eebc99'", "''"],
    ),
    ("c String?", "c Kind?", &["'A'", "'B'", "NULL"], "A B", &["'C'", "'a'"]),
    ("c String?", "c String? @db.VarChar(3)", &["'abc'", "'a   '", "NULL"], "abc a", &["'abcd'", "'äöüß'"]),
    ("c BigInt?", "c Int?", &["2147483647", "NULL"], "2147483647", &["2147483648", "-2147483649"]),
    ("c Int?", "c Int? @db.SmallInt", &["-32768"], "-32768", &["32768"]),
    ("c Int?", "c Int? @db.Oid", &["7", "NULL"], "7", &["-1"]),
    ("c Int? @db.Oid", "c Int?", &["2147483647"], "2147483647", &["2147483648", "4294967295"]),
    ("c Int?", "c Int[] @db.Oid", &["7", "NULL"], "{7} {}", &["-1"]),
    ("c String?", "c Int[]", &["'12'", "NULL"], "{12} {}", &["'x'", "'1.5'", "'2147483648'"]),
    ("c BigInt?", "c Int[]", &["12"], "{12}", &["2147483648"]),
    ("c String?", "c Kind[]", &["'A'"], "{A}", &["'C'"]),
    ("c String?", "c Json[]", &["'[1]'"], "{[1]}", &["'[1'"]),
    ("c String[]", "c Int[]", &["'{12,7}'", "'{}'", "NULL"], "{12,7} {}", &["'{1,x}'", "'{2147483648}'"]),
    ("c String[]", "c Kind[]", &["'{A,B}'"], "{A,B}", &["'{A,C}'"]),
    ("c String[]", "c String[] @db.VarChar(2)", &["'{ab}'"], "{ab}", &["'{a,abc}'"]),
    ("c BigInt[]", "c Int[]", &["'{12}'"], "{12}", &["'{2147483648}'"]),
    ("c Json?", "c Unsupported(\"interval\")?", &["'\"1 day\"'"], "1 day", &["'{}'"]),
    ("c Decimal?", "c Int?", &["2147483647.4"], "2147483647", &["2147483647.5", "'NaN'"]),
    ("c Int?", "c String? @db.VarChar(2)", &["-7"], "-7", &["-17", "123"]),
    ("c String?", "c Json?", &["'[1]'"], "[1]", &["'[1'", "'x'"]),
    ("c String?", "c DateTime?", &["'2026-01-28'"], "2026-01-28 00:00:00", &["'yesteryear'"]),
    ("c String?", "c Bytes?", &["'\\x61'"], "\\x61", &["'\\x6'"]),
    (
        "c Unsupported(\"vector\")?",
        "c Unsupported(\"vector(3)\")?",
        &["'[1,2,3]'", "NULL"],
        "[1,2,3]",
        &["'[1,2]'", "'[1,2,3,4]'"],
    ),
    (
        "c Unsupported(\"sparsevec\")?",
        "c Unsupported(\"halfvec(3)\")?",
        &["'{1:1,3:0.5}/3'", "NULL"],
        "[1,0,0.5]",
        &["'{1:1}/2'", "'{}/4'"],
    ),
    (
        "c Float[] @db.Real",
        "c Unsupported(\"vector(3)\")?",
        &["'{1,0.5,-2}'", "NULL"],
        "[1,0.5,-2]",
        &["'{1,2}'", "'{}'", "'{1,2,NULL}'", "'{{1},{2},{3}}'"],
    ),
    ("c Decimal[]", "c Unsupported(\"vector\")?", &["'{1,0.5}'"], "[1,0.5]", &["'{}'", "'{NULL}'"]),
    ("c Unsupported(\"halfvec(2)\")?", "c Unsupported(\"sparsevec(2)\")?", &["'[0,0.5]'"], "{2:0.5}/2", &[]),
    (
        "c String?",
        "c Unsupported(\"vector(2)\")?",
        &["'[1, 2]'", "' [-.5,1.e1 ]'"],
        "[1,2] [-0.5,10]",
        &["'[1,2,3]'", "'1'", "''", "'[1,]'", "'[,1]'", "'[a,b]'"],
    ),
];

#[test]
fn values_that_fit_are_kept_and_those_that_do_not_are_counted() {
    for (before, after, fitting, kept, misfits) in CONVERSIONS {
        let trial = Trial::new(before, after, fitting);
        let sql = &trial.sql;
        trial.run().unwrap_or_else(|error| panic!("{before} -> {after}: {error}\n{sql}"));
        assert_eq!(trial.values(), *kept, "{before} -> {after}");
        for count in 1..=misfits.len() {
            let values = [*fitting, &misfits[..count]].concat();
            let trial = Trial::new(before, after, &values);
            let (catalog, rows) = (trial.database.catalog(), trial.values());
            let said = trial.run().expect_err(&format!("{before} -> {after} with {values:?}"));
            let wanted = format!("Thing.c cannot change its type: {count} rows hold a value that does not fit");
            assert!(said.contains(&wanted), "{before} -> {after} with {values:?}: {said}\n{}", trial.sql);
            let misfits = fitting.len() + 1..=fitting.len() + count;
            let ids: Vec<String> = misfits.map(|id| id.to_string()).collect();
            assert_eq!(trial.listed(&said), ids.join(" "), "{before} -> {after} with {values:?}: {said}");
            assert!(
                trial.announced.contains("on a value that does not fit"),
                "{before} -> {after}: {}",
                trial.announced
            );
            assert_eq!((trial.database.catalog(), trial.values()), (catalog, rows), "{before} -> {after}");
        }
    }
}

/// What only the server knows the type of is not converted twice, which would turn values into something else.
#[test]
fn a_type_in_words_of_the_users_own_is_converted_once() {
    let changes = [
        ("c Unsupported(\"tsvector\")?", "c Unsupported(\"tsvector\")[]", "'word:1'", "{'word':1}"),
        ("c Unsupported(\"interval\")?", "c Unsupported(\"interval(0)\")?", "'1.4 seconds'", "00:00:01"),
        ("c Unsupported(\"box\")?", "c Unsupported(\"polygon\")?", "NULL", ""),
    ];
    for (before, after, value, kept) in changes {
        let trial = Trial::new(before, after, &[value]);
        for _ in 0..2 {
            trial.run().unwrap_or_else(|error| panic!("{before} -> {after}: {error}\n{}", trial.sql));
            assert_eq!(trial.values(), kept, "{before} -> {after}");
        }
        assert_eq!(trial.database.locks_of(&trial.sql), Vec::<String>::new(), "{}", trial.sql);
    }
}

#[test]
fn a_new_column_is_filled_before_it_is_required() {
    let fill = |expression: &str, optional: &str| {
        format!("  c Int?\n  /// @refract.backfill(\"{expression}\")\n  d Int{optional} @default(9)")
    };
    let rows = "SELECT string_agg(coalesce(d::text, '-'), ' ' ORDER BY id) FROM \"Thing\"";
    let trial = Trial::new("  c Int?", &fill("coalesce(c, 0) * 2", ""), &["1", "NULL", "21"]);
    trial.run().unwrap_or_else(|error| panic!("{error}\n{}", trial.sql));
    assert_eq!(trial.database.query(rows), "2 0 42");
    trial.database.query("INSERT INTO \"Thing\" (c) VALUES (5)");
    trial.run().unwrap_or_else(|error| panic!("again: {error}\n{}", trial.sql));
    assert_eq!(trial.database.query(rows), "2 0 42 9", "no row is filled twice");
    let optional = Trial::new("  c Int?", &fill("c * 2", "?"), &["1", "NULL"]);
    optional.run().unwrap();
    assert_eq!(optional.database.query(rows), "2 -");
    let incomplete = Trial::new("  c Int?", &fill("c * 2", ""), &["1", "NULL", "NULL"]);
    let catalog = incomplete.database.catalog();
    let said = incomplete.run().expect_err("a required column without a value");
    assert!(said.contains("Thing.d cannot be required: 2 rows get NULL from its backfill"), "{said}");
    assert_eq!(incomplete.database.catalog(), catalog);
}

#[test]
fn a_column_that_becomes_required_is_filled_where_it_holds_null() {
    let after = "  c Int\n  d Int?\n  /// @refract.backfill(\"coalesce(c, 0) + 1\")\n  e Int";
    let trial = Trial::new("  c Int @default(7)\n  d Int?\n  e Int?", after, &["1", "2"]);
    trial.database.query("UPDATE \"Thing\" SET e = 5 WHERE c = 2");
    trial.run().unwrap_or_else(|error| panic!("{error}\n{}", trial.sql));
    let rows = "SELECT string_agg(e::text, ' ' ORDER BY id) FROM \"Thing\"";
    assert_eq!(trial.database.query(rows), "2 5");
    trial.run().unwrap_or_else(|error| panic!("again: {error}\n{}", trial.sql));

    let converted = |using: &str| {
        let after = format!("  /// @refract.using(\"{using}\")\n  /// @refract.backfill(\"9\")\n  c Int");
        Trial::new("  c String?", &after, &["'1'", "''", "NULL"])
    };
    let trial = converted("nullif(c, '')::integer");
    trial.run().unwrap_or_else(|error| panic!("{error}\n{}", trial.sql));
    assert_eq!(trial.values(), "1 9 9");

    let incomplete = Trial::new("  c Int?", "  /// @refract.backfill(\"nullif(1, 1)\")\n  c Int", &["1", "NULL"]);
    let catalog = incomplete.database.catalog();
    let said = incomplete.run().expect_err("a required column without a value");
    assert!(said.contains("Thing.c cannot be required: 1 rows get NULL from its backfill"), "{said}");
    assert_eq!(incomplete.database.catalog(), catalog);
}

#[test]
fn a_repair_fills_a_column_that_is_not_required_yet() {
    let after = "  /// @refract.backfill(\"id * 10\")\n  c Int";
    let trial = Trial::new("  c Int?", after, &["1", "NULL"]);
    let repair = crate::repair::script(&state(&model(after)));
    for _ in 0..2 {
        trial.database.run_as_one_query(&repair).unwrap_or_else(|error| panic!("{error}\n{repair}"));
        assert_eq!(trial.values(), "1 20");
    }
}

#[test]
fn a_constant_fills_a_column_without_writing_the_table_anew() {
    // where each row is stored
    let stored =
        "SELECT concat(pg_relation_filenode('\"Thing\"'), string_agg(ctid::text, ' ' ORDER BY id)) FROM \"Thing\"";
    let rows = "SELECT string_agg(d::text, ' ' ORDER BY id) FROM \"Thing\"";
    for (value, filled) in [("7", "7 7"), ("-1", "-1 -1"), ("'12'::int", "12 12")] {
        let after = format!("  c Int?\n  d Int @default(9) /// @refract.backfill(\"{value}\")");
        let trial = Trial::new("  c Int?", &after, &["1", "2"]);
        let before = trial.database.query(stored);
        trial.run().unwrap_or_else(|error| panic!("{error}\n{}", trial.sql));
        assert_eq!((trial.database.query(stored), trial.database.query(rows)), (before, filled.to_owned()));
        trial.database.query("INSERT INTO \"Thing\" (c) VALUES (5)");
        assert_eq!(trial.database.query(rows), format!("{filled} 9"), "new rows get the default");
    }
}

#[test]
fn values_are_converted_as_the_user_says() {
    let after = "  c Int /// @refract.using(\"(replace(c, ',', '.')::numeric * 1000)::integer\")";
    let trial = Trial::new("  c String", after, &["'1,5'", "'0.25'"]);
    trial.run().unwrap_or_else(|error| panic!("{error}\n{}", trial.sql));
    trial.run().unwrap_or_else(|error| panic!("again: {error}"));
    assert_eq!(trial.values(), "1500 250", "nothing is converted twice");

    let no_way = "  c String? @db.Uuid /// @refract.using(\"md5(c::text)::uuid\")";
    let trial = Trial::new("  c Int?", no_way, &["7", "NULL"]);
    trial.run().unwrap_or_else(|error| panic!("{error}\n{}", trial.sql));
    assert_eq!(trial.values(), "8f14e45f-ceea-167a-5a36-dedd4bea2543", "where PostgreSQL knows no cast");

    let trial =
        Trial::new("  c String", "  c Int /// @refract.using(\"nullif(c, '')::integer\")", &["'1'", "''", "''"]);
    let catalog = trial.database.catalog();
    let said = trial.run().expect_err("a required column without a value");
    assert!(said.contains("Thing.c cannot change its type: 2 rows get NULL from its conversion"), "{said}");
    assert_eq!(trial.database.catalog(), catalog);

    let trial = Trial::new("  c String", "  c Int /// @refract.using(\"c::integer\")", &["'x'"]);
    let said = trial.run().expect_err("PostgreSQL's own words");
    assert!(said.contains("invalid input syntax for type integer"), "{said}");
    assert_eq!(trial.values(), "x");
}

#[test]
fn what_stands_there_twice_is_counted() {
    let changes = [
        ("  c Int?", "  c Int? @unique"),
        ("  c Int?\n  @@index([c], map: \"same\")", "  c Int?\n  @@unique([c], map: \"same\")"),
    ];
    for (before, after) in changes {
        let fine = Trial::new(before, after, &["1", "2", "NULL", "NULL"]);
        fine.run().unwrap_or_else(|error| panic!("{error}\n{}", fine.sql));
        assert_eq!(fine.values(), "1 2");
        let repeated = Trial::new(before, after, &["1", "2", "1", "1", "2", "3"]);
        let catalog = repeated.database.catalog();
        let said = repeated.run().expect_err("duplicates");
        assert!(said.contains("Thing cannot become unique over c: 2 values are there more than once"), "{said}");
        assert_eq!(repeated.database.catalog(), catalog);
    }
}

#[test]
fn rows_that_a_primary_key_would_tell_apart_no_more_are_counted() {
    let schema = |key: &str| {
        format!(
            "{HEAD}model Thing {{\n  id Int @unique @default(autoincrement())\n  c Int\n  d Int @default(1)\n{key}}}\n"
        )
    };
    let changes =
        [("", "  @@id([c])\n"), ("  @@id([c, d])\n", "  @@id([c])\n"), ("  @@id([c, d])\n", "  @@id([d, c])\n")];
    for (before, after) in changes {
        let [before, after] = [before, after].map(|key| state(&schema(key)));
        let database = Server::with_vector().database();
        database.run_as_one_query(&migration(TARGET, &empty(&before.config), &before).1).unwrap();
        database.query("INSERT INTO \"Thing\" (c, d) VALUES (1, 1), (2, 2), (2, 3)");
        let (catalog, sql) = (database.catalog(), migration(TARGET, &before, &after).1);
        let tells_apart = sql.contains("PRIMARY KEY (d, c)");
        let Err(said) = database.run_as_one_query(&sql) else {
            assert!(tells_apart, "{sql}");
            continue;
        };
        assert!(said.contains("Thing cannot become unique over c: 1 values are there more than once"), "{said}");
        assert_eq!(listed(&database, &said), "2 3", "{said}");
        assert_eq!(database.catalog(), catalog);
        database.query("DELETE FROM \"Thing\" WHERE d = 3");
        database.run_as_one_query(&sql).unwrap_or_else(|error| panic!("{error}\n{sql}"));
    }
}

#[test]
fn what_is_missing_in_a_required_column_is_counted() {
    let trial = Trial::new("  c Int?", "  c Int", &["1", "NULL", "NULL"]);
    let said = trial.run().expect_err("NULLs");
    assert!(said.contains("Thing.c cannot become required: 2 rows hold NULL"), "{said}");
    assert_eq!(trial.values(), "1");
}

#[test]
fn a_value_that_goes_is_counted() {
    let schema = |labels: &str| model("  c Kind?").replace("  A\n  B\n", labels);
    let [before, after] = [schema("  A\n  B\n"), schema("  A\n")].map(|text| state(&text));
    let database = Server::with_vector().database();
    database.run_as_one_query(&migration(TARGET, &empty(&before.config), &before).1).unwrap();
    database.run_as_one_query("INSERT INTO \"Thing\" (c) VALUES ('A'), ('B'), ('B')").unwrap();
    let sql = migration(TARGET, &before, &after).1;
    let said = database.run_as_one_query(&sql).expect_err("a value in use");
    assert!(said.contains("Kind cannot lose values: 2 rows hold one of them in public.Thing.c"), "{said}");
    assert_eq!(listed(&database, &said), "2 3", "{said}");
    database.run_as_one_query("UPDATE \"Thing\" SET c = 'A'").unwrap();
    database.run_as_one_query(&sql).unwrap();
}

/// Field before and after, the values that rows have before, and the rows that stop the change, which the hint lists.
const STOPPING: &[(&str, &str, &[&str], &str)] = &[
    ("c Int?", "c Int", &["1", "NULL", "NULL"], "2 3"),
    ("c Int?", "c Int? @unique", &["1", "2", "1", "1", "2", "3", "NULL", "NULL"], "1 2 3 4 5"),
    ("c Int?\n@@index([c], map: \"same\")", "c Int?\n@@unique([c], map: \"same\")", &["1", "2", "1"], "1 3"),
    ("c String?", "c String? @db.VarChar(2)", &["'ab'", "'it''s'", "'abc'"], "2 3"),
    // what a value becomes is what counts
    ("c DateTime? @unique", "c DateTime? @unique @db.Date", &["'2026-01-28 10:00'", "'2026-01-28 11:00'"], "1 2"),
    ("c String", "c Int /// @refract.using(\"nullif(c, '')::integer\")", &["'1'", "''"], "2"),
    // what the file itself renames or adds is taken back with it
    ("c Int?", "c Int? @unique @map(\"e\")\n@@map(\"things\")", &["1", "1", "2"], "1 2"),
    ("c Int?", "c Int @map(\"it's\")", &["1", "NULL"], "2"),
    ("c Int?", "c Int?\nd Int @default(0) @unique", &["1", "2"], "1 2"),
    ("c Int?", "c Int?\nd Int @unique /// @refract.backfill(\"c / 2\")", &["2", "3", "4"], "1 2"),
    ("c Int?", "c Int?\nd Int /// @refract.backfill(\"c * 2\")", &["1", "NULL", "NULL"], "2 3"),
    ("c Int?", "c Int? @map(\"e\")\nd Int /// @refract.backfill(\"e * 2\")", &["1", "NULL"], "2"),
    ("c Int?", "c Int /// @refract.backfill(\"nullif(id, 2)\")", &["1", "NULL", "NULL"], "2"),
    // foreign keys
    (
        "c Int?\n}\nmodel U {\nid Int @id",
        "c Int?\nu U? @relation(fields: [c], references: [id])\n}\nmodel U {\nid Int @id\nt Thing[]",
        &["1", "NULL", "2"],
        "1 3",
    ),
    (
        "c Int?",
        "c Int?\nu Thing? @relation(\"o\", fields: [c], references: [id])\nt Thing[] @relation(\"o\")",
        &["1", "7"],
        "2",
    ),
    (
        "c Int?\n}\nmodel U {\nid Int @id",
        "c Int? @map(\"e\")\nu U? @relation(fields: [c], references: [id])\n@@map(\"things\")\n}\n\
         model U {\nid Int @id @map(\"key\")\nt Thing[]\n@@map(\"us\")",
        &["1", "NULL"],
        "1",
    ),
];

#[test]
fn the_hint_of_every_error_lists_the_rows() {
    for (before, after, values, rows) in STOPPING {
        let trial = Trial::new(before, after, values);
        let said = trial.run().expect_err(after);
        assert_eq!(trial.listed(&said), *rows, "{before} -> {after}: {said}\n{}", trial.sql);
        assert!(!said.contains("DETAIL"), "no value of a row is told: {said}");
    }
}

#[test]
fn a_repair_lists_the_rows_too() {
    let changes = [("c Int?", "c Int", "2 3"), ("c Int?", "c Int?\n@@unique([c])", "4 5")];
    for (before, after, rows) in changes {
        let trial = Trial::new(before, after, &["1", "NULL", "NULL", "7", "7"]);
        let repair = crate::repair::script(&state(&model(after)));
        let said = trial.database.run_as_one_query(&repair).expect_err(after);
        assert_eq!(trial.listed(&said), rows, "{said}");
    }
}

/// A wider type takes every value, and needs no warning.
#[test]
fn only_a_narrower_type_is_announced() {
    for (before, after) in [
        ("c Int?", "c BigInt?"),
        ("c String? @db.VarChar(2)", "c String? @db.VarChar(3)"),
        ("c String? @db.VarChar(2)", "c String?"),
        ("c Decimal? @db.Decimal(10, 2)", "c Decimal? @db.Decimal(12, 2)"),
        ("c Int?", "c String?"),
        ("c DateTime?", "c DateTime? @db.Timestamptz(3)"),
    ] {
        let [before, after] = [before, after].map(|field| state(&model(field)));
        assert!(migration(TARGET, &before, &after).0.plan.risks().is_empty());
    }
}
