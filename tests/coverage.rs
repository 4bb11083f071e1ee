//! Nothing stands alone: every kind of change, template and diagnostic code is seen by some test, and no snapshot is
//! left of a case that is gone.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use refract::change::Change;
use refract::diagnostic::Code;
use refract::pending::pending;
use refract::plan::{self, Plan};
use refract::render::{Form, Renderer};

use crate::diff::{TARGET, cases};
use crate::online::series;
use crate::support::schema::care;

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn names(folder: &Path) -> BTreeSet<String> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
}

/// The texts of all files below a folder.
fn texts(folder: &Path) -> String {
    names(folder)
        .into_iter()
        .map(|name| {
            let path = folder.join(name);
            if path.is_dir() { texts(&path) } else { fs::read_to_string(path).unwrap_or_default() }
        })
        .collect()
}

/// Kinds that come along with another: their case is that one's.
const COME_ALONG: [(&str, &str); 6] = [
    ("add_not_null_check", "set_not_null"),
    ("count_duplicates", "create_index"),
    ("create_sequence", "attach_sequence"),
    ("rename_sequence", "rename_table"),
    ("swap_index", "replace_index"),
    ("validate_constraint", "add_foreign_key"),
];

/// Kinds that no schema needs, but a history that holds more than a schema says: `tests/unmanaged` runs them.
pub const OF_HISTORIES: [&str; 1] = ["create_object"];

/// The case of a kind has its name, and shows what it does to a database that is there: its edit needs the kind, and the
/// file that a person reviews has its statements.
#[test]
fn every_kind_of_change_has_a_case() {
    let cases = cases();
    let renderer = Renderer::new().unwrap();
    for (kind, _) in Change::KINDS.iter().filter(|(kind, _)| !OF_HISTORIES.contains(kind)) {
        let name = COME_ALONG.iter().find(|(of, _)| of == kind).map_or(*kind, |(_, case)| *case);
        let case =
            cases.iter().find(|case| case.name == name).unwrap_or_else(|| panic!("fixtures/diff/{name} is missing"));
        let whole = pending(&case.after.config, TARGET, &case.before, &case.after).plan;
        let plans: Vec<Plan> = series(&case.before, &case.after).into_iter().chain([whole]).collect();
        let changes: Vec<&Change> =
            plans.iter().flat_map(Plan::changes).filter(|change| change.name() == *kind).collect();
        assert!(!changes.is_empty(), "fixtures/diff/{name} has no {kind}");
        for change in changes {
            let alone = plan::plan(vec![change.clone()]);
            let sql = renderer.statements(&alone, Form::Plain, &care(&case.after.config)).unwrap();
            assert!(sql.is_empty() == (*kind == "count_duplicates"), "{kind}: {sql:?}");
        }
    }
}

#[test]
fn every_template_is_of_a_kind_or_shared() {
    let kinds: BTreeSet<String> = Change::KINDS.iter().map(|(name, _)| format!("{name}.sql")).collect();
    let shared: BTreeSet<String> =
        ["check.sql", "do.sql", "migration.sql", "repair.sql", "repair_declarations.sql", "repair_work.sql"]
            .map(str::to_owned)
            .into();
    let mut templates = names(&root("templates"));
    assert!(templates.remove("catalog"));
    let mut partials: BTreeSet<String> = templates.iter().filter(|name| name.starts_with('_')).cloned().collect();
    let known: BTreeSet<String> = kinds.union(&shared).cloned().collect();
    assert_eq!(templates.difference(&partials).cloned().collect::<BTreeSet<_>>(), known);
    partials.extend(names(&root("templates/catalog")).into_iter().map(|name| format!("catalog/{name}")));
    let used = texts(&root("templates"));
    let made_known = texts(&root("src/render"));
    for partial in partials {
        let quoted = format!("\"{partial}\"");
        assert!(made_known.contains(&quoted), "{partial} is not known to the renderer");
        let forms = ["_guarded.sql", "_plain.sql", "_pgvector.sql"]; // chosen by the renderer
        assert!(used.contains(&quoted) || forms.contains(&partial.as_str()), "{partial} is not included anywhere");
    }
}

/// A code is seen where it is printed in a snapshot, or where code of a test asks for it: a comment tests nothing.
#[test]
fn every_diagnostic_code_is_seen_by_a_test() {
    let tests: String = texts(&root("tests")).lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let snapshots = texts(&root("snapshots"));
    let is_seen = |code: &Code| {
        let id = code.as_str();
        let is_whole = |text: &str, name: &str| {
            text.match_indices(name).any(|(at, _)| !text[at + name.len()..].starts_with(|c: char| c.is_alphanumeric()))
        };
        is_whole(&snapshots, id) || is_whole(&tests, id) || is_whole(&tests, &format!("Code::{code:?}"))
    };
    let unseen: Vec<&str> = Code::ALL.iter().filter(|code| !is_seen(code)).map(|code| code.as_str()).collect();
    assert_eq!(unseen, Vec::<&str>::new());
}

#[test]
fn every_case_has_a_snapshot_and_every_snapshot_a_case() {
    let cases = names(&root("fixtures/diff"));
    assert_eq!(names(&root("snapshots/diff")), cases);
    let stems = |folder: &str, ending: &str| -> BTreeSet<String> {
        names(&root(folder)).into_iter().filter_map(|name| name.strip_suffix(ending).map(str::to_owned)).collect()
    };
    assert_eq!(stems("snapshots/invalid", ".snap"), stems("fixtures/invalid", ".prisma"));
    assert_eq!(stems("snapshots/beyond", ".snap"), stems("fixtures/beyond", ".prisma"));
}
