//! `refract check`: arguments to a request, and a report to its formats.

use super::args::{Check, CheckFormat};
use super::format::check::{self as format, Listing, Shown};
use super::format::entry::DiagnosticEntry;
use super::format::{github, sarif};
use super::output::Output;
use super::{Context, Exit, Outcome};
use crate::commands::Refusal;
use crate::commands::check::{Request, check};
use crate::json;

pub(super) fn run(context: &Context, arguments: &Check) -> Result<Outcome, Refusal> {
    let (project, _lock) =
        if arguments.accept_history_change { context.project_to_write()? } else { (context.project()?, None) };
    let request = Request {
        targets: context.common.target.clone(),
        base: arguments.base.clone(),
        strict: arguments.strict,
        accept_history_change: arguments.accept_history_change,
    };
    let report = context.hear(check(&project, &request))?;
    let shown = Shown { project: &project, report: &report };
    let output = match arguments.format {
        CheckFormat::Text => Output::Page(format::text(&shown, &context.reporter, arguments.sql)?),
        CheckFormat::Json => Output::Document(json::document(&shown.listing())?),
        CheckFormat::Github => Output::Document(github::github(&shown.listing())),
        CheckFormat::Sarif => Output::Document(sarif::sarif(&shown.listing())?),
    };
    Ok(Outcome { output, next: "", code: if report.fails() { Exit::Differs } else { Exit::Done } })
}

/// The document of a run that was refused.
pub(super) fn refused(format: CheckFormat, errors: Vec<DiagnosticEntry>) -> Option<String> {
    let listing = Listing::of_errors(errors);
    match format {
        CheckFormat::Text => None,
        CheckFormat::Json => json::document(&listing).ok(),
        CheckFormat::Github => Some(github::github(&listing)),
        CheckFormat::Sarif => sarif::sarif(&listing).ok(),
    }
}
