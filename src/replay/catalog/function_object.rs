//! Functions and procedures as things of their own: which one is meant, and what of it outlives a new definition.

use super::Catalog;
use super::known_objects::ObjectKey;
use crate::physical::{
    ArgumentType, ArgumentTypeName, ColumnType, ElementType, ObjectName, Signature, SqlStatement, SqlText,
    UnmanagedObject,
};
use crate::replay::statement::{AllOf, WrittenRoutine, WrittenType};
use crate::sql::{self, WrittenName};

impl Catalog {
    /// The full name of a function of the history, if there is one on the path.
    pub(super) fn function_name(&self, written: &WrittenName) -> Option<ObjectName> {
        let is_there = |name: &ObjectName| self.objects.functions(name).next().is_some();
        Some(self.found(written, is_there)).filter(is_there)
    }

    /// The function that is meant: that of these arguments, or the only one of its name.
    pub(super) fn function_key(&self, name: &WrittenName, arguments: Option<&[WrittenType]>) -> Option<ObjectKey> {
        let name = self.function_name(name)?;
        let arguments = arguments.and_then(|arguments| self.arguments(arguments));
        let identity = arguments.map(|arguments| Signature { is_procedure: false, arguments }.identity());
        let mut keys: Vec<&ObjectKey> = self.objects.functions(&name).collect();
        let is_meant = |key: &&ObjectKey| identity.as_ref().is_some_and(|identity| key.2 == *identity);
        if keys.len() > 1 {
            keys.retain(is_meant);
        }
        keys.first().copied().cloned()
    }

    /// What a function has beside its words.
    pub(super) fn complete_function(&self, object: &mut UnmanagedObject, routine: &WrittenRoutine) {
        let WrittenRoutine { is_procedure, arguments, says_type_of_column } = routine;
        let arguments = arguments.as_ref().and_then(|arguments| self.arguments(arguments));
        object.signature = arguments.map(|arguments| Signature { is_procedure: *is_procedure, arguments });
        let on = &mut object.dependencies;
        if *says_type_of_column {
            let columns = on.columns.iter().filter_map(|(table, column)| self.tables.get(table)?.column(column));
            on.types.extend(columns.filter_map(|column| column.enum_type().cloned()));
        }
        if !on.body.is_empty() {
            // what it says outside of its body are types
            on.columns.clear();
        }
    }

    fn arguments(&self, written: &[WrittenType]) -> Option<Vec<ArgumentType>> {
        written.iter().map(|written| self.argument(written)).collect()
    }

    fn argument(&self, written: &WrittenType) -> Option<ArgumentType> {
        let WrittenType { name, column_type: ColumnType { element, is_list }, is_serial: _ } = written;
        let is_list = *is_list;
        if let Some(name) = name {
            let (of_type, relation) = (self.type_name(name), self.relation_name(name));
            let types = self.is_type(&of_type).then_some(of_type);
            let known = types.or_else(|| self.relations.has(&relation).then_some(relation));
            if let Some(known) = known {
                return Some(ArgumentType { name: ArgumentTypeName::Known(known), is_list });
            }
        }
        let words = if let ElementType::Other(words) = element {
            words.clone()
        } else {
            SqlText::new(element.keyword()?.0).ok()?
        };
        Some(ArgumentType { name: ArgumentTypeName::Words(words), is_list })
    }

    /// `GRANT ... ON ALL FUNCTIONS IN SCHEMA`: a statement for each of them.
    pub(super) fn say_of_all_functions(&mut self, all: AllOf, schema: &str, (before, behind): (&str, &str)) {
        let is_meant = |signature: &Signature| match all {
            AllOf::Functions => !signature.is_procedure,
            AllOf::Procedures => signature.is_procedure,
            AllOf::Routines => true,
            AllOf::Tables => false,
        };
        for key in self.objects.functions_in(schema) {
            self.objects.change(&key, |object| {
                let Some(signature) = object.signature.as_ref().filter(|signature| is_meant(signature)) else { return };
                let (word, name) = (signature.keyword(), object.name.quoted());
                let written = format!("{before} {word} {name}{} {behind}", signature.identity());
                object.say(SqlStatement::new(written).ok().as_ref());
            });
        }
    }
}

/// Of what was said of a function, a new definition leaves its owner, its privileges and its comment; settings it has again.
pub(super) fn say_again(object: &mut UnmanagedObject, before: &UnmanagedObject) {
    let outlives = |statement: &&SqlStatement| {
        let found = sql::tokens(statement.as_str());
        let mut cursor = sql::Cursor::new(statement.as_str(), &found.tokens);
        if cursor.accept_one(&["GRANT", "REVOKE", "COMMENT"]).is_some() {
            return true;
        }
        cursor.until_words(&["OWNER TO"]);
        !cursor.is_at_end()
    };
    let said: Vec<SqlStatement> = before.statements.iter().skip(1).filter(outlives).cloned().collect();
    object.is_outdated = before.is_outdated && !said.is_empty();
    object.statements.extend(said);
}
