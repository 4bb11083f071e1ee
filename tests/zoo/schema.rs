//! What a schema or a database can have beside tables: <https://www.postgresql.org/docs/18/sql-createschema.html>,
//! `sql-alterdefaultprivileges.html`, `sql-createextension.html`, `sql-createeventtrigger.html`.

use super::element::{Column, Element, Needs, element};

pub const ELEMENTS: &[Element] = &[
    element("schema that nobody lists", "audit", r#"CREATE SCHEMA audit;"#),
    element("table in a schema that nobody lists", "log", r#"CREATE SCHEMA audit; CREATE TABLE audit.log (id serial PRIMARY KEY, said text);"#),
    element("enum in a schema that nobody lists", "op", r#"CREATE SCHEMA audit; CREATE TYPE audit.op AS ENUM ('I', 'U'); CREATE TABLE audit.log (op audit.op);"#),
    element("foreign key into a schema that nobody lists", "log_fkey", r#"CREATE SCHEMA audit; CREATE TABLE audit.log (id integer PRIMARY KEY, t integer); ALTER TABLE audit.log ADD CONSTRAINT log_fkey FOREIGN KEY (t) REFERENCES public."T" ("id");"#)
        .about(Column::Id),
    element("table of the same name in another schema", "T", r#"CREATE SCHEMA old; CREATE TABLE old."T" (id integer PRIMARY KEY, k text);"#),
    element("CREATE SCHEMA with its tables", "inner_table", r#"CREATE SCHEMA box CREATE TABLE inner_table (id integer) CREATE VIEW inner_view AS SELECT id FROM inner_table;"#),
    element("comment on a schema", "public", r#"COMMENT ON SCHEMA public IS 'ours';"#),
    element("GRANT on a schema", "public", r#"GRANT USAGE, CREATE ON SCHEMA public TO zoo_reader;"#),
    element("REVOKE on a schema", "public", r#"REVOKE CREATE ON SCHEMA public FROM PUBLIC; REVOKE USAGE ON SCHEMA public FROM PUBLIC;"#),
    element("owner of a schema", "theirs", r#"CREATE SCHEMA theirs AUTHORIZATION zoo_owner;"#),
    element("default privileges", "public", r#"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO zoo_reader;"#),
    element("default privileges of functions", "PUBLIC", r#"ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;"#),
    element("GRANT on all tables of a schema", "T", r#"GRANT SELECT ON ALL TABLES IN SCHEMA public TO zoo_reader;"#),
    element("PUBLICATION FOR TABLES IN SCHEMA", "whole_schema", r#"CREATE PUBLICATION whole_schema FOR TABLES IN SCHEMA public;"#),
    element("extension that no line lists", "pgcrypto", r#"CREATE EXTENSION pgcrypto; CREATE INDEX "T_k_digest" ON "T" (digest("k", 'sha256'));"#).needs(Needs::Contrib),
    element("extension in a schema of its own", "extensions", r#"CREATE SCHEMA extensions; CREATE EXTENSION hstore SCHEMA extensions;"#).needs(Needs::Contrib),
    element("pgvector that no line lists", "vector", r#"CREATE SCHEMA extensions; CREATE EXTENSION vector SCHEMA extensions;"#).needs(Needs::Pgvector),
    element("comment on an extension", "uuid-ossp", r#"CREATE EXTENSION "uuid-ossp"; COMMENT ON EXTENSION "uuid-ossp" IS 'numbers';"#).needs(Needs::Contrib),
    element(
        "event trigger",
        "watch",
        r#"CREATE FUNCTION watches() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; END $$; CREATE EVENT TRIGGER watch ON ddl_command_end WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION watches();"#,
    ),
    element("event trigger that is disabled", "sleeps", r#"CREATE FUNCTION dreams() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$; CREATE EVENT TRIGGER sleeps ON sql_drop EXECUTE FUNCTION dreams(); ALTER EVENT TRIGGER sleeps DISABLE;"#),
    element("foreign server", "far_away", r#"CREATE FOREIGN DATA WRAPPER bare; CREATE SERVER far_away FOREIGN DATA WRAPPER bare OPTIONS (host 'there'); GRANT USAGE ON FOREIGN SERVER far_away TO zoo_reader;"#),
];
