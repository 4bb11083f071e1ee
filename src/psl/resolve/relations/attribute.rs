//! `@relation(...)`, before it is known what the other side says.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::psl::ast;
use crate::psl::nearest::nearest;
use crate::psl::resolve::arguments::{Given, Signature, read};
use crate::psl::resolve::keys::constraint_name;
use crate::psl::resolve::settings::items;
use crate::psl::schema::ReferentialAction;
use crate::text::Span;

const RELATION: Signature = Signature {
    unnamed: Some("name"),
    is_required: false,
    named: &["fields", "references", "onDelete", "onUpdate", "map"],
    refused: &[],
};

const ACTIONS: &[(&str, ReferentialAction)] = &[
    ("Cascade", ReferentialAction::Cascade),
    ("Restrict", ReferentialAction::Restrict),
    ("NoAction", ReferentialAction::NoAction),
    ("SetNull", ReferentialAction::SetNull),
    ("SetDefault", ReferentialAction::SetDefault),
];

/// What `@relation` says; all empty when there is none.
pub(super) struct Written<'a, 't> {
    pub(super) name: Option<&'a str>,
    pub(super) given: Option<Given<'a, 't>>,
    pub(super) on_delete: Option<ReferentialAction>,
    pub(super) on_update: Option<ReferentialAction>,
    pub(super) map: Option<String>,
}

impl<'a, 't> Written<'a, 't> {
    /// Where an argument stands, if it is written.
    pub(super) fn span_of(&self, key: &str) -> Option<Span> {
        self.given.as_ref().and_then(|given| given.span_of(key))
    }

    /// Whether an argument is an empty list.
    pub(super) fn is_empty(&self, key: &str) -> bool {
        let value = self.given.as_ref().and_then(|given| given.get(key));
        value.is_some_and(|value| items(value).is_empty())
    }

    /// Whether `fields` or `references` is written.
    pub(super) fn has_key(&self) -> bool {
        self.span_of("fields").is_some() || self.span_of("references").is_some()
    }

    /// Whether something in it has been reported.
    pub(super) fn is_broken(&self) -> bool {
        self.given.as_ref().is_some_and(|given| given.is_broken)
    }
}

pub(super) fn resolve_relation_attribute<'a, 't>(
    source: &'a ast::Field<'t>,
    diagnostics: &mut Diagnostics,
) -> Written<'a, 't> {
    let mut written = Written { name: None, given: None, on_delete: None, on_update: None, map: None };
    let Some(attribute) = source.attributes.iter().find(|attribute| attribute.name.text == "relation") else {
        return written;
    };
    let given = read(attribute, "@", &RELATION, diagnostics);
    written.name = given.text("name", diagnostics);
    if written.name == Some("") {
        diagnostics.push(
            Diagnostic::error(Code::EmptyRelationName, "the name of the relation is empty")
                .at(given.span_of("name").unwrap_or(attribute.span), "")
                .help("write a name, or leave it out where the two models have one relation only"),
        );
    }
    written.on_delete = resolve_action(&given, "onDelete", diagnostics);
    written.on_update = resolve_action(&given, "onUpdate", diagnostics);
    written.map = constraint_name(&given, "map", diagnostics);
    written.given = Some(given);
    written
}

fn resolve_action(given: &Given<'_, '_>, key: &str, diagnostics: &mut Diagnostics) -> Option<ReferentialAction> {
    let word = given.word(key, diagnostics)?;
    let found = ACTIONS.iter().find(|(name, _)| *name == word);
    if found.is_none() {
        let help = match nearest(word, ACTIONS.iter().map(|(name, _)| *name)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "there are Cascade, Restrict, NoAction, SetNull and SetDefault".to_owned(),
        };
        diagnostics.push(
            Diagnostic::error(Code::UnknownAction, format!("`{key}` cannot be `{word}`"))
                .at(given.get(key).map_or(given.span, |value| value.span), "")
                .help(help),
        );
    }
    found.map(|(_, action)| *action)
}
