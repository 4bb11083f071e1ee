//! What PostgreSQL looks for before it changes a table, and refuses the change where it is not so.

use std::ops::Range;

use super::{Catalog, Relation};
use crate::expression;
use crate::pgvector::IndexedType;
use crate::physical::extension_members::may_create_default_classes;
use crate::physical::{
    ColumnDefault, ColumnType, ElementType, Index, IndexMethod, Literal, ObjectKind, ObjectName, UnmanagedObject,
    has_default_operator_class,
};
use crate::replay::problem::{Done, Problem, SqlState};
use crate::replay::read;
use crate::replay::statement::CreateIndex;
use crate::sql::WrittenName;

impl Catalog {
    /// A constraint that is said to change is one of the table.
    pub(super) fn expect_constraint(&self, table: &ObjectName, name: &str, written: &WrittenName) -> Done<()> {
        let has_it = self.has_constraint(table, name)
            || self.column_of_not_null(table, name).is_some()
            || self.has_index(table, name)
            || !self.is_whole(table);
        if has_it {
            return Ok(());
        }
        let message = format!("{table} has no constraint {name}");
        Err(Problem::refused(written, SqlState::UNDEFINED_OBJECT, message))
    }

    /// An index that gets a part is one of the table.
    pub(super) fn expect_index_of(&self, table: &ObjectName, index: Option<&str>, written: &WrittenName) -> Done<()> {
        match index.filter(|index| !self.has_index(table, index) && self.is_whole(table)) {
            None => Ok(()),
            Some(index) => {
                let message = format!("{table} has no index {index}");
                Err(Problem::refused(written, SqlState::UNDEFINED_OBJECT, message))
            }
        }
    }

    fn has_index(&self, table: &ObjectName, index: &str) -> bool {
        self.relations.get(&table.sibling(index)).and_then(Relation::table) == Some(table)
    }

    /// Whether all that a table has comes from its own statements.
    fn is_whole(&self, table: &ObjectName) -> bool {
        self.tables.get(table).is_some_and(|table| table.extras.parents().next().is_none())
    }

    /// Columns that a foreign key refers to are those of a primary key or of a unique index over all rows, and of types
    /// that can be compared with those of the key.
    pub(super) fn expect_referable(
        &self,
        (table, columns): (&ObjectName, &[String]),
        (to, referenced): (&ObjectName, &[String]),
        written: &WrittenName,
    ) -> Done<()> {
        let (Some(table), Some(target)) = (self.tables.get(table), self.tables.get(to)) else { return Ok(()) };
        let is_same = |other: &[&String]| {
            other.len() == referenced.len() && other.iter().all(|column| referenced.contains(column))
        };
        let is_unique = |index: &Index| {
            let columns: Vec<&String> = index.columns.iter().map(|column| &column.name).collect();
            let is_plain = index.columns.iter().all(|column| column.expression.is_none());
            index.is_unique && index.predicate.is_none() && is_plain && is_same(&columns)
        };
        let is_key = target.primary_key.as_ref().is_some_and(|key| is_same(&key.columns.iter().collect::<Vec<_>>()));
        if !is_key && !target.indexes.values().any(is_unique) {
            let message = format!("{to} has no primary key and no unique index over {}", referenced.join(", "));
            return Err(Problem::refused(written, SqlState::INVALID_FOREIGN_KEY, message));
        }
        for (column, referenced) in columns.iter().zip(referenced) {
            let (Some(from), Some(to)) = (table.column(column), target.column(referenced)) else { continue };
            let families = family(&from.column_type).zip(family(&to.column_type));
            if families.is_some_and(|(from, to)| from != to) {
                let message =
                    format!("{} and {} of {} are of types that cannot be compared", column, referenced, target.name);
                return Err(Problem::refused(written, SqlState::DATATYPE_MISMATCH, message));
            }
        }
        Ok(())
    }

    /// Nothing reads a column whose type changes that PostgreSQL keeps as it is: a view, a rule, a policy, a trigger, a
    /// generated column.
    pub(super) fn expect_no_readers(&self, table: &ObjectName, column: &str, place: &Range<usize>) -> Done<()> {
        let keys = self.objects.naming(table).into_iter();
        let objects = keys.filter_map(|key| self.objects.get(&key)).map(|known| &known.object);
        match objects.filter(|object| !object.is_outdated).find(|object| self.surely_reads(object, table, column)) {
            None => Ok(()),
            Some(object) => {
                let message = format!("the type of {table}.{column} cannot change: {} reads it", object.title());
                Err(Problem::Refused { place: place.clone(), state: SqlState::FEATURE_NOT_SUPPORTED, message })
            }
        }
    }

    /// Whether an object reads a column, as far as that is beyond doubt.
    fn surely_reads(&self, object: &UnmanagedObject, table: &ObjectName, column: &str) -> bool {
        if !object.dependencies.columns.contains(&(table.clone(), column.to_owned())) {
            return false;
        }
        // what it depends on is known by names alone: a function may be called like a column
        let words = object.statements.first().map_or("", |statement| statement.as_str());
        match object.kind {
            ObjectKind::Policy | ObjectKind::Trigger => {
                let is_altered = object.statements.iter().skip(1).any(|later| read::alters(later.as_str()));
                !is_altered && read::columns_of_own_table(words).contains(column)
            }
            ObjectKind::GeneratedColumn => {
                let generated = self.tables.get(table).and_then(|table| table.column(&object.name.name));
                let generated = generated.and_then(|column| column.extras.generated.as_ref());
                generated.is_some_and(|of| expression::columns(of.expression.as_str()).contains(column))
            }
            ObjectKind::View | ObjectKind::MaterializedView => {
                let query = expression::query_of_view(words).and_then(|query| expression::named(&query));
                let is_only = |of: &expression::WrittenRelation| {
                    let written = WrittenName { schema: of.0.clone(), name: of.1.clone(), range: 0..0 };
                    self.relation_name(&written) == *table
                };
                query.is_some_and(|named| {
                    named.columns.iter().any(|(name, of)| name == column && of.iter().all(is_only))
                })
            }
            ObjectKind::Check
            | ObjectKind::Exclude
            | ObjectKind::ForeignKey
            | ObjectKind::Rule
            | ObjectKind::Statistics
            | ObjectKind::Publication
            | ObjectKind::PublishedTable
            | ObjectKind::Default
            | ObjectKind::Function
            | ObjectKind::Domain
            | ObjectKind::Type
            | ObjectKind::Comment
            | ObjectKind::Privileges
            | ObjectKind::RowSecurity
            | ObjectKind::Index
            | ObjectKind::Rows
            | ObjectKind::Setting
            | ObjectKind::Other => false,
        }
    }

    /// The columns of an index have operator classes, and vectors have as many dimensions as an index takes.
    pub(super) fn expect_classes(&self, create: &CreateIndex, table: &ObjectName) -> Done<()> {
        let (Some(method), Some(of)) = (create.method, self.tables.get(table)) else { return Ok(()) };
        let refused = |state, message| Err(Problem::refused(&create.table, state, message));
        let has_further_classes = self.extensions.now().keys().any(|name| may_create_default_classes(name));
        for element in create.elements.iter().filter(|element| element.is_column && element.expression.is_none()) {
            let Some(column) = of.column(&element.name) else { continue };
            let name = &column.name;
            let has_class = element.operator_class.is_some() || element.extras.operator_class.is_some();
            let found = if has_class || has_further_classes {
                None
            } else {
                has_default_operator_class(method, &column.column_type)
            };
            if found == Some(false) {
                let message =
                    format!("PostgreSQL has no default operator class for {name} in a {} index", method.as_sql());
                return refused(SqlState::UNDEFINED_OBJECT, message);
            }
            let indexed = IndexedType::of(&column.column_type.element).filter(|_| !column.column_type.is_list);
            let is_pgvectors = matches!(method, IndexMethod::Hnsw | IndexMethod::IvfFlat);
            let Some((kind, dimensions)) = indexed.filter(|_| is_pgvectors) else { continue };
            match (dimensions, kind.most_dimensions()) {
                (None, _) => {
                    let message = format!("{name} has no number of dimensions, and an index needs one");
                    return refused(SqlState::INVALID_PARAMETER_VALUE, message);
                }
                (Some(dimensions), Some(most)) if dimensions > most => {
                    let message = format!("{name} has {dimensions} dimensions, and an index takes {most}");
                    return refused(SqlState::PROGRAM_LIMIT_EXCEEDED, message);
                }
                (Some(_), _) => {}
            }
        }
        Ok(())
    }

    /// A default that is a label of an enum is one that the enum has.
    pub(super) fn expect_labels(
        &self,
        default: Option<&ColumnDefault>,
        of: &ColumnType,
        place: &Range<usize>,
    ) -> Done<()> {
        let ElementType::Enum(name) = &of.element else { return Ok(()) };
        let Some(declared) = self.enums.get(name) else { return Ok(()) };
        let literals: &[Literal] = match default {
            Some(ColumnDefault::Literal(literal)) => std::slice::from_ref(literal),
            Some(ColumnDefault::List(literals)) => literals,
            Some(
                ColumnDefault::Autoincrement { .. }
                | ColumnDefault::CurrentTimestamp
                | ColumnDefault::Expression(_)
                | ColumnDefault::Unknown,
            )
            | None => &[],
        };
        let missing = literals.iter().find_map(|literal| match literal {
            Literal::EnumLabel(label) if !declared.has(label) => Some(label),
            Literal::EnumLabel(_) | Literal::String(_) | Literal::Number(_) | Literal::Boolean(_) => None,
        });
        match missing {
            None => Ok(()),
            Some(label) => {
                let (state, message) = (SqlState::INVALID_TEXT_REPRESENTATION, format!("{name} has no value {label}"));
                Err(Problem::Refused { place: place.clone(), state, message })
            }
        }
    }
}

/// Types that a foreign key can compare with each other; `None` where that is not known.
fn family(column_type: &ColumnType) -> Option<&'static str> {
    if column_type.is_list {
        return None;
    }
    match column_type.element {
        ElementType::SmallInt
        | ElementType::Integer
        | ElementType::BigInt
        | ElementType::Decimal(_)
        | ElementType::Real
        | ElementType::DoublePrecision => Some("number"),
        ElementType::Text | ElementType::VarChar(_) | ElementType::Char(_) => Some("text"),
        ElementType::Uuid => Some("uuid"),
        ElementType::Boolean => Some("boolean"),
        ElementType::Timestamp(_) | ElementType::Timestamptz(_) | ElementType::Date => Some("date"),
        ElementType::Oid
        | ElementType::Money
        | ElementType::Bit(_)
        | ElementType::VarBit(_)
        | ElementType::Inet
        | ElementType::Xml
        | ElementType::Bytea
        | ElementType::Time(_)
        | ElementType::Timetz(_)
        | ElementType::Json
        | ElementType::Jsonb
        | ElementType::Citext
        | ElementType::Vector(..)
        | ElementType::Enum(_)
        | ElementType::Domain(_)
        | ElementType::Other(_) => None,
    }
}
