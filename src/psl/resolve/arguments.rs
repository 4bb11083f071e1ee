//! The arguments of attributes and functions: which there are, and what kind of value they have.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::psl::ast::{Argument, Attribute, Expression, ExpressionKind};
use crate::psl::nearest::nearest;
use crate::text::Span;

/// The arguments that an attribute or a function takes.
pub(super) struct Signature {
    /// The one that may be written without its name.
    pub(super) unnamed: Option<&'static str>,
    /// Whether that one has to be there.
    pub(super) is_required: bool,
    /// All others.
    pub(super) named: &'static [&'static str],
    /// Those that only other databases have.
    pub(super) refused: &'static [&'static str],
}

/// Takes nothing.
pub(super) const NOTHING: Signature = Signature { unnamed: None, is_required: false, named: &[], refused: &[] };

/// What has arguments, as it is shown: `@default`.
#[derive(Clone, Copy)]
pub(super) struct Owner<'t> {
    pub(super) sigil: &'static str,
    pub(super) name: &'t str,
}

impl std::fmt::Display for Owner<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}{}", self.sigil, self.name)
    }
}

/// Arguments by name, each known and given once.
pub(super) struct Given<'a, 't> {
    pub(super) owner: Owner<'t>,
    /// Where the owner stands.
    pub(super) span: Span,
    /// Whether something about them has been reported.
    pub(super) is_broken: bool,
    values: Vec<(&'static str, &'a Argument<'t>, &'a Expression<'t>)>,
}

/// Reads the arguments of an attribute.
pub(super) fn read<'a, 't>(
    attribute: &'a Attribute<'t>,
    sigil: &'static str,
    signature: &Signature,
    diagnostics: &mut Diagnostics,
) -> Given<'a, 't> {
    let owner = Owner { sigil, name: attribute.name.text };
    read_list(owner, attribute.span, &attribute.arguments, signature, diagnostics)
}

/// Reads the arguments of anything.
pub(super) fn read_list<'a, 't>(
    owner: Owner<'t>,
    span: Span,
    arguments: &'a [Argument<'t>],
    signature: &Signature,
    diagnostics: &mut Diagnostics,
) -> Given<'a, 't> {
    let mut given = Given { owner, span, is_broken: false, values: Vec::new() };
    for argument in arguments {
        given.add(argument, signature, diagnostics);
    }
    if let Some(key) = signature.unnamed
        && signature.is_required
        && !given.is_broken
        && given.get(key).is_none()
    {
        given.is_broken = true;
        diagnostics.push(
            Diagnostic::error(Code::MissingArgument, format!("`{owner}` needs a value"))
                .at(span, "")
                .help(format!("write it in parentheses: `{}`", example(owner))),
        );
    }
    given
}

fn refused(argument: &Argument<'_>, owner: Owner<'_>) -> Diagnostic {
    let name = argument.name.map_or("", |name| name.text);
    Diagnostic::error(Code::NotForPostgres, format!("`{owner}` has no `{name}` on PostgreSQL"))
        .at(argument.span, "")
        .help("remove the argument")
}

fn unknown(argument: &Argument<'_>, owner: Owner<'_>, signature: &Signature) -> Diagnostic {
    let Some(name) = argument.name else {
        return Diagnostic::error(Code::UnknownArgument, format!("`{owner}` takes no value without a name"))
            .at(argument.span, "")
            .help(takes(signature));
    };
    let known = signature.unnamed.iter().chain(signature.named).copied();
    let help = match nearest(name.text, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => takes(signature),
    };
    Diagnostic::error(Code::UnknownArgument, format!("`{owner}` has no argument `{}`", name.text))
        .at(name.span, "")
        .help(help)
}

fn takes(signature: &Signature) -> String {
    let known: Vec<String> = signature.unnamed.iter().chain(signature.named).map(|name| format!("`{name}`")).collect();
    match known.as_slice() {
        [] => "remove it: there are no arguments".to_owned(),
        known => format!("there are: {}", known.join(", ")),
    }
}

fn example(owner: Owner<'_>) -> &'static str {
    match owner.to_string().as_str() {
        "@default" => "@default(0)",
        "@map" => "@map(\"name_of_column\")",
        "@@map" => "@@map(\"name_of_table\")",
        "@@schema" => "@@schema(\"public\")",
        "@@id" => "@@id([a, b])",
        "@@unique" => "@@unique([a, b])",
        "@@index" => "@@index([a, b])",
        _ => "...(value)",
    }
}

impl<'a, 't> Given<'a, 't> {
    fn add(&mut self, argument: &'a Argument<'t>, signature: &Signature, diagnostics: &mut Diagnostics) {
        let Some(value) = &argument.value else {
            self.is_broken = true;
            return;
        };
        let mut known = signature.unnamed.into_iter().chain(signature.named.iter().copied());
        let key = match argument.name {
            None => signature.unnamed,
            Some(name) => known.find(|candidate| *candidate == name.text),
        };
        if let Some(key) = key.filter(|key| self.get(key).is_none()) {
            self.values.push((key, argument, value));
            return;
        }
        let is_refused = argument.name.is_some_and(|name| signature.refused.contains(&name.text));
        self.is_broken |= !is_refused;
        diagnostics.push(match key {
            None if is_refused => refused(argument, self.owner),
            None => unknown(argument, self.owner, signature),
            Some(key) => Diagnostic::error(Code::RepeatedArgument, format!("`{}` gets `{key}` twice", self.owner))
                .at(argument.span, "")
                .help("remove one of the two"),
        });
    }

    /// The value of an argument.
    pub(super) fn get(&self, key: &str) -> Option<&'a Expression<'t>> {
        self.values.iter().find(|(name, ..)| *name == key).map(|(_, _, value)| *value)
    }

    /// Where an argument stands, with its name.
    pub(super) fn span_of(&self, key: &str) -> Option<Span> {
        self.values.iter().find(|(name, ..)| *name == key).map(|(_, argument, _)| argument.span)
    }

    /// The value of an argument that has to be a text.
    pub(super) fn text(&self, key: &str, diagnostics: &mut Diagnostics) -> Option<&'a str> {
        text(self.get(key)?, self.shown(key), diagnostics)
    }

    /// The value of an argument that has to be a bare word.
    pub(super) fn word(&self, key: &str, diagnostics: &mut Diagnostics) -> Option<&'t str> {
        word(self.get(key)?, self.shown(key), diagnostics)
    }

    /// What to call an argument: by its name where that is written.
    fn shown<'k>(&self, key: &'k str) -> Owner<'k>
    where
        't: 'k,
    {
        let is_named = self.values.iter().any(|(name, argument, _)| *name == key && argument.name.is_some());
        if is_named { Owner { sigil: "", name: key } } else { self.owner }
    }
}

/// A value that has to be a text.
pub(super) fn text<'a>(value: &'a Expression<'_>, owner: Owner<'_>, diagnostics: &mut Diagnostics) -> Option<&'a str> {
    if let ExpressionKind::String(text) = &value.kind {
        return Some(text);
    }
    let help = match &value.kind {
        ExpressionKind::Constant(word) => format!("put it in quotes: `\"{word}\"`"),
        _ => "write a text in double quotes".to_owned(),
    };
    wrong(value, owner, "a text", help, diagnostics);
    None
}

/// A value that has to be a bare word.
pub(super) fn word<'t>(value: &Expression<'t>, owner: Owner<'_>, diagnostics: &mut Diagnostics) -> Option<&'t str> {
    if let ExpressionKind::Constant(word) = value.kind {
        return Some(word);
    }
    let help = match &value.kind {
        ExpressionKind::String(text) if !text.is_empty() => format!("leave the quotes out: `{text}`"),
        _ => "write one of the language's words, without quotes".to_owned(),
    };
    wrong(value, owner, "a word", help, diagnostics);
    None
}

fn wrong(value: &Expression<'_>, owner: Owner<'_>, expected: &str, help: String, diagnostics: &mut Diagnostics) {
    let message = format!("`{owner}` expects {expected}, not {}", describe(value));
    diagnostics.push(Diagnostic::error(Code::WrongKindOfValue, message).at(value.span, "").help(help));
}

/// What a value is, in words.
pub(super) fn describe(value: &Expression<'_>) -> &'static str {
    match value.kind {
        ExpressionKind::String(_) => "a text",
        ExpressionKind::Number(_) => "a number",
        ExpressionKind::Constant("true" | "false") => "a truth value",
        ExpressionKind::Constant(_) => "a word",
        ExpressionKind::Call(..) => "a function",
        ExpressionKind::Array(_) => "a list",
        ExpressionKind::Object(_) => "an object",
    }
}
