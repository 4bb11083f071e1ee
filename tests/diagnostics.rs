//! Each file in `fixtures/invalid` has one kind of mistake; its snapshot is what is said about it.

use std::fmt::Write as _;

use refract::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use refract::psl;
use refract::text::{Span, Texts};

/// One line for each diagnostic.
pub fn render(texts: &Texts, diagnostics: Diagnostics) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics.sorted() {
        let Diagnostic { code, severity, message, primary, secondary, help } = diagnostic;
        let severity = match severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        let at = primary.as_ref().map_or_else(|| "nowhere".to_owned(), |label| place(texts, label.span));
        let label = primary.map(|label| label.text).unwrap_or_default();
        let _ = writeln!(out, "{} {severity} {at} {message} | {label} | {}", code.as_str(), help.unwrap_or_default());
        for label in secondary {
            let _ = writeln!(out, "      and {} {}", place(texts, label.span), label.text);
        }
    }
    out
}

fn place(texts: &Texts, span: Span) -> String {
    let (line, column) = texts.line_and_column(span);
    format!("{}:{line}:{column}", texts.file(span.file).path)
}

/// Every place that a diagnostic points at is inside of its file and cuts no character in two.
#[track_caller]
pub fn assert_places_are_sound(texts: &Texts, diagnostics: &Diagnostics) {
    for diagnostic in diagnostics.iter() {
        for label in diagnostic.primary.iter().chain(&diagnostic.secondary) {
            let text = &texts.file(label.span.file).text;
            let (start, end) = (label.span.start as usize, label.span.end as usize);
            assert!(start <= end && text.get(start..end).is_some(), "{diagnostic:?} in {text:?}");
        }
        assert!(!diagnostic.message.is_empty() && !diagnostic.message.ends_with('.'), "{diagnostic:?}");
    }
}

#[test]
fn every_mistake_is_explained() {
    insta::glob!("../fixtures/invalid", "*.prisma", |path| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let mut texts = Texts::default();
        texts.add(format!("{name}.prisma"), std::fs::read_to_string(path).unwrap());
        let (_, diagnostics) = psl::read(&texts);
        assert!(diagnostics.has_errors(), "{name} has no errors");
        assert_places_are_sound(&texts, &diagnostics);
        for diagnostic in diagnostics.iter() {
            let help = diagnostic.help.as_deref().unwrap_or_default();
            assert!(!help.is_empty(), "{name}: no help for {diagnostic:?}");
        }
        insta::with_settings!({
            snapshot_path => "../snapshots/invalid",
            prepend_module_to_snapshot => false,
            omit_expression => true,
            snapshot_suffix => "",
        }, {
            insta::assert_snapshot!(name, render(&texts, diagnostics));
        });
    });
}

#[test]
fn every_code_of_the_front_end_is_provoked_by_some_fixture() {
    let mut provoked = std::collections::BTreeSet::new();
    for folder in ["fixtures/invalid", "fixtures/language"] {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "prisma") {
                let mut texts = Texts::default();
                texts.add("schema.prisma", std::fs::read_to_string(path).unwrap());
                provoked.extend(psl::read(&texts).1.iter().map(|diagnostic| diagnostic.code));
            }
        }
    }
    let silent: Vec<&Code> =
        Code::ALL.iter().filter(|code| code.as_str() < "R07" && !provoked.contains(code)).collect();
    assert!(silent.is_empty(), "no fixture provokes {silent:?}");
}
