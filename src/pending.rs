//! What a target still needs: the difference between two states, projected on it and put in order.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::change::{ChangeKind, ObjectRef};
use crate::config::Config;
use crate::diff::{self, Hints, Names, NewName, Renamed, Renaming};
use crate::managed::schema::UnmanagedReference;
use crate::managed::table::UncoveredKey;
use crate::managed::{self, LeftAlone};
use crate::physical::{Database, ForeignKey, IndexChoice, ObjectName, Table, TableOrigin, UnmanagedObject};
use crate::plan::{self, Plan};
use crate::psl::directive::{Directive, DirectiveKind};
use crate::psl::schema::{Field, Schema};
use crate::replay;
use crate::state::State;
use crate::taken::{TakenName, taken_names};
use crate::target::{self, LostForeignKey, Projection};

/// What a target still needs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pending {
    /// The steps.
    pub plan: Plan,
    /// Relations that are new here, and that this database cannot enforce.
    pub lost: Vec<LostForeignKey>,
    /// Tables that stay in the database although their models have left the target.
    pub left_behind: Vec<ObjectName>,
    /// What there is to say about names.
    pub names: Names,
    /// Names that the steps want to give, and that are not free.
    pub taken: Vec<TakenName>,
    /// What migrations made that the schema language cannot express, with what it depends on under its new name.
    pub unmanaged: Vec<UnmanagedObject>,
    /// Tables that are not managed, and of which a key or column is dropped for a step and created again.
    pub touched: Vec<ObjectName>,
    /// What is left alone in tables that change, and Prisma's own commands would drop or change.
    pub left_alone: Vec<LeftAlone>,
    /// Foreign keys that are switched off, and would be on afterwards.
    pub switched_on: Vec<SwitchedOn>,
    /// What of such tables refers to something that is dropped.
    pub references_to_dropped: Vec<UnmanagedReference>,
    /// Unique indexes and primary keys that a partitioned table cannot have.
    pub uncovered: Vec<UncoveredKey>,
}

/// A foreign key that is switched off on one of its tables, and that a change creates again.
#[derive(Clone, Debug, PartialEq)]
pub struct SwitchedOn {
    /// Its table.
    pub table: ObjectName,
    /// The key.
    pub key: ForeignKey,
    /// What the change does, in words.
    pub change: String,
}

/// What leads a target of today's configuration from one state to another.
#[must_use]
pub fn pending(today: &Config, target: &str, before: &State, after: &State) -> Pending {
    pending_since(before.projected_on_the_same(today, target), today, target, (after, &Hints::default()))
}

/// What leads a target from what it holds to a state, with what is said about names beside the state.
#[must_use]
pub fn pending_since(mut old: Projection, today: &Config, target: &str, (after, said): (&State, &Hints)) -> Pending {
    let new = after.projected_on_the_same(today, target);
    let left_behind = target::keep_what_left(&mut old.database, &new.database, &after.database);
    let known: BTreeSet<&LostForeignKey> = old.lost.iter().collect();
    let lost = new.lost.into_iter().filter(|lost| !known.contains(lost)).collect();
    let hints = hints(&after.schema, said);
    let Renaming { before, mut changes, mut names } = diff::rename(&old.database, &new.database, &hints);
    let before = if old.is_replayed && !changes.is_empty() {
        Cow::Owned(replay::settle(before.into_owned(), &schema_with_extensions(after, &new.database)))
    } else {
        before
    };
    let before = without_refused_indexes(before, after);
    names.look_alikes = diff::look_alikes(&before, &new.database, &hints);
    if old.database.tables.is_empty() {
        names.stale.clear(); // nothing was there that could have had a name
    }
    changes.extend(diff::diff_of_names(&before, &new.database, &after.row_sql.conversions));
    let plan = plan::plan(diff::fill(changes, &after.row_sql.backfills));
    let is_partitioned = |table: &&Table| table.extras.partition_key.is_some();
    let partitioned = before.tables.values().filter(is_partitioned).map(|table| table.name.clone());
    let plan = plan.on_partitioned(partitioned.collect());
    let taken = taken_names(&before, plan.changes());
    let touched = touched(&plan, &before);
    let left_alone = left_alone(&plan, &before, &new.database);
    let switched_on = switched_on(&plan, &before);
    let references_to_dropped = managed::schema::references_to_dropped(&before, &new.database);
    let uncovered = managed::table::uncovered_keys(&before, &new.database);
    let unmanaged = before.unmanaged.clone();
    Pending {
        plan,
        lost,
        left_behind,
        names,
        taken,
        unmanaged,
        touched,
        left_alone,
        switched_on,
        references_to_dropped,
        uncovered,
    }
}

/// What is left alone in the tables that change: it would be noise to say it of others each time.
fn left_alone(plan: &Plan, before: &Database, after: &Database) -> Vec<LeftAlone> {
    let changed: BTreeSet<&ObjectName> =
        plan.changes().filter_map(|change| change.as_kind().subject().table()).collect();
    let kept = changed.into_iter().filter_map(|table| before.tables.get(table).zip(after.tables.get(table)));
    let objects = &before.unmanaged;
    kept.flat_map(|(before, after)| managed::left_alone(before, after, objects)).collect()
}

/// The foreign keys that a plan creates again, or makes PostgreSQL make again, although they are switched off.
fn switched_on(plan: &Plan, before: &Database) -> Vec<SwitchedOn> {
    let mut found = Vec::new();
    for (table, key) in managed::switched_off(before) {
        let own = ObjectRef::constraint(&table.name, key.name.as_str());
        let is_over = |(of, column): (&ObjectName, &str)| {
            let is = |name: &ObjectName, columns: &[String]| *of == *name && columns.iter().any(|it| it == column);
            is(&table.name, &key.columns) || is(&key.referenced_table, &key.referenced_columns)
        };
        let makes_anew = |kind: &&dyn ChangeKind| {
            let is_new = kind.creates().contains(&own) && kind.follows_name_of().is_none();
            // who only looks at its rows needs it
            let is_replaced = kind.alters().contains(&own) && !kind.needs().contains(&own);
            is_new || is_replaced || kind.rebuilds_over().is_some_and(is_over)
        };
        let change = plan.changes().map(|change| change.as_kind()).find(makes_anew).map(ChangeKind::summary);
        let (table, key) = (table.name.clone(), key.clone());
        found.extend(change.map(|change| SwitchedOn { table, key, change }));
    }
    found
}

/// What refract made for the vectors of a column goes, where the schema says that the column has no index: it is one that
/// the schema asks to drop.
fn without_refused_indexes<'d>(mut before: Cow<'d, Database>, after: &State) -> Cow<'d, Database> {
    for (table, column) in columns_without_index(after) {
        let made = before.tables.get(table).into_iter().flat_map(|table| table.indexes.values());
        let made = made.filter(|index| managed::is_made_for_vectors(index, column));
        let names: Vec<String> = made.map(|index| index.name.clone()).collect();
        for name in names {
            let of_table = before.to_mut().tables.get_mut(table);
            if let Some(index) = of_table.and_then(|table| table.indexes.get_mut(&name)) {
                index.choice = IndexChoice::Schema;
            }
        }
    }
    before
}

/// The columns with `@refract.noIndex`.
fn columns_without_index(state: &State) -> impl Iterator<Item = (&ObjectName, &str)> {
    let has_none = |field: &&Field| field.directives.iter().any(|it| it.kind == DirectiveKind::NoIndex);
    let mut by_model: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for model in &state.schema.models {
        for field in model.fields.iter().filter(has_none) {
            by_model.entry(&model.name).or_default().push(&field.database_name);
        }
    }
    state.database.tables.values().flat_map(move |table| {
        let columns = match &table.origin {
            TableOrigin::Model(name) => by_model.get(name.as_str()).cloned().unwrap_or_default(),
            TableOrigin::Unknown | TableOrigin::ManyToMany { .. } => Vec::new(),
        };
        columns.into_iter().map(|column| (&table.name, column))
    })
}

/// Tables that are not managed and that a plan locks.
fn touched(plan: &Plan, before: &Database) -> Vec<ObjectName> {
    let locks = plan.changes().flat_map(|change| change.as_kind().hazards().locks);
    let touched = locks.map(|lock| lock.table).filter(|table| before.unmanaged_tables.contains_key(table));
    touched.collect::<BTreeSet<_>>().into_iter().collect()
}

/// A schema, with the extensions of the part that a target holds: one that a table needs may stand in no datasource.
#[must_use]
pub fn schema_with_extensions<'s>(state: &'s State, held: &Database) -> Cow<'s, Database> {
    let mut schema = Cow::Borrowed(&state.database);
    for (name, extension) in &held.extensions {
        if schema.extensions.get(name) != Some(extension) {
            schema.to_mut().extensions.insert(name.clone(), extension.clone());
        }
        // it may be all that there is in that schema
        if let Some(name) = extension.schema.as_ref().filter(|name| !schema.schemas.contains(*name)) {
            schema.to_mut().schemas.insert(name.clone());
        }
    }
    schema
}

/// What is said about names, in the schema and beside it; what is said for this run goes first.
fn hints(schema: &Schema, said: &Hints) -> Hints {
    let mut hints = said.clone();
    let mut take = |block: &str, member: Option<&str>, directives: &[Directive]| {
        let old = directives.iter().find_map(|directive| match &directive.kind {
            DirectiveKind::RenamedFrom(old) => Some(old.clone()),
            DirectiveKind::Hnsw { .. }
            | DirectiveKind::IvfFlat { .. }
            | DirectiveKind::NoIndex
            | DirectiveKind::Using(_)
            | DirectiveKind::Backfill(_)
            | DirectiveKind::Targets(_)
            | DirectiveKind::Rows(_) => None,
        });
        hints.renamed.extend(old.map(|old| {
            let new = NewName { block: block.to_owned(), member: member.map(str::to_owned) };
            Renamed { new, old, is_for_this_run: false }
        }));
    };
    for model in &schema.models {
        take(&model.name, None, &model.directives);
        model.fields.iter().for_each(|field| take(&model.name, Some(&field.name), &field.directives));
    }
    for declared in &schema.enums {
        take(&declared.name, None, &declared.directives);
        declared.values.iter().for_each(|value| take(&declared.name, Some(&value.name), &value.directives));
    }
    hints
}
