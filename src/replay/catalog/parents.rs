//! Tables that have columns of others: partitions, and those that inherit.

use std::ops::Range;

use super::{Catalog, Relation};
use crate::naming::postgres;
use crate::physical::{Column, Index, ObjectName, PrimaryKey, TableExtras};
use crate::replay::problem::Done;
use crate::replay::statement::{Action, Constraint, ConstraintKind, ParentChange};
use crate::sql::{Read, WrittenName};

impl Catalog {
    /// Makes a table a partition of another: it has its columns, and an index for each of its indexes.
    pub(super) fn add_partition(&mut self, name: &ObjectName, of: &WrittenName, place: &Range<usize>) {
        let parent = self.relation_name(of);
        let Some(table) = self.tables.get(&parent).cloned() else {
            return match self.relations.get(&parent) {
                Some(Relation::Unread { .. }) => self.add_unread(name.clone(), place.clone()),
                Some(_) | None => {
                    self.relations.insert(name.clone(), Relation::UnmanagedTable);
                }
            };
        };
        self.add_table(name.clone(), table.columns);
        self.set_parents(name, |extras| extras.partition_of = Some(parent));
        self.give_primary_key(name, table.primary_key.as_ref());
        table.indexes.into_values().for_each(|index| self.add_index_of_partition(name, index));
    }

    /// The primary key of a partitioned table is one of every partition too, by the name that PostgreSQL gives it.
    fn give_primary_key(&mut self, partition: &ObjectName, of_parent: Option<&PrimaryKey>) {
        let own = self.tables.get(partition).and_then(|table| table.primary_key.clone());
        if own.as_ref().map(|key| &key.columns) == of_parent.map(|key| &key.columns) {
            return;
        }
        if let Some(own) = own {
            self.relations.remove(&partition.sibling(own.name));
        }
        let name = self.free_key_name(partition, None, "pkey");
        let key = of_parent.map(|key| PrimaryKey { name, ..key.clone() });
        if let Some(key) = &key {
            self.relations.insert(partition.sibling(key.name.clone()), Relation::Index { table: partition.clone() });
        }
        if let Some(table) = self.tables.get_mut(partition) {
            table.primary_key = key;
        }
    }

    /// An index of a partitioned table is one of every partition too, by the name that PostgreSQL gives it.
    pub(super) fn add_index_of_partition(&mut self, partition: &ObjectName, index: Index) {
        let called = index.columns.iter().map(|column| column.name.clone()).chain(index.extras.include.iter().cloned());
        let columns = postgres::columns(&postgres::distinct(called.collect()));
        let name = self.free_name(partition, Some(&columns), if index.is_unique { "key" } else { "idx" });
        self.add_index(partition, Index { name, ..index });
    }

    /// The columns that a table has from others; `None` where one of these is not known.
    pub(super) fn inherited(&self, parents: &[WrittenName]) -> Option<(Vec<ObjectName>, Vec<Column>)> {
        let (mut names, mut columns) = (Vec::new(), Vec::<Column>::new());
        for written in parents {
            let parent = self.tables.get(&self.relation_name(written))?;
            names.push(parent.name.clone());
            for column in &parent.columns {
                if columns.iter().all(|other| other.name != column.name) {
                    columns.push(column.clone());
                }
            }
        }
        Some((names, columns))
    }

    /// `ATTACH PARTITION`, `INHERIT` and what takes them back.
    pub(super) fn change_parents(&mut self, table: &ObjectName, change: &ParentChange) {
        match change {
            ParentChange::Attach(partition) => {
                let partition = self.relation_name(partition);
                self.set_parents(&partition, |extras| extras.partition_of = Some(table.clone()));
            }
            ParentChange::Detach(partition) => {
                let partition = self.relation_name(partition);
                self.set_parents(&partition, |extras| extras.partition_of = None);
            }
            ParentChange::Inherit(parent) => {
                let parent = self.relation_name(parent);
                self.set_parents(table, |extras| extras.inherits.push(parent));
            }
            ParentChange::NoInherit(parent) => {
                let parent = self.relation_name(parent);
                self.set_parents(table, |extras| extras.inherits.retain(|other| *other != parent));
            }
        }
    }

    pub(super) fn set_parents(&mut self, table: &ObjectName, set: impl FnOnce(&mut TableExtras)) {
        if let Some(table) = self.tables.get_mut(table) {
            set(&mut table.extras);
        }
    }

    /// Whether tables inherit from a table, which partitions do not.
    pub(super) fn is_inherited(&self, parent: &ObjectName) -> bool {
        let inherits = |name: &ObjectName| {
            self.tables.get(name).is_some_and(|table| table.extras.inherits.iter().any(|other| other == parent))
        };
        self.children(parent).iter().any(inherits)
    }

    /// The tables that have the columns of a table.
    pub(super) fn children(&self, parent: &ObjectName) -> Vec<ObjectName> {
        self.dependent_tables_that(parent, |table| table.extras.parents().any(|other| other == parent))
    }

    /// What becomes of the columns of a table becomes of the same ones in tables that have them from it, and what is unique
    /// in it is so in its partitions.
    pub(super) fn act_on_children(
        &mut self,
        parent: &ObjectName,
        actions: &[&Read<Action>],
        written: &WrittenName,
        place: &Range<usize>,
    ) -> Done<()> {
        for child in self.children(parent) {
            let is_partition = self.tables.get(&child).is_some_and(|table| table.extras.partition_of.is_some());
            let of_child = actions.iter().filter_map(|action| match action {
                Ok(Action::AddColumn { .. } | Action::AlterColumn { .. }) => Some((*action).clone()),
                Ok(Action::DropColumn { column, cascades, may_be_missing: _ }) => {
                    let (column, cascades) = (column.clone(), *cascades);
                    Some(Ok(Action::DropColumn { may_be_missing: true, column, cascades }))
                }
                Ok(Action::AddConstraint(Constraint { name: _, kind, attributes })) if is_partition => match kind {
                    ConstraintKind::Unique(_) | ConstraintKind::NotNull(_) => {
                        Some(Ok(Action::AddConstraint(Constraint {
                            name: None,
                            kind: kind.clone(),
                            attributes: *attributes,
                        })))
                    }
                    ConstraintKind::PrimaryKey(_)
                    | ConstraintKind::OfIndex { .. }
                    | ConstraintKind::ForeignKey { .. }
                    | ConstraintKind::Temporal { .. }
                    | ConstraintKind::Check(_)
                    | ConstraintKind::Exclude(_) => None,
                },
                Ok(
                    Action::AddConstraint(_)
                    | Action::AlterConstraint { .. }
                    | Action::DropConstraint { .. }
                    | Action::ChangeParents(_)
                    | Action::IndexRole { .. }
                    | Action::Unmanaged,
                )
                | Err(_) => None,
            });
            let of_child: Vec<Read<Action>> = of_child.collect();
            let lost = self.ledger.lost.len();
            self.act(&child, &of_child, written, place)?;
            if is_partition {
                let key = self.tables.get(parent).and_then(|table| table.primary_key.clone());
                self.give_primary_key(&child, key.as_ref());
            }
            // that the parent loses it is said
            self.ledger.lost.truncate(lost);
        }
        Ok(())
    }
}
