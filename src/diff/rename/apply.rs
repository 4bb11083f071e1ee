//! A state under other names.

use std::collections::BTreeMap;

use super::NewNames;
use crate::physical::{
    Column, ColumnDefault, Database, ElementType, Index, Literal, ObjectName, Predicate, SqlText, Table,
};

/// The state with everything under its new name; what depends on it follows, but keeps its own name.
pub fn apply(before: &Database, new: &NewNames) -> Database {
    let mut renamed = before.clone();
    renamed.enums = std::mem::take(&mut renamed.enums)
        .into_values()
        .map(|mut declared| {
            declared.name = in_new_words(&new.enums, &declared.name);
            let labels = new.labels.get(&declared.name);
            declared.labels.iter_mut().for_each(|value| follow(labels, &mut value.label));
            (declared.name.clone(), declared)
        })
        .collect();
    renamed.tables = std::mem::take(&mut renamed.tables)
        .into_values()
        .map(|mut table| {
            new.table(&mut table);
            (table.name.clone(), table)
        })
        .collect();
    renamed
}

fn in_new_words(names: &BTreeMap<ObjectName, ObjectName>, name: &ObjectName) -> ObjectName {
    names.get(name).unwrap_or(name).clone()
}

fn follow(names: Option<&BTreeMap<String, String>>, name: &mut String) {
    if let Some(new) = names.and_then(|names| names.get(name)) {
        name.clone_from(new);
    }
}

impl NewNames {
    fn table(&self, table: &mut Table) {
        let new = in_new_words(&self.tables, &table.name);
        let old = std::mem::replace(&mut table.name, new);
        let names = self.columns.get(&table.name);
        for column in &mut table.columns {
            self.column(column, (&old, &table.name));
        }
        // labels in predicates go by the type of their column
        let types: BTreeMap<String, ObjectName> = table
            .columns
            .iter()
            .filter_map(|column| Some((column.name.clone(), column.enum_type()?.clone())))
            .collect();
        for index in table.indexes.values_mut() {
            self.index(index, names, &types);
        }
        for column in &mut table.columns {
            follow(names, &mut column.name);
        }
        if let Some(key) = &mut table.primary_key {
            key.columns.iter_mut().for_each(|column| follow(names, column));
        }
        for key in table.foreign_keys.values_mut() {
            key.columns.iter_mut().for_each(|column| follow(names, column));
            key.referenced_table = in_new_words(&self.tables, &key.referenced_table);
            let names = self.columns.get(&key.referenced_table);
            key.referenced_columns.iter_mut().for_each(|column| follow(names, column));
        }
    }

    fn column(&self, column: &mut Column, (old, new): (&ObjectName, &ObjectName)) {
        if let ElementType::Enum(name) = &mut column.column_type.element {
            *name = in_new_words(&self.enums, name);
        }
        let labels = column.enum_type().and_then(|name| self.labels.get(name));
        match &mut column.default {
            Some(ColumnDefault::Literal(literal)) => follow_label(labels, literal),
            Some(ColumnDefault::List(literals)) => {
                literals.iter_mut().for_each(|literal| follow_label(labels, literal));
            }
            // a sequence moves with its table
            Some(ColumnDefault::Autoincrement { sequence }) if sequence.schema == old.schema => {
                sequence.schema.clone_from(&new.schema);
            }
            _ => {}
        }
    }

    fn index(&self, index: &mut Index, names: Option<&BTreeMap<String, String>>, types: &BTreeMap<String, ObjectName>) {
        match &mut index.predicate {
            Some(Predicate::All(conditions)) => {
                for condition in conditions {
                    let labels = types.get(&condition.column).and_then(|name| self.labels.get(name));
                    condition.value.iter_mut().for_each(|value| match value {
                        Literal::String(label) | Literal::EnumLabel(label) => follow(labels, label),
                        Literal::Number(_) | Literal::Boolean(_) => {}
                    });
                    follow(names, &mut condition.column);
                }
            }
            Some(Predicate::Raw(text)) => {
                if let Some(new) = names.and_then(|names| in_text(text.as_str(), names)) {
                    *text = new;
                }
            }
            None => {}
        }
        index.columns.iter_mut().for_each(|column| follow(names, &mut column.name));
    }
}

fn follow_label(labels: Option<&BTreeMap<String, String>>, literal: &mut Literal) {
    match literal {
        Literal::EnumLabel(label) => follow(labels, label),
        Literal::String(_) | Literal::Number(_) | Literal::Boolean(_) => {}
    }
}

/// The text with other names of columns, outside of quotes.
fn in_text(text: &str, names: &BTreeMap<String, String>) -> Option<SqlText> {
    let is_of_word = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    let mut renamed = String::new();
    for (place, part) in text.split('\'').enumerate() {
        if place > 0 {
            renamed.push('\'');
        }
        if place % 2 == 1 {
            renamed.push_str(part);
            continue;
        }
        let mut rest = part;
        while !rest.is_empty() {
            let word = rest.find(|c| !is_of_word(c)).unwrap_or(rest.len());
            let end = if word > 0 { word } else { rest.chars().next().map_or(1, char::len_utf8) };
            renamed.push_str(names.get(&rest[..end]).map_or(&rest[..end], String::as_str));
            rest = &rest[end..];
        }
    }
    SqlText::new(renamed).ok()
}
