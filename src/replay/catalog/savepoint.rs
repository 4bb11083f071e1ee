//! Places to come back to: <https://www.postgresql.org/docs/current/sql-savepoint.html>.

use super::kept::Changed;
use super::path::PathScope;
use super::{Catalog, Relation};
use crate::physical::{ColumnType, Enum, Extension, ObjectName, Table};
use crate::replay::Lost;
use std::ops::Range;

/// A place to come back to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Savepoint {
    schemas: usize,
    extensions: usize,
    enums: usize,
    pub(super) tables: usize,
    pub(super) relations: usize,
    types: usize,
    checks: usize,
    search_path: usize,
    lost: usize,
    made: usize,
}

/// What was changed since a savepoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    schemas: Changed<String, bool>,
    extensions: Changed<String, Extension>,
    enums: Changed<ObjectName, Enum>,
    tables: Changed<ObjectName, Table>,
    relations: Changed<ObjectName, Relation>,
    types: Changed<ObjectName, Option<ColumnType>>,
    checks: Changed<(ObjectName, String), ()>,
    search_path: Changed<PathScope, Vec<String>>,
    lost: Vec<(Lost, Range<usize>)>,
}

impl Catalog {
    /// A place to come back to.
    pub(crate) fn savepoint(&mut self) -> Savepoint {
        // a map that is added to Catalog must be thought of here, and in all of this file
        let Catalog {
            default_schema: _,
            schemas: _,
            extensions: _,
            enums: _,
            tables: _,
            relations: _,
            types: _,
            checks: _,
            search_path: _,
            ledger: _,
            dependents: _,
            key_names: _,
            source: _,
        } = self;
        Savepoint {
            schemas: self.schemas.mark(),
            extensions: self.extensions.mark(),
            enums: self.enums.mark(),
            tables: self.tables.mark(),
            relations: self.relations.mark(),
            types: self.types.mark(),
            checks: self.checks.mark(),
            search_path: self.search_path.mark(),
            lost: self.ledger.lost.len(),
            made: self.ledger.made.mark(),
        }
    }

    /// Takes back what was done since.
    pub(crate) fn roll_back_to(&mut self, savepoint: &Savepoint) {
        let Savepoint { schemas, extensions, enums, tables, relations, types, checks, search_path, lost, made } =
            *savepoint;
        self.schemas.roll_back(schemas);
        self.extensions.roll_back(extensions);
        self.enums.roll_back(enums);
        self.tables.roll_back(tables);
        self.relations.roll_back(relations);
        self.types.roll_back(types);
        self.checks.roll_back(checks);
        self.search_path.roll_back(search_path);
        self.ledger.lost.truncate(lost);
        self.ledger.made.roll_back(made);
    }

    /// Forgets what was: from here on nobody can go back.
    pub(crate) fn forget(&mut self) {
        self.schemas.forget();
        self.extensions.forget();
        self.enums.forget();
        self.tables.forget();
        self.relations.forget();
        self.types.forget();
        self.checks.forget();
        self.search_path.forget();
        self.ledger.made.forget();
    }

    /// Whether anything but search_path was touched since.
    #[must_use]
    pub(crate) fn is_changed_since(&self, since: &Savepoint) -> bool {
        let Savepoint { schemas, extensions, enums, tables, relations, types, checks, search_path: _, lost, made } =
            *since;
        self.schemas.changed_keys(schemas).next().is_some()
            || self.extensions.changed_keys(extensions).next().is_some()
            || self.enums.changed_keys(enums).next().is_some()
            || self.tables.changed_keys(tables).next().is_some()
            || self.relations.changed_keys(relations).next().is_some()
            || self.types.changed_keys(types).next().is_some()
            || self.checks.changed_keys(checks).next().is_some()
            || self.ledger.made.changed_keys(made).next().is_some()
            || self.ledger.lost.len() > lost
    }

    /// What was changed since.
    #[must_use]
    pub(crate) fn outcome(&self, since: &Savepoint) -> Outcome {
        Outcome {
            schemas: self.schemas.changed(since.schemas),
            extensions: self.extensions.changed(since.extensions),
            enums: self.enums.changed(since.enums),
            tables: self.tables.changed(since.tables),
            relations: self.relations.changed(since.relations),
            types: self.types.changed(since.types),
            checks: self.checks.changed(since.checks),
            search_path: self.search_path.changed(since.search_path),
            lost: self.ledger.lost[since.lost..].to_vec(),
        }
    }

    /// Whether what was done since comes to the same as something else that was done from there.
    #[must_use]
    pub(crate) fn comes_to(&self, since: &Savepoint, other: &Outcome) -> bool {
        let Outcome { schemas, extensions, enums, tables, relations, types, checks, search_path, lost: _ } = other;
        self.schemas.comes_to(since.schemas, schemas)
            && self.extensions.comes_to(since.extensions, extensions)
            && self.enums.comes_to(since.enums, enums)
            && self.tables.comes_to(since.tables, tables)
            && self.relations.comes_to(since.relations, relations)
            && self.types.comes_to(since.types, types)
            && self.checks.comes_to(since.checks, checks)
            && self.search_path.comes_to(since.search_path, search_path)
    }

    /// Adds what is lost on another way to the same.
    pub(crate) fn lose_too(&mut self, other: Outcome) {
        for lost in other.lost {
            if !self.ledger.lost.contains(&lost) {
                self.ledger.lost.push(lost);
            }
        }
    }
}
