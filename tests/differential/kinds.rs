//! Every type that a field can have, with what can be done with it.

/// A type without its arity.
#[derive(Debug)]
pub struct Kind {
    /// The type as it is written.
    pub written: &'static str,
    /// The native type behind `@db.`; empty for none.
    pub native: &'static str,
    /// What `@default` may say. What has no parentheses is a literal, and may stand in a list.
    pub defaults: &'static [&'static str],
    /// Whether PostgreSQL can compare values: in keys, uniques and plain indexes.
    pub is_ordered: bool,
    /// Other ways to index it: a method, or a method and an operator class (`Gin JsonbOps`).
    pub indexes: &'static [&'static str],
}

impl PartialEq for Kind {
    fn eq(&self, other: &Kind) -> bool {
        (self.written, self.native) == (other.written, other.native)
    }
}

impl Kind {
    pub fn is_unsupported(&self) -> bool {
        self.written.starts_with("Unsupported")
    }

    /// Whether PostgreSQL has a hash for its values.
    pub fn is_hashed(&self) -> bool {
        const WITHOUT: &[&str] = &["Bit", "Bit(3)", "VarBit", "VarBit(5)", "Money"];
        self.is_ordered && !WITHOUT.contains(&self.native) && self.written != r#"Unsupported("tsvector")"#
    }

    pub fn literals(&self) -> impl Iterator<Item = &'static str> {
        self.defaults.iter().copied().filter(|default| !default.contains('('))
    }
}

const fn ordered(
    written: &'static str,
    native: &'static str,
    defaults: &'static [&'static str],
    indexes: &'static [&'static str],
) -> Kind {
    Kind { written, native, defaults, is_ordered: true, indexes }
}

const fn unordered(
    written: &'static str,
    native: &'static str,
    defaults: &'static [&'static str],
    indexes: &'static [&'static str],
) -> Kind {
    Kind { written, native, defaults, is_ordered: false, indexes }
}

const TEXTS: &[&str] = &[
    r#""it's""#,
    r#""a\\b""#,
    r#""""#,
    r#""two\nlines""#,
    r#""ümläut \"quoted\"""#,
    "cuid()",
    "cuid(2)",
    "ulid()",
    "nanoid()",
    "nanoid(16)",
    "uuid()",
    r#"dbgenerated("'x' || 'y'")"#,
    "dbgenerated()",
];
const SHORT_TEXTS: &[&str] = &[r#""it's""#, r#""ab""#, r#""""#, "uuid(4)", r#"dbgenerated("upper('x')")"#];
const WHOLE: &[&str] = &["7", "-5", "007", "0", "autoincrement()", "autoincrement()", r#"dbgenerated("1 + 1")"#];
const WHOLE_WITHOUT_SEQUENCE: &[&str] = &["7", "0", r#"dbgenerated("1")"#];
const DECIMALS: &[&str] = &["1.50", "-0.5", "3", "-0.0", "0.1", r#"dbgenerated("random()")"#];
const EXACT_DECIMALS: &[&str] = &["1.50", "-0.5", "3", r#""1e5""#, r#""1.5E-3""#, r#""12.340""#];
const MOMENTS: &[&str] = &[
    "now()",
    r#""2020-01-01T10:00:00Z""#,
    r#""2020-02-29T23:59:59.123+00:00""#,
    r#"dbgenerated("now() + interval '1 day'")"#,
];
const TIMES: &[&str] = &["now()", r#""2020-01-01T10:00:00Z""#, r#""2020-01-01T10:00:00.5+00:00""#];
const BOOLEANS: &[&str] = &["true", "false", r#"dbgenerated("1 > 2")"#];
const DOCUMENTS: &[&str] = &[r#""{\"a\": [1, \"it's\"]}""#, r#""[]""#, r#""null""#, r#"dbgenerated("'{}'")"#];
const BYTES: &[&str] = &[r#""aGVsbG8=""#, r#""""#, r#"dbgenerated("'\\x00'")"#];

const OF_TEXT: &[&str] =
    &["Brin", "Brin TextBloomOps", "Brin TextMinMaxOps", "SpGist", "SpGist TextOps", "BTree raw(\"text_pattern_ops\")"];
const OF_CHAR: &[&str] = &["Brin", "Brin BpcharBloomOps", "Brin BpcharMinMaxOps"];
const OF_INT: &[&str] = &["Brin", "Brin Int4BloomOps", "Brin Int4MinMaxOps", "Brin Int4MinMaxMultiOps"];
const OF_BIGINT: &[&str] = &["Brin", "Brin Int8BloomOps", "Brin Int8MinMaxOps", "Brin Int8MinMaxMultiOps"];
const OF_DECIMAL: &[&str] = &["Brin", "Brin NumericBloomOps", "Brin NumericMinMaxOps", "Brin NumericMinMaxMultiOps"];
const OF_FLOAT: &[&str] = &["Brin", "Brin Float8BloomOps", "Brin Float8MinMaxOps", "Brin Float8MinMaxMultiOps"];
const OF_TIMESTAMP: &[&str] =
    &["Brin", "Brin TimestampBloomOps", "Brin TimestampMinMaxOps", "Brin TimestampMinMaxMultiOps"];
const OF_TIMESTAMPTZ: &[&str] =
    &["Brin", "Brin TimestampTzBloomOps", "Brin TimestampTzMinMaxOps", "Brin TimestampTzMinMaxMultiOps"];
const OF_TIME: &[&str] = &["Brin", "Brin TimeBloomOps", "Brin TimeMinMaxOps", "Brin TimeMinMaxMultiOps"];
const OF_TIMETZ: &[&str] = &["Brin", "Brin TimeTzBloomOps", "Brin TimeTzMinMaxOps", "Brin TimeTzMinMaxMultiOps"];
const OF_JSONB: &[&str] = &["Gin", "Gin JsonbOps", "Gin JsonbPathOps", "Gin raw(\"jsonb_path_ops\")"];
const OF_BYTES: &[&str] = &["Brin", "Brin ByteaBloomOps", "Brin ByteaMinMaxOps"];
const OF_INET: &[&str] = &[
    "Brin",
    "Brin InetBloomOps",
    "Brin InetInclusionOps",
    "Brin InetMinMaxOps",
    "Brin InetMinMaxMultiOps",
    "Gist InetOps",
    "SpGist",
    "SpGist InetOps",
];

/// All of them.
pub static KINDS: &[Kind] = &[
    ordered("String", "", TEXTS, OF_TEXT),
    ordered("String", "Text", TEXTS, OF_TEXT),
    ordered("String", "VarChar", TEXTS, &["Brin", "Brin TextMinMaxOps", "SpGist"]),
    ordered("String", "VarChar(30)", SHORT_TEXTS, &["SpGist", "Brin TextBloomOps"]),
    ordered("String", "VarChar(200)", SHORT_TEXTS, &[]),
    ordered("String", "Char", &[r#""x""#], OF_CHAR),
    ordered("String", "Char(6)", SHORT_TEXTS, OF_CHAR),
    ordered("String", "Bit", &[r#""1""#], &["Brin", "Brin BitMinMaxOps"]),
    ordered("String", "Bit(3)", &[r#""101""#], &["Brin"]),
    ordered("String", "VarBit", &[r#""1011""#], &["Brin", "Brin VarBitMinMaxOps"]),
    ordered("String", "VarBit(5)", &[r#""10""#], &["Brin"]),
    ordered(
        "String",
        "Uuid",
        &["uuid()", "uuid(7)", r#"dbgenerated("gen_random_uuid()")"#, r#""00000000-0000-0000-0000-00000000000a""#],
        &["Brin", "Brin UuidBloomOps", "Brin UuidMinMaxOps", "Brin UuidMinMaxMultiOps"],
    ),
    ordered("String", "Inet", &[r#""127.0.0.1""#], OF_INET),
    // this server was built without the functions that read XML, so no constant either
    unordered("String", "Xml", &[], &[]),
    ordered("Int", "", WHOLE, OF_INT),
    ordered("Int", "Integer", WHOLE, OF_INT),
    ordered("Int", "SmallInt", WHOLE, &["Brin", "Brin Int2BloomOps", "Brin Int2MinMaxOps", "Brin Int2MinMaxMultiOps"]),
    ordered(
        "Int",
        "Oid",
        WHOLE_WITHOUT_SEQUENCE,
        &["Brin", "Brin OidBloomOps", "Brin OidMinMaxOps", "Brin OidMinMaxMultiOps"],
    ),
    ordered("BigInt", "", WHOLE, OF_BIGINT),
    ordered("BigInt", "BigInt", &["9007199254740993", "-1", "autoincrement()"], OF_BIGINT),
    ordered("Float", "", DECIMALS, OF_FLOAT),
    ordered("Float", "DoublePrecision", DECIMALS, OF_FLOAT),
    ordered(
        "Float",
        "Real",
        DECIMALS,
        &["Brin", "Brin Float4BloomOps", "Brin Float4MinMaxOps", "Brin Float4MinMaxMultiOps"],
    ),
    ordered("Decimal", "", EXACT_DECIMALS, OF_DECIMAL),
    ordered("Decimal", "Decimal", EXACT_DECIMALS, OF_DECIMAL),
    ordered("Decimal", "Decimal(10, 2)", EXACT_DECIMALS, &["Brin"]),
    ordered("Decimal", "Decimal(12, 4)", EXACT_DECIMALS, &[]),
    ordered("Decimal", "Money", &["1.50", "3"], &[]),
    ordered("Boolean", "", BOOLEANS, &[]),
    ordered("Boolean", "Boolean", BOOLEANS, &[]),
    ordered("DateTime", "", MOMENTS, OF_TIMESTAMP),
    ordered("DateTime", "Timestamp", MOMENTS, OF_TIMESTAMP),
    ordered("DateTime", "Timestamp(0)", MOMENTS, &["Brin"]),
    ordered("DateTime", "Timestamp(6)", MOMENTS, &["Brin"]),
    ordered("DateTime", "Timestamptz", MOMENTS, OF_TIMESTAMPTZ),
    ordered("DateTime", "Timestamptz(3)", MOMENTS, &["Brin"]),
    ordered("DateTime", "Date", TIMES, &["Brin", "Brin DateBloomOps", "Brin DateMinMaxOps", "Brin DateMinMaxMultiOps"]),
    ordered("DateTime", "Time", TIMES, OF_TIME),
    ordered("DateTime", "Time(3)", TIMES, &["Brin"]),
    ordered("DateTime", "Timetz", TIMES, OF_TIMETZ),
    ordered("DateTime", "Timetz(6)", TIMES, &["Brin"]),
    ordered("Json", "", DOCUMENTS, OF_JSONB),
    ordered("Json", "JsonB", DOCUMENTS, OF_JSONB),
    unordered("Json", "Json", DOCUMENTS, &[]),
    ordered("Bytes", "", BYTES, OF_BYTES),
    ordered("Bytes", "ByteA", BYTES, OF_BYTES),
    // an index on a vector is not what Prisma makes of it, by design
    unordered(r#"Unsupported("vector(3)")"#, "", &[r#"dbgenerated("'[1,2,3]'")"#], &[]),
    ordered(r#"Unsupported("tsvector")"#, "", &[r#"dbgenerated("''::tsvector")"#], &["Gin", "Gist"]),
    unordered(r#"Unsupported("point")"#, "", &[], &["Gist", "SpGist"]),
    ordered(r#"Unsupported("int4range")"#, "", &[], &["Gist", "SpGist"]),
    ordered(r#"Unsupported("interval")"#, "", &[r#"dbgenerated("'1 day'")"#], &["Brin"]),
    ordered(r#"Unsupported("varchar(30)")"#, "", &[r#"dbgenerated("'x'")"#], &[]),
    ordered(r#"Unsupported("timestamp(3) with time zone")"#, "", &[r#"dbgenerated("now()")"#], &[]),
    ordered(r#"Unsupported("double precision")"#, "", &[], &[]),
    ordered(r#"Unsupported("macaddr")"#, "", &[], &[]),
];
