//! The rows that PostgreSQL's own catalog has for what is known: conditions ask for them.

use super::column_fact::{data_type, is_nullable, type_name};
use super::{Catalog, Relation};
use crate::naming::{MAX_NAME_BYTES, cut};
use crate::physical::brought::brings_no_relations;
use crate::physical::{Column, ColumnDefault, ElementType, ObjectKind, ObjectName, Table};
use crate::replay::statement::{CatalogRelation, CatalogValue, Comparison, RowCondition};
use crate::sql::{Cursor, tokens};

/// A value of a row.
enum Cell {
    Text(String),
    Number(u32),
    Null,
    /// Not NULL, and how it is printed only the server knows.
    Something,
}

/// Values by the names of their columns; what is not among them only the server knows.
type Row = Vec<(&'static str, Cell)>;

impl Catalog {
    /// Whether the catalog has a row for which all conditions hold; `None` where only the server knows.
    #[must_use]
    pub(crate) fn has_row(&self, relation: CatalogRelation, conditions: &[RowCondition]) -> Option<bool> {
        let mut may_be_there = !self.knows_all_rows(relation);
        for row in self.rows_of(relation) {
            let verdicts: Vec<Option<bool>> =
                conditions.iter().map(|condition| self.holds_of(&row, condition)).collect();
            if verdicts.iter().all(|holds| *holds == Some(true)) {
                return Some(true);
            }
            may_be_there |= !verdicts.contains(&Some(false));
        }
        (!may_be_there).then_some(false)
    }

    /// Whether nothing but what is known can have rows there. PostgreSQL's own are found by no name of a user's.
    fn knows_all_rows(&self, relation: CatalogRelation) -> bool {
        let is_known = |other: &Relation| {
            !matches!(other, Relation::UnmanagedTable | Relation::TableOfTransaction | Relation::Unread { .. })
        };
        let is_whole = self.starts_empty && self.extensions.now().keys().all(|name| brings_no_relations(name));
        match relation {
            CatalogRelation::Class | CatalogRelation::Tables | CatalogRelation::PgTables => is_whole,
            CatalogRelation::Type => is_whole && self.extensions.now().is_empty(),
            CatalogRelation::Columns
            | CatalogRelation::Indexes
            | CatalogRelation::Constraint
            | CatalogRelation::TableConstraints
            | CatalogRelation::Trigger
            | CatalogRelation::Policies => is_whole && self.relations.now().values().all(is_known),
        }
    }

    fn rows_of(&self, relation: CatalogRelation) -> Vec<Row> {
        let tables = || self.tables.now().values();
        match relation {
            CatalogRelation::Columns => {
                let of_table = |table: &Table| -> Vec<Row> {
                    table.columns.iter().map(|column| column_row(&table.name, column)).collect()
                };
                tables().flat_map(of_table).collect()
            }
            CatalogRelation::Tables => self.table_rows(["table_schema", "table_name"], true),
            CatalogRelation::PgTables => self.table_rows(["schemaname", "tablename"], false),
            CatalogRelation::Class => {
                let names = self.relations.now().keys();
                names.map(|name| vec![("relname", Cell::Text(name.name.clone()))]).collect()
            }
            CatalogRelation::Indexes => self.index_rows(),
            CatalogRelation::Constraint | CatalogRelation::TableConstraints => {
                tables().flat_map(|table| self.constraint_rows(table)).collect()
            }
            CatalogRelation::Type => {
                let named = self.enums.now().keys().chain(self.types.now().keys());
                let relations = self.relations.now().iter().filter(|(_, relation)| relation.is_read_from());
                let names = named.chain(relations.map(|(name, _)| name));
                names.map(|name| vec![("typname", Cell::Text(name.name.clone()))]).collect()
            }
            CatalogRelation::Trigger => self.object_rows(ObjectKind::Trigger, "tgname", "tgrelid"),
            CatalogRelation::Policies => self.object_rows(ObjectKind::Policy, "policyname", ""),
        }
    }

    /// Tables, and in `information_schema.tables` views: a materialised one is not among them.
    fn table_rows(&self, [schema, name]: [&'static str; 2], with_views: bool) -> Vec<Row> {
        let row = |of: &ObjectName, kind: &str| {
            let kind = ("table_type", Cell::Text(kind.to_owned()));
            vec![(schema, Cell::Text(of.schema.clone())), (name, Cell::Text(of.name.clone())), kind]
        };
        let rows = self.relations.now().iter().filter_map(|(of, relation)| match relation {
            Relation::Table | Relation::UnmanagedTable | Relation::Unread { .. } => Some(row(of, "BASE TABLE")),
            Relation::View => {
                let is_view = self.objects.has(&(ObjectKind::View, of.clone(), String::new()));
                (with_views && is_view).then(|| row(of, "VIEW"))
            }
            Relation::Index { .. }
            | Relation::UnmanagedIndex { .. }
            | Relation::Sequence { .. }
            | Relation::TableOfTransaction => None,
        });
        rows.collect()
    }

    fn index_rows(&self) -> Vec<Row> {
        let indexes = self.relations.now().iter().filter_map(|(name, relation)| match relation {
            Relation::Index { table } | Relation::UnmanagedIndex { table, columns: _ } => Some((name, table)),
            Relation::Table
            | Relation::View
            | Relation::Sequence { .. }
            | Relation::UnmanagedTable
            | Relation::TableOfTransaction
            | Relation::Unread { .. } => None,
        });
        let row = |(name, table): (&ObjectName, &ObjectName)| {
            vec![
                ("indexname", Cell::Text(name.name.clone())),
                ("tablename", Cell::Text(table.name.clone())),
                ("schemaname", Cell::Text(name.schema.clone())),
            ]
        };
        indexes.map(row).collect()
    }

    fn constraint_rows(&self, table: &Table) -> Vec<Row> {
        let key = table.primary_key.iter().map(|key| (&key.name, "p"));
        let unique = table.indexes.values().filter(|index| index.extras.constraint.is_some());
        let unique = unique.map(|index| (&index.name, "u"));
        let foreign = table.foreign_keys.keys().map(|name| (name, "f"));
        let kinds = [(ObjectKind::Check, "c"), (ObjectKind::Exclude, "x"), (ObjectKind::ForeignKey, "f")];
        let naming = self.objects.naming(&table.name);
        let others = naming.iter().filter(|(_, of, _)| *of == table.name).filter_map(|(kind, _, name)| {
            kinds.iter().find(|(known, _)| known == kind).map(|(_, letter)| (name, *letter))
        });
        // since PostgreSQL 18 a NOT NULL is one too
        let not_null = table.columns.iter().filter_map(|column| Some((column.extras.not_null_name.as_ref()?, "n")));
        let all = key.chain(unique).chain(foreign).chain(others).chain(not_null);
        all.map(|(name, letter)| constraint_row(table, name, letter)).collect()
    }

    fn object_rows(&self, kind: ObjectKind, name: &'static str, table_id: &'static str) -> Vec<Row> {
        let objects = self.objects.in_order().into_iter().filter(|object| object.kind == kind);
        let row = |object: crate::physical::UnmanagedObject| {
            let table = object.table.unwrap_or(object.name.clone());
            vec![
                (name, Cell::Text(object.name.name)),
                ("tablename", Cell::Text(table.name.clone())),
                ("schemaname", Cell::Text(table.schema.clone())),
                (table_id, Cell::Text(table.to_string())),
            ]
        };
        objects.map(row).collect()
    }

    fn holds_of(&self, row: &Row, condition: &RowCondition) -> Option<bool> {
        let RowCondition { column, comparison } = condition;
        let (_, cell) = row.iter().find(|(name, _)| name == column)?;
        match comparison {
            Comparison::IsNull => Some(matches!(cell, Cell::Null)),
            Comparison::IsNotNull => Some(!matches!(cell, Cell::Null)),
            Comparison::OneOf(values) => {
                let verdicts: Vec<Option<bool>> = values.iter().map(|value| self.is_same(cell, value)).collect();
                if verdicts.contains(&Some(true)) {
                    return Some(true);
                }
                verdicts.iter().all(|verdict| *verdict == Some(false)).then_some(false)
            }
            // NULL differs from nothing
            Comparison::Differs(value) => match cell {
                Cell::Null => Some(false),
                Cell::Text(_) | Cell::Number(_) | Cell::Something => self.is_same(cell, value).map(|same| !same),
            },
            Comparison::Less(limit) => number(cell).map(|found| found.is_some_and(|found| found < *limit)),
            Comparison::Greater(limit) => number(cell).map(|found| found.is_some_and(|found| found > *limit)),
        }
    }

    fn is_same(&self, cell: &Cell, value: &CatalogValue) -> Option<bool> {
        let text = match value {
            CatalogValue::Number(number) => {
                return match cell {
                    Cell::Number(found) => Some(i64::from(*found) == *number),
                    Cell::Null => Some(false),
                    Cell::Text(_) | Cell::Something => None,
                };
            }
            // a constant that is compared with a name is cut as names are
            CatalogValue::Text(text) => cut(text, MAX_NAME_BYTES).to_owned(),
            CatalogValue::CurrentSchema => self.current_schema()?.to_owned(),
            CatalogValue::Relation(written) => {
                let tokens = tokens(written);
                let name = Cursor::new(written, &tokens.tokens).written_name().ok()?;
                self.relation_name(&name).to_string()
            }
        };
        match cell {
            Cell::Text(found) => Some(*found == text),
            Cell::Null => Some(false),
            Cell::Number(_) | Cell::Something => None,
        }
    }
}

fn number(cell: &Cell) -> Option<Option<i64>> {
    match cell {
        Cell::Number(number) => Some(Some(i64::from(*number))),
        Cell::Null => Some(None),
        Cell::Text(_) | Cell::Something => None,
    }
}

/// A constraint as `pg_constraint` and `information_schema.table_constraints` show it: no column of one is in the other.
fn constraint_row(table: &Table, name: &str, letter: &str) -> Row {
    let text = |text: &str| Cell::Text(text.to_owned());
    vec![
        ("conname", text(name)),
        ("contype", text(letter)),
        ("conrelid", Cell::Text(table.name.to_string())),
        ("constraint_name", text(name)),
        ("constraint_type", text(constraint_type(letter))),
        ("constraint_schema", text(&table.name.schema)),
        ("table_name", text(&table.name.name)),
        ("table_schema", text(&table.name.schema)),
    ]
}

fn constraint_type(letter: &str) -> &'static str {
    match letter {
        "p" => "PRIMARY KEY",
        "u" => "UNIQUE",
        "f" => "FOREIGN KEY",
        "x" => "EXCLUDE",
        _ => "CHECK",
    }
}

/// A column as `information_schema.columns` shows it
/// (<https://www.postgresql.org/docs/current/infoschema-columns.html>).
fn column_row(table: &ObjectName, column: &Column) -> Row {
    let text = |text: &str| Cell::Text(text.to_owned());
    let mut row = vec![
        ("table_schema", text(&table.schema)),
        ("table_name", text(&table.name)),
        ("column_name", text(&column.name)),
    ];
    row.extend(is_nullable(column).map(|value| ("is_nullable", Cell::Text(value))));
    row.extend(type_name(&column.column_type).map(|name| ("udt_name", Cell::Text(name))));
    // an identity and a generated column have none there
    match (&column.default, column.extras.identity.is_some() || column.extras.generated.is_some()) {
        (None, _) | (Some(_), true) => row.push(("column_default", Cell::Null)),
        (Some(ColumnDefault::Unknown), false) => {}
        (Some(_), false) => row.push(("column_default", Cell::Something)),
    }
    row.extend(data_type(&column.column_type).map(|name| ("data_type", Cell::Text(name))));
    let element = Some(&column.column_type.element).filter(|_| !column.column_type.is_list);
    row.push(match element {
        Some(
            ElementType::VarChar(Some(length)) | ElementType::Bit(Some(length)) | ElementType::VarBit(Some(length)),
        ) => ("character_maximum_length", Cell::Number(*length)),
        Some(ElementType::Char(length)) => ("character_maximum_length", Cell::Number(length.unwrap_or(1))),
        Some(ElementType::Bit(None)) => ("character_maximum_length", Cell::Number(1)),
        Some(ElementType::Domain(_) | ElementType::Other(_)) => return row,
        Some(_) | None => ("character_maximum_length", Cell::Null),
    });
    row
}
