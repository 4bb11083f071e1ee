//! What a prisma.config file says in plain texts. Nothing of it is ever run: what is not written out is not known.

use std::collections::BTreeMap;

/// A piece of JavaScript.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    /// A text that stands for itself.
    Text(String),
    Name(String),
    Mark(char),
}

/// The value of a property.
pub(super) struct Value<'t>(&'t [Token]);

/// The tokens of a file.
pub(super) struct Script(Vec<Token>);

impl Script {
    pub(super) fn read(text: &str) -> Script {
        let mut tokens = Vec::new();
        let mut rest = text;
        let mut open = OpenQuotes::default();
        while let Some(c) = rest.chars().next() {
            let end = if let Some(comment) = rest.strip_prefix("//") {
                2 + comment.find('\n').unwrap_or(comment.len())
            } else if let Some(comment) = rest.strip_prefix("/*") {
                comment.find("*/").map_or(rest.len(), |end| end + 4)
            } else if matches!(c, '"' | '\'' | '`') {
                let (token, end) = open.quoted(rest, c);
                tokens.push(token);
                end
            } else if is_of_name(c) {
                let end = rest.find(|c| !is_of_name(c)).unwrap_or(rest.len());
                tokens.push(Token::Name(rest[..end].to_owned()));
                end
            } else {
                if !c.is_whitespace() {
                    tokens.push(Token::Mark(c));
                }
                c.len_utf8()
            };
            rest = &rest[end..];
        }
        Script(tokens)
    }

    /// Whether a name occurs anywhere.
    pub(super) fn mentions(&self, name: &str) -> bool {
        self.0.iter().any(|token| is_named(token, name))
    }

    /// The properties of the configuration that the file exports; `None` where that is not written out.
    pub(super) fn configuration(&self) -> Option<BTreeMap<&str, Value<'_>>> {
        let before = |at: usize, marks: &[&str]| {
            at >= marks.len() && self.0[at - marks.len()..at].iter().zip(marks).all(|(token, word)| is(token, word))
        };
        let mut starts = (0..self.0.len()).filter(|&at| self.0[at] == Token::Mark('{'));
        let is_exported = |&at: &usize| {
            before(at, &["defineConfig", "("]) || before(at, &["export", "default"]) || before(at, &["exports", "="])
        };
        let start = starts.clone().find(is_exported).or_else(|| {
            let exported = self.0.windows(3).find(|three| is(&three[0], "export") && is(&three[1], "default"))?;
            let Token::Name(name) = &exported[2] else { return None };
            let declared = self.0.windows(2).position(|two| is(&two[0], "const") && is_named(&two[1], name))?;
            let equals = declared + self.0[declared..].iter().position(|token| *token == Token::Mark('='))?;
            starts.find(|&at| at == equals + 1)
        })?;
        Some(Value(&self.0[start..]).properties())
    }
}

impl<'t> Value<'t> {
    /// The properties of an object; none where it is something else.
    pub(super) fn properties(&self) -> BTreeMap<&'t str, Value<'t>> {
        let mut properties = BTreeMap::new();
        let [Token::Mark('{'), inside @ ..] = self.0 else { return properties };
        let mut rest = inside;
        while !rest.is_empty() {
            let end = end_of_item(rest);
            match &rest[..end] {
                [Token::Name(key) | Token::Text(key), Token::Mark(':'), value @ ..] => {
                    properties.insert(key.as_str(), Value(value));
                }
                // `{ schema }`, whose value is elsewhere
                [Token::Name(key)] => drop(properties.insert(key.as_str(), Value(&[]))),
                _ => {}
            }
            if rest.get(end) != Some(&Token::Mark(',')) {
                break;
            }
            rest = &rest[end + 1..];
        }
        properties
    }

    /// A text, or texts that are joined to a path.
    pub(super) fn path(&self) -> Option<String> {
        if let [Token::Text(text)] = self.0 {
            return Some(text.clone());
        }
        let arguments = match self.0 {
            [Token::Name(path), Token::Mark('.'), Token::Name(join), rest @ ..] if path == "path" && join == "join" => {
                rest
            }
            [Token::Name(join), rest @ ..] if join == "join" => rest,
            _ => return None,
        };
        let [Token::Mark('('), arguments @ .., Token::Mark(')')] = arguments else { return None };
        let arguments = arguments.strip_suffix(&[Token::Mark(',')]).unwrap_or(arguments);
        let mut parts = Vec::new();
        for (at, argument) in arguments.split(|token| *token == Token::Mark(',')).enumerate() {
            match argument {
                [Token::Text(text)] => parts.push(text.as_str()),
                // the folder of the file, which paths are relative to anyway
                [Token::Name(name)] if at == 0 && name == "__dirname" => parts.push("."),
                [Token::Name(import), Token::Mark('.'), Token::Name(meta), Token::Mark('.'), Token::Name(name)]
                    if at == 0 && import == "import" && meta == "meta" && name == "dirname" =>
                {
                    parts.push(".");
                }
                _ => return None,
            }
        }
        Some(parts.join("/"))
    }
}

/// Where the comma or the bracket after an item is.
fn end_of_item(tokens: &[Token]) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Mark('(' | '[' | '{') => depth += 1,
            Token::Mark(')' | ']' | '}') if depth == 0 => return at,
            Token::Mark(')' | ']' | '}') => depth -= 1,
            Token::Mark(',') if depth == 0 => return at,
            Token::Mark(_) | Token::Name(_) | Token::Text(_) => {}
        }
    }
    tokens.len()
}

/// Quote marks that do not end, with how much of the file is left where they would have to: what is between there and here
/// has been looked through, and is not again.
#[derive(Default)]
struct OpenQuotes(BTreeMap<char, usize>);

impl OpenQuotes {
    /// A text in quotes, and where it ends; only its quote mark where it is none that stands for itself.
    fn quoted(&mut self, rest: &str, quote: char) -> (Token, usize) {
        if self.0.get(&quote).is_some_and(|&left| left < rest.len()) {
            return (Token::Mark(quote), 1);
        }
        quoted(rest, quote).unwrap_or_else(|at| {
            self.0.insert(quote, rest.len() - at);
            (Token::Mark(quote), 1)
        })
    }
}

/// A text in quotes, and where it ends.
///
/// # Errors
/// With where it would have to end at the latest, where it does not.
fn quoted(rest: &str, quote: char) -> Result<(Token, usize), usize> {
    let mut text = String::new();
    let mut is_plain = true;
    let mut chars = rest.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            _ if c == quote => {
                return Ok((if is_plain { Token::Text(text) } else { Token::Mark(quote) }, at + 1));
            }
            // no text goes on after the line, so this was none
            '\n' if quote != '`' => return Err(at),
            '\\' => match chars.next() {
                Some((_, c @ ('\\' | '/' | '"' | '\'' | '`'))) => text.push(c),
                _ => is_plain = false,
            },
            '$' if quote == '`' && chars.peek().is_some_and(|(_, c)| *c == '{') => is_plain = false,
            c => text.push(c),
        }
    }
    Err(rest.len())
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$')
}

fn is_named(token: &Token, name: &str) -> bool {
    matches!(token, Token::Name(is) if is == name)
}

/// A word as it is written: a name or a mark.
fn is(token: &Token, word: &str) -> bool {
    match token {
        Token::Name(name) => name == word,
        Token::Mark(mark) => word.chars().eq([*mark]),
        Token::Text(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::Script;

    /// The path at a property of the configuration: none where there is no property, an empty one where it is unknown.
    fn schema(text: &str) -> Option<String> {
        let script = Script::read(text);
        let value = script.configuration()?.remove("schema")?;
        Some(value.path().unwrap_or_default())
    }

    #[test]
    fn what_is_written_out_is_read() {
        for text in [
            "import 'dotenv/config'\nexport default defineConfig({ schema: 'a/b.prisma' })",
            "module.exports = { /* schema: 'x', */ \"schema\": \"a/b.prisma\", }",
            "export default { datasource: { url: env('X'), schema: 'x' }, schema: `a/b.prisma` } satisfies PrismaConfig;",
            "const config: PrismaConfig = {\n  // it's here\n  schema: path.join('a', 'b.prisma',),\n}\nexport default config",
            "export default defineConfig({ schema: join(__dirname, \"a\", \"b.prisma\"), ...more })",
            "export default defineConfig({ schema: path.join(import.meta.dirname, 'a/b.prisma') })",
            "const schema = 'x'; export default defineConfig({ f() { return { schema: 1 } }, g: [{ schema: 2 }], schema: 'a/b.prisma' });",
        ] {
            let read = schema(text).unwrap_or_default();
            assert_eq!(read.trim_start_matches("./"), "a/b.prisma", "{text}");
        }
    }

    #[test]
    fn what_is_not_is_known_to_be_unknown() {
        for value in [
            "process.env.SCHEMA",
            "env('SCHEMA')",
            "`a/${b}`",
            "'a' + b",
            "path.join(root, 'b')",
            "path.resolve('a')",
            "x ? 'a' : 'b'",
            "'\\u0061'",
            "",
        ] {
            assert_eq!(schema(&format!("export default {{ schema: {value} }}")), Some(String::new()), "{value}");
        }
        assert_eq!(schema("export default defineConfig({ schema })"), Some(String::new()));
        assert_eq!(schema("export default defineConfig(async () => ({ schema: 'a' }))"), None);
        assert_eq!(schema("export default defineConfig({})"), None);
    }

    #[test]
    fn nothing_is_too_odd_to_be_read_over() {
        for text in
            ["", "'", "`", "/*", "{", "export default", "export default x", "({[", "defineConfig({", "ä\\'\"\n", "\\"]
        {
            assert_eq!(schema(text), None, "{text}");
        }
        assert_eq!(schema("defineConfig({schema:"), Some(String::new()));
        assert_eq!(schema("export default { schema: '\\"), Some(String::new()));
    }
}
