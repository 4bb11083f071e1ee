//! The things that the schema language cannot express, found by their keys and by every name that they say.

use std::collections::BTreeSet;

use super::revertible_map::RevertibleMap;
use crate::physical::{Dependencies, ObjectKind, ObjectName, Signature, UnmanagedObject};

/// How such a thing is found: what it is, the table that it belongs to or its own name, and its name in that table.
pub(super) type ObjectKey = (ObjectKind, ObjectName, String);

/// A thing, and how many were made before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct KnownObject {
    /// How many were made before it.
    pub made: usize,
    /// The thing.
    pub object: UnmanagedObject,
}

/// How an object is found.
pub(super) fn key_of(object: &UnmanagedObject) -> ObjectKey {
    match &object.table {
        Some(table) if object.kind.is_named_by_table() => (object.kind, table.clone(), object.name.name.clone()),
        // those of columns are apart from those of the table
        _ if object.kind == ObjectKind::Function => {
            let identity = object.signature.as_ref().map(Signature::identity);
            (object.kind, object.name.clone(), identity.unwrap_or_default())
        }
        _ if object.kind == ObjectKind::Privileges && !object.dependencies.columns.is_empty() => {
            (object.kind, object.name.clone(), "columns".to_owned())
        }
        _ if object.kind == ObjectKind::Comment => {
            let column = object.dependencies.columns.iter().next();
            (object.kind, object.name.clone(), column.map(|(_, column)| column.clone()).unwrap_or_default())
        }
        _ => (object.kind, object.name.clone(), String::new()),
    }
}

/// Such things, and what was there of them before.
#[derive(Clone, Debug, Default)]
pub(super) struct KnownObjects {
    by_key: RevertibleMap<ObjectKey, KnownObject>,
    /// By what each names, and how many were made before it.
    by_name: RevertibleMap<(ObjectName, usize), ObjectKey>,
}

/// Marks the state now, to roll back to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Mark {
    by_key: usize,
    by_name: usize,
}

impl KnownObjects {
    /// What is found by a key.
    pub(super) fn get(&self, key: &ObjectKey) -> Option<&KnownObject> {
        self.by_key.get(key)
    }

    /// Whether something is found by a key.
    pub(super) fn has(&self, key: &ObjectKey) -> bool {
        self.by_key.has(key)
    }

    /// The functions of a name, whatever their arguments.
    pub(super) fn functions(&self, name: &ObjectName) -> impl Iterator<Item = &ObjectKey> {
        let first = (ObjectKind::Function, name.clone(), String::new());
        let from = self.by_key.now().range(first..).map(|(key, _)| key);
        from.take_while(move |(kind, of, _)| *kind == ObjectKind::Function && of == name)
    }

    /// The keys of the functions of a schema.
    pub(super) fn functions_in(&self, schema: &str) -> Vec<ObjectKey> {
        let first = (ObjectKind::Function, ObjectName::new(schema, ""), String::new());
        let from = self.by_key.now().range(first..).map(|(key, _)| key);
        from.take_while(|(kind, of, _)| *kind == ObjectKind::Function && of.schema == schema).cloned().collect()
    }

    /// The keys of a kind.
    pub(super) fn of_kind(&self, kind: ObjectKind) -> impl Iterator<Item = &ObjectKey> {
        let first = (kind, ObjectName::new("", ""), String::new());
        self.by_key.now().range(first..).map(|(key, _)| key).take_while(move |(of, _, _)| *of == kind)
    }

    /// All that name something, or are called so.
    pub(super) fn naming(&self, name: &ObjectName) -> BTreeSet<ObjectKey> {
        let from = self.by_name.now().range((name.clone(), 0)..);
        from.take_while(|((of, _), _)| of == name).map(|(_, key)| key.clone()).collect()
    }

    /// Adds one, in place of what is found by the same key.
    pub(super) fn insert(&mut self, known: KnownObject) {
        let key = key_of(&known.object);
        self.remove(&key);
        for name in names(&known.object) {
            self.by_name.insert((name.clone(), known.made), key.clone());
        }
        self.by_key.insert(key, known);
    }

    /// Takes one away, and gives it.
    pub(super) fn remove(&mut self, key: &ObjectKey) -> Option<KnownObject> {
        let known = self.by_key.remove(key)?;
        for name in names(&known.object) {
            self.by_name.remove(&(name.clone(), known.made));
        }
        Some(known)
    }

    /// Changes one; it may be found by another key then.
    pub(super) fn change(&mut self, key: &ObjectKey, change: impl FnOnce(&mut UnmanagedObject)) {
        if let Some(mut known) = self.remove(key) {
            change(&mut known.object);
            self.insert(known);
        }
    }

    /// In the order in which they were made.
    pub(super) fn in_order(&self) -> Vec<UnmanagedObject> {
        in_order(self.by_key.now().values().cloned())
    }

    /// In the order in which they were made, and nothing of what was.
    pub(super) fn into_order(self) -> Vec<UnmanagedObject> {
        in_order(self.by_key.into_now().into_values())
    }

    /// How many changes so far may have taken one away.
    pub(super) fn taken_away(&self) -> usize {
        self.by_key.taken_away()
    }

    /// A place to come back to.
    pub(super) fn mark(&mut self) -> Mark {
        Mark { by_key: self.by_key.mark(), by_name: self.by_name.mark() }
    }

    /// Rolls back to a mark.
    pub(super) fn roll_back(&mut self, to: Mark) {
        let Mark { by_key, by_name } = to;
        self.by_key.roll_back(by_key);
        self.by_name.roll_back(by_name);
    }

    /// Forgets the changes so far: no mark before this can be rolled back to.
    pub(super) fn forget(&mut self) {
        self.by_key.forget();
        self.by_name.forget();
    }

    /// Whether one was changed since a place.
    pub(super) fn is_changed_since(&self, since: Mark) -> bool {
        self.by_key.changed_keys(since.by_key).next().is_some()
    }
}

/// Its own name, that of its table, and what it depends on.
fn names(object: &UnmanagedObject) -> BTreeSet<&ObjectName> {
    let Dependencies { columns, relations, types, functions, body: _ } = &object.dependencies;
    let own = std::iter::once(&object.name).chain(&object.table);
    own.chain(columns.iter().map(|(table, _)| table)).chain(relations).chain(types).chain(functions).collect()
}

fn in_order(objects: impl Iterator<Item = KnownObject>) -> Vec<UnmanagedObject> {
    let mut objects: Vec<KnownObject> = objects.collect();
    objects.sort_by_key(|known| known.made);
    objects.into_iter().map(|known| known.object).collect()
}
