//! Blocks of PL/pgSQL.

pub const HANDLERS: &str = "
CREATE TABLE t (id INT);
CREATE TYPE mood AS ENUM ('x');
DO $$ BEGIN ALTER TABLE t ADD COLUMN x INT; CREATE TYPE mood AS ENUM ('x'); EXCEPTION WHEN duplicate_object THEN NULL; END $$;

CREATE TABLE t (id INT);
DO $$ BEGIN ALTER TABLE t ADD COLUMN x INT; ALTER TABLE t ADD COLUMN id INT; EXCEPTION WHEN duplicate_object THEN NULL; END $$;

CREATE TABLE t (id INT);
DO $$ BEGIN ALTER TABLE t ADD COLUMN x INT; ALTER TABLE t ADD COLUMN id INT; EXCEPTION WHEN duplicate_object OR duplicate_column THEN NULL; END $$;

CREATE TABLE t (id INT);
DO $$ BEGIN CREATE TABLE t (id INT); EXCEPTION WHEN SQLSTATE '42P07' THEN ALTER TABLE t ADD COLUMN x INT; END $$;

CREATE TABLE t (id INT);
DO $$ BEGIN CREATE TABLE t (id INT); EXCEPTION WHEN duplicate_column THEN NULL; WHEN duplicate_table THEN ALTER TABLE t ADD COLUMN x INT; WHEN others THEN DROP TABLE t; END $$;

CREATE TABLE t (id INT);
DO $$ BEGIN ALTER TABLE t ADD COLUMN a INT; BEGIN ALTER TABLE t ADD COLUMN b INT; ALTER TABLE t ADD COLUMN id INT; EXCEPTION WHEN duplicate_column THEN ALTER TABLE t ADD COLUMN c INT; END; ALTER TABLE t ADD COLUMN d INT; END $$;

CREATE TABLE t (id INT);
DO $$ BEGIN ALTER TABLE t ADD COLUMN a INT; BEGIN ALTER TABLE t ADD COLUMN b INT; DROP TABLE nowhere; EXCEPTION WHEN duplicate_column THEN NULL; END; EXCEPTION WHEN undefined_table THEN ALTER TABLE t ADD COLUMN e INT; END $$;

CREATE TABLE t (id INT);
DO $$ BEGIN DROP TABLE t; RAISE EXCEPTION 'no'; EXCEPTION WHEN raise_exception THEN NULL; END $$;

CREATE TABLE t (id INT);
DO $$ BEGIN DROP TABLE t; RAISE EXCEPTION 'no'; EXCEPTION WHEN others THEN RAISE; END $$;

CREATE TABLE t (id INT);
DO $$ BEGIN DROP TABLE t; RAISE undefined_column; EXCEPTION WHEN undefined_column THEN ALTER TABLE t ADD COLUMN x INT; END $$;

CREATE TABLE t (id INT);
DO $$ BEGIN DROP TABLE t; RAISE EXCEPTION USING ERRCODE = 'undefined_table', MESSAGE = 'x'; EXCEPTION WHEN undefined_table THEN NULL; END $$;

CREATE TABLE t (id INT);
DO $$ BEGIN DROP TABLE t; RAISE EXCEPTION 'no'; EXCEPTION WHEN unique_violation THEN NULL; END $$;

CREATE TABLE t (id INT);
DO $$ BEGIN ALTER TABLE t DROP COLUMN nowhere; EXCEPTION WHEN undefined_column THEN ALTER TABLE t ADD COLUMN nowhere INT; END $$;

CREATE TABLE t (id INT);
DO $$ BEGIN ALTER TABLE t DROP CONSTRAINT nowhere; EXCEPTION WHEN undefined_object THEN ALTER TABLE t ADD COLUMN a INT; END $$;
DO $$ BEGIN DROP INDEX nowhere; EXCEPTION WHEN undefined_object THEN ALTER TABLE t ADD COLUMN b INT; END $$;
DO $$ BEGIN ALTER INDEX nowhere RENAME TO x; EXCEPTION WHEN undefined_table THEN ALTER TABLE t ADD COLUMN c INT; END $$;
DO $$ BEGIN DROP TYPE nowhere; EXCEPTION WHEN undefined_object THEN ALTER TABLE t ADD COLUMN d INT; END $$;
DO $$ BEGIN DROP SCHEMA nowhere; EXCEPTION WHEN invalid_schema_name THEN ALTER TABLE t ADD COLUMN e INT; END $$;
DO $$ BEGIN DROP SEQUENCE nowhere; EXCEPTION WHEN undefined_table THEN ALTER TABLE t ADD COLUMN f INT; END $$;
DO $$ BEGIN DROP VIEW nowhere; EXCEPTION WHEN undefined_table THEN ALTER TABLE t ADD COLUMN g INT; END $$;
DO $$ BEGIN ALTER TYPE nowhere ADD VALUE 'x'; EXCEPTION WHEN undefined_object THEN ALTER TABLE t ADD COLUMN h INT; END $$;
DO $$ BEGIN ALTER TABLE nowhere ADD COLUMN x INT; EXCEPTION WHEN undefined_table THEN ALTER TABLE t ADD COLUMN i INT; END $$;
DO $$ BEGIN CREATE INDEX x ON nowhere (id); EXCEPTION WHEN undefined_table THEN ALTER TABLE t ADD COLUMN j INT; END $$;
DO $$ BEGIN CREATE INDEX x ON t (nowhere); EXCEPTION WHEN undefined_column THEN ALTER TABLE t ADD COLUMN k INT; END $$;
DO $$ BEGIN ALTER TABLE t RENAME CONSTRAINT nowhere TO x; EXCEPTION WHEN undefined_object THEN ALTER TABLE t ADD COLUMN l INT; END $$;
DO $$ BEGIN DROP EXTENSION nowhere; EXCEPTION WHEN undefined_object THEN ALTER TABLE t ADD COLUMN m INT; END $$;
DO $$ BEGIN ALTER TABLE t RENAME COLUMN nowhere TO x; EXCEPTION WHEN undefined_column THEN ALTER TABLE t ADD COLUMN n INT; END $$;

CREATE TYPE mood AS ENUM ('x');
CREATE TABLE t (id INT PRIMARY KEY, b INT CONSTRAINT k CHECK (b > 0), m mood);
CREATE INDEX i ON t (b);
CREATE SCHEMA app;
CREATE TABLE u (id INT CONSTRAINT f REFERENCES t);
CREATE TABLE said (id INT);
DO $$ BEGIN CREATE SCHEMA app; EXCEPTION WHEN duplicate_schema THEN ALTER TABLE said ADD COLUMN a INT; END $$;
DO $$ BEGIN CREATE INDEX i ON t (id); EXCEPTION WHEN duplicate_table THEN ALTER TABLE said ADD COLUMN b INT; END $$;
DO $$ BEGIN ALTER TABLE t ADD CONSTRAINT k CHECK (b > 1); EXCEPTION WHEN duplicate_object THEN ALTER TABLE said ADD COLUMN c INT; END $$;
DO $$ BEGIN ALTER TABLE t ADD PRIMARY KEY (b); EXCEPTION WHEN invalid_table_definition THEN ALTER TABLE said ADD COLUMN d INT; END $$;
DO $$ BEGIN ALTER TABLE u ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES t; EXCEPTION WHEN duplicate_object THEN ALTER TABLE said ADD COLUMN e INT; END $$;
DO $$ BEGIN ALTER TABLE t ADD CONSTRAINT i UNIQUE (b); EXCEPTION WHEN duplicate_table THEN ALTER TABLE said ADD COLUMN f INT; END $$;
DO $$ BEGIN DROP TABLE t; EXCEPTION WHEN dependent_objects_still_exist THEN ALTER TABLE said ADD COLUMN g INT; END $$;
DO $$ BEGIN DROP TYPE mood; EXCEPTION WHEN dependent_objects_still_exist THEN ALTER TABLE said ADD COLUMN h INT; END $$;
DO $$ BEGIN ALTER TABLE t DROP CONSTRAINT t_pkey; EXCEPTION WHEN dependent_objects_still_exist THEN ALTER TABLE said ADD COLUMN i INT; END $$;
DO $$ BEGIN ALTER TYPE mood ADD VALUE 'x'; EXCEPTION WHEN duplicate_object THEN ALTER TABLE said ADD COLUMN j INT; END $$;
DO $$ BEGIN ALTER TABLE t RENAME TO u; EXCEPTION WHEN duplicate_table THEN ALTER TABLE said ADD COLUMN k INT; END $$;
DO $$ BEGIN ALTER TYPE mood RENAME VALUE 'y' TO 'z'; EXCEPTION WHEN invalid_parameter_value THEN ALTER TABLE said ADD COLUMN l INT; END $$;
DO $$ BEGIN CREATE TABLE t (id INT); EXCEPTION WHEN syntax_error_or_access_rule_violation THEN ALTER TABLE said ADD COLUMN m INT; END $$;
DO $$ BEGIN ALTER TABLE t RENAME CONSTRAINT k TO t_pkey; EXCEPTION WHEN duplicate_object THEN ALTER TABLE said ADD COLUMN n INT; END $$;

CREATE TABLE t (id INT);
DO $$ BEGIN CREATE TABLE t (id INT); EXCEPTION WHEN duplicate_table THEN CREATE TABLE t (id INT); END $$;
";

pub const BLOCKS: &str = "
CREATE TABLE t (id INT, b TEXT, v VARCHAR(10), \"odd\" INT);
CREATE TYPE mood AS ENUM ('b', 'a');
DO $$ BEGIN IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'b' AND NOT attisdropped) THEN ALTER TABLE t ADD COLUMN c1 INT; END IF; END $$;
DO $$ BEGIN IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass('t') AND attname = 'nowhere' AND NOT attisdropped) THEN ALTER TABLE t ADD COLUMN c2 INT; END IF; END $$;
DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'odd' AND NOT attisdropped) THEN ALTER TABLE t ADD COLUMN c3 INT; END IF; END $$;
DO $$ BEGIN IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'v' AND format_type(atttypid, atttypmod) = 'character varying(10)') THEN ALTER TABLE t ADD COLUMN c4 INT; END IF; END $$;
DO $$ BEGIN IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'v' AND format_type(atttypid, atttypmod) = 'text') THEN ALTER TABLE t ADD COLUMN c5 INT; END IF; END $$;
DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum = 1 AND attname = 'b') THEN ALTER TABLE t ADD COLUMN c6 INT; END IF; END $$;
DO $$ BEGIN IF EXISTS (SELECT FROM pg_enum WHERE enumtypid = 'mood'::regtype HAVING array_agg(enumlabel::text ORDER BY enumlabel COLLATE \"C\") = ARRAY['a', 'b']) THEN ALTER TABLE t ADD COLUMN c7 INT; END IF; END $$;
DO $$ BEGIN IF EXISTS (SELECT FROM pg_enum WHERE enumtypid = to_regtype('mood') HAVING array_agg(enumlabel::text ORDER BY enumlabel COLLATE \"C\") = ARRAY['a']) THEN ALTER TABLE t ADD COLUMN c8 INT; END IF; END $$;
DO $$ BEGIN IF EXISTS (SELECT FROM pg_enum WHERE enumtypid = 'mood'::regtype HAVING array_agg(enumlabel::text ORDER BY enumsortorder) = ARRAY['b', 'a']) THEN ALTER TABLE t ADD COLUMN c9 INT; END IF; END $$;

CREATE TABLE t (id INT, b TEXT);
DO $$ BEGIN IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass('t') AND attnum > 0 AND NOT attisdropped HAVING array_agg(attname::text ORDER BY attname COLLATE \"C\") = ARRAY['b', 'id']) THEN DROP TABLE t; END IF; END $$;

CREATE TABLE t (id INT, b TEXT);
DO $$ BEGIN IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass('t') AND attnum > 0 AND NOT attisdropped HAVING array_agg(attname::text ORDER BY attname COLLATE \"C\") = ARRAY['id']) THEN DROP TABLE t; END IF; END $$;

CREATE TABLE t (id INT, b TEXT);
DO $$ BEGIN IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum > 0 HAVING array_agg(attname::text ORDER BY attnum) = ARRAY['id', 'b']) THEN ALTER TABLE t ADD COLUMN x INT; END IF; END $$;

CREATE TABLE t (id INT);
DO $$ BEGIN ALTER TABLE t ADD COLUMN x INT; IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'nowhere'::regclass AND attname = 'b') THEN ALTER TABLE t ADD COLUMN y INT; END IF; END $$;
DO $$ BEGIN IF EXISTS (SELECT FROM pg_enum WHERE enumtypid = 'nowhere'::regtype AND enumlabel = 'b') THEN ALTER TABLE t ADD COLUMN z INT; END IF; END $$;

DO $$ DECLARE t text := 'a'; BEGIN EXECUTE format('CREATE TABLE %I (id INT)', t); EXECUTE 'ALTER TABLE ' || t || ' ADD COLUMN ' || quote_ident('My B') || ' TEXT'; END $$;

DO $$ DECLARE t text; BEGIN FOREACH t IN ARRAY ARRAY['a', 'b', 'My C'] LOOP EXECUTE format('CREATE TABLE %I (id INT PRIMARY KEY, x TEXT DEFAULT %L)', t, 'it''s'); END LOOP; END $$;

DO $$ DECLARE names text[] := ARRAY['a', 'b']; t text; BEGIN FOREACH t IN ARRAY names LOOP EXECUTE format('CREATE TABLE %I (id INT)', t); EXECUTE format('CREATE INDEX %I ON %I (id)', t || '_i', t); END LOOP; END $$;

DO $$ DECLARE t text; BEGIN FOR t IN SELECT unnest(ARRAY['a', 'b']) LOOP EXECUTE 'CREATE TABLE ' || t || ' (id INT); CREATE INDEX ON ' || t || ' (id)'; END LOOP; END $$;

DO $$ DECLARE v text; BEGIN v := 'one'; IF v = 'one' THEN CREATE TABLE a (id INT); ELSE CREATE TABLE b (id INT); END IF; IF v <> 'one' THEN CREATE TABLE c (id INT); ELSIF v = 'one' THEN CREATE TABLE d (id INT); END IF; END $$;

DO $$ DECLARE v text; BEGIN SELECT 'two' INTO v; IF v = 'one' THEN CREATE TABLE a (id INT); ELSE CREATE TABLE b (id INT); END IF; END $$;

CREATE TABLE a (id INT);
DO $$ BEGIN IF now() > '2020-01-01' THEN ALTER TABLE a ADD COLUMN b INT, ADD COLUMN c INT; ELSE ALTER TABLE a ADD COLUMN b INT; ALTER TABLE a ADD COLUMN c INT; END IF; END $$;

CREATE TABLE a (id INT);
DO $$ BEGIN IF to_regclass('b') IS NULL THEN CREATE TABLE b (id INT); ELSE DROP TABLE b; END IF; END $$;
DO $$ BEGIN IF to_regclass('public.b') IS NULL THEN CREATE TABLE b (id INT); ELSE DROP TABLE b; END IF; END $$;
DO $$ BEGIN IF NOT (to_regclass('a') IS NULL) AND to_regclass('b') IS NULL THEN ALTER TABLE a ADD COLUMN x INT; END IF; END $$;

CREATE TABLE a (id INT);
DO $$ DECLARE n int; BEGIN SELECT count(*) INTO n FROM information_schema.columns WHERE table_name = 'a' AND column_name = 'b'; IF n = 0 THEN ALTER TABLE a ADD COLUMN b INT; END IF; END $$;
DO $$ DECLARE n int; BEGIN SELECT count(*) INTO n FROM information_schema.columns WHERE table_name = 'a' AND column_name = 'b'; IF n = 0 THEN ALTER TABLE a ADD COLUMN b INT; END IF; END $$;

CREATE TABLE a (id INT);
DO $$ BEGIN PERFORM 1 FROM pg_class WHERE relname = 'b'; IF NOT FOUND THEN CREATE TABLE b (id INT); END IF; END $$;
DO $$ BEGIN IF EXISTS (SELECT FROM pg_class WHERE relname = 'b') THEN RAISE NOTICE 'there'; ELSE CREATE TABLE b (id INT); END IF; END $$;

CREATE VIEW rank AS SELECT 1 AS place;
DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_class WHERE relname = 'rank' AND relkind = 'v') THEN DROP VIEW rank; END IF; END $$;
CREATE TABLE rank (place INT);

CREATE MATERIALIZED VIEW rank AS SELECT 1 AS place;
CREATE SEQUENCE counter;
DO $$ BEGIN IF EXISTS (SELECT FROM pg_matviews) THEN IF EXISTS (SELECT FROM pg_class WHERE relname = 'rank') THEN DROP MATERIALIZED VIEW rank; END IF; DROP SEQUENCE IF EXISTS counter; END IF; END $$;
CREATE TABLE rank (place INT);
CREATE TABLE counter (n INT);

DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_views WHERE viewname = 'rank') THEN CREATE VIEW rank AS SELECT 1 AS place; END IF; END $$;
CREATE TABLE rank (place INT);

CREATE TABLE a (id INT);
DO $$ BEGIN ALTER TABLE a ADD COLUMN b INT; RETURN; ALTER TABLE a ADD COLUMN c INT; END $$;
DO $$ BEGIN IF to_regclass('a') IS NOT NULL THEN RETURN; END IF; DROP TABLE a; END $$;

DO $outer$ BEGIN EXECUTE 'DO $i$ BEGIN CREATE TABLE a (id INT); CREATE TABLE a (id INT); EXCEPTION WHEN duplicate_table THEN CREATE TABLE b (id INT); END $i$'; END $outer$;

DO $$ <<top>> DECLARE t CONSTANT text NOT NULL DEFAULT 'a'; BEGIN <<inner>> BEGIN EXECUTE 'CREATE TABLE ' || t || ' (id INT)'; END inner; END top $$;
";

pub const TOLD: &str = "
CREATE TABLE a (id INT);
CREATE TABLE b (id INT);
DO $$ DECLARE r record; BEGIN FOR r IN SELECT schemaname, tablename FROM pg_tables WHERE schemaname = 'public' LOOP EXECUTE format('ALTER TABLE %I.%I ENABLE ROW LEVEL SECURITY', r.schemaname, r.tablename); EXECUTE 'ALTER TABLE ' || quote_ident(r.tablename) || ' FORCE ROW LEVEL SECURITY'; END LOOP; END $$;
DO $$ DECLARE t regclass; BEGIN FOR t IN SELECT oid FROM pg_class WHERE relname IN ('a', 'b') LOOP EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t::regclass); END LOOP; END $$;
DO $$ DECLARE t text; BEGIN FOREACH t IN ARRAY ARRAY['a', 'b'] LOOP EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t); EXECUTE format('CREATE POLICY %I ON %I USING (true)', t || '_all', t); EXECUTE 'ALTER TABLE ' || t || ' ADD COLUMN c INT'; END LOOP; END $$;

CREATE TABLE a (id INT, x TEXT);
INSERT INTO a VALUES (1, 'x');
DO $$ DECLARE v text; BEGIN SELECT x INTO v FROM a LIMIT 1; IF v = 'x' THEN RAISE NOTICE 'x'; UPDATE a SET x = 'y'; END IF; END $$;
DO $$ DECLARE n int; BEGIN SELECT count(*) INTO n FROM a WHERE x IS NULL; IF n > 0 THEN RAISE EXCEPTION 'fill x first'; END IF; ALTER TABLE a ALTER COLUMN x SET NOT NULL; END $$;
DO $$ DECLARE n int; BEGIN SELECT count(*) INTO n FROM a WHERE id IS NULL; IF n > 0 THEN RAISE EXCEPTION 'fill id first'; ELSE ALTER TABLE a ALTER COLUMN id SET NOT NULL; END IF; END $$;
DO $$ DECLARE v text; BEGIN SELECT data_type INTO v FROM information_schema.columns WHERE table_name = 'a' AND column_name = 'x'; IF v = 'text' THEN ALTER TABLE a ALTER COLUMN x TYPE VARCHAR(9); END IF; END $$;
DO $$ BEGIN CASE WHEN (SELECT count(*) FROM a) > 0 THEN RAISE NOTICE 'rows'; ELSE NULL; END CASE; END $$;
DO $$ BEGIN CASE (SELECT x FROM a) WHEN 'a', 'b' THEN ALTER TABLE a ADD COLUMN c INT; ELSE ALTER TABLE a ADD COLUMN c INT; END CASE; END $$;
DO $$ DECLARE v text := 'b'; BEGIN CASE v WHEN 'a' THEN CREATE TABLE b (id INT); WHEN 'b', 'c' THEN CREATE TABLE c (id INT); END CASE; END $$;
DO $$ DECLARE v text := 'd'; BEGIN CREATE TABLE d (id INT); CASE v WHEN 'a' THEN CREATE TABLE b (id INT); END CASE; END $$;
DO $$ BEGIN FOR i IN 1..3 LOOP EXECUTE format('CREATE TABLE part_%s (id INT)', i); END LOOP; END $$;
DO $$ DECLARE r record; BEGIN FOR r IN SELECT unnest(ARRAY['u', 'v']) AS name LOOP EXECUTE format('CREATE TABLE %I (id INT)', r.name); END LOOP; END $$;

CREATE TYPE mood AS ENUM ('x');
CREATE TABLE a (id INT NOT NULL, t TIMESTAMP(3), m mood, l TEXT[], n NUMERIC(10, 2), v VARCHAR(9), b BIT);
CREATE TABLE said (id INT);
DO $$ DECLARE k text; BEGIN SELECT data_type INTO k FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = 'a' AND column_name = 't'; IF k = 'timestamp without time zone' OR k = 'timestamp with time zone' THEN ALTER TABLE a DROP COLUMN t; ALTER TABLE a ADD COLUMN t BOOLEAN; ELSIF k IS NULL THEN ALTER TABLE a ADD COLUMN t BOOLEAN; ELSE ALTER TABLE said ADD COLUMN t INT; END IF; END $$;
DO $$ DECLARE k text; BEGIN SELECT data_type INTO k FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = 'a' AND column_name = 't'; IF k = 'timestamp without time zone' OR k = 'timestamp with time zone' THEN ALTER TABLE a DROP COLUMN t; ALTER TABLE a ADD COLUMN t BOOLEAN; ELSIF k IS NULL THEN ALTER TABLE a ADD COLUMN t BOOLEAN; ELSE ALTER TABLE said ADD COLUMN t INT; END IF; END $$;
DO $$ DECLARE k text; BEGIN k := (SELECT udt_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = 'a' AND column_name = 'm' LIMIT 1); IF k NOT IN ('text', 'varchar') THEN ALTER TABLE said ADD COLUMN m INT; ELSE DROP TABLE said; END IF; END $$;
DO $$ BEGIN IF (SELECT data_type FROM information_schema.columns WHERE table_name = 'a' AND column_name = 'l') = 'ARRAY' THEN ALTER TABLE said ADD COLUMN l INT; ELSE DROP TABLE said; END IF; END $$;
DO $$ BEGIN IF (SELECT data_type FROM information_schema.columns WHERE table_name = 'a' AND column_name = 'n') IN ('numeric', 'text') AND (SELECT data_type FROM information_schema.columns WHERE table_name = 'a' AND column_name = 'v') = 'character varying' THEN ALTER TABLE said ADD COLUMN n INT; ELSE DROP TABLE said; END IF; END $$;
DO $$ BEGIN IF (SELECT is_nullable FROM information_schema.columns WHERE table_name = 'a' AND column_name = 'id') = 'YES' THEN DROP TABLE said; ELSIF (SELECT is_nullable FROM information_schema.columns WHERE table_name = 'a' AND column_name = 'v') = 'YES' THEN ALTER TABLE said ADD COLUMN v INT; ELSE DROP TABLE said; END IF; END $$;
DO $$ DECLARE k text; BEGIN SELECT data_type INTO k FROM information_schema.columns WHERE table_name = 'a' AND column_name = 'b'; IF NOT FOUND THEN ALTER TABLE a ADD COLUMN b INT; END IF; IF k = 'bit' THEN ALTER TABLE said ADD COLUMN b INT; ELSE DROP TABLE said; END IF; END $$;

CREATE TABLE a (id INT);
CREATE FUNCTION hide(p_table regclass) RETURNS void LANGUAGE plpgsql AS $$ DECLARE v_name text := p_table::text; BEGIN EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', v_name); EXECUTE 'ALTER TABLE ' || p_table || ' FORCE ROW LEVEL SECURITY'; END $$;
SELECT hide('a');

CREATE TABLE a (id INT);
DO $$ DECLARE q text; BEGIN q := 'ALTER TABLE a ' || 'ADD COLUMN b INT'; EXECUTE q; END $$;
DO $$ DECLARE q text := format('ALTER TABLE %1$I ADD COLUMN %2$I INT, ADD COLUMN %3$I %4$s', 'a', 'c', 'd', 'TEXT'); BEGIN EXECUTE q; END $$;
DO $$ DECLARE n int := 1; BEGIN INSERT INTO a (id) VALUES (1) RETURNING id INTO n; GET DIAGNOSTICS n = ROW_COUNT; EXECUTE 'SELECT 1' INTO n; END $$;
DO $$ DECLARE r record; BEGIN FOR r IN SELECT id FROM a LOOP UPDATE a SET id = r.id + 1; EXECUTE format('COMMENT ON TABLE a IS %L', r.id); END LOOP; WHILE (SELECT max(id) FROM a) < 10 LOOP UPDATE a SET id = id + 1; EXIT WHEN now() > now(); END LOOP; END $$;
DO $$ DECLARE v text := 'one'; BEGIN IF v = 'one' THEN CREATE TABLE a (id INT); END IF; END $$;

DO $$ BEGIN IF EXISTS (SELECT FROM pg_available_extensions WHERE name = 'nowhere') THEN CREATE EXTENSION nowhere; ELSE RAISE NOTICE 'none'; END IF; END $$;
DO $$ BEGIN IF current_setting('server_version_num')::int >= 130000 THEN CREATE TABLE a (id INT); ELSE CREATE TABLE a (id INT); END IF; END $$;
DO $$ BEGIN IF current_setting('server_version_num')::int < 90000 THEN RAISE EXCEPTION 'too old'; END IF; END $$;

CREATE TABLE a (id INT);
DO $$ BEGIN BEGIN IF random() > -1 THEN RAISE EXCEPTION 'x'; END IF; EXCEPTION WHEN raise_exception THEN NULL; END; ALTER TABLE a ADD COLUMN b INT; END $$;
";

/// Questions to the catalog that decide which way a block goes.
pub const ASKED: &str = r#"
CREATE TABLE "A" (id INT PRIMARY KEY, k VARCHAR(10), n INT NOT NULL DEFAULT 3, g INT GENERATED ALWAYS AS (1) STORED, i INT GENERATED ALWAYS AS IDENTITY, u TEXT UNIQUE, CONSTRAINT positive CHECK (n > 0));
CREATE TABLE b (id INT, a INT, CONSTRAINT b_a_fkey FOREIGN KEY (a) REFERENCES "A" (id));
CREATE INDEX b_a_idx ON b (a);
CREATE TYPE "Mood" AS ENUM ('x');
CREATE VIEW v AS SELECT 1 AS x;
CREATE TABLE said (id INT);
DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'b_a_fkey' AND contype = 'f' AND conrelid = 'b'::regclass) THEN ALTER TABLE said ADD COLUMN c1 INT; ELSE DROP TABLE said; END IF; END $$;
DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'b_a_fkey' AND conrelid = '"A"'::regclass) THEN DROP TABLE said; END IF; END $$;
DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conname = 'nowhere') THEN ALTER TABLE said ADD COLUMN c2 INT; ELSE DROP TABLE said; END IF; END $$;
DO $$ BEGIN IF EXISTS (SELECT FROM pg_catalog.pg_constraint WHERE conname IN ('nowhere', 'positive', 'A_u_key') AND contype = 'u') THEN ALTER TABLE said ADD COLUMN c3 INT; ELSE DROP TABLE said; END IF; END $$;
DO $$ BEGIN IF EXISTS (SELECT 1 FROM information_schema.table_constraints WHERE constraint_name = 'A_pkey' AND table_name = 'A' AND constraint_type = 'PRIMARY KEY') THEN ALTER TABLE said ADD COLUMN c4 INT; ELSE DROP TABLE said; END IF; END $$;
DO $$ BEGIN IF EXISTS (SELECT 1 FROM information_schema.table_constraints AS t WHERE t.table_name = 'a') THEN DROP TABLE said; END IF; END $$;
DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_indexes WHERE schemaname = current_schema() AND indexname = 'b_a_idx') THEN ALTER TABLE said ADD COLUMN c5 INT; ELSE DROP TABLE said; END IF; END $$;
DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_class WHERE relname = 'nowhere') THEN ALTER TABLE said ADD COLUMN c6 INT; ELSE DROP TABLE said; END IF; END $$;
DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_class WHERE relname = 'b_a_idx') THEN ALTER TABLE said ADD COLUMN c7 INT; ELSE DROP TABLE said; END IF; END $$;
DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_tables WHERE tablename = 'v') THEN DROP TABLE said; END IF; END $$;
DO $$ BEGIN IF EXISTS (SELECT 1 FROM information_schema.tables WHERE table_name = 'v') THEN ALTER TABLE said ADD COLUMN c8 INT; ELSE DROP TABLE said; END IF; END $$;
DO $$ BEGIN IF EXISTS (SELECT 1 FROM information_schema.tables WHERE table_name = 'v' AND table_type = 'BASE TABLE') THEN DROP TABLE said; END IF; END $$;
DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_type WHERE typname = 'Mood') THEN ALTER TABLE said ADD COLUMN c9 INT; ELSE DROP TABLE said; END IF; END $$;
DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_type WHERE typname = 'Nowhere') THEN DROP TABLE said; END IF; END $$;
DO $$ BEGIN IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'A' AND column_name = 'k' AND character_maximum_length < 50) THEN ALTER TABLE said ADD COLUMN c10 INT; ELSE DROP TABLE said; END IF; END $$;
DO $$ BEGIN IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'A' AND column_name = 'k' AND character_maximum_length <> 10) THEN DROP TABLE said; END IF; END $$;
DO $$ BEGIN IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'A' AND column_name = 'u' AND character_maximum_length > 1) THEN DROP TABLE said; END IF; END $$;
DO $$ BEGIN IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'A' AND column_name = 'n' AND column_default IS NOT NULL AND is_nullable = 'NO') THEN ALTER TABLE said ADD COLUMN c11 INT; ELSE DROP TABLE said; END IF; END $$;
DO $$ BEGIN IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'A' AND column_name IN ('g', 'i', 'u') AND column_default IS NOT NULL) THEN DROP TABLE said; END IF; END $$;
DO $$ BEGIN IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'A' AND column_name = 'k' AND data_type = 'text') THEN DROP TABLE said; END IF; END $$;
DO $$ BEGIN IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'A' AND column_name = 'n' AND udt_name = 'int4' AND is_nullable <> 'YES') THEN ALTER TABLE said ADD COLUMN c12 INT; ELSE DROP TABLE said; END IF; END $$;
DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_policies WHERE tablename = 'b' AND policyname = 'p') THEN CREATE POLICY p ON b USING (true); ALTER TABLE said ADD COLUMN c13 INT; END IF; IF EXISTS (SELECT 1 FROM pg_policies WHERE policyname = 'p') THEN ALTER TABLE said ADD COLUMN c14 INT; ELSE DROP TABLE said; END IF; END $$;
DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_trigger WHERE tgname = 'nowhere') THEN DROP TABLE said; END IF; END $$;
DO $$ BEGIN ALTER TABLE b ADD CONSTRAINT this_is_a_name_of_a_constraint_that_is_longer_than_what_postgres_takes CHECK (a > 0); IF EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'this_is_a_name_of_a_constraint_that_is_longer_than_what_postgres_takes') THEN ALTER TABLE said ADD COLUMN c15 INT; ELSE DROP TABLE said; END IF; END $$;
DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'b_a_idx') THEN DROP TABLE said; END IF; END $$;
DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_constraint WHERE conname IN ('A_u_key', 'A_pkey') AND contype = 'p') THEN ALTER TABLE said ADD COLUMN d10 INT; ELSE DROP TABLE said; END IF; END $$;
CREATE TYPE pair AS (a INT);
CREATE TEMP TABLE passing (id INT);
CREATE MATERIALIZED VIEW m AS SELECT 1 AS y;
DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_trigger WHERE tgrelid = 'b'::regclass) THEN ALTER TABLE said ADD COLUMN d1 INT; END IF; END $$;
DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_constraint WHERE conrelid = '"A"'::regclass AND contype = 'p') THEN ALTER TABLE said ADD COLUMN d2 INT; END IF; END $$;
DO $$ BEGIN IF EXISTS (SELECT 1 FROM information_schema.table_constraints WHERE table_name = 'A' AND constraint_type = 'CHECK') THEN ALTER TABLE said ADD COLUMN d3 INT; END IF; END $$;
DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_type WHERE typname = '_Mood') THEN ALTER TABLE said ADD COLUMN d4 INT; END IF; END $$;
DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_type WHERE typname = 'text') THEN ALTER TABLE said ADD COLUMN d5 INT; END IF; END $$;
DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_class WHERE relname = 'pair') THEN ALTER TABLE said ADD COLUMN d6 INT; END IF; END $$;
DO $$ BEGIN IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'v' AND column_name = 'x') THEN ALTER TABLE said ADD COLUMN d7 INT; END IF; END $$;
DO $$ BEGIN IF EXISTS (SELECT 1 FROM information_schema.tables WHERE table_name = 'passing') THEN ALTER TABLE said ADD COLUMN d8 INT; END IF; END $$;
DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_class WHERE relname = 'm') THEN ALTER TABLE said ADD COLUMN d9 INT; ELSE DROP TABLE said; END IF; END $$;
DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_constraint WHERE conrelid = 'nowhere'::regclass) THEN ALTER TABLE said ADD COLUMN c16 INT; END IF; END $$;
"#;
