//! The names that PostgreSQL gives to what a statement gives none: the first that is free
//! (`ChooseRelationName` and `ChooseConstraintName` of its source).

use std::collections::BTreeMap;

use super::Catalog;
use crate::naming::postgres;
use crate::physical::ObjectName;

/// The numbers behind the names that were given, so that the next name is not looked for among all of them.
#[derive(Clone, Debug, Default)]
pub(super) struct GivenNames {
    /// No number below has been free since, by what the name is made of.
    first_free: BTreeMap<(NameOf, ObjectName, Option<String>, &'static str), usize>,
    /// How much was taken away by then: a name may be free again after that.
    taken_away: usize,
}

/// What may have a name already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum NameOf {
    /// Relations.
    Relation,
    /// Relations and constraints.
    Key,
    /// Constraints.
    Constraint,
}

impl Catalog {
    /// The name that PostgreSQL gives to an index or a sequence of a table: the first that no relation has.
    pub(super) fn free_name(&mut self, table: &ObjectName, columns: Option<&str>, label: &'static str) -> String {
        self.first_free(NameOf::Relation, table, columns, label)
    }

    /// The name that PostgreSQL gives to a key: the first that neither a relation nor a constraint has.
    pub(super) fn free_key_name(&mut self, table: &ObjectName, columns: Option<&str>, label: &'static str) -> String {
        self.first_free(NameOf::Key, table, columns, label)
    }

    /// The name that PostgreSQL gives to any other constraint: the first that no constraint of the schema has.
    pub(super) fn free_constraint_name(
        &mut self,
        table: &ObjectName,
        columns: Option<&str>,
        label: &'static str,
    ) -> String {
        self.first_free(NameOf::Constraint, table, columns, label)
    }

    fn first_free(&mut self, of: NameOf, table: &ObjectName, columns: Option<&str>, label: &'static str) -> String {
        let taken_away = self.tables.taken_away() + self.relations.taken_away() + self.objects.taken_away();
        if self.given_names.taken_away != taken_away {
            self.given_names = GivenNames { first_free: BTreeMap::new(), taken_away };
        }
        let key = (of, table.clone(), columns.map(str::to_owned), label);
        let known = self.given_names.first_free.get(&key).copied().unwrap_or_default();
        let (number, name) =
            postgres::first_free(&table.name, columns, label, known, |name| self.is_taken(of, table, name));
        self.given_names.first_free.insert(key, number);
        name
    }

    fn is_taken(&self, of: NameOf, table: &ObjectName, name: &str) -> bool {
        let is_relation = || self.relations.has(&table.sibling(name));
        match of {
            NameOf::Relation => is_relation(),
            NameOf::Key => is_relation() || self.is_constraint_of_schema(table, name),
            NameOf::Constraint => self.is_constraint_of_schema(table, name),
        }
    }

    /// Whether a constraint of any table in the schema of this one has a name.
    fn is_constraint_of_schema(&self, table: &ObjectName, name: &str) -> bool {
        let has_it = |(other, _): (&ObjectName, _)| other.schema == table.schema && self.has_constraint(other, name);
        self.has_constraint(table, name)
            || self.key_names.contains(&table.sibling(name)) && self.tables.now().iter().any(has_it)
    }
}
