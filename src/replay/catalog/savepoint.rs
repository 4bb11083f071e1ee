//! Savepoints of the catalog: <https://www.postgresql.org/docs/current/sql-savepoint.html>.

use super::known_objects;
use super::path::PathScope;
use super::revertible_map::Changed;
use super::{Catalog, Relation};
use crate::physical::{ColumnType, Enum, Extension, ObjectName, Table};
use crate::replay::Lost;
use std::ops::Range;

/// Marks the state now, to roll back to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Savepoint {
    schemas: usize,
    extensions: usize,
    enums: usize,
    pub(super) tables: usize,
    pub(super) relations: usize,
    types: usize,
    type_words: usize,
    cast_defaults: usize,
    objects: known_objects::Mark,
    functions: usize,
    triggers: usize,
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
    search_path: Changed<PathScope, Vec<String>>,
    lost: Vec<(Lost, Range<usize>)>,
}

impl Catalog {
    /// Marks the state now, to roll back to.
    pub(crate) fn savepoint(&mut self) -> Savepoint {
        // a map that is added to Catalog must be thought of here; the compiler asks for it in the rest of this file then
        let Catalog {
            default_schema: _,
            starts_empty: _,
            schemas,
            extensions,
            enums,
            tables,
            relations,
            types,
            type_words,
            cast_defaults,
            objects,
            objects_made: _,
            functions,
            triggers,
            search_path,
            ledger,
            dependents: _,
            belongings: _,
            key_names: _,
            given_names: _,
            had_shaping_function: _,
            had_unread: _,
            said: _,
            source: _,
            bytes_made: _,
        } = self;
        Savepoint {
            schemas: schemas.mark(),
            extensions: extensions.mark(),
            enums: enums.mark(),
            tables: tables.mark(),
            relations: relations.mark(),
            types: types.mark(),
            type_words: type_words.mark(),
            cast_defaults: cast_defaults.mark(),
            objects: objects.mark(),
            functions: functions.mark(),
            triggers: triggers.mark(),
            search_path: search_path.mark(),
            lost: ledger.lost.len(),
            made: ledger.made.mark(),
        }
    }

    /// Rolls back what was done since.
    pub(crate) fn roll_back_to(&mut self, savepoint: &Savepoint) {
        let Savepoint {
            schemas,
            extensions,
            enums,
            tables,
            relations,
            types,
            type_words,
            cast_defaults,
            objects,
            functions,
            triggers,
            search_path,
            lost,
            made,
        } = *savepoint;
        self.type_words.roll_back(type_words);
        self.cast_defaults.roll_back(cast_defaults);
        self.functions.roll_back(functions);
        self.triggers.roll_back(triggers);
        self.schemas.roll_back(schemas);
        self.extensions.roll_back(extensions);
        self.enums.roll_back(enums);
        self.tables.roll_back(tables);
        self.relations.roll_back(relations);
        self.types.roll_back(types);
        self.objects.roll_back(objects);
        self.search_path.roll_back(search_path);
        self.ledger.lost.truncate(lost);
        self.ledger.made.roll_back(made);
    }

    /// Forgets the changes so far: no mark before this can be rolled back to.
    pub(crate) fn forget(&mut self) {
        let Catalog {
            default_schema: _,
            starts_empty: _,
            schemas,
            extensions,
            enums,
            tables,
            relations,
            types,
            type_words,
            cast_defaults,
            objects,
            objects_made: _,
            functions,
            triggers,
            search_path,
            ledger,
            dependents: _,
            belongings: _,
            key_names: _,
            given_names: _,
            had_shaping_function: _,
            had_unread: _,
            said: _,
            source: _,
            bytes_made: _,
        } = self;
        schemas.forget();
        extensions.forget();
        enums.forget();
        tables.forget();
        relations.forget();
        types.forget();
        type_words.forget();
        cast_defaults.forget();
        objects.forget();
        functions.forget();
        triggers.forget();
        search_path.forget();
        ledger.made.forget();
    }

    /// Whether anything but search_path was touched since.
    #[must_use]
    pub(crate) fn is_changed_since(&self, since: &Savepoint) -> bool {
        let Savepoint {
            schemas,
            extensions,
            enums,
            tables,
            relations,
            types,
            type_words,
            cast_defaults,
            objects,
            functions,
            triggers,
            search_path: _,
            lost,
            made,
        } = *since;
        self.schemas.changed_keys(schemas).next().is_some()
            || self.extensions.changed_keys(extensions).next().is_some()
            || self.enums.changed_keys(enums).next().is_some()
            || self.tables.changed_keys(tables).next().is_some()
            || self.relations.changed_keys(relations).next().is_some()
            || self.types.changed_keys(types).next().is_some()
            || self.objects.is_changed_since(objects)
            || self.type_words.changed_keys(type_words).next().is_some()
            || self.cast_defaults.changed_keys(cast_defaults).next().is_some()
            || self.functions.changed_keys(functions).next().is_some()
            || self.triggers.changed_keys(triggers).next().is_some()
            || self.ledger.made.changed_keys(made).next().is_some()
            || self.ledger.lost.len() > lost
    }

    /// Whether what a schema describes, or what names mean, was touched since.
    #[must_use]
    pub(crate) fn is_described_otherwise_since(&self, since: &Savepoint) -> bool {
        // words, functions and triggers describe nothing by themselves
        let Savepoint {
            schemas,
            extensions,
            enums,
            tables,
            relations: _,
            types,
            type_words: _,
            cast_defaults: _,
            objects: _,
            functions: _,
            triggers: _,
            search_path,
            lost: _,
            made: _,
        } = *since;
        self.schemas.changed_keys(schemas).next().is_some()
            || self.extensions.changed_keys(extensions).next().is_some()
            || self.enums.changed_keys(enums).next().is_some()
            || self.tables.changed_keys(tables).next().is_some()
            || self.types.changed_keys(types).next().is_some()
            || self.search_path.changed_keys(search_path).next().is_some()
    }

    /// What was changed since.
    #[must_use]
    pub(crate) fn outcome(&self, since: &Savepoint) -> Outcome {
        // what a condition decides is about what is described, and what is lost on the way
        let Savepoint {
            schemas,
            extensions,
            enums,
            tables,
            relations,
            types,
            type_words: _,
            cast_defaults: _,
            objects: _,
            functions: _,
            triggers: _,
            search_path,
            lost,
            made: _,
        } = *since;
        Outcome {
            schemas: self.schemas.changed(schemas),
            extensions: self.extensions.changed(extensions),
            enums: self.enums.changed(enums),
            tables: self.tables.changed(tables),
            relations: self.relations.changed(relations),
            types: self.types.changed(types),
            search_path: self.search_path.changed(search_path),
            lost: self.ledger.lost[lost..].to_vec(),
        }
    }

    /// Whether what was done since comes to the same as something else that was done from there.
    #[must_use]
    pub(crate) fn comes_to(&self, since: &Savepoint, other: &Outcome) -> bool {
        let Outcome { schemas, extensions, enums, tables, relations, types, search_path, lost: _ } = other;
        // an extension that is there on one way only may be there
        let installs = self.extensions.changed(since.extensions).is_addition() && extensions.is_addition();
        self.schemas.comes_to(since.schemas, schemas)
            && (installs || self.extensions.comes_to(since.extensions, extensions))
            && self.enums.comes_to(since.enums, enums)
            && self.tables.comes_to(since.tables, tables)
            && self.relations.comes_to(since.relations, relations)
            && self.types.comes_to(since.types, types)
            && self.search_path.comes_to(since.search_path, search_path)
    }

    /// Adds the extensions that another way to the same installs.
    pub(crate) fn install_too(&mut self, other: &Outcome) {
        for (name, extension) in other.extensions.added() {
            if !self.extensions.has(name) {
                self.extensions.insert(name.clone(), extension.clone());
            }
        }
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
