//! What a schema means at one moment: its text read, lowered, and routed to targets.

use crate::config::{Config, Target, glob_matches};
use crate::diagnostic::{Diagnostics, Failure};
use crate::lower::{self, Defaults, RowSql};
use crate::physical::Database;
use crate::psl::{self, schema::Schema};
use crate::sources::Snapshot;
use crate::target::{self, Projection, Routing};
use crate::text::Texts;

/// A schema at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// Its files; none for the empty state.
    pub texts: Texts,
    /// What they say.
    pub schema: Schema,
    /// The database that would hold all of it.
    pub database: Database,
    /// What becomes of rows that are there.
    pub row_sql: RowSql,
    /// Which model goes where.
    pub routing: Routing,
    /// The configuration by which it was lowered and routed.
    pub config: Config,
    /// What to call it: `the working tree`, `3f2c1ab (origin/main)`.
    pub description: String,
    /// Warnings and notes.
    pub diagnostics: Diagnostics,
}

impl State {
    /// Reads, lowers and routes a schema.
    ///
    /// # Errors
    /// With everything that is wrong with it.
    pub fn of(snapshot: Snapshot) -> Result<State, Failure> {
        let Snapshot { texts, config, description, notes } = snapshot;
        if texts.iter().next().is_none() {
            let (schema, database, routing) = (Schema::default(), Database::default(), Routing::default());
            let (row_sql, diagnostics) = (RowSql::default(), notes);
            return Ok(State { texts, schema, database, row_sql, routing, config, description, diagnostics });
        }
        let mut diagnostics = notes;
        let (schema, found) = psl::read(&texts);
        diagnostics.append(found);
        if diagnostics.has_errors() {
            return Err(Failure { texts, diagnostics });
        }
        let (schema_name, vector) = (config.default_schema.clone(), config.vector.clone());
        let defaults = Defaults { schema: schema_name, vector, json: config.json_index };
        let (database, found) = lower::lower(&schema, &defaults);
        diagnostics.append(found);
        let (row_sql, found) = lower::row_sql(&schema, &database);
        diagnostics.append(found);
        let (routing, found) = target::route(&schema, &database, &config);
        diagnostics.append(found);
        if diagnostics.has_errors() {
            return Err(Failure { texts, diagnostics });
        }
        Ok(State { texts, schema, database, row_sql, routing, config, description, diagnostics })
    }

    /// The same state as read from elsewhere; see [`Snapshot::says_the_same`].
    #[must_use]
    pub fn under(self, snapshot: Snapshot) -> State {
        let Snapshot { texts, config, description, notes: mut diagnostics } = snapshot;
        diagnostics.append(self.diagnostics);
        State { texts, config, description, diagnostics, ..self }
    }

    /// Whether a schema of PostgreSQL is named, by the datasource, a model, an enum or a target: what is in one that is not
    /// is not managed. A state without a schema leaves nothing out.
    #[must_use]
    pub fn names_schema(&self, name: &str, target: &Target) -> bool {
        let listed = self.schema.datasource.as_ref().map_or(&[][..], |datasource| &datasource.schemas);
        self.texts.iter().next().is_none()
            || listed.iter().any(|listed| listed.value == name)
            || listed.is_empty() && name == self.database.default_schema()
            || self.database.schemas.contains(name)
            || target.schemas.iter().any(|pattern| pattern != "*" && glob_matches(pattern, name))
    }

    /// The part that a target of this moment holds; nothing where its configuration does not know the target.
    #[must_use]
    pub fn projected_on(&self, target: &str) -> Projection {
        match self.config.targets.get(target) {
            Some(target) => target::project(&self.database, &self.routing, target),
            None => Projection::default(),
        }
    }

    /// The part that a target of today's configuration holds at this moment; nothing where there is no such target.
    #[must_use]
    pub fn projected_on_the_same(&self, today: &Config, target: &str) -> Projection {
        today.same_target(target, &self.config).map_or_else(Projection::default, |name| self.projected_on(name))
    }
}
