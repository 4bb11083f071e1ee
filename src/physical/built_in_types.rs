//! Types that PostgreSQL has by itself, by the names of its catalog
//! (<https://www.postgresql.org/docs/current/catalog-pg-type.html>), and those of well-known extensions. A test asks the
//! servers.

/// Every type of the newest version but those of arrays, of catalogs and of names that begin with `pg_`, in byte order.
#[rustfmt::skip]
pub const BUILT_IN_TYPES: [&str; 98] = [
    "aclitem", "any", "anyarray", "anycompatible", "anycompatiblearray", "anycompatiblemultirange",
    "anycompatiblenonarray", "anycompatiblerange", "anyelement", "anyenum", "anymultirange", "anynonarray", "anyrange",
    "bit", "bool", "box", "bpchar", "bytea", "char", "cid", "cidr", "circle", "cstring", "date", "datemultirange",
    "daterange", "event_trigger", "fdw_handler", "float4", "float8", "gtsvector", "index_am_handler", "inet", "int2",
    "int2vector", "int4", "int4multirange", "int4range", "int8", "int8multirange", "int8range", "internal", "interval",
    "json", "jsonb", "jsonpath", "language_handler", "line", "lseg", "macaddr", "macaddr8", "money", "name", "numeric",
    "nummultirange", "numrange", "oid", "oidvector", "path", "point", "polygon", "record", "refcursor", "regclass",
    "regcollation", "regconfig", "regdictionary", "regnamespace", "regoper", "regoperator", "regproc", "regprocedure",
    "regrole", "regtype", "table_am_handler", "text", "tid", "time", "timestamp", "timestamptz", "timetz", "trigger",
    "tsm_handler", "tsmultirange", "tsquery", "tsrange", "tstzmultirange", "tstzrange", "tsvector", "txid_snapshot",
    "unknown", "uuid", "varbit", "varchar", "void", "xid", "xid8", "xml",
];

/// Types of extensions of which it is known what they create ([`super::extension_members::creates_no_relations`]), in byte order.
#[rustfmt::skip]
const OF_EXTENSIONS: [&str; 27] = [
    "citext", "cube", "ean13", "earth", "ghstore", "gtrgm", "halfvec", "hstore", "intbig_gkey", "isbn", "isbn13",
    "ismn", "ismn13", "issn", "issn13", "lo", "lquery", "ltree", "ltree_gist", "ltxtquery", "query_int", "seg",
    "sparsevec", "tablefunc_crosstab_2", "tablefunc_crosstab_3", "tablefunc_crosstab_4", "upc",
];

/// Whether PostgreSQL, or a well-known extension, has a type of that name.
#[must_use]
pub fn may_be_built_in(name: &str) -> bool {
    let is_of_catalog = name.starts_with("pg_") || name.starts_with('_') || name.starts_with("gbtreekey");
    is_of_catalog
        || name == "vector"
        || BUILT_IN_TYPES.binary_search(&name).is_ok()
        || OF_EXTENSIONS.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{BUILT_IN_TYPES, OF_EXTENSIONS};

    #[test]
    fn names_are_in_byte_order() {
        assert!(BUILT_IN_TYPES.is_sorted() && OF_EXTENSIONS.is_sorted());
    }
}
