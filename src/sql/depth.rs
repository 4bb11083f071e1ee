//! Where a statement ends: at the first semicolon that is neither in parentheses nor in the body of a function
//! (`BEGIN ATOMIC ... END`, <https://www.postgresql.org/docs/current/sql-createfunction.html>).

use super::token::{Token, TokenKind};

/// How deep in parentheses, and in a function's body.
#[derive(Clone, Copy, Debug, Default)]
pub struct Depth {
    parentheses: usize,
    blocks: usize,
}

impl Depth {
    /// Whether a semicolon here ends the statement.
    #[must_use]
    pub fn is_outside(&self) -> bool {
        self.parentheses == 0 && self.blocks == 0
    }

    /// Goes over the last of the tokens that a statement has so far.
    pub fn pass(&mut self, text: &str, so_far: &[Token]) {
        let Some(last) = so_far.last() else { return };
        let word = |token: &Token, word: &str| text[token.range.clone()].eq_ignore_ascii_case(word);
        match (last.kind, &text[last.range.clone()]) {
            (TokenKind::Symbol, "(") => self.parentheses += 1,
            (TokenKind::Symbol, ")") => self.parentheses = self.parentheses.saturating_sub(1),
            (TokenKind::Word, _) if word(last, "ATOMIC") => {
                let before = so_far.len().checked_sub(2).map(|at| &so_far[at]);
                self.blocks += usize::from(before.is_some_and(|before| word(before, "BEGIN")));
            }
            (TokenKind::Word, _) if self.blocks > 0 && word(last, "CASE") => self.blocks += 1,
            (TokenKind::Word, _) if self.blocks > 0 && word(last, "END") => self.blocks -= 1,
            _ => {}
        }
    }
}
