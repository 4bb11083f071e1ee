//! What every target needs: its base, what is pending since, and the migrations that are not in the base.

use std::rc::Rc;

use super::database_before::DatabaseBefore;
use super::left_out_of_commit::left_out_of_commit;
use super::states::States;
use crate::base::{self, Base};
use crate::change::Change;
use crate::config::Target;
use crate::diagnostic::Failure;
use crate::diff::Hints;
use crate::git::Oid;
use crate::migrations::{self, MigrationOnDisk, Place};
use crate::pending::{Pending, pending_since};
use crate::replay::{Loss, Running};
use crate::sources::Source;
use crate::state::State;
use crate::target::Projection;
use crate::text::Texts;

/// What the user wants to be compared.
#[derive(Default)]
pub(crate) struct Wanted {
    /// What counts as migrated, in place of the targets' bases.
    pub(crate) base: Option<Source>,
    /// Where the migrations are looked for.
    pub(crate) place: Place,
    /// Whether migrations that are not in the base yet are written anew.
    pub(crate) folds: bool,
    /// What is said about names.
    pub(crate) hints: Hints,
}

/// One target, compared with its base.
pub struct Compared {
    /// The target.
    pub target: Target,
    /// What counts as migrated.
    pub base: Base,
    /// What it still needs.
    pub pending: Pending,
    /// Its migrations, in the place where they are looked for.
    pub all: Vec<MigrationOnDisk>,
    /// Those of them that the base does not have.
    pub since: Vec<MigrationOnDisk>,
    /// Those of them that were replayed on top of it.
    pub replayed: Vec<MigrationOnDisk>,
    /// What the migrations that were replayed take away.
    pub losses: Vec<Loss>,
    /// The texts that this stands in.
    pub texts: Rc<Texts>,
    /// Where those that were replayed led, to go on from; `None` where there is none.
    pub running: Option<Running>,
    /// Those of them that do only what the schema of the base has already.
    pub left_out_of_commit: Vec<MigrationOnDisk>,
    /// The migration that does all that is new since the base, if that could be told.
    pub settled: Option<String>,
    /// Those of the changes that are from before the branch.
    pub inherited: Vec<Change>,
}

impl States<'_> {
    /// What a target needs to come from its base, or from what the user gave in its place, to a state.
    ///
    /// # Errors
    /// When something cannot be read, or what a migration does is not understood.
    pub(crate) fn compare(&self, target: &Target, wanted: &Wanted, after: &State) -> Result<Compared, Failure> {
        let given = wanted.base.as_ref();
        let base = self.base(target, given)?;
        let all = migrations::in_place(self.project(), target, wanted.place)?;
        let since = if base.source == Source::History && wanted.folds {
            base::new_migrations(self.project(), target, (&all, wanted.place))?
        } else {
            base::migrations_since(self.project(), target, &base, (&all, wanted.place))?
        };
        let mut replayed = if base.source == Source::History { all.clone() } else { since.clone() };
        replayed.retain(|migration| !wanted.folds || !since.contains(migration));
        let DatabaseBefore { projection: before, losses, texts, running } =
            self.held(target, &base.source, (&replayed, wanted.place), after)?;
        let left_out_of_commit = match wanted.folds {
            true => left_out_of_commit(&before.database, self.project(), &since),
            false => Vec::new(),
        };
        let held = base.inherited_before.as_ref().map(|_| before.clone());
        let pending = pending_since(before, &self.project().config, &target.name, (after, &wanted.hints));
        let inherited = match (&base.inherited_before, held) {
            (Some(start), Some(held)) if !pending.plan.is_empty() => {
                self.inherited(target, (held, start), &pending, &wanted.hints)?
            }
            _ => Vec::new(),
        };
        if base.source == Source::History {
            replayed.clear();
        }
        Ok(Compared {
            target: target.clone(),
            base,
            pending,
            all,
            since,
            replayed,
            losses,
            texts,
            running,
            left_out_of_commit,
            settled: None,
            inherited,
        })
    }

    /// A target whose migrations stop, so that nothing is known to be pending: `texts` are the migrations.
    ///
    /// # Errors
    /// When its base or its migrations cannot be read.
    pub(crate) fn stopped(&self, target: &Target, wanted: &Wanted, texts: Rc<Texts>) -> Result<Compared, Failure> {
        let base = self.base(target, wanted.base.as_ref())?;
        let all = migrations::in_place(self.project(), target, wanted.place)?;
        let since = base::migrations_since(self.project(), target, &base, (&all, wanted.place))?;
        Ok(Compared {
            target: target.clone(),
            base,
            pending: Pending::default(),
            all,
            replayed: since.clone(),
            since,
            losses: Vec::new(),
            texts,
            running: None,
            left_out_of_commit: Vec::new(),
            settled: None,
            inherited: Vec::new(),
        })
    }

    /// What of all that is pending was so where the branch began.
    fn inherited(
        &self,
        target: &Target,
        (held, start): (Projection, &Oid),
        pending: &Pending,
        hints: &Hints,
    ) -> Result<Vec<Change>, Failure> {
        let start = self.of(&Source::Git(start.to_string()))?;
        let then = pending_since(held, &self.project().config, &target.name, (&start, hints));
        let then: Vec<&Change> = then.plan.changes().collect();
        Ok(pending.plan.changes().filter(|change| then.contains(change)).cloned().collect())
    }
}
