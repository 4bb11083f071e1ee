//! What a function can have: <https://www.postgresql.org/docs/18/sql-createfunction.html>, `sql-createaggregate.html`,
//! `sql-createoperator.html`.

use super::element::{Column, Element, element};

pub const ELEMENTS: &[Element] = &[
    element("function in SQL that says the table", "all_k", r#"CREATE FUNCTION all_k() RETURNS SETOF text LANGUAGE sql AS $$ SELECT "k" FROM "T" $$;"#).works("SELECT count(*) FROM all_k()"),
    element("function in PL/pgSQL that says the table", "count_t", r#"CREATE FUNCTION count_t() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT count(*) FROM "T" WHERE "k" <> ''); END $$;"#).works("SELECT count_t()"),
    element("function that says a number", "sum_n", r#"CREATE FUNCTION sum_n() RETURNS bigint LANGUAGE sql AS $$ SELECT sum("n") FROM "T" $$;"#).about(Column::N).works("SELECT sum_n()"),
    element("function that says nothing of the table", "twice", r#"CREATE FUNCTION twice(x integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT x * 2 $$;"#).works("SELECT twice(2)"),
    element("BEGIN ATOMIC", "k_by_id", r#"CREATE FUNCTION k_by_id(i integer) RETURNS text LANGUAGE sql STABLE BEGIN ATOMIC SELECT "k" FROM "T" WHERE "id" = i; END;"#).works("SELECT k_by_id(1)"),
    element("BEGIN ATOMIC that a view calls", "k_of_all", r#"CREATE FUNCTION k_of_all() RETURNS bigint LANGUAGE sql STABLE BEGIN ATOMIC SELECT count("k") FROM "T"; END; CREATE VIEW sums AS SELECT k_of_all() AS many, "id" FROM "T"; COMMENT ON FUNCTION k_of_all() IS 'of all'; GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO zoo_reader;"#).works("SELECT many FROM sums"),
    element("RETURN of one expression that a default calls", "last_k", r#"CREATE FUNCTION last_k() RETURNS text LANGUAGE sql RETURN (SELECT max("k") FROM "T"); ALTER TABLE "T" ALTER "other" SET DEFAULT last_k();"#)
        .fields(&[("other", "String @default(dbgenerated(\"last_k()\"))")]),
    element("RETURN of one expression", "first_k", r#"CREATE FUNCTION first_k() RETURNS text LANGUAGE sql RETURN (SELECT min("k") FROM "T");"#).works("SELECT first_k()"),
    element("RETURNS SETOF the table", "rows_of_t", r#"CREATE FUNCTION rows_of_t() RETURNS SETOF "T" LANGUAGE sql AS $$ SELECT * FROM "T" $$;"#).works("SELECT count(*) FROM rows_of_t()"),
    element("RETURNS TABLE", "pairs", r#"CREATE FUNCTION pairs() RETURNS TABLE (a integer, b text) LANGUAGE sql AS $$ SELECT "id", "k" FROM "T" $$;"#).works("SELECT count(*) FROM pairs()"),
    element("argument of the table's row type", "full_name", r#"CREATE FUNCTION full_name("T") RETURNS text LANGUAGE sql AS $$ SELECT $1."k" || '!' $$;"#).works(r#"SELECT full_name(t) FROM "T" t"#),
    element("argument of a column's type", "same_as_k", r#"CREATE FUNCTION same_as_k(x "T"."k"%TYPE) RETURNS boolean LANGUAGE sql AS $$ SELECT x = 'a' $$;"#)
        // PostgreSQL keeps the type that it found
        .retyped(&[("\"T\".\"k\"%TYPE", "text")])
        .works("SELECT same_as_k('a')"),
    element("procedure", "tidy_up", r#"CREATE PROCEDURE tidy_up() LANGUAGE sql AS $$ DELETE FROM "T" WHERE "k" = '' $$;"#).works("CALL tidy_up()"),
    element("procedure BEGIN ATOMIC", "tidy_all", r#"CREATE PROCEDURE tidy_all() LANGUAGE sql BEGIN ATOMIC UPDATE "T" SET "n" = 0 WHERE "k" = ''; END;"#).works("CALL tidy_all()"),
    element("SECURITY DEFINER with SET", "secure", r#"CREATE FUNCTION secure() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$ SELECT count(*) FROM "T" $$;"#).works("SELECT secure()"),
    element("COST, ROWS, PARALLEL, LEAKPROOF", "tuned", r#"CREATE FUNCTION tuned(x text) RETURNS SETOF text LANGUAGE sql STABLE STRICT LEAKPROOF PARALLEL SAFE COST 50 ROWS 5 AS $$ SELECT x $$;"#),
    element("comment on a function", "noted", r#"CREATE FUNCTION noted() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$; COMMENT ON FUNCTION noted() IS 'one';"#),
    element("privileges and owner of a function", "guarded", r#"CREATE FUNCTION guarded() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$; REVOKE EXECUTE ON FUNCTION guarded() FROM PUBLIC; GRANT EXECUTE ON FUNCTION guarded() TO zoo_reader; ALTER FUNCTION guarded() OWNER TO zoo_owner;"#),
    element("function that DEPENDS ON EXTENSION", "leaning", r#"CREATE FUNCTION leaning() RETURNS integer LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$; ALTER FUNCTION leaning() DEPENDS ON EXTENSION plpgsql;"#),
    element("aggregate", "joined", r#"CREATE AGGREGATE joined(text) (SFUNC = textcat, STYPE = text, INITCOND = ''); COMMENT ON AGGREGATE joined(text) IS 'all in one';"#).works(r#"SELECT joined("k") FROM "T""#),
    element("operator", "same_letters", r#"CREATE FUNCTION same_letters(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT lower($1) = lower($2) $$; CREATE OPERATOR =~= (LEFTARG = text, RIGHTARG = text, FUNCTION = same_letters, COMMUTATOR = =~=);"#),
    element("index on a function of one's own", "T_k_plain", r#"CREATE FUNCTION plain(text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT lower($1) $$; CREATE INDEX "T_k_plain" ON "T" (plain("k"));"#),
    element("function in another schema", "far_count", r#"CREATE SCHEMA api; CREATE FUNCTION api.far_count() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM public."T" WHERE "k" IS NOT NULL $$;"#).works("SELECT api.far_count()"),
    element("function with EXECUTE of a text", "later", r#"CREATE FUNCTION later() RETURNS text LANGUAGE plpgsql AS $$ DECLARE x text; BEGIN EXECUTE 'SELECT "k" FROM "T" LIMIT 1' INTO x; RETURN x; END $$;"#).works("SELECT later()"),
];
