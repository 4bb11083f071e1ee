//! Types: <https://www.postgresql.org/docs/current/sql-createtype.html>.

use super::catalog::Catalog;
use super::problem::{Done as Read, Problem};
use crate::physical::{ColumnDefault, Enum, EnumLabel, Literal, ObjectName, Predicate};
use crate::sql::{Cursor, WrittenName};

/// Reads what follows `CREATE TYPE`.
pub fn create(cursor: &mut Cursor<'_>, catalog: &mut Catalog) -> Read<()> {
    let written = cursor.written_name()?;
    let name = catalog.new_name(&written);
    if catalog.has_type(&name) {
        return Err(Problem::Refused(written.range, format!("{name} is there already")));
    }
    if !cursor.accept("AS ENUM") {
        catalog.types.insert(name);
        return Ok(());
    }
    let labels = cursor
        .brackets()?
        .split_at_commas()
        .into_iter()
        .map(|mut part| part.string())
        .collect::<Result<Vec<_>, _>>()?;
    cursor.expect_end()?;
    let labels = labels.into_iter().map(label).collect();
    let declared = Enum { name: name.clone(), prisma_name: name.name.clone(), labels };
    catalog.database.enums.insert(name, declared);
    Ok(())
}

fn label(label: String) -> EnumLabel {
    EnumLabel { prisma_name: label.clone(), label }
}

/// Reads what follows `ALTER TYPE`.
pub fn alter(cursor: &mut Cursor<'_>, catalog: &mut Catalog) -> Read<()> {
    let written = cursor.written_name()?;
    let name = catalog.new_name(&written);
    if cursor.accept("OWNER TO") || catalog.types.contains(&name) {
        return other_type(cursor, catalog, &name);
    }
    if cursor.accept("ADD VALUE") {
        return add_value(cursor, catalog, &written);
    }
    if cursor.accept("RENAME VALUE") {
        let old = cursor.string()?;
        cursor.expect("TO")?;
        let new = cursor.string()?;
        cursor.expect_end()?;
        return rename_value(catalog, &written, &old, &new);
    }
    catalog.enumeration(&written)?;
    let new = new_name(cursor, &name)?;
    if catalog.has_type(&new) {
        return Err(Problem::Refused(written.range, format!("{new} is there already")));
    }
    catalog.move_enum(&name, &new);
    Ok(())
}

/// `RENAME TO name`, or `SET SCHEMA name`.
pub fn new_name(cursor: &mut Cursor<'_>, old: &ObjectName) -> Read<ObjectName> {
    let new = if cursor.accept("RENAME TO") {
        old.sibling(cursor.name()?)
    } else {
        cursor.expect("SET SCHEMA")?;
        ObjectName::new(cursor.name()?, old.name.clone())
    };
    cursor.expect_end()?;
    Ok(new)
}

fn other_type(cursor: &mut Cursor<'_>, catalog: &mut Catalog, name: &ObjectName) -> Read<()> {
    if cursor.sees("RENAME TO") || cursor.sees("SET SCHEMA") {
        let new = new_name(cursor, name)?;
        catalog.types.remove(name);
        catalog.types.insert(new);
    }
    Ok(())
}

fn add_value(cursor: &mut Cursor<'_>, catalog: &mut Catalog, written: &WrittenName) -> Read<()> {
    let may_be_there = cursor.accept("IF NOT EXISTS");
    let value = cursor.string()?;
    let place = cursor.accept_one(&["BEFORE", "AFTER"]);
    let neighbour = place.map(|_| cursor.string()).transpose()?;
    cursor.expect_end()?;
    let declared = catalog.enumeration(written)?;
    if declared.has(&value) {
        let message = format!("{} has the value {value} already", declared.name);
        return if may_be_there { Ok(()) } else { Err(Problem::Refused(written.range.clone(), message)) };
    }
    let at = match &neighbour {
        None => declared.labels.len(),
        Some(neighbour) => {
            let at = declared.labels.iter().position(|label| label.label == *neighbour);
            at.ok_or_else(|| no_value(declared, neighbour, written))? + usize::from(place == Some("AFTER"))
        }
    };
    declared.labels.insert(at, label(value));
    Ok(())
}

fn no_value(declared: &Enum, value: &str, written: &WrittenName) -> Problem {
    Problem::Refused(written.range.clone(), format!("{} has no value {value}", declared.name))
}

/// Defaults and the predicates of indexes follow.
fn rename_value(catalog: &mut Catalog, written: &WrittenName, old: &str, new: &str) -> Read<()> {
    let declared = catalog.enumeration(written)?;
    let name = declared.name.clone();
    let Some(at) = declared.labels.iter().position(|label| label.label == old) else {
        return Err(no_value(declared, old, written));
    };
    if declared.has(new) {
        let message = format!("{name} has the value {new} already");
        return Err(Problem::Refused(written.range.clone(), message));
    }
    // what the schema calls it stays, where that was known
    let value = &mut declared.labels[at];
    if value.prisma_name == value.label {
        value.prisma_name = new.to_owned();
    }
    value.label = new.to_owned();
    let follow = |literal: &mut Literal| match literal {
        Literal::EnumLabel(label) if label == old => *label = new.to_owned(),
        _ => {}
    };
    for table in catalog.database.tables.values_mut() {
        let mut columns = Vec::new();
        for column in table.columns.iter_mut().filter(|column| column.enum_type() == Some(&name)) {
            match &mut column.default {
                Some(ColumnDefault::Literal(literal)) => follow(literal),
                Some(ColumnDefault::List(literals)) => literals.iter_mut().for_each(follow),
                _ => {}
            }
            columns.push(column.name.clone());
        }
        for index in table.indexes.values_mut() {
            if let Some(Predicate::All(conditions)) = &mut index.predicate {
                let of_type = conditions.iter_mut().filter(|condition| columns.contains(&condition.column));
                of_type.filter_map(|condition| condition.value.as_mut()).for_each(follow);
            }
        }
    }
    Ok(())
}
