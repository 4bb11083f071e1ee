//! What a migration of refract's promises at its end, held against the catalog: `templates/check.sql` asks a server the same.

use super::{Catalog, Relation};
use crate::expression::is_same_default;
use crate::physical::{Column, Extension, Index, ObjectName, Table, Validity};
use crate::promise::{Promise, Words};
use crate::replay::problem::{Done, Problem};
use crate::replay::read;
use crate::replay::statement::WrittenPromise;
use crate::sql::quoted;

/// What the catalog has under a name.
enum Found {
    /// Nothing.
    Nothing,
    /// What has these words.
    Words(Words),
    /// What only the server knows.
    Unknown,
}

impl From<Promise> for Found {
    fn from(promise: Promise) -> Found {
        promise.expected.map_or(Found::Nothing, Found::Words)
    }
}

impl Catalog {
    /// Fails where the catalog is not what a migration promises, as far as that can be told.
    ///
    /// # Errors
    /// The first promise that is broken, as PostgreSQL refuses it.
    pub(crate) fn expect_kept(&self, promises: &[WrittenPromise]) -> Done<()> {
        promises.iter().try_for_each(|promise| self.expect_one_kept(promise))
    }

    fn expect_one_kept(&self, promise: &WrittenPromise) -> Done<()> {
        let WrittenPromise { kind, at, name, expected, place } = promise;
        let words = |text: &str| Words::shown_of_check(text);
        let is_not = match (self.found_of(promise), expected.as_deref()) {
            (Found::Unknown, _) | (Found::Nothing, None) => return Ok(()),
            (Found::Words(found), Some(expected)) if found.may_be(expected) => return Ok(()),
            (Found::Words(found), Some(expected)) => {
                format!("is `{}`, and the file promises `{}`", found.shown(), words(expected))
            }
            (Found::Words(found), None) => {
                format!("is there, `{}`, and the file promises that it is gone", found.shown())
            }
            (Found::Nothing, Some(expected)) => format!("is not there, and the file promises `{}`", words(expected)),
        };
        let schema = at.schema.iter().map(String::as_str);
        let path: Vec<&str> = schema.chain([at.name.as_str()]).chain(name.as_deref()).collect();
        let message = format!("{kind} {} {is_not}", path.join("."));
        let (name, of) = match name {
            Some(name) => (name.clone(), Some(at.name.clone())),
            None => (at.name.clone(), None),
        };
        Err(Problem::Broken { place: place.clone(), message, name, of })
    }

    fn found_of(&self, promise: &WrittenPromise) -> Found {
        let WrittenPromise { kind, at, name, expected, place: _ } = promise;
        let at_name = self.relation_name(at);
        let name = name.as_deref().unwrap_or_default();
        match kind.as_str() {
            "schema of extension" => self.extension_part(&at.name, |extension| extension.schema.clone()),
            "version of extension" => self.extension_part(&at.name, |extension| extension.version.clone()),
            "value" => self.label(&self.type_name(at), name),
            "sequence" => match self.relations.get(&at_name) {
                Some(Relation::Sequence { .. }) => Found::Words(Words::exact("sequence")),
                Some(_) | None => Found::Nothing,
            },
            "table" => match self.relations.get(&at_name) {
                Some(Relation::Table) => Promise::table(&at_name).into(),
                Some(_) => Found::Unknown,
                None => Found::Nothing,
            },
            "column" => self.in_table(&at_name, |table| match table.column(name) {
                Some(column) if has_default_like(&at_name, column, expected.as_deref()) => Found::Unknown,
                Some(column) => Promise::column(&at_name, column).into(),
                None => Found::Nothing,
            }),
            "constraint" => self.in_table(&at_name, |table| self.constraint(table, name, false)),
            "valid constraint" => self.in_table(&at_name, |table| self.constraint(table, name, true)),
            "index" => self.index(&at_name, expected.as_deref()),
            _ => Found::Unknown,
        }
    }

    /// An extension may be there without a migration, and in a schema and a version that no migration asked for.
    fn extension_part(&self, name: &str, part: impl Fn(&Extension) -> Option<String>) -> Found {
        let known = self.extensions.now().get(name).and_then(part);
        known.map_or(Found::Unknown, |known| Found::Words(Words::exact(known)))
    }

    fn label(&self, name: &ObjectName, label: &str) -> Found {
        match self.enums.get(name) {
            Some(declared) if declared.has(label) => Promise::label(name, label).into(),
            None if self.types.has(name) => Found::Unknown,
            Some(_) | None => Found::Nothing,
        }
    }

    fn in_table(&self, name: &ObjectName, find: impl FnOnce(&Table) -> Found) -> Found {
        match (self.tables.get(name), self.relations.get(name)) {
            (Some(table), _) => find(table),
            (None, None) => Found::Nothing,
            (None, Some(_)) => Found::Unknown,
        }
    }

    fn constraint(&self, table: &Table, name: &str, is_valid: bool) -> Found {
        if let Some(key) = table.primary_key.as_ref().filter(|key| key.name == name) {
            return Promise::primary_key(&table.name, key).into();
        }
        let is_held_to = |validity| validity == Validity::Valid;
        match table.foreign_keys.get(name) {
            Some(key) if is_valid && !is_held_to(key.extras.validity) => Found::Nothing,
            Some(key) => Promise::foreign_key(&table.name, key).into(),
            // a check, perhaps, or a unique constraint
            None if self.key_names.contains(&table.name.sibling(name.to_owned())) => Found::Unknown,
            None if table.indexes.contains_key(name) => Found::Unknown,
            None => Found::Nothing,
        }
    }

    fn index(&self, name: &ObjectName, expected: Option<&str>) -> Found {
        let Some(relation) = self.relations.get(name) else { return Found::Nothing };
        let Relation::Index { table } = relation else { return Found::Unknown };
        let table = self.tables.get(table);
        let Some((table, index)) = table.and_then(|table| Some((table, table.indexes.get(&name.name)?))) else {
            return Found::Unknown;
        };
        match expected.map(|expected| said_of(index, expected)) {
            Some(None) => Found::Unknown,
            Some(Some(said)) => Promise::index(&table.name, &said).into(),
            None => Promise::index(&table.name, index).into(),
        }
    }
}

/// As much of an index as a check looks at that expects these words: what the schema does not say of it is its own affair.
/// Nothing where the words say what is usual, and the index does not.
fn said_of(index: &Index, expected: &str) -> Option<Index> {
    let mut said = index.clone();
    if index.is_unique && !expected.contains(" WHERE ") {
        said.predicate = None;
    }
    match expected.contains(" WITH (") {
        true if said.parameters.is_empty() => return None,
        true => {}
        false => said.parameters.clear(),
    }
    for column in &mut said.columns {
        // after an expression, which ends in a bracket, or a name
        let with_class = match &column.expression {
            Some(_) => ") \"".to_owned(),
            None => format!("{} \"", quoted(&column.name)),
        };
        match expected.contains(&with_class) {
            true if column.operator_class.is_none() => return None,
            true => {}
            false => column.operator_class = None,
        }
    }
    Some(said)
}

/// Whether a column is as expected but for the words of its default, which mean the same.
fn has_default_like(table: &ObjectName, column: &Column, expected: Option<&str>) -> bool {
    let Some((bare, expected)) = expected.and_then(|expected| expected.split_once(DEFAULT)) else { return false };
    let Some(default) = &column.default else { return false };
    let without = Column { default: None, ..column.clone() };
    let is_alike = Promise::column(table, &without).expected.is_some_and(|words| words.may_be(bare));
    let expected = read::default_of(expected, &column.column_type);
    is_alike && expected.is_none_or(|expected| is_same_default(default, &expected, &column.column_type))
}

/// Stands before the default of a column.
const DEFAULT: &str = " default ";
