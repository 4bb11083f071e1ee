//! Which extension a table cannot be without.

use std::collections::BTreeMap;

use crate::physical::{Column, ColumnDefault, ElementType, Index, IndexMethod, OperatorClass, SqlText, Table};
use crate::sql;

/// The extensions a table needs, each with the column (or index) that needs it.
pub fn needed_by(table: &Table) -> BTreeMap<&'static str, String> {
    let mut needed = BTreeMap::new();
    for column in &table.columns {
        for extension in of_type(&column.column_type.element).into_iter().chain(of_default(column)) {
            needed
                .entry(extension)
                .or_insert_with(|| column.prisma_name.clone().unwrap_or_else(|| column.name.clone()));
        }
    }
    for index in table.indexes.values() {
        for extension in of_index(index) {
            needed.entry(extension).or_insert_with(|| index.name.clone());
        }
    }
    needed
}

/// Types by the extension they come with.
fn of_type(element: &ElementType) -> Option<&'static str> {
    match element {
        ElementType::Vector(..) => Some("vector"),
        ElementType::Citext => Some("citext"),
        ElementType::Other(text) => of_type_name(text),
        ElementType::Domain(domain) => of_type(&domain.base.element),
        ElementType::SmallInt
        | ElementType::Integer
        | ElementType::BigInt
        | ElementType::Oid
        | ElementType::Decimal(_)
        | ElementType::Money
        | ElementType::Real
        | ElementType::DoublePrecision
        | ElementType::Boolean
        | ElementType::Text
        | ElementType::VarChar(_)
        | ElementType::Char(_)
        | ElementType::Bit(_)
        | ElementType::VarBit(_)
        | ElementType::Inet
        | ElementType::Uuid
        | ElementType::Xml
        | ElementType::Bytea
        | ElementType::Timestamp(_)
        | ElementType::Timestamptz(_)
        | ElementType::Time(_)
        | ElementType::Timetz(_)
        | ElementType::Date
        | ElementType::Json
        | ElementType::Jsonb
        | ElementType::Enum(_) => None,
    }
}

fn of_type_name(text: &SqlText) -> Option<&'static str> {
    let tokens = sql::tokens(text.as_str());
    let name = sql::Cursor::new(text.as_str(), &tokens.tokens).written_name().ok()?.name;
    Some(match name.as_str() {
        "vector" | "halfvec" | "sparsevec" => "vector",
        "citext" => "citext",
        "hstore" => "hstore",
        "ltree" | "lquery" | "ltxtquery" => "ltree",
        "cube" => "cube",
        "seg" => "seg",
        "isbn" | "isbn13" | "ean13" | "issn" | "upc" => "isn",
        "geometry" | "geography" | "box2d" | "box3d" => "postgis",
        "raster" => "postgis_raster",
        _ => return None,
    })
}

/// Functions by the extension they come with.
fn of_default(column: &Column) -> Option<&'static str> {
    let Some(ColumnDefault::Expression(text)) = &column.default else { return None };
    let calls = |name: &str| sql::calls(text.as_str(), name);
    if ["uuid_generate_v1", "uuid_generate_v1mc", "uuid_generate_v4"].into_iter().any(calls) {
        Some("uuid-ossp")
    } else if ["gen_random_bytes", "gen_salt", "crypt"].into_iter().any(calls) {
        Some("pgcrypto")
    } else {
        None
    }
}

/// Methods and operator classes by the extension they come with.
fn of_index(index: &Index) -> impl Iterator<Item = &'static str> {
    let method = matches!(index.method, IndexMethod::Hnsw | IndexMethod::IvfFlat).then_some("vector");
    let classes = index.columns.iter().filter_map(|column| match &column.operator_class {
        Some(OperatorClass::Raw(text)) => text.as_str().contains("_trgm_ops").then_some("pg_trgm"),
        Some(OperatorClass::Named { .. }) | None => None,
    });
    method.into_iter().chain(classes)
}
