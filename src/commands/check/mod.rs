//! `refract check`: what no migration does, what is wrong with the migrations, and the one command that fixes it.

mod find;
mod history;
mod locale;
mod loss;
mod migrations;
mod order;
mod orders;
mod outdated_repair;
mod place;
mod psql;
mod way_out;

use std::rc::Rc;

use super::compare::{Compared, Wanted};
use super::file_change::FileChange;
use super::scope::chosen_targets;
use super::states::States;
use super::way_out::WayOut;
use super::{Answer, Refusal, Remarks};
use crate::config::Target;
use crate::diagnostic::{Diagnostic, Failure};
use crate::migrations::Place;
use crate::project::Project;
use crate::sources::Source;
use crate::state::State;
use crate::text::Texts;
use history::History;

/// What is to be checked. The project says whether that is what is staged ([`Project::awaits_commit`]).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// The names of the targets; all of them where this is empty.
    pub targets: Vec<String>,
    /// What counts as migrated, in place of the targets' bases: a source as the command line writes it.
    pub base: Option<String>,
    /// Whether warnings stand in the way too, such as what a commit before the branch left over.
    pub strict: bool,
    /// Whether changes of old migrations are recorded in refract.toml as accepted.
    pub accept_history_change: bool,
}

/// Everything that was checked, and against what.
pub struct Report {
    /// The schema that the migrations have to lead to.
    pub after: Rc<State>,
    /// What was found of each target.
    pub targets: Vec<Checked>,
    /// The command that fixes it, where something stands in the way and there is one.
    pub way_out: Option<WayOut>,
}

impl Report {
    /// Whether anything stands in the way.
    #[must_use]
    pub fn fails(&self) -> bool {
        self.targets.iter().any(Checked::fails)
    }
}

/// What was found of one target.
pub struct Checked {
    /// The target, and what it was compared with.
    pub compared: Compared,
    /// What is wrong.
    pub findings: Vec<Finding>,
    /// What `accept_history_change` would record.
    history: Option<History>,
    /// What fixes the repair script that the target keeps.
    repair: Option<WayOut>,
    /// Whether the new migrations stop, so that they have to be written anew.
    is_replaced: bool,
}

impl Checked {
    /// Whether anything stands in the way.
    #[must_use]
    pub fn fails(&self) -> bool {
        self.findings.iter().any(|finding| !finding.passes)
    }
}

/// One thing that is wrong.
pub struct Finding {
    /// What it is.
    pub diagnostic: Diagnostic,
    /// Whether it is only worth a warning.
    pub passes: bool,
    /// The file that it is about as a whole, as a path from the root of the repository.
    pub file: Option<String>,
    /// The texts that it points into, where these are not the schema's.
    pub texts: Option<Rc<Texts>>,
    /// How a file differs from what it was, or from what it should be.
    pub change: Option<FileChange>,
}

impl Finding {
    /// One about no file of its own.
    fn new(diagnostic: Diagnostic, passes: bool) -> Finding {
        Finding { diagnostic, passes, file: None, texts: None, change: None }
    }
}

/// Checks the migrations of a project. Nothing is written, unless a changed history is accepted.
///
/// Refused where a state, the migrations or git cannot be read, or a migration of the base is not understood.
#[must_use]
pub fn check(project: &Project, request: &Request) -> Answer<Report> {
    Answer::of(|remarks| decide(project, request, remarks))
}

fn decide(project: &Project, request: &Request, remarks: &mut Remarks) -> Result<Report, Refusal> {
    let targets = chosen_targets(project, &request.targets)?;
    let states = States::new(project);
    let base = request.base.as_deref().map(|base| Source::parse(base, project)).transpose()?;
    let (now, place) =
        if project.awaits_commit { (Source::Staged, Place::Index) } else { (Source::Worktree, Place::Disk) };
    if project.awaits_commit {
        let repository = project.repository()?;
        targets.iter().for_each(|target| repository.list_ahead(&project.in_git(&project.migrations(target))));
    }
    let wanted = Wanted { base, place, ..Wanted::default() };
    states.start(&now, states.bases(&targets, wanted.base.as_ref()))?;
    let after = states.of(&now)?;
    let mut checked = check_targets(&states, &targets, (&wanted, request.strict), &after)?;
    if request.accept_history_change {
        history::accept(project, &mut checked)?;
    }
    remarks.push_of_state(&after);
    let fails = checked.iter().any(Checked::fails);
    let way_out = if fails { way_out::way_out(&states, &checked, (request, &after, wanted)) } else { None };
    Ok(Report { after, targets: checked, way_out })
}

/// All targets, so that one run tells everything that is wrong.
fn check_targets(
    states: &States<'_>,
    targets: &[Target],
    (wanted, strict): (&Wanted, bool),
    after: &State,
) -> Result<Vec<Checked>, Refusal> {
    let mut checked = Vec::new();
    let mut failures: Vec<Failure> = Vec::new();
    for target in targets {
        match states.compare(target, wanted, after) {
            Ok(compared) => checked.push(find::checked(states, compared, after, (wanted.place, strict))?),
            Err(failure) if failures.contains(&failure) => {}
            Err(failure) => match find::stopped(states, (target, wanted), after, &failure)? {
                Some(stopped) => checked.push(stopped),
                None => failures.push(failure),
            },
        }
    }
    if failures.is_empty() { Ok(checked) } else { Err(Refusal(failures)) }
}
