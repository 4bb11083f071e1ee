//! The operator classes that PostgreSQL takes by itself, without those of extensions
//! (<https://www.postgresql.org/docs/current/catalog-pg-opclass.html>, `opcdefault`). A test asks the servers.

use super::{ColumnType, ElementType, IndexMethod};

/// Whether a class is the default one of the type that it is for: to write it changes nothing.
#[must_use]
pub fn is_default_operator_class(method: IndexMethod, name: &str) -> bool {
    default_operator_classes(method).binary_search(&name).is_ok()
}

/// The default classes of a method, in byte order.
#[rustfmt::skip]
#[must_use]
pub fn default_operator_classes(method: IndexMethod) -> &'static [&'static str] {
    match method {
        IndexMethod::Brin => &[
            "bit_minmax_ops", "box_inclusion_ops", "bpchar_minmax_ops", "bytea_minmax_ops", "char_minmax_ops",
            "date_minmax_ops", "float4_minmax_ops", "float8_minmax_ops", "inet_inclusion_ops", "int2_minmax_ops",
            "int4_minmax_ops", "int8_minmax_ops", "interval_minmax_ops", "macaddr8_minmax_ops", "macaddr_minmax_ops",
            "name_minmax_ops", "numeric_minmax_ops", "oid_minmax_ops", "pg_lsn_minmax_ops", "range_inclusion_ops",
            "text_minmax_ops", "tid_minmax_ops", "time_minmax_ops", "timestamp_minmax_ops", "timestamptz_minmax_ops",
            "timetz_minmax_ops", "uuid_minmax_ops", "varbit_minmax_ops",
        ],
        IndexMethod::BTree => &[
            "array_ops", "bit_ops", "bool_ops", "bpchar_ops", "bytea_ops", "char_ops", "date_ops", "enum_ops",
            "float4_ops", "float8_ops", "inet_ops", "int2_ops", "int4_ops", "int8_ops", "interval_ops", "jsonb_ops",
            "macaddr8_ops", "macaddr_ops", "money_ops", "multirange_ops", "name_ops", "numeric_ops", "oid_ops",
            "oidvector_ops", "pg_lsn_ops", "range_ops", "record_ops", "text_ops", "tid_ops", "time_ops",
            "timestamp_ops", "timestamptz_ops", "timetz_ops", "tsquery_ops", "tsvector_ops", "uuid_ops", "varbit_ops",
            "xid8_ops",
        ],
        IndexMethod::Gin => &[
            "array_ops", "jsonb_ops", "tsvector_ops",
        ],
        IndexMethod::Gist => &[
            "box_ops", "circle_ops", "multirange_ops", "point_ops", "poly_ops", "range_ops", "tsquery_ops",
            "tsvector_ops",
        ],
        IndexMethod::Hash => &[
            "aclitem_ops", "array_ops", "bool_ops", "bpchar_ops", "bytea_ops", "char_ops", "cid_ops", "date_ops",
            "enum_ops", "float4_ops", "float8_ops", "inet_ops", "int2_ops", "int4_ops", "int8_ops", "interval_ops",
            "jsonb_ops", "macaddr8_ops", "macaddr_ops", "multirange_ops", "name_ops", "numeric_ops", "oid_ops",
            "oidvector_ops", "pg_lsn_ops", "range_ops", "record_ops", "text_ops", "tid_ops", "time_ops",
            "timestamp_ops", "timestamptz_ops", "timetz_ops", "uuid_ops", "xid8_ops", "xid_ops",
        ],
        IndexMethod::SpGist => &[
            "box_ops", "inet_ops", "poly_ops", "quad_point_ops", "range_ops", "text_ops",
        ],
        IndexMethod::Hnsw | IndexMethod::IvfFlat => &[],
    }
}

/// Whether PostgreSQL finds a class by itself for a column of that type; `None` where that is not known here, and for the
/// types of extensions. Extensions may bring further default classes.
#[must_use]
pub fn has_default_operator_class(method: IndexMethod, column_type: &ColumnType) -> Option<bool> {
    use IndexMethod::{BTree, Brin, Gin, Hash, Hnsw, IvfFlat, SpGist};
    let of = |methods: &[IndexMethod]| Some(methods.contains(&method));
    if matches!(method, Hnsw | IvfFlat) {
        let is_default = matches!((method, &column_type.element), (IvfFlat, ElementType::Vector(..)));
        return if is_default && !column_type.is_list { None } else { Some(false) };
    }
    if column_type.is_list {
        // whether its elements can be compared a btree finds out row by row
        return match method {
            BTree | Hash => Some(true),
            Gin => has_default_operator_class(Hash, &ColumnType::one(column_type.element.clone())).filter(|has| *has),
            IndexMethod::Gist | SpGist | Brin | Hnsw | IvfFlat => Some(false),
        };
    }
    match &column_type.element {
        ElementType::SmallInt
        | ElementType::Integer
        | ElementType::BigInt
        | ElementType::Oid
        | ElementType::Decimal(_)
        | ElementType::Real
        | ElementType::DoublePrecision
        | ElementType::Char(_)
        | ElementType::Uuid
        | ElementType::Timestamp(_)
        | ElementType::Timestamptz(_)
        | ElementType::Date
        | ElementType::Time(_)
        | ElementType::Timetz(_)
        | ElementType::Bytea => of(&[BTree, Hash, Brin]),
        ElementType::Boolean | ElementType::Enum(_) => of(&[BTree, Hash]),
        ElementType::Text | ElementType::VarChar(_) | ElementType::Inet => of(&[BTree, Hash, Brin, SpGist]),
        ElementType::Money => of(&[BTree]),
        ElementType::Bit(_) | ElementType::VarBit(_) => of(&[BTree, Brin]),
        ElementType::Json | ElementType::Xml => Some(false),
        ElementType::Jsonb => of(&[BTree, Hash, Gin]),
        ElementType::Citext | ElementType::Vector(..) | ElementType::Domain(_) | ElementType::Other(_) => None,
    }
}
