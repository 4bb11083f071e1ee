//! Nothing stands alone: every kind of change, template and diagnostic code is seen by some test, and no snapshot is
//! left of a case that is gone.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use refract::change::Change;
use refract::diagnostic::Code;
use refract::pending::pending;
use refract::plan::Plan;

use crate::diff::{TARGET, cases};
use crate::online::series;

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

#[test]
fn every_kind_of_change_has_a_case() {
    let mut seen = BTreeSet::new();
    for case in cases() {
        for (before, after) in [(&case.before, &case.after), (&case.nothing, &case.after)] {
            seen.extend(pending(&after.config, TARGET, before, after).plan.changes().map(Change::name));
            seen.extend(series(before, after).iter().flat_map(Plan::changes).map(Change::name));
        }
    }
    let all: BTreeSet<&str> = Change::KINDS.iter().map(|(name, _)| *name).collect();
    assert_eq!(seen, all);
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

#[test]
fn every_diagnostic_code_is_seen_by_a_test() {
    let seen = texts(&root("snapshots")) + &texts(&root("tests"));
    let unseen: Vec<&str> = Code::ALL
        .iter()
        .filter(|code| !seen.contains(code.as_str()) && !seen.contains(&format!("Code::{code:?}")))
        .map(|code| code.as_str())
        .collect();
    assert_eq!(unseen, Vec::<&str>::new());
}

#[test]
fn no_two_codes_are_the_same() {
    let all: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(all.len(), Code::ALL.len());
    let sorted: Vec<&str> = all.into_iter().collect();
    assert_eq!(sorted, Code::ALL.iter().map(|code| code.as_str()).collect::<Vec<_>>(), "codes stand in order");
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
