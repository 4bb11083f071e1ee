//! The rows that PostgreSQL's own catalog has for what is known: conditions ask for them.

use super::column_fact::{data_type, is_nullable, type_name};
use super::known_objects::ObjectKey;
use super::{Catalog, Relation};
use crate::naming::{MAX_NAME_BYTES, cut};
use crate::physical::built_in_types::may_be_built_in;
use crate::physical::extension_members::creates_no_relations;
use crate::physical::{Column, ColumnDefault, ElementType, ObjectKind, ObjectName, Table};
use crate::replay::statement::{CatalogRelation, CatalogValue, Comparison, RowCondition, TEMPORARY};
use crate::sql::{Cursor, tokens};

/// A value of a row.
enum Cell {
    Text(String),
    Number(u32),
    Null,
    /// Not NULL, and how it is printed only the server knows.
    Something,
}

/// A row of the catalog.
struct Row {
    /// Values by the names of their columns; what is not among them only the server knows.
    cells: Vec<(&'static str, Cell)>,
    /// Whether it is there at all: of some things it is not known what they are.
    is_certain: bool,
}

impl Row {
    fn certain(cells: Vec<(&'static str, Cell)>) -> Row {
        Row { cells, is_certain: true }
    }

    fn uncertain(column: &'static str, name: &ObjectName) -> Row {
        Row { cells: vec![(column, text(&name.name))], is_certain: false }
    }
}

impl Catalog {
    /// Whether the catalog has a row for which all conditions hold; `None` where only the server knows, and where the rows are
    /// not asked for by name: PostgreSQL has rows of its own, for objects that no migration created.
    #[must_use]
    pub(crate) fn has_row(&self, relation: CatalogRelation, conditions: &[RowCondition]) -> Option<bool> {
        let Some(names) = asked_names(relation.name_column(), conditions) else {
            let tables = asked_names(relation.table_column()?, conditions)?;
            let is_missing = |table: &String| {
                self.rows_named(CatalogRelation::Class, table).is_empty()
                    && self.knows_all_rows(CatalogRelation::Class, table)
            };
            return tables.iter().all(is_missing).then_some(false);
        };
        let mut may_be_there = false;
        for row in names.iter().flat_map(|name| self.rows_named(relation, name)) {
            let verdicts: Vec<Option<bool>> =
                conditions.iter().map(|condition| self.holds_of(&row, condition)).collect();
            if row.is_certain && verdicts.iter().all(|holds| *holds == Some(true)) {
                return Some(true);
            }
            may_be_there |= !verdicts.contains(&Some(false));
        }
        let is_known = !may_be_there && names.iter().all(|name| self.knows_all_rows(relation, name));
        is_known.then_some(false)
    }

    /// Whether nothing but what is known can have a row of that name.
    fn knows_all_rows(&self, relation: CatalogRelation, name: &str) -> bool {
        if !self.starts_empty || !self.extensions.now().keys().all(|extension| creates_no_relations(extension)) {
            return false;
        }
        match relation {
            CatalogRelation::Class
            | CatalogRelation::Tables
            | CatalogRelation::PgTables
            | CatalogRelation::Columns
            | CatalogRelation::Trigger
            | CatalogRelation::Policies => !name.starts_with("pg_"),
            // there is one of lists for each type
            CatalogRelation::Type => self.extensions.now().is_empty() && !may_be_built_in(name),
            // a table that is not read may have them, and since PostgreSQL 18 a NOT NULL is a constraint
            CatalogRelation::Indexes | CatalogRelation::Constraint | CatalogRelation::TableConstraints => {
                !name.contains("not_null") && !self.has_unread()
            }
        }
    }

    fn rows_named(&self, relation: CatalogRelation, name: &str) -> Vec<Row> {
        let schemas = self.schemas.now().keys().map(String::as_str).chain([TEMPORARY]);
        let full_names = schemas.map(|schema| ObjectName::new(schema, name));
        match relation {
            CatalogRelation::Columns => full_names.flat_map(|name| self.column_rows(&name)).collect(),
            CatalogRelation::Tables => full_names.filter_map(|name| self.table_row(&name)).collect(),
            CatalogRelation::PgTables => full_names.filter_map(|name| self.pg_table_row(&name)).collect(),
            CatalogRelation::Class => full_names.filter_map(|name| self.class_row(&name)).collect(),
            CatalogRelation::Indexes => full_names.filter_map(|name| self.index_row(&name)).collect(),
            CatalogRelation::Type => full_names.filter_map(|name| self.type_row(&name)).collect(),
            CatalogRelation::Constraint | CatalogRelation::TableConstraints => {
                full_names.flat_map(|name| self.constraint_rows(&name)).collect()
            }
            CatalogRelation::Trigger => self.object_rows((ObjectKind::Trigger, "tgname"), name),
            CatalogRelation::Policies => self.object_rows((ObjectKind::Policy, "policyname"), name),
        }
    }

    /// Columns; those of a view, or of a table that is not read, only the server knows.
    fn column_rows(&self, name: &ObjectName) -> Vec<Row> {
        if let Some(table) = self.tables.get(name) {
            return table.columns.iter().map(|column| column_row(name, column)).collect();
        }
        let is_there = self.relations.get(name).is_some_and(Relation::is_read_from);
        is_there.then(|| Row::uncertain("table_name", name)).into_iter().collect()
    }

    /// Tables and views. A materialised view is none of them, and a foreign table is of another kind.
    fn table_row(&self, name: &ObjectName) -> Option<Row> {
        let relation = self.relations.get(name)?;
        let is_view = self.objects.has(&(ObjectKind::View, name.clone(), String::new()));
        let kind = if *relation == Relation::Table {
            "BASE TABLE"
        } else if *relation == Relation::View && is_view {
            "VIEW"
        } else {
            return relation.is_read_from().then(|| Row::uncertain("table_name", name));
        };
        let cells = [("table_schema", &*name.schema), ("table_name", &*name.name), ("table_type", kind)];
        Some(Row::certain(cells.map(|(column, value)| (column, text(value))).into()))
    }

    fn pg_table_row(&self, name: &ObjectName) -> Option<Row> {
        match self.relations.get(name)? {
            Relation::Table => {
                Some(Row::certain(vec![("schemaname", text(&name.schema)), ("tablename", text(&name.name))]))
            }
            Relation::UnmanagedTable | Relation::TableOfTransaction | Relation::Unread { .. } => {
                Some(Row::uncertain("tablename", name))
            }
            Relation::View | Relation::Sequence { .. } | Relation::Index { .. } | Relation::UnmanagedIndex { .. } => {
                None
            }
        }
    }

    /// Whatever shares its name with tables; a type of columns does, too, and which types are of columns is not kept.
    fn class_row(&self, name: &ObjectName) -> Option<Row> {
        if self.relations.has(name) {
            return Some(Row::certain(vec![("relname", text(&name.name))]));
        }
        self.types.has(name).then(|| Row::uncertain("relname", name))
    }

    fn index_row(&self, name: &ObjectName) -> Option<Row> {
        match self.relations.get(name)? {
            Relation::Index { table } | Relation::UnmanagedIndex { table, columns: _ } => Some(Row::certain(vec![
                ("indexname", text(&name.name)),
                ("tablename", text(&table.name)),
                ("schemaname", text(&name.schema)),
            ])),
            Relation::Table
            | Relation::View
            | Relation::Sequence { .. }
            | Relation::UnmanagedTable
            | Relation::TableOfTransaction
            | Relation::Unread { .. } => None,
        }
    }

    fn type_row(&self, name: &ObjectName) -> Option<Row> {
        let is_there = self.is_type(name) || self.relations.get(name).is_some_and(Relation::is_read_from);
        is_there.then(|| Row::certain(vec![("typname", text(&name.name))]))
    }

    /// The constraints of a name: each table of the schema may have one, unless no key ever had that name.
    fn constraint_rows(&self, name: &ObjectName) -> Vec<Row> {
        let row = |table: &Table| Some(constraint_row(table, &name.name, self.kind_of_constraint(table, &name.name)?));
        if self.key_names.contains(name) {
            let from = self.tables.now().range(name.sibling("")..);
            let of_schema = from.take_while(|(table, _)| table.schema == name.schema);
            return of_schema.filter_map(|(_, table)| row(table)).collect();
        }
        // that of an index is known by its relation
        let table = self.relations.get(name).and_then(Relation::table).and_then(|table| self.tables.get(table));
        table.and_then(row).into_iter().collect()
    }

    /// What kind of constraint a name is of a table, as `pg_constraint.contype` has it.
    fn kind_of_constraint(&self, table: &Table, name: &str) -> Option<&'static str> {
        let is_object = |kind| self.objects.has(&(kind, table.name.clone(), name.to_owned()));
        if table.primary_key.as_ref().is_some_and(|key| key.name == name) {
            Some("p")
        } else if table.indexes.get(name).is_some_and(|index| index.extras.constraint.is_some()) {
            Some("u")
        } else if table.foreign_keys.contains_key(name) || is_object(ObjectKind::ForeignKey) {
            Some("f")
        } else if is_object(ObjectKind::Check) {
            Some("c")
        } else {
            is_object(ObjectKind::Exclude).then_some("x")
        }
    }

    fn object_rows(&self, (kind, column): (ObjectKind, &'static str), name: &str) -> Vec<Row> {
        let keys = self.objects.of_kind(kind).filter(|(_, _, called)| called == name);
        let row = |(_, table, _): &ObjectKey| {
            Row::certain(vec![
                (column, text(name)),
                ("tablename", text(&table.name)),
                ("schemaname", text(&table.schema)),
                ("tgrelid", Cell::Text(table.to_string())),
            ])
        };
        keys.map(row).collect()
    }

    fn holds_of(&self, row: &Row, condition: &RowCondition) -> Option<bool> {
        let RowCondition { column, comparison } = condition;
        let (_, cell) = row.cells.iter().find(|(name, _)| name == column)?;
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

/// The names that rows are asked for by, as names are cut; `None` where they are not.
fn asked_names(column: &str, conditions: &[RowCondition]) -> Option<Vec<String>> {
    let values = conditions.iter().find_map(|condition| match &condition.comparison {
        Comparison::OneOf(values) if condition.column == column => Some(values),
        Comparison::OneOf(_)
        | Comparison::Differs(_)
        | Comparison::IsNull
        | Comparison::IsNotNull
        | Comparison::Less(_)
        | Comparison::Greater(_) => None,
    })?;
    let name = |value: &CatalogValue| match value {
        CatalogValue::Text(name) => Some(cut(name, MAX_NAME_BYTES).to_owned()),
        CatalogValue::Number(_) | CatalogValue::CurrentSchema | CatalogValue::Relation(_) => None,
    };
    values.iter().map(name).collect()
}

fn text(value: &str) -> Cell {
    Cell::Text(value.to_owned())
}

/// A constraint as `pg_constraint` and `information_schema.table_constraints` show it: no column of one is in the other.
fn constraint_row(table: &Table, name: &str, kind: &str) -> Row {
    Row::certain(vec![
        ("conname", text(name)),
        ("contype", text(kind)),
        ("conrelid", Cell::Text(table.name.to_string())),
        ("constraint_name", text(name)),
        ("constraint_type", text(constraint_type(kind))),
        ("constraint_schema", text(&table.name.schema)),
        ("table_name", text(&table.name.name)),
        ("table_schema", text(&table.name.schema)),
    ])
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
    let length = match element {
        Some(
            ElementType::VarChar(Some(length)) | ElementType::Bit(Some(length)) | ElementType::VarBit(Some(length)),
        ) => Some(Cell::Number(*length)),
        Some(ElementType::Char(length)) => Some(Cell::Number(length.unwrap_or(1))),
        Some(ElementType::Bit(None)) => Some(Cell::Number(1)),
        Some(ElementType::Domain(_) | ElementType::Other(_)) => None,
        Some(_) | None => Some(Cell::Null),
    };
    row.extend(length.map(|length| ("character_maximum_length", length)));
    Row::certain(row)
}
