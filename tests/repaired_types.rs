//! `refract repair` and columns of another type: a wider one takes every value as it is, and what is in the way is named.

use insta::assert_snapshot;
use refract::change::{AlterColumnType, Change, Conversion};
use refract::state::State;

use crate::repair::script;
use crate::support::postgres::Server;
use crate::support::schema::{config_in, fixture, state, words};

/// A type in the schema's words and in PostgreSQL's, and its most extreme values.
const TYPES: &[(&str, &str, &[&str])] = &[
    ("Int @db.SmallInt", "smallint", &["-32768", "32767"]),
    ("Int", "integer", &["-2147483648", "2147483647"]),
    ("BigInt", "bigint", &["-9223372036854775808", "9223372036854775807"]),
    ("Int @db.Oid", "oid", &["0", "4294967295"]),
    ("Decimal @db.Decimal(5, 2)", "numeric(5,2)", &["-999.99", "0.01", "NaN"]),
    ("Decimal @db.Decimal(10, 0)", "numeric(10,0)", &["-9999999999", "9999999999"]),
    ("Decimal @db.Decimal(12, 2)", "numeric(12,2)", &["-9999999999.99", "0.01"]),
    ("Decimal @db.Decimal(21, 1)", "numeric(21,1)", &["-99999999999999999999.9"]),
    ("Float @db.Real", "real", &["0.1", "-3.4028235e38", "Infinity", "1e-45"]),
    ("Float", "double precision", &["0.1", "-1.7976931348623157e308", "NaN"]),
    ("String @db.VarChar(3)", "character varying(3)", &["abc", "", "ab "]),
    ("String @db.VarChar(9)", "character varying(9)", &["abcdefghi"]),
    ("String @db.VarChar", "character varying", &["abcdefghij"]),
    ("String", "text", &["abcdefghij", " "]),
    ("String @db.Char(3)", "character(3)", &["ab", "abc"]),
    ("String @db.Char(5)", "character(5)", &["abcde"]),
    ("String @db.Bit(3)", "bit(3)", &["101"]),
    ("String @db.VarBit(3)", "bit varying(3)", &["1", "111"]),
    ("String @db.VarBit(5)", "bit varying(5)", &["11111"]),
    ("String @db.VarBit", "bit varying", &["111111"]),
    ("String @db.Uuid", "uuid", &["a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"]),
    ("DateTime @db.Date", "date", &["2026-01-28", "infinity"]),
    ("DateTime", "timestamp(3)", &["2026-01-28 01:02:03.999"]),
    ("DateTime @db.Timestamp(6)", "timestamp(6)", &["2026-01-28 01:02:03.999999"]),
    ("DateTime @db.Timestamptz(3)", "timestamptz(3)", &["2026-01-28 01:02:03.999+05"]),
    ("DateTime @db.Timestamptz(6)", "timestamptz(6)", &["2026-01-28 01:02:03.999999+05"]),
    ("DateTime @db.Time(3)", "time(3)", &["23:59:59.999"]),
    ("DateTime @db.Time(6)", "time(6)", &["23:59:59.999999"]),
    ("DateTime @db.Timetz(3)", "timetz(3)", &["23:59:59.999+05"]),
    ("Json", "jsonb", &["{}"]),
    ("Json @db.Json", "json", &["{}"]),
    ("Boolean", "boolean", &["true"]),
    ("Bytes", "bytea", &["\\x00"]),
];

fn schema(models: &str) -> State {
    let text = format!("datasource db {{\n  provider = \"postgresql\"\n}}\n\n{models}");
    state(&text, &config_in(&fixture("none"))).unwrap_or_else(|failure| panic!("{}", words(&failure)))
}

fn with_column(of: &str) -> State {
    let (scalar, native) = of.split_once(' ').unwrap_or((of, ""));
    schema(&format!("model T {{\n  id Int @id\n  c {scalar}? {native}\n}}\n"))
}

/// What `generate` would do to get from one type to the other.
fn change(found: &str, wanted: &str) -> Option<AlterColumnType> {
    let [before, after] = [found, wanted].map(with_column);
    let changes = refract::diff::diff(&before.database, &after.database);
    changes
        .into_iter()
        .find_map(|change| if let Change::AlterColumnType(change) = change { Some(*change) } else { None })
}

#[test]
fn a_wider_type_takes_every_value_as_it_is_and_no_other_is_given() {
    let database = Server::with_vector().database();
    let mut session = database.connect();
    let mut widened = String::new();
    for (wanted, _, _) in TYPES {
        let sql = script(&with_column(wanted));
        let mut from = Vec::new();
        for (found, in_sql, values) in TYPES.iter().filter(|(found, _, _)| found != wanted) {
            let rows: Vec<String> =
                values.iter().enumerate().map(|(at, value)| format!("({at}, '{value}', '{value}')")).collect();
            let table = format!("id integer CONSTRAINT \"T_pkey\" PRIMARY KEY, c {in_sql}, d {in_sql}");
            session.run("BEGIN").unwrap();
            session
                .run(&format!("CREATE TABLE \"T\" ({table}); INSERT INTO \"T\" VALUES {}", rows.join(", ")))
                .unwrap();
            match session.run(&sql) {
                Ok(_) => {
                    from.push(*found);
                    let same = format!("SELECT bool_and(c::{in_sql} IS NOT DISTINCT FROM d) FROM \"T\"");
                    assert_eq!(session.run(&same).unwrap().trim(), "t", "{found} to {wanted}");
                    let change = change(found, wanted).unwrap_or_else(|| panic!("{found} to {wanted} is no change"));
                    let as_it_is = (&change.conversion, &change.loss);
                    assert_eq!(as_it_is, (&Conversion::Assignment, &None), "{found} to {wanted}");
                }
                Err(said) => {
                    assert!(said.contains("another type than in the schema") && !said.contains("los"), "{said}");
                }
            }
            session.run("ROLLBACK").unwrap();
        }
        if !from.is_empty() {
            widened.push_str(&format!("{wanted}: {}\n", from.join(", ")));
        }
    }
    assert_snapshot!(widened, @r"
    Int: Int @db.SmallInt
    BigInt: Int @db.SmallInt, Int, Int @db.Oid
    Decimal @db.Decimal(10, 0): Int @db.SmallInt, Int
    Decimal @db.Decimal(12, 2): Int @db.SmallInt, Int, Decimal @db.Decimal(5, 2), Decimal @db.Decimal(10, 0)
    Decimal @db.Decimal(21, 1): Int @db.SmallInt, Int, BigInt, Decimal @db.Decimal(10, 0)
    Float @db.Real: Int @db.SmallInt
    Float: Int @db.SmallInt, Int, Float @db.Real
    String @db.VarChar(3): String @db.Char(3)
    String @db.VarChar(9): String @db.VarChar(3), String @db.Char(3), String @db.Char(5)
    String @db.VarChar: String @db.VarChar(3), String @db.VarChar(9), String @db.Char(3), String @db.Char(5)
    String: String @db.VarChar(3), String @db.VarChar(9), String @db.VarChar, String @db.Char(3), String @db.Char(5)
    String @db.Char(5): String @db.Char(3)
    String @db.VarBit(3): String @db.Bit(3)
    String @db.VarBit(5): String @db.Bit(3), String @db.VarBit(3)
    String @db.VarBit: String @db.Bit(3), String @db.VarBit(3), String @db.VarBit(5)
    DateTime: DateTime @db.Date
    DateTime @db.Timestamp(6): DateTime @db.Date, DateTime
    DateTime @db.Timestamptz(6): DateTime @db.Timestamptz(3)
    DateTime @db.Time(6): DateTime @db.Time(3)
    ");
}

/// A table whose column is too narrow, what is made beside it, and what is said to be in the way.
const IN_THE_WAY: &[(&str, &str)] = &[
    ("CREATE VIEW v AS SELECT c FROM \"T\"", "view v"),
    ("CREATE MATERIALIZED VIEW m AS SELECT id FROM \"T\" WHERE c <> ''", "materialized view m"),
    ("CREATE RULE r AS ON DELETE TO \"T\" WHERE old.c = 'a' DO INSTEAD NOTHING", "rule r on table \"T\""),
    ("CREATE POLICY p ON \"T\" USING (c <> '')", "policy p on table \"T\""),
    (
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; \
         CREATE TRIGGER g BEFORE UPDATE OF c ON \"T\" FOR EACH ROW EXECUTE FUNCTION f()",
        "trigger g on table \"T\"",
    ),
    ("ALTER TABLE \"T\" ADD upper text GENERATED ALWAYS AS (upper(c)) STORED", "generated column upper of table \"T\""),
    ("CREATE FUNCTION s() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(c) FROM \"T\"; END", "function s()"),
    ("CREATE PUBLICATION b FOR TABLE \"T\" WHERE (c <> '')", "publication of table \"T\" in publication b"),
    ("CREATE TABLE other (t \"T\")", "column t of table other"),
    ("CREATE TABLE heir () INHERITS (\"T\"); CREATE VIEW v AS SELECT c FROM heir", "view v"),
    ("CREATE INDEX x ON \"T\" (lower(c)); ALTER INDEX x ALTER COLUMN 1 SET STATISTICS 77", "index x"),
    ("CREATE STATISTICS z ON id, c FROM \"T\"; ALTER STATISTICS z SET STATISTICS 77", "statistics object z"),
];

#[test]
fn what_is_in_the_way_of_a_wider_type_is_named_and_nothing_is_changed() {
    let sql = script(&with_column("String"));
    for (beside, named) in IN_THE_WAY {
        let database = Server::with_vector().database();
        let table = "CREATE TABLE \"T\" (id integer CONSTRAINT \"T_pkey\" PRIMARY KEY, c varchar(30))";
        database.run_as_one_query(&format!("{table}; {beside}")).unwrap_or_else(|error| panic!("{beside}: {error}"));
        let before = database.catalog();
        let said = database.run_as_one_query(&sql).expect_err(beside);
        let found = format!("public.\"T\".c: expected text, found character varying(30), and in the way: {named}\n");
        assert!(said.contains(&found) && said.contains("Drop what is in the way"), "{beside}: {said}");
        assert_eq!(database.catalog(), before, "{beside}");
    }
}

#[test]
fn what_a_column_has_besides_is_there_when_its_type_is_wider() {
    let database = Server::with_vector().database();
    let made = |c: &str, id: &str, counts: &str| {
        format!(
            "CREATE TABLE \"T\" (id {id} CONSTRAINT \"T_pkey\" PRIMARY KEY, c {c} COLLATE \"C\" DEFAULT 'a', CONSTRAINT c_check CHECK (c <> ''));
             CREATE SEQUENCE \"T_id_seq\" AS {counts} OWNED BY \"T\".id; ALTER TABLE \"T\" ALTER id SET DEFAULT nextval('\"T_id_seq\"');
             ALTER TABLE \"T\" ALTER c SET STORAGE EXTERNAL, ALTER c SET COMPRESSION pglz, ALTER c SET (n_distinct = 7), ALTER c SET STATISTICS 9;
             CREATE INDEX \"T_c_idx\" ON \"T\" (c) WITH (fillfactor = 70); COMMENT ON INDEX \"T_c_idx\" IS 'by c';
             CREATE UNIQUE INDEX one ON \"T\" (id, c) WHERE c <> 'b'; CLUSTER \"T\" USING \"T_c_idx\"; ALTER TABLE \"T\" REPLICA IDENTITY USING INDEX \"T_pkey\";
             COMMENT ON COLUMN \"T\".c IS 'a word'; COMMENT ON CONSTRAINT c_check ON \"T\" IS 'not empty'; CREATE STATISTICS s ON id, c FROM \"T\""
        )
    };
    let wanted = Server::with_vector().database();
    wanted.run_as_one_query(&made("text", "bigint", "bigint")).unwrap();
    database.run_as_one_query(&made("varchar(3)", "integer", "integer")).unwrap();
    for database in [&database, &wanted] {
        database.run_as_one_query("INSERT INTO \"T\" VALUES (DEFAULT, 'abc')").unwrap();
    }
    let after =
        "model T {\n  id BigInt @id @default(autoincrement())\n  c String? @default(\"a\")\n\n  @@index([c])\n}\n";
    let sql = script(&schema(after));
    assert_eq!(database.run_as_one_query(&sql).unwrap_or_else(|error| panic!("{error}")), "");
    assert_eq!(whole(&database), whole(&wanted));
    assert_eq!(database.query("SELECT id, c FROM \"T\""), "1|abc");
}

/// All that is in the catalog of a database.
fn whole(database: &crate::support::database::Database) -> String {
    database.query(&format!("SET search_path = ''; {}", include_str!("zoo/catalog.sql")))
}
