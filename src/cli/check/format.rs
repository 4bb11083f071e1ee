//! How findings are printed: for people, for programs, and for the log of GitHub's runners.

use serde::Serialize;

use super::{Checked, Finding, Report};
use crate::cli::draft::{care, not_writable, renderer};
use crate::cli::report::Reporter;
use crate::diagnostic::{Diagnostic, Severity};
use crate::render::Form;
use crate::text::Texts;

/// Where a finding stands, from 1.
pub(super) struct Place {
    /// From the root of the repository.
    pub(super) file: String,
    pub(super) line: usize,
    pub(super) column: usize,
}

impl Report<'_> {
    /// All findings, with their targets.
    pub(super) fn findings(&self) -> impl Iterator<Item = (&Checked, &Finding)> {
        self.checked.iter().flat_map(|one| one.findings.iter().map(move |finding| (one, finding)))
    }

    /// What a finding points into.
    fn texts<'f>(&'f self, finding: &'f Finding) -> &'f Texts {
        finding.texts.as_deref().unwrap_or(&self.after.texts)
    }

    pub(super) fn place(&self, finding: &Finding) -> Option<Place> {
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
}

/// For people: each target, what is wrong with it, and the command that mends it all.
pub(super) fn text(report: &Report<'_>, reporter: &Reporter, with_sql: bool) -> Result<String, Diagnostic> {
    let mut text = String::new();
    for one in &report.checked {
        if one.findings.is_empty() {
            text.push_str(&one.compared.in_sync());
            continue;
        }
        if one.compared.pending.plan.is_empty() && !one.fails() {
            text.push_str(&format!("{}\n", one.compared.in_sync()));
        } else {
            let (target, with) = (&one.compared.target.name, one.compared.compared_with());
            text.push_str(&format!("{target}: compared with {with}\n\n"));
        }
        for finding in &one.findings {
            text.push_str(&reporter.render(report.texts(finding), &finding.diagnostic));
            text.push_str("\n\n");
        }
        if with_sql {
            let care = care(report.project);
            let sql = renderer()?.statements(&one.compared.pending.plan, Form::Guarded, &care).map_err(not_writable)?;
            text.push_str(&format!("{sql}\n"));
        }
    }
    if !report.mend.is_empty() {
        let gap = if text.ends_with("\n\n") { "" } else { "\n" };
        text.push_str(&format!("{gap}To mend it: {}\n", report.mend));
    }
    Ok(text)
}

/// What `--format json` prints. Keys are only ever added while the version stays the same.
#[derive(Serialize)]
struct Document<'r> {
    version: u32,
    /// Whether nothing stands in the way.
    passes: bool,
    targets: Vec<TargetEntry<'r>>,
    /// The command that mends it; null when there is nothing to mend.
    mend: Option<&'r str>,
}

#[derive(Serialize)]
struct TargetEntry<'r> {
    name: &'r str,
    /// What it was compared with.
    base: String,
    findings: Vec<FindingEntry<'r>>,
}

#[derive(Serialize)]
struct FindingEntry<'r> {
    code: &'static str,
    severity: &'static str,
    message: &'r str,
    file: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
}

impl<'r> FindingEntry<'r> {
    fn of(report: &Report<'_>, finding: &'r Finding) -> FindingEntry<'r> {
        let place = report.place(finding);
        FindingEntry {
            code: finding.diagnostic.code.as_str(),
            severity: severity(finding),
            message: &finding.diagnostic.message,
            file: place.as_ref().map(|place| place.file.clone()),
            line: place.as_ref().map(|place| place.line),
            column: place.as_ref().map(|place| place.column),
        }
    }
}

/// The word for how bad a finding is.
pub(super) fn severity(finding: &Finding) -> &'static str {
    match finding.diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// For programs.
pub(super) fn json(report: &Report<'_>) -> Result<String, Diagnostic> {
    let targets = report.checked.iter().map(|one| TargetEntry {
        name: &one.compared.target.name,
        base: one.compared.compared_with(),
        findings: one.findings.iter().map(|finding| FindingEntry::of(report, finding)).collect(),
    });
    let mend = (!report.mend.is_empty()).then_some(report.mend.as_str());
    crate::cli::json(&Document { version: 1, passes: !report.fails, targets: targets.collect(), mend })
}

/// Workflow commands, which GitHub shows at the lines of a pull request:
/// <https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands>.
pub(super) fn github(report: &Report<'_>) -> String {
    let mut text = String::new();
    for (_, finding) in report.findings() {
        let level = if severity(finding) == "note" { "notice" } else { severity(finding) };
        let mut properties = vec![format!("title=refract {}", finding.diagnostic.code.as_str())];
        if let Some(Place { file, line, column }) = report.place(finding) {
            properties.push(format!("file={},line={line},col={column}", property(&file)));
        }
        let mut message = finding.diagnostic.message.clone();
        if !report.mend.is_empty() {
            message.push_str(&format!("\nTo mend it: {}", report.mend));
        }
        text.push_str(&format!("::{level} {}::{}\n", properties.join(","), data(&message)));
    }
    for one in report.checked.iter().filter(|one| one.findings.is_empty()) {
        text.push_str(&one.compared.in_sync());
    }
    text
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
