//! What people made by hand under a name of the schema, and what the schema has no word for: it satisfies the schema. On
//! PostgreSQL 15 to 18, a repair of the sound database changes nothing, one after other damage puts only that right, and
//! a rename of the table or of its columns goes through its own check and keeps all of it.

mod beside;
mod history;
mod unique;

use refract::state::State;

use crate::repair::script;
use crate::support::database::Database;
use crate::support::postgres::Server;
use crate::support::schema::{config_in, empty, fixture, migration, state};
use crate::support::script::Way;

/// The first version that has it, the lines of model T beside those of all, and the SQL that makes the thing in place of
/// the plain one.
const RICHER: &[(u32, &str, &str)] = &[
    (15, "@@unique([k])", "DROP INDEX \"T_k_key\"; CREATE UNIQUE INDEX \"T_k_key\" ON \"T\" (k) WHERE k <> 'gone'"),
    (15, "@@unique([k])", "DROP INDEX \"T_k_key\"; CREATE UNIQUE INDEX \"T_k_key\" ON \"T\" (k) NULLS NOT DISTINCT"),
    (15, "@@unique([k])", "DROP INDEX \"T_k_key\"; CREATE UNIQUE INDEX \"T_k_key\" ON \"T\" (k) INCLUDE (n)"),
    (15, "@@unique([k])", "DROP INDEX \"T_k_key\"; CREATE UNIQUE INDEX \"T_k_key\" ON \"T\" (k COLLATE \"C\")"),
    (15, "@@unique([k])", "DROP INDEX \"T_k_key\"; ALTER TABLE \"T\" ADD CONSTRAINT \"T_k_key\" UNIQUE (k)"),
    (
        15,
        "@@unique([k])",
        "DROP INDEX \"T_k_key\"; ALTER TABLE \"T\" ADD CONSTRAINT \"T_k_key\" UNIQUE (k) DEFERRABLE INITIALLY DEFERRED",
    ),
    (
        15,
        "@@unique([k])",
        "DROP INDEX \"T_k_key\"; ALTER TABLE \"T\" ADD CONSTRAINT \"T_k_key\" UNIQUE NULLS NOT DISTINCT (k)",
    ),
    (15, "@@index([k])", "DROP INDEX \"T_k_idx\"; CREATE INDEX \"T_k_idx\" ON \"T\" (k COLLATE \"C\")"),
    (15, "@@index([k])", "DROP INDEX \"T_k_idx\"; CREATE INDEX \"T_k_idx\" ON \"T\" (k NULLS FIRST)"),
    (15, "@@index([k(sort: Desc)])", "DROP INDEX \"T_k_idx\"; CREATE INDEX \"T_k_idx\" ON \"T\" (k DESC NULLS LAST)"),
    (15, "@@index([k])", "DROP INDEX \"T_k_idx\"; CREATE INDEX \"T_k_idx\" ON \"T\" (k text_pattern_ops)"),
    (15, "@@index([k])", "DROP INDEX \"T_k_idx\"; CREATE INDEX \"T_k_idx\" ON \"T\" (k) WITH (fillfactor = 70)"),
    (15, "@@index([k])", "DROP INDEX \"T_k_idx\"; CREATE INDEX \"T_k_idx\" ON \"T\" (k) INCLUDE (n, r)"),
    (15, "@@index([k, n])", "COMMENT ON INDEX \"T_k_n_idx\" IS 'why'; ALTER TABLE \"T\" CLUSTER ON \"T_k_n_idx\""),
    (15, "@@unique([n])", "ALTER TABLE \"T\" REPLICA IDENTITY USING INDEX \"T_n_key\""),
    (15, "@@index([n], type: Brin)", "ALTER INDEX \"T_n_idx\" SET (pages_per_range = 32)"),
    (15, "@@index([j], type: Gin)", "DROP INDEX \"T_j_idx\"; CREATE INDEX \"T_j_idx\" ON \"T\" USING gin (j jsonb_path_ops)"),
    (15, "@@index([j(ops: JsonbOps)], type: Gin)", ""),
    (15, "@@index([j(ops: JsonbPathOps)], type: Gin)", "ALTER INDEX \"T_j_idx\" SET (fastupdate = off)"),
    (15, "", "ALTER TABLE \"T\" DROP CONSTRAINT \"T_pkey\" CASCADE, ADD CONSTRAINT \"T_pkey\" PRIMARY KEY (id) DEFERRABLE"),
    (15, "", "ALTER TABLE \"T\" DROP CONSTRAINT \"T_pkey\" CASCADE, ADD CONSTRAINT \"T_pkey\" PRIMARY KEY (id) INCLUDE (k)"),
    (15, "", "ALTER TABLE \"T\" ALTER CONSTRAINT \"T_r_fkey\" DEFERRABLE INITIALLY DEFERRED"),
    (15, "", "ALTER TABLE \"T\" DROP CONSTRAINT \"T_r_fkey\", ADD CONSTRAINT \"T_r_fkey\" FOREIGN KEY (r) REFERENCES \"U\" (id)
              ON DELETE SET NULL ON UPDATE CASCADE NOT VALID"),
    (15, "", "ALTER TABLE \"T\" DROP CONSTRAINT \"T_r_fkey\", ADD CONSTRAINT \"T_r_fkey\" FOREIGN KEY (r) REFERENCES \"U\" (id)
              MATCH FULL ON DELETE SET NULL ON UPDATE CASCADE"),
    (15, "", "ALTER TABLE \"T\" DROP CONSTRAINT \"T_r_fkey\", ADD CONSTRAINT \"T_r_fkey\" FOREIGN KEY (r) REFERENCES \"U\" (id)
              ON DELETE SET NULL (r) ON UPDATE CASCADE"),
    (18, "", "ALTER TABLE \"T\" DROP CONSTRAINT \"T_r_fkey\", ADD CONSTRAINT \"T_r_fkey\" FOREIGN KEY (r) REFERENCES \"U\" (id)
              ON DELETE SET NULL ON UPDATE CASCADE NOT ENFORCED"),
    (15, "", "COMMENT ON CONSTRAINT \"T_r_fkey\" ON \"T\" IS 'why'"),
];

/// The lines of model T beside those of all, what stands there instead, and what a repair says that it found.
const OTHERS: &[(&str, &str, &str)] = &[
    (
        "@@index([k])",
        "DROP INDEX \"T_k_idx\"; CREATE INDEX \"T_k_idx\" ON \"T\" (lower(k))",
        "expected ON \"public\".\"T\" USING btree (\"k\"), found ON \"public\".\"T\" USING btree (\"lower\"(\"k\"))",
    ),
    (
        "@@unique([k])",
        "DROP INDEX \"T_k_key\"; CREATE UNIQUE INDEX \"T_k_key\" ON \"T\" (lower(k))",
        "expected UNIQUE ON \"public\".\"T\" USING btree (\"k\"), found UNIQUE ON \"public\".\"T\" USING btree (\"lower\"(\"k\"))",
    ),
    (
        "@@unique([k])",
        "DROP INDEX \"T_k_key\"; ALTER TABLE \"T\" ADD CONSTRAINT \"T_k_key\" UNIQUE (n)",
        "expected UNIQUE ON \"public\".\"T\" USING btree (\"k\"), found UNIQUE ON \"public\".\"T\" USING btree (\"n\")",
    ),
    (
        "@@index([k])",
        "DROP INDEX \"T_k_idx\"; CREATE INDEX \"T_k_idx\" ON \"T\" (n) INCLUDE (k)",
        "expected ON \"public\".\"T\" USING btree (\"k\"), found ON \"public\".\"T\" USING btree (\"n\")",
    ),
    (
        "",
        "ALTER TABLE \"T\" DROP CONSTRAINT \"T_pkey\" CASCADE, ADD CONSTRAINT \"T_pkey\" PRIMARY KEY (id, n)",
        "expected PRIMARY KEY (\"id\"), found PRIMARY KEY (\"id\", \"n\")",
    ),
    (
        "",
        "ALTER TABLE \"T\" DROP CONSTRAINT \"T_r_fkey\", ADD CONSTRAINT \"T_r_fkey\" FOREIGN KEY (r) REFERENCES \"U\" (id) DEFERRABLE",
        "expected FOREIGN KEY (\"r\") REFERENCES \"public\".\"U\"(\"id\") ON UPDATE CASCADE ON DELETE SET NULL, found FOREIGN KEY (\"r\") REFERENCES \"public\".\"U\"(\"id\")",
    ),
];

/// The lines of model T beside those of all, and what a repair puts in order, because the schema could say all of it.
const REPLACED: &[(&str, &str)] = &[
    ("@@index([k])", "DROP INDEX \"T_k_idx\"; CREATE INDEX \"T_k_idx\" ON \"T\" (n)"),
    ("@@index([k])", "DROP INDEX \"T_k_idx\"; CREATE INDEX \"T_k_idx\" ON \"T\" (k DESC)"),
    ("@@index([k])", "DROP INDEX \"T_k_idx\"; CREATE INDEX \"T_k_idx\" ON \"T\" USING hash (k)"),
    ("@@unique([k])", "DROP INDEX \"T_k_key\"; CREATE INDEX \"T_k_key\" ON \"T\" (k)"),
    (
        "@@index([j(ops: JsonbPathOps)], type: Gin)",
        "DROP INDEX \"T_j_idx\"; CREATE INDEX \"T_j_idx\" ON \"T\" USING gin (j)",
    ),
    (
        "@@index([j(ops: JsonbOps)], type: Gin)",
        "DROP INDEX \"T_j_idx\"; CREATE INDEX \"T_j_idx\" ON \"T\" USING gin (j jsonb_path_ops)",
    ),
    (
        "",
        "ALTER TABLE \"T\" DROP CONSTRAINT \"T_r_fkey\", ADD CONSTRAINT \"T_r_fkey\" FOREIGN KEY (r) REFERENCES \"U\" (id)",
    ),
];

/// The servers, by their version; those that cannot be had are said.
fn servers() -> impl Iterator<Item = (u32, &'static Server)> {
    let older = |major| match Server::of_version(major) {
        Ok(server) => Some((major, server)),
        Err(reason) => {
            println!("NOT TRIED: {reason}");
            None
        }
    };
    std::iter::once((18, Server::without_vector())).chain([15, 16, 17].into_iter().filter_map(older))
}

/// The schema with these lines in model T, which is called `table` in the database and whose columns are called `k` and
/// `r` or as `column` makes of them.
fn schema(lines: &str, table: &str, column: fn(&str) -> String) -> State {
    let [k, r, n, j] = ["k", "r", "n", "j"].map(column);
    let text = format!(
        "datasource db {{\n  provider = \"postgresql\"\n}}\nmodel U {{\n  id Int @id\n  ts T[]\n  plain Int @default(7)\n}}
model T {{\n  id Int @id\n  k String? @map(\"{k}\")\n  n Int @map(\"{n}\")\n  j Json @map(\"{j}\")\n  r Int? @map(\"{r}\")
  u U? @relation(fields: [r], references: [id])\n  {lines}\n  @@map(\"{table}\")\n}}\n"
    );
    state(&text, &config_in(&fixture("")))
        .unwrap_or_else(|failure| panic!("{text}: {}", crate::support::schema::words(&failure)))
}

fn as_it_is(column: &str) -> String {
    column.to_owned()
}

fn with_another_name(column: &str) -> String {
    format!("{column}_2")
}

/// A database of the schema with something of people's own in it.
fn database(server: &'static Server, before: &State, by_hand: &str) -> Database {
    let database = server.database();
    let first = migration("default", &empty(&before.config), before).1;
    for sql in [first.as_str(), by_hand] {
        Way::OneQuery.run(&database, sql).unwrap_or_else(|error| panic!("{by_hand}: {error}"));
    }
    database
}

fn repaired(database: &Database, state: &State) -> Result<String, String> {
    database.run_as_one_query(&script(state))
}

/// What a catalog says beside names.
fn without_names(catalog: &str) -> Vec<String> {
    let plain = |line: &str| {
        let line = line.replace("_2", "").replace("\"Renamed\"", "\"T\"").replace("Renamed_", "T_");
        line.replace("\"Renamed", "\"T")
    };
    let mut lines: Vec<String> = catalog.lines().map(plain).collect();
    lines.sort();
    lines
}

/// What `catalog.sql` leaves out.
const MORE: &str = "SELECT concat_ws(' ', c.relname, indisreplident, indisclustered, reloptions, obj_description(c.oid, 'pg_class'))
      FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws(' ', conname, contype, condeferrable, condeferred, convalidated, obj_description(oid, 'pg_constraint'))
      FROM pg_constraint WHERE conrelid <> 0 AND connamespace = 'public'::regnamespace AND contype <> 'n' ORDER BY 1";

fn everything(database: &Database) -> String {
    format!("{}\n{}", database.catalog(), database.query(MORE))
}

#[test]
fn a_repair_leaves_what_is_richer_as_it_is() {
    let damage = "ALTER TABLE \"U\" ALTER plain DROP DEFAULT; ALTER TABLE \"T\" ALTER j DROP NOT NULL";
    for (major, server) in servers() {
        for (_, lines, by_hand) in RICHER.iter().filter(|(since, ..)| *since <= major) {
            let before = schema(lines, "T", as_it_is);
            let database = database(server, &before, by_hand);
            let whole = everything(&database);
            for broken in ["", damage] {
                Way::OneQuery.run(&database, broken).unwrap();
                repaired(&database, &before).unwrap_or_else(|error| panic!("{major}: {by_hand}: {error}"));
                assert_eq!(everything(&database), whole, "{major}: {by_hand} after {broken}");
            }
        }
    }
}

#[test]
fn a_rename_keeps_what_is_richer() {
    for (major, server) in servers() {
        for (_, lines, by_hand) in RICHER.iter().filter(|(since, ..)| *since <= major) {
            let before = schema(lines, "T", as_it_is);
            for after in [schema(lines, "Renamed", as_it_is), schema(lines, "T", with_another_name)] {
                let database = database(server, &before, by_hand);
                let whole = everything(&database);
                let (_, sql) = migration("default", &before, &after);
                for run in ["at first", "again"] {
                    Way::OneQuery
                        .run(&database, &sql)
                        .unwrap_or_else(|error| panic!("{major} {run}: {by_hand}: {error}\n{sql}"));
                    assert_eq!(
                        without_names(&everything(&database)),
                        without_names(&whole),
                        "{major} {run}: {by_hand}\n{sql}"
                    );
                }
            }
        }
    }
}

#[test]
fn what_the_schema_does_not_mean_is_named_and_stays() {
    for (major, server) in servers() {
        for (lines, by_hand, found) in OTHERS {
            let before = schema(lines, "T", as_it_is);
            let database = database(server, &before, by_hand);
            let whole = everything(&database);
            let said = repaired(&database, &before).expect_err(by_hand);
            assert!(said.contains(found), "{major}: {by_hand}: {said}");
            assert_eq!(everything(&database), whole, "{major}: {by_hand}");
        }
    }
}

#[test]
fn what_the_schema_could_say_is_replaced() {
    for (major, server) in servers() {
        for (lines, by_hand) in REPLACED {
            let before = schema(lines, "T", as_it_is);
            let database = database(server, &before, by_hand);
            repaired(&database, &before).unwrap_or_else(|error| panic!("{major}: {by_hand}: {error}"));
            let sound = self::database(server, &before, "");
            assert_eq!(everything(&database), everything(&sound), "{major}: {by_hand}");
        }
    }
}
