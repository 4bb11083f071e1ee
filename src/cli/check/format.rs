//! How findings are printed: for people, for programs, and for the log of GitHub's runners.

use serde::Serialize;

use super::{Checked, Finding, Report};
use crate::cli::draft::{care, not_writable, renderer};
use crate::cli::output::{Page, visible, without_brackets, without_commands};
use crate::cli::report::Reporter;
use crate::cli::told::{Place, Told};
use crate::diagnostic::Diagnostic;
use crate::render::Form;
use crate::text::Texts;

/// What `--format json` prints, and what the other formats for programs are made of. Keys are only ever added while
/// the version stays the same.
#[derive(Serialize)]
pub(super) struct Listing {
    version: u32,
    /// Whether nothing stands in the way.
    passes: bool,
    targets: Vec<TargetEntry>,
    /// The command that mends it; null when there is nothing to mend.
    mend: Option<String>,
    /// Why nothing was checked; empty unless the command was refused.
    errors: Vec<Told>,
}

#[derive(Serialize)]
struct TargetEntry {
    name: String,
    /// What it was compared with.
    base: String,
    findings: Vec<Told>,
    /// What is said where nothing was found.
    #[serde(skip)]
    in_sync: String,
}

impl Listing {
    /// Of a run that was refused.
    pub(super) fn of_errors(errors: Vec<Told>) -> Listing {
        Listing { version: 1, passes: false, targets: Vec::new(), mend: None, errors }
    }

    /// All findings and errors.
    pub(super) fn all(&self) -> impl Iterator<Item = &Told> {
        self.errors.iter().chain(self.targets.iter().flat_map(|target| &target.findings))
    }
}

impl Report<'_> {
    /// What a finding points into.
    fn texts<'f>(&'f self, finding: &'f Finding) -> &'f Texts {
        finding.texts.as_deref().unwrap_or(&self.after.texts)
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

    fn told(&self, finding: &Finding) -> Told {
        let diff = finding.difference.as_ref().map(|difference| difference.whole().to_owned());
        Told { diff, ..Told::of(&finding.diagnostic, self.place(finding)) }
    }

    /// What programs are told.
    pub(super) fn listing(&self) -> Listing {
        let target = |one: &Checked| TargetEntry {
            name: one.compared.target.name.clone(),
            base: one.compared.compared_with(),
            findings: one.findings.iter().map(|finding| self.told(finding)).collect(),
            in_sync: one.compared.in_sync(),
        };
        let mend = (!self.mend.is_empty()).then(|| self.mend.clone());
        let targets = self.checked.iter().map(target).collect();
        Listing { version: 1, passes: !self.fails, targets, mend, errors: Vec::new() }
    }
}

/// For people: each target, what is wrong with it, and the command that mends it all.
pub(super) fn text(report: &Report<'_>, reporter: &Reporter, with_sql: bool) -> Result<Page, Diagnostic> {
    let mut text = Page::default();
    for one in &report.checked {
        if one.findings.is_empty() {
            text.push(&one.compared.in_sync());
            continue;
        }
        if one.compared.pending.plan.is_empty() && !one.fails() {
            text.push(&format!("{}\n", one.compared.in_sync()));
        } else {
            let (target, with) = (&one.compared.target.name, one.compared.compared_with());
            text.push(&format!("{target}: compared with {with}\n\n"));
        }
        for finding in &one.findings {
            text.push_painted(&reporter.render(report.texts(finding), &finding.diagnostic));
            text.push("\n");
            if let Some(difference) = &finding.difference {
                text.push("\n");
                text.push_painted(&reporter.paint(difference));
            }
            text.push("\n");
        }
        if with_sql {
            let care = care(report.project);
            let sql = renderer()?.statements(&one.compared.pending.plan, Form::Guarded, &care).map_err(not_writable)?;
            text.push(&format!("{sql}\n"));
        }
    }
    if !report.mend.is_empty() {
        let gap = if text.ends_with("\n\n") { "" } else { "\n" };
        text.push(&format!("{gap}To fix it: {}\n", report.mend));
    }
    Ok(text)
}

/// For programs.
pub(super) fn json(listing: &Listing) -> Result<String, Diagnostic> {
    crate::cli::json(listing)
}

/// Workflow commands, which GitHub shows at the lines of a pull request:
/// <https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands>.
pub(super) fn github(listing: &Listing) -> String {
    let mut text = String::new();
    for told in listing.all() {
        let level = if told.severity == "note" { "notice" } else { told.severity };
        let mut properties = vec![format!("title=refract {}", told.code)];
        if let Some(Place { file, line, column }) = told.place() {
            properties.push(format!("file={},line={line},col={column}", property(&file)));
        }
        let mut message = told.message.clone();
        if let Some(mend) = &listing.mend {
            message.push_str(&format!("\nTo fix it: {mend}"));
        } else if let Some(help) = &told.help {
            message.push_str(&format!("\n{help}"));
        }
        text.push_str(&format!("::{level} {}::{}\n", properties.join(","), data(&message)));
    }
    for target in listing.targets.iter().filter(|target| target.findings.is_empty()) {
        text.push_str(&without_commands(&visible(&target.in_sync)));
    }
    text
}

fn data(text: &str) -> String {
    without_brackets(&visible(text), "\\[").replace('%', "%25").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
