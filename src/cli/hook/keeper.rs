//! Who keeps the hooks of a repository: git itself, husky, lefthook or pre-commit.

use std::path::{Path, PathBuf};

use super::{Name, shell};
use crate::diagnostic::{Code, Diagnostic};
use crate::disk::Disk;
use crate::git::{Hooks, HooksPath};

/// Who keeps the hooks.
pub(super) enum Keeper {
    /// They are files in a folder.
    Folder(Folder),
    /// Another tool writes them anew from a file of its own.
    Tool(Tool),
}

/// A folder of hooks.
pub(super) struct Folder {
    pub(super) path: PathBuf,
    /// Whether git itself starts the files in it, and so wants them to be executable.
    pub(super) is_gits: bool,
    /// Whether somebody has to set something up before the files in it run.
    pub(super) is_asleep: bool,
}

/// A tool that writes hooks.
pub(super) struct Tool {
    /// Its file, at the top.
    pub(super) file: String,
    pub(super) kind: ToolKind,
}

/// Which tool it is.
#[derive(Clone, Copy)]
pub(super) enum ToolKind {
    Lefthook,
    PreCommit,
}

const LEFTHOOK_STEMS: &[&str] = &["lefthook", ".lefthook", ".config/lefthook"];
const LEFTHOOK_ENDINGS: &[&str] = &["yml", "yaml", "json", "jsonc", "toml"];
const PRE_COMMIT: &str = ".pre-commit-config.yaml";

/// Who keeps the hooks here. Whoever is named in `core.hooksPath` goes before whoever only has a file.
///
/// # Errors
/// When what is written there would be for all repositories.
pub(super) fn keeper(top: &Path, hooks: &Hooks) -> Result<Keeper, Diagnostic> {
    let folder = |path: PathBuf| Folder { path, is_gits: true, is_asleep: false };
    match hooks.path {
        HooksPath::Everywhere => Err(for_all(&hooks.folder)),
        HooksPath::Here => Ok(Keeper::Folder(match huskys(&hooks.folder) {
            Some(path) => Folder { is_gits: false, ..folder(path) },
            None => folder(hooks.folder.clone()),
        })),
        HooksPath::Unset => Ok(match tool(top) {
            Some(tool) => Keeper::Tool(tool),
            None if top.join(".husky").is_dir() => {
                Keeper::Folder(Folder { path: top.join(".husky"), is_gits: false, is_asleep: true })
            }
            None => Keeper::Folder(folder(hooks.folder.clone())),
        }),
    }
}

/// Every folder that may have a hook of ours, whoever keeps the hooks today.
pub(super) fn all_folders(top: &Path, hooks: &Hooks) -> Vec<PathBuf> {
    let named = (hooks.path != HooksPath::Everywhere).then(|| hooks.folder.clone());
    let husky = named.as_deref().and_then(huskys);
    let mut folders: Vec<PathBuf> = Vec::new();
    for folder in [Some(hooks.usual.clone()), named, husky, Some(top.join(".husky"))].into_iter().flatten() {
        if !folders.contains(&folder) {
            folders.push(folder);
        }
    }
    folders
}

/// Husky 9 points git at `.husky/_`, whose files run those in `.husky`.
fn huskys(folder: &Path) -> Option<PathBuf> {
    folder.ends_with(".husky/_").then(|| folder.parent().map(Path::to_path_buf)).flatten()
}

/// The tool that has its file at the top.
pub(super) fn tool(top: &Path) -> Option<Tool> {
    let lefthook = LEFTHOOK_STEMS
        .iter()
        .flat_map(|stem| LEFTHOOK_ENDINGS.iter().map(move |ending| format!("{stem}.{ending}")))
        .map(|file| Tool { file, kind: ToolKind::Lefthook });
    let pre_commit = Tool { file: PRE_COMMIT.to_owned(), kind: ToolKind::PreCommit };
    lefthook.chain([pre_commit]).find(|tool| top.join(&tool.file).is_file())
}

impl Tool {
    /// Whether its file runs the check already.
    pub(super) fn runs_check(&self, top: &Path) -> bool {
        let content = Disk::below(top).read(&self.file).unwrap_or_default();
        let text = String::from_utf8_lossy(&content);
        let mut lines = text.lines().map(str::trim_start).filter(|line| !line.starts_with(['#', '/']));
        lines.any(|line| line.contains("refract check") || line.contains("id: refract"))
    }

    /// What to write into its file.
    pub(super) fn lines(&self, names: &[Name], options: &str) -> String {
        let command = |name: Name| match name {
            Name::PreCommit => format!("refract check --staged{options}"),
            Name::PrePush => format!("refract check{options}"),
        };
        let one = |name: &Name| {
            let (hook, command) = (name.as_str(), command(*name));
            match self.kind {
                ToolKind::Lefthook => format!("{hook}:\n  commands:\n    refract:\n      run: {command}\n"),
                ToolKind::PreCommit => format!(
                    "      - id: refract-{hook}\n        name: refract check\n        entry: {command}\n        \
                     language: system\n        stages: [{hook}]\n        always_run: true\n        \
                     pass_filenames: false\n"
                ),
            }
        };
        let lines: String = names.iter().map(one).collect();
        match self.kind {
            ToolKind::Lefthook => lines,
            ToolKind::PreCommit => format!("repos:\n  - repo: local\n    hooks:\n{lines}"),
        }
    }

    /// What its user does after that.
    pub(super) fn set_up(&self, names: &[Name]) -> String {
        match self.kind {
            ToolKind::Lefthook => "lefthook install".to_owned(),
            ToolKind::PreCommit => {
                let types = names.iter().map(|name| format!(" --hook-type {}", name.as_str()));
                format!("pre-commit install{}", types.collect::<String>())
            }
        }
    }
}

fn for_all(folder: &Path) -> Diagnostic {
    let message = format!("core.hooksPath makes git run the hooks in {} in all repositories", folder.display());
    let shown = shell::quoted(&folder.to_string_lossy());
    Diagnostic::error(Code::HooksKeptElsewhere, message).help(format!(
        "add `refract check --staged` to the pre-commit there, or give this repository hooks of its own: \
         git config core.hooksPath .githooks; if that folder is meant: git config core.hooksPath {shown}"
    ))
}
