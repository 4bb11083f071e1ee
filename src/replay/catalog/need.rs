//! Whether there is what a statement needs. Only what is missing for certain stops it.

use std::ops::Range;

use super::{Catalog, is_of_postgres, missing};
use crate::expression;
use crate::physical::ObjectName;
use crate::physical::extension_members::creates_no_relations;
use crate::replay::problem::{Done, Problem, SqlState};
use crate::replay::statement::{NamedObject, Need, WrittenType};
use crate::sql::WrittenName;

impl Catalog {
    /// Fails where something that a statement needs is not there.
    ///
    /// # Errors
    /// When PostgreSQL would refuse the statement for that.
    pub(crate) fn expect_needs(&self, needs: &[Need]) -> Done<()> {
        needs.iter().try_for_each(|need| match need {
            Need::Syntax { place, problem } => Err(Problem::Refused {
                place: place.clone(),
                state: SqlState::SYNTAX_ERROR,
                message: (*problem).to_owned(),
            }),
            Need::Relation(written) => self.expect_relation(written),
            Need::Column { name, of, place } => self.expect_column_of(name, of, place),
            Need::Expression { of, words, place } => match self.tables.get(&self.relation_name(of)) {
                Some(table) => self.expect_columns_in(&table.name, words, place),
                None => Ok(()),
            },
            Need::Object { object, is_there, place } => self.expect_object(object, *is_there, place),
        })
    }

    fn expect_relation(&self, written: &WrittenName) -> Done<()> {
        let name = self.relation_name(written);
        // a composite type is a relation too
        if self.relations.has(&name) || self.is_type(&self.type_name(written)) || !self.knows_all_in(&name) {
            return Ok(());
        }
        Err(missing("table or view", &name, written, SqlState::UNDEFINED_TABLE))
    }

    /// Whether a relation of that name could not be there without being known: the history makes all that its schema has.
    fn knows_all_in(&self, name: &ObjectName) -> bool {
        let is_of_postgres = is_of_postgres(&name.schema) || name.name.starts_with("pg_");
        let by_extensions = self.extensions.now().keys().any(|extension| !creates_no_relations(extension));
        self.starts_empty && self.has_schema(&name.schema) && !is_of_postgres && !by_extensions
    }

    /// A type that is written down is there.
    pub(super) fn expect_type(&self, written: &WrittenType) -> Done<()> {
        let Some(name) = &written.name else { return Ok(()) };
        let full_name = self.type_name(name);
        let is_missing = self.has_type(name) == Some(false) && self.starts_empty && self.has_schema(&full_name.schema);
        if is_missing { Err(missing("type", &full_name, name, SqlState::UNDEFINED_OBJECT)) } else { Ok(()) }
    }

    /// One of some relations has to have a column, where all of them are tables whose columns are known.
    fn expect_column_of(&self, column: &str, of: &[WrittenName], place: &Range<usize>) -> Done<()> {
        for written in of {
            match self.tables.get(&self.relation_name(written)) {
                Some(table) if table.column(column).is_none() => {}
                Some(_) | None => return Ok(()),
            }
        }
        let [first, rest @ ..] = of else { return Ok(()) };
        let message = match rest.iter().all(|other| other.name == first.name) {
            true => format!("{} has no column {column}", first.name),
            false => format!("no table of this statement has a column {column}"),
        };
        Err(Problem::Refused { place: place.clone(), state: SqlState::UNDEFINED_COLUMN, message })
    }

    /// An expression over one table names no column that is not there.
    pub(super) fn expect_columns_in(&self, table: &ObjectName, words: &str, place: &Range<usize>) -> Done<()> {
        let Some(table) = self.tables.get(table) else { return Ok(()) };
        let is_missing =
            |name: &String| table.column(name).is_none() && *name != table.name.name && !expression::is_no_column(name);
        match expression::columns(words).into_iter().find(is_missing) {
            None => Ok(()),
            Some(column) => {
                let message = format!("{} has no column {column}", table.name.name);
                Err(Problem::Refused { place: place.clone(), state: SqlState::UNDEFINED_COLUMN, message })
            }
        }
    }

    fn expect_object(&self, object: &NamedObject, is_there: bool, place: &Range<usize>) -> Done<()> {
        let found = self.key(object).is_some();
        let (what, of) = match object {
            NamedObject::OfTable { kind, name, table: written } => {
                let table = self.relation_name(written);
                // a partition has triggers of its parent's, and a view a rule of its own
                let is_plain = self.tables.get(&table).is_some_and(|table| table.extras.parents().next().is_none());
                if !is_plain {
                    return Ok(());
                }
                (format!("{} {name}", kind.as_sql()), format!("on {table}"))
            }
            NamedObject::Own { kind, name } => (format!("{} {}", kind.as_sql(), name.name), String::new()),
            NamedObject::Relation(_) | NamedObject::Type(_) | NamedObject::Routine { .. } => return Ok(()),
        };
        if found == is_there || !self.starts_empty {
            return Ok(());
        }
        let (state, message) = match is_there {
            true => (SqlState::UNDEFINED_OBJECT, format!("there is no {what} {of}")),
            false => (SqlState::DUPLICATE_OBJECT, format!("{what} is there already {of}")),
        };
        Err(Problem::Refused { place: place.clone(), state, message: message.trim_end().to_owned() })
    }
}
