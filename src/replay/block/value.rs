//! Values of variables and expressions, as far as they can be told.

use super::Run;
use crate::replay::statement::{Expression, Step};
use crate::sql::{TokenKind, constant, written_like};

/// What is known of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// It is this text.
    Text(String),
    /// It is a list of these.
    List(Vec<String>),
    /// It comes of a question to the catalog.
    OfCatalog,
    /// Nothing.
    Nothing,
}

impl Run<'_> {
    /// What is known of the value of an expression.
    pub(super) fn value(&self, expression: &Expression) -> Known {
        match expression {
            Expression::Text(text) => Known::Text(text.clone()),
            Expression::List(items) => {
                let values: Option<Vec<String>> = items.iter().map(|item| self.text(item)).collect();
                values.map_or(Known::Nothing, Known::List)
            }
            Expression::Variable(name) => self.variables.get(name).cloned().unwrap_or(Known::Nothing),
            Expression::Concatenation(parts) => {
                let texts: Option<Vec<String>> = parts.iter().map(|part| self.text(part)).collect();
                texts.map_or(Known::Nothing, |texts| Known::Text(texts.concat()))
            }
            Expression::Format(arguments) => {
                let texts: Option<Vec<String>> = arguments.iter().map(|argument| self.text(argument)).collect();
                texts.and_then(|texts| format(&texts)).map_or(Known::Nothing, Known::Text)
            }
            Expression::QuoteIdentifier(name) => {
                self.text(name).map_or(Known::Nothing, |name| Known::Text(quoted(&name)))
            }
            Expression::QuoteLiteral(text) => {
                self.text(text).map_or(Known::Nothing, |text| Known::Text(literal(&text)))
            }
            Expression::SearchPath => Known::Text(self.catalog.search_path()),
            Expression::Unknown { asks_catalog: true } => Known::OfCatalog,
            Expression::Unknown { asks_catalog: false } => Known::Nothing,
        }
    }

    pub(super) fn text(&self, expression: &Expression) -> Option<String> {
        match self.value(expression) {
            Known::Text(text) => Some(text),
            Known::List(_) | Known::OfCatalog | Known::Nothing => None,
        }
    }

    pub(super) fn assign(&mut self, variables: &[String], value: &Expression) {
        let value = self.value(value);
        for variable in variables {
            self.variables.insert(variable.clone(), value.clone());
        }
    }

    /// What steps assign that may run or not, or may run several times, is not known any more.
    pub(super) fn forget_assigned(&mut self, steps: &[Step]) {
        for step in steps {
            match step {
                Step::Assign { variables, .. } => {
                    self.variables.extend(variables.iter().map(|name| (name.clone(), Known::Nothing)));
                }
                Step::Block(block) => {
                    self.forget_assigned(&block.steps);
                    block.handlers.iter().for_each(|handler| self.forget_assigned(&handler.steps));
                }
                Step::If(branch) => branch.arms.iter().for_each(|arm| self.forget_assigned(&arm.steps)),
                Step::Loop(repeated) => self.forget_assigned(&repeated.steps),
                Step::Run(_) | Step::Execute { .. } | Step::Raise { .. } | Step::Return | Step::Nothing => {}
            }
        }
    }
}

/// `format()`: <https://www.postgresql.org/docs/current/functions-string.html#FUNCTIONS-STRING-FORMAT>, as far as it has
/// neither widths nor positions.
fn format(arguments: &[String]) -> Option<String> {
    let mut arguments = arguments.iter();
    let mut rest = arguments.next()?.as_str();
    let mut text = String::new();
    while let Some((before, behind)) = rest.split_once('%') {
        text.push_str(before);
        let kind = behind.chars().next()?;
        match kind {
            '%' => text.push('%'),
            's' => text.push_str(arguments.next()?),
            'I' => text.push_str(&quoted(arguments.next()?)),
            'L' => text.push_str(&literal(arguments.next()?)),
            _ => return None,
        }
        rest = &behind[kind.len_utf8()..];
    }
    text.push_str(rest);
    Some(text)
}

fn quoted(name: &str) -> String {
    written_like(TokenKind::Word, name)
}

fn literal(text: &str) -> String {
    let constant = constant(text);
    if text.contains('\\') { format!("E{}", constant.replace('\\', "\\\\")) } else { constant }
}

#[cfg(test)]
mod tests {
    use super::format;

    #[test]
    fn a_format_is_filled_in_as_postgres_does() {
        let format = |arguments: &[&str]| format(&arguments.iter().map(|&text| text.to_owned()).collect::<Vec<_>>());
        assert_eq!(
            format(&["100%% of %I is %L, %s", "My T", "it's", "x"]).as_deref(),
            Some("100% of \"My T\" is 'it''s', x")
        );
        assert_eq!(format(&["%s"]), None);
        assert_eq!(format(&["%1$s", "a"]), None);
        assert_eq!(format(&["%"]), None);
    }
}
