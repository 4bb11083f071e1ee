//! In which order changes come, and what they come to as a whole: a `Vec<Change>` in, a [`Plan`] out.

mod order;
mod series;

use std::collections::{BTreeMap, BTreeSet};

use crate::change::{Change, ObjectRef, Part};
use crate::physical::{Column, ColumnDefault, ObjectName, SqlText};
use crate::promise::{Promise, Thing};

pub use series::{LOOKS_AT_BUILT, Recipes};

/// The steps of one migration, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    steps: BTreeMap<Part, Vec<Change>>,
    /// What files before have built, each by itself, and this one looks at.
    built: Vec<Promise>,
    /// Columns that are as promised only after a later file, as promises name them.
    left_to_later: BTreeSet<Thing>,
}

/// Puts changes in order.
#[must_use]
pub fn plan(changes: Vec<Change>) -> Plan {
    let mut steps: BTreeMap<Part, Vec<Change>> = BTreeMap::new();
    for (part, change) in order::ordered(changes) {
        steps.entry(part).or_default().push(change);
    }
    Plan { steps, ..Plan::default() }
}

impl Plan {
    /// Whether there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// The steps of one part of the file.
    #[must_use]
    pub fn part(&self, part: Part) -> &[Change] {
        self.steps.get(&part).map_or(&[], Vec::as_slice)
    }

    /// All steps.
    pub fn changes(&self) -> impl Iterator<Item = &Change> {
        self.steps.values().flatten()
    }

    /// Data that is gone afterwards.
    #[must_use]
    pub fn losses(&self) -> Vec<String> {
        self.changes().filter_map(|change| change.as_kind().loses()).collect()
    }

    /// Why it may fail on the rows that are there.
    #[must_use]
    pub fn risks(&self) -> Vec<String> {
        self.changes().filter_map(|change| change.as_kind().risk()).collect()
    }

    /// What the catalog holds afterwards, each object once.
    #[must_use]
    pub fn promises(&self) -> Vec<Promise> {
        let created: BTreeSet<ObjectRef> = self.changes().flat_map(|change| change.as_kind().creates()).collect();
        // what goes and comes back under the same name is there in the end
        let comes_back = |promise: &Promise| match &promise.thing {
            Thing::Table(name) | Thing::Index(name) | Thing::Sequence(name) => {
                [ObjectRef::Index(name.clone()), ObjectRef::Sequence(name.clone())]
                    .iter()
                    .any(|it| created.contains(it))
            }
            Thing::SchemaOfExtension(_)
            | Thing::VersionOfExtension(_)
            | Thing::EnumValue { .. }
            | Thing::Column { .. }
            | Thing::Constraint { .. } => false,
        };
        let mut by_thing: BTreeMap<Thing, Promise> = BTreeMap::new();
        for promise in self.changes().flat_map(|change| change.as_kind().promises()) {
            let is_news = !by_thing.contains_key(&promise.thing) && !comes_back(&promise);
            if promise.expected.is_some() || is_news {
                by_thing.insert(promise.thing.clone(), promise);
            }
        }
        for promise in &self.built {
            by_thing.entry(promise.thing.clone()).or_insert_with(|| promise.clone());
        }
        by_thing.into_values().filter(|promise| !self.left_to_later.contains(&promise.thing)).collect()
    }

    /// Whether a value that the plan adds to an enum type is used in the same plan: PostgreSQL wants it
    /// committed before (<https://www.postgresql.org/docs/current/sql-altertype.html>, error 55P04).
    #[must_use]
    pub fn uses_new_values(&self) -> bool {
        let added = self.part(Part::Values).iter().filter_map(|change| match change {
            Change::AddEnumValue(value) => Some((&value.enumeration, value.label.as_str())),
            _ => None,
        });
        let added = NewValues(added.collect());
        !added.0.is_empty() && self.changes().any(|change| added.are_used_by(change))
    }
}

/// Values that a plan adds, by their types.
struct NewValues<'p>(BTreeSet<(&'p ObjectName, &'p str)>);

impl NewValues<'_> {
    fn are_used_by(&self, change: &Change) -> bool {
        match change {
            Change::CreateTable(create) => create.table.columns.iter().any(|column| self.are_in_default(column)),
            Change::AddColumns(add) => add.columns.iter().any(|column| self.are_in_default(column)),
            Change::FillColumn(fill) => {
                self.are_of_type(&fill.column) || self.are_in(&fill.value) || self.are_in_default(&fill.column)
            }
            Change::SetDefault(set) => self.are_in_default(&set.column),
            // rows may hold the value as text
            Change::AlterColumnType(alter) => self.are_of_type(&alter.after),
            // a predicate names a label as plain text, which only the server can tell apart
            Change::CreateIndex(create) => create.index.predicate.is_some(),
            Change::ReplaceIndex(replace) => replace.after.predicate.is_some(),
            _ => false,
        }
    }

    fn are_of_type(&self, column: &Column) -> bool {
        column.enum_type().is_some_and(|name| self.0.iter().any(|(of, _)| *of == name))
    }

    fn are_in_default(&self, column: &Column) -> bool {
        let is_named = |name: &ObjectName| column.default_labels().any(|label| self.0.contains(&(name, label)));
        match &column.default {
            Some(ColumnDefault::Expression(text)) => self.are_in(text),
            _ => column.enum_type().is_some_and(is_named),
        }
    }

    /// SQL of the user's own that says the label in quote marks.
    fn are_in(&self, text: &SqlText) -> bool {
        self.0.iter().any(|(_, label)| text.as_str().contains(&format!("'{}'", label.replace('\'', "''"))))
    }
}
