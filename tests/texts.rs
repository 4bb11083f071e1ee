//! Defaults and types that PostgreSQL prints in its own way: however a history writes what the schema says, nothing is
//! pending, a change of something else passes its own check, and a repair leaves it as it is.

use crate::support::hands_off::{change, hold};

/// A column for each way to write its default: how the type is written, the field without its name, and the ways.
fn hold_defaults(name: &str, sql_type: &str, field: &str, forms: &[&str]) {
    hold_defaults_since(15, name, sql_type, field, forms);
}

fn hold_defaults_since(oldest: u32, name: &str, sql_type: &str, field: &str, forms: &[&str]) {
    let columns: String = forms
        .iter()
        .enumerate()
        .map(|(at, form)| {
            let default = if form.is_empty() { String::new() } else { format!(" DEFAULT {form}") };
            format!("  c{at} {sql_type}{default},\n")
        })
        .collect();
    let history = format!(
        "CREATE TYPE \"Kind\" AS ENUM ('A', 'B c');\nCREATE TABLE \"T\" (\n  id INT NOT NULL,\n{columns}  CONSTRAINT \"T_pkey\" PRIMARY KEY (id)\n);\n"
    );
    let model = |extra: &str| {
        let fields: String = (0..forms.len()).map(|at| format!("  c{at} {field}\n")).collect();
        format!("enum Kind {{\n  A\n  B_c @map(\"B c\")\n}}\nmodel T {{\n  id Int @id\n{fields}{extra}}}\n")
    };
    let renamed: String = (0..forms.len()).map(|at| format!("  c{at} {field} @map(\"d{at}\")\n")).collect();
    let renamed = model("").replace(&model("")[model("").find("  c0").unwrap()..], &format!("{renamed}}}\n"));
    // the promise of a column that gets NOT NULL, or another name, says its default too
    let changes = [
        change("another column", model("  extra Int?\n"), &["extra integer"]),
        change("rename the table", model("  @@map(\"tt\")\n"), &["tt"]),
        change("rename the columns", renamed, &["d0"]),
        change("require the columns", model("").replace("? ", " ").replace("?\n", "\n"), &[]),
    ];
    hold(name, (oldest, &history), &model(""), &changes).unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn numbers_are_what_they_say() {
    hold_defaults(
        "int",
        "INTEGER",
        "Int? @default(31)",
        &[
            "31",
            "'31'",
            "int '31'",
            "'31'::int",
            "CAST('31' AS integer)",
            "(31)",
            "31::bigint",
            "(31)::smallint::integer",
            "+31",
            "31.0::int",
        ],
    );
    hold_defaults_since(16, "int of 16", "INTEGER", "Int? @default(31)", &["0x1F", "3_1", "0b11111"]);
    hold_defaults("negative", "INTEGER", "Int? @default(-3)", &["-3", "'-3'", "-3::int", "(-3)", "'-3'::integer"]);
    hold_defaults(
        "bigint",
        "BIGINT",
        "BigInt? @default(1)",
        &["1", "'1'", "'1'::bigint", "1::bigint", "int8 '1'", "(1)::int"],
    );
    hold_defaults(
        "decimal",
        "DECIMAL(65,30)",
        "Decimal? @default(1.5)",
        &["1.5", "1.50", "'1.5'", "numeric '1.50'", "1.5::numeric(10,2)", "15e-1", "'1.5'::numeric"],
    );
    hold_defaults(
        "double",
        "DOUBLE PRECISION",
        "Float? @default(0.5)",
        &["0.5", ".5", "'0.5'", "'5e-1'::float8", "0.50"],
    );
    hold_defaults("whole double", "DOUBLE PRECISION", "Float? @default(100)", &["100", "100.0", "1e2", "'100'"]);
}

#[test]
fn booleans_are_what_they_say() {
    let forms = ["true", "'yes'", "boolean 'true'", "'t'::bool", "'on'", "'1'", "CAST('y' AS boolean)", "(TRUE)"];
    hold_defaults("true", "BOOLEAN", "Boolean? @default(true)", &forms);
    hold_defaults(
        "false",
        "BOOLEAN",
        "Boolean? @default(false)",
        &["false", "'no'", "'off'::boolean", "'0'", "bool 'f'"],
    );
}

#[test]
fn texts_are_what_they_say() {
    hold_defaults(
        "text",
        "TEXT",
        "String? @default(\"it's\")",
        &[
            "'it''s'",
            "E'it\\'s'",
            "$$it's$$",
            "U&'it\\0027s'",
            "'it''s'::text",
            "text 'it''s'",
            "CAST('it''s' AS text)",
            "'it'\n  '''s'",
            "('it''s')::character varying",
            "N'it''s'",
            "'it''s'::pg_catalog.text",
        ],
    );
    hold_defaults(
        "varchar",
        "VARCHAR(10)",
        "String? @default(\"a\") @db.VarChar(10)",
        &["'a'", "'a'::text", "'a'::character varying", "'a'::varchar(10)", "varchar 'a'", "('a'::text)::varchar(5)"],
    );
    hold_defaults(
        "char",
        "CHAR(3)",
        "String? @default(\"a\") @db.Char(3)",
        &["'a'", "'a'::bpchar", "char 'a'", "'a'::char(3)"],
    );
    hold_defaults(
        "bits",
        "BIT(4)",
        "String? @default(\"1010\") @db.Bit(4)",
        &["'1010'", "B'1010'", "X'A'", "'1010'::bit(4)"],
    );
    hold_defaults(
        "enum",
        "\"Kind\"",
        "Kind? @default(B_c)",
        &["'B c'", "'B c'::\"Kind\"", "CAST('B c' AS \"Kind\")", "'B c'::public.\"Kind\""],
    );
    hold_defaults(
        "bytes",
        "BYTEA",
        "Bytes? @default(\"YWI=\")",
        &["'\\x6162'", "'ab'", "'ab'::bytea", "E'\\\\x6162'", "bytea '\\x6162'"],
    );
}

#[test]
fn documents_are_compared_by_value() {
    hold_defaults(
        "jsonb",
        "JSONB",
        r#"Json? @default("{\"a\":1,\"b\":[1,2]}")"#,
        &[
            r#"'{"b":[1,2],"a":1}'"#,
            r#"'{"a": 1, "b": [1, 2]}'::jsonb"#,
            r#"jsonb '{"a":1,"b":[1,2]}'"#,
            r#"'{"a":1,"b":[1,2]}'::json"#,
        ],
    );
    hold_defaults(
        "empty",
        "JSONB",
        "Json? @default(\"{}\")",
        &["'{}'", "'{ }'::jsonb", "jsonb '{}'", "'{}'::json::jsonb"],
    );
    hold_defaults(
        "json",
        "JSON",
        r#"Json? @default("{\"a\": 1}") @db.Json"#,
        &[r#"'{"a":1}'"#, r#"'{ "a" : 1 }'::json"#],
    );
}

#[test]
fn moments_are_what_they_say() {
    hold_defaults(
        "now",
        "TIMESTAMP(3)",
        "DateTime? @default(now())",
        &[
            "now()",
            "CURRENT_TIMESTAMP",
            "pg_catalog.now()",
            "transaction_timestamp()",
            "(now())",
            "CURRENT_TIMESTAMP(3)",
            "now()::timestamp(3)",
        ],
    );
    hold_defaults(
        "a moment",
        "TIMESTAMP(3)",
        "DateTime? @default(\"2020-01-01T10:00:00Z\")",
        &[
            "'2020-01-01 10:00:00'",
            "timestamp '2020-01-01 10:00'",
            "'2020-01-01T10:00:00'::timestamp(3)",
            "'2020-01-01 10:00:00 +00:00'",
        ],
    );
    hold_defaults(
        "an instant",
        "TIMESTAMPTZ(6)",
        "DateTime? @default(\"2020-01-01T10:00:00Z\") @db.Timestamptz(6)",
        &[
            "'2020-01-01 10:00:00+00'",
            "timestamptz '2020-01-01 12:00:00+02'",
            "'2020-01-01 10:00:00 +00:00'::timestamptz",
        ],
    );
    hold_defaults(
        "a day",
        "DATE",
        "DateTime? @default(\"2020-01-01T00:00:00Z\") @db.Date",
        &["'2020-01-01'", "date '2020-01-01'", "'20200101'::date"],
    );
}

#[test]
fn lists_are_what_they_say() {
    hold_defaults(
        "empty",
        "TEXT[]",
        "String[] @default([])",
        &["'{}'", "'{}'::text[]", "ARRAY[]::text[]", "'{}'::varchar[]", "ARRAY[]::varchar[]", "'{ }'"],
    );
    hold_defaults("numbers", "INT[]", "Int[] @default([])", &["'{}'", "ARRAY[]::int[]", "'{}'::integer[]"]);
    hold_defaults(
        "words",
        "TEXT[]",
        "String[] @default([\"a\", \"b c\"])",
        &["ARRAY['a', 'b c']", "ARRAY['a', 'b c']::text[]", "ARRAY['a'::text, 'b c'::text]"],
    );
}

#[test]
fn no_default_is_one_of_null() {
    hold_defaults(
        "text",
        "TEXT",
        "String?",
        &["NULL", "NULL::text", "NULL::character varying", "CAST(NULL AS text)", "(NULL)", ""],
    );
    hold_defaults("varchar", "VARCHAR(3)", "String? @db.VarChar(3)", &["NULL", "NULL::character varying", ""]);
    hold_defaults(
        "as db pull writes it",
        "VARCHAR(3)",
        "String? @default(dbgenerated(\"NULL::character varying\")) @db.VarChar(3)",
        &["NULL", "NULL::character varying", ""],
    );
    hold_defaults(
        "timestamp",
        "TIMESTAMP(3)",
        "DateTime?",
        &["NULL::timestamp without time zone", "NULL::timestamp(3)", "null"],
    );
}

#[test]
fn expressions_are_what_they_mean() {
    hold_defaults(
        "a day later",
        "TIMESTAMPTZ(6)",
        "DateTime? @default(dbgenerated(\"(now() + '1 day'::interval)\")) @db.Timestamptz(6)",
        &[
            "NOW() + interval '1 day'",
            "(now() + INTERVAL '1 DAY')",
            "now() + CAST('1 day' AS interval)",
            "CURRENT_TIMESTAMP + '1 day'::interval",
            "now() + INTERVAL '1' DAY",
        ],
    );
    hold_defaults(
        "in a zone",
        "TIMESTAMP(3)",
        "DateTime? @default(dbgenerated(\"(now() AT TIME ZONE 'utc'::text)\"))",
        &["(NOW() AT TIME ZONE 'utc')", "timezone('utc', now())", "(now() at time zone 'utc')"],
    );
    hold_defaults(
        "an id",
        "UUID",
        "String? @default(dbgenerated(\"gen_random_uuid()\")) @db.Uuid",
        &["gen_random_uuid()", "GEN_RANDOM_UUID()", "pg_catalog.gen_random_uuid()", "(gen_random_uuid())"],
    );
    hold_defaults(
        "a text",
        "VARCHAR(40)",
        "String? @default(dbgenerated(\"\\\"substring\\\"(md5((random())::text), 1, 8)\")) @db.VarChar(40)",
        &[
            "substring(md5(random()::text), 1, 8)",
            "substring(md5(CAST(random() AS text)) from 1 for 8)",
            "(substring(md5((random())::text), 1, 8))::varchar(40)",
        ],
    );
    hold_defaults(
        "cases",
        "INTEGER",
        "Int? @default(dbgenerated(\"CASE WHEN (random() < (0.5)::double precision) THEN 1 ELSE NULL::integer END\"))",
        &["case when random() < 0.5 then 1 end", "CASE WHEN random() < 0.5 THEN 1 ELSE NULL END"],
    );
}

/// A column of a type: how the history writes it, and the field without its name.
fn hold_types(name: &str, field: &str, forms: &[&str]) {
    let columns: String = forms.iter().enumerate().map(|(at, form)| format!("  c{at} {form},\n")).collect();
    let history =
        format!("CREATE TABLE \"T\" (\n  id INT NOT NULL,\n{columns}  CONSTRAINT \"T_pkey\" PRIMARY KEY (id)\n);\n");
    let model = |of: &dyn Fn(usize) -> String, extra: &str| {
        let fields: String = (0..forms.len()).map(|at| format!("  {}\n", of(at))).collect();
        format!("model T {{\n  id Int @id\n{fields}{extra}}}\n")
    };
    let plain = |at: usize| format!("c{at} {field}");
    let mut changes = vec![
        change("another column", model(&plain, "  extra Int?\n"), &["extra integer"]),
        change("rename the table", model(&plain, "  @@map(\"tt\")\n"), &["tt"]),
        change("rename the columns", model(&|at| format!("c{at} {field} @map(\"d{at}\")"), ""), &["d0"]),
    ];
    if field.contains('?') {
        let required = field.replace('?', "");
        changes.push(change("require the columns", model(&|at| format!("c{at} {required}"), ""), &["not null"]));
    }
    hold(name, (15, &history), &model(&plain, ""), &changes).unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn a_time_of_six_digits_is_one_that_nothing_was_said_of() {
    for (native, sql) in
        [("Timestamp", "timestamp"), ("Timestamptz", "timestamptz"), ("Time", "time"), ("Timetz", "timetz")]
    {
        let with = format!("{sql}(6)");
        for field in [
            format!("DateTime? @db.{native}(6)"),
            format!("DateTime? @db.{native}"),
            format!("DateTime[] @db.{native}(6)"),
        ] {
            let list = if field.contains("[]") { "[]" } else { "" };
            hold_types(&field, &field, &[&format!("{sql}{list}"), &format!("{with}{list}")]);
        }
    }
}

#[test]
fn types_have_more_names_than_one() {
    hold_types("lists", "Int[]", &["int[]", "int[][]", "integer[3][2]", "int ARRAY", "int4 ARRAY[4]"]);
    hold_types(
        "char",
        "String? @db.Char(3)",
        &["char(3)", "bpchar(3)", "character(3)", "pg_catalog.bpchar(3)", "national character(3)", "nchar(3)"],
    );
    hold_types(
        "varchar",
        "String? @db.VarChar(4)",
        &[
            "varchar(4)",
            "national character varying(4)",
            "char varying(4)",
            "nchar varying(4)",
            "national char varying(4)",
        ],
    );
    hold_types("decimal", "Decimal? @db.Decimal(5, 0)", &["decimal(5)", "numeric(5,0)", "dec(5, 0)"]);
    hold_types("float", "Float?", &["float", "float8", "double precision", "float(53)"]);
    hold_types("real", "Float? @db.Real", &["real", "float4", "float(24)"]);
    hold_types("bits", "String? @db.VarBit(3)", &["varbit(3)", "bit varying(3)", "pg_catalog.varbit(3)"]);
    hold_types("one bit", "String? @db.Bit", &["bit", "bit(1)"]);
}

#[test]
fn a_domain_is_left_alone_where_the_schema_says_the_type_under_it() {
    let history = "CREATE SCHEMA app; CREATE DOMAIN email AS TEXT CHECK (VALUE LIKE '%@%'); CREATE DOMAIN app.size integer DEFAULT 3 NOT NULL;
        CREATE DOMAIN short VARCHAR(5); CREATE DOMAIN tags AS text[];
        CREATE TABLE \"T\" (id INT NOT NULL, e email, s app.size, v short DEFAULT 'a', l tags, p bpchar, q app.size[], CONSTRAINT \"T_pkey\" PRIMARY KEY (id));";
    let fields =
        "  e String?\n  s Int?\n  v String? @default(\"a\") @db.VarChar(5)\n  l String[]\n  p String? @db.Char\n";
    let model = |fields: &str| format!("model T {{\n  id Int @id\n{fields}  q Unsupported(\"app.size[]\")?\n}}\n");
    let domains: &[&str] =
        &["T\".e public.email", "T\".s app.size", "T\".v public.short", "T\".l public.tags", "T\".p bpchar"];
    let changes = [
        change("another column", model(&format!("{fields}  extra Int?\n")), domains),
        change(
            "rename the columns",
            model(&fields.replacen("e String?", "e String? @map(\"ee\")", 1)),
            &["T\".ee public.email"],
        ),
        change("require a column", model(&fields.replace("e String?", "e String")), &["T\".e public.email not null"]),
        change("another default", model(&fields.replace("\"a\"", "\"b\"")), &["T\".v public.short default 'b'"]),
        change("another type", model(&fields.replace("s Int?", "s BigInt?")), &["T\".s bigint", "T\".e public.email"]),
        change("a longer one", model(&fields.replace("VarChar(5)", "VarChar(6)")), &["T\".v character varying(6)"]),
        change("no domain", model(&fields.replace("e String?", "e Int?")), &["T\".e integer"]),
    ];
    hold("domains", (15, history), &model(fields), &changes).unwrap_or_else(|error| panic!("{error}"));
    let by_name = model(&fields.replace("e String?", "e Unsupported(\"email\")?"));
    hold("by name", (15, history), &by_name, &[]).unwrap_or_else(|error| panic!("{error}"));
}
