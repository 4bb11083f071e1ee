//! `@refract.*` in documentation: where each directive may stand, and what its arguments are.

use super::directive_arguments::resolve_kind;
use super::directive_text::{Written, find};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::psl::ast::Doc;
use crate::psl::directive::{Directive, DirectiveKind};
use crate::psl::nearest::nearest;
use crate::psl::schema::{Field, FieldKind, NativeType};
use crate::text::Span;

/// What a directive is on.
#[derive(Clone, Copy)]
pub(super) enum Place<'f> {
    Field(&'f Field),
    Model {
        is_view: bool,
    },
    Enum,
    EnumValue,
    Index {
        is_vector: bool,
    },
    /// Another attribute of a block.
    Attribute,
    /// Nothing that a directive could say something about.
    Nothing,
}

const NAMES: &[&str] = &["hnsw", "ivfflat", "noIndex", "renamedFrom", "using", "backfill", "targets", "rows"];

/// The directives in the documentation of something.
pub(super) fn resolve_directives(docs: &[Doc<'_>], place: Place<'_>, diagnostics: &mut Diagnostics) -> Vec<Directive> {
    let mut directives: Vec<Directive> = Vec::new();
    for doc in docs {
        if !doc.text.contains("@refract") {
            continue;
        }
        for written in find(*doc) {
            let Some(directive) = resolve(written, place, diagnostics) else { continue };
            if let Some(first) = directives.iter().find(|other| contradict(place, &other.kind, &directive.kind)) {
                diagnostics.push(
                    Diagnostic::error(Code::RepeatedDirective, "directives that contradict each other")
                        .at(directive.span, "")
                        .also(first.span, "the first one")
                        .help("remove one of the two"),
                );
                continue;
            }
            directives.push(directive);
        }
    }
    directives
}

/// A column may have several vector indexes, but then each has a name or a class of its own; everything else is given once.
fn contradict(place: Place<'_>, one: &DirectiveKind, other: &DirectiveKind) -> bool {
    let is_index = |kind: &DirectiveKind| matches!(kind, DirectiveKind::Hnsw { .. } | DirectiveKind::IvfFlat { .. });
    let is_none = |kind: &DirectiveKind| matches!(kind, DirectiveKind::NoIndex);
    if is_index(one) && is_index(other) {
        return one == other || matches!(place, Place::Index { .. });
    }
    (is_none(one) && is_index(other))
        || (is_index(one) && is_none(other))
        || std::mem::discriminant(one) == std::mem::discriminant(other)
}

fn resolve(
    written: Result<Written<'_>, (Span, &'static str)>,
    place: Place<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Directive> {
    let written = match written {
        Ok(written) => written,
        Err((span, problem)) => {
            diagnostics.push(
                Diagnostic::error(Code::DirectiveSyntax, problem)
                    .at(span, "")
                    .help("a directive is `@refract.name` or `@refract.name(argument, key: value)`, on one line"),
            );
            return None;
        }
    };
    let Some(name) = NAMES.iter().copied().find(|name| *name == written.name) else {
        let help = match nearest(written.name, NAMES.iter().copied()) {
            Some(near) => format!("did you mean `@refract.{near}`?"),
            None => format!("there are: {}", NAMES.join(", ")),
        };
        diagnostics.push(
            Diagnostic::error(Code::UnknownDirective, format!("there is no directive `@refract.{}`", written.name))
                .at(written.span, "")
                .help(help),
        );
        return None;
    };
    if let Some(help) = misplaced(name, place) {
        diagnostics.push(
            Diagnostic::error(Code::MisplacedDirective, format!("`@refract.{name}` says nothing here"))
                .at(written.span, "")
                .help(help),
        );
        return None;
    }
    let kind = resolve_kind(name, &written, diagnostics)?;
    if let (Place::Field(field), DirectiveKind::IvfFlat { .. }) = (place, &kind)
        && vector_type(field) == Some("sparsevec")
    {
        diagnostics.push(
            Diagnostic::error(Code::MisplacedDirective, "pgvector has no IVFFlat index for `sparsevec`")
                .at(written.span, "")
                .help("use `@refract.hnsw`"),
        );
        return None;
    }
    Some(Directive { kind, span: written.span })
}

/// What to do when a directive is on something that it says nothing about.
fn misplaced(name: &str, place: Place<'_>) -> Option<&'static str> {
    let is_vector = match place {
        Place::Field(field) => vector_type(field).is_some(),
        Place::Index { is_vector } => is_vector,
        Place::Model { .. } | Place::Enum | Place::EnumValue | Place::Attribute | Place::Nothing => false,
    };
    let has_column = matches!(place, Place::Field(field) if !matches!(field.kind, FieldKind::Relation(_)));
    match name {
        "hnsw" | "ivfflat" if matches!(place, Place::Field(field) if is_bits_of_any_length(field)) => {
            Some("pgvector has no index for `bit varying`: make the field `bit(n)`, with its number of bits")
        }
        "hnsw" | "ivfflat" => (!is_vector).then_some(
            "put it above or after a field such as `embedding Unsupported(\"vector(1536)\")`, or the `@@index` of one",
        ),
        "noIndex" => (!(is_vector && has_column))
            .then_some("put it above or after a field such as `embedding Unsupported(\"vector(1536)\")`"),
        "using" | "backfill" => (!has_column).then_some("put it above or after a field that has a column"),
        "targets" | "rows" => (!matches!(place, Place::Model { is_view: false }))
            .then_some("put it right above a model, without a blank line in between"),
        _ => {
            let is_good =
                has_column || matches!(place, Place::Model { is_view: false } | Place::Enum | Place::EnumValue);
            (!is_good).then_some(
                "put it above or after the field, model, enum or enum value that has a new name, without a blank line above a block",
            )
        }
    }
}

/// The type of pgvector that a field has, without its schema and its dimensions.
pub(super) fn vector_type(field: &Field) -> Option<&'static str> {
    if matches!(field.native_type, Some(NativeType::Bit(_))) {
        return Some("bit");
    }
    let name = unsupported_type(field)?;
    ["vector", "halfvec", "sparsevec", "bit"].into_iter().find(|known| known.eq_ignore_ascii_case(name))
}

/// Bits that pgvector cannot index, because each row may have another number of them.
fn is_bits_of_any_length(field: &Field) -> bool {
    let is_named = |name: &str| {
        let words: Vec<&str> = name.split_whitespace().collect();
        ["bit varying", "varbit"].iter().any(|known| known.eq_ignore_ascii_case(&words.join(" ")))
    };
    matches!(field.native_type, Some(NativeType::VarBit(_))) || unsupported_type(field).is_some_and(is_named)
}

fn unsupported_type(field: &Field) -> Option<&str> {
    let FieldKind::Unsupported(text) = &field.kind else { return None };
    let name = text.split('(').next().unwrap_or_default().trim();
    Some(name.rsplit('.').next().unwrap_or_default().trim().trim_matches('"'))
}
