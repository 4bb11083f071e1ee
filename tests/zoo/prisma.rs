//! What Prisma's own commands would change, as the page has it, is named when its table changes, and nothing else is.

use std::fs;
use std::path::Path;

use super::GROUPS;
use super::element::Element;
use super::home::migrations;
use super::schema_text::SchemaText;
use crate::cli::{Run, run};
use crate::support_git::Sandbox;

/// What the page says that Prisma would do, by the name of the element: the second column of each row.
fn would_do(page: &str, name: &str) -> String {
    let row = page.lines().find_map(|line| line.strip_prefix(&format!("| {name} | ")));
    let row = row.unwrap_or_else(|| panic!("{name} is not on the page")).replace("\\|", "");
    row.split('|').next().unwrap_or_default().trim().to_owned()
}

/// `generate` where the table gets another column.
fn generated(element: &Element) -> Run {
    let sandbox = Sandbox::outside_git();
    sandbox.write("prisma/migrations/migration_lock.toml", "provider = \"postgresql\"\n");
    for (at, text) in migrations(&[element], None).iter().enumerate() {
        sandbox.write(&format!("prisma/migrations/2026010{}000000_step/migration.sql", at + 1), text);
    }
    sandbox.write("prisma/schema.prisma", SchemaText::of(&[element]).with_another_column().text());
    run(&sandbox, &["generate", "more", "--dry-run", "--date", "2026-02-01"])
}

#[test]
fn what_prisma_would_change_is_named_and_nothing_else() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/hands-off.md")).unwrap();
    let (mut wrong, mut named) = (String::new(), 0);
    for element in GROUPS.iter().flat_map(|(_, elements)| elements.iter()) {
        let does = would_do(&page, element.name);
        if does == "not asked" || does.starts_with("error") {
            continue;
        }
        let generated = generated(element);
        let is_named = generated.stderr.contains("note[R4011]") && generated.stderr.contains("`prisma migrate dev`");
        named += usize::from(is_named);
        if is_named == does.is_empty() {
            wrong.push_str(&format!("== {}: {does}\n{}\n", element.name, generated.stderr));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(named > 30, "only {named}");
}
