//! A file cut into statements. A command of psql's own is one of them, or ends the one before it.

use std::ops::Range;

use crate::sql::{Depth, Token, TokenKind, Tokens};

/// One statement as it is written: its tokens, without the semicolon, and the comments that stand before and in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Written<'t> {
    /// At least one.
    pub tokens: &'t [Token],
    /// Where its comments stand.
    pub comments: &'t [Range<usize>],
}

/// Cuts tokens into statements: at semicolons that are neither in parentheses nor in the body of a function
/// (`BEGIN ATOMIC ... END`).
#[must_use]
pub(crate) fn split<'t>(text: &str, tokens: &'t Tokens) -> Vec<Written<'t>> {
    let mut found = Vec::new();
    let mut comments = tokens.comments.as_slice();
    let mut start = 0;
    let mut depth = Depth::default();
    for (at, token) in tokens.tokens.iter().enumerate() {
        // a command of psql's own is a part of the statement that it ends
        let is_command = token.kind == TokenKind::PsqlCommand;
        let is_end = is_command || depth.is_outside() && is_end(text, token);
        if !is_end {
            depth.pass(text, &tokens.tokens[start..=at]);
            continue;
        }
        let own = comments.partition_point(|comment| comment.end <= token.range.end);
        push(&mut found, &tokens.tokens[start..at + usize::from(is_command)], &comments[..own]);
        comments = &comments[own..];
        start = at + 1;
        depth = Depth::default();
    }
    push(&mut found, &tokens.tokens[start..], comments);
    found
}

/// A semicolon, or what psql takes for one.
fn is_end(text: &str, token: &Token) -> bool {
    let written = &text[token.range.clone()];
    token.kind == TokenKind::Symbol && (written == ";" || written.len() > 1 && written.starts_with('\\'))
}

fn push<'t>(found: &mut Vec<Written<'t>>, tokens: &'t [Token], comments: &'t [Range<usize>]) {
    if !tokens.is_empty() {
        found.push(Written { tokens, comments });
    }
}

#[cfg(test)]
mod tests {
    use super::split;
    use crate::sql::script_tokens;

    fn cut(text: &str) -> Vec<String> {
        let tokens = script_tokens(text);
        let found = split(text, &tokens);
        found
            .into_iter()
            .map(|statement| {
                let (first, last) = (statement.tokens.first().unwrap(), statement.tokens.last().unwrap());
                format!("{}|{}", &text[first.range.start..last.range.end], statement.comments.len())
            })
            .collect()
    }

    #[test]
    fn a_statement_ends_at_its_semicolon() {
        assert_eq!(cut("a; b 'x;'; ; c"), ["a|0", "b 'x;'|0", "c|0"]);
        assert_eq!(cut("-- one\na /* two; */ ; -- three\n\nb"), ["a|2", "b|1"]);
    }

    #[test]
    fn a_command_of_psql_ends_a_statement() {
        assert_eq!(cut("\\i x\na \\gexec\nb\n\\g\n\\echo c\nd"), ["\\i x|0", "a \\gexec|0", "b|0", "d|0"]);
    }

    #[test]
    fn the_body_of_a_function_is_a_part_of_it() {
        let function = "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN a THEN 1 END; SELECT 2; END";
        assert_eq!(cut(&format!("{function}; b")), [format!("{function}|0"), "b|0".to_owned()]);
        assert_eq!(cut("BEGIN; COMMIT"), ["BEGIN|0", "COMMIT|0"]);
    }
}
