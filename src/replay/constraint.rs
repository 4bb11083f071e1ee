//! Constraints of a table, on a line of their own or behind a column:
//! <https://www.postgresql.org/docs/current/ddl-constraints.html>.

use super::catalog::{Catalog, missing};
use super::problem::{Done as Read, Problem};
use crate::naming;
use crate::physical::{
    ForeignKey, Index, IndexChoice, IndexColumn, IndexMethod, ObjectName, PrimaryKey, ReferentialAction, Table,
};
use crate::sql::{Cursor, WrittenName};

/// A constraint as it is written, with the name it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constraint {
    /// Its name, if it has one.
    pub name: Option<String>,
    /// What it demands.
    pub kind: ConstraintKind,
}

/// What a constraint demands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConstraintKind {
    /// `PRIMARY KEY (columns)`.
    PrimaryKey(Vec<String>),
    /// `UNIQUE (columns)`.
    Unique(Vec<String>),
    /// `PRIMARY KEY USING INDEX i`, or `UNIQUE`.
    OfIndex {
        /// The index.
        index: WrittenName,
        /// Whether it becomes the primary key.
        is_primary_key: bool,
    },
    /// `FOREIGN KEY (columns) REFERENCES table (columns)`.
    ForeignKey {
        /// Referring columns.
        columns: Vec<String>,
        /// What they refer to.
        reference: Reference,
    },
    /// A CHECK, an exclusion, a NOT NULL with a name on a line of its own: nothing the schema language can say.
    Other(&'static str),
}

/// `REFERENCES table (columns) ON DELETE ...`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    table: WrittenName,
    columns: Vec<String>,
    on_delete: ReferentialAction,
    on_update: ReferentialAction,
}

/// Reads a constraint, if one comes next, with the `CONSTRAINT name` before it.
pub fn constraint(cursor: &mut Cursor<'_>) -> Read<Option<Constraint>> {
    let name = if cursor.accept("CONSTRAINT") { Some(cursor.name()?) } else { None };
    let Some(kind) = kind(cursor)? else {
        return if name.is_some() { Err(cursor.not_understood().into()) } else { Ok(None) };
    };
    attributes(cursor);
    Ok(Some(Constraint { name, kind }))
}

fn kind(cursor: &mut Cursor<'_>) -> Read<Option<ConstraintKind>> {
    Ok(Some(if cursor.accept("PRIMARY KEY") {
        if cursor.accept("USING INDEX") {
            ConstraintKind::OfIndex { index: cursor.written_name()?, is_primary_key: true }
        } else {
            ConstraintKind::PrimaryKey(key_columns(cursor)?)
        }
    } else if cursor.accept("UNIQUE") {
        cursor.accept_one(&["NULLS NOT DISTINCT", "NULLS DISTINCT"]);
        if cursor.accept("USING INDEX") {
            ConstraintKind::OfIndex { index: cursor.written_name()?, is_primary_key: false }
        } else {
            ConstraintKind::Unique(key_columns(cursor)?)
        }
    } else if cursor.accept("FOREIGN KEY") {
        let columns = cursor.names_in_brackets()?;
        cursor.expect("REFERENCES")?;
        ConstraintKind::ForeignKey { columns, reference: reference(cursor)? }
    } else if cursor.accept("CHECK") {
        cursor.brackets()?;
        cursor.accept("NO INHERIT");
        ConstraintKind::Other("check")
    } else if cursor.accept("EXCLUDE") {
        cursor.until(|_| false);
        ConstraintKind::Other("excl")
    } else {
        return Ok(None);
    }))
}

/// The columns of a key; what it carries along is not one of them.
fn key_columns(cursor: &mut Cursor<'_>) -> Read<Vec<String>> {
    let columns = cursor.names_in_brackets()?;
    if cursor.accept("INCLUDE") {
        cursor.brackets()?;
    }
    if cursor.accept("WITH") {
        cursor.brackets()?;
    }
    if cursor.accept("USING INDEX TABLESPACE") {
        cursor.name()?;
    }
    Ok(columns)
}

/// What follows `REFERENCES`.
pub fn reference(cursor: &mut Cursor<'_>) -> Read<Reference> {
    let table = cursor.written_name()?;
    let columns = cursor.names_in_brackets().unwrap_or_default();
    let mut reference =
        Reference { table, columns, on_delete: ReferentialAction::NoAction, on_update: ReferentialAction::NoAction };
    loop {
        if cursor.accept("ON DELETE") {
            reference.on_delete = action(cursor)?;
        } else if cursor.accept("ON UPDATE") {
            reference.on_update = action(cursor)?;
        } else if cursor.accept_one(&["MATCH SIMPLE", "MATCH FULL", "MATCH PARTIAL"]).is_none() {
            return Ok(reference);
        }
    }
}

fn action(cursor: &mut Cursor<'_>) -> Read<ReferentialAction> {
    let actions = [
        ReferentialAction::Cascade,
        ReferentialAction::Restrict,
        ReferentialAction::NoAction,
        ReferentialAction::SetNull,
        ReferentialAction::SetDefault,
    ];
    let action = actions.into_iter().find(|action| cursor.accept(action.as_sql()));
    let action = action.ok_or_else(|| cursor.not_understood())?;
    // SET NULL (column): only some columns of the key
    let _ = cursor.names_in_brackets();
    Ok(action)
}

/// `DEFERRABLE`, `NOT VALID` and the like, which the schema language cannot say.
pub fn attributes(cursor: &mut Cursor<'_>) {
    let words = [
        "NOT DEFERRABLE",
        "DEFERRABLE",
        "INITIALLY DEFERRED",
        "INITIALLY IMMEDIATE",
        "NOT VALID",
        "NOT ENFORCED",
        "ENFORCED",
    ];
    while cursor.accept_one(&words).is_some() {}
}

/// Adds a constraint to a table.
pub fn add(catalog: &mut Catalog, table: &WrittenName, constraint: Constraint) -> Read<()> {
    let table_name = catalog.table(table)?.name.clone();
    let Constraint { name, kind } = constraint;
    match kind {
        ConstraintKind::PrimaryKey(columns) => {
            let name = name.unwrap_or_else(|| naming::primary_key(&table_name.name));
            catalog.expect_free(&table_name.sibling(name.clone()), table)?;
            set_primary_key(catalog.table(table)?, PrimaryKey { name, columns }, table)
        }
        ConstraintKind::Unique(columns) => {
            let name = name.unwrap_or_else(|| free_name(catalog, &table_name, &columns));
            catalog.expect_free(&table_name.sibling(name.clone()), table)?;
            let index = unique_index(name, columns);
            let table = catalog.table(table)?;
            table.indexes.insert(index.name.clone(), index);
            Ok(())
        }
        ConstraintKind::OfIndex { index, is_primary_key } => {
            name.iter().for_each(|name| catalog.note_index(name));
            of_index(catalog.table(table)?, &index, name, is_primary_key)
        }
        ConstraintKind::ForeignKey { columns, reference } => {
            let name = name.unwrap_or_else(|| naming::foreign_key(&table_name.name, &columns));
            let key = foreign_key(catalog, name, columns, reference)?;
            let written = table;
            let table = catalog.table(table)?;
            if table.foreign_keys.contains_key(&key.name) {
                return Err(Problem::Refused(written.range.clone(), format!("{} is there already", key.name)));
            }
            table.foreign_keys.insert(key.name.clone(), key);
            Ok(())
        }
        ConstraintKind::Other(suffix) => {
            let name = name.unwrap_or_else(|| naming::suffixed(&table_name.name, &format!("_{suffix}")));
            catalog.checks.insert((table_name, name));
            Ok(())
        }
    }
}

/// A key makes its columns NOT NULL.
fn set_primary_key(table: &mut Table, key: PrimaryKey, written: &WrittenName) -> Read<()> {
    if table.primary_key.is_some() {
        return Err(Problem::Refused(written.range.clone(), format!("{} has a primary key already", table.name)));
    }
    for column in table.columns.iter_mut().filter(|column| key.columns.contains(&column.name)) {
        column.not_null = true;
    }
    table.primary_key = Some(key);
    Ok(())
}

fn of_index(table: &mut Table, index: &WrittenName, name: Option<String>, is_primary_key: bool) -> Read<()> {
    let Some(mut made) = table.indexes.remove(&index.name) else {
        return Err(missing("index", &table.name.sibling(index.name.clone()), index));
    };
    made.name = name.unwrap_or(made.name);
    if is_primary_key {
        let columns = made.columns.into_iter().map(|column| column.name).collect();
        return set_primary_key(table, PrimaryKey { name: made.name, columns }, index);
    }
    table.indexes.insert(made.name.clone(), made);
    Ok(())
}

/// The index behind a unique constraint: to Prisma the two are one.
fn unique_index(name: String, columns: Vec<String>) -> Index {
    let columns = columns.into_iter().map(IndexColumn::plain).collect();
    Index {
        name,
        is_unique: true,
        method: IndexMethod::BTree,
        columns,
        parameters: Vec::new(),
        predicate: None,
        choice: IndexChoice::Schema,
    }
}

/// The name that PostgreSQL gives to a unique constraint: the first that is free.
fn free_name(catalog: &Catalog, table: &ObjectName, columns: &[String]) -> String {
    let name = naming::unique_index(&table.name, columns);
    let numbered = (1..).map(|number| format!("{name}{number}"));
    let mut names = std::iter::once(name.clone()).chain(numbered);
    names.find(|name| catalog.relation(&table.sibling(name.clone())).is_none()).unwrap_or(name)
}

fn foreign_key(catalog: &Catalog, name: String, columns: Vec<String>, reference: Reference) -> Read<ForeignKey> {
    let Reference { table, columns: referenced_columns, on_delete, on_update } = reference;
    let referenced_table = catalog.new_name(&table);
    let Some(referenced) = catalog.database.tables.get(&referenced_table) else {
        return Err(missing("table", &referenced_table, &table));
    };
    let referenced_columns = if referenced_columns.is_empty() {
        referenced.primary_key.as_ref().map(|key| key.columns.clone()).unwrap_or_default()
    } else {
        referenced_columns
    };
    Ok(ForeignKey { name, columns, referenced_table, referenced_columns, on_delete, on_update })
}
