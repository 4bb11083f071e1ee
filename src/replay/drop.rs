//! `DROP` of everything.

use super::catalog::{Catalog, Other, Relation};
use super::problem::{Done as Read, Problem};
use crate::physical::{ColumnDefault, ObjectName};
use crate::sql::{Cursor, WrittenName};

/// Reads what follows `DROP`, and does it.
pub fn drop(cursor: &mut Cursor<'_>, catalog: &mut Catalog) -> Read<()> {
    let kinds = [
        "MATERIALIZED VIEW",
        "FOREIGN TABLE",
        "TABLE",
        "INDEX",
        "VIEW",
        "SEQUENCE",
        "TYPE",
        "DOMAIN",
        "SCHEMA",
        "EXTENSION",
    ];
    // functions, triggers, policies and the like shape nothing that refract manages
    let Some(kind) = cursor.accept_one(&kinds) else { return Ok(()) };
    cursor.accept("CONCURRENTLY");
    let may_be_missing = cursor.accept("IF EXISTS");
    let names = cursor.until_words(&["CASCADE", "RESTRICT"]);
    let cascades = cursor.accept("CASCADE");
    cursor.accept("RESTRICT");
    cursor.expect_end()?;
    for mut part in names.split_at_commas() {
        let written = part.written_name()?;
        part.expect_end()?;
        let was_there = one(kind, &written, cascades, catalog)?;
        if !was_there && !may_be_missing {
            let name = catalog.new_name(&written);
            let kind = kind.to_lowercase();
            return Err(Problem::Refused(written.range, format!("there is no {kind} {name}")));
        }
    }
    Ok(())
}

/// Says whether it was there.
fn one(kind: &str, written: &WrittenName, cascades: bool, catalog: &mut Catalog) -> Read<bool> {
    let name = catalog.new_name(written);
    Ok(match kind {
        "TABLE" if catalog.database.tables.contains_key(&name) => {
            if !cascades {
                expect_unreferenced(&name, written, catalog)?;
            }
            catalog.remove_table(&name);
            true
        }
        "INDEX" => match catalog.relation(&name) {
            Some(Relation::Index(table)) => index(&table, &name.name, cascades, catalog),
            Some(Relation::Other(Other::Index { .. })) => catalog.others.remove(&name).is_some(),
            _ => false,
        },
        "SEQUENCE" => sequence(&name, cascades, catalog),
        "TYPE" | "DOMAIN" => enumeration(&name, written, cascades, catalog)?,
        "SCHEMA" => schema(&written.name, cascades, catalog),
        "EXTENSION" => catalog.database.extensions.remove(&written.name).is_some(),
        _ => catalog.remove_other(&name),
    })
}

/// With `CASCADE`, foreign keys go that could only refer to the index.
fn index(table: &ObjectName, name: &str, cascades: bool, catalog: &mut Catalog) -> bool {
    let of_table = catalog.database.tables.get_mut(table);
    let Some(index) = of_table.and_then(|table| table.indexes.remove(name)) else { return false };
    if cascades && index.is_unique {
        let columns: Vec<String> = index.columns.into_iter().map(|column| column.name).collect();
        catalog.release(table, &columns);
    }
    true
}

/// Foreign keys from other tables keep a table, but for `CASCADE`.
fn expect_unreferenced(name: &ObjectName, written: &WrittenName, catalog: &Catalog) -> Read<()> {
    let others = catalog.database.tables.values().filter(|table| table.name != *name);
    let mut keys = others.flat_map(|table| table.foreign_keys.values().map(move |key| (table, key)));
    match keys.find(|(_, key)| key.referenced_table == *name) {
        None => Ok(()),
        Some((table, key)) => {
            let message = format!("{name} cannot be dropped: {} of {} refers to it", key.name, table.name);
            Err(Problem::Refused(written.range.clone(), message))
        }
    }
}

/// A sequence that a column takes its numbers from: its default goes with it.
fn sequence(name: &ObjectName, cascades: bool, catalog: &mut Catalog) -> bool {
    let mut was_there = catalog.others.remove(name).is_some();
    for column in catalog.database.tables.values_mut().flat_map(|table| &mut table.columns) {
        if matches!(&column.default, Some(ColumnDefault::Autoincrement { sequence }) if sequence == name) {
            was_there = true;
            if cascades {
                column.default = None;
            }
        }
    }
    was_there
}

fn enumeration(name: &ObjectName, written: &WrittenName, cascades: bool, catalog: &mut Catalog) -> Read<bool> {
    if catalog.types.remove(name) {
        return Ok(true);
    }
    let is_of = |column: &crate::physical::Column| column.enum_type() == Some(name);
    let user = catalog.database.tables.values().find(|table| table.columns.iter().any(is_of));
    if let Some(user) = user.map(|table| table.name.clone())
        && !cascades
    {
        let message = format!("{name} cannot be dropped: a column of {user} is of it");
        return Err(Problem::Refused(written.range.clone(), message));
    }
    for table in catalog.database.tables.keys().cloned().collect::<Vec<_>>() {
        let columns = catalog.database.tables[&table].columns.iter().filter(|column| is_of(column));
        for column in columns.map(|column| column.name.clone()).collect::<Vec<_>>() {
            catalog.remove_column(&table, &column);
        }
    }
    Ok(catalog.database.enums.remove(name).is_some())
}

fn schema(name: &str, cascades: bool, catalog: &mut Catalog) -> bool {
    if cascades {
        let tables: Vec<ObjectName> =
            catalog.database.tables.keys().filter(|table| table.schema == name).cloned().collect();
        tables.iter().for_each(|table| catalog.remove_table(table));
        catalog.database.enums.retain(|declared, _| declared.schema != name);
        catalog.others.retain(|other, _| other.schema != name);
        catalog.types.retain(|other| other.schema != name);
    }
    catalog.database.schemas.remove(name)
}
