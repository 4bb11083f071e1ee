//! What is counted: commands on inputs of a size.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::generated;

/// What is measured, with the folder that it is made in and the size.
pub(crate) struct Input {
    /// What the counts are kept under.
    pub(crate) name: &'static str,
    /// Writes the files, and gives the arguments.
    pub(crate) prepare: fn(&Path, usize) -> Vec<String>,
}

/// All of them.
pub(crate) const INPUTS: &[Input] = &[
    Input { name: "text", prepare: |folder, size| from_empty(folder, size, "text") },
    Input { name: "ddl", prepare: |folder, size| from_empty(folder, size, "ddl") },
    Input { name: "sql", prepare: |folder, size| from_empty(folder, size, "sql") },
    Input { name: "json", prepare: |folder, size| from_empty(folder, size, "json") },
    Input { name: "every id retyped", prepare: |folder, size| edit(folder, size, generated::with_text_ids) },
    Input {
        name: "every table renamed",
        prepare: |folder, size| edit(folder, size, |text| text.replace("@@map(\"", "@@map(\"x_")),
    },
    Input {
        name: "every enum rebuilt",
        prepare: |folder, size| edit(folder, size, |text| text.replace("  ON_HOLD @map(\"on-hold\")\n", "")),
    },
    Input {
        name: "every model moved",
        prepare: |folder, size| {
            edit(folder, size, |text| {
                text.replace("[\"app\", \"search\"]", "[\"new\", \"search\"]").replace("(\"app\")", "(\"new\")")
            })
        },
    },
    Input { name: "baseline", prepare: baseline },
    Input { name: "history", prepare: history },
    Input { name: "domains dropped", prepare: domains },
    Input { name: "functions dropped", prepare: functions },
    Input { name: "extensions dropped", prepare: extensions },
    Input { name: "unnamed indexes", prepare: |folder, size| on_one_table(folder, size, "CREATE INDEX ON t (v);") },
    Input {
        name: "unnamed keys",
        prepare: |folder, size| on_one_table(folder, size, "ALTER TABLE t ADD FOREIGN KEY (v) REFERENCES r;"),
    },
    Input {
        name: "unnamed checks",
        prepare: |folder, size| on_one_table(folder, size, "ALTER TABLE t ADD CHECK (v > 0);"),
    },
    Input {
        name: "savepoints",
        prepare: |folder, size| on_one_table(folder, size, "SAVEPOINT s; CREATE INDEX ON t (v, id);"),
    },
    Input { name: "targets", prepare: targets },
];

fn arguments(line: &[&str]) -> Vec<String> {
    line.iter().map(|&argument| argument.to_owned()).collect()
}

fn write(folder: &Path, path: &str, text: impl AsRef<[u8]>) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder can be made");
    fs::write(path, text).expect("a file can be written");
}

fn from_empty(folder: &Path, size: usize, format: &str) -> Vec<String> {
    write(folder, "b.prisma", generated::schema(size));
    arguments(&["diff", "--from", "empty", "--to", "b.prisma", "--format", format])
}

fn edit(folder: &Path, size: usize, edit: fn(&str) -> String) -> Vec<String> {
    let text = generated::schema(size);
    write(folder, "a.prisma", &text);
    write(folder, "b.prisma", edit(&text));
    arguments(&["diff", "--from", "a.prisma", "--to", "b.prisma", "--format", "sql", "-q"])
}

/// `baseline` in a project without git.
fn baseline(folder: &Path, size: usize) -> Vec<String> {
    write(folder, "schema.prisma", generated::schema(size));
    write(folder, "refract.toml", "schema = \"schema.prisma\"\n\n[targets.main]\nextensions = [\"vector\"]\n");
    arguments(&["baseline", "--date", "2026-01-28"])
}

/// So many migrations, each of which makes a table with what the schema has no word for, and gives an earlier one another
/// name.
fn history(folder: &Path, size: usize) -> Vec<String> {
    for number in 0..size {
        let mut sql = format!(
            "CREATE TABLE t{number} (id INTEGER PRIMARY KEY, v TEXT, CONSTRAINT c{number} CHECK (id > 0));\n\
             CREATE INDEX t{number}_v_idx ON t{number} (v);\nCREATE VIEW v{number} AS SELECT id FROM t{number};\n"
        );
        if let Some(earlier) = number.checked_sub(10) {
            let _ = writeln!(sql, "ALTER TABLE t{earlier} RENAME TO u{earlier};");
            let _ = writeln!(sql, "ALTER TABLE u{earlier} RENAME COLUMN v TO w;");
            let _ = writeln!(sql, "DROP VIEW v{earlier};");
        }
        write_migration(folder, number, &sql);
    }
    replay(folder)
}

/// One migration that makes so many domains with a table each, and drops them again.
fn domains(folder: &Path, size: usize) -> Vec<String> {
    let mut sql = String::new();
    for number in 0..size {
        let _ = writeln!(sql, "CREATE DOMAIN d{number} AS INTEGER; CREATE TABLE t{number} (id INTEGER, v d{number});");
    }
    for number in 0..size {
        let _ = writeln!(sql, "DROP DOMAIN d{number} CASCADE;");
    }
    write_migration(folder, 0, &sql);
    replay(folder)
}

/// One migration that makes so many functions with a table each that calls one, and drops them again.
fn functions(folder: &Path, size: usize) -> Vec<String> {
    let mut sql = String::new();
    for number in 0..size {
        let _ = writeln!(sql, "CREATE FUNCTION f{number}() RETURNS INTEGER LANGUAGE sql AS 'SELECT 1';");
        let _ = writeln!(sql, "CREATE TABLE t{number} (id INTEGER, v INTEGER DEFAULT f{number}());");
    }
    for number in 0..size {
        let _ = writeln!(sql, "DROP FUNCTION f{number} CASCADE;");
    }
    write_migration(folder, 0, &sql);
    replay(folder)
}

/// One migration with so many tables that makes an extension and drops it again as often.
fn extensions(folder: &Path, size: usize) -> Vec<String> {
    let mut sql = String::new();
    for number in 0..size {
        let _ = writeln!(sql, "CREATE TABLE t{number} (id INTEGER, v TEXT);");
        sql.push_str("CREATE EXTENSION citext;\nDROP EXTENSION citext;\n");
    }
    write_migration(folder, 0, &sql);
    replay(folder)
}

/// One migration, in a transaction, that says the same of one table so many times.
fn on_one_table(folder: &Path, size: usize, statement: &str) -> Vec<String> {
    let mut sql = "BEGIN;\nCREATE TABLE r (id INTEGER PRIMARY KEY);\n".to_owned();
    sql.push_str("CREATE TABLE t (id INTEGER PRIMARY KEY, v INTEGER, w TEXT DEFAULT 'w');\n");
    for _ in 0..size {
        let _ = writeln!(sql, "{statement}");
    }
    sql.push_str("COMMIT;\n");
    write_migration(folder, 0, &sql);
    replay(folder)
}

fn write_migration(folder: &Path, number: usize, sql: &str) {
    write(folder, &format!("prisma/migrations/{:014}_m/migration.sql", 20_200_101_000_000 + number), sql);
}

/// Reads all migrations, in a project with next to no schema.
fn replay(folder: &Path) -> Vec<String> {
    write(folder, "prisma/migrations/migration_lock.toml", "provider = \"postgresql\"\n");
    write(
        folder,
        "prisma/schema.prisma",
        "datasource db {\n  provider = \"postgresql\"\n}\n\nmodel A {\n  id Int @id\n}\n",
    );
    arguments(&["diff", "--from", "history", "--to", "empty", "-q"])
}

/// A twentieth as many targets, each of which holds all of 20 models.
fn targets(folder: &Path, size: usize) -> Vec<String> {
    write(folder, "schema.prisma", generated::schema(20));
    let targets: String = (0..size.div_ceil(20))
        .map(|number| format!("[targets.t{number}]\nbase = \"history\"\nextensions = [\"vector\"]\n\n"))
        .collect();
    write(folder, "refract.toml", format!("schema = \"schema.prisma\"\nmigrations = \"m\"\n\n{targets}"));
    arguments(&["generate", "--dry-run", "--date", "2026-01-28", "-q"])
}
