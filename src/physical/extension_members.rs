//! Which extension a type, a function or an operator class belongs to, as far as columns and indexes need it.

use super::{Column, ColumnDefault, ElementType, Index, IndexMethod, OperatorClass, SqlText};
use crate::sql;

/// The extension that a type belongs to; `None` for one of PostgreSQL itself, and where that is not known.
#[must_use]
pub fn extension_of_type(element: &ElementType) -> Option<&'static str> {
    match element {
        ElementType::Vector(..) => Some("vector"),
        ElementType::Citext => Some("citext"),
        ElementType::Other(text) => extension_of_type_name(text),
        ElementType::Domain(domain) => extension_of_type(&domain.base.element),
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

fn extension_of_type_name(text: &SqlText) -> Option<&'static str> {
    Some(match written_name(text)?.name.as_str() {
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

/// The name of a type that is kept as a text.
#[must_use]
pub fn written_name(text: &SqlText) -> Option<sql::WrittenName> {
    let tokens = sql::tokens(text.as_str());
    sql::Cursor::new(text.as_str(), &tokens.tokens).written_name().ok()
}

/// The extension that a function in the default of a column belongs to.
#[must_use]
pub fn extension_of_default(column: &Column) -> Option<&'static str> {
    let Some(ColumnDefault::Expression(text)) = &column.default else { return None };
    let calls = |names: &[&str]| sql::calls_any(text.as_str(), names);
    if calls(&["uuid_generate_v1", "uuid_generate_v1mc", "uuid_generate_v4"]) {
        Some("uuid-ossp")
    } else if calls(&["gen_random_bytes", "gen_salt", "crypt"]) {
        Some("pgcrypto")
    } else {
        None
    }
}

/// The extensions that the method and the operator classes of an index belong to.
pub fn extensions_of_index(index: &Index) -> impl Iterator<Item = &'static str> {
    let method = matches!(index.method, IndexMethod::Hnsw | IndexMethod::IvfFlat).then_some("vector");
    let classes = index.columns.iter().filter_map(|column| match &column.operator_class {
        Some(OperatorClass::Raw(text)) => text.as_str().contains("_trgm_ops").then_some("pg_trgm"),
        Some(OperatorClass::Named { .. }) | None => None,
    });
    method.into_iter().chain(classes)
}

/// Extensions of which it is known that they create no tables, views or sequences; sorted.
const WITHOUT_RELATIONS: [&str; 26] = [
    "bloom",
    "btree_gin",
    "btree_gist",
    "citext",
    "cube",
    "dict_int",
    "dict_xsyn",
    "earthdistance",
    "fuzzystrmatch",
    "hstore",
    "intarray",
    "isn",
    "lo",
    "ltree",
    "moddatetime",
    "pg_trgm",
    "pg_uuidv7",
    "pgcrypto",
    "plpgsql",
    "seg",
    "tablefunc",
    "tcn",
    "tsm_system_rows",
    "unaccent",
    "uuid-ossp",
    "vector",
];

/// Whether an extension is known to create no tables, views or sequences.
#[must_use]
pub fn creates_no_relations(extension: &str) -> bool {
    WITHOUT_RELATIONS.binary_search(&extension).is_ok()
}

/// Whether an extension may create default operator classes for types of PostgreSQL itself.
#[must_use]
pub fn may_create_default_classes(extension: &str) -> bool {
    !creates_no_relations(extension) || matches!(extension, "btree_gin" | "btree_gist" | "intarray")
}
