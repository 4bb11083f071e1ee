//! What changes of a column beside what a schema can say.

use std::collections::BTreeMap;

use super::{Catalog, Relation};
use crate::managed;
use crate::naming;
use crate::physical::{Column, ColumnExtras, Generated, ObjectName, SequenceUse, SqlText, Table};
use crate::replay::statement::ExtraChange;

impl Catalog {
    /// Carries out what the schema language cannot express.
    pub(super) fn alter_extras(&mut self, table: &ObjectName, name: &str, change: &ExtraChange) {
        match change {
            ExtraChange::DropExpression => {
                self.set_default(table, name, None);
                self.remove_generation(table, name);
            }
            ExtraChange::Expression(expression) => self.change_generation(table, name, expression.as_str()),
            ExtraChange::Identity(_) | ExtraChange::Storage(_) | ExtraChange::Compression(_) => {}
        }
        self.set_extras(table, name, |extras| match change {
            ExtraChange::Identity(kind) => extras.identity = Some(*kind),
            ExtraChange::DropExpression => extras.generated = None,
            ExtraChange::Expression(expression) => {
                let is_virtual = extras.generated.as_ref().is_some_and(|generated| generated.is_virtual);
                extras.generated = Some(Generated { expression: expression.clone(), is_virtual });
            }
            ExtraChange::Storage(storage) => extras.storage.clone_from(storage),
            ExtraChange::Compression(compression) => extras.compression.clone_from(compression),
        });
    }

    /// What PostgreSQL keeps beside a column whose type changes, and what begins again.
    pub(super) fn retype_extras(&mut self, table: &ObjectName, name: &str, collation: Option<&SqlText>) {
        self.set_extras(table, name, |extras| {
            extras.collation = collation.cloned();
            (extras.storage, extras.compression) = (None, None);
        });
    }

    /// A column that begins to be an identity, or ends to be one, gets its sequence or loses it.
    pub(super) fn drop_identity(&mut self, table: &ObjectName, name: &str) {
        let sequence = self.tables.get(table).and_then(|table| table.column(name)).and_then(Column::sequence).cloned();
        if let Some(sequence) = sequence {
            self.relations.remove(&sequence);
        }
        self.set_default(table, name, None);
        self.set_extras(table, name, |extras| extras.identity = None);
    }

    /// Takes a NOT NULL away by its name; says whether there was one. It has one since PostgreSQL 18.
    pub(super) fn allow_null(&mut self, table: &ObjectName, name: &str) -> bool {
        let Some(column) = self.column_of_not_null(table, name) else { return false };
        self.set_not_null(table, &column, false);
        true
    }

    /// The column whose NOT NULL has a name.
    pub(super) fn column_of_not_null(&self, table: &ObjectName, name: &str) -> Option<String> {
        let has_name = |column: &&Column| match &column.extras.not_null_name {
            Some(own) => own == name,
            None => column.not_null && naming::not_null(&table.name, &column.name) == name,
        };
        self.tables.get(table)?.columns.iter().find(has_name).map(|column| column.name.clone())
    }

    pub(super) fn set_extras(&mut self, table: &ObjectName, name: &str, set: impl FnOnce(&mut ColumnExtras)) {
        if let Some(column) = self.column_mut(table, name) {
            set(&mut column.extras);
        }
    }

    /// Says of every column that counts whose its sequence is.
    pub(super) fn tell_sequences(&self, tables: &mut BTreeMap<ObjectName, Table>) {
        let mut users: BTreeMap<ObjectName, usize> = BTreeMap::new();
        for sequence in tables.values().flat_map(|table| &table.columns).filter_map(Column::sequence) {
            *users.entry(sequence.clone()).or_default() += 1;
        }
        let mut owned: BTreeMap<&(ObjectName, String), Vec<&ObjectName>> = BTreeMap::new();
        for (sequence, relation) in self.relations.now() {
            if let Relation::Sequence { owner: Some(owner) } = relation {
                owned.entry(owner).or_default().push(sequence);
            }
        }
        for Table { name, columns, .. } in tables.values_mut() {
            for column in columns {
                let of_column = owned.get(&(name.clone(), column.name.clone())).into_iter().flatten();
                let others = of_column.filter(|&&sequence| column.sequence() != Some(sequence));
                column.extras.owned_sequences = others.map(|&sequence| sequence.clone()).collect();
                let whose = column.sequence().map_or(SequenceUse::Own, |sequence| {
                    let owner = match self.relations.get(sequence) {
                        Some(Relation::Sequence { owner }) => owner.as_ref(),
                        Some(_) | None => None,
                    };
                    let count = users.get(sequence).copied().unwrap_or_default();
                    managed::sequence::use_of(sequence, (name, &column.name), owner, count)
                });
                column.extras.sequence = whose;
            }
        }
    }
}
