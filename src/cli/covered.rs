//! Migrations that the base does not have although its schema has all that they do: somebody committed the schema
//! and left the migration out. Writing anew what is pending since would lose what they do.

use std::collections::BTreeMap;
use std::fs;

use crate::diff;
use crate::migrations::MigrationOnDisk;
use crate::physical::Database;
use crate::plan;
use crate::project::Project;
use crate::render::literal;

/// What of `since` the base covers.
pub(super) fn covered(held: &Database, project: &Project, since: &[MigrationOnDisk]) -> Vec<MigrationOnDisk> {
    if since.is_empty() {
        return Vec::new();
    }
    let there = promised(held);
    let does_nothing_new = |migration: &&MigrationOnDisk| {
        let text = fs::read_to_string(project.absolute(&migration.path)).unwrap_or_default();
        let promises: Vec<(&str, &str)> = promises_in(&text).collect();
        let holds = |(thing, expected): &(&str, &str)| match there.get(*thing) {
            Some(is) => is == expected,
            None => *expected == "NULL",
        };
        !promises.is_empty() && promises.iter().all(holds)
    };
    since.iter().filter(does_nothing_new).cloned().collect()
}

/// What a migration that made all of the base would promise, as its check writes it.
fn promised(held: &Database) -> BTreeMap<String, String> {
    let promises = plan::plan(diff::diff(&Database::default(), held)).promises();
    let written = |text: &str| literal(text).unwrap_or_default();
    promises
        .iter()
        .filter_map(|promise| Some((written(&promise.thing), written(&promise.expected.as_ref()?.text))))
        .collect()
}

/// The promises in the check at the end of a migration: the thing, and what is expected of it.
fn promises_in(sql: &str) -> impl Iterator<Item = (&str, &str)> {
    let lines = sql.lines().map(str::trim).skip_while(|line| *line != "FROM (VALUES").skip(1);
    lines.take_while(|line| !line.starts_with(") AS promised")).filter_map(|line| {
        let row = line.strip_prefix('(')?.trim_end_matches(',').strip_suffix(')')?;
        let row = row.strip_suffix(", false").or(row.strip_suffix(", true")).unwrap_or(row);
        row.strip_suffix(", NULL").map(|thing| (thing, "NULL")).or_else(|| {
            let at = row.find("', ")? + 1;
            Some((&row[..at], &row[at + 2..]))
        })
    })
}
