//! Indexes of materialised views: each is a part of its view, whose statements create it again.

use super::known_objects::ObjectKey;
use super::{Catalog, Relation};
use crate::physical::{ObjectKind, ObjectName, SqlStatement};
use crate::replay::statement::NamedObject;
use crate::sql;

impl Catalog {
    /// The materialised view that an index is of.
    fn view_of_index(&self, index: &ObjectName) -> Option<ObjectKey> {
        let Some(Relation::UnmanagedIndex { table: view, columns: _ }) = self.relations.get(index) else { return None };
        let key = (ObjectKind::MaterializedView, view.clone(), String::new());
        self.objects.has(&key).then_some(key)
    }

    /// The view of an index that a statement names.
    pub(super) fn view_of_named_index(&self, of: &NamedObject) -> Option<ObjectKey> {
        match of {
            NamedObject::Own { kind: ObjectKind::Index, name } => self.view_of_index(&self.relation_name(name)),
            NamedObject::Relation(_)
            | NamedObject::Type(_)
            | NamedObject::OfTable { .. }
            | NamedObject::Routine { .. }
            | NamedObject::Own { .. } => None,
        }
    }

    /// An index that is dropped goes from its view as well.
    pub(super) fn drop_index_of_view(&mut self, index: &ObjectName) {
        self.say_of_index(index, &format!("DROP INDEX {}", index.quoted()));
    }

    /// An index has another name.
    pub(super) fn rename_index_of_view(&mut self, index: &ObjectName, new: &str) {
        self.say_of_index(index, &format!("ALTER INDEX {} RENAME TO {}", index.quoted(), sql::quoted(new)));
    }

    fn say_of_index(&mut self, index: &ObjectName, words: &str) {
        let statement = SqlStatement::new(words).ok();
        if let Some(key) = self.view_of_index(index) {
            self.objects.change(&key, |view| view.say(statement.as_ref()));
        }
    }
}
