//! Files in `fixtures/beyond` are valid to Prisma; PostgreSQL refuses what they say, or does something else than was meant.

use refract::diagnostic::Severity;
use refract::text::Texts;

use crate::diagnostics::{assert_places_are_sound, render};
use crate::support::schema::{config_in, fixture, state};

#[test]
fn what_prisma_lets_pass_is_explained() {
    insta::glob!("../fixtures/beyond", "*.prisma", |path| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(path).unwrap();
        let (texts, diagnostics) = match state(&text, &config_in(&fixture("none"))) {
            Ok(state) => (state.texts, state.diagnostics),
            Err(failure) => (failure.texts, failure.diagnostics),
        };
        assert_places_are_sound(&texts, &diagnostics);
        assert!(diagnostics.iter().all(|found| found.help.is_some()), "{name}: no help for {diagnostics:?}");
        let rendered = render(&texts, diagnostics);
        assert!(!rendered.is_empty(), "nothing is said of {name}");
        insta::with_settings!({
            snapshot_path => "../snapshots/beyond",
            prepend_module_to_snapshot => false,
            omit_expression => true,
            snapshot_suffix => "",
        }, {
            insta::assert_snapshot!(name, rendered);
        });
    });
}

#[test]
fn the_readme_lists_what_goes_beyond_prisma() {
    let readme = std::fs::read_to_string("README.md").unwrap();
    for entry in std::fs::read_dir("fixtures/beyond").unwrap() {
        let path = entry.unwrap().path();
        let state = state(&std::fs::read_to_string(&path).unwrap(), &config_in(&fixture("none")));
        let diagnostics = state.map_or_else(|failure| failure.diagnostics, |state| state.diagnostics);
        for found in diagnostics.iter() {
            let severity = if found.severity == Severity::Error { "error" } else { "warning" };
            let is_listed = |row: &str| row.contains(&format!("| {severity} |")) && row.contains(found.code.as_str());
            assert!(readme.lines().any(is_listed), "{}: no {severity} {}", path.display(), found.code.as_str());
        }
    }
}

#[test]
fn datasources_in_two_files_are_two() {
    let mut texts = Texts::default();
    texts.add("a.prisma", "datasource a {\n  provider = \"postgresql\"\n}\n");
    texts.add("b.prisma", "datasource b {\n  provider = \"postgresql\"\n}\n");
    let (_, diagnostics) = refract::psl::read(&texts);
    let found = render(&texts, diagnostics);
    assert!(found.starts_with("R0502 error b.prisma:1:12 a schema has one datasource"), "{found}");
}
