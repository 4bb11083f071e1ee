//! What programs are told of a diagnostic, and of a command that could not do its work.

use std::path::Path;

use serde::Serialize;

use crate::commands::Refusal;
use crate::diagnostic::{Diagnostic, Failure, Severity};
use crate::git::folder_with_git;
use crate::path;
use crate::text::Texts;

/// Where a diagnostic stands, from 1.
#[derive(Clone)]
pub(in crate::cli) struct Place {
    /// From the root of the repository.
    pub(in crate::cli) file: String,
    pub(in crate::cli) line: usize,
    pub(in crate::cli) column: usize,
}

/// A diagnostic, for programs. Keys are only ever added.
#[derive(Serialize)]
pub(in crate::cli) struct DiagnosticEntry {
    pub(in crate::cli) code: &'static str,
    pub(in crate::cli) severity: &'static str,
    pub(in crate::cli) message: String,
    /// What to do next, or null.
    pub(in crate::cli) help: Option<String>,
    pub(in crate::cli) file: Option<String>,
    pub(in crate::cli) line: Option<usize>,
    pub(in crate::cli) column: Option<usize>,
    /// How a file differs from what it was, or from what it should be, as a unified diff; or null.
    pub(in crate::cli) diff: Option<String>,
}

impl DiagnosticEntry {
    pub(in crate::cli) fn of(diagnostic: &Diagnostic, place: Option<Place>) -> DiagnosticEntry {
        let severity = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        let (line, column) = (place.as_ref().map(|place| place.line), place.as_ref().map(|place| place.column));
        let (message, help) = (diagnostic.message.clone(), diagnostic.help.clone());
        let file = place.map(|it| it.file);
        DiagnosticEntry { code: diagnostic.code.as_str(), severity, message, help, file, line, column, diff: None }
    }

    /// What is wrong with a command line.
    pub(in crate::cli) fn of_usage(message: &str) -> DiagnosticEntry {
        let message = message.lines().next().unwrap_or_default();
        let message = message.strip_prefix("error: ").unwrap_or(message).to_owned();
        let help = Some("see --help".to_owned());
        DiagnosticEntry {
            code: "usage",
            severity: "error",
            message,
            help,
            file: None,
            line: None,
            column: None,
            diff: None,
        }
    }

    pub(in crate::cli) fn place(&self) -> Option<Place> {
        let (file, line, column) = (self.file.clone()?, self.line?, self.column?);
        Some(Place { file, line, column })
    }
}

/// All that stood in a command's way; `start` is where the user stands.
pub(in crate::cli) fn refusal(start: &Path, Refusal(failures): &Refusal) -> Vec<DiagnosticEntry> {
    let of_failure = |failure: &Failure| {
        let diagnostics = failure.diagnostics.clone().sorted();
        let entries = diagnostics.iter().map(|diagnostic| {
            let place = place(start, &failure.texts, diagnostic);
            DiagnosticEntry::of(diagnostic, place)
        });
        entries.collect::<Vec<_>>()
    };
    failures.iter().flat_map(of_failure).collect()
}

fn place(start: &Path, texts: &Texts, diagnostic: &Diagnostic) -> Option<Place> {
    let label = diagnostic.primary.as_ref()?;
    let (line, column) = texts.line_and_column(label.span);
    let plain = |path: &Path| path::plain(&path.to_string_lossy().replace('\\', "/"));
    let top = folder_with_git(start).unwrap_or(start);
    let file = path::relative(&plain(top), &plain(&start.join(&texts.file(label.span.file).path)));
    Some(Place { file, line, column })
}
