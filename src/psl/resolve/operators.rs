//! `ops:` of an index's field.

use super::index_types::{method_name, method_or_default};
use super::native::name_of;
use super::raw::raw;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::psl::ast::Expression;
use crate::psl::nearest::nearest;
use crate::psl::schema::{Arity, Field, FieldKind, IndexMethod, OperatorClass, ScalarType};

/// A class by Prisma's name.
struct Class {
    name: &'static str,
    sql: &'static str,
    method: IndexMethod,
    fields: Fields,
    is_default: bool,
}

/// Which fields a class is for.
#[derive(Clone, Copy)]
enum Fields {
    /// Lists of anything.
    Lists,
    /// A built-in type with one of these native types; the empty one stands for none.
    Of(ScalarType, &'static [&'static str]),
}

macro_rules! brin {
    ($($family:literal $sql:literal $scalar:ident $natives:tt: $($kind:ident)+;)+) => {
        &[$($(brin!(@$kind $family $sql $scalar $natives),)+)+]
    };
    (@bloom $family:literal $sql:literal $scalar:ident $natives:tt) => {
        Class {
            name: concat!($family, "BloomOps"), sql: concat!($sql, "_bloom_ops"), method: IndexMethod::Brin,
            fields: Fields::Of(ScalarType::$scalar, &$natives), is_default: false,
        }
    };
    (@minmax $family:literal $sql:literal $scalar:ident $natives:tt) => {
        Class {
            name: concat!($family, "MinMaxOps"), sql: concat!($sql, "_minmax_ops"), method: IndexMethod::Brin,
            fields: Fields::Of(ScalarType::$scalar, &$natives), is_default: true,
        }
    };
    (@other_minmax $family:literal $sql:literal $scalar:ident $natives:tt) => {
        Class { is_default: false, ..brin!(@minmax $family $sql $scalar $natives) }
    };
    (@multi $family:literal $sql:literal $scalar:ident $natives:tt) => {
        Class {
            name: concat!($family, "MinMaxMultiOps"), sql: concat!($sql, "_minmax_multi_ops"), method: IndexMethod::Brin,
            fields: Fields::Of(ScalarType::$scalar, &$natives), is_default: false,
        }
    };
    (@inclusion $family:literal $sql:literal $scalar:ident $natives:tt) => {
        Class {
            name: concat!($family, "InclusionOps"), sql: concat!($sql, "_inclusion_ops"), method: IndexMethod::Brin,
            fields: Fields::Of(ScalarType::$scalar, &$natives), is_default: true,
        }
    };
}

const BRIN: &[Class] = brin! {
    "Bit" "bit" String ["Bit"]: minmax;
    "VarBit" "varbit" String ["VarBit"]: minmax;
    "Bpchar" "bpchar" String ["Char"]: bloom minmax;
    "Bytea" "bytea" Bytes ["", "ByteA"]: bloom minmax;
    "Text" "text" String ["", "Text", "VarChar"]: bloom minmax;
    "Date" "date" DateTime ["Date"]: bloom minmax multi;
    "Float4" "float4" Float ["Real"]: bloom minmax multi;
    "Float8" "float8" Float ["", "DoublePrecision"]: bloom minmax multi;
    "Inet" "inet" String ["Inet"]: inclusion bloom other_minmax multi;
    "Int2" "int2" Int ["SmallInt"]: bloom minmax multi;
    "Int4" "int4" Int ["", "Integer"]: bloom minmax multi;
    "Int8" "int8" BigInt ["", "BigInt"]: bloom minmax multi;
    "Numeric" "numeric" Decimal ["", "Decimal"]: bloom minmax multi;
    "Oid" "oid" Int ["Oid"]: bloom minmax multi;
    "Timestamp" "timestamp" DateTime ["", "Timestamp"]: bloom minmax multi;
    "TimestampTz" "timestamptz" DateTime ["Timestamptz"]: bloom minmax multi;
    "Time" "time" DateTime ["Time"]: bloom minmax multi;
    "TimeTz" "timetz" DateTime ["Timetz"]: bloom minmax multi;
    "Uuid" "uuid" String ["Uuid"]: bloom minmax multi;
};

const OTHERS: &[Class] = &[
    Class {
        name: "InetOps",
        sql: "inet_ops",
        method: IndexMethod::Gist,
        fields: Fields::Of(ScalarType::String, &["Inet"]),
        is_default: false,
    },
    Class {
        name: "InetOps",
        sql: "inet_ops",
        method: IndexMethod::SpGist,
        fields: Fields::Of(ScalarType::String, &["Inet"]),
        is_default: true,
    },
    Class {
        name: "TextOps",
        sql: "text_ops",
        method: IndexMethod::SpGist,
        fields: Fields::Of(ScalarType::String, &["", "Text", "VarChar", "Char"]),
        is_default: true,
    },
    Class {
        name: "JsonbOps",
        sql: "jsonb_ops",
        method: IndexMethod::Gin,
        fields: Fields::Of(ScalarType::Json, &["", "JsonB"]),
        is_default: true,
    },
    Class {
        name: "JsonbPathOps",
        sql: "jsonb_path_ops",
        method: IndexMethod::Gin,
        fields: Fields::Of(ScalarType::Json, &["", "JsonB"]),
        is_default: false,
    },
    Class { name: "ArrayOps", sql: "array_ops", method: IndexMethod::Gin, fields: Fields::Lists, is_default: true },
];

fn classes() -> impl Iterator<Item = &'static Class> {
    OTHERS.iter().chain(BRIN)
}

/// The operator class that a value names, for a field of an index.
pub(super) fn resolve_operator_class(
    value: &Expression<'_>,
    field: &Field,
    method: Option<IndexMethod>,
    diagnostics: &mut Diagnostics,
) -> Option<OperatorClass> {
    if let Some(text) = raw(value, diagnostics) {
        return text.map(|text| OperatorClass::Raw(text.to_owned()));
    }
    let written = super::arguments::word(value, super::arguments::Owner { sigil: "", name: "ops" }, diagnostics)?;
    if !classes().any(|class| class.name == written) {
        let help = match nearest(written, classes().map(|class| class.name)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write `raw(\"...\")` with PostgreSQL's name of the class".to_owned(),
        };
        diagnostics.push(
            Diagnostic::error(Code::UnknownOperatorClass, format!("Prisma has no operator class `{written}`"))
                .at(value.span, "")
                .help(help),
        );
        return None;
    }
    let method = method_or_default(method);
    let found = classes().find(|class| class.name == written && class.method == method && goes_with(class, field));
    if found.is_none() {
        diagnostics.push(
            Diagnostic::error(
                Code::OperatorClassMismatch,
                format!("`{written}` does not go with `{}` in an index of type {}", field.name, method_name(method)),
            )
            .at(value.span, "")
            .also(field.type_span, "this type")
            .help(fitting(method, field)),
        );
    }
    found.map(|class| OperatorClass::Named { name: class.sql, is_default: class.is_default })
}

fn goes_with(class: &Class, field: &Field) -> bool {
    match class.fields {
        Fields::Lists => field.arity == Arity::List,
        Fields::Of(scalar, natives) => {
            field.kind == FieldKind::Scalar(scalar) && natives.contains(&field.native_type.map_or("", name_of))
        }
    }
}

fn fitting(method: IndexMethod, field: &Field) -> String {
    let names: Vec<&str> =
        classes().filter(|class| class.method == method && goes_with(class, field)).map(|class| class.name).collect();
    if names.is_empty() {
        "leave `ops` out, or write `raw(\"...\")` with PostgreSQL's name of the class".to_owned()
    } else {
        format!("what fits: {}", names.join(", "))
    }
}
