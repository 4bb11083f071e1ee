//! The arguments of directives.

use super::directive_text::{Argument, Value, Written};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::psl::directive::{DirectiveKind, VectorIndex};
use crate::text::{Span, Spanned};

/// What a directive of a known name says.
pub(super) fn resolve_kind(name: &str, written: &Written<'_>, diagnostics: &mut Diagnostics) -> Option<DirectiveKind> {
    let mut reader = Reader { written, diagnostics, is_broken: false };
    let kind = match name {
        "hnsw" => {
            reader.allow(&["ops", "m", "efConstruction", "as", "where", "name"]);
            let m = reader.number("m", 2, 100);
            let ef_construction = reader.number("efConstruction", 4, 1000);
            reader.check_candidates(m.as_ref(), ef_construction.as_ref());
            DirectiveKind::Hnsw { index: reader.vector_index(), m, ef_construction }
        }
        "ivfflat" => {
            reader.allow(&["ops", "lists", "as", "where", "name"]);
            let lists = reader.number("lists", 1, 32768);
            DirectiveKind::IvfFlat { index: reader.vector_index(), lists }
        }
        "noIndex" => {
            reader.allow(&[]);
            DirectiveKind::NoIndex
        }
        "renamedFrom" => DirectiveKind::RenamedFrom(reader.only_text()?),
        "using" => DirectiveKind::Using(reader.only_text()?),
        "backfill" => DirectiveKind::Backfill(reader.only_text()?),
        "rows" => DirectiveKind::Rows(reader.only_number()?),
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
                    format!("`{key}` is given twice")
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

    /// pgvector refuses a candidate list that is shorter than twice the links of a node. Where one of the two is left
    /// to the configuration, this is found later.
    fn check_candidates(&mut self, m: Option<&Spanned<u32>>, ef_construction: Option<&Spanned<u32>>) {
        let (Some(m), Some(ef)) = (m, ef_construction) else { return };
        if ef.value < 2 * m.value {
            let message = format!("`efConstruction` is {}, less than twice `m`, which is {}", ef.value, m.value);
            self.report(
                Code::DirectiveRange,
                message,
                ef.span,
                format!("write `efConstruction: {}` or more", 2 * m.value),
            );
        }
    }

    fn vector_index(&mut self) -> VectorIndex {
        VectorIndex {
            operator_class: self.word("ops", "the operator class, such as `vector_cosine_ops`"),
            as_type: self.word("as", "the type to index the vector as, such as \"halfvec\" or \"bit\""),
            predicate: self.text("where", "a condition in SQL, such as `where: \"deleted_at IS NULL\"`"),
            name: self.name(),
        }
    }

    fn text(&mut self, key: &str, example: &str) -> Option<Spanned<String>> {
        let argument = self.find(key)?;
        let span = argument.span;
        let value = match &argument.value {
            Value::Text(text) if !text.trim().is_empty() => Some(text.clone()),
            Value::Text(_) | Value::Word(_) | Value::Number(_) => None,
        };
        if value.is_none() {
            let message = format!("`{key}` is a text");
            self.report(Code::DirectiveArguments, message, span, format!("write {example}"));
        }
        value.map(|value| Spanned { value, span })
    }

    fn word(&mut self, key: &str, example: &str) -> Option<Spanned<String>> {
        let argument = self.find(key)?;
        let span = argument.span;
        let value = match &argument.value {
            Value::Word(word) => Some((*word).to_owned()),
            Value::Text(text) if !text.trim().is_empty() => Some(text.clone()),
            Value::Text(_) | Value::Number(_) => None,
        };
        if value.is_none() {
            self.report(Code::DirectiveArguments, format!("`{key}` is a name"), span, format!("write {example}"));
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

    fn only_number(&mut self) -> Option<u64> {
        if let [Argument { key: None, value: Value::Number(digits), .. }] = self.written.arguments.as_slice()
            && let Ok(number) = digits.replace('_', "").parse()
        {
            return Some(number);
        }
        let name = self.written.name;
        let message = format!("`@refract.{name}` takes one whole number");
        let help = format!("write how many there are, roughly: `@refract.{name}(1000000)`");
        self.report(Code::DirectiveArguments, message, self.written.span, help);
        None
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
