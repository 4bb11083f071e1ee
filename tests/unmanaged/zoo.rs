//! What people put beside a schema, and the changes that it is put to.

/// What a history holds beside its table: a name, the statements, and what a refusal or a note calls it.
pub struct Kept {
    pub name: &'static str,
    pub sql: &'static str,
    pub title: &'static str,
}

const fn kept(name: &'static str, sql: &'static str, title: &'static str) -> Kept {
    Kept { name, sql, title }
}

/// The first migration.
pub const TABLE: &str = r#"
CREATE TYPE "S" AS ENUM ('A', 'B', 'C');
CREATE TABLE "T" (
    "id" SERIAL NOT NULL,
    "k" TEXT NOT NULL,
    "n" INTEGER NOT NULL,
    "s" "S" NOT NULL,
    "j" JSONB,
    CONSTRAINT "T_pkey" PRIMARY KEY ("id")
);
"#;

pub const FIELDS: [(&str, &str); 5] =
    [("id", "Int @id @default(autoincrement())"), ("k", "String"), ("n", "Int"), ("s", "S"), ("j", "Json?")];

const RAISES: &str = "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;";

pub const KEPT: &[Kept] = &[
    kept(
        "check of a number",
        r#"ALTER TABLE "T" ADD CONSTRAINT c CHECK ("n" > 0);
        COMMENT ON CONSTRAINT c ON "T" IS 'positive';"#,
        "CHECK c of public.T",
    ),
    kept("check of an enum", r#"ALTER TABLE "T" ADD CONSTRAINT c CHECK ("s" <> 'B');"#, "CHECK c of public.T"),
    kept("check without a name", r#"ALTER TABLE "T" ADD CHECK ("s" IN ('A', 'B'));"#, "CHECK T_s_check of public.T"),
    kept(
        "check that is not valid",
        r#"ALTER TABLE "T" ADD CONSTRAINT c CHECK ("k" <> '') NOT VALID;"#,
        "CHECK c of public.T",
    ),
    kept("check over two", r#"ALTER TABLE "T" ADD CONSTRAINT c CHECK ("n" > 0 OR "k" <> 'x');"#, "CHECK c of public.T"),
    kept(
        "exclusion",
        r#"ALTER TABLE "T" ADD CONSTRAINT e EXCLUDE ("n" WITH =) WHERE ("s" = 'A');"#,
        "EXCLUDE e of public.T",
    ),
    kept(
        "view",
        r#"CREATE VIEW v WITH (security_barrier) AS SELECT "id", "k", "n" -- some
            FROM "T" WHERE "s" = 'A';
        ALTER VIEW v OWNER TO keeper; GRANT SELECT ON v TO reader; COMMENT ON VIEW v IS 'a;b';
        COMMENT ON COLUMN v."n" IS 'n';"#,
        "VIEW public.v",
    ),
    kept("view of all columns", r#"CREATE OR REPLACE VIEW v AS SELECT * FROM "T";"#, "VIEW public.v"),
    kept(
        "view that was renamed",
        r#"CREATE VIEW w AS SELECT "n", "s" FROM "T"; ALTER VIEW w RENAME TO v;"#,
        "VIEW public.v",
    ),
    kept(
        "views on views",
        r#"CREATE VIEW v AS SELECT "n" + 1 AS m, "s" FROM "T";
        CREATE VIEW w AS SELECT m FROM v; CREATE MATERIALIZED VIEW x AS SELECT m FROM w; CREATE INDEX x_m ON x (m);
        GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader;"#,
        "VIEW public.v",
    ),
    kept(
        "materialised view",
        r#"CREATE MATERIALIZED VIEW mv AS SELECT "k", "n" FROM "T";
        CREATE UNIQUE INDEX mv_k ON mv ("k"); COMMENT ON MATERIALIZED VIEW mv IS 'm';"#,
        "MATERIALIZED VIEW public.mv",
    ),
    kept("rule", r#"CREATE RULE r AS ON DELETE TO "T" WHERE OLD."n" > 5 DO INSTEAD NOTHING;"#, "RULE r of public.T"),
    kept(
        "rule on a view",
        r#"CREATE VIEW v AS SELECT "id", "n" FROM "T";
        CREATE RULE r AS ON UPDATE TO v DO INSTEAD (UPDATE "T" SET "n" = NEW."n" WHERE "id" = OLD."id"; SELECT 1);"#,
        "VIEW public.v",
    ),
    kept(
        "policy",
        r#"ALTER TABLE "T" ENABLE ROW LEVEL SECURITY;
        CREATE POLICY p ON "T" FOR SELECT TO reader USING ("n" > 0 AND "s" <> 'B');
        COMMENT ON POLICY p ON "T" IS 'p';"#,
        "POLICY p of public.T",
    ),
    kept(
        "policy in a guard",
        r#"DO $do$ BEGIN
            IF NOT EXISTS (SELECT FROM pg_policies WHERE policyname = 'p') THEN
                CREATE POLICY p ON "T" USING ("k" <> '');
            END IF;
        END $do$;"#,
        "POLICY p of public.T",
    ),
    kept(
        "trigger with a condition",
        r#"CREATE TRIGGER g AFTER UPDATE ON "T" FOR EACH ROW
            WHEN (OLD."n" IS DISTINCT FROM NEW."n") EXECUTE FUNCTION touch();
        ALTER TABLE "T" ENABLE ALWAYS TRIGGER g; COMMENT ON TRIGGER g ON "T" IS 'g';"#,
        "TRIGGER g of public.T",
    ),
    kept(
        "trigger of columns",
        r#"CREATE TRIGGER g BEFORE UPDATE OF "k", "s" ON "T" FOR EACH ROW EXECUTE FUNCTION touch();"#,
        "TRIGGER g of public.T",
    ),
    kept(
        "constraint trigger",
        r#"CREATE CONSTRAINT TRIGGER g AFTER INSERT OR UPDATE OF "n" ON "T"
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION touch();"#,
        "TRIGGER g of public.T",
    ),
    kept(
        "trigger on a view",
        r#"CREATE VIEW v AS SELECT "n" FROM "T";
        CREATE TRIGGER g INSTEAD OF UPDATE ON v FOR EACH ROW EXECUTE FUNCTION touch();"#,
        "VIEW public.v",
    ),
    kept(
        "statistics",
        r#"CREATE STATISTICS st (dependencies) ON "k", "n" FROM "T"; COMMENT ON STATISTICS st IS 'st';"#,
        "STATISTICS public.st",
    ),
    kept("publication of columns", r#"CREATE PUBLICATION pub FOR TABLE "T" ("id", "n");"#, "PUBLICATION pub"),
    kept("publication of rows", r#"CREATE PUBLICATION pub FOR TABLE "T" WHERE ("n" > 0);"#, "PUBLICATION pub"),
    kept(
        "publication that was altered",
        r#"CREATE TABLE audit_log (a INTEGER, n INTEGER); CREATE PUBLICATION old FOR TABLE audit_log (n), "T" ("s");
        ALTER PUBLICATION old SET TABLE audit_log WHERE (n > 0), "T" ("id", "n") WHERE ("n" > 0 AND "k" <> '');
        ALTER PUBLICATION old RENAME TO pub; ALTER PUBLICATION pub SET (publish = 'insert');
        COMMENT ON PUBLICATION pub IS 'p';"#,
        "PUBLICATION pub",
    ),
    kept(
        "publication of the table and all its rows",
        r#"CREATE PUBLICATION pub FOR TABLE "T", TABLES IN SCHEMA public;"#,
        "PUBLICATION pub",
    ),
    kept(
        "function that is parsed",
        r#"CREATE FUNCTION f() RETURNS bigint LANGUAGE sql
            BEGIN ATOMIC SELECT count(*) FROM "T" WHERE "n" > 0; END;"#,
        "FUNCTION public.f",
    ),
    kept(
        "function of the enum",
        r#"CREATE FUNCTION f(a "S") RETURNS text LANGUAGE sql AS $$ SELECT a::text $$;"#,
        "FUNCTION public.f",
    ),
    kept(
        "functions of one name",
        r#"CREATE FUNCTION f(a INTEGER, OUT b text, VARIADIC c varchar(9)[] DEFAULT '{}') LANGUAGE sql
            RETURN (SELECT min("k") FROM "T" WHERE "n" > a);
        CREATE FUNCTION f(a timestamp with time zone) RETURNS "S" LANGUAGE plpgsql AS $$ BEGIN RETURN 'A'; END $$;
        CREATE FUNCTION f("T") RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
        ALTER FUNCTION f(int, VARIADIC varchar[]) OWNER TO keeper; COMMENT ON FUNCTION f(int, varchar[]) IS 'two';
        GRANT EXECUTE ON FUNCTION f(timestamptz) TO reader; COMMENT ON FUNCTION f(public."T") IS 'three';"#,
        "FUNCTION public.f",
    ),
    kept(
        "procedure",
        r#"CREATE PROCEDURE p(IN a int, OUT b int) LANGUAGE sql
            BEGIN ATOMIC UPDATE "T" SET "n" = CASE WHEN a > 0 THEN "n" END; SELECT 1; END;
        REVOKE ALL ON ALL PROCEDURES IN SCHEMA public FROM PUBLIC; GRANT EXECUTE ON ALL ROUTINES IN SCHEMA public TO reader;
        COMMENT ON PROCEDURE p IS 'p;';"#,
        "PROCEDURE public.p",
    ),
    kept(
        "function that is used",
        r#"CREATE FUNCTION f() RETURNS bigint LANGUAGE sql STABLE BEGIN ATOMIC SELECT count(*) FROM "T" WHERE "n" > 0; END;
        CREATE VIEW v AS SELECT f() AS c; CREATE FUNCTION g(i int) RETURNS bigint LANGUAGE sql RETURN (SELECT c + i FROM v);
        CREATE MATERIALIZED VIEW w AS SELECT g(1) AS c, f() AS d; CREATE POLICY pol ON "T" USING (f() > 0);
        CREATE FUNCTION immutable_f(a "S") RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT a::text $$;
        ALTER TABLE "T" ADD CONSTRAINT c CHECK (immutable_f("s") <> ''); CREATE INDEX i ON "T" (immutable_f("s"));
        CREATE OR REPLACE FUNCTION f() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM "T" WHERE "n" > 1; END;
        COMMENT ON FUNCTION f IS 'f'; ALTER FUNCTION g COST 7;"#,
        "public.",
    ),
    kept(
        "function with a schema of its own",
        r#"CREATE SCHEMA app; SET search_path = app, public;
        CREATE FUNCTION f(s "S") RETURNS SETOF "T" LANGUAGE sql AS $$ SELECT * FROM "T" WHERE "s" = $1 $$; RESET search_path;
        ALTER FUNCTION app.f SET work_mem = '8MB';"#,
        "FUNCTION app.f",
    ),
    kept(
        "function that returns rows of a view",
        r#"CREATE VIEW v AS SELECT "n", "k" FROM "T";
        CREATE FUNCTION f() RETURNS SETOF v LANGUAGE sql STABLE AS $$ SELECT * FROM v $$;
        CREATE VIEW w AS SELECT count(*) AS c FROM f(); REVOKE ALL ON FUNCTION f FROM PUBLIC;"#,
        "VIEW public.v",
    ),
    kept("domain", r#"CREATE DOMAIN d AS "S" CHECK (VALUE <> 'B');"#, "DOMAIN public.d"),
    kept("type of the enum", r#"CREATE TYPE pair AS (a "S", b INTEGER);"#, "TYPE public.pair"),
    kept(
        "types that are used",
        r#"CREATE DOMAIN d AS "S" DEFAULT 'A' CONSTRAINT not_b CHECK (VALUE <> 'B'); ALTER DOMAIN d SET NOT NULL;
        COMMENT ON DOMAIN d IS 'd'; COMMENT ON CONSTRAINT not_b ON DOMAIN d IS 'not_b'; ALTER DOMAIN d OWNER TO keeper;
        CREATE DOMAIN dd AS d; CREATE TYPE pair AS (a "S"); ALTER TYPE pair ADD ATTRIBUTE b dd;
        COMMENT ON COLUMN pair.b IS 'b'; REVOKE ALL ON TYPE pair FROM PUBLIC; CREATE TYPE ran AS RANGE (subtype = "S");
        CREATE FUNCTION f(p pair, d) RETURNS ran LANGUAGE sql AS $$ SELECT NULL::ran $$;
        CREATE VIEW v AS SELECT ran('A', 'B') AS r, f(NULL, 'A') IS NULL AS x;"#,
        "public.",
    ),
    kept(
        "type of a column",
        r#"CREATE DOMAIN d AS "S"; CREATE SCHEMA hand; CREATE TABLE hand.extra (a d);"#,
        "DOMAIN public.d",
    ),
    kept("cast of the enum", r#"CREATE CAST ("S" AS text) WITH INOUT AS ASSIGNMENT;"#, "CAST (\"S\""),
    kept(
        "view with an odd name and texts over lines",
        "CREATE SCHEMA \"s s\"; CREATE VIEW \"s s\".\"V \"\"x'\" AS SELECT \"n\", 'a;\n  -- b' AS t /* c\n; */ FROM \"T\" -- $refract$\n WHERE \"k\" <> $refract$ ' $refract$;",
        "VIEW s s.V \"x'",
    ),
    kept(
        "things that follow search_path",
        "CREATE SCHEMA app; SET search_path = app, public; CREATE VIEW v AS SELECT \"n\" FROM \"T\"; RESET search_path;",
        "VIEW app.v",
    ),
    kept(
        "generated column",
        r#"ALTER TABLE "T" ADD COLUMN "gen" INTEGER GENERATED ALWAYS AS ("n" * 2) STORED;"#,
        "generated column gen of public.T",
    ),
    kept(
        "comments",
        r#"COMMENT ON COLUMN "T"."j" IS 'j'; COMMENT ON TABLE "T" IS 't'; COMMENT ON TYPE "S" IS 's';"#,
        "comment",
    ),
    kept(
        "privileges",
        r#"GRANT SELECT ("id", "j") ON "T" TO reader; GRANT SELECT ON "T" TO keeper;
        REVOKE ALL ON TYPE "S" FROM PUBLIC; GRANT USAGE ON TYPE "S" TO reader;"#,
        "privileges",
    ),
];

/// What comes before all of them.
pub fn history(kept: &Kept) -> String {
    format!("{TABLE}\n{RAISES}\n{}", kept.sql)
}

/// What becomes of the table.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Table {
    Stays,
    Renamed,
    Gone,
}

/// A change of the schema: its name, and what becomes of the fields.
pub struct Edit {
    pub name: &'static str,
    pub field: &'static str,
    /// The field's new line, without its name; nothing where it goes.
    pub to: Option<&'static str>,
    /// Values of the enum.
    pub labels: &'static str,
    /// What becomes of the table.
    pub table: Table,
}

const fn edit(name: &'static str, field: &'static str, to: Option<&'static str>) -> Edit {
    Edit { name, field, to, labels: "A\n  B\n  C", table: Table::Stays }
}

pub const EDITS: &[Edit] = &[
    edit("a new column", "more", Some("Int?")),
    edit("larger numbers", "n", Some("BigInt")),
    edit("shorter texts", "k", Some("String @db.VarChar(30)")),
    edit("numbers become texts", "n", Some("String")),
    edit("an enum becomes a text", "s", Some("String")),
    edit("another column of the name", "j", Some("DateTime?")),
    edit("a column goes", "n", None),
    edit("a text goes", "k", None),
    edit("a column is renamed", "n", Some("Int @map(\"m\") /// @refract.renamedFrom(\"n\")")),
    edit("a column is renamed and converted", "n", Some("BigInt @map(\"m\") /// @refract.renamedFrom(\"n\")")),
    Edit { name: "a table is renamed", field: "", to: None, labels: "A\n  B\n  C", table: Table::Renamed },
    Edit { name: "a table goes", field: "", to: None, labels: "A\n  B\n  C", table: Table::Gone },
    Edit { name: "an enum loses a value", field: "", to: None, labels: "A\n  B", table: Table::Stays },
];

/// The schema after an edit.
pub fn schema(edit: Option<&Edit>, has_generated: bool) -> String {
    let mut text = crate::support_git::DATASOURCE.to_owned();
    let labels = edit.map_or("A\n  B\n  C", |edit| edit.labels);
    let table = edit.map_or(Table::Stays, |edit| edit.table);
    if table == Table::Gone {
        text.push_str("\nmodel Other {\n  s S @id\n}\n");
    } else {
        text.push_str(&model(edit, table, has_generated));
    }
    text.push_str(&format!("\nenum S {{\n  {labels}\n}}\n"));
    text
}

fn model(edit: Option<&Edit>, table: Table, has_generated: bool) -> String {
    let renamed = table == Table::Renamed;
    let mut text = if renamed { "\n/// @refract.renamedFrom(\"T\")\nmodel T {\n" } else { "\nmodel T {\n" }.to_owned();
    let mut fields: Vec<(&str, &str)> = FIELDS.to_vec();
    if has_generated {
        fields.push(("gen", "Int? @ignore"));
    }
    if let Some(edit) = edit.filter(|edit| !edit.field.is_empty()) {
        match (fields.iter().position(|(name, _)| *name == edit.field), edit.to) {
            (Some(at), Some(to)) => fields[at].1 = to,
            (Some(at), None) => {
                fields.remove(at);
            }
            (None, Some(to)) => fields.push((edit.field, to)),
            (None, None) => {}
        }
    }
    for (name, line) in fields {
        text.push_str(&format!("  {name} {line}\n"));
    }
    text.push_str(if renamed { "  @@map(\"U\")\n}\n" } else { "}\n" });
    text
}
