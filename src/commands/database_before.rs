//! What a target's database holds before what is pending: a state of the schema, with the migrations that came since
//! on top of it, or the whole history replayed from nothing.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::states::States;
use crate::base;
use crate::config::{BaseKind, Target};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failure};
use crate::managed;
use crate::migrations::{self, MigrationOnDisk, Place};
use crate::pending::schema_with_extensions;
use crate::physical::{Column, Database, Enum, ObjectName, Table};
use crate::replay::{self, Loss, Replay, Running};
use crate::sources::Source;
use crate::state::State;
use crate::target::Projection;
use crate::text::{Texts, is_written_by_refract};

/// What a target holds, and the migrations that were replayed to tell.
pub(crate) struct DatabaseBefore {
    /// What it holds.
    pub(crate) projection: Projection,
    /// What the migrations took away.
    pub(crate) losses: Vec<Loss>,
    /// The migrations.
    pub(crate) texts: Rc<Texts>,
    /// Where they led, to go on from; `None` where there is none.
    pub(crate) running: Option<Running>,
}

impl States<'_> {
    /// What a target holds at a source and after some of its migrations, in the words of the schema now.
    ///
    /// # Errors
    /// When a state or a migration cannot be read, or what a migration does is not understood.
    pub(crate) fn held(
        &self,
        target: &Target,
        at: &Source,
        (migrations, place): (&[MigrationOnDisk], Place),
        after: &State,
    ) -> Result<DatabaseBefore, Failure> {
        let project = self.project();
        let texts = match at {
            Source::Sql(path) => migrations::texts_at(project, path)?,
            Source::Empty | Source::Worktree | Source::Staged | Source::Git(_) | Source::History | Source::Path(_) => {
                migrations::texts(project, target, migrations, place)?
            }
        };
        self.held_behind(target, at, texts, after)
    }

    /// What a target holds at a source and behind the texts of migrations, in the words of the schema now.
    ///
    /// # Errors
    /// When a state cannot be read, or what a migration does is not understood.
    pub(crate) fn held_behind(
        &self,
        target: &Target,
        at: &Source,
        texts: Texts,
        after: &State,
    ) -> Result<DatabaseBefore, Failure> {
        let project = self.project();
        let before = match ReplayStart::of(at) {
            ReplayStart::Nothing => Database::with_default_schema(&project.config.default_schema),
            ReplayStart::State => {
                let held = self.of(at)?.projected_on_the_same(&project.config, &target.name);
                if texts.iter().next().is_none() {
                    return Ok(DatabaseBefore {
                        projection: held,
                        losses: Vec::new(),
                        texts: Rc::default(),
                        running: None,
                    });
                }
                held.database
            }
        };
        self.held_further(target, at, (Running::new(before), texts), after)
    }

    /// What a target holds when the rest of some migrations has run too, in the words of the schema now.
    ///
    /// # Errors
    /// When what a migration does is not understood.
    pub(crate) fn held_further(
        &self,
        target: &Target,
        at: &Source,
        (mut running, texts): (Running, Texts),
        after: &State,
    ) -> Result<DatabaseBefore, Failure> {
        let start = ReplayStart::of(at);
        running.run(&texts);
        let Replay { database: mut raw, diagnostics, losses, unread } = running.so_far();
        start.expect_understood(&texts, (diagnostics, unread), after)?;
        self.leave_out_unmanaged(target, at, after, &mut raw);
        let projected = after.projected_on_the_same(&self.project().config, &target.name);
        let schema = schema_with_extensions(after, &projected.database);
        let mut database = replay::settle(raw, &schema);
        if start == ReplayStart::Nothing && may_be_renamed(&database, &schema) {
            let mut raw = running.so_far().database;
            self.leave_out_unmanaged(target, at, after, &mut raw);
            self.learn_names(target, &mut raw);
            database = replay::settle(raw, &schema);
        }
        refuse_partitions(&database, after)?;
        let mut lost = projected.lost;
        lost.retain(|lost| lost.is_of(&database));
        let projection = Projection { database, lost, is_replayed: true };
        Ok(DatabaseBefore { projection, losses, texts: Rc::new(texts), running: Some(running) })
    }
}

impl States<'_> {
    /// What is in a schema that nobody names, now or in the base, is not managed. The base of a history is the commit that it
    /// would have if it were compared with git.
    fn leave_out_unmanaged(&self, target: &Target, at: &Source, after: &State, database: &mut Database) {
        let mut unnamed: BTreeSet<String> = managed::schema::used(database).map(str::to_owned).collect();
        unnamed.retain(|name| !after.names_schema(name, target));
        if unnamed.is_empty() {
            return;
        }
        let base = match at {
            Source::History => self.git_base(target),
            Source::Sql(_) => None,
            Source::Empty | Source::Worktree | Source::Staged | Source::Git(_) | Source::Path(_) => self.of(at).ok(),
        };
        if let Some(base) = base {
            unnamed.retain(|name| base.texts.iter().next().is_none() || !base.names_schema(name, target));
        }
        managed::schema::leave_out_unmanaged(database, |name| !unnamed.contains(name));
    }

    /// The state that would be the base of a target if that were git.
    fn git_base(&self, target: &Target) -> Option<Rc<State>> {
        let of_git = Target { base: BaseKind::Git, ..target.clone() };
        let base = base::resolve(self.project(), &of_git, None).ok()?;
        match base.source {
            Source::Git(_) => self.of(&base.source).ok(),
            Source::Empty | Source::Worktree | Source::Staged | Source::History | Source::Path(_) | Source::Sql(_) => {
                None
            }
        }
    }

    /// Migrations do not say what the schema calls things, and without that nothing tells a rename from a drop and an
    /// add. Git may still have the schema that was theirs; where it has not, the user is asked.
    fn learn_names(&self, target: &Target, database: &mut Database) {
        if let Some(state) = self.git_base(target) {
            replay::learn_names(database, &state.database);
        }
    }
}

/// A partition has the columns of its table, and no statement can give it others.
fn refuse_partitions(database: &Database, after: &State) -> Result<(), Failure> {
    let mut diagnostics = Diagnostics::default();
    for table in database.tables.values().filter(|table| after.database.tables.contains_key(&table.name)) {
        let Some(parent) = &table.extras.partition_of else { continue };
        let model = after.schema.models.iter().find(|model| model.name == table.prisma_name());
        let message = format!("{} is a partition of {parent}, and a partition cannot be a model", table.name);
        let diagnostic = Diagnostic::error(Code::ModelOfPartition, message);
        let diagnostic = match model {
            Some(model) => diagnostic.at(model.span, "is the model of the partition"),
            None => diagnostic,
        };
        diagnostics.push(diagnostic.help(format!("take the model out of the schema: its rows are those of {parent}")));
    }
    if diagnostics.has_errors() { Err(Failure { texts: after.texts.clone(), diagnostics }) } else { Ok(()) }
}

/// Whether it has something that the schema has no such thing for: without it no name can have moved on.
fn may_be_renamed(database: &Database, schema: &Database) -> bool {
    let is_same = |column: &Column, known: &Table| {
        known.column(&column.name).is_some_and(|known| known.column_type.is_like(&column.column_type))
    };
    let is_whole = |table: &Table, known: &Table| table.columns.iter().all(|column| is_same(column, known));
    let has_all = |declared: &Enum, known: &Enum| declared.label_set().is_subset(&known.label_set());
    database.tables.iter().any(|(name, table)| schema.tables.get(name).is_none_or(|known| !is_whole(table, known)))
        || database.enums.iter().any(|(name, it)| schema.enums.get(name).is_none_or(|known| !has_all(it, known)))
}

/// Whether a finding counts on top of a state. What is there already is no mistake there, but refract's own files make
/// nothing that is there.
pub(crate) fn counts_on_state(texts: &Texts, found: &Diagnostic) -> bool {
    let file = found.primary.as_ref().map(|label| texts.file(label.span.file));
    found.code != Code::SqlRefused || file.is_some_and(|file| is_written_by_refract(&file.text))
}

/// What the replay starts from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ReplayStart {
    /// Nothing was there: whatever a migration needs, another one must have made.
    Nothing,
    /// A state of the schema: the database has that, in whatever way it came there.
    State,
}

impl ReplayStart {
    fn of(at: &Source) -> ReplayStart {
        match at {
            Source::History | Source::Sql(_) => ReplayStart::Nothing,
            Source::Empty | Source::Worktree | Source::Staged | Source::Git(_) | Source::Path(_) => ReplayStart::State,
        }
    }

    /// On top of a state, what is there already is no mistake.
    fn expect_understood(
        self,
        texts: &Texts,
        (found, unread): (Diagnostics, Vec<(ObjectName, Diagnostic)>),
        after: &State,
    ) -> Result<(), Failure> {
        // what only the server can tell counts where a model is in question
        let in_question = unread.into_iter().filter(|(table, _)| after.database.tables.contains_key(table));
        let counts = |found: &&Diagnostic| self == ReplayStart::Nothing || counts_on_state(texts, found);
        let mut diagnostics = Diagnostics::default();
        found.iter().filter(counts).cloned().for_each(|diagnostic| diagnostics.push(diagnostic));
        in_question.for_each(|(_, diagnostic)| diagnostics.push(diagnostic));
        if diagnostics.has_errors() { Err(Failure { texts: texts.clone(), diagnostics }) } else { Ok(()) }
    }
}
