//! Join tables of implicit m-n relations: their names are made of those of the models, or of the relation.

use std::collections::BTreeMap;

use crate::diff::pair::Pair;
use crate::naming;
use crate::physical::{Database, ObjectName, Table, TableOrigin};

/// Join tables that have another name because a model or its schema has. One whose relation has another name, or
/// none, may as well be another one.
pub(super) fn renamed(
    databases: Pair<'_, Database>,
    tables: &BTreeMap<ObjectName, ObjectName>,
) -> BTreeMap<ObjectName, ObjectName> {
    let Pair { before, after } = databases;
    let models = models(databases, tables);
    let mut new: BTreeMap<JoinTable<'_>, &ObjectName> = BTreeMap::new();
    for table in after.tables.values().filter(|table| !before.has_type(&table.name)) {
        if let TableOrigin::ManyToMany { a, b } = &table.origin {
            new.entry((a, b, &table.name.name)).or_insert(&table.name);
        }
    }
    let renamed = |table: &Table| {
        let TableOrigin::ManyToMany { a, b } = &table.origin else { return None };
        let [new_a, new_b] = [a, b].map(|model| models.get(model.as_str()).copied().unwrap_or(model));
        let is_unnamed = table.name.name == naming::many_to_many_table(None, a, b);
        let name = if is_unnamed { &naming::many_to_many_table(None, new_a, new_b) } else { &table.name.name };
        new.get(&(new_a, new_b, name.as_str())).map(|&later| (table.name.clone(), later.clone()))
    };
    before.tables.values().filter(|table| !after.tables.contains_key(&table.name)).filter_map(renamed).collect()
}

/// The two models, and the table's name without its schema.
type JoinTable<'n> = (&'n str, &'n str, &'n str);

/// New names of models by old ones: those of tables that stay.
fn models<'d>(databases: Pair<'d, Database>, tables: &BTreeMap<ObjectName, ObjectName>) -> BTreeMap<&'d str, &'d str> {
    let Pair { before, after } = databases;
    let stays = |(name, table): (&'d ObjectName, &'d Table)| {
        let later = after.tables.get(tables.get(name).unwrap_or(name))?;
        Some((model(table)?, model(later)?))
    };
    before.tables.iter().filter_map(stays).collect()
}

fn model(table: &Table) -> Option<&str> {
    match &table.origin {
        TableOrigin::Model(model) => Some(model),
        TableOrigin::Unknown | TableOrigin::ManyToMany { .. } => None,
    }
}
