//! `ALTER TABLE ... ALTER COLUMN`.

use super::alter_table::no_column;
use super::catalog::Catalog;
use super::loss::Lost;
use super::problem::{Done as Read, Problem};
use super::{default, types};
use crate::naming;
use crate::physical::{Column, ColumnDefault, ColumnType, ElementType, Index, IndexMethod, Literal, Table};
use crate::sql::{Cursor, WrittenName};

/// What changes nothing that refract manages.
const WITHOUT_EFFECT: [&str; 7] =
    ["SET STATISTICS", "SET STORAGE", "SET COMPRESSION", "SET GENERATED", "SET EXPRESSION", "RESTART", "RESET"];

/// Reads what follows `ALTER`, and does it.
pub fn alter(cursor: &mut Cursor<'_>, catalog: &mut Catalog, table: &WrittenName) -> Read<()> {
    cursor.accept("COLUMN");
    let name = cursor.name()?;
    if catalog.table(table)?.column(&name).is_none() {
        return Err(no_column(&name, table));
    }
    if cursor.accept("SET DATA TYPE") || cursor.accept("TYPE") {
        return set_type(cursor, catalog, table, &name);
    }
    if cursor.accept("SET DEFAULT") {
        let column_type = column(catalog.table(table)?, &name, table)?.column_type.clone();
        let expression = cursor.until(|_| false);
        let default = default::default(&expression, &column_type, catalog.database.default_schema())?;
        expect_sequence(catalog, default.as_ref(), &expression)?;
        column(catalog.table(table)?, &name, table)?.default = default;
        return Ok(());
    }
    let of_table = catalog.table(table)?;
    let sequence = of_table.name.sibling(naming::serial_sequence(&of_table.name.name, &name));
    let column = column(of_table, &name, table)?;
    if cursor.accept("SET NOT NULL") {
        column.not_null = true;
    } else if cursor.accept("DROP NOT NULL") {
        column.not_null = false;
    } else if cursor.accept_one(&["DROP DEFAULT", "DROP IDENTITY", "DROP EXPRESSION"]).is_some() {
        cursor.accept("IF EXISTS");
        column.default = None;
    } else if cursor.accept("ADD GENERATED") {
        cursor.until(|_| false);
        column.default = Some(ColumnDefault::Autoincrement { sequence });
    } else if WITHOUT_EFFECT.iter().any(|words| cursor.sees(words)) || cursor.accept("SET") && cursor.brackets().is_ok()
    {
        return Ok(());
    }
    Ok(cursor.expect_end()?)
}

/// Numbers come from a sequence that is there.
fn expect_sequence(catalog: &Catalog, default: Option<&ColumnDefault>, expression: &Cursor<'_>) -> Read<()> {
    match default {
        Some(ColumnDefault::Autoincrement { sequence }) if !catalog.others.contains_key(sequence) => {
            Err(Problem::Refused(expression.range_of_rest(), format!("there is no sequence {sequence}")))
        }
        _ => Ok(()),
    }
}

fn column<'c>(table: &'c mut Table, name: &str, written: &WrittenName) -> Read<&'c mut Column> {
    table.columns.iter_mut().find(|column| column.name == name).ok_or_else(|| no_column(name, written))
}

fn set_type(cursor: &mut Cursor<'_>, catalog: &mut Catalog, table: &WrittenName, name: &str) -> Read<()> {
    let place = cursor.range_of_rest();
    let written = types::column_type(cursor, catalog)?;
    if cursor.accept("COLLATE") {
        cursor.written_name()?;
    }
    if cursor.accept("USING") {
        cursor.until(|_| false);
    }
    cursor.expect_end()?;
    let of_table = catalog.table(table)?;
    if let Some(index) = index_of_other_type(of_table, name, &written.column_type) {
        let message = format!("the index {index} has an operator class for the type that the column had");
        return Err(Problem::Refused(place, message));
    }
    let table_name = of_table.name.clone();
    let column = column(of_table, name, table)?;
    let before = std::mem::replace(&mut column.column_type, written.column_type);
    let after = column.column_type.clone();
    let is_enum = matches!(column.column_type.element, ElementType::Enum(_));
    match &mut column.default {
        Some(ColumnDefault::Literal(literal)) => retype(literal, is_enum),
        Some(ColumnDefault::List(literals)) => literals.iter_mut().for_each(|literal| retype(literal, is_enum)),
        _ => {}
    }
    catalog.ledger.lose(Lost::Conversion { table: table_name, column: name.to_owned(), before, after });
    Ok(())
}

/// A vector index whose operator class is for the type as it was, and not for what the column becomes.
fn index_of_other_type<'t>(table: &'t Table, name: &str, after: &ColumnType) -> Option<&'t String> {
    let before = &table.column(name)?.column_type;
    let kind = |column_type: &ColumnType| match &column_type.element {
        ElementType::Vector(kind, ..) => Some(kind.as_sql()),
        ElementType::Bit(_) => Some("bit"),
        _ => None,
    };
    let is_over = |index: &&Index| {
        matches!(index.method, IndexMethod::Hnsw | IndexMethod::IvfFlat)
            && index.columns.iter().any(|column| column.name == name && column.expression.is_none())
    };
    let index = table.indexes.values().find(is_over)?;
    (kind(before) != kind(after)).then_some(&index.name)
}

/// A constant stays, as one of the new type.
fn retype(literal: &mut Literal, is_enum: bool) {
    match literal {
        Literal::String(text) if is_enum => *literal = Literal::EnumLabel(std::mem::take(text)),
        Literal::EnumLabel(text) if !is_enum => *literal = Literal::String(std::mem::take(text)),
        _ => {}
    }
}
