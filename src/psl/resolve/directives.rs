//! `@refract.*` in documentation: where each directive may stand, and what its arguments are.

use super::directive_text::{Argument, Value, Written, find};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::psl::ast::Doc;
use crate::psl::directive::{Directive, DirectiveKind};
use crate::psl::nearest::nearest;
use crate::psl::schema::{Field, FieldKind};
use crate::text::{Span, Spanned};

/// What a directive stands on.
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

const NAMES: &[&str] = &["hnsw", "ivfflat", "noIndex", "renamedFrom", "using", "backfill", "targets"];

/// The directives in the documentation of something.
pub(super) fn resolve_directives(docs: &[Doc<'_>], place: Place<'_>, diagnostics: &mut Diagnostics) -> Vec<Directive> {
    let mut directives: Vec<Directive> = Vec::new();
    for doc in docs {
        if !doc.text.contains("@refract") {
            continue;
        }
        for written in find(*doc) {
            let Some(directive) = resolve(written, place, diagnostics) else { continue };
            if let Some(first) = directives.iter().find(|other| contradict(&other.kind, &directive.kind)) {
                diagnostics.push(
                    Diagnostic::error(Code::RepeatedDirective, "directives that cannot both hold")
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

/// A column may have several vector indexes, but then each has a name or a class of its own; all else stands once.
fn contradict(one: &DirectiveKind, other: &DirectiveKind) -> bool {
    let is_index = |kind: &DirectiveKind| matches!(kind, DirectiveKind::Hnsw { .. } | DirectiveKind::IvfFlat { .. });
    let is_none = |kind: &DirectiveKind| matches!(kind, DirectiveKind::NoIndex);
    if is_index(one) && is_index(other) {
        return one == other;
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

/// What to do when a directive stands on something that it says nothing about.
fn misplaced(name: &str, place: Place<'_>) -> Option<&'static str> {
    let is_vector = match place {
        Place::Field(field) => vector_type(field).is_some(),
        Place::Index { is_vector } => is_vector,
        _ => false,
    };
    let has_column = matches!(place, Place::Field(field) if !matches!(field.kind, FieldKind::Relation(_)));
    match name {
        "hnsw" | "ivfflat" => (!is_vector).then_some(
            "put it above or behind a field such as `embedding Unsupported(\"vector(1536)\")`, or the `@@index` of one",
        ),
        "noIndex" => (!(is_vector && has_column))
            .then_some("put it above or behind a field such as `embedding Unsupported(\"vector(1536)\")`"),
        "using" | "backfill" => (!has_column).then_some("put it above or behind a field that has a column"),
        "targets" => (!matches!(place, Place::Model { is_view: false }))
            .then_some("put it right above a model, without a blank line in between"),
        _ => {
            let is_good =
                has_column || matches!(place, Place::Model { is_view: false } | Place::Enum | Place::EnumValue);
            (!is_good).then_some(
                "put it above or behind the field, model, enum or enum value that has a new name, without a blank line above a block",
            )
        }
    }
}

/// The type of pgvector that a field has, without its schema and its dimensions.
pub(super) fn vector_type(field: &Field) -> Option<&'static str> {
    let FieldKind::Unsupported(text) = &field.kind else { return None };
    let name = text.split('(').next().unwrap_or_default().trim();
    let name = name.rsplit('.').next().unwrap_or_default().trim().trim_matches('"');
    ["vector", "halfvec", "sparsevec", "bit"].into_iter().find(|known| known.eq_ignore_ascii_case(name))
}

fn resolve_kind(name: &str, written: &Written<'_>, diagnostics: &mut Diagnostics) -> Option<DirectiveKind> {
    let mut reader = Reader { written, diagnostics, is_broken: false };
    let kind = match name {
        "hnsw" => {
            reader.allow(&["ops", "m", "efConstruction", "name"]);
            let m = reader.number("m", 2, 100);
            let ef_construction = reader.number("efConstruction", 4, 1000);
            reader.check_candidates(m.as_ref(), ef_construction.as_ref());
            DirectiveKind::Hnsw { operator_class: reader.word("ops"), m, ef_construction, name: reader.name() }
        }
        "ivfflat" => {
            reader.allow(&["ops", "lists", "name"]);
            let lists = reader.number("lists", 1, 32768);
            DirectiveKind::IvfFlat { operator_class: reader.word("ops"), lists, name: reader.name() }
        }
        "noIndex" => {
            reader.allow(&[]);
            DirectiveKind::NoIndex
        }
        "renamedFrom" => DirectiveKind::RenamedFrom(reader.only_text()?),
        "using" => DirectiveKind::Using(reader.only_text()?),
        "backfill" => DirectiveKind::Backfill(reader.only_text()?),
        _ => DirectiveKind::Targets(reader.texts()?),
    };
    (!reader.is_broken).then_some(kind)
}

struct Reader<'r, 't> {
    written: &'r Written<'t>,
    diagnostics: &'r mut Diagnostics,
    is_broken: bool,
}

impl<'t> Reader<'_, 't> {
    fn report(&mut self, code: Code, message: String, span: Span, help: String) {
        self.is_broken = true;
        self.diagnostics.push(Diagnostic::error(code, message).at(span, "").help(help));
    }

    /// Reports arguments that are not in the list, and those that stand twice.
    fn allow(&mut self, keys: &[&str]) {
        let list = if keys.is_empty() { "remove it".to_owned() } else { format!("there are: {}", keys.join(", ")) };
        for (at, argument) in self.written.arguments.iter().enumerate() {
            let message = match argument.key {
                None => "an argument without a name".to_owned(),
                Some(key) if !keys.contains(&key) => {
                    format!("`@refract.{}` has no argument `{key}`", self.written.name)
                }
                Some(key) if self.written.arguments[..at].iter().any(|other| other.key == argument.key) => {
                    format!("`{key}` stands twice")
                }
                Some(_) => continue,
            };
            self.report(Code::DirectiveArguments, message, argument.span, list.clone());
        }
    }

    fn find(&self, key: &str) -> Option<&Argument<'t>> {
        self.written.arguments.iter().find(|argument| argument.key == Some(key))
    }

    fn number(&mut self, key: &str, from: u32, to: u32) -> Option<Spanned<u32>> {
        let argument = self.find(key)?;
        let span = argument.span;
        let number = match &argument.value {
            Value::Number(digits) => digits.parse().ok().filter(|number| (from..=to).contains(number)),
            Value::Text(_) | Value::Word(_) => None,
        };
        if number.is_none() {
            let message = format!("`{key}` is a whole number from {from} to {to}");
            self.report(Code::DirectiveRange, message, span, "write a number in this range".to_owned());
        }
        number.map(|value| Spanned { value, span })
    }

    /// pgvector refuses a candidate list that is shorter than twice the links of a node.
    fn check_candidates(&mut self, m: Option<&Spanned<u32>>, ef_construction: Option<&Spanned<u32>>) {
        let links = m.map_or(16, |m| m.value);
        let candidates = ef_construction.map_or(64, |ef| ef.value);
        if candidates >= 2 * links {
            return;
        }
        let Some(span) = ef_construction.or(m).map(|given| given.span) else { return };
        let message = format!("`efConstruction` is {candidates}, less than twice `m`, which is {links}");
        self.report(Code::DirectiveRange, message, span, format!("write `efConstruction: {}` or more", 2 * links));
    }

    fn word(&mut self, key: &str) -> Option<Spanned<String>> {
        let argument = self.find(key)?;
        let span = argument.span;
        let value = match &argument.value {
            Value::Word(word) => Some((*word).to_owned()),
            Value::Text(text) if !text.trim().is_empty() => Some(text.clone()),
            Value::Text(_) | Value::Number(_) => None,
        };
        if value.is_none() {
            let help = "write the operator class, such as `vector_cosine_ops`".to_owned();
            self.report(Code::DirectiveArguments, format!("`{key}` is a name"), span, help);
        }
        value.map(|value| Spanned { value, span })
    }

    fn name(&mut self) -> Option<Spanned<String>> {
        let argument = self.find("name")?;
        let span = argument.span;
        let value = match &argument.value {
            Value::Word(word) => (*word).to_owned(),
            Value::Text(text) => text.clone(),
            Value::Number(_) => String::new(),
        };
        if value.is_empty() || value.len() > 63 {
            let help = "write a name of 1 to 63 bytes in double quotes".to_owned();
            self.report(
                Code::DirectiveArguments,
                "`name` is no name that PostgreSQL could keep".to_owned(),
                span,
                help,
            );
            return None;
        }
        Some(Spanned { value, span })
    }

    fn only_text(&mut self) -> Option<String> {
        if let [Argument { key: None, value: Value::Text(text), .. }] = self.written.arguments.as_slice()
            && !text.trim().is_empty()
        {
            return Some(text.clone());
        }
        let name = self.written.name;
        let message = format!("`@refract.{name}` takes one text");
        self.report(Code::DirectiveArguments, message, self.written.span, format!("write `@refract.{name}(\"...\")`"));
        None
    }

    fn texts(&mut self) -> Option<Vec<Spanned<String>>> {
        let mut texts = Vec::new();
        for argument in &self.written.arguments {
            if let Argument { key: None, value: Value::Text(text), span } = argument
                && !text.is_empty()
            {
                texts.push(Spanned { value: text.clone(), span: *span });
            }
        }
        if texts.is_empty() || texts.len() != self.written.arguments.len() {
            let help = "write their names in double quotes: `@refract.targets(\"main\")`".to_owned();
            self.report(
                Code::DirectiveArguments,
                "`@refract.targets` takes names of targets".to_owned(),
                self.written.span,
                help,
            );
            return None;
        }
        Some(texts)
    }
}
