//! What a sequence can have: <https://www.postgresql.org/docs/18/sql-createsequence.html>, `sql-altersequence.html`.

use super::element::{Column, Element, element};

/// About the number that the key gets.
const fn numbers(name: &'static str, called: &'static str, sql: &'static str) -> Element {
    element(name, called, sql).about(Column::Id)
}

const FOR_N: &[(&str, &str)] = &[("n", "Int? @default(autoincrement())")];

pub const ELEMENTS: &[Element] = &[
    numbers("INCREMENT", "T_id_seq", r#"ALTER SEQUENCE "T_id_seq" INCREMENT BY 10;"#),
    numbers("CACHE", "T_id_seq", r#"ALTER SEQUENCE "T_id_seq" CACHE 50;"#),
    numbers("CYCLE", "T_id_seq", r#"ALTER SEQUENCE "T_id_seq" MAXVALUE 1000 CYCLE;"#),
    numbers("MINVALUE and START", "T_id_seq", r#"ALTER SEQUENCE "T_id_seq" MINVALUE -5 START 7;"#),
    numbers("RESTART", "T_id_seq", r#"ALTER SEQUENCE "T_id_seq" RESTART 1000;"#),
    numbers("AS bigint behind an INTEGER", "T_id_seq", r#"ALTER SEQUENCE "T_id_seq" AS bigint;"#),
    numbers("UNLOGGED sequence", "T_id_seq", r#"ALTER SEQUENCE "T_id_seq" SET UNLOGGED;"#),
    numbers("OWNED BY NONE", "T_id_seq", r#"ALTER SEQUENCE "T_id_seq" OWNED BY NONE;"#),
    numbers("comment on a sequence", "T_id_seq", r#"COMMENT ON SEQUENCE "T_id_seq" IS 'numbers';"#),
    numbers("GRANT on a sequence", "T_id_seq", r#"GRANT USAGE ON SEQUENCE "T_id_seq" TO zoo_reader;"#),
    numbers(
        "owner of a sequence",
        "T_id_seq",
        r#"ALTER SEQUENCE "T_id_seq" OWNED BY NONE; ALTER SEQUENCE "T_id_seq" OWNER TO zoo_owner;"#,
    ),
    numbers(
        "sequence of one's own",
        "own",
        r#"CREATE SEQUENCE own START 100; ALTER TABLE "T" ALTER "id" SET DEFAULT nextval('own'); DROP SEQUENCE "T_id_seq";"#,
    ),
    numbers(
        "sequence of one's own that is owned",
        "own_id",
        r#"CREATE SEQUENCE own_id OWNED BY "T"."id"; ALTER TABLE "T" ALTER "id" SET DEFAULT nextval('own_id'); DROP SEQUENCE "T_id_seq"; SELECT setval('own_id', 50);"#,
    ),
    numbers(
        "sequence that two tables share",
        "shared",
        r#"CREATE SEQUENCE shared START 100; ALTER TABLE "T" ALTER "id" SET DEFAULT nextval('shared'); ALTER TABLE "U" ALTER "id" SET DEFAULT nextval('shared'); DROP SEQUENCE "T_id_seq"; DROP SEQUENCE "U_id_seq";"#,
    ),
    numbers(
        "sequence of the table that another one uses",
        "T_id_seq",
        r#"ALTER TABLE "U" ALTER "id" SET DEFAULT nextval('"T_id_seq"'); DROP SEQUENCE "U_id_seq";"#,
    ),
    numbers(
        "sequence in another schema",
        "far",
        r#"CREATE SCHEMA counters; CREATE SEQUENCE counters.far START 100; ALTER TABLE "T" ALTER "id" SET DEFAULT nextval('counters.far'); DROP SEQUENCE "T_id_seq";"#,
    ),
    element(
        "sequence for a column that is no key",
        "rank",
        r#"CREATE SEQUENCE rank; ALTER TABLE "T" ALTER "n" SET DEFAULT nextval('rank');"#,
    )
    .about(Column::N)
    .fields(FOR_N),
    element(
        "sequence for a column, as dbgenerated",
        "place",
        r#"CREATE SEQUENCE place; ALTER TABLE "T" ALTER "n" SET DEFAULT nextval('place');"#,
    )
    .about(Column::N)
    .fields(&[("n", "Int? @default(dbgenerated(\"nextval('place')\"))")]),
    element(
        "sequence in the text of a default",
        "k_numbers",
        r#"CREATE SEQUENCE k_numbers; ALTER TABLE "T" ALTER "k" SET DEFAULT 'k-' || nextval('k_numbers');"#,
    )
    .fields(&[("k", "String @default(dbgenerated(\"('k-' || nextval('k_numbers'))\"))")]),
    element(
        "sequence alone",
        "invoice",
        r#"CREATE SEQUENCE invoice AS smallint START 100 INCREMENT 1 MAXVALUE 30000 CYCLE; COMMENT ON SEQUENCE invoice IS 'numbers of invoices';"#,
    ),
    element("sequence alone that a column owns", "k_owned", r#"CREATE SEQUENCE k_owned OWNED BY "T"."k";"#),
];
