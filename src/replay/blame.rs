//! Which statement of a file makes something otherwise than the file promises at its end: one of the
//! two was edited.

use std::ops::Range;

use crate::sql::{Token, TokenKind, identifier, tokens_in};

/// Of the statements of a file that have changed something, in their order: as much of the last one as makes what has
/// this name, in a table or type where it is in one.
pub(super) fn statement_that_changed(
    text: &str,
    done: &[Range<usize>],
    name: &str,
    of: Option<&str>,
) -> Option<Range<usize>> {
    done.iter().rev().find_map(|place| part(text, place, name, of))
}

fn part(text: &str, place: &Range<usize>, name: &str, of: Option<&str>) -> Option<Range<usize>> {
    let tokens = tokens_in(text, place.clone()).tokens;
    let says = |token: &Token| &text[token.range.clone()];
    let is = |token: &Token, wanted: &str| identifier(token.kind, says(token), '\\').is_some_and(|name| name == wanted);
    let word = |at: usize| tokens.get(at).filter(|token| token.kind == TokenKind::Word).map(says).unwrap_or_default();
    if of.is_some_and(|of| !tokens.iter().any(|token| is(token, of))) {
        return None;
    }
    let is_new_table = word(0).eq_ignore_ascii_case("create")
        && tokens.iter().take(4).any(|token| says(token).eq_ignore_ascii_case("table"));
    let depths = depths(text, &tokens);
    let begins_part = |at: usize| at.checked_sub(1).is_some_and(|before| matches!(says(&tokens[before]), "(" | ","));
    let is_declared = |at: usize| match depths[at] {
        0 => true,
        1 => is_new_table && (begins_part(at) || word(at - 1).eq_ignore_ascii_case("constraint")),
        _ => false,
    };
    let at = (0..tokens.len()).find(|&at| is(&tokens[at], name) && is_declared(at))?;
    let ends =
        |other: &usize| depths[*other] < depths[at] || (depths[*other] == depths[at] && says(&tokens[*other]) == ",");
    let first = (0..at).rev().find(|other| ends(other)).map_or(0, |before| before + 1);
    let last = (at..tokens.len()).find(|other| ends(other)).map_or(tokens.len(), |behind| behind) - 1;
    Some(tokens[first].range.start..tokens[last].range.end)
}

/// In how many parentheses each token is; one itself is outside of what it holds.
fn depths(text: &str, tokens: &[Token]) -> Vec<usize> {
    let mut depth = 0_usize;
    let of = |token: &Token| match &text[token.range.clone()] {
        "(" => {
            depth += 1;
            depth - 1
        }
        ")" => {
            depth = depth.saturating_sub(1);
            depth
        }
        _ => depth,
    };
    tokens.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::statement_that_changed;

    fn made(statements: &[&str], name: &str, of: Option<&str>) -> Option<String> {
        let mut done = Vec::new();
        let mut text = String::new();
        for statement in statements {
            done.push(text.len()..text.len() + statement.len());
            text.push_str(statement);
            text.push(';');
        }
        statement_that_changed(&text, &done, name, of).map(|place| text[place].to_owned())
    }

    #[test]
    fn the_part_that_makes_something_is_found() {
        let table =
            "CREATE TABLE a.\"T\" (id INT, note VARCHAR(2) DEFAULT f(1, note), CONSTRAINT k PRIMARY KEY (id, note))";
        let index = "CREATE INDEX i ON a.\"T\" (note, id)";
        let key = "ALTER TABLE a.\"T\" ADD COLUMN x INT, ADD CONSTRAINT fk FOREIGN KEY (note) REFERENCES u (id)";
        let all = [table, index, key];
        let of = Some("T");
        assert_eq!(made(&all, "note", of).as_deref(), Some("note VARCHAR(2) DEFAULT f(1, note)"));
        assert_eq!(made(&all, "k", of).as_deref(), Some("CONSTRAINT k PRIMARY KEY (id, note)"));
        assert_eq!(made(&all, "x", of).as_deref(), Some("ALTER TABLE a.\"T\" ADD COLUMN x INT"));
        assert_eq!(made(&all, "fk", of).as_deref(), Some("ADD CONSTRAINT fk FOREIGN KEY (note) REFERENCES u (id)"));
        assert_eq!(made(&all, "i", None).as_deref(), Some(index));
        assert_eq!(made(&all, "T", None).as_deref(), Some(key.split(',').next().unwrap()));
        assert_eq!(made(&all, "nothing", of), None);
        assert_eq!(made(&all, "note", Some("other")), None);
    }
}
