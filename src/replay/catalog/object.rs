//! Unmanaged objects: each with its statements, what it depends on, and what became of it.

use std::collections::BTreeSet;
use std::ops::Range;

use super::apply::renamed;
use super::function_object::say_again;
use super::known_objects::{KnownObject, ObjectKey, key_of};
use super::{Catalog, Relation};
use crate::physical::{Dependencies, ObjectKind, ObjectName, SqlStatement, Table, UnmanagedObject};
use crate::replay::span;
use crate::replay::statement::{AllOf, MadeObject, NamedObject, NewName, OnObject};
use crate::sql::{self, WrittenName};

impl Catalog {
    /// Follows what a statement that stands at a place does to such things. Nothing of it is refused: whether PostgreSQL
    /// would is not known.
    pub(crate) fn follow(&mut self, on_objects: &[OnObject], place: &Range<usize>) {
        for on_object in on_objects {
            match on_object {
                OnObject::Makes(made) => self.make(made, place),
                OnObject::Says { of, kind, columns, statement } => {
                    self.say(of, *kind, columns, statement.as_ref(), place)
                }
                OnObject::SaysOfAll { all, schema, before, behind } => {
                    self.say_of_all(*all, schema, (before, behind), place);
                }
                OnObject::SwitchesTriggers { table, with_keys, is_off, before } => {
                    let table = self.relation_name(table);
                    self.switch_triggers(&table, before);
                    if *with_keys {
                        self.switch_keys(&table, *is_off);
                    }
                }
                OnObject::Renames { of, new_name, statement } => {
                    let Some(key) = self.key(of) else { continue };
                    self.objects.change(&key, |object| {
                        object.name = renamed(&object.name, new_name);
                        object.say(statement.as_ref());
                    });
                    if key.0 == ObjectKind::Publication {
                        self.rename_publication(&key.1.name, new_name);
                    } else if key.0 == ObjectKind::Function {
                        self.rename_function_of_objects(&key.1, &renamed(&key.1, new_name));
                    }
                }
                OnObject::Drops { of, cascades } => {
                    if let Some(key) = self.key(of) {
                        self.drop_object(&key, *cascades);
                    }
                }
                OnObject::Unpublishes(written) => self.unpublish(&written.name),
                OnObject::Validates { table, name } => self.validate(table, name),
            }
        }
    }

    fn drop_object(&mut self, key: &ObjectKey, cascades: bool) {
        self.objects.remove(key);
        if key.0 == ObjectKind::Publication {
            self.unpublish(&key.1.name);
        } else if key.0 == ObjectKind::Function && cascades {
            self.remove_objects_of_function(&key.1);
        }
    }

    fn make(&mut self, made: &MadeObject, place: &Range<usize>) {
        let MadeObject { kind, name: written, table, says, body, statement, may_be_there, routine } = made;
        let table = table.as_ref().map(|table| self.relation_name(table));
        let name = match &table {
            Some(table) if *kind == ObjectKind::Rows => table.clone(),
            Some(table) if kind.is_named_by_table() => table.sibling(written.name.clone()),
            Some(_) | None if kind.is_relation() => self.relation_name(written),
            Some(_) | None => self.name_of(*kind, written).unwrap_or_else(|| ObjectName::new("", written.name.clone())),
        };
        let mut object = self.object(*kind, name, table, statement.as_ref(), place);
        object.dependencies = self.dependencies(says, object.table.as_ref());
        object.dependencies.body = sql::names_in_texts(body);
        if let Some(routine) = routine {
            self.complete_function(&mut object, routine);
        }
        if *kind == ObjectKind::PublishedTable && object.table.as_ref().is_some_and(|table| self.is_inherited(table)) {
            // the tables that inherit from it come into the publication and leave it too
            object.statements.clear();
        }
        let key = key_of(&object);
        let there = self.objects.get(&key);
        if there.is_some() && *may_be_there {
            // rows add up
            if *kind == ObjectKind::Rows {
                self.objects.change(&key, |known| known.say(statement.as_ref()));
            }
            return;
        }
        // a definition that replaces another one is whole, but for what was said besides
        let made = match there {
            Some(known) if object.kind == ObjectKind::Function => {
                say_again(&mut object, &known.object);
                None
            }
            Some(known) => {
                object.statements.extend(known.object.statements.iter().skip(1).cloned());
                Some(known.made)
            }
            None => None,
        };
        self.add_object(object, made);
    }

    pub(super) fn object(
        &self,
        kind: ObjectKind,
        name: ObjectName,
        table: Option<ObjectName>,
        statement: Option<&SqlStatement>,
        place: &Range<usize>,
    ) -> UnmanagedObject {
        UnmanagedObject {
            kind,
            name,
            table,
            statements: statement.into_iter().cloned().collect(),
            search_path: self.has_search_path().then(|| self.search_path()),
            dependencies: Dependencies::default(),
            signature: None,
            is_outdated: false,
            place: self.source.file.map(|file| span(file, place.clone())),
        }
    }

    /// Adds a thing: after all others, or where one was that it replaces.
    pub(super) fn add_object(&mut self, object: UnmanagedObject, made: Option<usize>) {
        let made = made.unwrap_or(self.objects_made);
        self.objects_made += 1;
        if object.kind.is_constraint() {
            self.key_names.insert(object.name.clone());
        }
        self.objects.insert(KnownObject { made, object });
    }

    /// Adds a constraint of a table, as it is written after its name.
    pub(super) fn add_constraint_object(
        &mut self,
        kind: ObjectKind,
        table: &ObjectName,
        name: &str,
        words: &str,
        place: &Range<usize>,
    ) {
        let statement = SqlStatement::new(words).ok();
        let mut object = self.object(kind, table.sibling(name), Some(table.clone()), statement.as_ref(), place);
        object.dependencies = self.dependencies(words, Some(table));
        self.add_object(object, None);
    }

    /// Drops a constraint that is neither a key nor unique, and says whether there was one.
    pub(super) fn remove_constraint_object(&mut self, table: &ObjectName, name: &str) -> bool {
        let mut keys = ObjectKind::CONSTRAINTS.map(|kind| (kind, table.clone(), name.to_owned())).into_iter();
        keys.any(|key| self.objects.remove(&key).is_some())
    }

    /// Gives such a constraint another name.
    pub(super) fn rename_constraint_object(&mut self, table: &ObjectName, old: &str, new: &str) {
        for kind in ObjectKind::CONSTRAINTS {
            if let Some(mut known) = self.objects.remove(&(kind, table.clone(), old.to_owned())) {
                known.object.is_outdated |= known.object.statements.len() > 1;
                new.clone_into(&mut known.object.name.name);
                self.key_names.insert(known.object.name.clone());
                self.objects.insert(known);
            }
        }
    }

    /// What a text names of what is there. A thing that belongs to a table may name its columns.
    pub(super) fn dependencies(&self, says: &str, table: Option<&ObjectName>) -> Dependencies {
        let mut on = Dependencies::default();
        on.relations.extend(table.cloned());
        let named = sql::written_names(says);
        let names: BTreeSet<&String> = named.iter().map(|(_, name)| name).collect();
        for (schema, name) in &named {
            let written = WrittenName { schema: schema.clone(), name: name.clone(), range: 0..0 };
            let relation = self.relation_name(&written);
            if self.relations.get(&relation).is_some_and(Relation::is_read_from) {
                on.relations.insert(relation);
            }
            let of_type = self.type_name(&written);
            if self.is_type(&of_type) {
                on.types.insert(of_type);
            }
            on.functions.extend(self.function_name(&written));
        }
        let tables: Vec<&Table> = on.relations.iter().filter_map(|relation| self.tables.get(relation)).collect();
        let says_all = !tables.is_empty() && sql::says_all_columns(says);
        for table in tables {
            let named = table.columns.iter().filter(|column| says_all || names.contains(&column.name));
            on.columns.extend(named.map(|column| (table.name.clone(), column.name.clone())));
        }
        on
    }

    /// The key of something that is there, or that is of a table or type.
    pub(super) fn key(&self, of: &NamedObject) -> Option<ObjectKey> {
        match of {
            NamedObject::Relation(written) => {
                let name = self.relation_name(written);
                // a composite type has columns to comment on, too
                let kinds = [ObjectKind::View, ObjectKind::MaterializedView].map(|kind| (kind, name.clone()));
                let composite = (ObjectKind::Type, self.type_name(written));
                let mut keys = kinds.into_iter().chain([composite]).map(|(kind, name)| (kind, name, String::new()));
                keys.find(|key| self.objects.has(key))
            }
            NamedObject::Type(written) => {
                let name = self.type_name(written);
                let kinds = [ObjectKind::Domain, ObjectKind::Type].into_iter();
                kinds.map(|kind| (kind, name.clone(), String::new())).find(|key| self.objects.has(key))
            }
            NamedObject::OfTable { kind, name, table } => {
                let table = self.relation_name(table);
                let kinds = if kind.is_constraint() { ObjectKind::CONSTRAINTS.to_vec() } else { vec![*kind] };
                let mut keys = kinds.into_iter().map(|kind| (kind, table.clone(), name.clone()));
                keys.find(|key| self.objects.has(key))
            }
            NamedObject::Routine { name, arguments } => self.function_key(name, arguments.as_deref()),
            NamedObject::Own { kind, name } => Some((*kind, self.name_of(*kind, name)?, String::new())),
        }
        .filter(|key| self.objects.has(key))
    }

    /// The name of something that belongs to no table. A publication is in no schema.
    fn name_of(&self, kind: ObjectKind, written: &WrittenName) -> Option<ObjectName> {
        if kind == ObjectKind::Publication {
            return Some(ObjectName::new("", written.name.clone()));
        }
        self.new_name(written).ok()
    }

    /// The tables of a publication.
    fn published(&self, publication: &str) -> Vec<ObjectKey> {
        let of_kind = self.objects.of_kind(ObjectKind::PublishedTable);
        of_kind.filter(|(_, _, name)| name == publication).cloned().collect()
    }

    /// No table is in a publication any more.
    fn unpublish(&mut self, publication: &str) {
        for key in self.published(publication) {
            self.objects.remove(&key);
        }
    }

    /// A publication has another name, which its tables have too.
    fn rename_publication(&mut self, publication: &str, new_name: &NewName) {
        for key in self.published(publication) {
            self.objects.change(&key, |table| table.name = renamed(&table.name, new_name));
        }
    }

    fn say(
        &mut self,
        of: &NamedObject,
        kind: ObjectKind,
        columns: &[String],
        statement: Option<&SqlStatement>,
        place: &Range<usize>,
    ) {
        if let Some(key) = self.key(of).or_else(|| self.view_of_named_index(of)) {
            self.objects.change(&key, |object| object.say(statement));
            return;
        }
        let (name, is_type) = match of {
            NamedObject::Relation(written) => (self.relation_name(written), false),
            NamedObject::Type(written) => (self.type_name(written), true),
            NamedObject::OfTable { .. } | NamedObject::Routine { .. } | NamedObject::Own { .. } => return,
        };
        let is_managed = if is_type { self.enums.has(&name) } else { self.tables.has(&name) };
        if !is_managed || kind == ObjectKind::Other {
            return;
        }
        let table = (!is_type).then(|| name.clone());
        let mut object = self.object(kind, name.clone(), table.clone(), statement, place);
        object.dependencies.relations.extend(table.clone());
        object.dependencies.types.extend(is_type.then_some(name));
        let of_column = |column: &String| table.as_ref().map(|table| (table.clone(), column.clone()));
        object.dependencies.columns.extend(columns.iter().filter_map(of_column));
        let key = key_of(&object);
        // the last comment counts; privileges add up
        if self.objects.has(&key) && kind != ObjectKind::Comment {
            self.objects.change(&key, |known| {
                known.say(statement);
                known.dependencies.columns.extend(object.dependencies.columns);
            });
        } else {
            self.add_object(object, None);
        }
    }

    fn say_of_all(&mut self, all: AllOf, schema: &str, (before, behind): (&str, &str), place: &Range<usize>) {
        if all != AllOf::Tables {
            return self.say_of_all_functions(all, schema, (before, behind));
        }
        let is_table = |relation: &Relation| matches!(relation, Relation::Table | Relation::View);
        let names: Vec<ObjectName> =
            self.relations_in(schema).filter(|(_, it)| is_table(it)).map(|(name, _)| name.clone()).collect();
        for name in names {
            let written = format!("{before} {} {behind}", name.quoted());
            let statement = SqlStatement::new(written).ok();
            let of = NamedObject::Relation(WrittenName {
                schema: Some(name.schema.clone()),
                name: name.name.clone(),
                range: 0..0,
            });
            self.say(&of, ObjectKind::Privileges, &[], statement.as_ref(), place);
        }
    }

    /// Says of every trigger of a table what a statement says of all of them.
    fn switch_triggers(&mut self, table: &ObjectName, before: &str) {
        let of_table = |key: &ObjectKey| key.0 == ObjectKind::Trigger && key.1 == *table;
        let keys: Vec<ObjectKey> = self.objects.naming(table).into_iter().filter(of_table).collect();
        for key in keys {
            let statement = SqlStatement::new(format!("{before} {}", sql::quoted(&key.2))).ok();
            self.objects.change(&key, |object| object.say(statement.as_ref()));
        }
    }

    /// From then on it counts for all rows.
    fn validate(&mut self, table: &WrittenName, name: &str) {
        let of = NamedObject::OfTable { kind: ObjectKind::Check, name: name.to_owned(), table: table.clone() };
        let Some(key) = self.key(&of) else { return };
        self.objects.change(&key, |object| {
            if let Some(first) = object.statements.first_mut()
                && let Some(words) = without_not_valid(first.as_str())
            {
                *first = words;
            }
        });
    }
}

impl UnmanagedObject {
    /// One more statement about it. Without its words all of them are of no use.
    pub(super) fn say(&mut self, statement: Option<&SqlStatement>) {
        match statement {
            Some(statement) if !self.statements.is_empty() => self.statements.push(statement.clone()),
            Some(_) | None => self.statements.clear(),
        }
    }
}

/// A constraint without the `NOT VALID` at its end.
fn without_not_valid(words: &str) -> Option<SqlStatement> {
    let tokens = sql::tokens(words).tokens;
    let mut cursor = sql::Cursor::new(words, &tokens);
    let before = cursor.until_words(&["NOT VALID"]);
    if !cursor.accept("NOT VALID") {
        return None;
    }
    SqlStatement::new(format!("{} {}", before.rest(), cursor.rest()).trim_end()).ok()
}
