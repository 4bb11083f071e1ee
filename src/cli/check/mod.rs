//! `refract check`: fails when the schema has changes that no migration makes, or a migration does something else.

mod find;
mod format;
mod history;
mod locale;
mod loss;
mod mend;
mod migrations;
mod order;
mod orders;
mod outdated_repair;
mod place;
mod psql;
mod sarif;

use std::rc::Rc;

use super::args::{Check, CheckFormat};
use super::compare::{Compared, Wanted};
use super::difference::Difference;
use super::output::Output;
use super::scope::chosen_targets;
use super::states::States;
use super::told::Told;
use super::{Context, Exit, Outcome, Refusal};
use crate::diagnostic::{Diagnostic, Failure};
use crate::migrations::Place;
use crate::project::Project;
use crate::sources::Source;
use crate::state::State;
use crate::text::Texts;
use history::History;

/// What was found of one target.
struct Checked {
    compared: Compared,
    findings: Vec<Finding>,
    /// What `--accept-history-change` would record.
    history: Option<History>,
    /// The command that mends the script that it keeps.
    repair: Option<String>,
    /// Whether the new migrations stop, so that they have to be written anew.
    is_replaced: bool,
}

impl Checked {
    /// Whether anything stands in the way.
    fn fails(&self) -> bool {
        self.findings.iter().any(|finding| !finding.passes)
    }
}

/// One thing that is wrong.
struct Finding {
    diagnostic: Diagnostic,
    /// Whether it is only worth a warning.
    passes: bool,
    /// The file that it is about as a whole, as a path from the root of the repository.
    file: Option<String>,
    /// The texts that it points into, where these are not the schema's.
    texts: Option<Rc<Texts>>,
    /// How a file differs from what it was, or from what it should be.
    difference: Option<Difference>,
}

impl Finding {
    /// One about no file of its own.
    fn new(diagnostic: Diagnostic, passes: bool) -> Finding {
        Finding { diagnostic, passes, file: None, texts: None, difference: None }
    }
}

/// Everything that was checked, and against what.
struct Report<'r> {
    project: &'r Project,
    after: &'r State,
    checked: Vec<Checked>,
    /// Whether anything stands in the way.
    fails: bool,
    /// The command that mends it; empty when there is nothing to mend.
    mend: String,
}

pub(super) fn run(context: &Context, arguments: &Check) -> Result<Outcome, Refusal> {
    let (project, _lock) =
        if arguments.accept_history_change { context.project_to_write()? } else { (context.project()?, None) };
    let targets = chosen_targets(&project, &context.common.target)?;
    let states = States::new(&project);
    let base = arguments.base.as_deref().map(|base| Source::parse(base, &project)).transpose()?;
    let (now, place) = if arguments.staged { (Source::Staged, Place::Index) } else { (Source::Worktree, Place::Disk) };
    if arguments.staged {
        let repository = project.repository()?;
        targets.iter().for_each(|target| repository.list_ahead(&project.in_git(&project.migrations(target))));
    }
    let wanted = Wanted { base, place, ..Wanted::default() };
    states.start(&now, states.bases(&targets, wanted.base.as_ref()))?;
    let after = states.of(&now)?;
    let mut checked = Vec::new();
    let mut failures: Vec<Failure> = Vec::new();
    for target in &targets {
        match states.compare(target, &wanted, &after) {
            Ok(compared) => {
                checked.push(find::checked(&states, compared, &after, (place, arguments.strict))?);
            }
            Err(failure) if failures.contains(&failure) => {}
            Err(failure) => match find::stopped(&states, (target, &wanted), &after, &failure)? {
                Some(stopped) => checked.push(stopped),
                None => failures.push(failure),
            },
        }
    }
    if !failures.is_empty() {
        return Err(Refusal(failures));
    }
    if arguments.accept_history_change {
        history::accept(&project, &mut checked)?;
    }
    context.remark(&Failure { texts: after.texts.clone(), diagnostics: after.diagnostics.clone() });
    let fails = checked.iter().any(Checked::fails);
    let mend = if fails { mend::command(&states, &checked, (arguments, &after, wanted)) } else { String::new() };
    let report = Report { project: &project, after: &after, checked, fails, mend };
    let output = match arguments.format {
        CheckFormat::Text => Output::Page(format::text(&report, &context.reporter, arguments.sql)?),
        CheckFormat::Json => Output::Document(format::json(&report.listing())?),
        CheckFormat::Github => Output::Document(format::github(&report.listing())),
        CheckFormat::Sarif => Output::Document(sarif::sarif(&report.listing())?),
    };
    Ok(Outcome { output, next: "", code: if fails { Exit::Differs } else { Exit::Done } })
}

/// The document of a run that was refused.
pub(super) fn refused(format: CheckFormat, errors: Vec<Told>) -> Option<String> {
    let listing = format::Listing::of_errors(errors);
    match format {
        CheckFormat::Text => None,
        CheckFormat::Json => format::json(&listing).ok(),
        CheckFormat::Github => Some(format::github(&listing)),
        CheckFormat::Sarif => sarif::sarif(&listing).ok(),
    }
}
