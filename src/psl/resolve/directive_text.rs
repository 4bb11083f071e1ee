//! How a directive is written: `@refract.name(key: value, "text")`.

use crate::psl::ast::Doc;
use crate::text::Span;

const MARK: &str = "@refract.";

/// A directive as it is written.
pub(super) struct Written<'t> {
    pub(super) name: &'t str,
    pub(super) arguments: Vec<Argument<'t>>,
    pub(super) span: Span,
}

/// An argument of a directive.
pub(super) struct Argument<'t> {
    pub(super) key: Option<&'t str>,
    pub(super) value: Value<'t>,
    pub(super) span: Span,
}

/// A value in a directive.
pub(super) enum Value<'t> {
    Text(String),
    Number(&'t str),
    Word(&'t str),
}

/// All directives on a line of documentation, or what keeps one from being read. What stands between backticks is
/// prose about a directive.
pub(super) fn find(doc: Doc<'_>) -> Vec<Result<Written<'_>, (Span, &'static str)>> {
    let mut found = Vec::new();
    let mut reader = Reader { text: doc.text, at: 0, doc_span: doc.span };
    while let Some(start) = reader.rest().find(MARK).map(|offset| reader.at + offset) {
        reader.at = start + MARK.len();
        if doc.text[..start].matches('`').count() % 2 == 1 {
            continue;
        }
        let result = reader.directive(start);
        let is_lost = result.is_err();
        found.push(result.map_err(|problem| (reader.span(start, reader.at), problem)));
        if is_lost {
            break;
        }
    }
    found
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    doc_span: Span,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn span(&self, start: usize, end: usize) -> Span {
        let offset = |at: usize| self.doc_span.start + u32::try_from(at).unwrap_or(u32::MAX);
        Span { start: offset(start), end: offset(end), ..self.doc_span }
    }

    fn skip_space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn accept(&mut self, c: char) -> bool {
        self.skip_space();
        let is_there = self.rest().starts_with(c);
        if is_there {
            self.at += c.len_utf8();
        }
        is_there
    }

    fn word(&mut self) -> &'t str {
        let rest = self.rest();
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn directive(&mut self, start: usize) -> Result<Written<'t>, &'static str> {
        let name = self.word();
        if name.is_empty() {
            return Err("`@refract.` without the name of a directive");
        }
        let mut arguments = Vec::new();
        if self.rest().starts_with('(') {
            self.at += 1;
            if !self.accept(')') {
                loop {
                    arguments.push(self.argument()?);
                    if self.accept(')') {
                        break;
                    }
                    if !self.accept(',') {
                        return Err("a directive whose parentheses are not closed");
                    }
                }
            }
        }
        Ok(Written { name, arguments, span: self.span(start, self.at) })
    }

    fn argument(&mut self) -> Result<Argument<'t>, &'static str> {
        self.skip_space();
        let start = self.at;
        if self.rest().starts_with('"') {
            let value = Value::Text(self.quoted()?);
            return Ok(Argument { key: None, value, span: self.span(start, self.at) });
        }
        let word = self.word();
        if !word.is_empty() && self.accept(':') {
            self.skip_space();
            let value = self.value()?;
            return Ok(Argument { key: Some(word), value, span: self.span(start, self.at) });
        }
        self.at = start;
        let value = self.value()?;
        Ok(Argument { key: None, value, span: self.span(start, self.at) })
    }

    fn value(&mut self) -> Result<Value<'t>, &'static str> {
        if self.rest().starts_with('"') {
            return self.quoted().map(Value::Text);
        }
        let start = self.at;
        if self.rest().starts_with('-') {
            self.at += 1;
        }
        self.word();
        let word = &self.text[start..self.at];
        match word.trim_start_matches('-').bytes().next() {
            None => Err("an argument of a directive without a value"),
            Some(byte) if byte.is_ascii_digit() => Ok(Value::Number(word)),
            Some(_) => Ok(Value::Word(word)),
        }
    }

    /// A text in quotes; a backslash keeps the next character as it is.
    fn quoted(&mut self) -> Result<String, &'static str> {
        self.at += 1;
        let mut text = String::new();
        let mut is_escaped = false;
        for c in self.rest().chars() {
            self.at += c.len_utf8();
            match c {
                _ if is_escaped => {
                    text.push(c);
                    is_escaped = false;
                }
                '\\' => is_escaped = true,
                '"' => return Ok(text),
                c => text.push(c),
            }
        }
        Err("a text in a directive that is not closed")
    }
}
