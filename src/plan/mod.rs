//! In which order changes come, and what they come to as a whole: a `Vec<Change>` in, a [`Plan`] out.

mod order;
mod series;

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::change::{Change, LostData, ObjectRef, Part, Risk};
use crate::physical::{Column, ObjectName};
use crate::promise::{Promise, Thing};

pub use series::LOOKS_AT_BUILT;

/// The steps of one migration, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    steps: BTreeMap<Part, Vec<Change>>,
    /// What files before have built, each by itself, and this one looks at.
    built: Vec<Promise>,
    /// Columns that are as promised only after a later file, as promises name them.
    left_to_later: BTreeSet<Thing>,
    /// Tables with partitions: PostgreSQL knows none of the gentle recipes for them.
    partitioned: BTreeSet<ObjectName>,
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
    /// The same, where these tables have partitions.
    #[must_use]
    pub fn on_partitioned(self, partitioned: BTreeSet<ObjectName>) -> Plan {
        Plan { partitioned, ..self }
    }

    /// Whether there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// The parts of the file that have steps, in order, and the one that its check is in.
    pub fn parts(&self) -> impl Iterator<Item = Part> {
        self.steps.keys().copied().chain([Part::Work]).collect::<BTreeSet<_>>().into_iter()
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

    /// The columns that it adds to a table and leaves as their defaults make them.
    pub fn added_columns(&self, table: &ObjectName) -> impl Iterator<Item = &Column> {
        let added = self.changes().filter_map(|change| change.as_kind().adds_columns());
        added.filter(move |(of, _)| *of == table).flat_map(|(_, columns)| columns)
    }

    /// The tables that it creates, which no client uses yet.
    #[must_use]
    pub fn new_tables(&self) -> BTreeSet<ObjectName> {
        self.changes().filter_map(|change| change.as_kind().new_table().cloned()).collect()
    }

    /// Data that is gone afterwards.
    #[must_use]
    pub fn losses(&self) -> Vec<LostData> {
        self.changes().filter_map(|change| change.as_kind().hazards().loss).collect()
    }

    /// The rows that would stop it.
    #[must_use]
    pub fn risks(&self) -> Vec<Risk> {
        self.changes().filter_map(|change| change.as_kind().hazards().risk).collect()
    }

    /// What the catalog holds afterwards, each object once.
    #[must_use]
    pub fn promises(&self) -> Vec<Promise> {
        let created = LazyCell::new(|| -> BTreeSet<ObjectRef> {
            self.changes().flat_map(|change| change.as_kind().creates()).collect()
        });
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
            | Thing::Constraint { .. }
            | Thing::ValidConstraint { .. } => false,
        };
        let of_changes = self.changes().flat_map(|change| change.as_kind().promises());
        let mut promises: Vec<Promise> =
            of_changes.filter(|promise| promise.expected.is_some() || !comes_back(promise)).collect();
        promises.sort_by(|one, other| one.thing.cmp(&other.thing));
        promises.dedup_by(|later, kept| {
            let is_same = later.thing == kept.thing;
            if is_same && later.expected.is_some() {
                std::mem::swap(later, kept);
            }
            is_same
        });
        // of these a promise of the changes themselves knows more
        promises.extend(self.built.iter().cloned());
        promises.sort_by(|one, other| one.thing.cmp(&other.thing));
        promises.dedup_by(|later, kept| later.thing == kept.thing);
        promises.retain(|promise| !self.left_to_later.contains(&promise.thing));
        promises
    }

    /// Whether a value that the plan adds to an enum type is used in the same plan: PostgreSQL wants it
    /// committed before (<https://www.postgresql.org/docs/current/sql-altertype.html>, error 55P04).
    #[must_use]
    pub fn uses_new_values(&self) -> bool {
        let added: Vec<_> = self.part(Part::Values).iter().filter_map(|change| change.as_kind().new_label()).collect();
        let uses_one = |change: &Change| {
            let used = change.as_kind().uses_labels();
            !used.is_empty() && added.iter().any(|(enumeration, label)| used.may_be(enumeration, label))
        };
        !added.is_empty() && self.changes().any(uses_one)
    }
}
