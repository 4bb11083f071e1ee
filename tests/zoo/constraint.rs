//! What a constraint can have: <https://www.postgresql.org/docs/18/sql-createtable.html>, `sql-altertable.html`.

use super::element::{Column, Element, Needs, element};

const K_UNIQUE: &[(&str, &str)] = &[("k", "String @unique")];

/// The foreign key of `U` in other words.
const fn reference(name: &'static str, sql: &'static str) -> Element {
    element(name, "U_tId_fkey", sql).about(Column::Id)
}

pub const ELEMENTS: &[Element] = &[
    element("CHECK", "T_k_long", r#"ALTER TABLE "T" ADD CONSTRAINT "T_k_long" CHECK (length("k") > 0);"#),
    element("CHECK with an operator", "T_k_not", r#"ALTER TABLE "T" ADD CONSTRAINT "T_k_not" CHECK ("k" <> 'forbidden');"#),
    element("CHECK without a name", "T_k_check", r#"ALTER TABLE "T" ADD CHECK ("k" <> '');"#),
    element("CHECK over two columns", "T_both", r#"ALTER TABLE "T" ADD CONSTRAINT "T_both" CHECK ("k" <> '' OR "n" > 0);"#),
    element("CHECK on a number", "T_n_small", r#"ALTER TABLE "T" ADD CONSTRAINT "T_n_small" CHECK ("n" BETWEEN 0 AND 100);"#).about(Column::N),
    element("CHECK on an enum", "T_mood_ok", r#"ALTER TABLE "T" ADD CONSTRAINT "T_mood_ok" CHECK ("mood" <> 'B' OR "n" = 2);"#).about(Column::Mood),
    element("CHECK on an enum's lost value", "T_mood_no", r#"ALTER TABLE "T" ADD CONSTRAINT "T_mood_no" CHECK ("mood" <> 'C');"#).about(Column::Mood),
    element("CHECK that calls a function of integers", "T_n_row", r#"ALTER TABLE "T" ADD CONSTRAINT "T_n_row" CHECK (repeat('x', "n") <> 'xxx');"#)
        .about(Column::N)
        .retyped(&[("repeat('x', \"n\")", "repeat('x', \"n\"::integer)")]),
    element("CHECK NO INHERIT", "T_k_own", r#"ALTER TABLE "T" ADD CONSTRAINT "T_k_own" CHECK ("k" <> '') NO INHERIT;"#),
    element("CHECK NOT VALID", "T_k_later", r#"ALTER TABLE "T" ADD CONSTRAINT "T_k_later" CHECK ("k" <> 'a') NOT VALID;"#),
    element("CHECK NOT ENFORCED", "T_k_hint", r#"ALTER TABLE "T" ADD CONSTRAINT "T_k_hint" CHECK ("k" <> 'a') NOT ENFORCED;"#).needs(Needs::Version(18)),
    element("CHECK that calls a function", "T_k_fine", r#"CREATE FUNCTION fine(text) RETURNS boolean IMMUTABLE LANGUAGE sql AS $$ SELECT $1 <> '' $$; ALTER TABLE "T" ADD CONSTRAINT "T_k_fine" CHECK (fine("k"));"#),
    element(
        "comment on a CHECK",
        "T_k_told",
        r#"ALTER TABLE "T" ADD CONSTRAINT "T_k_told" CHECK ("k" <> ''); COMMENT ON CONSTRAINT "T_k_told" ON "T" IS 'never empty';"#,
    ),
    element("EXCLUDE", "T_n_apart", r#"ALTER TABLE "T" ADD CONSTRAINT "T_n_apart" EXCLUDE USING gist (int4range("n", "n" + 1) WITH &&);"#)
        .about(Column::N)
        .retyped(&[("int4range(\"n\", \"n\" + 1)", "int8range(\"n\", \"n\" + 1)")]),
    element("EXCLUDE with =", "T_k_alone", r#"ALTER TABLE "T" ADD CONSTRAINT "T_k_alone" EXCLUDE USING btree ("k" WITH =);"#),
    element("EXCLUDE with WHERE", "T_k_some_alone", r#"ALTER TABLE "T" ADD CONSTRAINT "T_k_some_alone" EXCLUDE USING btree ("k" WITH =) WHERE ("n" > 0);"#),
    element(
        "EXCLUDE DEFERRABLE",
        "T_k_end_alone",
        r#"ALTER TABLE "T" ADD CONSTRAINT "T_k_end_alone" EXCLUDE USING btree ("k" WITH =) DEFERRABLE INITIALLY DEFERRED;"#,
    ),
    element("EXCLUDE with an operator class", "T_k_pattern", r#"ALTER TABLE "T" ADD CONSTRAINT "T_k_pattern" EXCLUDE USING btree ("k" text_pattern_ops WITH =);"#),
    element("UNIQUE constraint for @unique", "T_k_key", r#"ALTER TABLE "T" ADD CONSTRAINT "T_k_key" UNIQUE ("k");"#).fields(K_UNIQUE),
    element("UNIQUE DEFERRABLE for @unique", "T_k_key", r#"ALTER TABLE "T" ADD CONSTRAINT "T_k_key" UNIQUE ("k") DEFERRABLE INITIALLY DEFERRED;"#)
        .fields(K_UNIQUE),
    element("UNIQUE DEFERRABLE that no line asks for", "T_k_once", r#"ALTER TABLE "T" ADD CONSTRAINT "T_k_once" UNIQUE ("k") DEFERRABLE;"#),
    element("UNIQUE NULLS NOT DISTINCT for @unique", "T_n_key", r#"ALTER TABLE "T" ADD CONSTRAINT "T_n_key" UNIQUE NULLS NOT DISTINCT ("n");"#)
        .about(Column::N)
        .fields(&[("n", "Int? @unique")]),
    element("UNIQUE INCLUDE for @unique", "T_k_key", r#"ALTER TABLE "T" ADD CONSTRAINT "T_k_key" UNIQUE ("k") INCLUDE ("n");"#).fields(K_UNIQUE),
    element("UNIQUE INCLUDE that no line asks for", "T_k_once_with", r#"ALTER TABLE "T" ADD CONSTRAINT "T_k_once_with" UNIQUE ("k") INCLUDE ("n");"#),
    element("UNIQUE USING INDEX for @unique", "T_k_key", r#"CREATE UNIQUE INDEX "T_k_key" ON "T" ("k"); ALTER TABLE "T" ADD CONSTRAINT "T_k_key" UNIQUE USING INDEX "T_k_key";"#)
        .fields(K_UNIQUE),
    element("UNIQUE with fillfactor for @unique", "T_k_key", r#"ALTER TABLE "T" ADD CONSTRAINT "T_k_key" UNIQUE ("k") WITH (fillfactor = 70);"#).fields(K_UNIQUE),
    element(
        "comment on a UNIQUE for @unique",
        "T_k_key",
        r#"ALTER TABLE "T" ADD CONSTRAINT "T_k_key" UNIQUE ("k"); COMMENT ON CONSTRAINT "T_k_key" ON "T" IS 'one of each';"#,
    )
    .fields(K_UNIQUE),
    element("UNIQUE WITHOUT OVERLAPS", "T_k_period", r#"ALTER TABLE "T" ADD COLUMN "p" int4range, ADD COLUMN "q" int4range; ALTER TABLE "T" ADD CONSTRAINT "T_k_period" UNIQUE ("p", "q" WITHOUT OVERLAPS);"#)
        .needs(Needs::Version(18))
        .fields(&[("p", "Unsupported(\"int4range\")?"), ("q", "Unsupported(\"int4range\")?")]),
    element(
        "PRIMARY KEY DEFERRABLE",
        "T_pkey",
        r#"ALTER TABLE "U" DROP CONSTRAINT "U_tId_fkey"; ALTER TABLE "T" DROP CONSTRAINT "T_pkey"; ALTER TABLE "T" ADD CONSTRAINT "T_pkey" PRIMARY KEY ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX "T_id_key" ON "T" ("id"); ALTER TABLE "U" ADD CONSTRAINT "U_tId_fkey" FOREIGN KEY ("tId") REFERENCES "T"("id") ON DELETE SET NULL ON UPDATE CASCADE;"#,
    )
    .about(Column::Id)
    .fields(&[("id", "Int @id @unique @default(autoincrement())")]),
    element(
        "PRIMARY KEY INCLUDE",
        "T_pkey",
        r#"ALTER TABLE "T" DROP CONSTRAINT "T_pkey" CASCADE; ALTER TABLE "T" ADD CONSTRAINT "T_pkey" PRIMARY KEY ("id") INCLUDE ("k");
ALTER TABLE "U" ADD CONSTRAINT "U_tId_fkey" FOREIGN KEY ("tId") REFERENCES "T"("id") ON DELETE SET NULL ON UPDATE CASCADE;"#,
    ),
    element("PRIMARY KEY with fillfactor", "T_pkey", r#"ALTER INDEX "T_pkey" SET (fillfactor = 80);"#).about(Column::Id),
    element("comment on a PRIMARY KEY", "T_pkey", r#"COMMENT ON CONSTRAINT "T_pkey" ON "T" IS 'the key';"#).about(Column::Id),
    reference("FOREIGN KEY DEFERRABLE", r#"ALTER TABLE "U" ALTER CONSTRAINT "U_tId_fkey" DEFERRABLE;"#),
    reference("FOREIGN KEY INITIALLY DEFERRED", r#"ALTER TABLE "U" ALTER CONSTRAINT "U_tId_fkey" DEFERRABLE INITIALLY DEFERRED;"#),
    reference(
        "FOREIGN KEY NOT VALID",
        r#"ALTER TABLE "U" DROP CONSTRAINT "U_tId_fkey"; ALTER TABLE "U" ADD CONSTRAINT "U_tId_fkey" FOREIGN KEY ("tId") REFERENCES "T"("id") ON DELETE SET NULL ON UPDATE CASCADE NOT VALID;"#,
    ),
    reference(
        "FOREIGN KEY MATCH FULL",
        r#"ALTER TABLE "U" DROP CONSTRAINT "U_tId_fkey"; ALTER TABLE "U" ADD CONSTRAINT "U_tId_fkey" FOREIGN KEY ("tId") REFERENCES "T"("id") MATCH FULL ON DELETE SET NULL ON UPDATE CASCADE;"#,
    ),
    reference(
        "FOREIGN KEY ON DELETE SET NULL (column)",
        r#"ALTER TABLE "U" DROP CONSTRAINT "U_tId_fkey"; ALTER TABLE "U" ADD CONSTRAINT "U_tId_fkey" FOREIGN KEY ("tId") REFERENCES "T"("id") ON DELETE SET NULL ("tId") ON UPDATE CASCADE;"#,
    ),
    reference(
        "FOREIGN KEY NOT ENFORCED",
        r#"ALTER TABLE "U" DROP CONSTRAINT "U_tId_fkey"; ALTER TABLE "U" ADD CONSTRAINT "U_tId_fkey" FOREIGN KEY ("tId") REFERENCES "T"("id") ON DELETE SET NULL ON UPDATE CASCADE NOT ENFORCED;"#,
    )
    .needs(Needs::Version(18)),
    reference("comment on a FOREIGN KEY", r#"COMMENT ON CONSTRAINT "U_tId_fkey" ON "U" IS 'where it belongs';"#),
    element(
        "FOREIGN KEY that is there twice",
        "U_twin",
        r#"ALTER TABLE "U" ADD CONSTRAINT "U_twin" FOREIGN KEY ("tId") REFERENCES "T"("id") ON DELETE SET NULL ON UPDATE CASCADE;"#,
    )
    .about(Column::Id),
    element(
        "FOREIGN KEY of a table by hand in another schema",
        "log_t",
        r#"CREATE SCHEMA audit; CREATE TABLE audit.log (t integer CONSTRAINT log_t REFERENCES "T"("id"));"#,
    )
    .about(Column::Id),
    element("NOT NULL with a name", "k_there", r#"ALTER TABLE "T" ALTER COLUMN "k" DROP NOT NULL; ALTER TABLE "T" ADD CONSTRAINT k_there NOT NULL "k";"#)
        .needs(Needs::Version(18)),
    element("NOT NULL NO INHERIT", "k_own", r#"ALTER TABLE "T" ALTER COLUMN "k" DROP NOT NULL; ALTER TABLE "T" ADD CONSTRAINT k_own NOT NULL "k" NO INHERIT;"#)
        .needs(Needs::Version(18)),
    element("NOT NULL NOT VALID", "k_later", r#"ALTER TABLE "T" ALTER COLUMN "k" DROP NOT NULL; ALTER TABLE "T" ADD CONSTRAINT k_later NOT NULL "k" NOT VALID;"#)
        .needs(Needs::Version(18)),
    element("comment on a NOT NULL", "T_k_not_null", r#"COMMENT ON CONSTRAINT "T_k_not_null" ON "T" IS 'always there';"#).needs(Needs::Version(18)),
];
