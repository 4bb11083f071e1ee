//! What the database holds after the statements so far: what refract manages, and beside it what later statements
//! may name although the schema language has no word for it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::loss::{Ledger, Lost};
use super::problem::{Done as Read, Problem};
use crate::physical::{Column, ColumnDefault, Database, ElementType, Enum, Index, ObjectName, Table, TableOrigin};
use crate::sql::WrittenName;
use crate::text::FileId;

/// The database so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalog {
    /// What refract manages.
    pub database: Database,
    /// Relations that it does not: they share their names with tables and indexes.
    pub others: BTreeMap<ObjectName, Other>,
    /// Types that are no enums.
    pub types: BTreeSet<ObjectName>,
    /// Constraints that are neither keys nor unique, by table and name.
    pub checks: BTreeSet<(ObjectName, String)>,
    /// Where a new object without a schema goes, once a file has said so.
    pub search_path: Option<String>,
    /// Names that an index had at some time, in whatever schema: to look for any other in all the tables is in vain.
    index_names: BTreeSet<String>,
    /// What the file took away so far.
    pub ledger: Ledger,
    /// Where the statement stands that is being read, when its own places are not those of the file.
    pub place: Option<Range<usize>>,
    /// Tables of this statement whose columns only the server can tell.
    fresh_unread: Vec<ObjectName>,
}

/// A relation that the schema language has no word for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Other {
    /// Over expressions, with further columns, or of another access method.
    Index {
        /// Its table.
        table: ObjectName,
        /// Columns that go only with it, as far as they are columns.
        columns: Vec<String>,
    },
    /// A view of either kind.
    View,
    /// A sequence.
    Sequence {
        /// Table and column that it goes with.
        owner: Option<(ObjectName, String)>,
    },
    /// A table that is not kept: temporary, or a part of another one.
    Table,
    /// A table whose columns only the server can tell. It is reported unless it is dropped again.
    Unread {
        /// The file that makes it, once that is known.
        file: Option<FileId>,
        /// Where it does.
        range: Range<usize>,
    },
}

/// What a name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Relation {
    /// A table of ours.
    Table,
    /// An index of ours, on this table.
    Index(ObjectName),
    /// Something else.
    Other(Other),
}

impl Catalog {
    /// Starts from a database that was there.
    #[must_use]
    pub fn new(database: Database) -> Catalog {
        let mut catalog = Catalog { database, ..Catalog::default() };
        for table in catalog.database.tables.clone().values() {
            table.columns.iter().for_each(|column| catalog.add_sequence_of(&table.name, column));
            catalog.index_names.extend(table.indexes.keys().cloned());
            catalog.index_names.extend(table.primary_key.iter().map(|key| key.name.clone()));
        }
        catalog
    }

    /// Notes the sequence that a column takes its numbers from.
    pub fn add_sequence_of(&mut self, table: &ObjectName, column: &Column) {
        if let Some(ColumnDefault::Autoincrement { sequence }) = &column.default {
            let owner = Some((table.clone(), column.name.clone()));
            self.others.entry(sequence.clone()).or_insert(Other::Sequence { owner });
        }
    }

    /// Adds a table that has nothing but columns.
    pub fn add_table(&mut self, name: ObjectName, columns: Vec<Column>) {
        let table = Table {
            name: name.clone(),
            origin: TableOrigin::Unknown,
            columns,
            primary_key: None,
            indexes: BTreeMap::new(),
            foreign_keys: BTreeMap::new(),
        };
        self.ledger.table_made(&name);
        self.database.tables.insert(name, table);
    }

    /// Adds a table whose columns only the server can tell.
    pub fn add_unread(&mut self, name: ObjectName, range: Range<usize>) {
        let range = self.place.clone().unwrap_or(range);
        self.fresh_unread.push(name.clone());
        self.others.insert(name, Other::Unread { file: None, range });
    }

    /// Notes which file the statement stood in that was read last; `is_allowed` where somebody vouches for it.
    pub fn settle_unread(&mut self, of: FileId, is_allowed: bool) {
        for name in std::mem::take(&mut self.fresh_unread) {
            match self.others.get_mut(&name) {
                Some(other @ Other::Unread { file: None, .. }) if is_allowed => *other = Other::Table,
                Some(Other::Unread { file: file @ None, .. }) => *file = Some(of),
                _ => {}
            }
        }
    }

    /// Where the tables are made whose columns only the server can tell.
    #[must_use]
    pub fn unread(&self) -> Vec<(FileId, Range<usize>)> {
        let places = self.others.values().filter_map(|other| match other {
            Other::Unread { file: Some(file), range } => Some((*file, range.clone())),
            _ => None,
        });
        places.collect()
    }

    /// Takes a view or the like away, with its indexes; says whether it was there.
    pub fn remove_other(&mut self, name: &ObjectName) -> bool {
        let was_there = self.others.remove(name).is_some();
        self.others.retain(|_, other| !matches!(other, Other::Index { table, .. } if table == name));
        was_there
    }

    /// The full name of something new.
    #[must_use]
    pub fn new_name(&self, written: &WrittenName) -> ObjectName {
        let schema = written.schema.as_deref().or(self.search_path.as_deref());
        ObjectName::new(schema.unwrap_or(self.database.default_schema()), written.name.clone())
    }

    /// The relation of that name, if there is one.
    #[must_use]
    pub fn relation(&self, name: &ObjectName) -> Option<Relation> {
        if self.database.tables.contains_key(name) {
            return Some(Relation::Table);
        }
        if let Some(other) = self.others.get(name) {
            return Some(Relation::Other(other.clone()));
        }
        if self.index_names.contains(&name.name) {
            return self.table_of_index(name).map(|table| Relation::Index(table.name.clone()));
        }
        debug_assert!(self.table_of_index(name).is_none(), "nobody noted {name}");
        None
    }

    fn table_of_index(&self, name: &ObjectName) -> Option<&Table> {
        let mut tables = self.database.tables.values().filter(|table| table.name.schema == name.schema);
        tables.find(|table| {
            table.indexes.contains_key(&name.name)
                || table.primary_key.as_ref().is_some_and(|key| key.name == name.name)
        })
    }

    /// Notes a name that an index gets.
    pub fn note_index(&mut self, name: &str) {
        self.index_names.insert(name.to_owned());
    }

    /// The table behind a name that has to be one.
    pub fn table(&mut self, name: &WrittenName) -> Read<&mut Table> {
        let full_name = self.new_name(name);
        self.database.tables.get_mut(&full_name).ok_or_else(|| missing("table", &full_name, name))
    }

    /// The enum type behind a name that has to be one.
    pub fn enumeration(&mut self, name: &WrittenName) -> Read<&mut Enum> {
        let full_name = self.new_name(name);
        self.database.enums.get_mut(&full_name).ok_or_else(|| missing("type", &full_name, name))
    }

    /// Whether a type of that name is there.
    #[must_use]
    pub fn has_type(&self, name: &ObjectName) -> bool {
        self.database.enums.contains_key(name) || self.types.contains(name)
    }

    /// Fails where a relation of that name is there; where none is, an index may get it.
    pub fn expect_free(&mut self, name: &ObjectName, written: &WrittenName) -> Read<()> {
        match self.relation(name) {
            None => {
                self.note_index(&name.name);
                Ok(())
            }
            Some(_) => Err(Problem::Refused(written.range.clone(), format!("{name} is there already"))),
        }
    }

    /// Takes a table away, with what hangs on it; foreign keys of others that refer to it go with `CASCADE` only.
    pub fn remove_table(&mut self, name: &ObjectName) {
        if self.database.tables.remove(name).is_some() {
            self.ledger.lose(Lost::Table(name.clone()));
        }
        self.others.retain(|_, other| match other {
            Other::Index { table, .. } | Other::Sequence { owner: Some((table, _)) } => table != name,
            Other::View | Other::Table | Other::Unread { .. } | Other::Sequence { owner: None } => true,
        });
        self.checks.retain(|(table, _)| table != name);
        for table in self.database.tables.values_mut() {
            table.foreign_keys.retain(|_, key| key.referenced_table != *name);
        }
    }

    /// Takes a column away, with the indexes and keys over it.
    pub fn remove_column(&mut self, table: &ObjectName, column: &str) {
        self.ledger.lose(Lost::Column(table.clone(), column.to_owned()));
        let has = |columns: &[String]| columns.iter().any(|name| name == column);
        if let Some(table) = self.database.tables.get_mut(table) {
            table.columns.retain(|other| other.name != column);
            table.indexes.retain(|_, index| index.columns.iter().all(|other| other.name != column));
            table.foreign_keys.retain(|_, key| !has(&key.columns));
            table.primary_key.take_if(|key| has(&key.columns));
        }
        self.others.retain(|_, other| match other {
            Other::Index { table: of, columns } => of != table || !has(columns),
            Other::Sequence { owner: Some((of, owner)) } => of != table || owner != column,
            Other::View | Other::Table | Other::Unread { .. } | Other::Sequence { owner: None } => true,
        });
        for other in self.database.tables.values_mut() {
            other.foreign_keys.retain(|_, key| key.referenced_table != *table || !has(&key.referenced_columns));
        }
    }

    /// Takes away the foreign keys to columns of a table that nothing makes unique any more.
    pub fn release(&mut self, table: &ObjectName, columns: &[String]) {
        let is_same = |other: &[String]| other.len() == columns.len() && other.iter().all(|one| columns.contains(one));
        let is_unique = self.database.tables.get(table).is_some_and(|table| {
            let names = |index: &Index| index.columns.iter().map(|column| column.name.clone()).collect::<Vec<_>>();
            table.primary_key.as_ref().is_some_and(|key| is_same(&key.columns))
                || table.indexes.values().any(|index| index.is_unique && is_same(&names(index)))
        });
        if is_unique {
            return;
        }
        for other in self.database.tables.values_mut() {
            other.foreign_keys.retain(|_, key| key.referenced_table != *table || !is_same(&key.referenced_columns));
        }
    }

    /// Gives a table, its keys and what refers to it another name.
    pub fn move_table(&mut self, old: &ObjectName, new: &ObjectName) {
        self.ledger.table_moved(old, new);
        if let Some(mut table) = self.database.tables.remove(old) {
            table.name = new.clone();
            self.move_sequences(&mut table, old, new);
            self.database.tables.insert(new.clone(), table);
        }
        for table in self.database.tables.values_mut() {
            for key in table.foreign_keys.values_mut().filter(|key| key.referenced_table == *old) {
                key.referenced_table = new.clone();
            }
        }
        for other in self.others.values_mut() {
            match other {
                Other::Index { table, .. } | Other::Sequence { owner: Some((table, _)) } if table == old => {
                    *table = new.clone();
                }
                _ => {}
            }
        }
        self.checks = std::mem::take(&mut self.checks)
            .into_iter()
            .map(|(table, name)| (if table == *old { new.clone() } else { table }, name))
            .collect();
    }

    /// What a table counts with goes to its new schema.
    fn move_sequences(&mut self, table: &mut Table, old: &ObjectName, new: &ObjectName) {
        for column in &mut table.columns {
            match &mut column.default {
                Some(ColumnDefault::Autoincrement { sequence }) if sequence.schema == old.schema => {
                    let there = self.others.remove(sequence);
                    sequence.schema.clone_from(&new.schema);
                    self.others.extend(there.map(|other| (sequence.clone(), other)));
                }
                _ => {}
            }
        }
    }

    /// Gives an enum type another name, in the columns that are of it too.
    pub fn move_enum(&mut self, old: &ObjectName, new: &ObjectName) {
        let Some(mut declared) = self.database.enums.remove(old) else { return };
        // what the schema calls it stays, where that was known
        if declared.prisma_name == old.name {
            declared.prisma_name.clone_from(&new.name);
        }
        declared.name = new.clone();
        self.database.enums.insert(new.clone(), declared);
        for column in self.database.tables.values_mut().flat_map(|table| &mut table.columns) {
            match &mut column.column_type.element {
                ElementType::Enum(name) if name == old => *name = new.clone(),
                _ => {}
            }
        }
    }
}

/// That something is not there.
#[must_use]
pub fn missing(what: &str, full_name: &ObjectName, written: &WrittenName) -> Problem {
    Problem::Refused(written.range.clone(), format!("there is no {what} {full_name}"))
}
