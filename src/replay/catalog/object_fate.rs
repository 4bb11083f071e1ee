//! What becomes of unmanaged objects when what they depend on is renamed or dropped.

use super::Catalog;
use std::collections::BTreeSet;

use super::known_objects::{KnownObject, ObjectKey};
use crate::physical::{Dependencies, ObjectKind, ObjectName, SqlStatement, UnmanagedObject};
use crate::sql;

impl Catalog {
    /// Of the things that name something, those for which something holds.
    fn objects_naming(&self, name: &ObjectName, holds: impl Fn(&UnmanagedObject) -> bool) -> BTreeSet<ObjectKey> {
        let mut keys = self.objects.naming(name);
        keys.retain(|key| self.objects.get(key).is_some_and(|known| holds(&known.object)));
        keys
    }

    /// Changes things that name something; each may be found by another key then.
    fn change_objects(
        &mut self,
        name: &ObjectName,
        holds: impl Fn(&UnmanagedObject) -> bool,
        mut change: impl FnMut(&mut UnmanagedObject),
    ) {
        for key in self.objects_naming(name, holds) {
            self.objects.change(&key, &mut change);
        }
    }

    /// A column has another name: PostgreSQL follows, the words do not.
    pub(super) fn rename_column_of_objects(&mut self, table: &ObjectName, old: &str, new: &str) {
        let column = (table.clone(), old.to_owned());
        self.change_objects(
            table,
            |object| object.dependencies.columns.contains(&column),
            |object| {
                object.dependencies.columns.remove(&column);
                object.dependencies.columns.insert((table.clone(), new.to_owned()));
                object.is_outdated = true;
                if object.kind == ObjectKind::GeneratedColumn && object.name.name == old {
                    new.clone_into(&mut object.name.name);
                }
            },
        );
    }

    /// A table or a view has another name. Of a constraint the words do not name its table.
    pub(super) fn rename_relation_of_objects(&mut self, old: &ObjectName, new: &ObjectName) {
        self.change_objects(
            old,
            |object| object.dependencies.relations.contains(old),
            |object| {
                follow_relation(&mut object.dependencies, old, new);
                object.is_outdated |= names_table(object, old);
                object.rename_argument(old, new);
                if object.table.as_ref() == Some(old) {
                    object.table = Some(new.clone());
                    object.name = if object.name == *old { new.clone() } else { new.sibling(object.name.name.clone()) };
                }
            },
        );
        let is_it = |object: &UnmanagedObject| object.kind.is_relation() && object.name == *old;
        self.change_objects(old, is_it, |object| {
            object.name = new.clone();
            object.statements.extend(renaming(object.kind, old, new));
        });
    }

    /// A type has another name.
    pub(super) fn rename_type_of_objects(&mut self, old: &ObjectName, new: &ObjectName) {
        self.change_objects(
            old,
            |object| object.dependencies.types.contains(old) || object.kind.is_type() && object.name == *old,
            |object| {
                if object.dependencies.types.remove(old) {
                    object.dependencies.types.insert(new.clone());
                }
                object.rename_argument(old, new);
                object.is_outdated = true;
                if object.table.is_none() && object.name == *old {
                    object.name = new.clone();
                }
            },
        );
    }

    /// A function has another name: PostgreSQL follows, the words do not.
    pub(super) fn rename_function_of_objects(&mut self, old: &ObjectName, new: &ObjectName) {
        let is_it = |object: &UnmanagedObject| object.kind == ObjectKind::Function && object.name == *new;
        self.change_objects(new, is_it, |object| object.is_outdated = true);
        let calls = |object: &UnmanagedObject| object.dependencies.functions.contains(old);
        self.change_objects(old, calls, |object| {
            object.dependencies.functions.remove(old);
            object.dependencies.functions.insert(new.clone());
            object.is_outdated = true;
        });
    }

    /// A value of an enum type has another name: PostgreSQL follows, the words do not.
    pub(super) fn rename_label_of_objects(&mut self, enumeration: &ObjectName, old: &str) {
        let mut columns = BTreeSet::new();
        for table in self.dependent_tables(enumeration) {
            let of_table = self.tables.get(&table).into_iter().flat_map(|table| &table.columns);
            let extension_of_type = of_table.filter(|column| column.enum_type() == Some(enumeration));
            columns.extend(extension_of_type.map(|column| (table.clone(), column.name.clone())));
        }
        let says = |object: &UnmanagedObject| {
            let on = &object.dependencies;
            (on.types.contains(enumeration) || !on.columns.is_disjoint(&columns)) && object.says_constant(old)
        };
        let tables = columns.iter().map(|(table, _)| table.clone()).collect::<BTreeSet<_>>();
        for name in std::iter::once(enumeration).chain(&tables) {
            self.change_objects(name, says, |object| object.is_outdated = true);
        }
    }

    /// A column is dropped, and with it constraints, statistics and comments. Whatever else names it is dropped by `CASCADE`;
    /// without it PostgreSQL has found that nothing does.
    pub(super) fn remove_objects_of_column(&mut self, table: &ObjectName, column: &str, cascades: bool) {
        self.remove_generation(table, column);
        let column = (table.clone(), column.to_owned());
        for key in self.objects_naming(table, |object| object.dependencies.columns.contains(&column)) {
            let goes = match key.0 {
                ObjectKind::Check
                | ObjectKind::Exclude
                | ObjectKind::ForeignKey
                | ObjectKind::Statistics
                | ObjectKind::Index
                | ObjectKind::GeneratedColumn
                | ObjectKind::Default
                | ObjectKind::Comment => true,
                ObjectKind::Privileges | ObjectKind::RowSecurity | ObjectKind::Rows | ObjectKind::Setting => false,
                ObjectKind::View
                | ObjectKind::MaterializedView
                | ObjectKind::Rule
                | ObjectKind::Policy
                | ObjectKind::Trigger
                | ObjectKind::Publication
                | ObjectKind::PublishedTable
                | ObjectKind::Function
                | ObjectKind::Domain
                | ObjectKind::Type
                | ObjectKind::Other => cascades,
            };
            let Some(mut known) = self.objects.remove(&key) else { continue };
            let is_of_columns = matches!(known.object.kind, ObjectKind::Privileges | ObjectKind::Setting);
            let was_only = is_of_columns && known.object.dependencies.columns.len() == 1;
            if goes && known.object.kind.is_relation() {
                self.remove_objects_of_relation(&known.object.name, true);
            }
            if !goes && !was_only {
                known.object.dependencies.columns.remove(&column);
                self.objects.insert(known);
            }
        }
    }

    /// A column is not computed any more.
    pub(super) fn remove_generation(&mut self, table: &ObjectName, column: &str) {
        self.objects.remove(&(ObjectKind::GeneratedColumn, table.clone(), column.to_owned()));
    }

    /// A column is computed from others.
    pub(super) fn change_generation(&mut self, table: &ObjectName, column: &str, expression: &str) {
        let dependencies = self.dependencies(expression, Some(table));
        let key = (ObjectKind::GeneratedColumn, table.clone(), column.to_owned());
        self.objects.change(&key, |object| object.dependencies = dependencies);
    }

    /// A table or a view goes, with all that belongs to it; with `CASCADE` all that reads it goes too. What only seems to
    /// read it by its name keeps that name.
    pub(super) fn remove_objects_of_relation(&mut self, relation: &ObjectName, cascades: bool) {
        let mut gone = vec![relation.clone()];
        while let Some(relation) = gone.pop() {
            let is_it = |object: &UnmanagedObject| object.kind.is_relation() && object.name == relation;
            let belongs = |object: &UnmanagedObject| object.table.as_ref() == Some(&relation);
            let reads = |object: &UnmanagedObject| cascades && object.dependencies.relations.contains(&relation);
            for key in self.objects_naming(&relation, |object| is_it(object) || belongs(object) || reads(object)) {
                let Some(KnownObject { object, .. }) = self.objects.remove(&key) else { continue };
                if object.kind == ObjectKind::Function {
                    self.remove_objects_of_function(&object.name);
                } else if object.kind.is_relation() && object.name != relation {
                    gone.push(object.name);
                }
            }
        }
    }

    /// A function goes, with all that calls it. Another one of its name may be what is called.
    pub(super) fn remove_objects_of_function(&mut self, function: &ObjectName) {
        if self.objects.functions(function).next().is_some() {
            return;
        }
        for key in self.objects_naming(function, |object| object.dependencies.functions.contains(function)) {
            match self.objects.remove(&key).map(|known| known.object) {
                Some(object) if object.kind.is_relation() => self.remove_objects_of_relation(&object.name, true),
                Some(object) if object.kind == ObjectKind::Function => self.remove_objects_of_function(&object.name),
                Some(_) | None => {}
            }
        }
    }

    /// A type goes, with what names it.
    pub(super) fn remove_objects_of_type(&mut self, name: &ObjectName) {
        let is_of_it = |object: &UnmanagedObject| {
            object.dependencies.types.contains(name) && !object.kind.is_relation()
                || object.kind.is_type() && object.name == *name
        };
        for key in self.objects_naming(name, is_of_it) {
            self.objects.remove(&key);
        }
    }
}

/// Whether the statements of an object that depends on a table name it.
fn names_table(object: &UnmanagedObject, table: &ObjectName) -> bool {
    let qualifies = |statement: &SqlStatement| {
        sql::written_names(statement.as_str()).iter().any(|(before, _)| before.as_ref() == Some(&table.name))
    };
    !object.is_said_behind_its_table() || object.statements.iter().any(qualifies)
}

fn follow_relation(on: &mut Dependencies, old: &ObjectName, new: &ObjectName) {
    on.relations.remove(old);
    on.relations.insert(new.clone());
    let columns = std::mem::take(&mut on.columns).into_iter();
    on.columns = columns.map(|(table, column)| (if table == *old { new.clone() } else { table }, column)).collect();
}

/// The statement that gives a view another name, or another schema.
fn renaming(kind: ObjectKind, old: &ObjectName, new: &ObjectName) -> Option<SqlStatement> {
    let change = match old.schema == new.schema {
        true => format!("RENAME TO {}", sql::quoted(&new.name)),
        false => format!("SET SCHEMA {}", sql::quoted(&new.schema)),
    };
    SqlStatement::new(format!("ALTER {} {} {change}", kind.as_sql(), old.quoted())).ok()
}
