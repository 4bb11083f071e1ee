//! Triggers of a table: <https://www.postgresql.org/docs/18/sql-createtrigger.html>, and what their functions say of its columns.

use super::element::{Column, Element, element};

/// A function that does nothing for a trigger that has something to say.
macro_rules! idle {
    ($trigger:literal) => {
        concat!(
            "CREATE FUNCTION idle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN coalesce(NEW, OLD); END $$;\n",
            $trigger
        )
    };
}

pub const ELEMENTS: &[Element] = &[
    element("BEFORE trigger", "idles", idle!(r#"CREATE TRIGGER idles BEFORE INSERT OR UPDATE ON "T" FOR EACH ROW EXECUTE FUNCTION idle();"#)),
    element("AFTER trigger for each statement", "idles_after", idle!(r#"CREATE TRIGGER idles_after AFTER DELETE ON "T" FOR EACH STATEMENT EXECUTE FUNCTION idle();"#)),
    element("TRUNCATE trigger", "idles_then", idle!(r#"CREATE TRIGGER idles_then BEFORE TRUNCATE ON "T" EXECUTE FUNCTION idle();"#)),
    element("UPDATE OF", "of_k", idle!(r#"CREATE TRIGGER of_k BEFORE UPDATE OF "k" ON "T" FOR EACH ROW EXECUTE FUNCTION idle();"#)),
    element("UPDATE OF two columns", "of_k_n", idle!(r#"CREATE TRIGGER of_k_n BEFORE UPDATE OF "k", "n" ON "T" FOR EACH ROW EXECUTE FUNCTION idle();"#)),
    element("WHEN", "when_k", idle!(r#"CREATE TRIGGER when_k BEFORE UPDATE ON "T" FOR EACH ROW WHEN (OLD."k" IS DISTINCT FROM NEW."k") EXECUTE FUNCTION idle();"#)),
    element("WHEN on a number", "when_n", idle!(r#"CREATE TRIGGER when_n AFTER INSERT ON "T" FOR EACH ROW WHEN (NEW."n" > 5) EXECUTE FUNCTION idle();"#)).about(Column::N),
    element("WHEN on an enum", "when_mood", idle!(r#"CREATE TRIGGER when_mood BEFORE UPDATE ON "T" FOR EACH ROW WHEN (NEW."mood" = 'A') EXECUTE FUNCTION idle();"#)).about(Column::Mood),
    element(
        "transition tables",
        "with_tables",
        idle!(r#"CREATE TRIGGER with_tables AFTER UPDATE ON "T" REFERENCING OLD TABLE AS was NEW TABLE AS is_now FOR EACH STATEMENT EXECUTE FUNCTION idle();"#),
    ),
    element("CONSTRAINT TRIGGER", "at_end", idle!(r#"CREATE CONSTRAINT TRIGGER at_end AFTER INSERT ON "T" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION idle();"#)),
    element("CONSTRAINT TRIGGER on update", "at_end_too", idle!(r#"CREATE CONSTRAINT TRIGGER at_end_too AFTER UPDATE ON "T" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION idle();"#)),
    element("DISABLE TRIGGER", "off", idle!(r#"CREATE TRIGGER off BEFORE UPDATE ON "T" FOR EACH ROW WHEN (NEW."k" = '') EXECUTE FUNCTION idle(); ALTER TABLE "T" DISABLE TRIGGER off;"#)),
    element("ENABLE REPLICA TRIGGER", "copies", idle!(r#"CREATE TRIGGER copies BEFORE UPDATE OF "k" ON "T" FOR EACH ROW EXECUTE FUNCTION idle(); ALTER TABLE "T" ENABLE REPLICA TRIGGER copies;"#)),
    element("ENABLE ALWAYS TRIGGER", "always_on", idle!(r#"CREATE TRIGGER always_on BEFORE INSERT ON "T" FOR EACH ROW EXECUTE FUNCTION idle(); ALTER TABLE "T" ENABLE ALWAYS TRIGGER always_on;"#)),
    element("DISABLE TRIGGER ALL", "T", idle!(r#"CREATE TRIGGER quiet BEFORE INSERT ON "T" FOR EACH ROW EXECUTE FUNCTION idle(); ALTER TABLE "T" DISABLE TRIGGER ALL;"#)).about(Column::Id),
    element("DISABLE TRIGGER ALL under WHEN", "quiet_k", idle!(r#"CREATE TRIGGER quiet_k BEFORE UPDATE ON "T" FOR EACH ROW WHEN (NEW."k" = '') EXECUTE FUNCTION idle(); ALTER TABLE "T" DISABLE TRIGGER ALL;"#)),
    element("DISABLE TRIGGER USER", "quiet_of_k", idle!(r#"CREATE TRIGGER quiet_of_k BEFORE UPDATE OF "k" ON "T" FOR EACH ROW EXECUTE FUNCTION idle(); ALTER TABLE "T" DISABLE TRIGGER USER;"#)),
    element("ENABLE TRIGGER ALL", "loud", idle!(r#"CREATE TRIGGER loud BEFORE INSERT ON "T" FOR EACH ROW EXECUTE FUNCTION idle(); ALTER TABLE "T" DISABLE TRIGGER ALL; ALTER TABLE "T" ENABLE TRIGGER ALL;"#)).about(Column::Id),
    element("DISABLE TRIGGER ALL of a table that refers", "U", r#"ALTER TABLE "U" DISABLE TRIGGER ALL;"#).about(Column::Id),
    element("trigger with arguments", "told", idle!(r#"CREATE TRIGGER told BEFORE INSERT ON "T" FOR EACH ROW EXECUTE FUNCTION idle('k', '1');"#)),
    element("comment on a trigger", "noted", idle!(r#"CREATE TRIGGER noted BEFORE UPDATE OF "k" ON "T" FOR EACH ROW EXECUTE FUNCTION idle(); COMMENT ON TRIGGER noted ON "T" IS 'why';"#)),
    element("trigger that DEPENDS ON EXTENSION", "leans", idle!(r#"CREATE TRIGGER leans BEFORE UPDATE ON "T" FOR EACH ROW WHEN (NEW."k" = 'x') EXECUTE FUNCTION idle(); ALTER TRIGGER leans ON "T" DEPENDS ON EXTENSION plpgsql;"#)),
    element(
        "trigger whose function says NEW.k",
        "lowers",
        r#"CREATE FUNCTION lowers() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.k := lower(NEW.k); RETURN NEW; END $$;
CREATE TRIGGER lowers_k BEFORE INSERT OR UPDATE ON "T" FOR EACH ROW EXECUTE FUNCTION lowers();"#,
    ),
    element(
        "trigger whose function says OLD.n",
        "keeps",
        r#"CREATE FUNCTION keeps() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD."n" = 0 THEN RAISE 'zero stays'; END IF; RETURN NEW; END $$;
CREATE TRIGGER keeps_n BEFORE UPDATE ON "T" FOR EACH ROW EXECUTE FUNCTION keeps();"#,
    )
    .about(Column::N),
    element(
        "trigger whose function writes into the table",
        "counts",
        r#"CREATE FUNCTION counts() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE "T" SET "n" = 0 WHERE "k" = 'counter'; RETURN NULL; END $$;
CREATE TRIGGER counts_u AFTER INSERT ON "U" FOR EACH ROW EXECUTE FUNCTION counts();"#,
    )
    .works(r#"INSERT INTO "U" DEFAULT VALUES"#),
    element(
        "append-only trigger",
        "append_only",
        r#"CREATE FUNCTION refuses() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'rows stay'; END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "T" FOR EACH ROW EXECUTE FUNCTION refuses();"#,
    ),
];
