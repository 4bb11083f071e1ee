//! What a target's database holds before what is pending: a state of the schema, with the migrations that came since
//! on top of it, or the whole history replayed from nothing.

use std::rc::Rc;

use super::compare::States;
use crate::config::Target;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failure};
use crate::migrations::{self, MigrationOnDisk, Place};
use crate::physical::Database;
use crate::replay::{self, Loss, Replay};
use crate::sources::Source;
use crate::state::State;
use crate::target::Projection;
use crate::text::Texts;

/// What a target holds, and the migrations that were replayed to tell.
pub(super) struct Held {
    /// What it holds.
    pub(super) projection: Projection,
    /// What the migrations took away.
    pub(super) losses: Vec<Loss>,
    /// The migrations.
    pub(super) texts: Rc<Texts>,
}

impl States<'_> {
    /// What a target holds at a source and after some of its migrations, in the words of the schema now.
    ///
    /// # Errors
    /// When a state or a migration cannot be read, or what a migration does is not understood.
    pub(super) fn held(
        &self,
        target: &Target,
        at: &Source,
        (migrations, place): (&[MigrationOnDisk], Place),
        after: &State,
    ) -> Result<Held, Failure> {
        let project = self.project();
        let replayed = |texts: Texts, before: Database, trust: Trust| {
            let (database, losses) = trust.replayed(&texts, before)?;
            let mut projected = after.projected_on_the_same(&project.config, &target.name);
            // an extension that a table needs may stand in no datasource
            let mut schema = after.database.clone();
            schema.extensions.append(&mut projected.database.extensions);
            let database = replay::settle(database, &schema);
            let mut lost = projected.lost;
            lost.retain(|lost| lost.is_of(&database));
            Ok(Held { projection: Projection { database, lost }, losses, texts: Rc::new(texts) })
        };
        match at {
            Source::History => {
                replayed(migrations::texts(project, migrations, place)?, Database::default(), Trust::Nothing)
            }
            Source::Sql(path) => replayed(migrations::texts_at(project, path)?, Database::default(), Trust::Nothing),
            Source::Empty | Source::Worktree | Source::Staged | Source::Git(_) | Source::Path(_) => {
                let held = self.of(at)?.projected_on_the_same(&project.config, &target.name);
                if migrations.is_empty() {
                    return Ok(Held { projection: held, losses: Vec::new(), texts: Rc::default() });
                }
                replayed(migrations::texts(project, migrations, place)?, held.database, Trust::State)
            }
        }
    }
}

/// What the replay starts from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Trust {
    /// Nothing was there: whatever a migration needs, another one must have made.
    Nothing,
    /// A state of the schema: the database has that, in whatever way it came there.
    State,
}

impl Trust {
    /// On top of a state, what is there already is no mistake.
    fn replayed(self, texts: &Texts, before: Database) -> Result<(Database, Vec<Loss>), Failure> {
        let Replay { database, diagnostics: found, losses } = replay::replay(before, texts);
        let counts = |diagnostic: &&Diagnostic| self == Trust::Nothing || diagnostic.code != Code::SqlRefused;
        let mut diagnostics = Diagnostics::default();
        found.iter().filter(counts).cloned().for_each(|diagnostic| diagnostics.push(diagnostic));
        if diagnostics.has_errors() {
            Err(Failure { texts: texts.clone(), diagnostics })
        } else {
            Ok((database, losses))
        }
    }
}
