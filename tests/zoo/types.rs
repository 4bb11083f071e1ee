//! What a type can have, and what can be made of one: <https://www.postgresql.org/docs/18/sql-createtype.html>,
//! `sql-createdomain.html`, `sql-createcast.html`, `sql-createoperator.html`. Those of the enum are about its column.

use super::element::{Column, Element, element};

/// Something about the enum that the column has.
const fn on_enum(name: &'static str, called: &'static str, sql: &'static str) -> Element {
    element(name, called, sql).about(Column::Mood)
}

pub const ELEMENTS: &[Element] = &[
    on_enum("comment on an enum", "Mood", r#"COMMENT ON TYPE "Mood" IS 'how it is';"#),
    on_enum("GRANT USAGE on an enum", "Mood", r#"GRANT USAGE ON TYPE "Mood" TO zoo_reader;"#),
    on_enum("REVOKE from PUBLIC on an enum", "Mood", r#"REVOKE USAGE ON TYPE "Mood" FROM PUBLIC;"#),
    on_enum("owner of an enum", "Mood", r#"ALTER TYPE "Mood" OWNER TO zoo_owner;"#),
    on_enum("domain over an enum", "good_mood", r#"CREATE DOMAIN good_mood AS "Mood" CHECK (VALUE <> 'B');"#),
    on_enum(
        "domain that a function takes",
        "brave",
        r#"CREATE DOMAIN brave AS "Mood" CHECK (VALUE <> 'B'); COMMENT ON DOMAIN brave IS 'not B'; CREATE FUNCTION dares(b brave) RETURNS boolean LANGUAGE sql AS $$ SELECT b IS NOT NULL $$;"#,
    )
    .works("SELECT dares('A')"),
    on_enum(
        "domain that a column is of",
        "calm",
        r#"CREATE DOMAIN calm AS "Mood"; CREATE SCHEMA audit; CREATE TABLE audit.calm_ones (m calm);"#,
    ),
    on_enum("composite type with an enum", "with_mood", r#"CREATE TYPE with_mood AS (a integer, m "Mood");"#),
    on_enum(
        "table by hand with an enum",
        "moods",
        r#"CREATE SCHEMA audit; CREATE TABLE audit.moods (m "Mood" DEFAULT 'A', at date);"#,
    ),
    on_enum(
        "array of an enum by hand",
        "mood_lists",
        r#"CREATE SCHEMA audit; CREATE TABLE audit.mood_lists (m "Mood"[] DEFAULT '{A}');"#,
    ),
    on_enum("range over an enum", "mood_range", r#"CREATE TYPE mood_range AS RANGE (subtype = "Mood");"#),
    on_enum(
        "function that takes an enum",
        "cheer",
        r#"CREATE FUNCTION cheer(m "Mood") RETURNS text LANGUAGE sql AS $$ SELECT m::text || '!' $$;"#,
    ),
    on_enum(
        "function that returns an enum",
        "best",
        r#"CREATE FUNCTION best() RETURNS "Mood" LANGUAGE sql AS $$ SELECT 'A'::"Mood" $$;"#,
    )
    .works("SELECT best()"),
    on_enum(
        "function with an enum as a default",
        "say",
        r#"CREATE FUNCTION say(m "Mood" DEFAULT 'A') RETURNS text LANGUAGE sql AS $$ SELECT 'x' $$;"#,
    ),
    on_enum(
        "BEGIN ATOMIC with an enum",
        "happy_ones",
        r#"CREATE FUNCTION happy_ones() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM "T" WHERE "mood" = 'A'; END;"#,
    ),
    on_enum(
        "cast of an enum by a function",
        "mood_number",
        r#"CREATE FUNCTION mood_number("Mood") RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT 1 $$; CREATE CAST ("Mood" AS integer) WITH FUNCTION mood_number("Mood") AS ASSIGNMENT;"#,
    ),
    on_enum("implicit cast to an enum", "Mood", r#"CREATE CAST (varchar AS "Mood") WITH INOUT AS IMPLICIT;"#),
    on_enum(
        "operator on an enum",
        "mood_like",
        r#"CREATE FUNCTION mood_like("Mood", text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1::text = $2 $$; CREATE OPERATOR === (LEFTARG = "Mood", RIGHTARG = text, FUNCTION = mood_like);"#,
    ),
    on_enum(
        "aggregate over an enum",
        "best_of",
        r#"CREATE FUNCTION better("Mood", "Mood") RETURNS "Mood" LANGUAGE sql IMMUTABLE AS $$ SELECT least($1, $2) $$; CREATE AGGREGATE best_of("Mood") (SFUNC = better, STYPE = "Mood");"#,
    ),
    element("domain", "word", r#"CREATE DOMAIN word AS text CONSTRAINT word_short CHECK (length(VALUE) < 100);"#),
    element("domain with NOT NULL and DEFAULT", "answer", r#"CREATE DOMAIN answer AS integer NOT NULL DEFAULT 42;"#),
    element("domain with COLLATE", "c_word", r#"CREATE DOMAIN c_word AS text COLLATE "C";"#),
    element(
        "domain constraint NOT VALID",
        "late_word",
        r#"CREATE DOMAIN late_word AS text; ALTER DOMAIN late_word ADD CONSTRAINT late CHECK (VALUE <> '') NOT VALID;"#,
    ),
    element(
        "comment on a domain",
        "told_word",
        r#"CREATE DOMAIN told_word AS text; COMMENT ON DOMAIN told_word IS 'a word'; REVOKE USAGE ON DOMAIN told_word FROM PUBLIC;"#,
    ),
    element(
        "composite type",
        "point3",
        r#"CREATE TYPE point3 AS (x float8, y float8, z float8); COMMENT ON TYPE point3 IS 'in space';"#,
    ),
    element("composite type of a table's rows", "of_rows", r#"CREATE TYPE of_rows AS (t "T", many integer);"#),
    element(
        "range type",
        "prices",
        r#"CREATE TYPE prices AS RANGE (subtype = numeric, multirange_type_name = price_sets);"#,
    ),
    element("shell type", "unborn", r#"CREATE TYPE unborn;"#),
    element(
        "text search configuration",
        "tidy",
        r#"CREATE TEXT SEARCH CONFIGURATION tidy (COPY = english); ALTER TEXT SEARCH CONFIGURATION tidy ALTER MAPPING FOR asciiword WITH simple; CREATE INDEX "T_k_tidy" ON "T" USING gin (to_tsvector('tidy', "k"));"#,
    ),
    element(
        "collation",
        "by_bytes",
        r#"CREATE COLLATION by_bytes (provider = libc, locale = 'C'); CREATE INDEX "T_k_bytes" ON "T" ("k" COLLATE by_bytes);"#,
    ),
    element(
        "operator class",
        "back_ops",
        r#"CREATE OPERATOR CLASS back_ops FOR TYPE text USING btree AS OPERATOR 1 > , OPERATOR 2 >= , OPERATOR 3 = , OPERATOR 4 <= , OPERATOR 5 < , FUNCTION 1 bttextcmp(text, text);"#,
    ),
];
