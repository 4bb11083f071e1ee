//! Primary keys, uniques and indexes.

use super::arguments::{Given, Owner, Signature, read, word};
use super::client_names::ClientNames;
use super::draft::Draft;
use super::field_list::{Listed, resolve_fields};
use super::index_types::{check_fields, resolve_method};
use super::operators::resolve_operator_class;
use super::predicate::{Context, resolve_predicate};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::psl::ast::Attribute;
use crate::psl::schema::{Arity, FieldId, FieldKind, Index, IndexField, NativeType, PrimaryKey, SortOrder};
use crate::text::Span;

const FIELD_ID: Signature =
    Signature { unnamed: None, is_required: false, named: &["map"], refused: &["length", "sort", "clustered"] };
const FIELD_UNIQUE: Signature = Signature {
    unnamed: None,
    is_required: false,
    named: &["map", "sort", "where"],
    refused: &["length", "clustered"],
};
const ID: Signature = Signature {
    unnamed: Some("fields"),
    is_required: true,
    named: &["name", "map"],
    refused: &["length", "sort", "clustered"],
};
const UNIQUE: Signature = Signature {
    unnamed: Some("fields"),
    is_required: true,
    named: &["name", "map", "where"],
    refused: &["length", "sort", "clustered"],
};
const INDEX: Signature = Signature {
    unnamed: Some("fields"),
    is_required: true,
    named: &["map", "name", "type", "where"],
    refused: &["length", "sort", "clustered"],
};

/// `@id`.
pub(super) fn resolve_field_id(
    attribute: &Attribute<'_>,
    field: FieldId,
    draft: &Draft<'_, '_>,
    diagnostics: &mut Diagnostics,
) -> PrimaryKey {
    let given = read(attribute, "@", &FIELD_ID, diagnostics);
    check_id_field(field, attribute.span, draft, diagnostics);
    let map = constraint_name(&given, "map", diagnostics);
    PrimaryKey { fields: vec![field], map, span: attribute.span }
}

/// `@@id`.
pub(super) fn resolve_id(
    attribute: &Attribute<'_>,
    draft: &mut ClientNames<'_, '_, '_>,
    diagnostics: &mut Diagnostics,
) -> Option<PrimaryKey> {
    let given = read(attribute, "@@", &ID, diagnostics);
    let fields = resolve_fields(&given, "fields", draft.draft, diagnostics)?;
    for listed in &fields {
        check_in_field(listed, &[], &["sort", "length"], given.owner, diagnostics);
        check_id_field(listed.field, listed.span, draft.draft, diagnostics);
    }
    draft.check(&given, &fields, diagnostics);
    let map = constraint_name(&given, "map", diagnostics);
    Some(PrimaryKey { fields: fields.iter().map(|listed| listed.field).collect(), map, span: attribute.span })
}

/// `@unique`.
pub(super) fn resolve_field_unique(
    attribute: &Attribute<'_>,
    field: FieldId,
    draft: &Draft<'_, '_>,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) -> Index {
    let given = read(attribute, "@", &FIELD_UNIQUE, diagnostics);
    refuse_xml(field, attribute.span, draft, diagnostics);
    let sort = given.word("sort", diagnostics).and_then(|word| {
        let span = given.span_of("sort").unwrap_or(attribute.span);
        sort_order(word, span, diagnostics)
    });
    Index {
        is_unique: true,
        fields: vec![IndexField { field, sort, operator_class: None }],
        map: constraint_name(&given, "map", diagnostics),
        method: None,
        predicate: resolve_predicate(&given, draft, context, diagnostics),
        span: attribute.span,
        directives: Vec::new(),
    }
}

/// `@@unique`.
pub(super) fn resolve_unique(
    attribute: &Attribute<'_>,
    draft: &mut ClientNames<'_, '_, '_>,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Index> {
    let given = read(attribute, "@@", &UNIQUE, diagnostics);
    let listed = resolve_fields(&given, "fields", draft.draft, diagnostics)?;
    let mut fields = Vec::with_capacity(listed.len());
    for one in &listed {
        check_in_field(one, &["sort"], &["length", "ops"], given.owner, diagnostics);
        refuse_xml(one.field, one.span, draft.draft, diagnostics);
        fields.push(IndexField { field: one.field, sort: field_sort(one, diagnostics), operator_class: None });
    }
    draft.check(&given, &listed, diagnostics);
    Some(Index {
        is_unique: true,
        fields,
        map: constraint_name(&given, "map", diagnostics),
        method: None,
        predicate: resolve_predicate(&given, draft.draft, context, diagnostics),
        span: attribute.span,
        directives: Vec::new(),
    })
}

/// `@@index`.
pub(super) fn resolve_index(
    attribute: &Attribute<'_>,
    draft: &Draft<'_, '_>,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Index> {
    let given = read(attribute, "@@", &INDEX, diagnostics);
    let method = resolve_method(&given, diagnostics)?;
    let listed = resolve_fields(&given, "fields", draft, diagnostics)?;
    let mut fields = Vec::with_capacity(listed.len());
    for one in &listed {
        check_in_field(one, &["sort", "ops"], &["length"], given.owner, diagnostics);
        refuse_xml(one.field, one.span, draft, diagnostics);
        let operator_class = one
            .argument("ops")
            .and_then(|value| resolve_operator_class(value, draft.model.field(one.field), method, diagnostics));
        fields.push(IndexField { field: one.field, sort: field_sort(one, diagnostics), operator_class });
    }
    check_fields(&listed, &fields, method, &given, draft, diagnostics);
    let map = constraint_name(&given, "map", diagnostics);
    let name = constraint_name(&given, "name", diagnostics);
    if map.is_some() && name.is_some() {
        diagnostics.push(
            Diagnostic::error(Code::RepeatedArgument, "`@@index` has `map` and its old spelling `name`")
                .at(given.span_of("name").unwrap_or(attribute.span), "")
                .help("remove `name`"),
        );
    }
    Some(Index {
        is_unique: false,
        fields,
        map: map.or(name),
        method,
        predicate: resolve_predicate(&given, draft, context, diagnostics),
        span: attribute.span,
        directives: super::directives::resolve_directives(
            &attribute.docs,
            super::directives::Place::Index { is_vector: listed.iter().all(|one| is_vector(one.field, draft)) },
            diagnostics,
        ),
    })
}

fn is_vector(field: FieldId, draft: &Draft<'_, '_>) -> bool {
    super::directives::vector_type(draft.model.field(field)).is_some()
}

/// The name of a constraint: there has to be one, and PostgreSQL has to keep all of it.
pub(super) fn constraint_name(given: &Given<'_, '_>, key: &str, diagnostics: &mut Diagnostics) -> Option<String> {
    let name = given.text(key, diagnostics)?;
    let span = given.span_of(key).unwrap_or(given.span);
    if name.is_empty() {
        diagnostics.push(
            Diagnostic::error(Code::EmptyConstraintName, format!("`{key}` of `{}` is empty", given.owner))
                .at(span, "")
                .help("write a name, or leave the argument out"),
        );
        return None;
    }
    if name.len() > 63 {
        diagnostics.push(
            Diagnostic::error(
                Code::ConstraintNameTooLong,
                format!("this name is {} bytes long, and PostgreSQL keeps 63", name.len()),
            )
            .at(span, "")
            .help("choose a shorter name"),
        );
    }
    Some(name.to_owned())
}

fn check_id_field(field: FieldId, span: Span, draft: &Draft<'_, '_>, diagnostics: &mut Diagnostics) {
    let declared = draft.model.field(field);
    if declared.arity == Arity::Required || draft.model.is_ignored {
        return;
    }
    let what = if declared.arity == Arity::List { "a list" } else { "optional" };
    diagnostics.push(
        Diagnostic::error(
            Code::NullableId,
            format!("`{}` is {what} and cannot be part of the primary key", declared.name),
        )
        .at(span, "")
        .also(declared.type_span, "this type")
        .help("make the field required, or use `@unique` instead"),
    );
}

fn refuse_xml(field: FieldId, span: Span, draft: &Draft<'_, '_>, diagnostics: &mut Diagnostics) {
    if !draft.model.is_view && draft.model.field(field).native_type == Some(NativeType::Xml) {
        diagnostics.push(
            Diagnostic::error(Code::XmlIndex, "PostgreSQL cannot index XML").at(span, "").help("leave the field out"),
        );
    }
}

/// What may stand in the parentheses of a field: `refused` is for other databases, and what is neither of the two
/// Prisma ignores, so that the index is another one than was meant.
fn check_in_field(
    listed: &Listed<'_, '_>,
    known: &[&str],
    refused: &[&str],
    owner: Owner<'_>,
    diagnostics: &mut Diagnostics,
) {
    for (at, argument) in listed.arguments.iter().enumerate() {
        let name = argument.name.map_or("", |name| name.text);
        let mut before = listed.arguments[..at].iter().filter_map(|other| other.name);
        let diagnostic = if refused.contains(&name) {
            Diagnostic::error(Code::NotForPostgres, format!("a field of `{owner}` has no `{name}` on PostgreSQL"))
                .help("remove the argument")
        } else if !known.contains(&name) {
            let help = match known {
                [] => "remove it: nothing can be here".to_owned(),
                known => format!("remove it, or write its value after `{}:`", known.join(":` or `")),
            };
            Diagnostic::warning(Code::UnknownArgument, format!("Prisma ignores this in a field of `{owner}`"))
                .help(help)
        } else if before.any(|other| other.text == name) {
            Diagnostic::warning(Code::RepeatedArgument, format!("`{name}` is given twice, and Prisma takes the first"))
                .help("remove one of the two")
        } else {
            continue;
        };
        diagnostics.push(diagnostic.at(argument.span, ""));
    }
}

fn field_sort(listed: &Listed<'_, '_>, diagnostics: &mut Diagnostics) -> Option<SortOrder> {
    let value = listed.argument("sort")?;
    let word = word(value, Owner { sigil: "", name: "sort" }, diagnostics)?;
    sort_order(word, value.span, diagnostics)
}

fn sort_order(word: &str, span: Span, diagnostics: &mut Diagnostics) -> Option<SortOrder> {
    match word {
        "Asc" => Some(SortOrder::Asc),
        "Desc" => Some(SortOrder::Desc),
        _ => {
            diagnostics.push(
                Diagnostic::error(Code::InvalidSort, format!("there is no sort order `{word}`"))
                    .at(span, "")
                    .help("write `Asc` or `Desc`"),
            );
            None
        }
    }
}

/// Whether rows can be told apart by these fields: all required, none of a type unknown to Prisma.
pub(super) fn tells_apart(fields: impl IntoIterator<Item = FieldId>, draft: &Draft<'_, '_>) -> bool {
    fields.into_iter().all(|id| {
        let field = draft.model.field(id);
        field.arity != Arity::Optional && (!matches!(field.kind, FieldKind::Unsupported(_)) || !draft.sound(id))
    })
}

/// A model has one primary key at most.
pub(super) fn set_primary_key(key: PrimaryKey, draft: &mut Draft<'_, '_>, diagnostics: &mut Diagnostics) {
    if let Some(first) = &draft.model.primary_key {
        diagnostics.push(
            Diagnostic::error(Code::SeveralIds, format!("`{}` has more than one primary key", draft.model.name))
                .at(key.span, "")
                .also(first.span, "the first one")
                .help("for one key over several fields write `@@id([a, b])` and no `@id`"),
        );
        return;
    }
    draft.model.primary_key = Some(key);
}
