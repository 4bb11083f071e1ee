//! PostgreSQL's lexical rules, in one place: what a token is, what a name means, what a constant says.
//!
//! <https://www.postgresql.org/docs/current/sql-syntax-lexical.html>. All other reading of SQL is built on this.

mod array_text;
mod cursor;
mod depth;
mod identifier;
mod keywords;
mod lexer;
mod literal;
mod meaning;
mod psql;
mod quote_marks;
mod token;

pub use array_text::values as array_values;
pub use cursor::{Cursor, Read, Unexpected, WrittenName};
pub use depth::Depth;
pub use identifier::{folded, identifier, is_plain, may_name_column, quoted, written_like};
pub use keywords::{COLUMN_KEYWORDS, KEYWORDS};
pub use lexer::{script_tokens, tokens, tokens_in};
pub use literal::{constant, dollar_body, string_value};
pub use meaning::{
    Argument, arguments_of_calls, calls, calls_any, has_constant, has_constant_in_texts, means_the_same, names,
    names_in_texts, says_all_columns, says_column, statement_words, written_names,
};
pub use psql::psql_variable;
pub use token::{Token, TokenKind, Tokens};
