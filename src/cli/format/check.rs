//! What was checked, for people, and as the values that all formats for programs are made of.

use serde::Serialize;

use super::entry::{DiagnosticEntry, Place};
use super::in_sync::{compared_with, in_sync};
use super::way_out::command;
use crate::cli::output::Page;
use crate::cli::report::Reporter;
use crate::cli::unified_diff::UnifiedDiff;
use crate::commands::check::{Checked, Finding, Report};
use crate::commands::draft::{care, not_writable, renderer};
use crate::diagnostic::Diagnostic;
use crate::project::Project;
use crate::render::Form;
use crate::text::Texts;

/// What `--format json` prints, and what the other formats for programs are made of. Keys are only ever added while
/// the version stays the same.
#[derive(Serialize)]
pub(in crate::cli) struct Listing {
    version: u32,
    /// Whether nothing stands in the way.
    passes: bool,
    pub(super) targets: Vec<TargetEntry>,
    /// The command that mends it; null when there is nothing to mend.
    pub(super) mend: Option<String>,
    /// Why nothing was checked; empty unless the command was refused.
    errors: Vec<DiagnosticEntry>,
}

#[derive(Serialize)]
pub(super) struct TargetEntry {
    name: String,
    /// What it was compared with.
    base: String,
    pub(super) findings: Vec<DiagnosticEntry>,
    /// What is said where nothing was found.
    #[serde(skip)]
    pub(super) in_sync: String,
}

impl Listing {
    /// Of a run that was refused.
    pub(in crate::cli) fn of_errors(errors: Vec<DiagnosticEntry>) -> Listing {
        Listing { version: 1, passes: false, targets: Vec::new(), mend: None, errors }
    }

    /// All findings and errors.
    pub(in crate::cli) fn all(&self) -> impl Iterator<Item = &DiagnosticEntry> {
        self.errors.iter().chain(self.targets.iter().flat_map(|target| &target.findings))
    }
}

/// A report, and the project that it is about.
pub(in crate::cli) struct Shown<'s> {
    pub(in crate::cli) project: &'s Project,
    pub(in crate::cli) report: &'s Report,
}

impl Shown<'_> {
    /// What a finding points into.
    fn texts<'f>(&'f self, finding: &'f Finding) -> &'f Texts {
        finding.texts.as_deref().unwrap_or(&self.report.after.texts)
    }

    fn place(&self, finding: &Finding) -> Option<Place> {
        if let Some(file) = &finding.file {
            return Some(Place { file: file.clone(), line: 1, column: 1 });
        }
        let texts = self.texts(finding);
        // programs that show findings want a place for each
        let (shown, (line, column)) = match &finding.diagnostic.primary {
            Some(label) => (&texts.file(label.span.file).path, texts.line_and_column(label.span)),
            None => (&texts.iter().next()?.1.path, (1, 1)),
        };
        let file = self.project.in_git(&self.project.entered(self.project.start().join(shown).as_path()));
        Some(Place { file, line, column })
    }

    fn entry(&self, finding: &Finding) -> DiagnosticEntry {
        let diff = finding.change.as_ref().and_then(UnifiedDiff::of).map(|diff| diff.whole().to_owned());
        DiagnosticEntry { diff, ..DiagnosticEntry::of(&finding.diagnostic, self.place(finding)) }
    }

    /// What programs are told.
    pub(in crate::cli) fn listing(&self) -> Listing {
        let target = |one: &Checked| TargetEntry {
            name: one.compared.target.name.clone(),
            base: compared_with(&one.compared),
            findings: one.findings.iter().map(|finding| self.entry(finding)).collect(),
            in_sync: in_sync(&one.compared),
        };
        let mend = self.report.way_out.as_ref().map(command);
        let targets = self.report.targets.iter().map(target).collect();
        Listing { version: 1, passes: !self.report.fails(), targets, mend, errors: Vec::new() }
    }
}

/// For people: each target, what is wrong with it, and the command that mends it all.
pub(in crate::cli) fn text(shown: &Shown<'_>, reporter: &Reporter, with_sql: bool) -> Result<Page, Diagnostic> {
    let mut text = Page::default();
    for one in &shown.report.targets {
        if one.findings.is_empty() {
            text.push(&in_sync(&one.compared));
            continue;
        }
        if one.compared.pending.plan.is_empty() && !one.fails() {
            text.push(&format!("{}\n", in_sync(&one.compared)));
        } else {
            let (target, with) = (&one.compared.target.name, compared_with(&one.compared));
            text.push(&format!("{target}: compared with {with}\n\n"));
        }
        for finding in &one.findings {
            text.push_painted(&reporter.render(shown.texts(finding), &finding.diagnostic));
            text.push("\n");
            if let Some(difference) = finding.change.as_ref().and_then(UnifiedDiff::of) {
                text.push("\n");
                text.push_painted(&reporter.paint(&difference));
            }
            text.push("\n");
        }
        if with_sql {
            let care = care(shown.project);
            let sql = renderer()?.statements(&one.compared.pending.plan, Form::Guarded, &care).map_err(not_writable)?;
            text.push(&format!("{sql}\n"));
        }
    }
    if let Some(way_out) = &shown.report.way_out {
        let gap = if text.ends_with("\n\n") { "" } else { "\n" };
        text.push(&format!("{gap}To fix it: {}\n", command(way_out)));
    }
    Ok(text)
}
