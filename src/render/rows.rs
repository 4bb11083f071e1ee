//! The query that lists the rows which stop a step, for the hint of the error.
//!
//! A block that stops rolls back what it did before, so the query is over the tables as they were.

use std::collections::BTreeMap;

use minijinja::value::Object;

use super::quote::{Unwritable, identifier, protected, qualified, written_literal};
use super::{misfit, sql};
use crate::change::{Change, RowChange};
use crate::physical::{Column, ForeignKey, ObjectName};

type Sql = Result<String, Unwritable>;

/// What a block makes of tables by renaming and adding columns, by the name that the table has in the end.
#[derive(Debug, Default)]
pub(super) struct Undone {
    tables: BTreeMap<ObjectName, UndoneTable>,
}

#[derive(Debug, Default)]
struct UndoneTable {
    /// The name before.
    name: Option<ObjectName>,
    /// Columns that get another name, each with the old one.
    renamed: Vec<UndoneColumn>,
    /// Columns that were not there, each with its value.
    added: Vec<UndoneColumn>,
}

#[derive(Debug)]
struct UndoneColumn {
    name: String,
    value: String,
}

impl UndoneColumn {
    fn new(value: String, name: &str) -> Result<UndoneColumn, Unwritable> {
        Ok(UndoneColumn { name: identifier(name)?, value })
    }

    /// Those that SQL may name. To take one more is no mistake.
    fn named_in<'c>(columns: &'c [UndoneColumn], sql: &str) -> Vec<&'c UndoneColumn> {
        columns.iter().filter(|column| sql.contains(&column.name)).collect()
    }

    /// `value AS name, ...`.
    fn listed(columns: &[&UndoneColumn]) -> String {
        let columns: Vec<String> =
            columns.iter().map(|column| format!("{} AS {}", column.value, column.name)).collect();
        columns.join(", ")
    }
}

impl Object for Undone {}

impl Undone {
    /// What some changes make of tables.
    pub(super) fn by<'c>(changes: impl IntoIterator<Item = &'c Change>) -> Result<Undone, Unwritable> {
        let mut undone = Undone::default();
        for change in changes.into_iter().filter_map(|change| change.as_kind().changes_rows()) {
            undone.add(change)?;
        }
        Ok(undone)
    }

    fn add(&mut self, change: RowChange<'_>) -> Result<(), Unwritable> {
        match change {
            RowChange::Table(before, after) => self.of(after).name = Some(before.clone()),
            RowChange::Column(table, [before, after]) => {
                self.of(table).renamed.push(UndoneColumn::new(identifier(before)?, after)?);
            }
            RowChange::Added(table, columns) => {
                for column in columns {
                    self.of(table).added.push(UndoneColumn::new(default(column)?, &column.name)?);
                }
            }
            RowChange::Filled(table, column, value) => {
                let value = format!("({})", protected(value.as_str())?);
                self.of(table).added.push(UndoneColumn::new(value, &column.name)?);
            }
        }
        Ok(())
    }

    fn of(&mut self, table: &ObjectName) -> &mut UndoneTable {
        self.tables.entry(table.clone()).or_default()
    }

    /// The rows of a table as the block has them, from the table as it was, with the columns that a condition names, and
    /// with an alias where one is asked for or needed: `app.posts`, `(SELECT *, title AS name FROM app.posts) AS posts`.
    pub(super) fn rows(&self, table: &ObjectName, condition: &str, alias: Option<&str>) -> Sql {
        let own_name = identifier(&table.name)?;
        let (mut source, mut needs_alias) = (qualified(table)?, false);
        if let Some(UndoneTable { name, renamed, added }) = self.tables.get(table) {
            if let Some(name) = name {
                (source, needs_alias) = (qualified(name)?, true);
            }
            let added = UndoneColumn::named_in(added, condition);
            let all_named = format!("{condition} {}", UndoneColumn::listed(&added));
            let renamed = UndoneColumn::named_in(renamed, &all_named);
            for columns in [renamed, added].iter().filter(|columns| !columns.is_empty()) {
                let inner = if needs_alias { format!("{source} AS {own_name}") } else { source };
                (source, needs_alias) = (format!("(SELECT *, {} FROM {inner})", UndoneColumn::listed(columns)), true);
            }
        }
        let alias = alias.or_else(|| needs_alias.then_some(own_name.as_str()));
        Ok(alias.map_or(source.clone(), |alias| format!("{source} AS {alias}")))
    }

    /// The rows of a table that refer to nothing, from `FROM` on.
    pub(super) fn orphans(&self, table: &ObjectName, key: &ForeignKey) -> Sql {
        let names: Vec<String> = key.columns.iter().map(|name| identifier(name)).collect::<Result<_, _>>()?;
        let refers = if key.extras.is_match_full {
            format!("num_nonnulls({}) > 0", names.join(", "))
        } else {
            misfit::no_nulls(&key.columns)?
        };
        let pairs = key.referenced_columns.iter().zip(&names);
        let alike = pairs.map(|(there, here)| Ok(format!("referred.{} = referring.{here}", identifier(there)?)));
        let alike = alike.collect::<Result<Vec<_>, _>>()?.join(" AND ");
        Ok(format!(
            "{} WHERE {refers} AND NOT EXISTS (SELECT FROM {} WHERE {})",
            self.rows(table, &alike, Some("referring"))?,
            self.rows(&key.referenced_table, &alike, Some("referred"))?,
            alike
        ))
    }
}

/// What a new column holds in the rows that are there.
fn default(column: &Column) -> Sql {
    if let Some(generated) = &column.extras.generated {
        return Ok(format!("({})", protected(generated.expression.as_str())?));
    }
    let default =
        column.default.as_ref().map(|default| sql::default_value(default, &column.column_type)).transpose()?;
    let value = default.flatten().unwrap_or_else(|| "NULL".to_owned());
    Ok(format!("({value})::{}", sql::column_type(&column.column_type)?))
}

/// The hint that lists rows, as a constant. `rows` is what stands after `FROM`.
pub(super) fn hint(rows: &str) -> Sql {
    // the line breaks that stand in it still are those of a template
    let rows: Vec<&str> = rows.lines().map(str::trim).collect();
    written_literal(&format!("To see these rows: SELECT * FROM {};", rows.join(" ").trim()))
}
