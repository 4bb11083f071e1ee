//! Files in `fixtures/beyond` are valid to Prisma; PostgreSQL refuses what they say, or does something else than was meant.

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
fn datasources_in_two_files_are_two() {
    let mut texts = Texts::default();
    texts.add("a.prisma", "datasource a {\n  provider = \"postgresql\"\n}\n");
    texts.add("b.prisma", "datasource b {\n  provider = \"postgresql\"\n}\n");
    let (_, diagnostics) = refract::psl::read(&texts);
    let found = render(&texts, diagnostics);
    assert!(found.starts_with("R0502 error b.prisma:1:12 a schema has one datasource"), "{found}");
}
