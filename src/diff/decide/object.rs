//! Things that the schema language has no word for, and stand on what changes.

use std::collections::{BTreeMap, BTreeSet};

use super::column::{ColumnDecision, Columns, ConvertedColumn};
use super::enums::EnumDecision;
use super::table::DroppedTable;
use crate::change::Dependents;
use crate::diff::conversion;
use crate::diff::pair::Pair;
use crate::managed::argument::cannot_take;
use crate::managed::column::{goes_along, lost_when_replaced};
use crate::managed::{Disturbance, Fate, fate, index_as_object, indexes_by_hand, is_sayable_index, is_tied_to_type};
use crate::physical::{
    ColumnType, Database, Index, IndexChoice, IndexExtras, ObjectName, Predicate, SqlStatement, StandsOn,
    UnmanagedObject,
};

/// What changes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Cause<'a> {
    Column(&'a ObjectName, &'a str),
    Table(&'a ObjectName),
    Type(&'a ObjectName),
}

/// What becomes of such things.
#[derive(Default)]
pub(crate) struct Objects<'a> {
    /// By what they stand on.
    dependents: BTreeMap<Cause<'a>, Dependents>,
    /// Those that make way and are made again, in the order in which they were made.
    pub made_again: Vec<&'a UnmanagedObject>,
}

impl<'a> Objects<'a> {
    /// Those that stand on a column.
    pub(crate) fn of_column(&self, table: &'a ObjectName, column: &'a str) -> Box<Dependents> {
        self.of(&Cause::Column(table, column))
    }

    /// Those that stand on a table that goes.
    pub(crate) fn of_table(&self, table: &'a ObjectName) -> Box<Dependents> {
        self.of(&Cause::Table(table))
    }

    /// Those that stand on a type that goes or is made anew, or on a column of that.
    pub(crate) fn of_type(&self, name: &'a ObjectName) -> Box<Dependents> {
        self.of(&Cause::Type(name))
    }

    fn of(&self, cause: &Cause<'a>) -> Box<Dependents> {
        Box::new(self.dependents.get(cause).cloned().unwrap_or_default())
    }
}

/// Decides about all that stands on what changes.
pub(super) fn decide<'a>(
    before: &'a Database,
    columns: &Columns<'a>,
    enums: &[EnumDecision<'a>],
    dropped: &[DroppedTable<'a>],
) -> Objects<'a> {
    let mut objects = Objects::default();
    let mut made_again = BTreeSet::new();
    let standing = ObjectsByFooting::new(&before.unmanaged);
    for (cause, disturbed) in causes(columns, enums, dropped) {
        let mut dependents = dependents(&standing, &disturbed, &mut made_again);
        dependents.going_along.extend(indexes_going_along(before, &disturbed));
        dependents.parts.extend(parts_going_along(before, &disturbed));
        dependents.stopping.extend(indexes_tied_to_types(before, &disturbed));
        if !dependents.is_empty() {
            objects.dependents.insert(cause, dependents);
        }
    }
    objects.made_again = made_again.into_iter().map(|at| &before.unmanaged[at]).collect();
    objects
}

/// What is disturbed for one cause, and how.
#[derive(Default)]
struct Disturbed<'a> {
    columns: BTreeMap<(&'a ObjectName, &'a str), Disturbance>,
    tables: BTreeMap<&'a ObjectName, Disturbance>,
    types: BTreeMap<&'a ObjectName, Disturbance>,
    /// Values that an enum type loses: no words can say them any more.
    labels: Vec<&'a str>,
    /// The types of columns that get another one.
    retyped: BTreeMap<(&'a ObjectName, &'a str), Pair<'a, ColumnType>>,
}

impl Disturbed<'_> {
    /// Whether the words of a thing call a function that could not take a column any more.
    fn breaks_call_in(&self, object: &UnmanagedObject) -> bool {
        object.stands_on.columns.iter().any(|(table, column)| {
            let types = self.retyped.get(&(table, column.as_str()));
            let mut words = object.statements.iter().map(SqlStatement::as_str);
            types.is_some_and(|types| words.any(|it| cannot_take(it, column, types.before, types.after)))
        })
    }
}

fn causes<'a>(
    columns: &Columns<'a>,
    enums: &[EnumDecision<'a>],
    dropped: &[DroppedTable<'a>],
) -> BTreeMap<Cause<'a>, Disturbed<'a>> {
    let mut causes: BTreeMap<Cause<'a>, Disturbed<'a>> = BTreeMap::new();
    for (table, of_table) in columns {
        for decision in &of_table.decisions {
            if let Some((column, disturbance)) = of_column(decision) {
                let disturbed = causes.entry(Cause::Column(table, column)).or_default();
                disturbed.columns.insert((table, column), disturbance);
                disturbed.retyped.extend(new_type(decision).map(|types| ((*table, column), types)));
            }
        }
    }
    for decision in enums {
        match decision {
            EnumDecision::Rebuilt(rebuilt) => {
                let name = &rebuilt.enumeration.name;
                let disturbed = causes.entry(Cause::Type(name)).or_default();
                disturbed.types.insert(name, Disturbance::TypeRebuilt);
                disturbed.labels.clone_from(&rebuilt.removed);
                let columns = rebuilt.columns.iter().map(|(table, column)| (*table, column.before.name.as_str()));
                disturbed.columns.extend(columns.map(|column| (column, Disturbance::Converted)));
            }
            EnumDecision::Dropped(dropped) => {
                let disturbed = causes.entry(Cause::Type(&dropped.name)).or_default();
                disturbed.types.insert(&dropped.name, Disturbance::TypeDropped);
            }
            EnumDecision::Created(_) | EnumDecision::Stays(_) => {}
        }
    }
    for DroppedTable { table, .. } in dropped {
        let disturbed = causes.entry(Cause::Table(&table.name)).or_default();
        disturbed.tables.insert(&table.name, Disturbance::TableDropped);
    }
    causes
}

/// What a decision does to a column, under its own name.
fn of_column<'a>(decision: &ColumnDecision<'a>) -> Option<(&'a str, Disturbance)> {
    match decision {
        ColumnDecision::Converted(converted) => {
            let (before, after) = (converted.column.before, converted.column.after);
            let is_of_one_family = conversion::is_of_one_family(&before.column_type, &after.column_type);
            let disturbance = if is_of_one_family { Disturbance::ConvertedInFamily } else { Disturbance::Converted };
            Some((&before.name, disturbance))
        }
        ColumnDecision::Replaced { column, foreign_keys: _ } => Some((&column.before.name, Disturbance::Replaced)),
        ColumnDecision::Dropped(column) => Some((&column.name, Disturbance::Dropped)),
        // that of a type that is made anew is among what the type disturbs
        ColumnDecision::Added(_) | ColumnDecision::Stays(_) | ColumnDecision::OfRebuiltEnum(_) => None,
    }
}

/// The types of a column that gets another one.
fn new_type<'a>(decision: &ColumnDecision<'a>) -> Option<Pair<'a, ColumnType>> {
    match decision {
        ColumnDecision::Converted(ConvertedColumn { column, .. }) | ColumnDecision::Replaced { column, .. } => {
            Some(column.map(|column| &column.column_type))
        }
        ColumnDecision::Added(_)
        | ColumnDecision::Stays(_)
        | ColumnDecision::OfRebuiltEnum(_)
        | ColumnDecision::Dropped(_) => None,
    }
}

/// The indexes that are left alone, and go with a column or a table.
fn indexes_going_along<'a>(
    before: &'a Database,
    disturbed: &Disturbed<'_>,
) -> impl Iterator<Item = UnmanagedObject> + use<'a> {
    let mut going = Vec::new();
    let dropped_columns = disturbed.columns.iter().filter(|(_, how)| **how == Disturbance::Dropped);
    for (&(table, column), _) in dropped_columns {
        let Some(table) = before.tables.get(table) else { continue };
        // over a column that the schema does not have nothing was said of an index yet
        let goes = |index: &&Index| {
            let IndexExtras { has_default_name, is_made_by_refract, place, .. } = index.extras.as_ref();
            let is_of_history = place.is_some() && !is_made_by_refract;
            let is_asked_for = is_sayable_index(index) && *has_default_name;
            let is_by_hand = index.choice == IndexChoice::ByHand || is_of_history && !is_asked_for;
            is_by_hand && index.may_depend_on(column)
        };
        going.extend(table.indexes.values().filter(goes).map(|index| index_as_object(table, index)));
    }
    for table in disturbed.tables.keys().filter_map(|&table| before.tables.get(table)) {
        going.extend(indexes_by_hand(table).map(|index| index_as_object(table, index)));
    }
    going.into_iter()
}

/// What else goes with a column that is dropped.
fn parts_going_along(before: &Database, disturbed: &Disturbed<'_>) -> Vec<String> {
    let mut parts = Vec::new();
    for (&(table, name), how) in &disturbed.columns {
        let table = before.tables.get(table).filter(|_| matches!(how, Disturbance::Dropped | Disturbance::Replaced));
        let column = table.and_then(|table| table.column(name).map(|column| (table, column)));
        if let Some((table, column)) = column {
            parts.extend(goes_along(table, column));
            parts.extend(lost_when_replaced(column).into_iter().filter(|_| *how == Disturbance::Replaced));
        }
    }
    parts
}

/// The indexes that could not be built again over a column of another type.
fn indexes_tied_to_types(before: &Database, disturbed: &Disturbed<'_>) -> Vec<UnmanagedObject> {
    let mut tied = Vec::new();
    for (&(table, column), how) in &disturbed.columns {
        let Some(table) = before.tables.get(table) else { continue };
        let changes_family = matches!(how, Disturbance::Converted | Disturbance::Replaced);
        let types = disturbed.retyped.get(&(&table.name, column));
        let cannot_call = |index: &Index| match (index.condition(), types) {
            (Some(Predicate::Raw(words)), Some(Pair { before, after })) => {
                cannot_take(words.as_str(), column, before, after)
            }
            (Some(Predicate::Raw(_) | Predicate::All(_)) | None, _) => false,
        };
        let is_tied = |index: &&Index| changes_family && is_tied_to_type(index, column) || cannot_call(index);
        tied.extend(table.indexes.values().filter(is_tied).map(|index| index_as_object(table, index)));
    }
    tied
}

/// The things that the schema language has no word for, as places in the list of them, by what they stand on.
struct ObjectsByFooting<'o> {
    all: &'o [UnmanagedObject],
    by_column: BTreeMap<(&'o ObjectName, &'o str), Vec<usize>>,
    by_relation: BTreeMap<&'o ObjectName, Vec<usize>>,
    by_type: BTreeMap<&'o ObjectName, Vec<usize>>,
}

impl<'o> ObjectsByFooting<'o> {
    fn new(all: &'o [UnmanagedObject]) -> ObjectsByFooting<'o> {
        let mut objects = ObjectsByFooting {
            all,
            by_column: BTreeMap::new(),
            by_relation: BTreeMap::new(),
            by_type: BTreeMap::new(),
        };
        for (at, object) in all.iter().enumerate() {
            // what a body says is not followed
            let StandsOn { relations, columns, types, body: _ } = &object.stands_on;
            for (table, column) in columns {
                objects.by_column.entry((table, column)).or_default().push(at);
            }
            relations.iter().for_each(|name| objects.by_relation.entry(name).or_default().push(at));
            types.iter().for_each(|name| objects.by_type.entry(name).or_default().push(at));
        }
        objects
    }

    /// Those that stand on something that is disturbed.
    fn on(&self, disturbed: &Disturbed<'_>) -> BTreeSet<usize> {
        let columns = disturbed.columns.keys().filter_map(|column| self.by_column.get(column));
        let tables = disturbed.tables.keys().filter_map(|table| self.by_relation.get(table));
        let types = disturbed.types.keys().filter_map(|name| self.by_type.get(name));
        columns.chain(tables).chain(types).flatten().copied().collect()
    }

    /// Those that read a view, and were made after it.
    fn reading(&self, view: usize) -> impl Iterator<Item = usize> {
        let readers = self.by_relation.get(&self.all[view].name).into_iter().flatten().copied();
        readers.filter(move |&reader| reader > view)
    }
}

/// The things that are disturbed, and all that reads a view which is made again.
fn dependents(
    objects: &ObjectsByFooting<'_>,
    disturbed: &Disturbed<'_>,
    made_again: &mut BTreeSet<usize>,
) -> Dependents {
    let mut dependents = Dependents::default();
    let mut views: BTreeSet<&ObjectName> = BTreeSet::new();
    let mut making_way: Vec<&UnmanagedObject> = Vec::new();
    let mut waiting = objects.on(disturbed);
    // what reads a view was made after it
    while let Some(at) = waiting.pop_first() {
        let object = &objects.all[at];
        let on = &object.stands_on;
        let columns = on.columns.iter().filter_map(|(table, column)| disturbed.columns.get(&(table, column.as_str())));
        let tables = on.relations.iter().filter_map(|relation| disturbed.tables.get(relation));
        let types = on.types.iter().filter_map(|name| disturbed.types.get(name));
        let of_view = on.relations.iter().any(|relation| views.contains(relation));
        let of_view = of_view.then_some(Disturbance::ViewMadeAgain);
        let disturbances = columns.chain(tables).chain(types).copied().chain(of_view);
        match disturbances.map(|disturbance| fate(object, disturbance)).max() {
            Some(Fate::MakesWay | Fate::Stays) if disturbed.breaks_call_in(object) => {
                dependents.stopping.push(object.clone());
            }
            Some(Fate::MakesWay) if disturbed.labels.iter().any(|label| object.says_constant(label)) => {
                dependents.stopping.push(object.clone());
            }
            Some(Fate::MakesWay) => {
                made_again.insert(at);
                making_way.push(object);
                if object.kind.is_relation() {
                    views.insert(&object.name);
                    waiting.extend(objects.reading(at));
                }
            }
            Some(Fate::GoesAlong) => dependents.going_along.push(object.clone()),
            Some(Fate::Stops) => dependents.stopping.push(object.clone()),
            Some(Fate::Stays) | None => {}
        }
    }
    dependents.making_way = making_way.into_iter().rev().cloned().collect();
    dependents
}
