//! `refract diff`: what leads each target from one state to another.

use std::path::Path;
use std::rc::Rc;

use super::database_before::DatabaseBefore;
use super::renames::{self, NameFlags};
use super::scope::chosen_targets;
use super::states::States;
use super::{Answer, Refusal, Remarks, unmanaged, warnings};
use crate::base;
use crate::config::Target;
use crate::diagnostic::{Diagnostics, Failure};
use crate::migrations::{self, Place};
use crate::pending::{Pending, pending_since};
use crate::project::Project;
use crate::sources::Source;
use crate::state::State;
use crate::text::Texts;

/// What is to be compared. States are sources as the command line writes them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// The names of the targets; all of them where this is empty.
    pub targets: Vec<String>,
    /// The state before; the base of each target, and its migrations since, where nothing is said.
    pub from: Option<String>,
    /// The state after.
    pub to: String,
    /// What has another name.
    pub names: NameFlags,
}

impl Request {
    /// Whether both states are files that somebody names from this folder: then neither git nor a schema is looked for
    /// ([`crate::project::Overrides::states_named`]).
    #[must_use]
    pub fn names_files(&self, folder: &Path) -> bool {
        let is_named = |spec: &str| Source::is_named(spec, folder);
        is_named(&self.to) && self.from.as_deref().is_some_and(is_named)
    }
}

/// What the states of all targets differ in.
pub struct Report<'p> {
    /// By target.
    pub targets: Vec<TargetDifference>,
    /// What it was found by. To give the memory back takes a tenth of the time of a run, so a program that ends then may
    /// leave that to the system.
    _states: (States<'p>, Rc<State>),
}

/// What the states of one target differ in.
pub struct TargetDifference {
    /// The name of the target.
    pub target: String,
    /// What the state before is called.
    pub from: String,
    /// What the state after is called.
    pub to: String,
    /// What leads from one to the other.
    pub pending: Pending,
    /// The migrations that were replayed.
    texts: Rc<Texts>,
}

impl Report<'_> {
    /// Whether any target differs.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.targets.iter().any(|one| !one.pending.plan.is_empty())
    }
}

/// Compares two states.
///
/// Refused where one of them cannot be read, or a migration is not understood.
#[must_use]
pub fn diff<'p>(project: &'p Project, request: &Request) -> Answer<Report<'p>> {
    Answer::of(|remarks| decide(project, request, remarks))
}

fn decide<'p>(project: &'p Project, request: &Request, remarks: &mut Remarks) -> Result<Report<'p>, Refusal> {
    let targets = chosen_targets(project, &request.targets)?;
    let from = request.from.as_deref().map(|from| Source::parse(from, project)).transpose()?;
    let to = Source::parse(&request.to, project)?;
    let states = States::new(project);
    match &from {
        Some(from) => states.start(&to, std::iter::once(from.clone()))?,
        None => states.start(&to, states.bases(&targets, None))?,
    }
    let after = states.of(&to)?;
    let hints = renames::hints(&request.names, &after)?;
    let mut differences = Vec::new();
    for target in &targets {
        let (held, from) = before(&states, target, from.as_ref(), &after)?;
        let pending = pending_since(held.projection, &project.config, &target.name, (&after, &hints));
        let (target, to) = (target.name.clone(), after.description.clone());
        differences.push(TargetDifference { target, from, to, pending, texts: held.texts });
    }
    renames::expect_followed(&hints, differences.iter().map(|difference| &difference.pending.names))?;
    remarks.push(states.notes(&after));
    remark(remarks, &after, &differences);
    Ok(Report { targets: differences, _states: (states, after) })
}

/// What the target holds at the source that was asked for, or else at its base and after the migrations since.
fn before(
    states: &States<'_>,
    target: &Target,
    from: Option<&Source>,
    after: &State,
) -> Result<(DatabaseBefore, String), Failure> {
    let base = states.base(target, from)?;
    let on_disk = || migrations::on_disk(states.project(), target);
    let replayed = match (&base.source, from) {
        (Source::History, _) => on_disk()?,
        (_, Some(_)) => Vec::new(),
        (_, None) => base::migrations_since(states.project(), target, &base, (&on_disk()?, Place::Disk))?,
    };
    Ok((states.held(target, &base.source, (&replayed, Place::Disk), after)?, base.description))
}

fn remark(remarks: &mut Remarks, after: &State, differences: &[TargetDifference]) {
    remarks.push_of_state(after);
    let mut diagnostics = Diagnostics::default();
    for difference in differences {
        diagnostics.append(warnings::of(&difference.target, &difference.pending));
    }
    remarks.push(diagnostics);
    for TargetDifference { target, pending, texts, .. } in differences {
        remarks.push(unmanaged::warnings(target, pending, texts));
    }
    let names = differences.iter().map(|difference| (difference.target.as_str(), &difference.pending.names));
    remarks.push(renames::remarks(after, names, false));
}
