//! Every code has a number of its own, and a page that says what it means and where it can be seen.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use refract::diagnostic::Code;

use crate::support::page::assert_part_of;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path))
        .unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The parts of a page: title, explanation, and the path of the example.
fn parts(code: Code) -> (&'static str, &'static str, &'static str) {
    let page = code.page();
    let parts: Option<_> = page.strip_prefix("# ").and_then(|rest| {
        let (title, rest) = rest.split_once("\n\n")?;
        let (explanation, example) = rest.split_once("\n\nExample: [")?;
        let (path, link) = example.split_once("](../../")?;
        (link == format!("{path})\n")).then_some((title, explanation, path))
    });
    parts.unwrap_or_else(|| panic!("docs/codes/{}.md has another form than the others", code.as_str()))
}

#[test]
fn numbers_are_in_order_and_never_used_again() {
    let numbers: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    assert!(numbers.is_sorted_by(|one, next| one < next), "a number is given twice, or not in order: {numbers:?}");
    for retired in Code::RETIRED {
        assert!(!numbers.contains(retired), "{retired} has had another meaning");
    }
    assert!(numbers.iter().all(|number| number.len() == 5 && number.starts_with('R')), "{numbers:?}");
}

#[test]
fn every_page_explains_its_code() {
    let mut titles = BTreeSet::new();
    for code in Code::ALL {
        let (title, explanation, _) = parts(*code);
        assert_eq!(title, code.title());
        assert!(titles.insert(title), "two codes are called {title}");
        assert!(explanation.ends_with('.') && explanation.len() > 40, "{}: {explanation}", code.as_str());
    }
}

#[test]
fn every_page_is_of_a_code() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/codes");
    let names: BTreeSet<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    let pages = Code::ALL.iter().map(|code| format!("{}.md", code.as_str()));
    assert_eq!(names, pages.chain(["README.md".to_owned()]).collect());
}

/// The snapshot of a fixture, or the code of a test, has the code.
#[test]
fn every_example_yields_its_code() {
    for code in Code::ALL {
        let (.., example) = parts(*code);
        let number = code.as_str();
        let shown = match example.strip_prefix("fixtures/").and_then(|rest| rest.strip_suffix(".prisma")) {
            Some(case) => {
                read(example);
                read(&format!("snapshots/{case}.snap"))
            }
            None => read(example).lines().filter(|line| !line.trim_start().starts_with("//")).collect(),
        };
        let names_it = shown.contains(number) || shown.contains(&format!("Code::{code:?}"));
        assert!(names_it, "{example} is the example of {number}, and does not yield it");
    }
}

#[test]
fn the_list_of_codes_is_complete() {
    let mut table = "| code | title |\n|---|---|\n".to_owned();
    for code in Code::ALL {
        let _ = writeln!(table, "| [{0}]({0}.md) | {1} |", code.as_str(), code.title());
    }
    assert_part_of("docs/codes/README.md", "codes", &table);
}
