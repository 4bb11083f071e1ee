//! Tables that are more than a schema can say: partitioned, inherited, typed, copied, without columns.

use crate::support::hands_off::{Change, change, held, hold, pending, schema};

const EVENTS: &str = "CREATE TABLE \"E\" (id INT NOT NULL, at DATE NOT NULL, n INT, CONSTRAINT \"E_pkey\" PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
    CREATE TABLE e_1 PARTITION OF \"E\" FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
    CREATE TABLE e_rest PARTITION OF \"E\" DEFAULT;
    INSERT INTO \"E\" VALUES (1, '2026-01-05', 1), (2, '2026-05-05', 2);";

const EVENT: &str = "model E {\n  id Int\n  at DateTime @db.Date\n  n Int?\n  @@id([id, at])\n}\n";

fn of_event(from: &str, to: &str) -> String {
    assert!(EVENT.contains(from), "{from}");
    EVENT.replace(from, to)
}

fn changes() -> Vec<Change> {
    vec![
        change("a column", of_event("n Int?", "n Int?\n  m Int? @default(3)"), &["e_1.m integer default 3"]),
        change(
            "rename the table",
            of_event("@@id", "@@map(\"events\")\n  @@id"),
            &["table public.events", "table public.e_1"],
        ),
        change("rename the column", of_event("n Int?", "n Int? @map(\"nn\")"), &["e_1.nn integer"]),
        change("another type", of_event("n Int?", "n BigInt?"), &["e_1.n bigint"]),
        change("no column", of_event("  n Int?\n", ""), &["!e_1.n "]),
        change("required", of_event("n Int?", "n Int"), &["e_1.n integer not null"]),
        change(
            "a longer key",
            of_event("@@id([id, at])", "@@id([id, at, n])").replace("n Int?", "n Int"),
            &["E_pkey\" PRIMARY KEY (id, at, n)"],
        ),
        change(
            "a counter",
            of_event("n Int?", "n Int @default(autoincrement())"),
            &["e_1.n integer not null default nextval"],
        ),
        change("no table", "model U {\n  id Int @id\n}\n", &["!table public.\"E\"", "!table public.e_1"]),
    ]
}

#[test]
fn a_partitioned_table_is_an_ordinary_one_to_the_schema() {
    hold("partitioned", (15, EVENTS), EVENT, &changes()).unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn partitions_are_followed() {
    let attached = format!("{EVENTS} CREATE TABLE e_2 (LIKE \"E\"); ALTER TABLE \"E\" DETACH PARTITION e_rest; DROP TABLE e_rest;
        ALTER TABLE \"E\" ATTACH PARTITION e_2 FOR VALUES FROM ('2026-03-01') TO ('2026-04-01'); ALTER TABLE e_2 RENAME TO e_march;
        ALTER TABLE e_1 RENAME TO e_january; ALTER TABLE \"E\" RENAME n TO nn; ALTER TABLE \"E\" RENAME TO ev;");
    let event = "model E {\n  id Int\n  at DateTime @db.Date\n  n Int? @map(\"nn\")\n  @@id([id, at], map: \"E_pkey\")\n  @@map(\"ev\")\n}\n";
    hold("attached", (15, attached.leak()), event, &[]).unwrap_or_else(|error| panic!("{error}"));
    let detached = format!(
        "{EVENTS} ALTER TABLE \"E\" ADD m INT; ALTER TABLE \"E\" DETACH PARTITION e_1; ALTER TABLE e_1 RENAME TO m_1;"
    );
    let both = format!(
        "{}model M {{\n  id Int\n  at DateTime @db.Date\n  n Int?\n  m Int?\n  @@id([id, at], map: \"e_1_pkey\")\n  @@map(\"m_1\")\n}}\n",
        of_event("n Int?", "n Int?\n  m Int?")
    );
    hold("detached", (15, detached.leak()), &both, &[]).unwrap_or_else(|error| panic!("{error}"));
    let referred = format!(
        "{EVENTS} CREATE TABLE \"U\" (id INT NOT NULL, a INT, d DATE, CONSTRAINT \"U_pkey\" PRIMARY KEY (id), CONSTRAINT u_e FOREIGN KEY (a, d) REFERENCES e_1 (id, at));"
    );
    let both = format!("{EVENT}model U {{\n  id Int @id\n  a Int?\n  d DateTime? @db.Date\n}}\n");
    let more = both.replace("a Int?", "a Int?\n  z Int?");
    let leaves: &[&str] = &["u_e FOREIGN KEY (a, d) REFERENCES public.e_1(id, at)"];
    hold("referred to", (15, referred.leak()), &both, &[change("a column", more, leaves)])
        .unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn inherited_columns_are_columns() {
    let history = "CREATE TABLE \"P\" (id INT NOT NULL, n INT DEFAULT 1, CONSTRAINT \"P_pkey\" PRIMARY KEY (id));
        CREATE TABLE \"C\" (extra TEXT, CONSTRAINT \"C_pkey\" PRIMARY KEY (id)) INHERITS (\"P\");
        CREATE TABLE by_hand (other TEXT) INHERITS (\"P\");
        CREATE TABLE later (id INT NOT NULL, n INT); ALTER TABLE later INHERIT \"P\";
        ALTER TABLE \"P\" ADD m INT;";
    let models = "model P {\n  id Int @id\n  n Int? @default(1)\n  m Int?\n}\nmodel C {\n  id Int @id\n  n Int? @default(1)\n  extra String?\n  m Int?\n}\n";
    let more = models.replace("extra String?", "extra String?\n  z Int?");
    let changes = [change("a column", more, &["C\".z integer", "table public.by_hand", "table public.later"])];
    hold("inherited", (15, history), models, &changes).unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn what_no_model_is_need_not_be_read() {
    let history = "CREATE TYPE shape AS (id INT, n INT);
        CREATE TABLE typed OF shape (id WITH OPTIONS PRIMARY KEY);
        CREATE TABLE \"T\" (id INT NOT NULL, CONSTRAINT \"T_pkey\" PRIMARY KEY (id));
        CREATE TABLE copied (LIKE \"T\" INCLUDING ALL);
        PREPARE q AS SELECT 1 AS a; CREATE TABLE executed AS EXECUTE q;
        CREATE TABLE summed AS SELECT count(*) FROM \"T\";
        CREATE TABLE refers (t INT); ALTER TABLE refers ADD CONSTRAINT r FOREIGN KEY (t) REFERENCES copied (id); DROP TABLE refers;
        ALTER TABLE typed RENAME TO typed_2; CREATE INDEX ON typed_2 (n);";
    let models = "model T {\n  id Int @id\n}\n";
    let more = models.replace("@id", "@id\n  z Int?");
    hold(
        "not read",
        (15, history),
        models,
        &[change("a column", more, &["table public.typed_2", "table public.copied"])],
    )
    .unwrap_or_else(|error| panic!("{error}"));
    for table in ["typed_2", "copied", "executed", "summed"] {
        let with = schema(&format!("{models}model X {{\n  id Int @id\n  @@map(\"{table}\")\n}}\n"));
        let found = held(&[history]).unwrap();
        assert!(!found.tables.contains_key(&with.database.tables.keys().next_back().unwrap().clone()), "{table}");
    }
}

#[test]
fn a_table_without_columns_is_dropped() {
    let history =
        "CREATE TABLE \"T\" (id INT NOT NULL, CONSTRAINT \"T_pkey\" PRIMARY KEY (id)); CREATE TABLE \"N\" ();";
    let before = "model T {\n  id Int @id\n}\n";
    let [old, new] = [before, before].map(schema);
    let pending = pending(&[history], &old, &new).unwrap();
    let sql = crate::support::schema::file("default", &pending.plan, &new.config);
    for (version, server) in crate::support::hands_off::servers(15) {
        let database = server.database();
        for text in [history, &sql, &sql] {
            database.run_as_one_query(text).unwrap_or_else(|error| panic!("{version}: {error}\n{sql}"));
        }
        assert!(!database.catalog().contains("public.\"N\""), "{sql}");
    }
}
