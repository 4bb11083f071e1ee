//! What programs are told of a diagnostic, and of a command that could not do its work.

use std::path::Path;

use serde::Serialize;

use super::Refusal;
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
