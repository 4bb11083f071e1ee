//! Unmanaged objects that depend on what changes.

use std::collections::{BTreeMap, BTreeSet};

use super::column::{ColumnDecision, Columns, ConvertedColumn};
use super::dependency_graph::DependencyGraph;
use super::enums::EnumDecision;
use super::table::DroppedTable;
use crate::change::Dependents;
use crate::diff::conversion;
use crate::diff::pair::Pair;
use crate::managed::column::{goes_along, lost_when_replaced};
use crate::managed::{
    DependencyChange, Effect, Retyped, callers, effect_of, has_parameter, index_as_object, indexes_by_hand,
    is_sayable_index, is_tied_to_type, is_type_of_column,
};
use crate::physical::{
    ColumnType, Database, Index, IndexChoice, IndexExtras, ObjectKind, ObjectName, Predicate, SqlStatement, Table,
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
    /// By what they depend on.
    dependents: BTreeMap<Cause<'a>, Dependents>,
    /// Those that are dropped and created again, in the order in which they were created.
    pub recreated: Vec<&'a UnmanagedObject>,
}

impl<'a> Objects<'a> {
    /// Those that depend on a column.
    pub(crate) fn of_column(&self, table: &'a ObjectName, column: &'a str) -> Box<Dependents> {
        self.of(&Cause::Column(table, column))
    }

    /// Those that depend on a table that is dropped.
    pub(crate) fn of_table(&self, table: &'a ObjectName) -> Box<Dependents> {
        self.of(&Cause::Table(table))
    }

    /// Those that depend on a type that is dropped or created again, or on a column of it.
    pub(crate) fn of_type(&self, name: &'a ObjectName) -> Box<Dependents> {
        self.of(&Cause::Type(name))
    }

    fn of(&self, cause: &Cause<'a>) -> Box<Dependents> {
        Box::new(self.dependents.get(cause).cloned().unwrap_or_default())
    }
}

/// Decides about all that depends on what changes.
pub(super) fn decide<'a>(
    databases: Pair<'a, Database>,
    columns: &Columns<'a>,
    enums: &[EnumDecision<'a>],
    dropped: &[DroppedTable<'a>],
) -> Objects<'a> {
    let mut objects = Objects::default();
    let mut recreated = BTreeSet::new();
    let before = databases.before;
    let standing = DependencyGraph::new(&before.unmanaged);
    for (cause, changed) in causes(columns, enums, dropped) {
        let mut dependents = dependents(databases, &standing, &changed, &mut recreated);
        dependents.dropped_along.extend(indexes_going_along(before, &changed));
        dependents.parts.extend(parts_going_along(before, &changed));
        dependents.blocking.extend(indexes_tied_to_types(databases, &changed));
        if !dependents.is_empty() {
            objects.dependents.insert(cause, dependents);
        }
    }
    objects.recreated = recreated.into_iter().map(|at| &before.unmanaged[at]).collect();
    objects
}

/// What is changed for one cause, and how.
#[derive(Default)]
struct ChangedDependencies<'a> {
    columns: BTreeMap<(&'a ObjectName, &'a str), DependencyChange>,
    tables: BTreeMap<&'a ObjectName, DependencyChange>,
    types: BTreeMap<&'a ObjectName, DependencyChange>,
    /// Values that an enum type loses: no words can say them any more.
    labels: Vec<&'a str>,
    /// The types of columns that get another one.
    retyped: BTreeMap<(&'a ObjectName, &'a str), Pair<'a, ColumnType>>,
}

impl ChangedDependencies<'_> {
    fn retyped<'t>(&'t self, table: &'t ObjectName, column: &'t str) -> Option<Retyped<'t>> {
        let Pair { before, after } = self.retyped.get(&(table, column)).copied()?;
        Some(Retyped { table, column, before, after })
    }

    /// Whether the words of a thing call a function, or have an operator, that could not take a column any more.
    fn breaks_words_of(&self, object: &UnmanagedObject, databases: Pair<'_, Database>) -> bool {
        let columns = &object.dependencies.columns;
        columns.iter().any(|(table, column)| {
            self.retyped(table, column).is_some_and(|retyped| {
                let is_sure =
                    columns.iter().filter(|(_, other)| other == column).count() == 1 && !has_parameter(object, column);
                let mut words = object.statements.iter().map(SqlStatement::as_str);
                words.any(|words| {
                    retyped.breaks_call(words)
                        || is_sure && retyped.breaks_operator(words, (databases.before, databases.after))
                })
            })
        })
    }
}

fn causes<'a>(
    columns: &Columns<'a>,
    enums: &[EnumDecision<'a>],
    dropped: &[DroppedTable<'a>],
) -> BTreeMap<Cause<'a>, ChangedDependencies<'a>> {
    let mut causes: BTreeMap<Cause<'a>, ChangedDependencies<'a>> = BTreeMap::new();
    for (table, of_table) in columns {
        for decision in &of_table.decisions {
            if let Some((column, change)) = of_column(decision) {
                let changed = causes.entry(Cause::Column(table, column)).or_default();
                changed.columns.insert((table, column), change);
                changed.retyped.extend(new_type(decision).map(|types| ((*table, column), types)));
            }
        }
    }
    for decision in enums {
        match decision {
            EnumDecision::Rebuilt(rebuilt) => {
                let name = &rebuilt.enumeration.name;
                let changed = causes.entry(Cause::Type(name)).or_default();
                changed.types.insert(name, DependencyChange::TypeRebuilt);
                changed.labels.clone_from(&rebuilt.removed);
                let columns = rebuilt.columns.iter().map(|(table, column)| (*table, column.before.name.as_str()));
                changed.columns.extend(columns.map(|column| (column, DependencyChange::Converted)));
            }
            EnumDecision::Dropped(dropped) => {
                let changed = causes.entry(Cause::Type(&dropped.name)).or_default();
                changed.types.insert(&dropped.name, DependencyChange::TypeDropped);
            }
            EnumDecision::Created(_) | EnumDecision::Stays(_) => {}
        }
    }
    for DroppedTable { table, .. } in dropped {
        let changed = causes.entry(Cause::Table(&table.name)).or_default();
        changed.tables.insert(&table.name, DependencyChange::TableDropped);
    }
    causes
}

/// What a decision does to a column, under its own name.
fn of_column<'a>(decision: &ColumnDecision<'a>) -> Option<(&'a str, DependencyChange)> {
    match decision {
        ColumnDecision::Converted(converted) => {
            let (before, after) = (converted.column.before, converted.column.after);
            let is_of_one_family = conversion::is_of_one_family(&before.column_type, &after.column_type);
            let change =
                if is_of_one_family { DependencyChange::ConvertedInFamily } else { DependencyChange::Converted };
            Some((&before.name, change))
        }
        ColumnDecision::Replaced { column, foreign_keys: _ } => Some((&column.before.name, DependencyChange::Replaced)),
        ColumnDecision::Dropped(column) => Some((&column.name, DependencyChange::Dropped)),
        // that of a type that is created again is among what the type disturbs
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
    changed: &ChangedDependencies<'_>,
) -> impl Iterator<Item = UnmanagedObject> + use<'a> {
    let mut going = Vec::new();
    let dropped_columns = changed.columns.iter().filter(|(_, how)| **how == DependencyChange::Dropped);
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
    for table in changed.tables.keys().filter_map(|&table| before.tables.get(table)) {
        going.extend(indexes_by_hand(table).map(|index| index_as_object(table, index)));
    }
    going.into_iter()
}

/// What else is dropped together with a column.
fn parts_going_along(before: &Database, changed: &ChangedDependencies<'_>) -> Vec<String> {
    let mut parts = Vec::new();
    for (&(table, name), how) in &changed.columns {
        let table =
            before.tables.get(table).filter(|_| matches!(how, DependencyChange::Dropped | DependencyChange::Replaced));
        let column = table.and_then(|table| table.column(name).map(|column| (table, column)));
        if let Some((table, column)) = column {
            parts.extend(goes_along(table, column));
            parts.extend(lost_when_replaced(column).into_iter().filter(|_| *how == DependencyChange::Replaced));
        }
    }
    parts
}

/// The indexes that could not be built again over a column of another type.
fn indexes_tied_to_types(databases: Pair<'_, Database>, changed: &ChangedDependencies<'_>) -> Vec<UnmanagedObject> {
    let mut tied = Vec::new();
    for (&(table, column), how) in &changed.columns {
        let Some(table) = databases.before.tables.get(table) else { continue };
        let changes_family = matches!(how, DependencyChange::Converted | DependencyChange::Replaced);
        let retyped = changed.retyped(&table.name, column);
        let cannot_say = |index: &Index| {
            let predicate = index.condition().filter(|predicate| keeps_predicate(databases, table, index, predicate));
            predicate
                .zip(retyped)
                .is_some_and(|(it, retyped)| retyped.breaks_predicate(it, (databases.before, databases.after)))
        };
        let is_tied = |index: &&Index| changes_family && is_tied_to_type(index, column) || cannot_say(index);
        tied.extend(table.indexes.values().filter(is_tied).map(|index| index_as_object(table, index)));
    }
    tied
}

/// Whether the schema asks for no other condition of an index.
fn keeps_predicate(databases: Pair<'_, Database>, table: &Table, index: &Index, predicate: &Predicate) -> bool {
    let after = databases.after.tables.get(&table.name).and_then(|table| table.indexes.get(&index.name));
    index.choice == IndexChoice::ByHand || after.is_some_and(|after| after.condition() == Some(predicate))
}

/// The objects that depend on what changes, and all that depends on a view, a function or a type which is created again.
fn dependents(
    databases: Pair<'_, Database>,
    objects: &DependencyGraph<'_>,
    changed: &ChangedDependencies<'_>,
    all_recreated: &mut BTreeSet<usize>,
) -> Dependents {
    let mut dependents = Dependents::default();
    let mut effects: BTreeMap<usize, Effect> = BTreeMap::new();
    let mut waiting = on_changed(objects, changed);
    while let Some(at) = waiting.pop_first() {
        let known = effects.get(&at).copied();
        let found = effect_on(objects, at, changed, &effects).map(|effect| match effect {
            Effect::Recreated if is_type_of_column(databases.before, &objects.all[at]) => Effect::Blocks,
            Effect::Recreated | Effect::Unaffected if changed.breaks_words_of(&objects.all[at], databases) => {
                Effect::Blocks
            }
            Effect::Recreated | Effect::Unaffected | Effect::DroppedAlong | Effect::Blocks => effect,
        });
        if found != known
            && let Some(found) = found
        {
            effects.insert(at, found);
            // one that was looked at before may have to be created again too
            waiting.extend((found == Effect::Recreated).then(|| objects.dependents_of(at)).into_iter().flatten());
        }
    }
    let recreated: BTreeSet<usize> =
        effects.iter().filter(|(_, effect)| **effect == Effect::Recreated).map(|(at, _)| *at).collect();
    let order = objects.in_order(&recreated);
    for (at, effect) in effects {
        match effect {
            Effect::DroppedAlong => dependents.dropped_along.push(objects.all[at].clone()),
            Effect::Blocks => dependents.blocking.push(objects.all[at].clone()),
            Effect::Recreated | Effect::Unaffected => {}
        }
    }
    // PostgreSQL lets none of them be dropped before the others
    dependents.blocking.extend(order.circular.iter().map(|&at| objects.all[at].clone()));
    let mut recreated = order.first_to_last;
    recreated.retain(|&at| {
        let object = &objects.all[at];
        let callers =
            if object.kind == ObjectKind::Function { callers(databases.before, &object.name) } else { Vec::new() };
        let can_go = callers.is_empty();
        dependents.blocking.extend((!can_go).then(|| object.clone()).into_iter().chain(callers));
        can_go
    });
    dependents.recreated = recreated.iter().rev().map(|&at| objects.all[at].clone()).collect();
    all_recreated.extend(recreated);
    dependents
}

/// Those that depend on something that changes.
fn on_changed(objects: &DependencyGraph<'_>, changed: &ChangedDependencies<'_>) -> BTreeSet<usize> {
    let columns = changed.columns.keys().flat_map(|&(table, column)| objects.on_column(table, column));
    let tables = changed.tables.keys().flat_map(|table| objects.on_relation(table));
    let types = changed.types.keys().flat_map(|name| objects.on_type(name));
    columns.chain(tables).chain(types).collect()
}

/// What happens to an object, given which others are dropped and created again.
fn effect_on(
    objects: &DependencyGraph<'_>,
    at: usize,
    changed: &ChangedDependencies<'_>,
    effects: &BTreeMap<usize, Effect>,
) -> Option<Effect> {
    let object = &objects.all[at];
    let on = &object.dependencies;
    let columns = on.columns.iter().filter_map(|(table, column)| changed.columns.get(&(table, column.as_str())));
    let tables = on.relations.iter().filter_map(|relation| changed.tables.get(relation));
    let types = on.types.iter().filter_map(|name| changed.types.get(name));
    let again = objects.dependencies_of(at).filter(|other| effects.get(other) == Some(&Effect::Recreated));
    let again = again.map(|other| match objects.all[other].kind.is_relation() {
        true => DependencyChange::ViewRecreated,
        false => DependencyChange::DefinitionRecreated,
    });
    let changes = columns.chain(tables).chain(types).copied().chain(again);
    let effect = changes.map(|change| effect_of(object, change)).max()?;
    let says_lost_label = || changed.labels.iter().any(|label| object.says_constant(label));
    Some(if effect == Effect::Recreated && says_lost_label() { Effect::Blocks } else { effect })
}
