//! Tables of implicit m-n relations: their names are made of those of the models, or of the relation.

use std::collections::BTreeMap;

use crate::diff::pair::Pair;
use crate::naming;
use crate::physical::{Database, ObjectName, Table, TableOrigin};

/// Tables of links that have another name because a model or its schema has. One whose relation has another name, or
/// none, may as well be another one.
pub fn renamed(
    databases: Pair<'_, Database>,
    tables: &BTreeMap<ObjectName, ObjectName>,
) -> BTreeMap<ObjectName, ObjectName> {
    let Pair { before, after } = databases;
    let models = models(databases, tables);
    let renamed = |table: &Table| {
        let TableOrigin::ManyToMany { a, b } = &table.origin else { return None };
        let [new_a, new_b] = [a, b].map(|model| models.get(model).unwrap_or(model));
        let is_unnamed = table.name.name == naming::many_to_many_table(None, a, b);
        let name = if is_unnamed { &naming::many_to_many_table(None, new_a, new_b) } else { &table.name.name };
        let is_it = |other: &&Table| {
            let TableOrigin::ManyToMany { a, b } = &other.origin else { return false };
            (a, b) == (new_a, new_b) && other.name.name == *name && !before.tables.contains_key(&other.name)
        };
        after.tables.values().find(is_it).map(|other| (table.name.clone(), other.name.clone()))
    };
    before.tables.values().filter(|table| !after.tables.contains_key(&table.name)).filter_map(renamed).collect()
}

/// New names of models by old ones: those of tables that stay.
fn models(databases: Pair<'_, Database>, tables: &BTreeMap<ObjectName, ObjectName>) -> BTreeMap<String, String> {
    let Pair { before, after } = databases;
    let model = |table: &Table| match &table.origin {
        TableOrigin::Model(model) => Some(model.clone()),
        TableOrigin::Unknown | TableOrigin::ManyToMany { .. } => None,
    };
    let stays = |(name, table): (&ObjectName, &Table)| {
        let later = after.tables.get(tables.get(name).unwrap_or(name))?;
        Some((model(table)?, model(later)?))
    };
    before.tables.iter().filter_map(stays).collect()
}
