//! Migrations that the base does not have although its schema has all that they do: somebody committed the schema
//! and left the migration out. Writing anew what is pending since would lose what they do.

use std::collections::BTreeMap;
use std::fs;

use crate::diff;
use crate::migrations::MigrationOnDisk;
use crate::physical::Database;
use crate::plan;
use crate::project::Project;
use crate::render::promise_row;

/// What a promise is of, as cells of its row: kind, place, name.
type Cells = [String; 3];

/// What of `since` the base covers.
pub(super) fn covered(held: &Database, project: &Project, since: &[MigrationOnDisk]) -> Vec<MigrationOnDisk> {
    if since.is_empty() {
        return Vec::new();
    }
    let there = promised(held);
    let does_nothing_new = |migration: &&MigrationOnDisk| {
        let text = fs::read_to_string(project.absolute(&migration.path)).unwrap_or_default();
        let promises: Vec<(Cells, String)> = promises_in(&text).collect();
        let holds = |(thing, expected): &(Cells, String)| match there.get(thing) {
            Some(is) => is == expected,
            None => expected == "NULL",
        };
        !promises.is_empty() && promises.iter().all(holds)
    };
    since.iter().filter(does_nothing_new).cloned().collect()
}

/// What a migration that made all of the base would promise, as its check writes it.
fn promised(held: &Database) -> BTreeMap<Cells, String> {
    let promises = plan::plan(diff::diff(&Database::default(), held)).promises();
    let row = |promise| promise_row(promise).ok();
    promises.iter().filter_map(row).map(|[kind, place, name, want]| ([kind, place, name], want)).collect()
}

/// The promises in the check at the end of a migration: the thing, and what is expected of it.
fn promises_in(sql: &str) -> impl Iterator<Item = (Cells, String)> {
    let lines =
        sql.lines().map(str::trim).skip_while(|line| !line.ends_with("promised (kind, at, name, want) AS (VALUES"));
    lines.skip(1).take_while(|line| !line.starts_with("), seen AS (")).filter_map(|line| {
        let row = line.strip_prefix('(')?.trim_end_matches(',').strip_suffix(')')?;
        let (kind, rest) = cell(row);
        let (place, rest) = cell(rest);
        let (name, want) = cell(rest);
        Some(([kind, place, name].map(str::to_owned), want.to_owned()))
    })
}

/// The first cell of a row, and what follows the comma behind it.
fn cell(row: &str) -> (&str, &str) {
    let mut is_in_quotes = false;
    for (at, sign) in row.char_indices() {
        match sign {
            '\'' => is_in_quotes = !is_in_quotes,
            ',' if !is_in_quotes => return (&row[..at], row[at + 1..].trim_start()),
            _ => {}
        }
    }
    (row, "")
}
