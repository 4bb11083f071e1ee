//! What lasts longer than a statement, and how names and constants are read.

pub const TRANSACTIONS: &str = "
BEGIN;
CREATE TABLE a (id INT);
ROLLBACK;
CREATE TABLE b (id INT);

BEGIN;
CREATE TABLE a (id INT);
COMMIT;

START TRANSACTION;
CREATE TABLE a (id INT);
ABORT;

BEGIN WORK;
CREATE TABLE a (id INT);
ROLLBACK WORK;

BEGIN TRANSACTION ISOLATION LEVEL SERIALIZABLE;
CREATE TYPE mood AS ENUM ('x');
ALTER TYPE mood ADD VALUE 'y';
END TRANSACTION;

BEGIN;
CREATE TABLE a (id INT);
SAVEPOINT one;
ALTER TABLE a ADD COLUMN b INT;
SAVEPOINT two;
ALTER TABLE a ADD COLUMN c INT;
ROLLBACK TO SAVEPOINT two;
ALTER TABLE a ADD COLUMN d INT;
ROLLBACK TO one;
ALTER TABLE a ADD COLUMN e INT;
COMMIT;

BEGIN;
CREATE TABLE a (id INT);
SAVEPOINT s;
ALTER TABLE a ADD COLUMN b INT;
SAVEPOINT s;
ALTER TABLE a ADD COLUMN c INT;
RELEASE SAVEPOINT s;
ROLLBACK TO s;
COMMIT;

BEGIN;
CREATE TABLE a (id INT);
SAVEPOINT s;
ALTER TABLE a ADD COLUMN b INT;
ROLLBACK TO s;
ROLLBACK TO s;
ALTER TABLE a ADD COLUMN c INT;
RELEASE s;
COMMIT;

BEGIN;
CREATE TABLE a (id INT);
COMMIT AND CHAIN;
CREATE TABLE b (id INT);
ROLLBACK AND CHAIN;
CREATE TABLE c (id INT);
COMMIT;

BEGIN;
CREATE TABLE a (id SERIAL PRIMARY KEY, b INT);
CREATE INDEX i ON a (b);
CREATE TABLE c (id INT REFERENCES a);
SAVEPOINT s;
DROP TABLE a CASCADE;
CREATE TABLE a (x INT);
CREATE INDEX i ON a (x);
ROLLBACK TO s;
ALTER TABLE a RENAME COLUMN id TO number;
COMMIT;

CREATE TYPE mood AS ENUM ('x');
CREATE TABLE a (m mood, k INT);
BEGIN;
ALTER TYPE mood RENAME TO other;
ALTER TABLE a RENAME TO b;
ALTER TABLE b ALTER COLUMN k TYPE BIGINT;
CREATE SCHEMA app;
ALTER TABLE b SET SCHEMA app;
DROP SCHEMA app CASCADE;
DROP TYPE other;
COMMIT;

BEGIN;
CREATE TABLE a (id INT);
DO $$ BEGIN ALTER TABLE a ADD COLUMN b INT; DROP TABLE nowhere; EXCEPTION WHEN others THEN NULL; END $$;
SAVEPOINT s;
DO $$ BEGIN ALTER TABLE a ADD COLUMN c INT; END $$;
ROLLBACK TO s;
DO $$ BEGIN ALTER TABLE a ADD COLUMN d INT; END $$;
COMMIT;

COMMIT;
CREATE TABLE a (id INT);
END;
";

pub const PATHS: &str = "
CREATE SCHEMA app;
SET search_path TO app;
CREATE TABLE a (id INT);
RESET search_path;

CREATE SCHEMA app;
CREATE TABLE a (id INT);
SET search_path = app, public;
CREATE TABLE b (id INT);
ALTER TABLE a ADD COLUMN x INT;
CREATE TABLE a (y INT);
ALTER TABLE a ADD COLUMN z INT;
DROP TABLE a;
DROP TABLE a;
DROP TABLE a;

CREATE SCHEMA app;
CREATE TYPE mood AS ENUM ('x');
SET search_path TO nowhere, app, public;
CREATE TABLE a (m mood);
CREATE TYPE mood AS ENUM ('y');
CREATE TABLE b (m mood);
ALTER TYPE mood ADD VALUE 'z';

CREATE SCHEMA app;
SELECT set_config('search_path', 'app', false);
CREATE TABLE a (id INT);
SELECT pg_catalog.set_config('search_path', '', false);
CREATE TABLE b (id INT);
CREATE TABLE public.c (id INT);
ALTER TABLE a ADD COLUMN x INT;
ALTER TABLE app.a ADD COLUMN y INT;

CREATE SCHEMA app;
SELECT 1 AS one, pg_catalog.set_config('search_path', 'app' || ', public', 'off'::bool) AS path;
CREATE TABLE a (id INT);
SELECT * FROM set_config('SEARCH_PATH', 'public', false);
CREATE TABLE b (id INT);
WITH x AS (SELECT set_config('search_path', 'app', false)) SELECT * FROM x;
CREATE TABLE c (id INT);
SELECT set_config('statement_timeout', '0', false);
DO $$ DECLARE p text; BEGIN p := set_config('search_path', 'public', false); CREATE TABLE d (id INT); END $$;
SELECT set_config('search_path', quote_ident('app'), false);
CREATE TABLE e (id INT);

CREATE SCHEMA app;
BEGIN;
SET LOCAL search_path TO app;
CREATE TABLE a (id INT);
COMMIT;
CREATE TABLE b (id INT);

CREATE SCHEMA app;
COMMIT;
BEGIN;
SET search_path TO app;
CREATE TABLE a (id INT);
ROLLBACK;
CREATE TABLE b (id INT);

CREATE SCHEMA app;
BEGIN;
SAVEPOINT s;
SET search_path TO app;
ROLLBACK TO s;
CREATE TABLE a (id INT);
SET search_path TO app;
COMMIT;
CREATE TABLE b (id INT);

CREATE SCHEMA app;
CREATE SCHEMA two;
BEGIN;
SET LOCAL search_path TO app;
SET search_path TO two;
CREATE TABLE a (id INT);
COMMIT;
CREATE TABLE b (id INT);

CREATE SCHEMA app;
DO $$ BEGIN PERFORM set_config('search_path', 'app', false); CREATE TABLE a (id INT); END $$;
CREATE TABLE b (id INT);

CREATE SCHEMA app;
DO $$ DECLARE _path text := current_setting('search_path'); BEGIN PERFORM set_config('search_path', 'app', true); CREATE TABLE a (id INT); PERFORM set_config('search_path', _path, true); CREATE TABLE b (id INT); END $$;
CREATE TABLE c (id INT);

CREATE SCHEMA app;
DO $$ BEGIN BEGIN SET search_path TO app; DROP TABLE nowhere; EXCEPTION WHEN undefined_table THEN NULL; END; CREATE TABLE a (id INT); END $$;
SET search_path TO app, public;
CREATE TABLE b (id INT);
SET search_path TO DEFAULT;
CREATE TABLE c (id INT);

CREATE SCHEMA app;
SET SCHEMA 'app';
CREATE TABLE a (id SERIAL PRIMARY KEY);
SET search_path TO public, app;
CREATE TABLE b (a INT REFERENCES a, n INT DEFAULT nextval('a_id_seq'));
ALTER INDEX a_pkey RENAME TO a_key;
DROP TABLE a CASCADE;

CREATE TABLE a (id INT);
CREATE TEMP TABLE a (x INT);
ALTER TABLE a ADD COLUMN y INT;
DROP TABLE a;
ALTER TABLE a ADD COLUMN z INT;
CREATE TEMP TABLE b (x INT);
CREATE TABLE b (id INT);
";

pub const WORDS: &str = r#"
CREATE TABLE "GRÖSSE" (id INT);
CREATE TABLE GRÖSSE (ÄB INT);

CREATE TABLE U&"d\0061t\+000061" (U&"!0062" UESCAPE '!' INT, "a""b" INT);
ALTER TABLE data ADD COLUMN c INT;

CREATE TYPE mood AS ENUM (E'a\tb', E'\x41\u0042\103', U&'\0061', U&'!0062' UESCAPE '!', $$it's$$, $x$y$x$);
ALTER TYPE mood ADD VALUE E'it\'s' BEFORE 'ABC';
ALTER TYPE mood ADD VALUE 'a';

CREATE TABLE aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggggggggg (id INT);
ALTER TABLE aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggg ADD COLUMN x INT;

CREATE TABLE a (b TEXT DEFAULT E'x\';', c TEXT DEFAULT $$;'$$, d TEXT DEFAULT U&';\0027');
ALTER /* a comment; /* nested */ */ TABLE a ADD COLUMN e INT;
DO 'BEGIN CREATE TABLE b (id INT); END';
DO LANGUAGE plpgsql $$ BEGIN CREATE TABLE c (id INT); END $$;
DO $$ BEGIN CREATE TABLE d (id INT); END $$ LANGUAGE plpgsql;
"#;
