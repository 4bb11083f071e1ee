//! The migrations of a target, as the findings about them need them.

use std::rc::Rc;

use super::Finding;
use crate::base;
use crate::commands::compare::Compared;
use crate::commands::states::States;
use crate::config::BaseKind;
use crate::diagnostic::{Code, Diagnostic, Failure};
use crate::migrations::{self, MigrationOnDisk, Place};
use crate::project::Project;
use crate::replay;
use crate::sources::Source;
use crate::text::Texts;

/// A target's migrations, and which of them the base does not have.
pub(super) struct Migrations<'c> {
    pub(super) states: &'c States<'c>,
    pub(super) compared: &'c Compared,
    pub(super) new: Vec<MigrationOnDisk>,
    /// What all of them say.
    pub(super) texts: Rc<Texts>,
}

impl<'c> Migrations<'c> {
    /// `None` where there is nothing to tell new from old by.
    pub(super) fn of(
        states: &'c States<'c>,
        compared: &'c Compared,
        place: Place,
    ) -> Result<Option<Migrations<'c>>, Failure> {
        let (project, target) = (states.project(), &compared.target);
        if project.repository_if_any().is_none() {
            return Ok(None);
        }
        let new = match &compared.base.source {
            Source::Empty if target.base != BaseKind::History => return Ok(None),
            Source::Empty | Source::History => base::new_migrations(project, target, (&compared.all, place))?,
            Source::Git(_) => compared.since.clone(),
            Source::Worktree | Source::Staged | Source::Path(_) | Source::Sql(_) => return Ok(None),
        };
        let texts = texts(states, compared, place)?;
        Ok(Some(Migrations { states, compared, new, texts }))
    }

    /// Those of a history, of which none is known to be new.
    pub(super) fn without_git(
        states: &'c States<'c>,
        compared: &'c Compared,
        place: Place,
    ) -> Result<Option<Migrations<'c>>, Failure> {
        if compared.base.source != Source::History {
            return Ok(None);
        }
        Ok(Some(Migrations { states, compared, new: Vec::new(), texts: texts(states, compared, place)? }))
    }

    pub(super) fn project(&self) -> &'c Project {
        self.states.project()
    }

    /// A finding about a whole migration.
    pub(super) fn finding(&self, diagnostic: Diagnostic, migration: &MigrationOnDisk) -> Finding {
        let file = Some(self.project().in_git(&migration.path));
        Finding { file, ..Finding::new(diagnostic, false) }
    }

    /// All migrations, each with what it says.
    pub(super) fn all(&self) -> impl Iterator<Item = (&MigrationOnDisk, &str)> {
        self.compared.all.iter().zip(self.texts.iter().map(|(_, file)| file.text.as_str()))
    }

    /// What a migration of this name says.
    pub(super) fn says(&self, name: &str) -> Option<&str> {
        let at = self.compared.all.binary_search_by(|migration| migration.name.as_str().cmp(name)).ok()?;
        self.all().nth(at).map(|(_, text)| text)
    }

    /// Whether a comment in a migration waves findings of a kind through.
    pub(super) fn allows(&self, migration: &MigrationOnDisk, code: Code) -> bool {
        self.says(&migration.name).is_some_and(|text| replay::allows(text, code))
    }
}

/// What the migrations of a target say.
fn texts(states: &States<'_>, compared: &Compared, place: Place) -> Result<Rc<Texts>, Failure> {
    Ok(match &compared.base.source {
        // a replay of the history has read them all
        Source::History => compared.texts.clone(),
        Source::Empty | Source::Worktree | Source::Staged | Source::Git(_) | Source::Path(_) | Source::Sql(_) => {
            Rc::new(migrations::texts(states.project(), &compared.target, &compared.all, place)?)
        }
    })
}
