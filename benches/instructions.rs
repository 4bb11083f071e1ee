//! How many instructions the commands take, which does not depend on how busy the machine is: `valgrind` counts them.
//!
//! `cargo bench --bench instructions` compares what it finds with `benches/instructions.txt`, with 3 % of room, and holds
//! the growth from 100 models to 1,000 to n log n. `-- long` takes 10,000 models, migrations and the like too, `-- write`
//! keeps what was found, and `-- NAME` takes the inputs whose names have that in them.

#[allow(dead_code)]
mod generated;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

const KEPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/instructions.txt");
/// In percent.
const ROOM: u64 = 3;
/// Ten times as many things, by n log n from 100 to 1,000.
const MOST_GROWTH: u64 = 15;

/// What is measured, with the folder that it is made in and the size.
struct Input {
    name: &'static str,
    /// Writes the files, and gives the arguments.
    prepare: fn(&Path, usize) -> Vec<String>,
}

const INPUTS: &[Input] = &[
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
    write(folder, "refract.toml", "schema = \"schema.prisma\"\n\n[targets.main]\n");
    arguments(&["baseline", "--date", "2026-01-28"])
}

/// So many migrations, each of which makes a table with what the schema has no word for, and gives an earlier one another
/// name.
fn history(folder: &Path, size: usize) -> Vec<String> {
    write(folder, "prisma/migrations/migration_lock.toml", "provider = \"postgresql\"\n");
    write(
        folder,
        "prisma/schema.prisma",
        "datasource db {\n  provider = \"postgresql\"\n}\n\nmodel A {\n  id Int @id\n}\n",
    );
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
        write(folder, &format!("prisma/migrations/{:014}_m/migration.sql", 20_200_101_000_000 + number), sql);
    }
    arguments(&["diff", "--from", "history", "--to", "empty", "-q"])
}

/// A twentieth as many targets, each of which holds all of 20 models.
fn targets(folder: &Path, size: usize) -> Vec<String> {
    write(folder, "schema.prisma", generated::schema(20));
    let targets: String =
        (0..size.div_ceil(20)).map(|number| format!("[targets.t{number}]\nbase = \"history\"\n\n")).collect();
    write(folder, "refract.toml", format!("schema = \"schema.prisma\"\nmigrations = \"m\"\n\n{targets}"));
    arguments(&["generate", "--dry-run", "--date", "2026-01-28", "-q"])
}

/// The instructions of one run.
fn count(input: &Input, size: usize) -> u64 {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let arguments = (input.prepare)(folder.path(), size);
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null", env!("CARGO_BIN_EXE_refract")])
        .args(&arguments)
        .current_dir(folder.path())
        .env("GIT_CEILING_DIRECTORIES", folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .output()
        .expect("valgrind can be run");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{} {size}: {said}", input.name);
    let line =
        said.lines().rev().find_map(|line| line.split_once("Collected :")).expect("callgrind says what it counted");
    line.1.trim().parse().expect("a count is a number")
}

/// The counts that are kept, by name and size; none where they are of another compiler or C library.
fn kept(environment: &str) -> BTreeMap<String, u64> {
    let text = fs::read_to_string(KEPT).unwrap_or_default();
    if text.lines().next() != Some(environment) {
        println!("the counts that are kept are of another environment: nothing is compared with them");
        return BTreeMap::new();
    }
    let count = |line: &str| {
        line.rsplit_once(' ').and_then(|(name, count)| Some((name.trim().to_owned(), count.parse().ok()?)))
    };
    text.lines().skip(1).filter_map(count).collect()
}

/// What the counts depend on beside the program.
fn environment() -> String {
    let first_line = |program: &str| {
        let output = Command::new(program).arg("--version").output().map(|output| output.stdout).unwrap_or_default();
        String::from_utf8_lossy(&output).lines().next().unwrap_or_default().to_owned()
    };
    format!("# {}, {}, {}", first_line("rustc"), first_line("ldd"), first_line("valgrind"))
}

fn main() -> ExitCode {
    let given: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let has = |word: &str| given.iter().any(|argument| argument == word);
    let names: Vec<&String> = given.iter().filter(|argument| !["long", "write"].contains(&argument.as_str())).collect();
    let sizes: &[usize] = if has("long") { &[100, 1_000, 10_000] } else { &[100, 1_000] };
    let environment = environment();
    let mut kept = kept(&environment);
    let mut is_worse = false;
    for input in INPUTS.iter().filter(|input| names.is_empty() || names.iter().any(|name| input.name.contains(*name))) {
        let mut before: Option<u64> = None;
        for &size in sizes {
            let name = format!("{} {size}", input.name);
            let found = count(input, size);
            let mut verdict = String::new();
            if let Some(&known) = kept.get(&name).filter(|_| !has("write")) {
                let _ = write!(verdict, "  kept: {known}");
                if found * 100 > known * (100 + ROOM) {
                    verdict.push_str("  MORE THAN 3 % WORSE");
                    is_worse = true;
                } else if found * (100 + ROOM) < known * 100 {
                    verdict.push_str("  better: keep it with `-- write`");
                }
            }
            if before.is_some_and(|before| found > before * MOST_GROWTH) {
                verdict.push_str("  GROWS FASTER THAN N LOG N");
                is_worse = true;
            }
            println!("{name:28} {found:>14}{verdict}");
            before = Some(found);
            kept.insert(name, found);
        }
    }
    if has("write") {
        let lines: String = kept.iter().map(|(name, count)| format!("{name:28} {count:>14}\n")).collect();
        fs::write(KEPT, format!("{environment}\n{lines}")).expect("the counts can be written");
    }
    if is_worse { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
