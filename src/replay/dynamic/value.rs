//! Values of variables and expressions, as far as they can be told.

use std::collections::BTreeMap;

use super::Piece;
use crate::replay::statement::Expression;
use crate::sql::{TokenKind, constant, written_like};

/// What is known of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::replay) enum Known {
    /// It is this text.
    Text(String),
    /// It is a text of these pieces, of which not all are known.
    Partly(Vec<Piece>),
    /// It is a list of these.
    List(Vec<String>),
    /// It comes of a question to the catalog.
    OfCatalog,
    /// Nothing.
    Nothing,
}

/// A value that comes to more bytes is not followed: no statement is put together of so many.
const LONGEST: usize = 32 * 1024;

/// What variables are; the field of a record has the name of the record and a dot before its own.
pub(in crate::replay) type Variables = BTreeMap<String, Known>;

impl Known {
    fn of_pieces(pieces: Vec<Piece>) -> Known {
        let texts: Option<Vec<&str>> = pieces.iter().map(Piece::known).collect();
        match texts {
            Some(texts) => Known::Text(texts.concat()),
            None => Known::Partly(pieces),
        }
    }

    /// How many bytes it takes.
    #[must_use]
    pub(in crate::replay) fn len(&self) -> usize {
        match self {
            Known::Text(text) => text.len(),
            Known::Partly(pieces) => pieces.iter().map(Piece::len).sum(),
            Known::List(texts) => texts.iter().map(String::len).sum(),
            Known::OfCatalog | Known::Nothing => 0,
        }
    }

    /// The text that it is.
    #[must_use]
    pub(in crate::replay) fn into_text(self) -> Option<String> {
        match self {
            Known::Text(text) => Some(text),
            Known::Partly(_) | Known::List(_) | Known::OfCatalog | Known::Nothing => None,
        }
    }

    /// The text that it is, in pieces.
    #[must_use]
    pub(in crate::replay) fn into_pieces(self) -> Vec<Piece> {
        match self {
            Known::Text(text) => vec![Piece::Text(text)],
            Known::Partly(pieces) => pieces,
            Known::List(_) | Known::OfCatalog | Known::Nothing => vec![Piece::Anything],
        }
    }
}

/// What is known of the value of an expression. `search_path` is what that is, where it is known.
#[must_use]
pub(in crate::replay) fn value(expression: &Expression, variables: &Variables, search_path: Option<&str>) -> Known {
    let value = |expression: &Expression| value(expression, variables, search_path);
    // as long as they are not too long together
    let values = |expressions: &[Expression]| {
        let mut left = LONGEST;
        let value = |expression| {
            let value = value(expression);
            left = left.checked_sub(value.len())?;
            Some(value)
        };
        expressions.iter().map(value).collect::<Option<Vec<Known>>>()
    };
    match expression {
        Expression::Text(text) => Known::Text(text.clone()),
        Expression::List(items) => {
            let texts = values(items).and_then(|values| values.into_iter().map(Known::into_text).collect());
            texts.map_or(Known::Nothing, Known::List)
        }
        Expression::Variable(name) => variables.get(name).cloned().unwrap_or(Known::Nothing),
        Expression::Concatenation(parts) => {
            let pieces = values(parts).map(|parts| parts.into_iter().flat_map(Known::into_pieces).collect());
            pieces.map_or(Known::Nothing, Known::of_pieces)
        }
        Expression::Format(arguments) => {
            let filled = values(arguments).and_then(|values| {
                let (template, arguments) = values.split_first()?;
                format(&template.clone().into_text()?, arguments)
            });
            filled
                .filter(|pieces| pieces.iter().map(Piece::len).sum::<usize>() <= LONGEST)
                .map_or(Known::Nothing, Known::of_pieces)
        }
        Expression::QuoteIdentifier(name) => Known::of_pieces(vec![quoted(value(name))]),
        Expression::QuoteLiteral(text) => Known::of_pieces(vec![literal(value(text))]),
        Expression::Name => Known::Partly(vec![Piece::Name]),
        Expression::SearchPath => search_path.map_or(Known::Nothing, |path| Known::Text(path.to_owned())),
        Expression::OfColumn(_) | Expression::Unknown { asks_catalog: true } => Known::OfCatalog,
        Expression::Unknown { asks_catalog: false } => Known::Nothing,
    }
}

/// `format()`: <https://www.postgresql.org/docs/current/functions-string.html#FUNCTIONS-STRING-FORMAT>, as far as it has
/// no widths.
fn format(template: &str, arguments: &[Known]) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut rest = template;
    let mut next = 0;
    while let Some((before, behind)) = rest.split_once('%') {
        pieces.push(Piece::Text(before.to_owned()));
        let digits = behind.find(|c: char| !c.is_ascii_digit())?;
        let behind = match behind[digits..].strip_prefix('$') {
            Some(behind) => {
                next = behind_position(&template[template.len() - rest.len()..])?;
                behind
            }
            None if digits == 0 => behind,
            None => return None,
        };
        let kind = behind.chars().next()?;
        rest = &behind[kind.len_utf8()..];
        if kind == '%' {
            pieces.push(Piece::Text("%".to_owned()));
            continue;
        }
        let argument = arguments.get(next)?.clone();
        next += 1;
        match kind {
            's' => pieces.extend(argument.into_pieces()),
            'I' => pieces.push(quoted(argument)),
            'L' => pieces.push(literal(argument)),
            _ => return None,
        }
    }
    pieces.push(Piece::Text(rest.to_owned()));
    Some(pieces)
}

/// The argument that `%2$I` names, from 0.
fn behind_position(text: &str) -> Option<usize> {
    let (_, behind) = text.split_once('%')?;
    let (number, _) = behind.split_once('$')?;
    number.parse::<usize>().ok()?.checked_sub(1)
}

fn quoted(name: Known) -> Piece {
    name.into_text().map_or(Piece::Name, |name| Piece::Text(written_like(TokenKind::Word, &name)))
}

fn literal(text: Known) -> Piece {
    let Some(text) = text.into_text() else { return Piece::Constant };
    let constant = constant(&text);
    Piece::Text(if text.contains('\\') { format!("E{}", constant.replace('\\', "\\\\")) } else { constant })
}

#[cfg(test)]
mod tests {
    use super::{Known, Piece, format};

    #[test]
    fn a_format_is_filled_in_as_postgres_does() {
        let format = |template: &str, arguments: &[&str]| {
            let arguments: Vec<Known> = arguments.iter().map(|&text| Known::Text(text.to_owned())).collect();
            format(template, &arguments).map(Known::of_pieces)
        };
        let text = |text: &str| Some(Known::Text(text.to_owned()));
        assert_eq!(format("100%% of %I is %L, %s", &["My T", "it's", "x"]), text("100% of \"My T\" is 'it''s', x"));
        assert_eq!(format("%2$s %1$s %s", &["a", "b"]), text("b a b"));
        assert_eq!(format("%s", &[]), None);
        assert_eq!(format("%0$s", &["a"]), None);
        assert_eq!(format("%5s", &["a"]), None);
        assert_eq!(format("%", &[]), None);
    }

    #[test]
    fn what_is_not_known_stays_a_piece() {
        let unknown = [Known::Nothing, Known::OfCatalog, Known::Nothing];
        let pieces = format("a %I %L %s", &unknown).map(Known::of_pieces);
        let text = |text: &str| Piece::Text(text.to_owned());
        let blank = || text(" ");
        let meant = vec![text("a "), Piece::Name, blank(), Piece::Constant, blank(), Piece::Anything, text("")];
        assert_eq!(pieces, Some(Known::Partly(meant)));
    }
}
