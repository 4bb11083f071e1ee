//! `type:` of an index, and which fields each type can handle by itself.

use super::arguments::Given;
use super::draft::Draft;
use super::field_list::Listed;
use super::native::name_of;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::psl::nearest::nearest;
use crate::psl::schema::{Arity, Field, FieldKind, IndexField, IndexMethod, ScalarType};

const METHODS: &[(&str, IndexMethod)] = &[
    ("BTree", IndexMethod::BTree),
    ("Hash", IndexMethod::Hash),
    ("Gist", IndexMethod::Gist),
    ("Gin", IndexMethod::Gin),
    ("SpGist", IndexMethod::SpGist),
    ("Brin", IndexMethod::Brin),
];

/// The index type as it is written: `Gin`.
pub(super) fn method_name(method: IndexMethod) -> &'static str {
    METHODS.iter().find(|(_, known)| *known == method).map_or("BTree", |(name, _)| name)
}

/// The method that an index has when none is written.
pub(super) fn method_or_default(method: Option<IndexMethod>) -> IndexMethod {
    method.unwrap_or(IndexMethod::BTree)
}

/// The written index type; the outer `None` after it has been reported.
#[allow(clippy::option_option)] // one is the user's choice, the other is a mistake
pub(super) fn resolve_method(given: &Given<'_, '_>, diagnostics: &mut Diagnostics) -> Option<Option<IndexMethod>> {
    let Some(value) = given.get("type") else { return Some(None) };
    let written = given.word("type", diagnostics)?;
    if let Some((_, method)) = METHODS.iter().find(|(name, _)| *name == written) {
        return Some(Some(*method));
    }
    let help = match nearest(written, METHODS.iter().map(|(name, _)| *name)) {
        _ if written.eq_ignore_ascii_case("hnsw") => {
            "write `/// @refract.hnsw` above the index or the vector field instead".to_owned()
        }
        _ if written.eq_ignore_ascii_case("ivfflat") => {
            "write `/// @refract.ivfflat` above the index or the vector field instead".to_owned()
        }
        Some(near) => format!("did you mean `{near}`?"),
        None => "there are BTree, Hash, Gist, Gin, SpGist and Brin".to_owned(),
    };
    diagnostics.push(
        Diagnostic::error(Code::UnknownIndexType, format!("Prisma has no index type `{written}`"))
            .at(value.span, "")
            .help(help),
    );
    None
}

/// Reports fields and settings that the type of an index cannot handle.
pub(super) fn check_fields(
    listed: &[Listed<'_, '_>],
    fields: &[IndexField],
    method: Option<IndexMethod>,
    given: &Given<'_, '_>,
    draft: &Draft<'_, '_>,
    diagnostics: &mut Diagnostics,
) {
    let method = method_or_default(method);
    let name = method_name(method);
    for (one, field) in listed.iter().zip(fields) {
        let declared = draft.model.field(one.field);
        if one.argument("ops").is_none() && !handles(method, declared) {
            diagnostics.push(
                Diagnostic::error(
                    Code::IndexTypeMismatch,
                    format!("an index of type {name} cannot handle `{}` by itself", declared.name),
                )
                .at(one.span, "")
                .also(declared.type_span, "this type")
                .help("name an operator class, `ops: raw(\"...\")`, or choose another index type"),
            );
        }
        if method == IndexMethod::Hash && field.sort.is_some() {
            diagnostics.push(
                Diagnostic::error(Code::IndexTypeMismatch, "an index of type Hash has no order")
                    .at(one.span, "")
                    .help("remove `sort`"),
            );
        }
    }
    if method == IndexMethod::SpGist && listed.len() > 1 {
        diagnostics.push(
            Diagnostic::error(Code::IndexTypeMismatch, "an index of type SpGist has one field")
                .at(given.span, "")
                .help("write an index for each field"),
        );
    }
}

/// Whether there is an operator class to fall back on.
fn handles(method: IndexMethod, field: &Field) -> bool {
    let native = field.native_type.map_or("", name_of);
    let FieldKind::Scalar(scalar) = &field.kind else {
        let is_unsupported = matches!(field.kind, FieldKind::Unsupported(_));
        return match method {
            IndexMethod::BTree | IndexMethod::Hash => true,
            IndexMethod::Gin => is_unsupported || field.arity == Arity::List,
            IndexMethod::Gist | IndexMethod::SpGist | IndexMethod::Brin => is_unsupported,
        };
    };
    match method {
        IndexMethod::BTree | IndexMethod::Hash => true,
        IndexMethod::Gist => *scalar == ScalarType::String && native.is_empty(),
        IndexMethod::Gin => {
            field.arity == Arity::List || (*scalar == ScalarType::Json && matches!(native, "" | "JsonB"))
        }
        IndexMethod::SpGist => {
            *scalar == ScalarType::String && matches!(native, "" | "Text" | "VarChar" | "Char" | "Inet")
        }
        IndexMethod::Brin => match scalar {
            ScalarType::String => !matches!(native, "Citext" | "Xml"),
            ScalarType::Decimal => native != "Money",
            ScalarType::Int | ScalarType::BigInt | ScalarType::Float | ScalarType::DateTime | ScalarType::Bytes => true,
            ScalarType::Boolean | ScalarType::Json => false,
        },
    }
}
