//! The document of a command that could not do its work: every format yields a whole one, whatever happens.

use std::ffi::OsString;

use clap::ValueEnum as _;

use super::args::live::{Apply, LiveFormat, Status};
use super::args::{Check, CheckFormat, Command, Diff, DiffFormat, Targets, TargetsFormat};
use super::format::entry::DiagnosticEntry;
use super::{apply, check, diff, status, targets};

/// The command and the format that a wrong command line asks for: whoever waits for a document gets one.
pub(super) fn asked_for(arguments: &[OsString]) -> Option<Command> {
    let words: Vec<String> = arguments.iter().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    let after = words.iter().position(|word| word == "--format").and_then(|at| words.get(at + 1).map(String::as_str));
    let format = words.iter().find_map(|word| word.strip_prefix("--format=")).or(after)?;
    let name = words.iter().find(|word| matches!(word.as_str(), "apply" | "check" | "diff" | "status" | "targets"))?;
    match name.as_str() {
        "check" => {
            let format = CheckFormat::from_str(format, false).ok()?;
            Some(Command::Check(Check { format, ..Check::default() }))
        }
        "apply" => {
            Some(Command::Apply(Apply { format: LiveFormat::from_str(format, false).ok()?, ..Apply::default() }))
        }
        "status" => {
            Some(Command::Status(Status { format: LiveFormat::from_str(format, false).ok()?, ..Status::default() }))
        }
        "diff" => {
            let format = DiffFormat::from_str(format, false).ok()?;
            Some(Command::Diff(Diff { format, ..Diff::default() }))
        }
        _ => Some(Command::Targets(Targets { format: TargetsFormat::from_str(format, false).ok()? })),
    }
}

/// The document of a command that was refused; `None` where its format is for people.
pub(super) fn document(command: &Command, errors: Vec<DiagnosticEntry>) -> Option<String> {
    match command {
        Command::Check(arguments) => check::refused(arguments.format, errors),
        Command::Diff(arguments) => diff::refused(arguments.format, errors),
        Command::Apply(arguments) => apply::refused(arguments.format, errors),
        Command::Status(arguments) => status::refused(arguments.format, errors),
        Command::Targets(arguments) => targets::refused(arguments.format, errors),
        Command::Init
        | Command::Generate(_)
        | Command::Restamp(_)
        | Command::Baseline(_)
        | Command::Repair
        | Command::Resolve(_)
        | Command::Hook { .. }
        | Command::Completions { .. } => None,
    }
}
