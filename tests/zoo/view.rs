//! Views of a table: <https://www.postgresql.org/docs/18/sql-createview.html>, `sql-creatematerializedview.html`.

use super::element::{Column, Element, element};

pub const ELEMENTS: &[Element] = &[
    element("VIEW", "v_k", r#"CREATE VIEW v_k AS SELECT "id", "k" FROM "T";"#),
    element("VIEW of all columns", "v_all", r#"CREATE VIEW v_all AS SELECT * FROM "T";"#),
    element("VIEW without the column", "v_n", r#"CREATE VIEW v_n AS SELECT "id", "n" FROM "T";"#),
    element("VIEW of a number", "v_sum", r#"CREATE VIEW v_sum AS SELECT sum("n") AS total FROM "T";"#).about(Column::N),
    element("VIEW with an enum's value", "v_mood", r#"CREATE VIEW v_mood AS SELECT "id", "mood" FROM "T" WHERE "mood" = 'A';"#).about(Column::Mood),
    element("VIEW of a join", "v_both", r#"CREATE VIEW v_both AS SELECT t."k", u."id" FROM "T" t JOIN "U" u ON u."tId" = t."id";"#),
    element("VIEW of the key", "v_keys", r#"CREATE VIEW v_keys AS SELECT "id", count(*) AS many FROM "T" GROUP BY "id";"#).about(Column::Id),
    element("VIEW that groups by the primary key", "v_grouped", r#"CREATE VIEW v_grouped AS SELECT "id", "k", "n" FROM "T" GROUP BY "id";"#),
    element("VIEW with names of its columns", "v_named", r#"CREATE VIEW v_named (number, word) AS SELECT "id", upper("k") FROM "T";"#),
    element("VIEW with a CTE", "v_cte", r#"CREATE VIEW v_cte AS WITH x AS (SELECT "k" FROM "T") SELECT "k" || '!' AS loud FROM x;"#),
    element("RECURSIVE VIEW", "v_again", r#"CREATE RECURSIVE VIEW v_again (i) AS SELECT min("n") FROM "T" UNION ALL SELECT i + 1 FROM v_again WHERE i < 3;"#).about(Column::N),
    element("VIEW WITH CHECK OPTION", "v_checked", r#"CREATE VIEW v_checked AS SELECT "id", "k" FROM "T" WHERE "k" <> '' WITH LOCAL CHECK OPTION;"#),
    element("VIEW with security_barrier", "v_barred", r#"CREATE VIEW v_barred WITH (security_barrier) AS SELECT "id", "k" FROM "T";"#),
    element("VIEW with security_invoker", "v_invoked", r#"CREATE VIEW v_invoked WITH (security_invoker = true) AS SELECT "id", "k" FROM "T";"#),
    element("VIEW on a view", "v_upper", r#"CREATE VIEW v_lower AS SELECT "id", "k" FROM "T"; CREATE VIEW v_upper AS SELECT "k" FROM v_lower;"#),
    element("VIEW with a default of a column", "v_default", r#"CREATE VIEW v_default AS SELECT "id", "k" FROM "T"; ALTER VIEW v_default ALTER COLUMN "k" SET DEFAULT 'none';"#),
    element("VIEW with owner and privileges", "v_owned", r#"CREATE VIEW v_owned AS SELECT "id", "k" FROM "T"; ALTER VIEW v_owned OWNER TO zoo_owner; GRANT SELECT ON v_owned TO zoo_reader; GRANT SELECT ON "T" TO zoo_owner;"#),
    element("VIEW with comments", "v_noted", r#"CREATE VIEW v_noted AS SELECT "id", "k" FROM "T"; COMMENT ON VIEW v_noted IS 'for reports'; COMMENT ON COLUMN v_noted."k" IS 'the word';"#),
    element("VIEW with privileges on a column", "v_part", r#"CREATE VIEW v_part AS SELECT "id", "k" FROM "T"; GRANT SELECT ("k") ON v_part TO zoo_reader;"#),
    element(
        "VIEW with an INSTEAD OF trigger",
        "v_written",
        r#"CREATE VIEW v_written AS SELECT "id", "k" FROM "T"; CREATE FUNCTION write_t() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE TRIGGER v_write INSTEAD OF INSERT ON v_written FOR EACH ROW EXECUTE FUNCTION write_t();"#,
    ),
    element("VIEW with a rule", "v_ruled", r#"CREATE VIEW v_ruled AS SELECT "id", "k" FROM "T"; CREATE RULE v_rule AS ON INSERT TO v_ruled DO INSTEAD NOTHING;"#),
    element("VIEW in another schema", "v_far", r#"CREATE SCHEMA reports; CREATE VIEW reports.v_far AS SELECT "id", "k" FROM public."T";"#),
    element("VIEW that was replaced", "v_second", r#"CREATE VIEW v_second AS SELECT "id" FROM "T"; CREATE OR REPLACE VIEW v_second AS SELECT "id", "k" FROM "T";"#),
    element("MATERIALIZED VIEW", "m_k", r#"CREATE MATERIALIZED VIEW m_k AS SELECT "id", "k" FROM "T";"#),
    element("MATERIALIZED VIEW with indexes", "m_fast", r#"CREATE MATERIALIZED VIEW m_fast AS SELECT "id", "k" FROM "T"; CREATE UNIQUE INDEX m_fast_id ON m_fast ("id"); CREATE INDEX m_fast_k ON m_fast (lower("k"));"#),
    element("MATERIALIZED VIEW WITH NO DATA", "m_empty", r#"CREATE MATERIALIZED VIEW m_empty AS SELECT "id", "k" FROM "T" WITH NO DATA;"#),
    element("MATERIALIZED VIEW with options", "m_set", r#"CREATE MATERIALIZED VIEW m_set WITH (fillfactor = 80) TABLESPACE zoo_space AS SELECT "n" FROM "T";"#).about(Column::N),
    element(
        "MATERIALIZED VIEW with settings of its columns",
        "m_tuned",
        r#"CREATE MATERIALIZED VIEW m_tuned AS SELECT "id", "k" FROM "T"; CREATE INDEX m_tuned_k ON m_tuned ("k"); ALTER MATERIALIZED VIEW m_tuned ALTER COLUMN "k" SET STATISTICS 500, CLUSTER ON m_tuned_k;"#,
    ),
    element(
        "MATERIALIZED VIEW with STATISTICS",
        "m_measured",
        r#"CREATE MATERIALIZED VIEW m_measured AS SELECT "id", "k" FROM "T"; CREATE STATISTICS m_measures ON "id", "k" FROM m_measured; ALTER STATISTICS m_measures SET STATISTICS 300;"#,
    ),
    element(
        "MATERIALIZED VIEW with a comment on its index",
        "m_found",
        r#"CREATE MATERIALIZED VIEW m_found AS SELECT "id", "k" FROM "T"; CREATE INDEX m_found_k ON m_found ("k"); COMMENT ON INDEX m_found_k IS 'for the search'; ALTER INDEX m_found_k SET (fillfactor = 70);"#,
    ),
    element(
        "MATERIALIZED VIEW with an index that was renamed, and one that was dropped",
        "m_kept",
        r#"CREATE MATERIALIZED VIEW m_kept AS SELECT "id", "k" FROM "T"; CREATE INDEX ON m_kept ("k"); ALTER INDEX m_kept_k_idx RENAME TO m_kept_words; CREATE INDEX m_kept_id ON m_kept ("id"); DROP INDEX m_kept_id; COMMENT ON INDEX m_kept_words IS 'of words';"#,
    ),
    element("MATERIALIZED VIEW of an enum", "m_mood", r#"CREATE MATERIALIZED VIEW m_mood AS SELECT "mood", count(*) FROM "T" GROUP BY "mood"; COMMENT ON MATERIALIZED VIEW m_mood IS 'how many';"#).about(Column::Mood),
];
