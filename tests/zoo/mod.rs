//! The zoo: everything that PostgreSQL can attach to a table, column, index, constraint, type, sequence, schema or function,
//! and schema.prisma has no words for. Each element is a migration behind a common first one; what every command does about
//! it is tried on real servers, and is a page of the documentation.

mod column;
mod constraint;
mod damage;
mod element;
mod function;
mod home;
mod index;
mod operation;
mod print;
mod prisma;
mod probe;
mod random;
mod said;
mod schema;
mod schema_text;
mod sequence;
mod table;
mod trial;
mod trigger;
mod types;
mod view;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use element::{Element, Needs};
use operation::Operation;
use print::Print;
use trial::Trial;

use crate::support::page::assert_part_of;
use crate::support::postgres::Server;
use crate::support::prisma::Engine;

/// All groups, by what their elements are attached to.
const GROUPS: &[(&str, &[Element])] = &[
    ("index", index::ELEMENTS),
    ("constraint", constraint::ELEMENTS),
    ("column", column::ELEMENTS),
    ("table", table::ELEMENTS),
    ("view", view::ELEMENTS),
    ("trigger", trigger::ELEMENTS),
    ("type", types::ELEMENTS),
    ("sequence", sequence::ELEMENTS),
    ("schema", schema::ELEMENTS),
    ("function", function::ELEMENTS),
];

fn group(name: &str) -> &'static [Element] {
    GROUPS.iter().find(|(group, _)| *group == name).map_or(&[], |(_, elements)| elements)
}

/// Elements that are not treated as they should be yet: `element: operation`, a line each. It only gets shorter.
fn failing(group: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/zoo/failing/{group}.txt"))
}

/// Tries the elements of a group, and compares the page and the list of those that fail. `CASE` tries those alone in whose
/// names it stands, and `OPERATION` one column of the page; both print and compare nothing.
fn visit(name: &str) {
    let only = std::env::var("CASE").ok();
    let operations: Vec<Operation> = match std::env::var("OPERATION") {
        Ok(words) => Operation::ALL.into_iter().filter(|operation| operation.words() == words).collect(),
        Err(_) => Operation::ALL.to_vec(),
    };
    let is_part = only.is_some() || operations.len() < Operation::ALL.len();
    let mut engine = Engine::start(Server::with_vector());
    let mut table = header();
    let (mut failed, mut words, mut unfit) = (BTreeSet::new(), String::new(), String::new());
    for (turn, element) in group(name).iter().enumerate() {
        if only.as_ref().is_some_and(|only| !element.name.contains(only.as_str())) {
            continue;
        }
        let trial = match Trial::of(vec![element], turn) {
            Ok(trial) => trial,
            Err(error) => {
                unfit.push_str(&format!("{}: {error}\n", element.name));
                continue;
            }
        };
        if let Some(version) = hidden(&trial) {
            unfit.push_str(&format!("{} does not show in the catalog of PostgreSQL {version}\n", element.name));
        }
        let prisma = if is_part { String::new() } else { prisma(&mut engine, element, &trial) };
        let mut row = format!("| {} | {prisma}", element.name);
        for operation in operations.iter().copied() {
            let verdict = trial.tried(operation);
            if let Err(error) = &verdict {
                failed.insert(format!("{}: {}", element.name, operation.words()));
                words.push_str(&format!("## {}: {}\n{error}\n\n", element.name, operation.words()));
            }
            row.push_str(&format!(" | {}", verdict.unwrap_or_else(|_| "**open**".to_owned())));
        }
        table.push_str(&format!("{row} |\n"));
    }
    if is_part {
        println!("{table}\n{words}");
    }
    assert!(unfit.is_empty(), "{unfit}");
    if is_part {
        return;
    }
    let report = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/zoo");
    fs::create_dir_all(&report).unwrap();
    fs::write(report.join(format!("{name}.txt")), &words).unwrap();
    compare_failing(name, &failed, &words);
    assert_part_of("docs/hands-off.md", name, &table);
}

fn header() -> String {
    let operations: Vec<&str> = Operation::ALL.iter().map(|operation| operation.words()).collect();
    let titles = format!("| | Prisma Migrate | {} |\n", operations.join(" | "));
    format!("{titles}|{}\n", "---|".repeat(operations.len() + 2))
}

/// A version in whose catalog the element does not show: it could get lost there unseen.
fn hidden(trial: &Trial<'_>) -> Option<&'static str> {
    trial.prints().find(|(version, print)| bare(version) == *print).map(|(version, _)| version)
}

/// What a database of that version holds that ran the common history alone.
fn bare(version: &str) -> &'static Print {
    static BARE: OnceLock<BTreeMap<&'static str, Print>> = OnceLock::new();
    let bare = BARE.get_or_init(|| {
        let trials = (0..3).map(|turn| Trial::of(vec![&BARE_ELEMENT], turn).unwrap());
        trials
            .flat_map(|trial| trial.prints().map(|(version, print)| (version, print.clone())).collect::<Vec<_>>())
            .collect()
    });
    &bare[version]
}

/// The common history alone.
const BARE_ELEMENT: Element = element::element("nothing", "nothing", "SELECT 1");

/// What Prisma's engine would do to a database that has the element.
fn prisma(engine: &mut Engine, element: &Element, trial: &Trial<'_>) -> String {
    if element.needs == Needs::Contrib {
        // its engine talks to the newest server only
        return "not asked".to_owned();
    }
    let (database, schema) = trial.database_and_schema();
    match engine.sql_for_live(database.name(), &schema) {
        Err(error) => format!("error: {}", error.lines().next().unwrap_or_default()),
        Ok(sql) => {
            let statements: Vec<&str> =
                sql.lines().filter(|line| !line.trim().is_empty() && !line.starts_with("--")).collect();
            let shown: Vec<String> =
                statements.iter().take(2).map(|line| format!("`{}`", line.replace('|', "\\|"))).collect();
            shown.join(" ")
        }
    }
}

#[track_caller]
fn compare_failing(name: &str, failed: &BTreeSet<String>, words: &str) {
    let path = failing(name);
    let listed: BTreeSet<String> = fs::read_to_string(&path).unwrap_or_default().lines().map(str::to_owned).collect();
    if *failed == listed {
        return;
    }
    if std::env::var("INSTA_UPDATE").is_ok_and(|how| how == "always") {
        let lines: String = failed.iter().map(|line| format!("{line}\n")).collect();
        fs::write(&path, lines).unwrap();
        return;
    }
    let new: Vec<_> = failed.difference(&listed).collect();
    let passed: Vec<_> = listed.difference(failed).collect();
    panic!("fails, and is not listed: {new:#?}\nlisted, and passes: {passed:#?}\n{words}");
}

#[test]
fn names_are_told_apart() {
    let names: Vec<&str> =
        GROUPS.iter().flat_map(|(_, elements)| elements.iter().map(|element| element.name)).collect();
    let mut seen = BTreeSet::new();
    let twice: Vec<_> = names.iter().filter(|name| !seen.insert(**name)).collect();
    assert!(twice.is_empty(), "{twice:?}");
    assert!(names.len() > 150, "only {} elements", names.len());
}

macro_rules! visits {
    ($($test:ident $group:literal)*) => { $(#[test] fn $test() { visit($group); })* };
}

visits! {
    what_an_index_can_have "index"
    what_a_constraint_can_have "constraint"
    what_a_column_can_have "column"
    what_a_table_can_have "table"
    what_a_view_can_have "view"
    what_a_trigger_can_have "trigger"
    what_a_type_can_have "type"
    what_a_sequence_can_have "sequence"
    what_a_schema_can_have "schema"
    what_a_function_can_have "function"
}
