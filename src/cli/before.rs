//! What a target's database holds before what is pending: a state of the schema, with the migrations that came since
//! on top of it, or the whole history replayed from nothing.

use std::rc::Rc;

use super::compare::States;
use crate::base;
use crate::config::{BaseKind, Target};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failure};
use crate::migrations::{self, MigrationOnDisk, Place};
use crate::pending::schema_with_extensions;
use crate::physical::{Column, Database, Enum, Table};
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
            let (mut raw, losses) = trust.replayed(&texts, before)?;
            let projected = after.projected_on_the_same(&project.config, &target.name);
            let schema = schema_with_extensions(after, &projected.database);
            let mut database = replay::settle(raw.clone(), &schema);
            if trust == Trust::Nothing && may_be_renamed(&database, &schema) {
                self.learn_names(target, &mut raw);
                database = replay::settle(raw, &schema);
            }
            let mut lost = projected.lost;
            lost.retain(|lost| lost.is_of(&database));
            let projection = Projection { database, lost, is_replayed: true };
            Ok(Held { projection, losses, texts: Rc::new(texts) })
        };
        let nothing = Database::with_default_schema(&project.config.default_schema);
        match at {
            Source::History => {
                replayed(migrations::texts(project, target, migrations, place)?, nothing, Trust::Nothing)
            }
            Source::Sql(path) => replayed(migrations::texts_at(project, path)?, nothing, Trust::Nothing),
            Source::Empty | Source::Worktree | Source::Staged | Source::Git(_) | Source::Path(_) => {
                let held = self.of(at)?.projected_on_the_same(&project.config, &target.name);
                if migrations.is_empty() {
                    return Ok(Held { projection: held, losses: Vec::new(), texts: Rc::default() });
                }
                replayed(migrations::texts(project, target, migrations, place)?, held.database, Trust::State)
            }
        }
    }
}

impl States<'_> {
    /// Migrations do not say what the schema calls things, and without that nothing tells a rename from a drop and an
    /// add. Git may still have the schema that was theirs; where it has not, the user is asked.
    fn learn_names(&self, target: &Target, database: &mut Database) {
        let of_git = Target { base: BaseKind::Git, ..target.clone() };
        if let Ok(base) = base::resolve(self.project(), &of_git, None)
            && let Source::Git(_) = base.source
            && let Ok(state) = self.of(&base.source)
        {
            replay::learn_names(database, &state.database);
        }
    }
}

/// Whether it has something that the schema has no such thing for: without it no name can have moved on.
fn may_be_renamed(database: &Database, schema: &Database) -> bool {
    let is_same = |column: &Column, known: &Table| {
        known.column(&column.name).is_some_and(|known| known.column_type.is_like(&column.column_type))
    };
    let is_whole = |table: &Table, known: &Table| table.columns.iter().all(|column| is_same(column, known));
    let has_all = |declared: &Enum, known: &Enum| declared.labels.iter().all(|value| known.has(&value.label));
    database.tables.iter().any(|(name, table)| schema.tables.get(name).is_none_or(|known| !is_whole(table, known)))
        || database.enums.iter().any(|(name, it)| schema.enums.get(name).is_none_or(|known| !has_all(it, known)))
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
