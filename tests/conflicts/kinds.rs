//! Every kind of change on a database that holds something else under its name.

use std::collections::BTreeSet;

use refract::change::Change;

use crate::coverage::OF_HISTORIES;
use crate::crash::Edit;
use crate::support::database::Database;
use crate::support::postgres::Server;
use crate::support::schema::{config_in, empty, fixture, state, words};
use crate::support::script::Way;

/// A kind of change, the schema before and after, what somebody did to the old state, and what the file says of it.
type Conflict = (&'static str, &'static str, &'static str, &'static str, &'static str);

const T: &str = "model T { id Int @id; @@map(\"t\") }";
const BOTH: &str = "model P { id Int @id; ts T[]; @@map(\"p\") } model T { id Int @id; pid Int; p P @relation(fields: [pid], references: [id]); @@map(\"t\") }";
const APART: &str = "model P { id Int @id; @@map(\"p\") } model T { id Int @id; pid Int; @@map(\"t\") }";

const CONFLICTS: &[Conflict] = &[
    (
        "add_enum_value",
        "enum K { A }",
        "enum K { A; B }",
        "DROP TYPE \"K\"; CREATE TABLE \"K\" (x int)",
        "\"K\" is not an enum",
    ),
    (
        "add_enum_value",
        "enum K { A; Z }",
        "enum K { A; B; Z }",
        "ALTER TYPE \"K\" RENAME VALUE 'A' TO 'C'",
        "\"A\" is not an existing enum label",
    ),
    (
        "create_schema",
        "model T { id Int @id; @@schema(\"public\") }",
        "model T { id Int @id; @@schema(\"public\") } model U { id Int @id; @@schema(\"app\") }",
        "CREATE SCHEMA app CREATE VIEW \"U\" AS SELECT 1 AS id",
        "table app.\"U\": expected table, found view",
    ),
    (
        "rename_enum",
        "enum K { A; @@map(\"k\") }",
        "enum K { A; @@map(\"l\") }",
        "CREATE TABLE l (a int)",
        "value public.l.A: expected there, found nothing",
    ),
    (
        "rename_enum",
        "enum K { A; @@map(\"k\") }",
        "enum K { A; @@map(\"l\") }",
        "CREATE TYPE l AS ENUM ('A')",
        "value public.k.A: expected nothing, found there",
    ),
    (
        "rename_enum_value",
        "enum K { A @map(\"a\") }",
        "enum K { A @map(\"b\") }",
        "ALTER TYPE \"K\" ADD VALUE 'b'",
        "value public.\"K\".a: expected nothing, found there",
    ),
    (
        "rename_table",
        T,
        "model T { id Int @id; @@map(\"u\") }",
        "CREATE TABLE u (id int CONSTRAINT u_pkey PRIMARY KEY)",
        "table public.t: expected nothing, found table",
    ),
    (
        "rename_table",
        T,
        "model T { id Int @id; @@map(\"u\") }",
        "CREATE VIEW u AS SELECT 1",
        "for table \"u\" does not exist",
    ),
    (
        "rename_column",
        "model T { id Int @id; x Int? @map(\"a\"); @@map(\"t\") }",
        "model T { id Int @id; x Int? @map(\"b\"); @@map(\"t\") }",
        "ALTER TABLE t ADD b int",
        "column public.t.a: expected nothing, found integer",
    ),
    (
        "create_enum",
        "",
        "enum K { A; B }",
        "CREATE TYPE \"K\" AS ENUM ('A')",
        "value public.\"K\".B: expected there, found nothing",
    ),
    (
        "create_enum",
        "",
        "enum K { A; B }",
        "CREATE DOMAIN \"K\" AS text",
        "value public.\"K\".A: expected there, found nothing",
    ),
    (
        "create_extension",
        "",
        "EXTENSION model T { id Int @id; @@schema(\"public\") }",
        "CREATE SCHEMA other; CREATE EXTENSION vector SCHEMA other",
        "schema of extension vector: expected app, found other",
    ),
    (
        "create_sequence",
        "model T { id Int @id; n Int; @@map(\"t\") }",
        "model T { id Int @id; n Int @default(autoincrement()); @@map(\"t\") }",
        "CREATE TABLE t_n_seq (x int)",
        "cannot open relation \"t_n_seq\"",
    ),
    (
        "attach_sequence",
        "model T { id Int @id; n Int; @@map(\"t\") }",
        "model T { id Int @id; n Int @default(autoincrement()); @@map(\"t\") }",
        "CREATE TABLE other (n int); CREATE SEQUENCE t_n_seq OWNED BY other.n; SELECT setval('t_n_seq', 70)",
        "public.t_n_seq belongs to another column, and cannot number public.t.n",
    ),
    ("create_table", "", T, "CREATE VIEW t AS SELECT 1 AS id", "table public.t: expected table, found view"),
    ("create_table", "", T, "CREATE SEQUENCE t", "table public.t: expected table, found sequence"),
    (
        "alter_extension",
        "EXTENSION model T { id Int @id; @@schema(\"public\") }",
        "EXTENSION2 model T { id Int @id; @@schema(\"public\") }",
        "DROP EXTENSION vector",
        "schema of extension vector: expected public, found nothing",
    ),
    (
        "drop_foreign_key",
        BOTH,
        APART,
        "ALTER TABLE t DROP CONSTRAINT t_pid_fkey; ALTER TABLE t ADD CONSTRAINT t_pid_fkey CHECK (pid > 0)",
        "constraint public.t.t_pid_fkey: expected nothing, found CHECK",
    ),
    (
        "drop_index",
        "model T { id Int @id; n Int; @@index([n]); @@map(\"t\") }",
        "model T { id Int @id; n Int; @@map(\"t\") }",
        "DROP INDEX t_n_idx; CREATE TABLE other (n int); CREATE INDEX t_n_idx ON other (n)",
        "index public.t_n_idx: expected nothing, found ON \"public\".\"other\"",
    ),
    (
        "rename_sequence",
        "model T { id Int @id @default(autoincrement()); @@map(\"t\") }",
        "model T { id Int @id @default(autoincrement()); @@map(\"u\") }",
        "CREATE TABLE u_id_seq (x int)",
        "sequence public.t_id_seq: expected nothing, found sequence",
    ),
    (
        "rename_constraint",
        T,
        "model T { id Int @id(map: \"k\"); @@map(\"t\") }",
        "ALTER TABLE t ADD CONSTRAINT k CHECK (id > 0)",
        "constraint public.t.k: expected PRIMARY KEY (\"id\"), found CHECK",
    ),
    (
        "rename_index",
        "model T { id Int @id; n Int; @@index([n]); @@map(\"t\") }",
        "model T { id Int @id; n Int; @@index([n], map: \"i\"); @@map(\"t\") }",
        "CREATE INDEX i ON t (id)",
        "index public.i: expected ON \"public\".\"t\" USING btree (\"n\"), found ON \"public\".\"t\" USING btree (\"id\")",
    ),
    (
        "rename_index",
        "model T { id Int @id; n Int; @@index([n]); @@map(\"t\") }",
        "model T { id Int @id; n Int; @@index([n], map: \"i\"); @@map(\"t\") }",
        "CREATE VIEW i AS SELECT 1",
        "index public.i: expected ON \"public\".\"t\" USING btree (\"n\"), found nothing",
    ),
    (
        "drop_primary_key",
        T,
        "model T { id Int @unique; @@map(\"t\") }",
        "ALTER TABLE t DROP CONSTRAINT t_pkey; ALTER TABLE t ADD CONSTRAINT t_pkey CHECK (id > 0)",
        "constraint public.t.t_pkey: expected nothing, found CHECK",
    ),
    (
        "rebuild_enum",
        "enum K { A; B; C } model T { id Int @id; k K; @@map(\"t\") }",
        "enum K { A; B } model T { id Int @id; k K; @@map(\"t\") }",
        "ALTER TYPE \"K\" ADD VALUE 'X'",
        "public.K cannot lose values: it has 1 more that this file does not know",
    ),
    (
        "add_columns",
        T,
        "model T { id Int @id; n Int?; @@map(\"t\") }",
        "ALTER TABLE t ADD n text",
        "column public.t.n: expected integer, found text",
    ),
    (
        "fill_column",
        T,
        "model T { id Int @id; /// @refract.backfill(\"id\"); n Int; @@map(\"t\") }",
        "ALTER TABLE t ADD n text",
        "column public.t.n: expected integer not null, found text",
    ),
    (
        "detach_sequence",
        "model T { id Int @id @default(autoincrement()); @@map(\"t\") }",
        T,
        "ALTER TABLE t ALTER id DROP DEFAULT; DROP SEQUENCE t_id_seq; ALTER TABLE t ALTER id ADD GENERATED ALWAYS AS IDENTITY",
        "is an identity column",
    ),
    (
        "alter_column_type",
        "model T { id Int @id; n Int?; @@map(\"t\") }",
        "model T { id Int @id; n BigInt?; @@map(\"t\") }",
        "ALTER TABLE t ALTER n TYPE text",
        "column public.t.n: expected bigint, found text",
    ),
    (
        "drop_not_null",
        "model T { id Int @id; n Int; @@map(\"t\") }",
        "model T { id Int @id; n Int?; @@map(\"t\") }",
        "ALTER TABLE t ALTER n TYPE text",
        "column public.t.n: expected integer, found text",
    ),
    (
        "set_not_null",
        "model T { id Int @id; n Int?; @@map(\"t\") }",
        "model T { id Int @id; n Int; @@map(\"t\") }",
        "ALTER TABLE t ALTER n TYPE text",
        "column public.t.n: expected integer not null, found text not null",
    ),
    (
        "drop_default",
        "model T { id Int @id; n Int? @default(1); @@map(\"t\") }",
        "model T { id Int @id; n Int?; @@map(\"t\") }",
        "ALTER TABLE t ALTER n TYPE text",
        "column public.t.n: expected integer, found text",
    ),
    (
        "set_default",
        "model T { id Int @id; n Int?; @@map(\"t\") }",
        "model T { id Int @id; n Int? @default(1); @@map(\"t\") }",
        "ALTER TABLE t ALTER n TYPE text",
        "column public.t.n: expected integer default 1, found text",
    ),
    (
        "replace_primary_key",
        "model T { id Int @id; n Int; o Int; @@map(\"t\") }",
        "model T { id Int; n Int; o Int; @@id([id, n]); @@map(\"t\") }",
        "ALTER TABLE t DROP CONSTRAINT t_pkey; ALTER TABLE t ADD CONSTRAINT t_pkey PRIMARY KEY (o)",
        "constraint public.t.t_pkey: expected PRIMARY KEY (\"id\", \"n\"), found PRIMARY KEY (\"o\")",
    ),
    (
        "add_primary_key",
        "model T { id Int @unique; @@map(\"t\") }",
        "model T { id Int @id; @@map(\"t\") }",
        "ALTER TABLE t ADD CONSTRAINT t_pkey CHECK (id > 0)",
        "constraint public.t.t_pkey: expected PRIMARY KEY (\"id\"), found CHECK",
    ),
    (
        "add_primary_key",
        "model T { id Int @unique; @@map(\"t\") }",
        "model T { id Int @id; @@map(\"t\") }",
        "ALTER TABLE t ADD CONSTRAINT other PRIMARY KEY (id)",
        "multiple primary keys for table \"t\"",
    ),
    (
        "create_index",
        "model T { id Int @id; n Int; @@map(\"t\") }",
        "model T { id Int @id; n Int; @@index([n]); @@map(\"t\") }",
        "CREATE TABLE other (n int); CREATE INDEX t_n_idx ON other (n)",
        "index public.t_n_idx: expected ON \"public\".\"t\" USING btree (\"n\"), found ON \"public\".\"other\"",
    ),
    (
        "create_index",
        "model T { id Int @id; n Int; @@map(\"t\") }",
        "model T { id Int @id; n Int; @@index([n]); @@map(\"t\") }",
        "CREATE TABLE t_n_idx (n int)",
        "index public.t_n_idx: expected ON \"public\".\"t\" USING btree (\"n\"), found nothing",
    ),
    (
        "replace_index",
        "model T { id Int @id; n Int; @@index([n], map: \"i\"); @@map(\"t\") }",
        "model T { id Int @id; n Int; @@index([n(sort: Desc)], map: \"i\"); @@map(\"t\") }",
        "DROP INDEX i; CREATE INDEX i ON t (id)",
        "index public.i: expected ON \"public\".\"t\" USING btree (\"n\" DESC), found ON \"public\".\"t\" USING btree (\"id\")",
    ),
    (
        "replace_foreign_key",
        BOTH,
        "model P { id Int @id; ts T[]; @@map(\"p\") } model T { id Int @id; pid Int; p P @relation(fields: [pid], references: [id], onDelete: Cascade); @@map(\"t\") }",
        "ALTER TABLE t DROP CONSTRAINT t_pid_fkey; ALTER TABLE t ADD CONSTRAINT t_pid_fkey FOREIGN KEY (id) REFERENCES p (id)",
        "ON DELETE CASCADE, found FOREIGN KEY (\"id\") REFERENCES \"public\".\"p\"(\"id\")",
    ),
    (
        "add_foreign_key",
        APART,
        BOTH,
        "ALTER TABLE t ADD CONSTRAINT t_pid_fkey CHECK (pid > 0)",
        "constraint public.t.t_pid_fkey: expected FOREIGN KEY (\"pid\") REFERENCES \"public\".\"p\"(\"id\") ON UPDATE CASCADE ON DELETE RESTRICT, found CHECK",
    ),
    (
        "drop_column",
        "model T { id Int @id; n Int?; @@map(\"t\") }",
        T,
        "ALTER TABLE t ALTER n TYPE text",
        "column public.t.n: expected nothing, found text",
    ),
    (
        "drop_table",
        "model U { id Int @id } model T { id Int @id; @@map(\"t\") }",
        "model U { id Int @id }",
        "ALTER TABLE t ADD more text",
        "table public.t: expected nothing, found table",
    ),
    (
        "drop_table",
        "model U { id Int @id } model T { id Int @id; @@map(\"t\") }",
        "model U { id Int @id }",
        "DROP TABLE t; CREATE VIEW t AS SELECT 1 AS id",
        "\"t\" is not a table",
    ),
    (
        "drop_enum",
        "enum K { A; B } model U { id Int @id }",
        "model U { id Int @id }",
        "ALTER TYPE \"K\" ADD VALUE 'C'",
        "value public.\"K\".A: expected nothing, found there",
    ),
];

/// Kinds that only files of `online = "full"` have: they come after what is tried here, and look at it by its name.
const ONLINE: &[&str] = &["add_not_null_check", "count_duplicates", "swap_index", "validate_constraint"];

/// A schema in full.
fn schema(body: &str) -> String {
    let (schemas, body) = match body.split_once(' ') {
        Some(("EXTENSION", body)) => {
            ("  schemas = [\"app\", \"public\"]\n  extensions = [vector(schema: \"app\")]\n", body)
        }
        Some(("EXTENSION2", body)) => {
            ("  schemas = [\"app\", \"public\"]\n  extensions = [vector(schema: \"public\")]\n", body)
        }
        _ if body.contains("@@schema") => ("  schemas = [\"app\", \"public\"]\n", body),
        _ => ("", body),
    };
    if body.is_empty() {
        return String::new();
    }
    // a line for each member, as the language wants it
    let body = body.replace("{ ", "{\n").replace("; ", "\n").replace(" }", "\n}\n");
    format!(
        "generator client {{\n  provider = \"prisma-client\"\n  previewFeatures = [\"postgresqlExtensions\"]\n}}\n\ndatasource db {{\n  provider = \"postgresql\"\n{schemas}}}\n\n{body}\n"
    )
}

fn edit(before: &str, after: &str) -> Edit {
    let config = config_in(&fixture("none"));
    let [before, after] = [before, after].map(|body| {
        let text = schema(body);
        state(&text, &config).unwrap_or_else(|failure| panic!("{}\n{text}", words(&failure)))
    });
    Edit::new(&empty(&config), &before, &after)
}

/// The old state, and what somebody did to it.
fn database(edit: &Edit, conflict: &str) -> Database {
    let database = Server::with_vector().database();
    database.run_as_one_query(&edit.first).unwrap_or_else(|error| panic!("{error}\n{}", edit.first));
    database.run_as_one_query(conflict).unwrap_or_else(|error| panic!("{error}\n{conflict}"));
    database
}

/// What must not be there after a file that fails; nothing when all is well.
fn judge(edit: &Edit, (conflict, message): (&str, &str)) -> Result<(), String> {
    let database = database(edit, conflict);
    let before = database.catalog();
    for way in [Way::OneQuery, Way::OneTransaction] {
        let said = way.run(&database, &edit.sql).err().ok_or_else(|| format!("{way:?} goes through"))?;
        if !said.contains(message) {
            return Err(format!("{way:?} says {said}"));
        }
        if database.catalog() != before {
            return Err(format!("{way:?} changes the catalog"));
        }
    }
    let said = Way::Alone.run(&database, &edit.sql).err().ok_or("it goes through in pieces")?;
    let after = database.catalog();
    // a type may have values more
    let is_there = |line: &&str| match line.strip_suffix(')').filter(|_| line.starts_with("enum ")) {
        Some(labels) => after.contains(labels),
        None => after.lines().any(|other| other == *line),
    };
    let lost: Vec<&str> = before.lines().filter(|line| !is_there(line)).collect();
    if lost.is_empty() { Ok(()) } else { Err(format!("in pieces, {lost:?} are gone: {said}")) }
}

#[test]
fn every_kind_of_change_stops_at_something_else_under_its_name() {
    let mut wrong = Vec::new();
    for (kind, before, after, conflict, message) in CONFLICTS {
        let edit = edit(before, after);
        let kinds: Vec<&str> = edit.plan.changes().map(Change::name).collect();
        assert!(kinds.contains(kind), "{kind} is not in {kinds:?}");
        if let Err(reason) = judge(&edit, (conflict, message)) {
            wrong.push(format!(
                "{kind}, {conflict}: {reason}\n{}",
                edit.sql.split("\n    -- fails, and").next().unwrap_or_default()
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), CONFLICTS.len(), wrong.join("\n\n"));
    // what comes of a history is made again where it was, whatever else is there: `tests/unmanaged`
    let others = ONLINE.iter().chain(&OF_HISTORIES).copied();
    let tried: BTreeSet<&str> = CONFLICTS.iter().map(|(kind, ..)| *kind).chain(others).collect();
    let all: BTreeSet<&str> = Change::KINDS.iter().map(|(name, _)| *name).collect();
    assert_eq!(tried, all, "every kind has a conflict");
}

/// A file without what finds the conflict.
type Spoilt = (&'static str, &'static str, &'static str, (&'static str, &'static str), fn(&str) -> String);

const SPOILT: &[Spoilt] = &[
    ("no check", "", T, ("CREATE VIEW t AS SELECT 1 AS id", "expected table"), |sql| {
        sql.replace("IF _broken IS NOT NULL", "IF false")
    }),
    (
        "a drop that does not look",
        "model U { id Int @id } model T { id Int @id; @@map(\"t\") }",
        "model U { id Int @id }",
        ("ALTER TABLE t ADD more text", "expected nothing"),
        |sql| sql.replace("ARRAY['id']", "ARRAY['id', 'more']"),
    ),
    (
        "a message that names nothing",
        T,
        "model T { id Int @id; n Int?; @@map(\"t\") }",
        ("ALTER TABLE t ADD n text", "column public.t.n"),
        |sql| sql.replace("promised:%', _broken", "promised'"),
    ),
    (
        "a change before the block that fails",
        T,
        "model T { id Int @id; n Int?; @@map(\"t\") }",
        ("ALTER TABLE t ADD n text", "column public.t.n"),
        |sql| format!("ALTER TABLE t DROP CONSTRAINT IF EXISTS t_pkey;\n{sql}"),
    ),
];

#[test]
fn a_file_that_overlooks_a_conflict_is_found_out() {
    for (what, before, after, conflict, spoil) in SPOILT {
        let mut edit = edit(before, after);
        assert_eq!(judge(&edit, *conflict), Ok(()), "{what}");
        let spoilt = spoil(&edit.sql);
        assert_ne!(spoilt, edit.sql, "{what}");
        edit.sql = spoilt;
        judge(&edit, *conflict).expect_err(what);
    }
}
