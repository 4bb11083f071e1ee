//! What programs are told of a diagnostic, and of a command that could not do its work: every format yields a whole
//! document, whatever happens.

use std::ffi::OsString;
use std::path::Path;

use clap::ValueEnum as _;
use serde::Serialize;

use super::Refusal;
use super::args::{Check, CheckFormat, Command, Diff, DiffFormat, Targets, TargetsFormat};
use super::{check, diff, targets};
use crate::diagnostic::{Diagnostic, Failure, Severity};
use crate::git::folder_with_git;
use crate::path;
use crate::text::Texts;

/// Where a diagnostic stands, from 1.
#[derive(Clone)]
pub(super) struct Place {
    /// From the root of the repository.
    pub(super) file: String,
    pub(super) line: usize,
    pub(super) column: usize,
}

/// A diagnostic, for programs. Keys are only ever added.
#[derive(Serialize)]
pub(super) struct Told {
    pub(super) code: &'static str,
    pub(super) severity: &'static str,
    pub(super) message: String,
    /// What to do next, or null.
    pub(super) help: Option<String>,
    pub(super) file: Option<String>,
    pub(super) line: Option<usize>,
    pub(super) column: Option<usize>,
    /// How a file differs from what it was, or from what it should be, as a unified diff; or null.
    pub(super) diff: Option<String>,
}

impl Told {
    pub(super) fn of(diagnostic: &Diagnostic, place: Option<Place>) -> Told {
        let severity = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        let (line, column) = (place.as_ref().map(|place| place.line), place.as_ref().map(|place| place.column));
        let (message, help) = (diagnostic.message.clone(), diagnostic.help.clone());
        let file = place.map(|it| it.file);
        Told { code: diagnostic.code.as_str(), severity, message, help, file, line, column, diff: None }
    }

    /// What is wrong with a command line.
    pub(super) fn of_usage(message: &str) -> Told {
        let message = message.lines().next().unwrap_or_default();
        let message = message.strip_prefix("error: ").unwrap_or(message).to_owned();
        let help = Some("see --help".to_owned());
        Told { code: "usage", severity: "error", message, help, file: None, line: None, column: None, diff: None }
    }

    pub(super) fn place(&self) -> Option<Place> {
        let (file, line, column) = (self.file.clone()?, self.line?, self.column?);
        Some(Place { file, line, column })
    }
}

/// All that stood in a command's way; `start` is where the user stands.
pub(super) fn refusal(start: &Path, Refusal(failures): &Refusal) -> Vec<Told> {
    let told = |failure: &Failure| {
        let diagnostics = failure.diagnostics.clone().sorted();
        let told = diagnostics.iter().map(|diagnostic| {
            let place = place(start, &failure.texts, diagnostic);
            Told::of(diagnostic, place)
        });
        told.collect::<Vec<_>>()
    };
    failures.iter().flat_map(told).collect()
}

fn place(start: &Path, texts: &Texts, diagnostic: &Diagnostic) -> Option<Place> {
    let label = diagnostic.primary.as_ref()?;
    let (line, column) = texts.line_and_column(label.span);
    let plain = |path: &Path| path::plain(&path.to_string_lossy().replace('\\', "/"));
    let top = folder_with_git(start).unwrap_or(start);
    let file = path::relative(&plain(top), &plain(&start.join(&texts.file(label.span.file).path)));
    Some(Place { file, line, column })
}

/// The command and the format that a wrong command line asks for: whoever waits for a document gets one.
pub(super) fn asked_for(arguments: &[OsString]) -> Option<Command> {
    let words: Vec<String> = arguments.iter().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    let after = words.iter().position(|word| word == "--format").and_then(|at| words.get(at + 1).map(String::as_str));
    let format = words.iter().find_map(|word| word.strip_prefix("--format=")).or(after)?;
    let name = words.iter().find(|word| matches!(word.as_str(), "check" | "diff" | "targets"))?;
    match name.as_str() {
        "check" => {
            let format = CheckFormat::from_str(format, false).ok()?;
            Some(Command::Check(Check { format, ..Check::default() }))
        }
        "diff" => {
            let format = DiffFormat::from_str(format, false).ok()?;
            Some(Command::Diff(Diff { format, ..Diff::default() }))
        }
        _ => Some(Command::Targets(Targets { format: TargetsFormat::from_str(format, false).ok()? })),
    }
}

/// The document of a command that was refused; `None` where its format is for people.
pub(super) fn document(command: &Command, errors: Vec<Told>) -> Option<String> {
    match command {
        Command::Check(arguments) => check::refused(arguments.format, errors),
        Command::Diff(arguments) => diff::refused(arguments.format, errors),
        Command::Targets(arguments) => targets::refused(arguments.format, errors),
        Command::Init
        | Command::Generate(_)
        | Command::Restamp(_)
        | Command::Baseline(_)
        | Command::Repair
        | Command::Hook { .. }
        | Command::Completions { .. } => None,
    }
}
