//! Schemas of PostgreSQL that nobody names, and one that holds nothing but an extension.

use super::{generate, read, run};
use crate::support::postgres::Server;
use crate::support_git::Sandbox;

const BY_HAND: &str = "CREATE SCHEMA audit;
CREATE TYPE audit.op AS ENUM ('A', 'B');
CREATE TABLE audit.log (id INT PRIMARY KEY, op audit.op NOT NULL, t INT CONSTRAINT log_t REFERENCES \"T\"(id), k \"K\" DEFAULT 'B');
CREATE INDEX log_idx ON audit.log (t);
";

const TABLES: &str = "CREATE TYPE \"K\" AS ENUM ('A', 'B', 'C');
CREATE TABLE \"T\" (id INT NOT NULL, k \"K\" NOT NULL, n INT, CONSTRAINT \"T_pkey\" PRIMARY KEY (id));
";

fn project(models: &str, history: &str) -> Sandbox {
    let sandbox = Sandbox::repository();
    sandbox.write("prisma/schema.prisma", schema(models));
    sandbox.write("prisma/migrations/migration_lock.toml", "provider = \"postgresql\"\n");
    sandbox.write("prisma/migrations/20260101000000_one/migration.sql", history);
    sandbox.commit("one");
    sandbox
}

fn schema(models: &str) -> String {
    if models.contains("datasource") {
        return models.to_owned();
    }
    format!("datasource db {{\n  provider = \"postgresql\"\n}}\n{models}")
}

fn written(sandbox: &Sandbox, models: &str) -> String {
    sandbox.write("prisma/schema.prisma", schema(models));
    let made = generate(sandbox, &["two", "--allow-destructive"]);
    assert_eq!(made.code, 0, "{made}");
    let checked = run(sandbox, &["check"]);
    assert_eq!(checked.code, 0, "{checked}");
    let path = super::files(sandbox).into_iter().find(|path| path.ends_with("_two/migration.sql"));
    read(sandbox, &path.unwrap())
}

const T: &str = "model T {\n  id Int @id\n  k K\n  n Int?\n}\nenum K {\n  A\n  B\n  C\n}\n";

#[test]
fn what_is_in_a_schema_that_nobody_names_is_left_alone() {
    let history = format!("{TABLES}{BY_HAND}");
    let sandbox = project(T, &history);
    let checked = run(&sandbox, &["check"]);
    assert_eq!(checked.code, 0, "{checked}");
    for (after, touches) in [
        (T.replace("n Int?", "n Int?\n  m Int?"), false),
        (T.replace("n Int?", "n Int?\n  @@map(\"tt\")"), false),
        (T.replace("id Int @id", "id Int @id @map(\"nr\")"), false),
        (T.replace("id Int @id", "id BigInt @id"), true),
        (T.replace("  C\n", ""), true),
        (T.replace("id Int @id", "id Int @unique"), true),
    ] {
        let sandbox = project(T, &history);
        let sql = written(&sandbox, &after);
        assert_eq!(sql.contains("audit.log"), touches, "{sql}");
        let database = Server::without_vector().database();
        for text in [history.as_str(), sql.as_str(), sql.as_str()] {
            database.run_as_one_query(text).unwrap_or_else(|error| panic!("{error}\n{sql}"));
        }
        let catalog = database.catalog();
        for line in [
            "column audit.log.op audit.op not null",
            "constraint audit.log log_t FOREIGN KEY (t)",
            "audit.log.k public.\"K\" default 'B'::public.\"K\"",
        ] {
            assert!(catalog.contains(line), "{line}\n{catalog}\n{sql}");
        }
    }
}

#[test]
fn what_makes_way_is_named_and_what_holds_on_stops() {
    let sandbox = project(T, &format!("{TABLES}{BY_HAND}"));
    sandbox.write("prisma/schema.prisma", schema(&T.replace("  C\n", "")));
    let said = generate(&sandbox, &["two", "--dry-run"]);
    assert!(said.stderr.contains("R4022") && said.stderr.contains("audit.log is not managed"), "{said}");
    for (after, what) in [
        (
            "model U {\n  id Int @id\n}\n".to_owned(),
            "the foreign key log_t of audit.log refers to what would go of public.T",
        ),
        ("model U {\n  id Int @id\n}\n".to_owned(), "the column audit.log.k is of the type public.K"),
        (T.replace("id Int @id", "id Int\n  x Int @id"), "the foreign key log_t of audit.log"),
    ] {
        sandbox.write("prisma/schema.prisma", schema(&after));
        let said = generate(&sandbox, &["two", "--allow-destructive"]);
        assert_eq!(said.code, 1, "{said}");
        assert!(said.stderr.contains("R4021") && said.stderr.contains(what), "{said}");
    }
}

#[test]
fn a_schema_that_the_base_names_is_managed() {
    let two = |listed: &str, schema: &str| {
        format!(
            "datasource db {{\n  provider = \"postgresql\"\n  schemas  = [{listed}]\n}}\nmodel T {{\n  id Int @id\n  n Int?\n  @@schema(\"{schema}\")\n}}\n"
        )
    };
    let history = "CREATE SCHEMA a;\nCREATE SCHEMA b;\nCREATE TABLE a.\"T\" (id INT NOT NULL, n INT, CONSTRAINT \"T_pkey\" PRIMARY KEY (id));
        CREATE TABLE b.other (id INT); CREATE TABLE public.third (id INT);";
    let sandbox = project(&two("\"a\"", "a"), history);
    let checked = run(&sandbox, &["check"]);
    assert_eq!(checked.code, 0, "{checked}");
    let sandbox = project(&two("\"a\", \"b\"", "a"), &history.replace("CREATE TABLE b.other (id INT);", ""));
    let sql = written(&sandbox, &two("\"b\"", "b"));
    assert!(sql.contains("ALTER TABLE a.\"T\" SET SCHEMA b;") && !sql.contains("DROP"), "{sql}");
}

#[test]
fn a_schema_that_holds_only_an_extension_is_made_once() {
    let listed = "datasource db {\n  provider = \"postgresql\"\n  extensions = [vector(schema: \"extensions\")]\n}\ngenerator client {\n  provider = \"prisma-client-js\"\n  previewFeatures = [\"postgresqlExtensions\"]\n}\nmodel C {\n  id Int @id\n  /// @refract.noIndex\n  v Unsupported(\"vector(3)\")?\n}\n";
    let written_out = "datasource db {\n  provider = \"postgresql\"\n}\nmodel C {\n  id Int @id\n  /// @refract.noIndex\n  v Unsupported(\"extensions.vector(3)\")?\n}\n";
    for models in [listed, written_out] {
        let sandbox = project(
            "model A {\n  id Int @id\n}\n",
            "CREATE TABLE \"A\" (id INT NOT NULL, CONSTRAINT \"A_pkey\" PRIMARY KEY (id));",
        );
        let sql = written(&sandbox, &format!("{models}model A {{\n  id Int @id\n}}\n"));
        let database = Server::with_vector().database();
        database
            .run_as_one_query("CREATE TABLE \"A\" (id INT NOT NULL, CONSTRAINT \"A_pkey\" PRIMARY KEY (id));")
            .unwrap();
        for _ in 0..2 {
            database.run_as_one_query(&sql).unwrap_or_else(|error| panic!("{error}\n{sql}"));
        }
        assert!(database.catalog().contains("extension vector in extensions"), "{sql}");
    }
}

const EVENTS: &str = "CREATE TABLE \"E\" (id INT NOT NULL, at DATE NOT NULL, n INT, CONSTRAINT \"E_pkey\" PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE \"X\" PARTITION OF \"E\" DEFAULT;
";

const E: &str = "model E {\n  id Int\n  at DateTime @db.Date\n  n Int?\n  @@id([id, at])\n}\n";

#[test]
fn a_partition_is_no_model() {
    let sandbox = project(&format!("{E}model X {{\n  id Int @id\n}}\n"), EVENTS);
    for said in [run(&sandbox, &["check"]), generate(&sandbox, &["two"])] {
        assert_eq!(said.code, 1, "{said}");
        assert!(said.stderr.contains("R4023") && said.stderr.contains("public.X is a partition of public.E"), "{said}");
    }
}

#[test]
fn a_table_with_partitions_gets_no_key_without_its_partition_key_and_no_gentle_recipe() {
    let sandbox = project(E, EVENTS);
    sandbox.write("prisma/schema.prisma", schema(&E.replace("n Int?", "n Int? @unique")));
    let said = generate(&sandbox, &["two"]);
    assert!(
        said.code == 1 && said.stderr.contains("R4024") && said.stderr.contains("E_n_key lacks a column"),
        "{said}"
    );
    sandbox.write("refract.toml", "schema = \"prisma/schema.prisma\"\nmigrations = \"prisma/migrations\"\n[targets.default]\nschemas = [\"*\"]\nmigrations = \"prisma/migrations\"\nbase = \"history\"\n[safety]\nonline = \"full\"\n");
    sandbox.write("prisma/schema.prisma", schema(&E.replace("@@id", "@@index([n])\n  @@id")));
    let said = generate(&sandbox, &["two", "--dry-run"]);
    assert!(said.code == 0 && !said.stdout.contains("CREATE INDEX CONCURRENTLY"), "{said}");
}

#[test]
fn what_is_computed_is_not_converted() {
    let history = "CREATE TABLE \"G\" (id INT NOT NULL, a TEXT, n TEXT GENERATED ALWAYS AS (lower(a)) STORED, CONSTRAINT \"G_pkey\" PRIMARY KEY (id));";
    let models = "model G {\n  id Int @id\n  a String?\n  n String?\n}\n";
    let sandbox = project(models, history);
    sandbox.write("prisma/schema.prisma", schema(&models.replace("n String?", "n Int?")));
    let said = generate(&sandbox, &["two"]);
    assert!(
        said.code == 1 && said.stderr.contains("R4025") && said.stderr.contains("computed as (lower(a))"),
        "{said}"
    );
}
