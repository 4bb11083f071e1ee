//! Which schema a name is in that has none before it:
//! <https://www.postgresql.org/docs/current/ddl-schemas.html#DDL-SCHEMAS-PATH>.

use super::{Catalog, Done, Problem, Relation, SqlState};
use crate::physical::{ObjectName, PUBLIC};
use crate::replay::statement::TEMPORARY;
use crate::sql::{WrittenName, quoted};

/// How long a search_path lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PathScope {
    /// Until the end of the transaction; it goes before the other one.
    Transaction,
    /// Until the end of the session.
    Session,
}

impl Catalog {
    /// Where a name without a schema is, unless a file says otherwise.
    pub(crate) fn default_schema(&self) -> &str {
        self.default_schema.as_deref().unwrap_or(PUBLIC)
    }

    /// Sets search_path; nothing for what it is in a new session.
    pub(crate) fn set_search_path(&mut self, is_local: bool, schemas: Option<Vec<String>>) {
        let schemas = schemas.unwrap_or_else(|| vec![self.default_schema().to_owned()]);
        // the schema that is called like the role is not there, as a rule
        let schemas = schemas.into_iter().filter(|name| !name.starts_with('$') && !name.is_empty()).collect();
        if !is_local {
            self.search_path.remove(&PathScope::Transaction);
        }
        self.search_path.insert(if is_local { PathScope::Transaction } else { PathScope::Session }, schemas);
    }

    /// Does something while names without a schema are in one before all others.
    pub(super) fn in_schema(&mut self, schema: &str, does: impl FnOnce(&mut Catalog) -> Done<()>) -> Done<()> {
        let before = self.search_path.get(&PathScope::Transaction).cloned();
        let path = std::iter::once(schema).chain(self.path()).map(str::to_owned).collect();
        self.search_path.insert(PathScope::Transaction, path);
        let done = does(self);
        match before {
            Some(path) => self.search_path.insert(PathScope::Transaction, path),
            None => drop(self.search_path.remove(&PathScope::Transaction)),
        }
        done
    }

    /// Ends what lasts as long as a transaction: `SET LOCAL search_path`, and temporary tables that say so.
    pub(crate) fn end_transaction(&mut self) {
        self.drop_temporary(|relation| *relation == Relation::TableOfTransaction);
        self.search_path.remove(&PathScope::Transaction);
    }

    /// Drops temporary relations.
    pub(super) fn drop_temporary(&mut self, goes: impl Fn(&Relation) -> bool) {
        let going = self.relations_in(TEMPORARY).filter(|(_, relation)| goes(relation));
        let going: Vec<ObjectName> = going.map(|(name, _)| name.clone()).collect();
        for name in going {
            self.relations.remove(&name);
        }
    }

    /// What `current_setting('search_path')` says.
    #[must_use]
    pub(crate) fn search_path(&self) -> String {
        self.path().map(quoted).collect::<Vec<_>>().join(", ")
    }

    /// Whether a file has set search_path.
    #[must_use]
    pub(super) fn has_search_path(&self) -> bool {
        !self.search_path.now().is_empty()
    }

    fn path(&self) -> impl Iterator<Item = &str> {
        let set = self.search_path.get(&PathScope::Transaction).or_else(|| self.search_path.get(&PathScope::Session));
        let default = set.is_none().then(|| self.default_schema());
        set.into_iter().flatten().map(String::as_str).chain(default)
    }

    /// What `current_schema()` says; `None` where no schema of the path is known to be there.
    pub(super) fn current_schema(&self) -> Option<&str> {
        self.path().find(|schema| self.has_schema(schema))
    }

    /// The full name of something new: in the first schema of the path that is there. Where none is known to be, it is in
    /// the first: something that is not in the migrations may have created that.
    pub(super) fn new_name(&self, written: &WrittenName) -> Done<ObjectName> {
        if let Some(schema) = &written.schema {
            return Ok(ObjectName::new(schema.clone(), written.name.clone()));
        }
        match self.current_schema().or_else(|| self.path().next()) {
            Some(schema) => Ok(ObjectName::new(schema, written.name.clone())),
            None => {
                let message = format!("search_path names no schema that {} could go to", written.name);
                Err(Problem::refused(written, SqlState::INVALID_SCHEMA_NAME, message))
            }
        }
    }

    /// The full name of a relation: the first on the path that is there.
    pub(super) fn relation_name(&self, written: &WrittenName) -> ObjectName {
        self.found(written, |name| self.relations.has(name))
    }

    /// The full name of a type: the first on the path that is there.
    pub(super) fn type_name(&self, written: &WrittenName) -> ObjectName {
        self.found(written, |name| self.is_type(name))
    }

    /// The first name on the path that is there; where none is, the one that is new.
    pub(super) fn found(&self, written: &WrittenName, is_there: impl Fn(&ObjectName) -> bool) -> ObjectName {
        if let Some(schema) = &written.schema {
            return ObjectName::new(schema.clone(), written.name.clone());
        }
        let mut name = ObjectName::new(TEMPORARY, written.name.clone());
        if is_there(&name) {
            return name;
        }
        for schema in self.path() {
            schema.clone_into(&mut name.schema);
            if is_there(&name) {
                return name;
            }
        }
        self.new_name(written).unwrap_or_else(|_| ObjectName::new(self.default_schema(), written.name.clone()))
    }
}
