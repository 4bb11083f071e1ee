//! Tables of implicit m-n relations: their names are made of those of the models, or of the relation.

use std::collections::BTreeMap;

use crate::diff::pair::Pair;
use crate::physical::{Database, ObjectName, Table, TableOrigin};

/// Tables of links that have another name because a model, the relation or the schema has. Where a pair of models has
/// several that come or go, nothing tells which is which.
pub fn renamed(
    databases: Pair<'_, Database>,
    tables: &BTreeMap<ObjectName, ObjectName>,
) -> BTreeMap<ObjectName, ObjectName> {
    let Pair { before, after } = databases;
    let models = models(databases, tables);
    let links = |database: &Database, other: &Database, rename: &dyn Fn(&String) -> String| {
        let mut links: BTreeMap<(String, String), Vec<ObjectName>> = BTreeMap::new();
        for table in database.tables.values().filter(|table| !other.tables.contains_key(&table.name)) {
            if let TableOrigin::ManyToMany { a, b } = &table.origin {
                links.entry((rename(a), rename(b))).or_default().push(table.name.clone());
            }
        }
        links
    };
    let dropped = links(before, after, &|model| models.get(model).unwrap_or(model).clone());
    let added = links(after, before, &String::clone);
    let one = |(models, old): (_, &Vec<ObjectName>)| match (old.as_slice(), added.get(models)?.as_slice()) {
        ([old], [new]) => Some((old.clone(), new.clone())),
        _ => None,
    };
    dropped.iter().filter_map(one).collect()
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
