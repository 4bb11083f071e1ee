//! What a rename must not touch: rows. And what it finds when a database is half done, or somebody else's.

use crate::diff::{TARGET, cases};
use crate::support::database::Database;
use crate::support::postgres::Server;
use crate::support::schema::{config_in, empty, fixture, migration, state};

/// Statements that fill the old state of a case, and queries for what it holds before and after, which must be equal.
const ROWS: &[(&str, &str, &str, &str)] = &[
    (
        "rename_column",
        "INSERT INTO \"Patient\" (id, nick, birth) SELECT n, 'nick ' || n, '2000-01-01' FROM generate_series(1, 100) n",
        "SELECT id, nick, birth::date, gender FROM \"Patient\" ORDER BY id",
        "SELECT id, nickname, born_at, gender FROM \"Patient\" ORDER BY id",
    ),
    (
        "rename_table",
        "INSERT INTO \"Doctor\" (name, mood) SELECT 'doctor ' || n, 'BAD' FROM generate_series(1, 100) n; \
         INSERT INTO \"Patient\" SELECT n, n, '[1,2,3]' FROM generate_series(1, 100) n; \
         INSERT INTO \"Room\" VALUES (1); INSERT INTO \"_DoctorToRoom\" VALUES (7, 1)",
        "SELECT d.*, p.*, r.* FROM \"Doctor\" d JOIN \"Patient\" p ON p.\"doctorId\" = d.id LEFT JOIN \"_DoctorToRoom\" r ON r.\"A\" = d.id ORDER BY d.id",
        "SELECT d.*, p.*, r.* FROM doctors d JOIN patients p ON p.doctor_id = d.id LEFT JOIN \"_DoctorToRoom\" r ON r.\"A\" = d.id ORDER BY d.id",
    ),
    (
        "move_table",
        "INSERT INTO app.doctors (name, mood) SELECT 'doctor ' || n, 'BAD' FROM generate_series(1, 100) n; \
         INSERT INTO app.\"Skill\" VALUES (1); INSERT INTO app.\"_DoctorToSkill\" VALUES (7, 1)",
        "SELECT * FROM app.doctors LEFT JOIN app.\"_DoctorToSkill\" ON \"A\" = id ORDER BY id",
        "SELECT * FROM hr.physicians LEFT JOIN hr.\"_DoctorToSkill\" ON \"A\" = id ORDER BY id",
    ),
    (
        "rename_enum",
        "INSERT INTO \"Visit\" SELECT n, 'PAUSED', '{A}' FROM generate_series(1, 100) n",
        "SELECT id, status, kinds FROM \"Visit\" ORDER BY id",
        "SELECT id, status, kinds FROM \"Visit\" ORDER BY id",
    ),
    (
        "rename_enum_value",
        "INSERT INTO \"Visit\" SELECT n, CASE WHEN n < 50 THEN 'PAUSED' ELSE 'ACTIVE' END::\"Status\" FROM generate_series(1, 100) n",
        "SELECT id, CASE status WHEN 'PAUSED' THEN 'on hold' WHEN 'ACTIVE' THEN 'active' END FROM \"Visit\" ORDER BY id",
        "SELECT * FROM \"Visit\" ORDER BY id",
    ),
    (
        "renamed_from",
        "INSERT INTO \"Person\" (nick, state, \"bossId\") SELECT 'nick ' || n, 'SHUT', 1 FROM generate_series(1, 100) n; \
         INSERT INTO \"Group\" VALUES (1); INSERT INTO \"_GroupToPerson\" VALUES (1, 7)",
        "SELECT id, nick, 'CLOSED', \"bossId\", \"A\" FROM \"Person\" LEFT JOIN \"_GroupToPerson\" ON \"B\" = id ORDER BY id",
        "SELECT id, nickname, status, \"managerId\", \"A\" FROM \"User\" LEFT JOIN \"_GroupToUser\" ON \"B\" = id ORDER BY id",
    ),
    (
        "rename_chain",
        "INSERT INTO u DEFAULT VALUES; INSERT INTO t (a, b) SELECT n, 1 FROM generate_series(1, 100) n",
        "SELECT t.id, t.a, t.b, u.id FROM t JOIN u ON u.id = t.b ORDER BY t.id",
        "SELECT u.id, u.b, u.c, v.id FROM u JOIN v ON v.id = u.c ORDER BY u.id",
    ),
];

#[test]
fn rows_stay_what_they_are_in_every_way_of_running_it() {
    type Way = fn(&Database, &str) -> Result<String, String>;
    let ways: [Way; 3] =
        [Database::run_as_one_query, Database::run_file_statement_by_statement, Database::run_in_one_transaction];
    for case in cases() {
        let Some((_, fill, before, after)) = ROWS.iter().find(|(name, ..)| *name == case.name) else { continue };
        let origin = Server::with_vector().database();
        origin.run_as_one_query(&migration(TARGET, &case.nothing, &case.before).1).unwrap();
        origin.query(fill);
        let rows = origin.query(before);
        assert!(rows.lines().count() >= 100, "{}", case.name);
        let sql = migration(TARGET, &case.before, &case.after).1;
        for way in ways {
            let database = origin.copy();
            for _ in 0..2 {
                way(&database, &sql).unwrap_or_else(|error| panic!("{}: {error}\n{sql}", case.name));
                assert_eq!(database.query(after), rows, "{}", case.name);
            }
            assert_eq!(database.locks_of(&sql), Vec::<String>::new(), "{} again takes locks\n{sql}", case.name);
        }
    }
    let names: Vec<&str> = ROWS.iter().map(|(name, ..)| *name).collect();
    let all = cases();
    let renaming = all.iter().filter(|case| {
        let sql = migration(TARGET, &case.before, &case.after).1;
        ["RENAME COLUMN", "RENAME VALUE", "SET SCHEMA hr"].iter().any(|words| sql.contains(words))
    });
    renaming.for_each(|case| assert!(names.contains(&case.name.as_str()), "{} is not filled", case.name));
}

const BEFORE: &str = "datasource db {\n  provider = \"postgresql\"\n}\n\nmodel T {\n  id Int @id\n  x Int? @map(\"a\")\n\n  @@map(\"t\")\n}\n";
const AFTER: &str = "datasource db {\n  provider = \"postgresql\"\n}\n\nmodel T {\n  id Int @id\n  x Int? @map(\"b\")\n\n  @@map(\"u\")\n}\n";

/// What a database holds in place of the old state, and what comes of it: the error, or nothing where it goes well.
const STATES: &[(&str, &str)] = &[
    ("CREATE TABLE t (id int CONSTRAINT t_pkey PRIMARY KEY, a int)", ""),
    ("CREATE TABLE u (id int CONSTRAINT t_pkey PRIMARY KEY, a int)", ""),
    ("CREATE TABLE t (id int CONSTRAINT t_pkey PRIMARY KEY, b int)", ""),
    ("CREATE TABLE u (id int CONSTRAINT u_pkey PRIMARY KEY, b int)", ""),
    (
        "CREATE TABLE t (id int CONSTRAINT t_pkey PRIMARY KEY, a int); CREATE TABLE u (id int CONSTRAINT u_pkey PRIMARY KEY, b int)",
        "table public.t: expected nothing, found table",
    ),
    (
        "CREATE TABLE t (id int CONSTRAINT t_pkey PRIMARY KEY, a int, b int)",
        "column public.u.a: expected nothing, found integer",
    ),
    ("CREATE TABLE t (id int CONSTRAINT t_pkey PRIMARY KEY)", "column public.u.b: expected integer, found nothing"),
    ("SELECT 1", "relation \"public.u\" does not exist"),
];

#[test]
fn a_rename_finishes_what_is_half_done_and_says_what_it_cannot_do() {
    let config = config_in(&fixture("none"));
    let [before, after] = [BEFORE, AFTER].map(|text| state(text, &config).unwrap());
    let sql = migration(TARGET, &before, &after).1;
    let meant = Server::with_vector().database();
    meant.run_as_one_query(&migration(TARGET, &empty(&config), &after).1).unwrap();
    for (there, message) in STATES {
        let database = Server::with_vector().database();
        database.query(there);
        let catalog = database.catalog();
        let result = database.run_file_statement_by_statement(&sql);
        if message.is_empty() {
            result.unwrap_or_else(|error| panic!("{there}: {error}"));
            assert_eq!(database.catalog(), meant.catalog(), "{there}");
        } else {
            let error = result.expect_err(there);
            assert!(error.contains(message), "{there}: {error}");
            assert_eq!(database.catalog(), catalog, "{there}");
        }
    }
}
