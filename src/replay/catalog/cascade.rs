//! What depends on a type, an extension or a function: it keeps that from being dropped, and is dropped with it by `CASCADE`
//! (<https://www.postgresql.org/docs/current/ddl-depend.html>).

use std::collections::BTreeSet;
use std::ops::Range;

use super::Catalog;
use crate::physical::extension_members::{extension_of_default, extension_of_type, extensions_of_index};
use crate::physical::{Column, ColumnDefault, ElementType, Index, ObjectName, SqlText, Table};
use crate::replay::problem::{Done, Problem, SqlState};
use crate::replay::statement::{DefaultValue, WrittenDefault};
use crate::sql::{self, Cursor, TokenKind, WrittenName, written_like};

/// What the definition of a type names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TypeWords {
    /// The names, those of types among them.
    pub says: BTreeSet<String>,
    /// Whether it is a composite type, which only loses a column with what that is of.
    pub is_composite: bool,
}

/// Where a `DROP` stands, and how far it goes.
#[derive(Clone, Copy)]
pub(super) struct Reach<'r> {
    /// `CASCADE`.
    pub cascades: bool,
    /// What is dropped, as it is written.
    pub written: &'r WrittenName,
    /// The statement.
    pub place: &'r Range<usize>,
}

/// What depends on a type or an extension.
#[derive(Default)]
struct Dependents {
    columns: Vec<(ObjectName, String)>,
    defaults: Vec<(ObjectName, String)>,
    indexes: Vec<ObjectName>,
    types: Vec<ObjectName>,
}

impl Dependents {
    fn first(&self) -> Option<String> {
        let column = |(table, column): &(ObjectName, String)| format!("{table}.{column}");
        let columns = self.columns.iter().map(column);
        let defaults = self.defaults.iter().map(|one| format!("the default of {}", column(one)));
        let others = self.indexes.iter().chain(&self.types).map(ToString::to_string);
        columns.chain(defaults).chain(others).next()
    }
}

impl Catalog {
    /// Removes what depends on a type, or fails where that is not allowed; tables that are dropped as well do not count.
    pub(super) fn release_type(&mut self, name: &ObjectName, leaving: &[ObjectName], reach: Reach<'_>) -> Done<()> {
        let mut dependents = self.on_type(name);
        dependents.columns.retain(|(table, _)| !leaving.contains(table));
        dependents.defaults.retain(|(table, _)| !leaving.contains(table));
        let mut types = self.take_away(name, dependents, reach)?;
        while let Some(name) = types.pop() {
            // two that name each other depend on themselves
            if self.type_words.remove(&name).is_some() {
                let dependents = self.on_type(&name);
                types.extend(self.take_away(&name, dependents, reach)?);
                self.types.remove(&name);
                self.remove_objects_of_type(&name);
            }
        }
        Ok(())
    }

    /// Takes away who needs what an extension brings, or fails.
    pub(super) fn release_extension(&mut self, name: &str, reach: Reach<'_>) -> Done<()> {
        let mut dependents = Dependents::default();
        for of_table in self.said.get(name).into_iter().flatten().filter_map(|table| self.tables.get(table)) {
            let table = &of_table.name;
            for column in &of_table.columns {
                let place = (table.clone(), column.name.clone());
                if extension_of_type(&column.column_type.element) == Some(name) {
                    dependents.columns.push(place);
                } else if extension_of_default(column) == Some(name) {
                    dependents.defaults.push(place);
                }
            }
            let indexes = of_table.indexes.values().filter(|index| extensions_of_index(index).any(|of| of == name));
            dependents.indexes.extend(indexes.map(|index| table.sibling(index.name.clone())));
        }
        self.take_away(&ObjectName::new("pg_catalog", name), dependents, reach).map(drop)
    }

    /// Takes away who calls a function of the history, or fails.
    pub(super) fn release_function(&mut self, reach: Reach<'_>) -> Done<()> {
        let name = &reach.written.name;
        let mut dependents = Dependents::default();
        let calls = |default: &ColumnDefault| match default {
            ColumnDefault::Expression(text) => sql::calls(text.as_str(), name),
            ColumnDefault::Literal(_)
            | ColumnDefault::List(_)
            | ColumnDefault::Autoincrement { .. }
            | ColumnDefault::CurrentTimestamp
            | ColumnDefault::Unknown => false,
        };
        dependents.defaults = self.columns_saying(name, |column| column.default.as_ref().is_some_and(calls));
        self.take_away(&self.default_name(name), dependents, reach).map(drop)
    }

    fn default_name(&self, name: &str) -> ObjectName {
        ObjectName::new(self.default_schema(), name)
    }

    /// Removes what depends on something, or fails, and gives the types among it: they have to be removed next.
    fn take_away(&mut self, name: &ObjectName, dependents: Dependents, reach: Reach<'_>) -> Done<Vec<ObjectName>> {
        if let Some(first) = dependents.first()
            && !reach.cascades
        {
            let message = format!("{name} cannot be dropped: {first} needs it");
            return Err(Problem::refused(reach.written, SqlState::DEPENDENT_OBJECTS_STILL_EXIST, message));
        }
        let Dependents { columns, defaults, indexes, types } = dependents;
        for index in indexes {
            let table = self.relations.remove(&index).and_then(|index| index.table().cloned());
            if let Some(table) = table.and_then(|table| self.tables.get_mut(&table)) {
                table.indexes.remove(&index.name);
            }
        }
        columns.iter().for_each(|(table, column)| self.remove_column(table, column, reach.cascades, reach.place));
        defaults.iter().for_each(|(table, column)| self.set_default(table, column, None));
        Ok(types)
    }

    fn on_type(&self, name: &ObjectName) -> Dependents {
        let said = self.said.get(&name.name).cloned().unwrap_or_default();
        let mut dependents = Dependents::default();
        let tables: BTreeSet<ObjectName> = self.dependent_tables(name).into_iter().chain(said.clone()).collect();
        for table in tables {
            for column in self.tables.get(&table).into_iter().flat_map(|table| &table.columns) {
                let place = (table.clone(), column.name.clone());
                if is_of_type(&column.column_type.element, name) {
                    dependents.columns.push(place);
                } else if default_says(column, name) {
                    dependents.defaults.push(place);
                }
            }
        }
        let casts = self.cast_defaults.now().iter().filter(|(_, of)| *of == name);
        dependents.defaults.extend(casts.map(|(column, _)| column.clone()));
        let stands = |of: &&ObjectName| {
            let words = self.type_words.get(of);
            *of != name && words.is_some_and(|words| !words.is_composite && words.says.contains(&name.name))
        };
        dependents.types.extend(said.iter().filter(stands).cloned());
        dependents
    }

    /// Columns among those that say a name.
    fn columns_saying(&self, name: &str, is_meant: impl Fn(&Column) -> bool) -> Vec<(ObjectName, String)> {
        let tables = self.said.get(name).into_iter().flatten().filter_map(|table| self.tables.get(table));
        let columns = tables.flat_map(|table| table.columns.iter().map(move |it| (&table.name, it)));
        columns.filter(|(_, it)| is_meant(it)).map(|(table, it)| (table.clone(), it.name.clone())).collect()
    }

    /// Keeps what the definition of a type names.
    pub(super) fn set_type_words(&mut self, name: &ObjectName, words: TypeWords) {
        self.note_said_by(name, words.says.clone());
        self.type_words.insert(name.clone(), words);
    }

    /// Notes what the columns and indexes of a table say.
    pub(super) fn note_said(&mut self, table: &Table) {
        let of_indexes = table.indexes.values().flat_map(said_by_index);
        self.note_said_by(&table.name, table.columns.iter().flat_map(said_by).chain(of_indexes).collect());
    }

    /// Notes names that a table or a type says.
    pub(super) fn note_said_by(&mut self, who: &ObjectName, names: BTreeSet<String>) {
        for name in names {
            self.said.entry(name).or_default().insert(who.clone());
        }
    }

    /// Lets columns, and what other types say, follow the new name of a type that is no enum.
    pub(super) fn rename_in_words(&mut self, old: &ObjectName, new: &ObjectName) {
        if let Some(words) = self.type_words.remove(old) {
            self.set_type_words(new, words);
        }
        for of in self.said.get(&old.name).cloned().unwrap_or_default() {
            if let Some(mut words) = self.type_words.get(&of).filter(|words| words.says.contains(&old.name)).cloned() {
                words.says.insert(new.name.clone());
                self.set_type_words(&of, words);
            }
        }
        let columns = self.columns_saying(&old.name, |column| is_of_type(&column.column_type.element, old));
        for (table, column) in columns {
            let Some(column) = self.column_mut(&table, &column) else { continue };
            if let ElementType::Domain(domain) = &mut column.column_type.element {
                domain.name.clone_from(new);
            } else if let ElementType::Other(text) = &column.column_type.element
                && let Some(text) = renamed_type(text, new)
            {
                column.column_type.element = ElementType::Other(text);
            }
            self.note_said_by(&table, [new.name.clone()].into());
        }
    }

    /// Notes that a default rests on an enum although its column is of another type: `'a'::mood::text`.
    pub(super) fn note_cast(&mut self, table: &ObjectName, column: &str, default: &WrittenDefault) {
        let WrittenDefault::Value(DefaultValue { constant: Some(_), text: Ok(text) }) = default else { return };
        let Some(column) = self.tables.get(table).and_then(|table| table.column(column)) else { return };
        let place = (table.clone(), column.name.clone());
        let of_column = column.enum_type().cloned();
        let names = sql::names(text.as_str()).into_iter();
        let written = names.map(|name| self.type_name(&WrittenName { schema: None, name, range: 0..0 }));
        let cast = written.into_iter().find(|name| self.enums.has(name) && Some(name) != of_column.as_ref());
        if let Some(of) = cast {
            self.cast_defaults.insert(place, of);
        }
    }

    /// Lets what is known of columns and types follow other names.
    pub(super) fn rename_in_casts(&mut self, change: impl Fn(&mut ObjectName, &mut String, &mut ObjectName)) {
        for ((table, column), of) in self.cast_defaults.now().clone() {
            let (mut new_table, mut new_column, mut new_of) = (table.clone(), column.clone(), of.clone());
            change(&mut new_table, &mut new_column, &mut new_of);
            if (&new_table, &new_column, &new_of) != (&table, &column, &of) {
                self.cast_defaults.remove(&(table, column));
                self.cast_defaults.insert((new_table, new_column), new_of);
            }
        }
    }
}

/// The text of a type that has another name, where that is all of it.
fn renamed_type(text: &SqlText, new: &ObjectName) -> Option<SqlText> {
    let tokens = sql::tokens(text.as_str());
    let mut cursor = Cursor::new(text.as_str(), &tokens.tokens);
    let written = cursor.written_name().ok()?;
    let is_all = cursor.is_at_end();
    let name = written_like(TokenKind::Word, &new.name);
    let name = match written.schema {
        Some(_) => format!("{}.{name}", written_like(TokenKind::Word, &new.schema)),
        None => name,
    };
    is_all.then(|| SqlText::new(name).ok())?
}

/// The extensions that an index needs.
pub(super) fn said_by_index(index: &Index) -> BTreeSet<String> {
    extensions_of_index(index).map(str::to_owned).collect()
}

/// The names that the type and the default of a column say, where they are texts, and the extensions that they need.
pub(super) fn said_by(column: &Column) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    if let ElementType::Other(text) = &column.column_type.element {
        names.extend(sql::names(text.as_str()));
    }
    if let ElementType::Domain(domain) = &column.column_type.element {
        names.insert(domain.name.name.clone());
    }
    if let Some(ColumnDefault::Expression(text)) = &column.default {
        names.extend(sql::names(text.as_str()));
    }
    names.extend(
        extension_of_type(&column.column_type.element)
            .into_iter()
            .chain(extension_of_default(column))
            .map(str::to_owned),
    );
    names
}

fn is_of_type(element: &ElementType, name: &ObjectName) -> bool {
    if let ElementType::Other(text) = element {
        let tokens = sql::tokens(text.as_str());
        let written = Cursor::new(text.as_str(), &tokens.tokens).written_name();
        return written.is_ok_and(|written| {
            written.name == name.name && written.schema.is_none_or(|schema| schema == name.schema)
        });
    }
    if let ElementType::Domain(domain) = element {
        return domain.name == *name;
    }
    matches!(element, ElementType::Enum(of) if of == name)
}

fn default_says(column: &Column, name: &ObjectName) -> bool {
    matches!(&column.default, Some(ColumnDefault::Expression(text)) if sql::names(text.as_str()).contains(&name.name))
}
