//! Migrations read in memory: what they yield is what the schema, and the server, say.

use std::collections::BTreeSet;

use refract::config::{BaseKind, Config};
use refract::physical::{Database, Extension};
use refract::render::{Form, Renderer};
use refract::replay::{Lost, Replay, replay, settle};
use refract::text::Texts;
use refract::{diff, plan};

use crate::diff::{Case, TARGET, cases};
use crate::support::postgres::Server;
use crate::support::schema::{care, fixture, migration, state, words};

/// The database after some files, in the words of a schema.
#[track_caller]
fn replayed(before: &Database, files: &[&str], schema: &Database) -> Database {
    settle(in_memory(before, files).unwrap_or_else(|message| panic!("{message}")), schema)
}

/// The database after some files; an error is what the replay has to say of them.
pub fn in_memory(before: &Database, files: &[&str]) -> Result<Database, String> {
    let mut texts = Texts::default();
    for (number, file) in files.iter().enumerate() {
        texts.add(format!("{number}/migration.sql"), *file);
    }
    let Replay { database, mut diagnostics, unread, .. } = replay(before.clone(), &texts);
    unread.into_iter().for_each(|(_, diagnostic)| diagnostics.push(diagnostic));
    if diagnostics.iter().next().is_some() {
        let all = words(&refract::diagnostic::Failure { texts, diagnostics });
        return Err(format!("{all}\n{}", files.join("\n")));
    }
    Ok(database)
}

#[track_caller]
fn assert_same(case: &Case, how: &str, found: &Database, meant: &Database, sql: &str) {
    let forth = diff::diff(found, meant);
    let back = diff::diff(meant, found);
    assert!(
        forth.is_empty() && back.is_empty(),
        "{} {how}\n{sql}\nmissing: {forth:#?}\ntoo much: {back:#?}",
        case.name
    );
}

#[test]
fn every_generated_migration_replays_to_the_new_schema() {
    for case in cases() {
        let [before, after] = [&case.before, &case.after].map(|state| state.projected_on(TARGET).database);
        let first = migration(TARGET, &case.nothing, &case.before).1;
        let second = migration(TARGET, &case.before, &case.after).1;
        let found = replayed(&Database::default(), &[&first], &before);
        assert_same(&case, "at first", &found, &before, &first);
        let found = replayed(&Database::default(), &[&first, &second], &after);
        assert_same(&case, "after both", &found, &after, &second);
        let found = replayed(&before, &[&second], &after);
        assert_same(&case, "on top", &found, &after, &second);
        let found = replayed(&before, &[&second, &second], &after);
        assert_same(&case, "on top, twice", &found, &after, &second);
        let plain = case.plain(&case.before, &case.after);
        let found = replayed(&before, &[&plain], &after);
        assert_same(&case, "plain", &found, &after, &plain);
    }
}

#[test]
fn every_loss_of_a_generated_migration_stands_in_its_head() {
    let mut count = 0;
    for case in cases() {
        let sql = migration(TARGET, &case.before, &case.after).1;
        let mut texts = Texts::default();
        texts.add("migration.sql", sql.as_str());
        let before = case.before.projected_on(TARGET).database;
        for loss in replay(before, &texts).losses {
            let loses = match &loss.lost {
                Lost::Table(_) | Lost::Column(..) => true,
                Lost::Conversion { before, after, .. } => diff::loses_values(before, after),
            };
            let line = format!("-- Loses:     {}", loss.lost.name());
            let is_said = sql.lines().any(|said| said == line || said.starts_with(&format!("{line} (")));
            assert!(!loses || is_said, "{}: {}\n{sql}", case.name, loss.lost.name());
            count += usize::from(loses);
        }
    }
    assert!(count > 5, "{count}");
}

/// What is said of a migration, each with its code, its line and column, and what stands there.
fn said(sql: &str) -> String {
    let mut texts = Texts::default();
    texts.add("migration.sql", sql);
    let Replay { mut diagnostics, unread, .. } = replay(Database::default(), &texts);
    // as if the schema had the tables that only the server can tell
    unread.into_iter().for_each(|(_, diagnostic)| diagnostics.push(diagnostic));
    crate::diagnostics::render(&texts, diagnostics)
}

#[test]
fn what_may_shape_the_database_and_is_not_understood_is_said() {
    insta::assert_snapshot!(said("SELECT 1;\nCREATE TABLE a AS SELECT 1;\n"), @"R6001 error migration.sql:2:16 this may change what the schema describes, and is not understood |  | write it in another way, or, if it changes no table, column, key, index or enum, say so above it: -- refract:allow R6001 and the reason");
    insta::assert_snapshot!(said("CREATE TABLE a (id INT);\nALTER TABLE a FROBNICATE b;\n"), @"R6001 error migration.sql:2:15 this may change what the schema describes, and is not understood |  | write it in another way, or, if it changes no table, column, key, index or enum, say so above it: -- refract:allow R6001 and the reason");
    insta::assert_snapshot!(said("DO $$ BEGIN FOR t IN SELECT 1 LOOP EXECUTE 'ALTER TABLE ' || t; END LOOP; END $$;"), @"R6001 error migration.sql:1:36 this may change what the schema describes, and is not understood |  | write it in another way, or, if it changes no table, column, key, index or enum, say so above it: -- refract:allow R6001 and the reason");
    insta::assert_snapshot!(said("DO $$ BEGIN IF now() > '2026-01-01' THEN CREATE TABLE a (id INT); END IF; END $$;"), @"R6001 error migration.sql:1:16 this may change what the schema describes, and is not understood |  | write it in another way, or, if it changes no table, column, key, index or enum, say so above it: -- refract:allow R6001 and the reason");
}

#[test]
fn what_only_the_server_or_the_runner_decides_is_said() {
    for (sql, place) in [
        // whoever sends the file as one message loses the table too
        ("CREATE TABLE a (id INT);\nBEGIN;\nCREATE TABLE b (id INT);\nROLLBACK;", "4:1"),
        ("CREATE TABLE a (id INT);\nABORT;", "2:1"),
        ("SELECT set_config('search_path', current_user, false);", "1:1"),
        ("SELECT set_config(name, setting, false) FROM pg_settings;", "1:18"),
        ("DO $$ BEGIN IF random() > 0.5 THEN CREATE TABLE a (id INT); END IF; END $$;", "1:16"),
        (
            "DO $$ BEGIN IF random() > 0.5 THEN CREATE TABLE a (id INT); ELSE CREATE TABLE a (id TEXT); END IF; END $$;",
            "1:16",
        ),
        (
            "DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles) THEN CREATE TABLE a (id INT); ELSE CREATE TABLE b (id INT); END IF; END $$;",
            "1:81",
        ),
        ("DO $$ BEGIN CREATE TABLE a (id INT); EXCEPTION WHEN others THEN CREATE TABLE b (id INT); END $$;", "1:48"),
        (
            "DO $$ BEGIN CREATE COLLATION p FROM q; EXCEPTION WHEN duplicate_object THEN CREATE TABLE b (id INT); END $$;",
            "1:50",
        ),
        (
            "DO $$ DECLARE t text; BEGIN FOREACH t IN ARRAY ARRAY['a'] LOOP EXIT; EXECUTE 'DROP TABLE ' || t; END LOOP; END $$;",
            "1:70",
        ),
        ("DO $$ DECLARE t text := current_user; BEGIN EXECUTE 'CREATE TABLE ' || t || ' (id INT)'; END $$;", "1:45"),
        ("DO $$ BEGIN CREATE TABLE a (id INT); ROLLBACK; END $$;", "1:38"),
        ("DO $$ BEGIN FOR i IN SELECT 1 LOOP CREATE TABLE IF NOT EXISTS a (id INT); END LOOP; END $$;", "1:13"),
        ("DO $$ DECLARE q text := current_user; BEGIN EXECUTE q; END $$;", "1:45"),
        (
            "DO $$ DECLARE q text; BEGIN SELECT x INTO q FROM y; EXECUTE 'ALTER TABLE ' || q || ' ENABLE TRIGGER t'; END $$;",
            "1:53",
        ),
        (
            "DO $$ DECLARE q text := 'a'; BEGIN EXECUTE 'SELECT x' INTO q; EXECUTE format('DROP TABLE %I', q); END $$;",
            "1:63",
        ),
        (
            "DO $$ DECLARE q text := 'a'; BEGIN UPDATE p.x SET y = 1 RETURNING z INTO q; EXECUTE format('DROP TABLE %I', q); END $$;",
            "1:77",
        ),
        (
            "DO $$ BEGIN FOR r IN SELECT * FROM x LOOP EXECUTE format('ALTER TABLE %I DROP COLUMN y', r.z); END LOOP; END $$;",
            "1:43",
        ),
        ("DO $$ DECLARE q text; BEGIN IF random() > 1 THEN q := 'DROP TABLE a'; EXECUTE q; END IF; END $$;", "1:32"),
        ("DO $$ BEGIN CASE WHEN random() > 1 THEN CREATE TABLE a (id INT); ELSE NULL; END CASE; END $$;", "1:23"),
    ] {
        let said = said(sql);
        assert!(
            said.starts_with(&format!("R6001 error migration.sql:{place} ")) && said.lines().count() == 1,
            "{sql}\n{said}"
        );
    }
    // a loss on either way is a loss
    let mut texts = Texts::default();
    texts.add(
        "migration.sql",
        "DO $$ BEGIN IF now() > '2020-01-01' THEN DROP TABLE a; ELSE DROP TABLE a CASCADE; END IF; END $$;",
    );
    let before = in_memory(&Database::default(), &["CREATE TABLE a (id INT);"]).unwrap();
    assert_eq!(replay(before, &texts).losses.len(), 2);
}

/// Statements that run a function whose body may shape a table, and ones that do not.
#[test]
fn what_runs_a_function_that_shapes_is_said() {
    let shaping = [
        "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN ALTER TABLE a ADD COLUMN b INT; END $$;",
        "CREATE OR REPLACE FUNCTION f(x int DEFAULT 1) RETURNS void AS 'DROP TABLE a' LANGUAGE sql;",
        "CREATE PROCEDURE f() LANGUAGE plpgsql AS $$ DECLARE t text := current_user; BEGIN EXECUTE t; END $$;",
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN EXECUTE format('DROP TABLE %I', NEW.x); END $$;",
        "CREATE FUNCTION f() RETURNS void LANGUAGE plv8 AS $$ plv8.execute('CREATE TABLE b (id INT)') $$;",
        "CREATE FUNCTION g() RETURNS void LANGUAGE sql AS 'DROP TABLE a'; CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM g(); END $$;",
    ];
    let harmless = [
        "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN UPDATE a SET id = 1; END $$;",
        "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN ALTER TABLE a ENABLE ROW LEVEL SECURITY; END $$;",
        "CREATE FUNCTION f(t text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t); END $$;",
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END;",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1;",
        "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN CREATE TEMP TABLE x (id INT); RAISE NOTICE 'DROP TABLE a'; END $$;",
        "CREATE FUNCTION f() RETURNS int AS '$libdir/x', 'f' LANGUAGE c;",
        "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'DROP TABLE a'; CREATE OR REPLACE FUNCTION f() RETURNS void LANGUAGE sql AS 'SELECT 1';",
        "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'DROP TABLE a'; DROP FUNCTION f(); CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';",
    ];
    let running = [
        "SELECT f();",
        "SELECT 1, public.f(2) FROM a;",
        "CALL f();",
        "DO $$ BEGIN PERFORM f(); END $$;",
        "DO $$ BEGIN EXECUTE 'SELECT f()'; END $$;",
        "DO $$ DECLARE x int := f(); BEGIN NULL; END $$;",
        "INSERT INTO a (id) VALUES (f());",
        "INSERT INTO a (id) SELECT \"f\" ();",
        "UPDATE a SET id = f();",
        "WITH x AS (SELECT f()) SELECT 1;",
        "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f(); INSERT INTO public.a VALUES (1);",
        "CREATE TRIGGER t BEFORE UPDATE ON a FOR EACH ROW EXECUTE PROCEDURE f(); DO $$ BEGIN UPDATE a SET id = 1; END $$;",
        "CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f();",
        "ALTER TABLE a ALTER COLUMN id TYPE BIGINT USING f();",
    ];
    let not_running = [
        "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f();",
        "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f(); DROP TRIGGER t ON a; INSERT INTO a VALUES (1);",
        "CREATE VIEW v AS SELECT f();",
        "GRANT EXECUTE ON FUNCTION f() TO postgres;",
        "COMMENT ON FUNCTION f() IS 'f()';",
        "ALTER FUNCTION f() OWNER TO postgres;",
        "DROP FUNCTION f();",
        "INSERT INTO a VALUES (1);",
    ];
    let table = "CREATE TABLE a (id INT);";
    for function in shaping {
        for run in running {
            let said = said(&format!("{table}{function}\n{run}"));
            assert!(
                said.starts_with("R6001 error migration.sql:2:") && said.lines().count() == 1,
                "{function}\n{run}\n{said}"
            );
        }
        for statement in not_running {
            assert_eq!(said(&format!("{table}{function}\n{statement}")), "", "{function}\n{statement}");
        }
    }
    for function in harmless {
        for statement in running.iter().chain(&not_running) {
            assert_eq!(said(&format!("{table}{function}\n{statement}")), "", "{function}\n{statement}");
        }
    }
}

#[test]
fn what_goes_along_with_something_is_a_loss() {
    let tables = "CREATE EXTENSION vector; CREATE SCHEMA app; CREATE DOMAIN app.d AS INT; CREATE TYPE m AS ENUM ('x'); \
                  CREATE TABLE a (id INT, d app.d, m m[], v vector(3)); CREATE TABLE app.b (id INT);";
    for (sql, lost) in [
        ("DROP DOMAIN app.d CASCADE;", &["public.a.d"][..]),
        ("DROP TYPE m CASCADE;", &["public.a.m"]),
        ("DROP EXTENSION vector CASCADE;", &["public.a.v"]),
        ("DROP SCHEMA app CASCADE;", &["app.b", "public.a.d"]),
    ] {
        let mut texts = Texts::default();
        texts.add("migration.sql", format!("{tables}\n"));
        texts.add("second.sql", sql);
        let losses = replay(Database::default(), &texts).losses;
        assert_eq!(losses.iter().map(|loss| loss.lost.name()).collect::<Vec<_>>(), lost, "{sql}");
    }
}

#[test]
fn what_only_the_server_can_follow_is_said() {
    for sql in [
        "DROP OWNED BY CURRENT_USER;",
        "DROP OWNED BY me CASCADE;",
        "DROP COLLATION c CASCADE;",
        "DROP OPERATOR CLASS c USING btree CASCADE;",
    ] {
        assert!(said(sql).starts_with("R6001 error migration.sql:1:"), "{sql}");
    }
    assert_eq!(said("REASSIGN OWNED BY a TO b; DROP COLLATION c; DROP OPERATOR FAMILY f USING btree;"), "");
}

#[test]
fn what_is_taken_back_is_no_loss() {
    let before = in_memory(&Database::default(), &["CREATE TABLE a (id INT, b INT);"]).unwrap();
    for sql in [
        "BEGIN; DROP TABLE a; ROLLBACK;",
        "DO $$ BEGIN ALTER TABLE a DROP COLUMN b; DROP TABLE nowhere; EXCEPTION WHEN undefined_table THEN NULL; END $$;",
        "BEGIN; CREATE TABLE c (id INT); SAVEPOINT s; DROP TABLE c; ROLLBACK TO s; DROP TABLE c; COMMIT;",
    ] {
        let mut texts = Texts::default();
        texts.add("migration.sql", sql);
        let Replay { database, diagnostics, losses, unread: _ } = replay(before.clone(), &texts);
        assert!(losses.is_empty() && diagnostics.iter().next().is_none(), "{sql}: {losses:?}");
        assert_eq!(database, before, "{sql}");
    }
}

#[test]
fn blocks_without_end_are_no_endless_recursion() {
    for text in ["IF true THEN ", "BEGIN ", "DECLARE a int; BEGIN ", "LOOP ", "FOR a IN SELECT 1 LOOP ", "IF ("] {
        assert!(said(&format!("DO $$ BEGIN {} $$;", text.repeat(20_000))).starts_with("R6001"), "{text}");
    }
    let nested = format!("CREATE TABLE a (b INT DEFAULT {}1{});", "(".repeat(2_000), ")".repeat(2_000));
    assert_eq!(said(&nested), "");
}

#[test]
fn what_postgres_would_refuse_is_said() {
    insta::assert_snapshot!(said("ALTER TABLE app.a ADD COLUMN b INT;\nDROP INDEX i;\nDROP TYPE IF EXISTS t;\n"), @"
    R6002 error migration.sql:1:13 there is no table app.a | PostgreSQL would stop here | fix the migration, or, if the database has it from elsewhere, say so above the statement: -- refract:allow R6002 and the reason
    R6002 error migration.sql:2:12 there is no index public.i | PostgreSQL would stop here | fix the migration, or, if the database has it from elsewhere, say so above the statement: -- refract:allow R6002 and the reason
    ");
    insta::assert_snapshot!(said("CREATE TABLE a (id INT);\nCREATE TABLE a (id INT);\nCREATE TABLE IF NOT EXISTS a (x INT);\n"), @"R6002 error migration.sql:2:14 public.a is there already | PostgreSQL would stop here | fix the migration, or, if the database has it from elsewhere, say so above the statement: -- refract:allow R6002 and the reason");
    insta::assert_snapshot!(said("SELECT 'it;\nDROP TABLE a;\n"), @"R6003 error migration.sql:1:8 a quote or a comment that begins here does not end, so nothing after it was read |  | close it");
}

/// How many changes a schema still needs after some SQL; the fields and indexes are those of a model `A`.
#[track_caller]
fn changes(fields: &str, sql: &str) -> usize {
    let config = Config::without_file(Some("schema.prisma".to_owned()), "migrations".to_owned(), BaseKind::Git);
    let head = "datasource db {\n  provider = \"postgresql\"\n}\ngenerator client {\n  provider = \"prisma-client\"\n  \
                output = \"../client\"\n  previewFeatures = [\"partialIndexes\"]\n}\n";
    let text = format!("{head}model A {{\n  id Int @id\n{fields}\n}}\n");
    let schema = state(&text, &config).unwrap_or_else(|failure| panic!("{}", words(&failure)));
    let schema = schema.projected_on(TARGET).database;
    diff::diff(&replayed(&Database::default(), &[sql], &schema), &schema).len()
}

#[test]
fn a_partial_index_is_the_one_that_a_schema_without_predicates_names() {
    let table = "CREATE TABLE \"A\" (id INT NOT NULL, b INT NOT NULL, CONSTRAINT \"A_pkey\" PRIMARY KEY (id));";
    let partial = format!("{table} CREATE INDEX \"A_b_idx\" ON \"A\" (b) WHERE id > 3;");
    assert_eq!(changes("  b Int\n  @@index([b])", &partial), 0);
    assert_eq!(changes("  b Int\n  @@index([b], where: raw(\"id > 3\"))", &partial), 0);
    assert_eq!(changes("  b Int\n  @@index([b], where: raw(\"id > 4\"))", &partial), 1);
    let both = format!("{partial} CREATE INDEX \"A_id_idx\" ON \"A\" (id) WHERE b > 3;");
    assert_eq!(changes("  b Int\n  @@index([b])\n  @@index([id], where: raw(\"b > 3\"))", &both), 1);
    let unique = format!("{table} CREATE UNIQUE INDEX \"A_b_idx\" ON \"A\" (b) WHERE id > 3;");
    assert_eq!(changes("  b Int\n  @@index([b])", &unique), 1);
}

#[test]
fn an_extension_that_was_told_nothing_is_in_public() {
    let extension = |schema: &str| {
        let extension = Extension { name: "vector".to_owned(), schema: Some(schema.to_owned()), version: None };
        Database { extensions: [("vector".to_owned(), extension)].into(), ..Database::default() }
    };
    let found = |meant: &Database| replayed(&Database::default(), &["CREATE EXTENSION vector;"], meant).extensions;
    assert_eq!(found(&extension("public")), extension("public").extensions);
    assert_ne!(found(&extension("other")), extension("other").extensions);
}

#[test]
fn a_list_as_a_text_is_a_list() {
    let sql =
        "CREATE TABLE \"A\" (id INT PRIMARY KEY, b TEXT[] DEFAULT '{plain,\"a, b\"}', c INT[] DEFAULT '{1,2}'::int[]);";
    let fields = |b: &str| format!("  b String[] @default([{b}])\n  c Int[] @default([1, 2])");
    assert_eq!(changes(&fields("\"plain\", \"a, b\""), sql), 0);
    assert_eq!(changes(&fields("\"plain\", \"a\", \"b\""), sql), 1);
}

#[test]
fn parameters_of_an_index_are_set_and_reset() {
    let parameters = |sql: &str| {
        let table = "CREATE TABLE a (id INT, v vector(3)); CREATE INDEX i ON a USING hnsw (v vector_l2_ops) WITH (m = 24); \
                     CREATE INDEX b ON a (id);";
        let database = in_memory(&Database::default(), &[table, sql]).unwrap();
        let indexes = database.tables.into_values().flat_map(|table| table.indexes.into_values());
        let parameters = indexes.flat_map(|index| index.parameters);
        parameters.map(|one| format!("{} {}", one.name, one.value)).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(parameters("ALTER INDEX i SET (ef_construction = 100);"), "m 24, ef_construction 100");
    assert_eq!(parameters("ALTER INDEX i SET (m = 8, ef_construction = '80');"), "m 8, ef_construction 80");
    assert_eq!(parameters("ALTER INDEX i RESET (m);"), "m 16, ef_construction 64");
    assert_eq!(parameters("ALTER INDEX b SET (fillfactor = 70, deduplicate_items = off);"), "m 24, ef_construction 64");
}

#[test]
fn a_comment_waves_a_finding_through() {
    assert_eq!(said("-- refract:allow R6001 its columns are nobody's business\nCREATE TABLE a AS SELECT 1;\n"), "");
    assert_ne!(said("-- refract:allow R6001\nCREATE TABLE a AS SELECT 1;\n"), "");
    let dropped = "CREATE TABLE a AS SELECT 1;\nALTER TABLE a RENAME TO b;\nDROP TABLE b;\n";
    assert_eq!(said(dropped), "", "what is gone in the end needs no allowance");
    let second = "-- refract:allow R6002 made by an extension\nDROP TABLE a;\nDROP TABLE b;\n";
    assert_eq!(said(second).lines().count(), 1, "it counts for one statement");
}

#[test]
fn a_comment_allows_the_line_below_it_inside_of_a_body_too() {
    let block = |comment: &str| {
        format!(
            "DO $$\nDECLARE q text := current_user;\nBEGIN\n  CREATE TABLE a (id INT);\n  {comment}\n  EXECUTE q;\n  \
             ALTER TABLE a ADD COLUMN b INT;\nEND $$;\nALTER TABLE a ADD COLUMN c INT;"
        )
    };
    assert!(said(&block("-- runs what is in q")).starts_with("R6001 error migration.sql:6:3 "));
    let allowed = block("-- refract:allow R6001 it grants\n  -- and nothing else");
    let database = in_memory(&Database::default(), &[&allowed]).unwrap();
    let columns = database.tables.values().next().map(|table| table.columns.len());
    assert_eq!(columns, Some(3), "all else in the body counts");
    let action = "ALTER TABLE a\n  ADD COLUMN d INT,\n  -- refract:allow R6001 it is not managed\n  FROBNICATE b;";
    assert_eq!(said(&format!("CREATE TABLE a (id INT);\n{action}")), "");
}

#[test]
fn what_cannot_shape_the_database_is_passed_over() {
    let sql = "CREATE TABLE a (b TEXT); CREATE MATERIALIZED VIEW v AS SELECT 1; BEGIN; SET statement_timeout = 0; \
               INSERT INTO a VALUES (1); UPDATE a SET b = 'DROP TABLE a;'; \
               CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DROP TABLE a; END $$; \
               CREATE TRIGGER t BEFORE INSERT ON a EXECUTE FUNCTION f(); GRANT SELECT ON a TO b; \
               COMMENT ON TABLE a IS 'x'; CREATE POLICY p ON a; VACUUM; REFRESH MATERIALIZED VIEW v; \
               DO $$ BEGIN PERFORM 1; UPDATE a SET b = 1; END $$; COMMIT;";
    assert_eq!(said(sql), "");
}

/// The catalog less what the schema language has no word for: checks, views, functions, indexes over expressions, and
/// how the numbers of a sequence are made.
fn sayable(catalog: &str) -> BTreeSet<String> {
    let kinds = ["sequence ", "function ", "view ", "materialized view ", "domain ", "trigger "];
    // a unique constraint is its index
    let words = [" CHECK ", " INCLUDE ", "lower(", " UNIQUE ("];
    catalog
        .lines()
        .filter(|line| {
            !kinds.iter().any(|kind| line.starts_with(kind)) && !words.iter().any(|word| line.contains(word))
        })
        .map(|line| match line.split_once(" default nextval(") {
            Some((column, _)) => format!("{column} default autoincrement()"),
            // two names of one function, and when a key is looked at
            None => line
                .replace(" default now()", " default CURRENT_TIMESTAMP")
                .replace(" DEFERRABLE INITIALLY DEFERRED", ""),
        })
        .collect()
}

#[test]
fn what_people_write_by_hand_means_in_memory_what_it_means_to_the_server() {
    let mut paths: Vec<_> = std::fs::read_dir(fixture("replay")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        let sql = std::fs::read_to_string(&path).unwrap();
        let real = Server::with_vector().database();
        real.run_file_statement_by_statement(&sql).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let found = in_memory(&Database::default(), &[&sql]).unwrap();
        let plan = plan::plan(diff::diff(&Database::default(), &found));
        let config = Config::without_file(None, "migrations".to_owned(), BaseKind::Git);
        let ours = Renderer::new().unwrap().statements(&plan, Form::Plain, &care(&config)).unwrap();
        let rebuilt = Server::with_vector().database();
        rebuilt.run_file_statement_by_statement(&ours).unwrap_or_else(|error| panic!("{error}\n{ours}"));
        let (real, rebuilt) = (sayable(&real.catalog()), sayable(&rebuilt.catalog()));
        let missing: Vec<_> = real.difference(&rebuilt).collect();
        let too_much: Vec<_> = rebuilt.difference(&real).collect();
        assert!(
            missing.is_empty() && too_much.is_empty(),
            "{}\nonly the server has: {missing:#?}\nonly the replay has: {too_much:#?}\n{ours}",
            path.display()
        );
    }
}
