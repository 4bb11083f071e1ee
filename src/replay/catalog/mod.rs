//! What the database holds after the statements so far: what refract manages, and beside it what later statements
//! may name although the schema language cannot express it.
//!
//! [`Catalog::apply`] carries a definition out whole or not at all. Every change can be taken back to a [`Savepoint`].

mod apply;
mod cascade;
mod column;
mod column_extras;
mod column_fact;
mod constraint;
mod drop;
mod enumeration;
mod function_object;
mod given_name;
mod index;
mod index_of_view;
mod known_objects;
mod loss;
mod need;
mod new_keys;
mod object;
mod object_fate;
mod parents;
mod path;
mod prerequisite;
mod promise;
mod question;
mod relation;
mod rename;
mod revertible_map;
mod routine;
mod savepoint;
mod system_rows;
mod table;
mod table_part;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::rc::Rc;

pub(super) use loss::Ledger;
pub(super) use relation::Relation;
pub(super) use savepoint::Savepoint;

use self::cascade::TypeWords;
use self::given_name::GivenNames;
use self::known_objects::KnownObjects;
use self::path::PathScope;
use self::revertible_map::RevertibleMap;
use self::table_part::TablePart;
use super::problem::{Done, Problem, SqlState};
use super::statement::{Body, Trigger};
use crate::physical::{
    Column, ColumnDefault, ColumnType, Database, Enum, Extension, ForeignKey, ObjectName, PUBLIC, Table,
};
use crate::sql::WrittenName;
use crate::text::FileId;

/// How many bytes the blocks of one file may make: loops in loops, or a text that is put after itself, come to any number.
const MOST_MADE: usize = 2 * 1024 * 1024;

/// The database so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Catalog {
    default_schema: Option<String>,
    /// Whether there was nothing before the first statement.
    starts_empty: bool,
    /// Whether a statement made it; what was there before may have been there by itself.
    schemas: RevertibleMap<String, bool>,
    extensions: RevertibleMap<String, Extension>,
    enums: RevertibleMap<ObjectName, Enum>,
    tables: RevertibleMap<ObjectName, Table, TablePart>,
    /// Every relation, tables and indexes among them: they share their names.
    relations: RevertibleMap<ObjectName, Relation>,
    /// Types that are no enums; what is under a domain.
    types: RevertibleMap<ObjectName, Option<ColumnType>>,
    /// What the definitions of such types name.
    type_words: RevertibleMap<ObjectName, TypeWords>,
    /// Defaults that are still constants of an enum which the column, by table and name, was of before.
    cast_defaults: RevertibleMap<(ObjectName, String), ObjectName>,
    /// What the schema language cannot express.
    objects: KnownObjects,
    /// How many of these were made so far.
    objects_made: usize,
    /// Functions, by name and arguments.
    functions: RevertibleMap<(String, String), Body>,
    /// Triggers, by table and name.
    triggers: RevertibleMap<(String, String), Trigger>,
    /// Where names without a schema are, once a file has said so.
    search_path: RevertibleMap<PathScope, Vec<String>>,
    /// What the file took away so far.
    ledger: Ledger,
    /// Tables that may stand on something, by what: with a key to a table, a column of an enum, numbers of a sequence. What
    /// once stood there stays in it, so whoever asks looks there.
    dependents: BTreeMap<ObjectName, BTreeSet<ObjectName>>,
    /// Indexes and sequences that may go with a table, by the table, in the same way.
    belongings: BTreeMap<ObjectName, BTreeSet<ObjectName>>,
    /// Names that a foreign key, a check or an exclusion had at some time: to look for any other in all the tables is in vain.
    key_names: BTreeSet<ObjectName>,
    /// What is known of the names that PostgreSQL gives.
    given_names: GivenNames,
    /// Whether there was a function at some time that may shape the catalog.
    had_shaping_function: bool,
    /// Whether there was a table at some time whose parts are not known: to look for one is in vain where not.
    had_unread: bool,
    /// Tables of which a column said a name at some time, in a type or default that is a text, by that name; types whose
    /// definitions did; and tables that needed an extension, by its name.
    said: BTreeMap<String, BTreeSet<ObjectName>>,
    /// Where the statements are read from.
    source: Source,
    /// How many bytes the blocks of this file have put together or repeated.
    bytes_made: usize,
}

/// Where statements are read from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Source {
    /// The file.
    pub file: Option<FileId>,
    /// Whether a comment allows what is not understood of the statement.
    pub is_allowed: bool,
    /// Whether refract wrote the file.
    pub is_refracts: bool,
    /// Whether another file of refract's finishes what it begins.
    pub is_of_series: bool,
    /// Lines of the file above which a comment allows what is not understood of them.
    pub allowed_lines: Rc<[Range<usize>]>,
    /// The definitions in it that have changed something, taken back or not.
    pub done: Vec<Range<usize>>,
}

impl Source {
    /// Whether a comment allows what is not understood at a place.
    #[must_use]
    pub(super) fn allows(&self, place: &Range<usize>) -> bool {
        self.allowed_lines.iter().any(|line| line.contains(&place.start))
    }
}

impl Catalog {
    /// Starts from a database that was there.
    #[must_use]
    pub(super) fn new(database: Database) -> Catalog {
        let Database { default_schema, schemas, extensions, enums, tables, unmanaged, unmanaged_tables } = database;
        let mut catalog = Catalog {
            default_schema,
            starts_empty: tables.is_empty() && unmanaged_tables.is_empty() && unmanaged.is_empty(),
            schemas: RevertibleMap::new(schemas.into_iter().map(|name| (name, false)).collect()),
            extensions: RevertibleMap::new(extensions),
            enums: RevertibleMap::new(enums),
            ..Catalog::default()
        };
        for name in [PUBLIC.to_owned(), catalog.default_schema().to_owned()] {
            catalog.schemas.insert(name, false);
        }
        for (name, table) in tables.into_iter().chain(unmanaged_tables) {
            catalog.relations.insert(name.clone(), Relation::Table);
            let indexes = table.indexes.keys().chain(table.primary_key.iter().map(|key| &key.name));
            for index in indexes {
                catalog.relations.insert(name.sibling(index.clone()), Relation::Index { table: name.clone() });
            }
            table.columns.iter().for_each(|column| catalog.add_sequence_of(&name, column));
            catalog.note_said(&table);
            catalog.tables.insert(name, table);
        }
        for object in unmanaged {
            if object.kind.is_relation() {
                catalog.relations.insert(object.name.clone(), Relation::View);
            }
            catalog.add_object(object, None);
        }
        catalog.link_since(&Savepoint::default());
        catalog.forget();
        catalog
    }

    /// What refract manages of it.
    #[must_use]
    pub(super) fn database(&self) -> Database {
        let mut tables = self.tables.now().clone();
        self.tell_sequences(&mut tables);
        Database {
            default_schema: self.default_schema.clone(),
            schemas: self.schemas.now().keys().cloned().collect(),
            extensions: self.extensions.now().clone(),
            enums: self.enums.now().clone(),
            tables,
            unmanaged: self.objects.in_order(),
            unmanaged_tables: BTreeMap::new(),
        }
    }

    /// What refract manages of it, at the end.
    #[must_use]
    pub(super) fn into_database(mut self) -> Database {
        let mut tables = std::mem::take(&mut self.tables).into_now();
        self.tell_sequences(&mut tables);
        Database {
            default_schema: self.default_schema,
            schemas: self.schemas.into_now().into_keys().collect(),
            extensions: self.extensions.into_now(),
            enums: self.enums.into_now(),
            tables,
            unmanaged: self.objects.into_order(),
            unmanaged_tables: BTreeMap::new(),
        }
    }

    /// How many tables there are that refract manages.
    #[must_use]
    pub(super) fn table_count(&self) -> usize {
        self.tables.now().len()
    }

    /// Says where the statements that follow are read from.
    pub(super) fn read_from(&mut self, source: Source) {
        self.source = source;
    }

    /// The definitions of the statement that have changed something, taken back or not.
    pub(super) fn take_done(&mut self) -> Vec<Range<usize>> {
        std::mem::take(&mut self.source.done)
    }

    /// Where the statement that is being carried out is read from.
    #[must_use]
    pub(super) fn source(&self) -> &Source {
        &self.source
    }

    /// Gives what the file took away so far, each with its place, and starts again.
    pub(super) fn take_losses(&mut self) -> Vec<(super::Lost, Range<usize>)> {
        std::mem::take(&mut self.ledger).into_lost()
    }

    /// Ends what lasts as long as a session: temporary tables, and search_path.
    pub(super) fn end_session(&mut self) {
        self.drop_temporary(|_| true);
        self.search_path = RevertibleMap::default();
        self.bytes_made = 0;
        self.forget();
    }

    /// Takes note of text that a block puts together, or repeats; `None` when the file has made more than any that people
    /// write does.
    pub(super) fn note_made(&mut self, bytes: usize) -> Option<()> {
        self.bytes_made = self.bytes_made.saturating_add(bytes);
        (self.bytes_made <= MOST_MADE).then_some(())
    }

    /// Where the tables are made whose columns only the server can tell.
    #[must_use]
    pub(super) fn unread(&self) -> Vec<(ObjectName, FileId, Range<usize>)> {
        let places = self.relations.now().iter().filter_map(|(name, relation)| match relation {
            Relation::Unread { file: Some(file), place } => Some((name.clone(), *file, place.clone())),
            Relation::Unread { file: None, .. }
            | Relation::Table
            | Relation::Index { .. }
            | Relation::UnmanagedIndex { .. }
            | Relation::View
            | Relation::Sequence { .. }
            | Relation::UnmanagedTable
            | Relation::TableOfTransaction => None,
        });
        places.collect()
    }

    /// Whether there is a schema of that name.
    #[must_use]
    pub(super) fn has_schema(&self, name: &str) -> bool {
        self.schemas.now().contains_key(name)
    }

    /// Whether there is a table whose parts are not known.
    fn has_unread(&self) -> bool {
        self.had_unread && self.relations.now().values().any(Relation::has_unread_parts)
    }

    fn is_type(&self, name: &ObjectName) -> bool {
        self.enums.has(name) || self.types.has(name)
    }

    /// The relations of a schema.
    fn relations_in(&self, schema: &str) -> impl Iterator<Item = (&ObjectName, &Relation)> {
        let first = ObjectName::new(schema, "");
        self.relations.now().range(first..).take_while(move |(name, _)| name.schema == schema)
    }

    /// Who may stand on something, or go with it.
    fn dependents_of(&self, name: &ObjectName) -> Vec<ObjectName> {
        let names = self.dependents.get(name).into_iter().chain(self.belongings.get(name));
        names.flatten().cloned().collect()
    }

    /// Tables that may stand on something, and do as far as is asked for.
    fn dependent_tables_that(&self, name: &ObjectName, stands: impl Fn(&Table) -> bool) -> Vec<ObjectName> {
        let names = self.dependents.get(name).into_iter().flatten();
        names.filter(|name| self.tables.get(name).is_some_and(&stands)).cloned().collect()
    }

    /// Tables that may stand on something.
    fn dependent_tables(&self, name: &ObjectName) -> Vec<ObjectName> {
        self.dependent_tables_that(name, |_| true)
    }

    /// Notes what the relations that were changed since a mark depend on.
    fn link_since(&mut self, since: &Savepoint) {
        let mut links: Vec<(&ObjectName, &ObjectName)> = Vec::new();
        for (name, part) in self.tables.changes(since.tables) {
            let Some(table) = self.tables.get(name) else { continue };
            let keys: Vec<&ForeignKey> = match part {
                Some(TablePart::ForeignKey(key, _)) => table.foreign_keys.get(key).into_iter().collect(),
                Some(TablePart::Index(..)) => continue,
                None => table.foreign_keys.values().collect(),
            };
            for key in keys {
                links.push((&key.referenced_table, name));
                self.key_names.insert(name.sibling(key.name.clone()));
            }
            links.extend(table.extras.parents().map(|parent| (parent, name)));
            links.extend(table.columns.iter().flat_map(dependencies).map(|on| (on, name)));
        }
        links.into_iter().for_each(|(on, who)| note(&mut self.dependents, on, who));
        for name in self.relations.changed_keys(since.relations) {
            let relation = self.relations.get(name);
            self.had_unread |= relation.is_some_and(Relation::has_unread_parts);
            if let Some(table) = relation.and_then(Relation::table) {
                note(&mut self.belongings, table, name);
            }
        }
    }

    /// Notes the sequence that a column takes its numbers from, and those that go with it.
    fn add_sequence_of(&mut self, table: &ObjectName, column: &Column) {
        if let Some(ColumnDefault::Autoincrement { sequence }) = &column.default
            && !self.relations.has(sequence)
        {
            let is_own = column.extras.sequence.moves_with_its_table();
            let owner = is_own.then(|| (table.clone(), column.name.clone()));
            self.relations.insert(sequence.clone(), Relation::Sequence { owner });
        }
        for sequence in &column.extras.owned_sequences {
            let owner = Some((table.clone(), column.name.clone()));
            self.relations.insert(sequence.clone(), Relation::Sequence { owner });
        }
    }

    /// The table of a name that has to be one.
    fn table_name(&self, written: &WrittenName) -> Done<ObjectName> {
        let name = self.relation_name(written);
        if self.tables.has(&name) { Ok(name) } else { Err(missing("table", &name, written, SqlState::UNDEFINED_TABLE)) }
    }

    /// Fails where a relation of that name is there.
    fn expect_free(&self, name: &ObjectName, written: &WrittenName) -> Done<()> {
        match self.relations.get(name) {
            None => Ok(()),
            Some(_) => Err(is_there(name, written, SqlState::DUPLICATE_TABLE)),
        }
    }
}

/// Adds a name to those that are found by another.
fn note(names: &mut BTreeMap<ObjectName, BTreeSet<ObjectName>>, by: &ObjectName, name: &ObjectName) {
    match names.get_mut(by) {
        Some(known) if known.contains(name) => {}
        Some(known) => drop(known.insert(name.clone())),
        None => drop(names.insert(by.clone(), [name.clone()].into())),
    }
}

/// Whether a schema is PostgreSQL's own.
fn is_of_postgres(schema: &str) -> bool {
    matches!(schema, "pg_catalog" | "information_schema")
}

/// The enum and the sequence that a column depends on.
fn dependencies(column: &Column) -> impl Iterator<Item = &ObjectName> {
    column.enum_type().into_iter().chain(column.sequence())
}

/// That something is not there.
fn missing(what: &str, name: &ObjectName, written: &WrittenName, state: SqlState) -> Problem {
    Problem::refused(written, state, format!("there is no {what} {name}"))
}

/// That something of that name is there, and is of another kind.
fn wrong_kind(what: &str, name: &ObjectName, written: &WrittenName) -> Problem {
    Problem::refused(written, SqlState::WRONG_OBJECT_TYPE, format!("{name} is no {what}"))
}

/// That something is there already.
fn is_there(name: &ObjectName, written: &WrittenName, state: SqlState) -> Problem {
    Problem::refused(written, state, format!("{name} is there already"))
}
