//! Keys in a history that have more than the schema can say: nothing differs, another change leaves them alone, and where
//! the key itself has to change, it keeps what it had.

use super::servers;
use crate::cli::{generate, run};
use crate::support::database::Database;
use crate::support_git::Sandbox;

/// A key of people's own: the first version that has it, what stands behind `PRIMARY KEY ("id")`, what stands behind the
/// foreign key's columns and what it refers to, the actions, what stands behind those, and more statements.
struct Key {
    since: u32,
    of_primary_key: &'static str,
    matches: &'static str,
    on_delete: &'static str,
    of_foreign_key: &'static str,
    more: &'static str,
}

const PLAIN: Key =
    Key { since: 15, of_primary_key: "", matches: "", on_delete: "ON DELETE SET NULL", of_foreign_key: "", more: "" };

const KEYS: &[Key] = &[
    PLAIN,
    Key { of_primary_key: "DEFERRABLE", ..PLAIN },
    Key { of_primary_key: "DEFERRABLE INITIALLY DEFERRED", ..PLAIN },
    Key { of_primary_key: "INCLUDE (\"k\")", ..PLAIN },
    Key { of_foreign_key: "DEFERRABLE", ..PLAIN },
    Key { of_foreign_key: "DEFERRABLE INITIALLY DEFERRED", ..PLAIN },
    Key { of_foreign_key: "INITIALLY DEFERRED NOT VALID", ..PLAIN },
    Key { of_foreign_key: "NOT VALID", ..PLAIN },
    Key { since: 18, of_foreign_key: "NOT ENFORCED", ..PLAIN },
    Key { matches: "MATCH FULL", ..PLAIN },
    Key { on_delete: "ON DELETE SET NULL (\"r\")", ..PLAIN },
    Key { more: "ALTER TABLE \"T\" ALTER CONSTRAINT \"T_r_fkey\" DEFERRABLE;", ..PLAIN },
    Key { of_foreign_key: "NOT VALID", more: "ALTER TABLE \"T\" VALIDATE CONSTRAINT \"T_r_fkey\";", ..PLAIN },
    Key {
        more: "COMMENT ON CONSTRAINT \"T_r_fkey\" ON \"T\" IS 'it''s'; COMMENT ON CONSTRAINT \"T_pkey\" ON \"T\" IS 'p';
            COMMENT ON INDEX \"T_pkey\" IS 'i'; ALTER TABLE \"T\" REPLICA IDENTITY USING INDEX \"T_pkey\", CLUSTER ON \"T_pkey\";",
        ..PLAIN
    },
    // an exact twin
    Key {
        more: "ALTER TABLE \"T\" ADD CONSTRAINT twin FOREIGN KEY (\"r\") REFERENCES \"U\" (\"id\") ON DELETE SET NULL ON UPDATE CASCADE;",
        ..PLAIN
    },
];

fn history(key: &Key) -> String {
    let Key { since: _, of_primary_key, matches, on_delete, of_foreign_key, more } = key;
    format!(
        "CREATE TABLE \"U\" (\"id\" INTEGER NOT NULL, CONSTRAINT \"U_pkey\" PRIMARY KEY (\"id\"));
CREATE TABLE \"T\" (\"id\" INTEGER NOT NULL, \"k\" TEXT, \"n\" INTEGER NOT NULL, \"r\" INTEGER);
ALTER TABLE \"T\" ADD CONSTRAINT \"T_pkey\" PRIMARY KEY (\"id\") {of_primary_key};
ALTER TABLE \"T\" ADD CONSTRAINT \"T_r_fkey\" FOREIGN KEY (\"r\") REFERENCES \"U\" (\"id\") {matches} {on_delete} ON UPDATE CASCADE {of_foreign_key};
{more}\n"
    )
}

const MODEL_T: &str = "model T {
  id Int @id
  k  String?
  n  Int
  r  Int?
  u  U?      @relation(fields: [r], references: [id])
}
";

fn schema(model: &str) -> String {
    format!("datasource db {{\n  provider = \"postgresql\"\n}}\n\nmodel U {{\n  id Int @id\n  ts T[]\n}}\n\n{model}")
}

/// What becomes of model T, and whether a key of it has to change.
const EDITS: &[(&str, &[(&str, &str)])] = &[
    ("another column", &[("  n  Int\n", "  n  Int\n  x Int?\n")]),
    (
        "another name of the table",
        &[("model T {", "/// @refract.renamedFrom(\"T\")\nmodel T {"), ("[id])\n", "[id])\n  @@map(\"tt\")\n")],
    ),
    (
        "other names of columns",
        &[
            ("  r  Int?\n", "  /// @refract.renamedFrom(\"r\")\n  r  Int? @map(\"rr\")\n"),
            ("  k  String?\n", "  /// @refract.renamedFrom(\"k\")\n  k  String? @map(\"kk\")\n"),
        ],
    ),
    ("another action", &[("references: [id])", "references: [id], onUpdate: Restrict)")]),
    ("another primary key", &[("  id Int @id\n", "  id Int\n"), ("[id])\n", "[id])\n  @@id([id, n])\n")]),
    ("another type", &[("  n  Int\n", "  n  BigInt\n"), ("  id Int @id\n", "  id BigInt @id\n")]),
];

fn project(key: &Key) -> Sandbox {
    let sandbox = Sandbox::outside_git();
    sandbox.write("prisma/migrations/migration_lock.toml", "provider = \"postgresql\"\n");
    sandbox.write("prisma/migrations/20250101000000_init/migration.sql", history(key));
    sandbox.write("prisma/schema.prisma", schema(MODEL_T));
    sandbox
}

/// The keys of T with all that they have, under their old names.
fn keys(database: &Database) -> String {
    let found = database.query(
        "SELECT concat_ws(' ', conname, pg_get_constraintdef(k.oid), obj_description(k.oid, 'pg_constraint'),
                obj_description(conindid, 'pg_class'), indisreplident, indisclustered)
           FROM pg_constraint k LEFT JOIN pg_index ON indexrelid = conindid AND indrelid = conrelid
          WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'f') AND confrelid IN (0, to_regclass('\"U\"')) AND conrelid <> to_regclass('\"U\"') ORDER BY 1",
    );
    [("tt_", "T_"), ("T_rr_fkey", "T_r_fkey"), ("(rr)", "(r)"), ("(kk)", "(k)")]
        .into_iter()
        .fold(found, |text, (new, old)| text.replace(new, old))
}

#[test]
fn nothing_differs() {
    for key in KEYS {
        let sandbox = project(key);
        let said = run(&sandbox, &["check"]);
        assert_eq!(said.code, 0, "{}\n{said}", history(key));
    }
}

#[test]
fn a_change_keeps_what_a_key_has() {
    let mut wrong = Vec::new();
    for key in KEYS {
        for (name, edit) in EDITS {
            let sandbox = project(key);
            let model = edit.iter().fold(MODEL_T.to_owned(), |model, (old, new)| model.replace(old, new));
            assert_ne!(model, MODEL_T, "{name}");
            sandbox.write("prisma/schema.prisma", schema(&model));
            let said = generate(&sandbox, &["change", "--dry-run"]);
            assert_eq!(said.code, 0, "{name} of {}\n{said}", history(key));
            for (major, server) in servers().filter(|(major, _)| key.since <= *major) {
                let database = server.database();
                database.run_as_one_query(&history(key)).unwrap();
                let before = keys(&database);
                let before = match *name {
                    // the schema could say the twin, which is none any more
                    "another action" => {
                        let kept =
                            before.lines().filter(|line| !line.starts_with("twin ")).collect::<Vec<_>>().join("\n");
                        kept.replacen("ON UPDATE CASCADE", "ON UPDATE RESTRICT", 1)
                    }
                    "another primary key" => before.replace("PRIMARY KEY (id)", "PRIMARY KEY (id, n)"),
                    _ => before,
                };
                for again in ["", "again "] {
                    let outcome = database.run_as_one_query(&said.stdout);
                    let after = keys(&database);
                    if outcome.is_err() || after != before {
                        wrong.push(format!(
                            "== {again}{name} on {major} of {}\n{outcome:?}\n{before}\nbecomes\n{after}",
                            history(key)
                        ));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} cases\n{}", wrong.len(), wrong.join("\n"));
}

/// Prisma does not look at the names of the foreign keys of a table of links, so they may be those of its old name.
#[test]
fn a_table_of_links_that_was_renamed_by_hand_keeps_the_names_of_its_keys() {
    let history = "CREATE TABLE \"Question\" (\"id\" INTEGER NOT NULL, CONSTRAINT \"Question_pkey\" PRIMARY KEY (\"id\"));
CREATE TABLE \"Tag\" (\"id\" INTEGER NOT NULL, CONSTRAINT \"Tag_pkey\" PRIMARY KEY (\"id\"));
CREATE TABLE \"_QuestionToTag\" (\"A\" INTEGER NOT NULL, \"B\" INTEGER NOT NULL, CONSTRAINT \"_QuestionToTag_AB_pkey\" PRIMARY KEY (\"A\", \"B\"));
CREATE INDEX \"_QuestionToTag_B_index\" ON \"_QuestionToTag\"(\"B\");
ALTER TABLE \"_QuestionToTag\" ADD CONSTRAINT \"_QuestionToTag_A_fkey\" FOREIGN KEY (\"A\") REFERENCES \"Question\"(\"id\") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE \"_QuestionToTag\" ADD CONSTRAINT \"_QuestionToTag_B_fkey\" FOREIGN KEY (\"B\") REFERENCES \"Tag\"(\"id\") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE \"_QuestionToTag\" RENAME TO \"_tags\";
ALTER INDEX \"_QuestionToTag_B_index\" RENAME TO \"_tags_B_index\";
ALTER TABLE \"_tags\" RENAME CONSTRAINT \"_QuestionToTag_AB_pkey\" TO \"_tags_AB_pkey\";\n";
    let schema = |id: &str| {
        format!(
            "datasource db {{\n  provider = \"postgresql\"\n}}\n\nmodel Question {{\n  id Int @id\n  tags Tag[] @relation(\"tags\")\n}}\n
model Tag {{\n  id {id} @id\n  questions Question[] @relation(\"tags\")\n}}\n"
        )
    };
    let sandbox = project(&PLAIN);
    sandbox.write("prisma/migrations/20250101000000_init/migration.sql", history);
    sandbox.write("prisma/schema.prisma", schema("Int"));
    let said = run(&sandbox, &["check"]);
    assert_eq!(said.code, 0, "{said}");
    // nor are they in the way
    sandbox.write("prisma/schema.prisma", schema("String"));
    let said = generate(&sandbox, &["change", "--dry-run", "--allow-destructive"]);
    assert_eq!(said.code, 0, "{said}");
    for (_, server) in servers() {
        let database = server.database();
        database.run_as_one_query(history).unwrap();
        for _ in 0..2 {
            database.run_as_one_query(&said.stdout).unwrap_or_else(|error| panic!("{error}\n{}", said.stdout));
        }
        let left = database.query("SELECT conname FROM pg_constraint WHERE contype = 'f' ORDER BY 1");
        assert_eq!(left, "_QuestionToTag_A_fkey\n_QuestionToTag_B_fkey");
    }
}
