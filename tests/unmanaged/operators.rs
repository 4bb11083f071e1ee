//! What an operator takes, asked of servers: words of which it is told that they cannot go with a type do not go with it.

use std::collections::{BTreeMap, BTreeSet};

use refract::managed::Retyped;
use refract::physical::{Database, ObjectName};
use refract::replay::replay;
use refract::text::Texts;

use super::named::generated;
use super::servers;

/// Types of the column `c`.
const TYPES: &[&str] = &[
    "integer",
    "bigint",
    "numeric",
    "double precision",
    "text",
    "varchar(20)",
    "char(20)",
    "boolean",
    "uuid",
    "mood",
    "date",
    "timestamp",
    "timestamptz",
    "time",
    "json",
    "jsonb",
    "text[]",
    "integer[]",
    "bytea",
    "inet",
];

/// Conditions, each good for at least one of the types; `n` is an integer, `k` a text, `b` a boolean, `d` a timestamp.
const CONDITIONS: &[&str] = &[
    "c > 0",
    "0 <= c",
    "c IN (1, 2)",
    "c BETWEEN 1 AND 5",
    "c > -1.5",
    "c + 1 > 2",
    "c - 1 > 2",
    "c * 2 > 2",
    "c % 2 = 0",
    "c <> ''",
    "c = 'a'",
    "c = '5'",
    "c = 'true'",
    "c IN ('a', 'b')",
    "c = 'a'::text",
    "c = ANY (ARRAY['a', 'b'])",
    "c LIKE 'a%'",
    "c ILIKE 'a%'",
    "c NOT LIKE 'a%'",
    "c ~ '^a'",
    "c !~* '^a'",
    "c SIMILAR TO 'a'",
    "c = true",
    "c <> false",
    "NOT c",
    "c AND n > 0",
    "n > 0 OR c",
    "c IS TRUE",
    "c IS NOT FALSE",
    "c IS NULL",
    "c = n",
    "n < c",
    "c = k",
    "c <> b",
    "c < d",
    "c > 'now'",
    "c > '2020-01-01'",
    "c > '12:00'",
    "c = '00000000-0000-0000-0000-000000000000'",
    "c = '{}'",
    "c = '{\"a\": 1}'",
    "c = '[]'",
    "c = '127.0.0.1'",
    "c || 'x' <> 'y'",
    "c || k <> 'y'",
    "length(c::text) > 1 AND c::text <> ''",
    "coalesce(c, c) = c",
    "(c) = (('a'))",
    "c + c = c",
    "c = 'infinity'",
    "c - 'a' = c",
];

/// Conditions that a server refuses for types of which nothing is told: whether a text is a date, what a sum is of.
const NOT_TOLD: &[(&str, &str)] = &[
    ("c !~* '^a'", "bytea"),
    ("c % 2 = 0", "double precision"),
    ("c + 1 > 2", "date, inet, integer[], jsonb, text[]"),
    ("c + c = c", "date, inet, integer[], jsonb, text[], time, timestamp, timestamptz"),
    (
        "c - 'a' = c",
        "bigint, date, double precision, inet, integer, integer[], numeric, text[], time, timestamp, timestamptz",
    ),
    ("c - 1 > 2", "date, inet, integer[], jsonb, text[]"),
    (
        "c = '00000000-0000-0000-0000-000000000000'",
        "date, double precision, jsonb, numeric, time, timestamp, timestamptz",
    ),
    ("c = '127.0.0.1'", "date, double precision, jsonb, numeric, time, timestamp, timestamptz"),
    ("c = '5'", "date, time, timestamp, timestamptz"),
    ("c = 'infinity'", "time"),
    ("c = '{\"a\": 1}'", "date, inet, integer[], text[], time, timestamp, timestamptz"),
    ("c > '12:00'", "date, inet, jsonb, timestamp, timestamptz"),
    ("c > '2020-01-01'", "double precision, jsonb, numeric, time"),
    ("c > 'now'", "jsonb"),
    ("c ILIKE 'a%'", "bytea"),
    ("c SIMILAR TO 'a'", "bytea"),
    ("c || 'x' <> 'y'", "integer[], jsonb, text[]"),
    ("c || k <> 'y'", "integer[], text[]"),
    ("c ~ '^a'", "bytea"),
    ("coalesce(c, c) = c", "json"),
];

const MOOD: &str = "CREATE TYPE mood AS ENUM ('a', 'b')";

/// The table with the column, and its other columns.
fn table(of: &str, more: &str) -> String {
    format!("CREATE TABLE t (c {of}, n integer, k text, b boolean, d timestamp{more})")
}

fn database(of: &str) -> Database {
    let mut texts = Texts::default();
    texts.add("migration.sql", format!("{MOOD}; {};", table(of, "")));
    replay(Database::default(), &texts).database
}

#[test]
fn what_is_told_of_operators_is_what_servers_say() {
    let name = ObjectName::new("public", "t");
    let databases: Vec<Database> = TYPES.iter().map(|of| database(of)).collect();
    for (major, server) in servers() {
        let live = server.database();
        live.run_as_one_query(MOOD).unwrap();
        let takes = |of: &str, condition: &str| {
            let table = table(of, &format!(", CHECK ({condition})"));
            live.run_as_one_query(&format!("BEGIN; {table}; ROLLBACK")).is_ok()
        };
        let mut not_told: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for condition in CONDITIONS {
            let taken: Vec<bool> = TYPES.iter().map(|of| takes(of, condition)).collect();
            assert!(taken.contains(&true), "PostgreSQL {major} takes {condition} of no type");
            for before in (0..TYPES.len()).filter(|before| taken[*before]) {
                for after in 0..TYPES.len() {
                    let of = |at: usize| &databases[at].tables[&name].columns[0].column_type;
                    let retyped = Retyped { table: &name, column: "c", before: of(before), after: of(after) };
                    let both = (&databases[before], &databases[after]);
                    let is_configured = retyped.breaks_operator(&format!("CHECK ({condition})"), both);
                    let case = format!("PostgreSQL {major}: {condition}, {} to {}", TYPES[before], TYPES[after]);
                    assert!(!(is_configured && taken[after]), "{case} goes");
                    if !is_configured && !taken[after] {
                        not_told.entry(condition).or_default().insert(TYPES[after]);
                    }
                }
            }
        }
        let not_told: Vec<(&str, String)> =
            not_told.into_iter().map(|(condition, types)| (condition, Vec::from_iter(types).join(", "))).collect();
        let expected: Vec<(&str, String)> = NOT_TOLD.iter().map(|(of, types)| (*of, (*types).to_owned())).collect();
        assert_eq!(not_told, expected, "PostgreSQL {major}");
    }
}

#[test]
fn what_says_a_number_of_what_becomes_a_text_stops_the_change() {
    let cases = [
        ("ALTER TABLE \"T\" ADD CONSTRAINT c CHECK (\"n\" > 0);", "CHECK c of public.T"),
        ("CREATE INDEX i ON \"T\" (\"k\") WHERE \"n\" = 1;", "INDEX public.i"),
        ("CREATE INDEX i ON \"T\" (lower(\"k\")) WHERE \"n\" % 2 = 0;", "INDEX public.i"),
        ("CREATE VIEW v AS SELECT \"n\" + 1 AS next FROM \"T\";", "VIEW public.v"),
        ("CREATE POLICY p ON \"T\" USING (\"n\" < 9);", "POLICY p of public.T"),
        (
            "CREATE FUNCTION f() RETURNS boolean LANGUAGE sql RETURN (SELECT every(\"n\" > 0) FROM \"T\");",
            "FUNCTION public.f",
        ),
        ("CREATE PUBLICATION p FOR TABLE \"T\" WHERE (\"n\" > 0);", "TABLE public.T in PUBLICATION p"),
    ];
    for (beside, title) in cases {
        let run = generated(beside, "numbers become texts", &["--dry-run"]);
        let is_named = run.stderr.contains(&format!("error[R4012]: default: {title} is in the way"));
        assert!(run.code == 1 && is_named && run.stdout.is_empty(), "{beside}\n{run}");
    }
    // a text may be either, and a parameter is no column
    for beside in [
        "CREATE FUNCTION f(n int) RETURNS boolean LANGUAGE sql RETURN (SELECT n > 0 AND every(\"k\" <> '') FROM \"T\");",
        "ALTER TABLE \"T\" ADD CONSTRAINT c CHECK (\"n\" <> '0');",
        "CREATE VIEW v AS SELECT \"k\" || \"n\" AS both FROM \"T\";",
    ] {
        assert_eq!(generated(beside, "numbers become texts", &["--dry-run"]).code, 0, "{beside}");
    }
}
