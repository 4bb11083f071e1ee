//! What a table can have: <https://www.postgresql.org/docs/18/sql-createtable.html>, `sql-altertable.html`, `sql-createpolicy.html`,
//! `sql-createrule.html`, `sql-createstatistics.html`, `sql-createpublication.html`, `sql-grant.html`.

use super::element::{Column, Element, Needs, element};

pub const ELEMENTS: &[Element] = &[
    element("UNLOGGED", "T", r#"ALTER TABLE "U" SET UNLOGGED; ALTER TABLE "T" SET UNLOGGED;"#),
    element("fillfactor of a table", "T", r#"ALTER TABLE "T" SET (fillfactor = 70);"#),
    element("autovacuum settings", "T", r#"ALTER TABLE "T" SET (autovacuum_enabled = false, autovacuum_vacuum_scale_factor = 0.05);"#),
    element("toast settings", "T", r#"ALTER TABLE "T" SET (toast.autovacuum_enabled = false, toast_tuple_target = 4080);"#),
    element("parallel_workers", "T", r#"ALTER TABLE "T" SET (parallel_workers = 4, log_autovacuum_min_duration = 0);"#),
    element("TABLESPACE of a table", "T", r#"ALTER TABLE "T" SET TABLESPACE zoo_space;"#),
    element("comment on a table", "T", r#"COMMENT ON TABLE "T" IS 'things';"#),
    element("OWNER TO", "T", r#"ALTER TABLE "T" OWNER TO zoo_owner;"#),
    element("GRANT", "T", r#"GRANT SELECT, INSERT ON "T" TO zoo_reader; GRANT UPDATE ON "T" TO zoo_reader WITH GRANT OPTION;"#),
    element("GRANT to PUBLIC", "T", r#"GRANT SELECT ON "T" TO PUBLIC;"#),
    element("REVOKE from the owner", "T", r#"ALTER TABLE "T" OWNER TO zoo_owner; REVOKE TRUNCATE ON "T" FROM zoo_owner;"#),
    element("REPLICA IDENTITY FULL", "T", r#"ALTER TABLE "T" REPLICA IDENTITY FULL;"#),
    element("REPLICA IDENTITY NOTHING", "T", r#"ALTER TABLE "T" REPLICA IDENTITY NOTHING;"#),
    element("REPLICA IDENTITY USING the primary key", "T_pkey", r#"ALTER TABLE "T" REPLICA IDENTITY USING INDEX "T_pkey";"#).about(Column::Id),
    element("CLUSTER ON the primary key", "T_pkey", r#"ALTER TABLE "T" CLUSTER ON "T_pkey";"#).about(Column::Id),
    element("ENABLE ROW LEVEL SECURITY", "T", r#"ALTER TABLE "T" ENABLE ROW LEVEL SECURITY;"#),
    element("FORCE ROW LEVEL SECURITY", "T", r#"ALTER TABLE "T" ENABLE ROW LEVEL SECURITY; ALTER TABLE "T" FORCE ROW LEVEL SECURITY;"#),
    element("POLICY", "mine", r#"ALTER TABLE "T" ENABLE ROW LEVEL SECURITY; CREATE POLICY mine ON "T" USING ("k" = current_user);"#),
    element("POLICY over another column", "readers", r#"ALTER TABLE "T" ENABLE ROW LEVEL SECURITY; CREATE POLICY readers ON "T" FOR SELECT TO zoo_reader USING ("n" > 0);"#)
        .about(Column::N),
    element("POLICY WITH CHECK", "kept", r#"ALTER TABLE "T" ENABLE ROW LEVEL SECURITY; CREATE POLICY kept ON "T" FOR INSERT WITH CHECK ("k" <> '');"#),
    element("POLICY AS RESTRICTIVE", "never", r#"ALTER TABLE "T" ENABLE ROW LEVEL SECURITY; CREATE POLICY never ON "T" AS RESTRICTIVE FOR DELETE TO zoo_owner USING ("k" <> 'keep');"#),
    element("POLICY on an enum", "happy", r#"ALTER TABLE "T" ENABLE ROW LEVEL SECURITY; CREATE POLICY happy ON "T" FOR UPDATE USING ("mood" = 'A') WITH CHECK ("mood" <> 'B');"#)
        .about(Column::Mood),
    element("POLICY of another table", "of_t", r#"ALTER TABLE "U" ENABLE ROW LEVEL SECURITY; CREATE POLICY of_t ON "U" USING (EXISTS (SELECT FROM "T" WHERE "T"."id" = "tId" AND "T"."k" = 'a'));"#),
    element(
        "comment on a POLICY",
        "noted",
        r#"ALTER TABLE "T" ENABLE ROW LEVEL SECURITY; CREATE POLICY noted ON "T" USING ("k" <> ''); COMMENT ON POLICY noted ON "T" IS 'why';"#,
    ),
    element("RULE DO ALSO", "seen", r#"CREATE SCHEMA audit; CREATE TABLE audit.seen_k (k text); CREATE RULE seen AS ON UPDATE TO "T" DO ALSO INSERT INTO audit.seen_k VALUES (OLD."k");"#),
    element("RULE DO INSTEAD NOTHING", "stays", r#"CREATE RULE stays AS ON DELETE TO "T" WHERE OLD."k" = 'keep' DO INSTEAD NOTHING;"#),
    element("RULE DO INSTEAD NOTHING on every update", "frozen", r#"CREATE RULE frozen AS ON UPDATE TO "T" DO INSTEAD NOTHING;"#),
    element("DISABLE RULE", "asleep", r#"CREATE RULE asleep AS ON DELETE TO "T" WHERE OLD."n" = 0 DO INSTEAD NOTHING; ALTER TABLE "T" DISABLE RULE asleep;"#).about(Column::N),
    element("comment on a RULE", "told", r#"CREATE RULE told AS ON DELETE TO "T" WHERE OLD."k" = '' DO INSTEAD NOTHING; COMMENT ON RULE told ON "T" IS 'why';"#),
    element("STATISTICS ndistinct", "k_with_n", r#"CREATE STATISTICS k_with_n (ndistinct) ON "k", "n" FROM "T";"#),
    element("STATISTICS of all kinds", "all_kinds", r#"CREATE STATISTICS all_kinds (ndistinct, dependencies, mcv) ON "k", "n", "mood" FROM "T";"#),
    element("STATISTICS on an expression", "of_lower", r#"CREATE STATISTICS of_lower ON (lower("k")) FROM "T";"#),
    element("STATISTICS on an enum", "with_mood", r#"CREATE STATISTICS with_mood (mcv) ON "mood", "n" FROM "T";"#).about(Column::Mood),
    element("STATISTICS with a target", "finer", r#"CREATE STATISTICS finer (mcv) ON "k", "n" FROM "T"; ALTER STATISTICS finer SET STATISTICS 500; COMMENT ON STATISTICS finer IS 'slow query';"#),
    element("STATISTICS of another owner", "theirs", r#"CREATE STATISTICS theirs (dependencies) ON "k", "n" FROM "T"; ALTER STATISTICS theirs OWNER TO zoo_owner;"#),
    element("PUBLICATION FOR TABLE", "changes", r#"CREATE PUBLICATION changes FOR TABLE "T";"#),
    element("PUBLICATION of columns", "some_columns", r#"CREATE PUBLICATION some_columns FOR TABLE "T" ("id", "k");"#),
    element("PUBLICATION with WHERE", "some_rows", r#"CREATE PUBLICATION some_rows FOR TABLE "T" WHERE ("k" <> 'secret') WITH (publish = 'insert');"#),
    element("PUBLICATION with WHERE on a number", "many_rows", r#"CREATE PUBLICATION many_rows FOR TABLE "T" WHERE ("n" > 5) WITH (publish = 'insert, truncate');"#).about(Column::N),
    element("PUBLICATION that was altered", "altered", r#"CREATE PUBLICATION altered FOR TABLE "U"; ALTER PUBLICATION altered ADD TABLE "T" ("id", "k") WHERE ("id" > 0); COMMENT ON PUBLICATION altered IS 'some';"#),
    element("PUBLICATION FOR ALL TABLES", "everything", r#"CREATE PUBLICATION everything FOR ALL TABLES WITH (publish_via_partition_root = true);"#),
    element("comment on a PUBLICATION", "told_changes", r#"CREATE PUBLICATION told_changes FOR TABLE "T", "U"; COMMENT ON PUBLICATION told_changes IS 'for the warehouse';"#),
    element("child by INHERITS", "T_child", r#"CREATE SCHEMA parts; CREATE TABLE parts."T_child" ("more" text) INHERITS (public."T");"#),
    element("table OF a type", "typed", r#"CREATE SCHEMA other; CREATE TYPE other.row_type AS (a integer, b text); CREATE TABLE other.typed OF other.row_type;"#),
    element("copy by LIKE", "T_copy", r#"CREATE SCHEMA copies; CREATE TABLE copies."T_copy" (LIKE public."T" INCLUDING ALL);"#),
    element("copy by AS", "T_old", r#"CREATE SCHEMA copies; CREATE TABLE copies."T_old" AS SELECT * FROM public."T";"#),
    element(
        "PARTITION BY RANGE",
        "E_one",
        r#"CREATE TABLE "E" ("id" INTEGER NOT NULL, "at" INTEGER NOT NULL, CONSTRAINT "E_pkey" PRIMARY KEY ("id", "at")) PARTITION BY RANGE ("at");
CREATE SCHEMA parts; CREATE TABLE parts."E_one" PARTITION OF "E" FOR VALUES FROM (0) TO (10); CREATE TABLE parts."E_rest" PARTITION OF "E" DEFAULT;"#,
    )
    .blocks("\nmodel E {\n  id Int\n  at Int\n\n  @@id([id, at])\n}\n"),
    element(
        "PARTITION BY LIST with an index",
        "E_a",
        r#"CREATE TABLE "E" ("id" INTEGER NOT NULL, "at" TEXT NOT NULL, CONSTRAINT "E_pkey" PRIMARY KEY ("id", "at")) PARTITION BY LIST ("at");
CREATE INDEX "E_at_idx" ON "E" ("at"); CREATE SCHEMA parts; CREATE TABLE parts."E_a" PARTITION OF "E" FOR VALUES IN ('a');"#,
    )
    .blocks("\nmodel E {\n  id Int\n  at String\n\n  @@id([id, at])\n  @@index([at])\n}\n"),
    element(
        "PARTITION BY HASH",
        "E_0",
        r#"CREATE TABLE "E" ("id" INTEGER NOT NULL, CONSTRAINT "E_pkey" PRIMARY KEY ("id")) PARTITION BY HASH ("id");
CREATE SCHEMA parts; CREATE TABLE parts."E_0" PARTITION OF "E" FOR VALUES WITH (MODULUS 2, REMAINDER 0); CREATE TABLE parts."E_1" PARTITION OF "E" FOR VALUES WITH (MODULUS 2, REMAINDER 1);"#,
    )
    .blocks("\nmodel E {\n  id Int @id\n}\n"),
    element(
        "FOREIGN TABLE",
        "far",
        r#"CREATE EXTENSION postgres_fdw; CREATE SERVER elsewhere FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'localhost'); CREATE SCHEMA outside; CREATE FOREIGN TABLE outside.far (k text OPTIONS (column_name 'word')) SERVER elsewhere;"#,
    )
    .needs(Needs::Contrib),
    element("table without columns", "nothing_at_all", r#"CREATE SCHEMA empty; CREATE TABLE empty.nothing_at_all ();"#),
];
