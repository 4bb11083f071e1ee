//! What a repair script says of a column.

use serde::{Deserialize, Serialize};

use super::quote::{Unwritable, literal, qualified, written_literal};
use super::sql;
use super::words::promised;
use crate::physical::{Column, ColumnDefault, ObjectName};
use crate::promise::{column_type_words, default_value_words};

/// A column, for the templates.
#[derive(Serialize, Deserialize)]
pub(super) struct RepairedColumn {
    table: ObjectName,
    column: Column,
    /// Where its numbers come from.
    sequence: Option<ObjectName>,
}

impl RepairedColumn {
    pub(super) fn new((table, column): &(ObjectName, Column)) -> RepairedColumn {
        let sequence = column.sequence().cloned();
        RepairedColumn { table: table.clone(), column: column.clone(), sequence }
    }

    /// What is wanted of it, as an array of constants: see `repair_declarations.sql`.
    pub(super) fn wanted(&self) -> Result<String, Unwritable> {
        let Column { name, column_type, not_null, default, prisma_name: _, extras: _ } = &self.column;
        let words = match default {
            None => Some(literal("")),
            Some(default) => default_value_words(default, column_type).map(|words| promised(&words)),
        };
        let type_words = column_type_words(column_type).map(|words| promised(&words));
        let value = match default {
            None | Some(ColumnDefault::Autoincrement { .. }) => None,
            Some(default) => sql::default_value(default, column_type)?,
        };
        let required = if *not_null { "required" } else { "optional" };
        let value = value.map(|value| written_literal(&value));
        let required = (!self.column.may_be_null_or_not()).then(|| literal(required));
        let table = written_literal(&qualified(&self.table)?);
        let cells = [Some(table), Some(literal(name)), type_words, required, value, words];
        let cell = |cell: Option<Result<String, Unwritable>>| cell.unwrap_or_else(|| Ok("NULL".to_owned()));
        Ok(cells.into_iter().map(cell).collect::<Result<Vec<_>, _>>()?.join(", "))
    }
}
