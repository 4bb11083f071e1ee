//! The picture in ARCHITECTURE.md, held to: which stage may know which, and which crate is used where.

mod circles;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What each module may import of ours.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("naming", &[]),
    ("control_text", &[]),
    ("atomic", &[]),
    ("path", &[]),
    ("sql", &["naming"]),
    ("physical", &["sql", "text"]),
    ("expression", &["physical", "sql"]),
    ("diagnostic", &["text"]),
    ("disk", &["diagnostic"]),
    ("json", &["diagnostic", "control_text"]),
    ("pgvector", &["physical"]),
    ("managed", &["expression", "naming", "physical", "sql"]),
    ("psl", &["diagnostic", "naming", "text"]),
    ("config", &["diagnostic", "path", "text"]),
    ("git", &["diagnostic", "path"]),
    ("files", &["diagnostic", "disk", "git", "path", "text"]),
    ("project", &["config", "diagnostic", "disk", "files", "git", "path", "text"]),
    ("sources", &["config", "diagnostic", "disk", "files", "git", "path", "project", "text"]),
    (
        "migrations",
        &[
            "atomic",
            "change",
            "config",
            "diagnostic",
            "disk",
            "git",
            "naming",
            "path",
            "physical",
            "project",
            "sources",
            "text",
        ],
    ),
    ("base", &["config", "diagnostic", "files", "git", "migrations", "path", "project", "sources", "text"]),
    ("lower", &["config", "diagnostic", "expression", "naming", "pgvector", "physical", "psl", "sql", "text"]),
    ("target", &["config", "diagnostic", "lower", "physical", "psl", "sql", "text"]),
    ("replay", &["diagnostic", "expression", "managed", "naming", "pgvector", "physical", "promise", "sql", "text"]),
    ("state", &["config", "diagnostic", "lower", "physical", "psl", "sources", "target", "text"]),
    ("promise", &["expression", "pgvector", "physical", "sql"]),
    ("change", &["naming", "physical", "promise", "sql"]),
    ("diff", &["change", "managed", "naming", "physical", "sql"]),
    ("plan", &["change", "naming", "physical", "promise"]),
    ("taken", &["change", "managed", "physical"]),
    (
        "pending",
        &["change", "config", "diff", "managed", "physical", "plan", "psl", "replay", "state", "target", "taken"],
    ),
    ("server", &["diagnostic"]),
    ("ledger", &["server", "sql"]),
    ("apply", &["diagnostic", "ledger", "physical", "replay", "server", "sql", "text"]),
    ("repair", &["change", "diff", "managed", "naming", "physical", "plan", "promise"]),
    ("render", &["change", "control_text", "pgvector", "physical", "plan", "promise", "repair", "sql"]),
    (
        "commands",
        &[
            "base",
            "change",
            "config",
            "diagnostic",
            "diff",
            "git",
            "json",
            "managed",
            "migrations",
            "naming",
            "path",
            "pending",
            "pgvector",
            "physical",
            "plan",
            "project",
            "psl",
            "render",
            "repair",
            "replay",
            "sources",
            "sql",
            "state",
            "taken",
            "target",
            "text",
        ],
    ),
];

/// Where each crate, and each way to reach the world, is used.
const FENCES: &[(&str, &[&str])] = &[
    ("pest", &["psl"]),
    ("pest_derive", &["psl"]),
    ("mimalloc", &["main"]),
    ("minijinja", &["render"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("annotate_snippets", &["cli"]),
    ("toml", &["config"]),
    ("sha2", &["ledger", "migrations"]),
    // `naming::postgres` is a module of ours, which replay asks
    ("postgres", &["naming", "replay", "server"]),
    ("postgres::Client", &["server"]),
    ("postgres::Config", &["server"]),
    ("rustls", &["server"]),
    ("tokio_postgres_rustls", &["server"]),
    ("webpki_roots", &["server"]),
    ("signal_hook", &["cli"]),
    ("serde_json", &["base", "cli", "expression", "json", "project", "psl"]),
    ("similar", &["cli"]),
    ("sqlparser", &["expression"]),
    ("strsim", &["cli", "config", "psl"]),
    ("jiff", &["cli", "commands", "expression", "lower", "migrations", "psl"]),
    ("std::process::Command", &["git"]),
    ("std::env", &["cli", "main"]),
];

/// Every source file with its module: the name below `src/`.
fn files() -> Vec<(String, PathBuf, String)> {
    fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, files);
            } else {
                files.push(path);
            }
        }
    }
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    walk(&src, &mut paths);
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let first = path.strip_prefix(&src).unwrap().components().next().unwrap();
            let module = first.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned();
            let text = fs::read_to_string(&path).unwrap();
            (module, path, text)
        })
        .collect()
}

/// The lines of code, without comments, and without tests beside the code.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.lines().take_while(|line| *line != "#[cfg(test)]").map(|line| line.split("//").next().unwrap_or_default())
}

/// The words that follow `prefix` in code: `crate::diff::…` names `diff`.
fn named_after<'a>(line: &'a str, prefix: &str) -> Vec<&'a str> {
    let word = |rest: &'a str| rest.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or_default();
    line.match_indices(prefix).map(|(at, _)| word(&line[at + prefix.len()..])).filter(|word| !word.is_empty()).collect()
}

#[test]
fn every_stage_imports_only_what_it_may() {
    let allowed: BTreeMap<&str, &[&str]> = MAY_IMPORT.iter().copied().collect();
    for (module, path, text) in files() {
        if ["main", "lib", "cli"].contains(&module.as_str()) {
            continue;
        }
        let allowed = allowed.get(module.as_str()).unwrap_or_else(|| panic!("{module} is not in the picture"));
        for line in code(&text) {
            for other in named_after(line, "crate::") {
                assert!(other == module || allowed.contains(&other), "{} uses {other}: {line}", path.display());
            }
        }
    }
}

#[test]
fn no_two_stages_import_each_other() {
    let mut left: BTreeMap<&str, &[&str]> = MAY_IMPORT.iter().copied().collect();
    while let Some(lowest) = left.iter().find(|(_, below)| below.iter().all(|it| !left.contains_key(it))) {
        let lowest = *lowest.0;
        left.remove(lowest);
    }
    assert!(left.is_empty(), "in a circle, or above one: {:?}", left.keys());
}

#[test]
fn every_crate_stays_behind_its_fence() {
    for (module, path, text) in files() {
        for (fenced, modules) in FENCES.iter().filter(|(_, modules)| !modules.contains(&module.as_str())) {
            for line in code(&text) {
                let used = line.match_indices(fenced).any(|(at, _)| {
                    let is_word = !line[..at].ends_with(|c: char| c.is_alphanumeric() || "_:".contains(c));
                    is_word && (fenced.contains("::") || line[at + fenced.len()..].starts_with("::"))
                });
                assert!(!used, "{} uses {fenced}, which belongs to {modules:?}: {line}", path.display());
            }
        }
    }
}

/// Whoever reads or writes a file of the repository may be led out of it by a link; `disk` sees to that. The others
/// here take places from it, read a file that the user names for an address, or work on git's own hooks and on what the service names in its environment.
#[test]
fn files_of_the_repository_are_reached_in_one_place() {
    let may = [
        "disk.rs",
        "atomic.rs",
        "project/find.rs",
        "project/paths.rs",
        "migrations/write.rs",
        "migrations/restamp.rs",
        "migrations/leftover.rs",
        "cli/hook/write.rs",
        "cli/mod.rs",
        "server/secret_file.rs",
    ];
    for (_, path, text) in files() {
        let touches =
            code(&text).any(|line| ["fs::", "File::open", "OpenOptions"].iter().any(|word| line.contains(word)));
        assert!(!touches || may.iter().any(|may| path.ends_with(may)), "{} touches files itself", path.display());
    }
}

#[test]
fn only_the_command_line_prints() {
    for (module, path, text) in files().into_iter().filter(|(module, ..)| module != "cli") {
        for line in code(&text) {
            let prints = ["println!", "eprintln!", "print!(", "std::io::stdout", "std::io::stderr", "exit("];
            assert!(!prints.iter().any(|word| line.contains(word)), "{module}: {}: {line}", path.display());
        }
    }
}

#[test]
fn every_dependency_is_used_and_fenced() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    let listed = manifest.split("[dependencies]").nth(1).unwrap().split("\n[").next().unwrap();
    let names = listed.lines().filter_map(|line| line.split_once(" = ")).map(|(name, _)| name.replace('-', "_"));
    let fenced: BTreeSet<&str> = FENCES.iter().map(|(name, _)| *name).collect();
    let all: String = files().into_iter().map(|(_, _, text)| text).collect();
    for name in names {
        assert!(all.contains(&format!("{name}::")), "{name} is not used");
        assert!(name == "serde" || fenced.contains(name.as_str()), "{name} has no fence");
    }
}

#[test]
fn no_file_grows_too_big() {
    for (_, path, text) in files() {
        assert!(text.lines().count() <= 500, "{} has {} lines: find the shape", path.display(), text.lines().count());
    }
}
