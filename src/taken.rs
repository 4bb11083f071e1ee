//! Names that a plan wants to give, and that something has which the plan does not change.
//!
//! `CREATE ... IF NOT EXISTS` skips what is there, and then the check at the end of the file finds something else.

use std::collections::BTreeMap;

use crate::change::{Change, ObjectRef};
use crate::managed::{index_as_object, indexes_by_hand};
use crate::physical::{Database, IndexChoice, ObjectName, UnmanagedObject};

/// A name that is not free.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenName {
    /// What the plan would do.
    pub change: String,
    /// What has the name.
    pub holder: UnmanagedObject,
}

/// The names that changes want to give, and that are not free in a database.
#[must_use]
pub fn taken_names<'c>(before: &Database, changes: impl Iterator<Item = &'c Change>) -> Vec<TakenName> {
    let mut holders: BTreeMap<ObjectRef, UnmanagedObject> = BTreeMap::new();
    for object in &before.unmanaged {
        holders.extend(names_of(object).into_iter().map(|name| (name, object.clone())));
    }
    for table in before.tables.values() {
        let by_hand = indexes_by_hand(table).map(|index| index_as_object(table, index));
        holders.extend(by_hand.map(|object| (ObjectRef::Index(object.name.clone()), object)));
    }
    if holders.is_empty() {
        return Vec::new();
    }
    let mut taken = Vec::new();
    for change in changes {
        let kind = change.as_kind();
        let mut wanted = kind.creates();
        // what is created again has its name from itself
        wanted.retain(|name| !matches!(name, ObjectRef::View(_)) && !is_made_again(change, name));
        let holder = wanted.iter().flat_map(spellings).find_map(|name| holders.get(&name));
        taken.extend(holder.map(|holder| TakenName { change: kind.summary(), holder: holder.clone() }));
    }
    taken
}

/// Whether a change builds an index that made way.
fn is_made_again(change: &Change, name: &ObjectRef) -> bool {
    let index = change.as_kind().builds_index();
    matches!(name, ObjectRef::Index(_)) && index.is_some_and(|index| index.choice == IndexChoice::ByHand)
}

/// The names that a thing holds.
fn names_of(object: &UnmanagedObject) -> Vec<ObjectRef> {
    let UnmanagedObject { kind, name, table, .. } = object;
    let constraint = table.as_ref().filter(|_| kind.is_constraint());
    let constraint = constraint.map(|table| ObjectRef::constraint(table, name.name.as_str()));
    let relation = kind.has_name_of_relation().then(|| ObjectRef::Index(name.clone()));
    constraint.into_iter().chain(relation).collect()
}

/// A wanted name as a holder may have it.
fn spellings(wanted: &ObjectRef) -> Vec<ObjectRef> {
    let relation = |name: &ObjectName| vec![ObjectRef::Index(name.clone())];
    match wanted {
        ObjectRef::Index(name) | ObjectRef::Table(name) | ObjectRef::Sequence(name) => relation(name),
        ObjectRef::Constraint(..) => vec![wanted.clone()],
        ObjectRef::Schema(_)
        | ObjectRef::Extension(_)
        | ObjectRef::EnumType(_)
        | ObjectRef::EnumName(_)
        | ObjectRef::Label(..)
        | ObjectRef::TypeName(_)
        | ObjectRef::View(_)
        | ObjectRef::OtherType(_)
        | ObjectRef::Function(_)
        | ObjectRef::Column(..)
        | ObjectRef::AllColumns(_)
        | ObjectRef::Unique(..) => Vec::new(),
    }
}
