//! What a server refuses, or why it cannot be reached, as a value.

use std::error::Error as _;
use std::ops::Deref;

use postgres::error::{DbError, ErrorPosition};

/// What went wrong in a connection, or on the way to one. Behind a pointer, because most calls go well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerError(Box<ErrorFields>);

/// What is told of an error: <https://www.postgresql.org/docs/current/protocol-error-fields.html>.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorFields {
    /// The SQLSTATE; `None` where no server said it.
    /// <https://www.postgresql.org/docs/current/errcodes-appendix.html>
    pub state: Option<String>,
    /// In the server's words, or those of the operating system.
    pub message: String,
    /// Often the values of a row: not for logs.
    pub detail: Option<String>,
    /// What the server proposes.
    pub hint: Option<String>,
    /// Where in the text that was sent, if that is told.
    pub place: Option<ErrorPlace>,
    /// The lines of the functions and blocks that were running.
    pub context: Option<String>,
    /// Whether the connection is gone, so that nobody knows what became of the last statement.
    pub is_lost: bool,
}

/// Where an error is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ErrorPlace {
    /// The number of a character of the text that was sent, from 1.
    Character(usize),
    /// In a statement that a block or a function made: this one.
    Inside(String),
}

impl From<ErrorFields> for ServerError {
    fn from(fields: ErrorFields) -> ServerError {
        ServerError(Box::new(fields))
    }
}

impl Deref for ServerError {
    type Target = ErrorFields;

    fn deref(&self) -> &ErrorFields {
        &self.0
    }
}

impl ServerError {
    /// The same, with what to do about it.
    #[must_use]
    pub fn with_hint(mut self, hint: String) -> ServerError {
        self.0.hint = Some(hint);
        self
    }

    /// One that the server did not say.
    #[must_use]
    pub fn in_words(message: impl Into<String>) -> ServerError {
        ErrorFields { message: message.into(), ..ErrorFields::default() }.into()
    }

    /// Whether it has one of these SQLSTATEs.
    #[must_use]
    pub fn is(&self, states: &[&str]) -> bool {
        self.state.as_deref().is_some_and(|state| states.contains(&state))
    }

    /// The line of the block in which it happened, from 1: `PL/pgSQL function inline_code_block line 4 at RAISE`.
    #[must_use]
    pub fn line_in_block(&self) -> Option<usize> {
        let block = self.context.as_deref()?.lines().rfind(|line| line.contains("inline_code_block"))?;
        block.split(" line ").nth(1)?.split(' ').next()?.parse().ok()
    }

    pub(super) fn of(error: &postgres::Error) -> ServerError {
        match error.as_db_error() {
            Some(error) => ServerError::said(error),
            None => {
                let mut message = error.to_string();
                let mut source = error.source();
                while let Some(cause) = source {
                    let words = cause.to_string();
                    if !message.contains(&words) {
                        message = format!("{message}: {words}");
                    }
                    source = cause.source();
                }
                ErrorFields { message, is_lost: true, ..ErrorFields::default() }.into()
            }
        }
    }

    fn said(error: &DbError) -> ServerError {
        let place = error.position().map(|position| match position {
            ErrorPosition::Original(at) => ErrorPlace::Character(*at as usize),
            ErrorPosition::Internal { position: _, query } => ErrorPlace::Inside(query.clone()),
        });
        let state = error.code().code().to_owned();
        // the administrator, a crash, a shutdown: the server hangs up behind these
        let is_lost = matches!(state.as_str(), "57P01" | "57P02" | "57P03" | "57P05");
        let fields = ErrorFields {
            state: Some(state),
            message: error.message().to_owned(),
            detail: error.detail().map(str::to_owned),
            hint: error.hint().map(str::to_owned),
            place,
            context: error.where_().map(str::to_owned),
            is_lost,
        };
        fields.into()
    }
}

#[cfg(test)]
mod tests {
    use super::{ErrorFields, ServerError};

    #[test]
    fn the_line_of_a_block_is_read() {
        let error = |context: &str| {
            ServerError::from(ErrorFields { context: Some(context.to_owned()), ..ErrorFields::default() })
        };
        let two = "SQL statement \"x\"\nPL/pgSQL function inline_code_block line 12 at SQL statement";
        assert_eq!(error(two).line_in_block(), Some(12));
        assert_eq!(error("PL/pgSQL function f() line 3 at RAISE").line_in_block(), None);
    }
}
