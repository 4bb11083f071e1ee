//! Folders in refract.toml: what a path may look like, and which folders may not lie in one another.

use std::collections::BTreeMap;

use super::value::{Reader, Text};
use super::{Config, Target};
use crate::diagnostic::{Code, Diagnostic};
use crate::path;
use crate::text::Span;

pub(crate) const OWN_FOLDER: &str =
    "give each target a folder of its own, beside the others: every tool takes a folder in it for a migration";

/// The path in its plain form, if it stays inside the repository. `depth` is how many folders lie
/// between the configuration and the top of the repository.
pub(super) fn check(reader: &mut Reader, key: &str, text: &Text, depth: usize) -> Option<String> {
    let given = text.value.as_str();
    let drive = given.as_bytes().get(1) == Some(&b':') && given.as_bytes()[0].is_ascii_alphabetic();
    let problem = if given.trim().is_empty() {
        Some(("is empty", "name a file or a folder, relative to this file"))
    } else if given.contains('\\') {
        Some(("has backslashes", "write paths with forward slashes, on Windows too"))
    } else if given.starts_with('/') || given.starts_with('~') || drive {
        Some(("is absolute", "write it relative to this file, so that it means the same on every machine"))
    } else if given.chars().any(char::is_control) {
        Some(("has a control character in it", "name a file or a folder, relative to this file"))
    } else if path::leads_into_gits(given) {
        Some(("leads into the folder that git keeps for itself", "name a folder beside .git"))
    } else if path::plain(given).split('/').take_while(|part| *part == "..").count() > depth {
        Some(("leads out of the repository", "name a file or a folder inside the repository"))
    } else {
        None
    };
    match problem {
        Some((what, help)) => {
            reader.error(Code::ConfigBadPath, text.span, format!("the path in `{key}` {what}"), help);
            None
        }
        None => Some(path::plain(given)),
    }
}

/// Refuses folders of migrations that are shared, or lie in one another or in Prisma's own. `chosen` tells
/// whether the folders are configured; where they are not, only the disk tells whether Prisma has any.
pub(super) fn check_nesting(reader: &mut Reader, config: &Config, places: &BTreeMap<String, Span>, chosen: bool) {
    let targets: Vec<&Target> = config.targets.values().collect();
    let prisma = in_prisma_folder(config).filter(|_| chosen);
    for (at, one) in targets.iter().enumerate() {
        let before = targets[..at].iter().find_map(|other| conflict(one, other).map(|what| (other, what)));
        if let Some((other, what)) = before {
            let message = format!("the migrations of targets `{}` and `{}` {what}", one.name, other.name);
            push(reader, message, places.get(&one.name), places.get(&other.name));
        } else if let Some((_, folder)) = prisma.as_ref().filter(|(target, _)| target.name == one.name) {
            push(reader, in_prisma_message(one, folder), places.get(&one.name), None);
        }
    }
}

/// What is said about a target whose migrations lie inside Prisma's.
pub(crate) fn in_prisma_message(target: &Target, folder: &str) -> String {
    format!("the migrations of target `{}` lie inside Prisma's own, {folder}", target.name)
}

/// The first target whose migrations lie inside the folder that Prisma Migrate takes for its own.
pub(crate) fn in_prisma_folder(config: &Config) -> Option<(&Target, String)> {
    let prisma = prisma_folder(config)?;
    let target = config.targets.values().find(|target| inside(&prisma, &target.migrations))?;
    Some((target, prisma))
}

fn push(reader: &mut Reader, message: String, place: Option<&Span>, other: Option<&Span>) {
    let mut diagnostic = Diagnostic::error(Code::ConfigFoldersNest, message).help(
        "give each target a folder of its own, beside the others: every tool takes a folder in it for a migration",
    );
    if let Some(place) = place {
        diagnostic = diagnostic.at(*place, "");
    }
    if let Some(other) = other {
        diagnostic = diagnostic.also(*other, "");
    }
    reader.diagnostics.push(diagnostic);
}

fn conflict(one: &Target, other: &Target) -> Option<String> {
    // Two names that differ in case only are one folder on macOS and Windows.
    if one.migrations.to_lowercase() == other.migrations.to_lowercase() {
        Some(format!("share one folder, {}", shown(&one.migrations)))
    } else if inside(&one.migrations, &other.migrations) || inside(&other.migrations, &one.migrations) {
        Some(format!("lie in one another, {} and {}", shown(&one.migrations), shown(&other.migrations)))
    } else {
        None
    }
}

fn inside(outer: &str, inner: &str) -> bool {
    let (outer, inner) = (outer.to_lowercase(), inner.to_lowercase());
    outer != inner && path::below(&outer, &inner).is_some()
}

fn shown(folder: &str) -> &str {
    if folder.is_empty() { "." } else { folder }
}

/// Where Prisma Migrate keeps its migrations: beside the schema file, or in the schema's folder.
fn prisma_folder(config: &Config) -> Option<String> {
    let schema = config.schema.as_ref()?;
    let folder = if schema.ends_with(".prisma") { path::parent(schema) } else { schema };
    Some(path::join(folder, "migrations"))
}
