//! What statements need: the replay refuses those that the servers refuse for what is not there, and no others.

mod passing;
mod refused;

use passing::{PASSING, PASSING_WITH_VECTOR};
use refract::diagnostic::Code;
use refract::physical::built_in_types::BUILT_IN_TYPES;
use refract::physical::{ColumnType, ElementType, IndexMethod, has_default_operator_class};
use refused::{REFUSED, REFUSED_WITH_VECTOR};

use super::replayed;
use crate::support::postgres::Server;

/// What is there before each script.
const BASE: &str = r#"CREATE TYPE "Mood" AS ENUM ('a','b');
CREATE TABLE "T" ("id" SERIAL NOT NULL, "k" TEXT NOT NULL, "n" INTEGER NOT NULL, "m" "Mood" NOT NULL, "j" JSONB, "c" VARCHAR(10), CONSTRAINT "T_pkey" PRIMARY KEY ("id"));
CREATE TABLE "U" ("id" INTEGER NOT NULL, "tId" INTEGER NOT NULL, CONSTRAINT "U_pkey" PRIMARY KEY ("id"));
ALTER TABLE "U" ADD CONSTRAINT "U_tId_fkey" FOREIGN KEY ("tId") REFERENCES "T"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE VIEW v AS SELECT id, k FROM "T";
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT a';
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER tr BEFORE INSERT ON "T" FOR EACH ROW EXECUTE FUNCTION tf();
CREATE POLICY p ON "T" USING (true);
CREATE SEQUENCE s;
CREATE MATERIALIZED VIEW mv AS SELECT id FROM "T";
CREATE RULE r AS ON INSERT TO "U" WHERE false DO INSTEAD NOTHING;
"#;

/// The same with vectors.
const VECTORS: &str = r#"CREATE EXTENSION vector;
CREATE TABLE "V" ("id" SERIAL PRIMARY KEY, "k" TEXT, "n" INTEGER, "e" vector, "e3" vector(3));
"#;

#[test]
fn what_is_not_there_is_refused_as_the_servers_refuse_it() {
    hold_each(BASE, &Server::of_every_version(), REFUSED, true);
    hold_each(VECTORS, &[(18, Server::with_vector())], REFUSED_WITH_VECTOR, true);
}

#[test]
fn what_is_there_is_found_however_it_is_named() {
    hold_each(BASE, &Server::of_every_version(), PASSING, false);
    hold_each(VECTORS, &[(18, Server::with_vector())], PASSING_WITH_VECTOR, false);
}

/// Each script on the newest server, and on one of the others in turn.
fn hold_each(base: &str, servers: &[(u32, &'static Server)], scripts: &str, is_refused: bool) {
    let before: Vec<_> = servers.iter().map(|(major, server)| (major, server.database())).collect();
    for (_, database) in &before {
        database.run_as_one_query(base).unwrap_or_else(|error| panic!("{error}"));
    }
    let mut differences = Vec::new();
    for (number, script) in scripts.lines().filter(|line| !line.is_empty()).enumerate() {
        let others = before.len() - 1;
        let turn = before[1..].iter().skip(number % others.max(1)).take(1);
        for (major, database) in before[..1].iter().chain(turn) {
            let theirs = database.copy().run_as_one_query(script).err();
            // older servers know fewer words
            if *major != &18 && theirs.is_some() != is_refused {
                continue;
            }
            let ours: Vec<_> = replayed(&format!("{base}{script}")).1;
            let says_refused = ours.iter().any(|(_, code, _)| *code == Code::SqlRefused);
            if theirs.is_some() != is_refused || says_refused != is_refused {
                differences.push(format!("{major}: {script}\nthe server: {theirs:?}\nthe replay: {ours:?}"));
            }
        }
    }
    assert!(differences.is_empty(), "{} differences\n{}", differences.len(), differences.join("\n----\n"));
}

#[test]
fn types_are_known_as_the_newest_server_knows_them() {
    let theirs = Server::without_vector().database().query(
        "SELECT typname FROM pg_type WHERE typnamespace = 'pg_catalog'::regnamespace AND typtype IN ('b', 'r', 'm', 'p')
            AND typname !~ '^(_|pg_)' ORDER BY typname COLLATE \"C\"",
    );
    assert_eq!(theirs.lines().collect::<Vec<_>>(), BUILT_IN_TYPES);
}

#[test]
fn default_operator_classes_are_told_as_the_servers_find_them() {
    use IndexMethod::{BTree, Brin, Gin, Gist, Hash, SpGist};
    let types = [
        (ElementType::SmallInt, "smallint"),
        (ElementType::Integer, "integer"),
        (ElementType::BigInt, "bigint"),
        (ElementType::Oid, "oid"),
        (ElementType::Decimal(None), "numeric"),
        (ElementType::Real, "real"),
        (ElementType::DoublePrecision, "float8"),
        (ElementType::Char(Some(3)), "char(3)"),
        (ElementType::Uuid, "uuid"),
        (ElementType::Timestamp(None), "timestamp"),
        (ElementType::Timestamptz(None), "timestamptz"),
        (ElementType::Date, "date"),
        (ElementType::Time(None), "time"),
        (ElementType::Timetz(None), "timetz"),
        (ElementType::Bytea, "bytea"),
        (ElementType::Boolean, "boolean"),
        (ElementType::Text, "text"),
        (ElementType::VarChar(None), "varchar"),
        (ElementType::Inet, "inet"),
        (ElementType::Money, "money"),
        (ElementType::Bit(Some(3)), "bit(3)"),
        (ElementType::VarBit(None), "varbit"),
        (ElementType::Json, "json"),
        (ElementType::Xml, "xml"),
        (ElementType::Jsonb, "jsonb"),
    ];
    for (major, server) in Server::of_every_version() {
        let database = server.database();
        for (element, sql) in &types {
            for is_list in [false, true] {
                let column_type = ColumnType { element: element.clone(), is_list };
                let list = if is_list { "[]" } else { "" };
                for method in [BTree, Hash, Gin, Gist, SpGist, Brin] {
                    let name = method.as_sql();
                    let made = format!("CREATE TEMP TABLE t (a {sql}{list}); CREATE INDEX ON t USING {name} (a)");
                    let found = database.run_as_one_query(&made).is_ok();
                    database
                        .run_as_one_query("DROP TABLE IF EXISTS pg_temp.t")
                        .unwrap_or_else(|error| panic!("{error}"));
                    let told = has_default_operator_class(method, &column_type);
                    assert!(told.is_none_or(|told| told == found), "{major}: {name} over {sql}{list}: {found}");
                }
            }
        }
    }
}
