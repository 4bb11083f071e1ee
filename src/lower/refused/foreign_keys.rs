//! Foreign keys that PostgreSQL cannot enforce.
//!
//! <https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-PARMS-REFERENCES>

use crate::diagnostic::{Code, Diagnostic};
use crate::lower::Lowering;
use crate::physical::{ColumnType, ElementType, ForeignKey, ObjectName, ReferentialAction, Table};
use crate::psl::schema::{Arity, ForeignKeyRelation};

impl Lowering<'_> {
    /// Reports what PostgreSQL would not take of a foreign key.
    pub(in crate::lower) fn check_foreign_key(
        &mut self,
        key: &ForeignKey,
        table: &ObjectName,
        relation: &ForeignKeyRelation,
    ) {
        let tables = &self.database.tables;
        let (Some(table), Some(referenced)) = (tables.get(table), tables.get(&key.referenced_table)) else { return };
        let mut found = Vec::new();
        if !is_unique(&key.referenced_columns, referenced) {
            let names = key.referenced_columns.join(", ");
            found.push(
                Diagnostic::error(
                    Code::ForeignKeyImpossible,
                    format!("`{names}` of {} is unique in some rows only", referenced.prisma_name()),
                )
                .at(relation.span, "PostgreSQL lets no foreign key lead there")
                .help("remove `where` from that unique constraint, or refer to the primary key"),
            );
        }
        for ((own, theirs), field) in key.columns.iter().zip(&key.referenced_columns).zip(&relation.fields) {
            let (Some(own), Some(theirs)) = (table.column(own), referenced.column(theirs)) else { continue };
            if can_be_compared(&own.column_type, &theirs.column_type) {
                continue;
            }
            let field = self.schema.model(relation.model).field(*field);
            found.push(
                Diagnostic::error(
                    Code::ForeignKeyImpossible,
                    format!("PostgreSQL cannot compare `{}` with what it refers to", field.name),
                )
                .at(field.type_span, "a type in the database of another kind")
                .also(relation.span, "the relation")
                .help("give both fields the same native type"),
            );
        }
        for diagnostic in found {
            self.diagnostics.push(diagnostic);
        }
        self.check_set_null(key, relation);
    }

    /// PostgreSQL takes it, and refuses every delete or update that would have to do it.
    fn check_set_null(&mut self, key: &ForeignKey, relation: &ForeignKeyRelation) {
        let actions = [("onDelete", key.on_delete), ("onUpdate", key.on_update)];
        let Some((name, _)) = actions.into_iter().find(|(_, action)| *action == ReferentialAction::SetNull) else {
            return;
        };
        let model = self.schema.model(relation.model);
        let Some(required) =
            relation.fields.iter().map(|id| model.field(*id)).find(|field| field.arity == Arity::Required)
        else {
            return;
        };
        self.diagnostics.push(
            Diagnostic::warning(
                Code::SetNullOnRequired,
                format!("`{name}: SetNull` can never be done: `{}` is required", required.name),
            )
            .at(relation.span, "")
            .also(required.type_span, "never null")
            .help("make the field and the relation optional, or choose another action"),
        );
    }
}

/// Whether a key or an index without a condition holds these columns and no other.
fn is_unique(columns: &[String], table: &Table) -> bool {
    let same = |others: &mut dyn Iterator<Item = &String>| {
        let others: Vec<&String> = others.collect();
        others.len() == columns.len() && others.iter().all(|name| columns.contains(name))
    };
    table.primary_key.as_ref().is_some_and(|key| same(&mut key.columns.iter()))
        || table.indexes.values().any(|index| {
            index.is_unique && index.predicate.is_none() && same(&mut index.columns.iter().map(|column| &column.name))
        })
}

/// Whether there is an equality between the types that the referenced index knows, as tried on PostgreSQL 18.
fn can_be_compared(own: &ColumnType, theirs: &ColumnType) -> bool {
    let (kind, other) = (kind(&own.element), kind(&theirs.element));
    if own.is_list || theirs.is_list {
        return own.is_list == theirs.is_list && own.element == theirs.element;
    }
    match (kind, other) {
        (Kind::Same, _) | (_, Kind::Same) => true,
        (Kind::Integer, Kind::Oid | Kind::Decimal | Kind::Float) | (Kind::Decimal, Kind::Float) => true,
        (Kind::Time, Kind::TimeWithZone) => true,
        (kind, other) => kind == other,
    }
}

/// Types that are compared with one another.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Integer,
    Oid,
    Decimal,
    Money,
    Float,
    Text,
    Bits,
    Inet,
    Uuid,
    Moment,
    Time,
    TimeWithZone,
    Xml,
    Json,
    Jsonb,
    /// The schema language has no second type to compare it with, or it is not known.
    Same,
}

fn kind(element: &ElementType) -> Kind {
    match element {
        ElementType::SmallInt | ElementType::Integer | ElementType::BigInt => Kind::Integer,
        ElementType::Oid => Kind::Oid,
        ElementType::Decimal(_) => Kind::Decimal,
        ElementType::Money => Kind::Money,
        ElementType::Real | ElementType::DoublePrecision => Kind::Float,
        ElementType::Text | ElementType::VarChar(_) | ElementType::Char(_) | ElementType::Citext => Kind::Text,
        ElementType::Bit(_) | ElementType::VarBit(_) => Kind::Bits,
        ElementType::Inet => Kind::Inet,
        ElementType::Uuid => Kind::Uuid,
        ElementType::Timestamp(_) | ElementType::Timestamptz(_) | ElementType::Date => Kind::Moment,
        ElementType::Time(_) => Kind::Time,
        ElementType::Timetz(_) => Kind::TimeWithZone,
        ElementType::Xml => Kind::Xml,
        ElementType::Json => Kind::Json,
        ElementType::Jsonb => Kind::Jsonb,
        ElementType::Boolean
        | ElementType::Bytea
        | ElementType::Enum(_)
        | ElementType::Vector(..)
        | ElementType::Domain(_)
        | ElementType::Other(_) => Kind::Same,
    }
}
