//! Which unmanaged objects depend on what.

use std::collections::{BTreeMap, BTreeSet};

use crate::physical::{Dependencies, ObjectKind, ObjectName, UnmanagedObject};

/// Unmanaged objects, as places in the list of them, which has the order in which they were created.
pub(super) struct DependencyGraph<'o> {
    /// All of them.
    pub all: &'o [UnmanagedObject],
    by_column: BTreeMap<(&'o ObjectName, &'o str), Vec<usize>>,
    by_relation: BTreeMap<&'o ObjectName, Vec<usize>>,
    by_type: BTreeMap<&'o ObjectName, Vec<usize>>,
    by_function: BTreeMap<&'o ObjectName, Vec<usize>>,
    /// Views by their names.
    views: BTreeMap<&'o ObjectName, Vec<usize>>,
    /// Functions by their names.
    functions: BTreeMap<&'o ObjectName, Vec<usize>>,
    /// Domains and types that are no enums by their names.
    types: BTreeMap<&'o ObjectName, Vec<usize>>,
}

/// In which order objects can be created.
#[derive(Default)]
pub(super) struct Order {
    /// Each after what it depends on.
    pub first_to_last: Vec<usize>,
    /// Those that depend on each other in a circle.
    pub circular: BTreeSet<usize>,
}

impl<'o> DependencyGraph<'o> {
    /// Of all unmanaged objects of a database.
    pub(super) fn new(all: &'o [UnmanagedObject]) -> DependencyGraph<'o> {
        let mut objects = DependencyGraph {
            all,
            by_column: BTreeMap::new(),
            by_relation: BTreeMap::new(),
            by_type: BTreeMap::new(),
            by_function: BTreeMap::new(),
            views: BTreeMap::new(),
            functions: BTreeMap::new(),
            types: BTreeMap::new(),
        };
        for (at, object) in all.iter().enumerate() {
            // what a body says is not followed
            let Dependencies { relations, columns, types, functions, body: _ } = &object.dependencies;
            for (table, column) in columns {
                objects.by_column.entry((table, column)).or_default().push(at);
            }
            relations.iter().for_each(|name| objects.by_relation.entry(name).or_default().push(at));
            types.iter().for_each(|name| objects.by_type.entry(name).or_default().push(at));
            functions.iter().for_each(|name| objects.by_function.entry(name).or_default().push(at));
            if object.kind.is_relation() {
                objects.views.entry(&object.name).or_default().push(at);
            } else if object.kind == ObjectKind::Function {
                objects.functions.entry(&object.name).or_default().push(at);
            } else if object.kind.is_type() {
                objects.types.entry(&object.name).or_default().push(at);
            }
        }
        objects
    }

    /// Those that depend on a column.
    pub(super) fn on_column<'f>(&'f self, table: &'f ObjectName, column: &'f str) -> impl Iterator<Item = usize> + 'f {
        self.by_column.get(&(table, column)).into_iter().flatten().copied()
    }

    /// Those that depend on a table or a view.
    pub(super) fn on_relation(&self, name: &ObjectName) -> impl Iterator<Item = usize> + use<'_, 'o> {
        self.by_relation.get(name).into_iter().flatten().copied()
    }

    /// Those that depend on a type.
    pub(super) fn on_type(&self, name: &ObjectName) -> impl Iterator<Item = usize> + use<'_, 'o> {
        self.by_type.get(name).into_iter().flatten().copied()
    }

    /// Those that depend on an object: that read a view and were created after it, call a function, or use a type.
    pub(super) fn dependents_of(&self, at: usize) -> Vec<usize> {
        let object = &self.all[at];
        if object.kind == ObjectKind::Function {
            let callers = self.by_function.get(&object.name).into_iter().flatten();
            return callers.copied().filter(|&other| other != at).collect();
        }
        if object.kind.is_type() {
            return self.on_type(&object.name).filter(|&other| other != at).collect();
        }
        let of_view = object.kind.is_relation().then(|| self.on_relation(&object.name));
        of_view.into_iter().flatten().filter(|&reader| reader > at).collect()
    }

    /// The views, functions and types that an object depends on.
    pub(super) fn dependencies_of(&self, at: usize) -> impl Iterator<Item = usize> {
        let Dependencies { relations, functions, types, columns: _, body: _ } = &self.all[at].dependencies;
        // what reads a view was made after it
        let views = relations.iter().filter_map(|name| self.views.get(name)).flatten().filter(move |&&view| view < at);
        let functions = functions.iter().filter_map(|name| self.functions.get(name)).flatten();
        let types = types.iter().filter_map(|name| self.types.get(name)).flatten();
        views.chain(functions.chain(types).filter(move |&&other| other != at)).copied()
    }

    /// In which order some of them can be created.
    pub(super) fn in_order(&self, some: &BTreeSet<usize>) -> Order {
        let mut order = Order::default();
        let mut left = some.clone();
        // as they were made, but for a function that was created again later than what calls it
        while let Some(&next) = left.iter().find(|&&at| !self.dependencies_of(at).any(|other| left.contains(&other))) {
            left.remove(&next);
            order.first_to_last.push(next);
        }
        order.circular = left;
        order
    }
}
