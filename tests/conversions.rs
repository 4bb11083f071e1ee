//! Enums and types that change while tables are in use: what people do, with rows, in every way of running it, twice.

use crate::crash::Edit;
use crate::support::postgres::Server;
use crate::support::schema::{config_in, empty, fixture, state, words};
use crate::support::script::{Way, cuts};

/// One change, and what must come of the rows.
struct Change {
    what: &'static str,
    before: &'static str,
    after: &'static str,
    /// Fills the old state.
    rows: &'static str,
    /// Looks at the new one, and what it is to find.
    query: &'static str,
    found: &'static str,
    /// What must not be in the file, because nobody needs it.
    without: &'static [&'static str],
}

const CHANGES: &[Change] = &[
    Change {
        what: "values in front, between and behind",
        before: "enum K { B; D } model T { id Int @id; k K }",
        after: "enum K { A; AA; B; C; D; E; F } model T { id Int @id; k K }",
        rows: "INSERT INTO \"T\" VALUES (1, 'B'), (2, 'D')",
        query: "SELECT enum_range(NULL::\"K\"), string_agg(k::text, ' ' ORDER BY id) FROM \"T\"",
        found: "{A,AA,B,C,D,E,F}|B D",
        without: &["BEGIN;", "CREATE TYPE"],
    },
    Change {
        what: "values in another order",
        before: "enum K { A; B } model T { id Int @id; k K }",
        after: "enum K { B; A } model T { id Int @id; k K }",
        rows: "INSERT INTO \"T\" VALUES (1, 'A')",
        query: "SELECT k FROM \"T\"",
        found: "A",
        without: &["TYPE"],
    },
    Change {
        what: "a value that is a default at once",
        before: "enum K { A } model T { id Int @id; k K @default(A) }",
        after: "enum K { A; B } model T { id Int @id; k K @default(B) }",
        rows: "INSERT INTO \"T\" VALUES (1)",
        query: "INSERT INTO \"T\" (id) VALUES (2) ON CONFLICT DO NOTHING; SELECT string_agg(k::text, ' ' ORDER BY id) FROM \"T\"",
        found: "A B",
        without: &[],
    },
    Change {
        what: "a value that a new table, a new column and a list have as their default",
        before: "enum K { A } model T { id Int @id }",
        after: "enum K { A; B } model T { id Int @id; k K @default(B); ks K[] @default([A, B]) } model U { id Int @id; k K @default(B) }",
        rows: "INSERT INTO \"T\" VALUES (1)",
        query: "SELECT k, ks FROM \"T\"",
        found: "B|{A,B}",
        without: &[],
    },
    Change {
        what: "a value that fills a new column",
        before: "enum K { A } model T { id Int @id }",
        after: "enum K { A; B } model T { id Int @id; /// @refract.backfill(\"'B'\"); k K; }",
        rows: "INSERT INTO \"T\" VALUES (1)",
        query: "SELECT k FROM \"T\"",
        found: "B",
        without: &[],
    },
    Change {
        what: "a value in a default of the user's own words",
        before: "enum K { A } model T { id Int @id; k K? }",
        after: "enum K { A; B } model T { id Int @id; k K? @default(dbgenerated(\"'B'\")); l K @default(dbgenerated(\"'B'::\\\"K\\\"\")) }",
        rows: "INSERT INTO \"T\" VALUES (1, NULL)",
        query: "SELECT l FROM \"T\"",
        found: "B",
        without: &[],
    },
    Change {
        what: "a value in a predicate",
        before: "enum K { A } model T { id Int @id; k K }",
        after: "enum K { A; B } model T { id Int @id; k K; @@index([id], where: raw(\"k = 'B'\")) }",
        rows: "INSERT INTO \"T\" VALUES (1, 'A')",
        query: "SELECT k FROM \"T\"",
        found: "A",
        without: &[],
    },
    Change {
        what: "text that holds the value already",
        before: "enum K { A } model T { id Int @id; k String; o K? }",
        after: "enum K { A; B } model T { id Int @id; k K; o K? }",
        rows: "INSERT INTO \"T\" VALUES (1, 'A'), (2, 'B')",
        query: "SELECT string_agg(k::text, ' ' ORDER BY id) FROM \"T\"",
        found: "A B",
        without: &[],
    },
    Change {
        what: "a value that goes, with defaults, lists, indexes and a predicate",
        before: "enum K { A; B; C } model T { id Int @id; k K @default(C); ks K[] @default([A, C]); o K?; @@unique([k, id]); @@index([o]); @@index([id], map: \"part\", where: raw(\"k = 'A'\")) }",
        after: "enum K { B; A } model T { id Int @id; k K @default(B); ks K[] @default([B]); o K?; @@unique([k, id]); @@index([o]); @@index([id], map: \"part\", where: raw(\"k = 'A'\")) }",
        rows: "INSERT INTO \"T\" VALUES (1, 'A', '{A,B}', NULL), (2, 'B', '{}', 'A')",
        query: "SELECT string_agg(concat_ws(' ', k, ks, o), ', ' ORDER BY id) FROM \"T\"",
        found: "A {A,B}, B {} A",
        without: &["DROP INDEX public.\"T_o_idx\"", "DROP INDEX public.\"T_k_id_key\""],
    },
    Change {
        what: "a value that goes where another comes",
        before: "enum K { A; B } model T { id Int @id; k K @default(B) }",
        after: "enum K { A; C } model T { id Int @id; k K @default(C) }",
        rows: "INSERT INTO \"T\" VALUES (1, 'A')",
        query: "SELECT k, enum_range(NULL::\"K\") FROM \"T\"",
        found: "A|{A,C}",
        without: &[],
    },
    Change {
        what: "a value under another name, with everything on it",
        before: "enum K { A @map(\"a\"); B } model T { id Int @id; k K @default(A); ks K[] @default([A]); @@index([id], where: raw(\"k = 'a'\"), map: \"part\") }",
        after: "enum K { A @map(\"x\"); B } model T { id Int @id; k K @default(A); ks K[] @default([A]); @@index([id], where: raw(\"k = 'x'\"), map: \"part\") }",
        rows: "INSERT INTO \"T\" VALUES (1, 'a', '{a,B}')",
        query: "SELECT k, ks FROM \"T\"",
        found: "x|{x,B}",
        without: &[],
    },
    Change {
        what: "text to an enum, with a default and indexes",
        before: "model T { id Int @id; k String @default(\"A\"); @@index([k]); @@index([id], map: \"part\", where: raw(\"k = 'A'\")) }",
        after: "enum K { A; B } model T { id Int @id; k K @default(B); @@index([k]); @@index([id], map: \"part\", where: raw(\"k = 'A'\")) }",
        rows: "INSERT INTO \"T\" VALUES (1, DEFAULT), (2, 'B')",
        query: "SELECT string_agg(k::text, ' ' ORDER BY id) FROM \"T\"",
        found: "A B",
        without: &["DROP INDEX IF EXISTS public.\"T_k_idx\""],
    },
    Change {
        what: "an enum to text, with a default",
        before: "enum K { A; B } model T { id Int @id; k K @default(A); ks K[] @default([B]) }",
        after: "model T { id Int @id; k String @default(\"x\"); ks String[] @default([\"y\"]) }",
        rows: "INSERT INTO \"T\" VALUES (1)",
        query: "INSERT INTO \"T\" (id) VALUES (2) ON CONFLICT DO NOTHING; SELECT string_agg(concat_ws(' ', k, ks), ', ' ORDER BY id) FROM \"T\"",
        found: "A {B}, x {y}",
        without: &[],
    },
    Change {
        what: "text to numbers",
        before: "model T { id Int @id; n String @default(\"7\"); @@unique([n]) }",
        after: "model T { id Int @id; n Int @default(8); @@unique([n]) }",
        rows: "INSERT INTO \"T\" VALUES (1, ' 12 '), (2, '-3')",
        query: "SELECT sum(n) FROM \"T\"",
        found: "9",
        without: &["DROP INDEX"],
    },
    Change {
        what: "text to uuid on both sides of a key",
        before: "model P { id String @id; ts T[] } model T { id Int @id; pid String?; p P? @relation(fields: [pid], references: [id]); @@index([pid]) }",
        after: "model P { id String @id @db.Uuid; ts T[] } model T { id Int @id; pid String? @db.Uuid; p P? @relation(fields: [pid], references: [id]); @@index([pid]) }",
        rows: "INSERT INTO \"P\" VALUES ('A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'); INSERT INTO \"T\" VALUES (1, 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'), (2, NULL)",
        query: "SELECT \"P\".id, \"T\".id FROM \"P\" JOIN \"T\" ON pid = \"P\".id",
        found: "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11|1",
        without: &["DROP INDEX", "\"P_pkey\""],
    },
    Change {
        what: "one value to a list, with an index",
        before: "model T { id Int @id; n Int?; s String @default(\"x\"); @@index([n]) }",
        after: "model T { id Int @id; n Int[]; s String[] @default([\"y\"]); @@index([n]) }",
        rows: "INSERT INTO \"T\" VALUES (1, 7, 'it''s'), (2, NULL, DEFAULT)",
        query: "SELECT string_agg(concat_ws(' ', n, s), ', ' ORDER BY id) FROM \"T\"",
        found: "{7} {it's}, {} {x}",
        without: &["DROP INDEX"],
    },
    Change {
        what: "Int to BigInt with its sequence and keys",
        before: "model P { id Int @id @default(autoincrement()); ts T[] } model T { id Int @id; pid Int; p P @relation(fields: [pid], references: [id]); @@index([pid]) }",
        after: "model P { id BigInt @id @default(autoincrement()); ts T[] } model T { id Int @id; pid BigInt; p P @relation(fields: [pid], references: [id]); @@index([pid]) }",
        rows: "INSERT INTO \"P\" DEFAULT VALUES; INSERT INTO \"T\" VALUES (1, 1)",
        query: "SELECT setval('\"P_id_seq\"', 2147483647); INSERT INTO \"P\" DEFAULT VALUES; INSERT INTO \"T\" SELECT max(id) / 1000000 + 1, max(id) FROM \"P\"; SELECT max(pid) FROM \"T\"; DELETE FROM \"T\" WHERE id > 1; DELETE FROM \"P\" WHERE id > 1",
        found: "2147483647\n2147483648",
        without: &["DROP CONSTRAINT", "DROP INDEX", "ADD CONSTRAINT"],
    },
];

/// A schema in full: members are apart by `; `.
fn schema(body: &str) -> String {
    let head = "generator client {\n  provider = \"prisma-client\"\n  previewFeatures = [\"partialIndexes\"]\n}\n\ndatasource db {\n  provider = \"postgresql\"\n}\n\n";
    format!("{head}{}", body.replace("{ ", "{\n").replace("; ", "\n").replace(" }", "\n}\n"))
}

fn edit(before: &str, after: &str) -> Edit {
    let config = config_in(&fixture("none"));
    let [before, after] = [before, after].map(|body| {
        let text = schema(body);
        state(&text, &config).unwrap_or_else(|failure| panic!("{}\n{text}", words(&failure)))
    });
    Edit::new(&empty(&config), &before, &after)
}

#[test]
fn what_people_do_to_types_keeps_their_rows() {
    let mut wrong = Vec::new();
    for change in CHANGES {
        if let Err(reason) = try_out(change) {
            wrong.push(format!("{}: {reason}", change.what));
        }
    }
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), CHANGES.len(), wrong.join("\n\n"));
}

fn try_out(change: &Change) -> Result<(), String> {
    let edit = edit(change.before, change.after);
    let told =
        |message: String| format!("{message}\n{}", edit.sql.split("\n    -- fails, and").next().unwrap_or_default());
    if let Some(needless) = change.without.iter().find(|words| edit.sql.contains(**words)) {
        return Err(told(format!("needs no {needless}")));
    }
    let origin = Server::with_vector().database();
    origin.run_as_one_query(&edit.first)?;
    origin.run_as_one_query(change.rows)?;
    for way in Way::ALL {
        for cut in cuts(&edit.sql).iter().chain([&edit.sql]) {
            let database = origin.copy();
            way.run(&database, cut).map_err(|message| told(format!("{way:?}, first: {message}")))?;
            way.run(&database, &edit.sql).map_err(|message| told(format!("{way:?}, again: {message}")))?;
            let found = database.run_as_one_query(change.query).map_err(told)?;
            if found.trim_end() != change.found {
                return Err(told(format!("{way:?}: found {found}")));
            }
        }
    }
    Ok(())
}

/// What somebody made by hand on an enum holds it back: the file fails, says so, and changes nothing.
#[test]
fn what_the_schema_does_not_know_of_stops_a_value_from_going() {
    let edit = edit("enum K { A; B; C } model T { id Int @id; k K }", "enum K { A; B } model T { id Int @id; k K }");
    let by_hand = [
        ("ALTER TABLE \"T\" ADD g boolean GENERATED ALWAYS AS (k = 'A') STORED", "used by a generated column"),
        ("ALTER TABLE \"T\" ADD CHECK (k <> 'B')", "operator does not exist"),
        ("CREATE INDEX ON \"T\" (id) WHERE k = 'A'", "operator does not exist"),
        ("CREATE VIEW v AS SELECT k FROM \"T\"", "used by a view or rule"),
        ("CREATE TABLE u (k \"K\")", "cannot drop type \"K_old\" because other objects depend on it"),
    ];
    for (sql, message) in by_hand {
        let database = Server::with_vector().database();
        database.run_as_one_query(&edit.first).unwrap();
        database.run_as_one_query(&format!("{sql}; INSERT INTO \"T\" (id, k) VALUES (1, 'A')")).unwrap();
        let (catalog, rows) = (database.catalog(), database.query("SELECT * FROM \"T\""));
        for way in Way::ALL {
            let said = way.run(&database, &edit.sql).expect_err(sql);
            assert!(said.contains(message), "{sql}: {said}");
            assert_eq!((database.catalog(), database.query("SELECT * FROM \"T\"")), (catalog.clone(), rows.clone()));
        }
    }
}

/// In every column that has it, lists too.
#[test]
fn a_value_that_rows_hold_does_not_go() {
    let edit = edit(
        "enum K { A; B } model T { id Int @id; k K?; ks K[] } model U { id Int @id; k K? }",
        "enum K { A } model T { id Int @id; k K?; ks K[] } model U { id Int @id; k K? }",
    );
    let held = [
        ("INSERT INTO \"T\" VALUES (1, 'B'), (2, 'A'), (3, 'B')", "2 rows hold one of them in public.T.k"),
        ("INSERT INTO \"T\" VALUES (1, 'A', '{A,B}'), (2, 'A', '{A}')", "1 rows hold one of them in public.T.ks"),
        ("INSERT INTO \"U\" VALUES (1, 'B')", "1 rows hold one of them in public.U.k"),
    ];
    for (rows, message) in held {
        let database = Server::with_vector().database();
        database.run_as_one_query(&edit.first).unwrap();
        database.query(rows);
        let catalog = database.catalog();
        for way in Way::ALL {
            let said = way.run(&database, &edit.sql).expect_err(rows);
            assert!(said.contains(message), "{rows}: {said}");
            assert_eq!(database.catalog(), catalog);
        }
    }
}
