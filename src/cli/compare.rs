//! What every target needs: its base, what is pending since, and the migrations that are not in the base.

use std::cell::RefCell;
use std::rc::Rc;

use super::covered::covered;
use crate::base::{self, Base};
use crate::config::Target;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failure};
use crate::migrations::MigrationOnDisk;
use crate::pending::{Pending, pending};
use crate::project::Project;
use crate::sources::{self, Source};
use crate::state::State;

/// Reads states, each of them once.
pub(super) struct States<'p> {
    project: &'p Project,
    read: RefCell<Vec<(Source, Rc<State>)>>,
}

/// One target, compared with its base.
pub(super) struct Compared {
    pub(super) target: Target,
    pub(super) base: Base,
    /// Whether the user gave it.
    pub(super) is_given: bool,
    pub(super) pending: Pending,
    /// Migrations on disk that the base does not have.
    pub(super) since: Vec<MigrationOnDisk>,
    /// Those of them that do only what the schema of the base has already.
    pub(super) covered: Vec<MigrationOnDisk>,
    /// The migration that does all that is new since the base, if that could be told.
    pub(super) settled: Option<String>,
    /// How many of the changes are from before the branch.
    pub(super) inherited: usize,
}

impl<'p> States<'p> {
    pub(super) fn new(project: &'p Project) -> States<'p> {
        States { project, read: RefCell::default() }
    }

    pub(super) fn of(&self, source: &Source) -> Result<Rc<State>, Failure> {
        if let Some((_, state)) = self.read.borrow().iter().find(|(known, _)| known == source) {
            return Ok(state.clone());
        }
        let state = Rc::new(State::of(sources::read(self.project, source)?)?);
        self.read.borrow_mut().push((source.clone(), state.clone()));
        Ok(state)
    }

    /// What there is to know about how the other states were read.
    pub(super) fn notes(&self, after: &State) -> Diagnostics {
        let mut notes = Diagnostics::default();
        for (_, state) in self.read.borrow().iter().filter(|(_, state)| state.description != after.description) {
            let of_reading = state.diagnostics.iter().filter(|note| note.code == Code::ConfigOfRevision);
            of_reading.cloned().for_each(|note| notes.push(note));
        }
        notes
    }

    /// What a target needs to come from its base, or from what the user gave in its place, to a state.
    pub(super) fn compare(&self, target: &Target, given: Option<&Source>, after: &State) -> Result<Compared, Failure> {
        let base = base::resolve(self.project, target, given)?;
        let since = match given {
            // the user says what counts as migrated, and nothing tells which files that means
            Some(source) if !matches!(source, Source::Git(_) | Source::Empty) => Vec::new(),
            _ => base::migrations_since(self.project, target, &base)?,
        };
        let before = self.of(&base.source)?;
        let covered = covered(self.project, &target.name, &before, &since);
        let pending = pending(&self.project.config, &target.name, &before, after);
        let inherited = match &base.inherited_before {
            Some(start) if !pending.plan.is_empty() => self.inherited(target, &before, start.as_str())?,
            _ => 0,
        };
        Ok(Compared {
            target: target.clone(),
            base,
            is_given: given.is_some(),
            pending,
            since,
            covered,
            settled: None,
            inherited,
        })
    }

    fn inherited(&self, target: &Target, before: &State, start: &str) -> Result<usize, Failure> {
        let start = self.of(&Source::Git(start.to_owned()))?;
        Ok(pending(&self.project.config, &target.name, before, &start).plan.changes().count())
    }
}

impl Compared {
    /// That there is nothing to do, and since when.
    pub(super) fn in_sync(&self) -> String {
        let description = &self.base.description;
        if let Some(migration) = &self.settled {
            return format!("{}: {migration} does all that is new since {description}\n", self.target.name);
        }
        let how = match &self.base.source {
            Source::Empty => format!("nothing to migrate ({description})"),
            Source::Git(_) => format!("in sync since {description}"),
            Source::Worktree | Source::Staged | Source::Path(_) | Source::History => {
                format!("in sync with {description}")
            }
        };
        format!("{}: {how}\n", self.target.name)
    }
}

/// The targets that `--target` names, or all.
pub(super) fn chosen(project: &Project, names: &[String]) -> Result<Vec<Target>, Failure> {
    let targets = &project.config.targets;
    if let Some(unknown) = names.iter().find(|name| !targets.contains_key(*name)) {
        let known: Vec<&str> = targets.keys().map(String::as_str).collect();
        return Err(Diagnostic::error(Code::UnknownTarget, format!("there is no target `{}`", unknown.escape_debug()))
            .help(format!("the targets are: {}", known.join(", ")))
            .into());
    }
    Ok(targets.values().filter(|target| names.is_empty() || names.contains(&target.name)).cloned().collect())
}

/// Whether Prisma Migrate takes the target's folder for its own.
pub(super) fn is_prismas(project: &Project, target: &Target) -> bool {
    let Ok((schema, _)) = project.schema() else { return false };
    let folder = if schema.ends_with(".prisma") { crate::path::parent(schema) } else { schema };
    project.config.layout == crate::config::Layout::Prisma
        && project.migrations(target) == crate::path::join(folder, "migrations")
}
