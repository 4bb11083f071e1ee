//! Migrations read in memory: a shadow database without a database.
//!
//! What a migration's statements do to tables, columns, keys, indexes and enum types is carried out on a [`Catalog`].
//! What cannot shape these is passed over; what may and is not understood is reported, never skipped in silence, unless
//! a comment in the file waves it through: `-- refract:allow R6001 the reason`.
//!
//! The statements are read by a reader of our own, not by a parser of all of SQL: it keeps expressions as they were
//! written, knows every form of PostgreSQL's DDL, and skips what it need not know.

mod allow;
mod alter_column;
mod alter_table;
mod block;
mod catalog;
mod constraint;
mod create_table;
mod cursor;
mod default;
mod drop;
mod enumeration;
mod guard;
mod index;
mod names;
mod predicate;
mod rename;
mod run;
mod settle;
mod statement;
mod token;
mod types;

pub use names::learn_names;
pub use settle::settle;

use std::ops::Range;

use allow::is_allowed;
use catalog::Catalog;
use cursor::{Cursor, Problem};
use statement::statements;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::physical::Database;
use crate::text::{FileId, Span, Texts};

/// What a database holds after migrations, in their order, were run on it, with what there is to say about them.
#[must_use]
pub fn replay(before: Database, migrations: &Texts) -> (Database, Diagnostics) {
    let mut catalog = Catalog::new(before);
    catalog.database.schemas.insert("public".to_owned());
    let mut diagnostics = Diagnostics::default();
    for (id, file) in migrations.iter() {
        run_file(id, &file.text, &mut catalog, &mut diagnostics);
        catalog.search_path = None;
    }
    (catalog.database, diagnostics)
}

fn run_file(file: FileId, text: &str, catalog: &mut Catalog, diagnostics: &mut Diagnostics) {
    let tokens = token::tokens(text);
    for statement in statements(text, &tokens) {
        let Err(problem) = run::run(Cursor::new(text, statement.tokens), catalog) else { continue };
        let diagnostic = explained(problem, file);
        let mut comments = statement.comments.iter().map(|comment| &text[comment.clone()]);
        if !comments.any(|comment| is_allowed(comment, diagnostic.code)) {
            diagnostics.push(diagnostic);
        }
    }
    if let Some(at) = tokens.unclosed {
        let message = "a quote or a comment that begins here does not end, so nothing behind it was read";
        diagnostics.push(Diagnostic::error(Code::SqlUnclosed, message).at(span(file, at..at + 1), "").help("close it"));
    }
}

fn explained(problem: Problem, file: FileId) -> Diagnostic {
    match problem {
        Problem::NotUnderstood(range) => {
            Diagnostic::error(Code::SqlNotUnderstood, "this may change what the schema describes, and is not understood")
                .at(span(file, range), "")
                .help("write it in another way, or, if it changes no table, column, key, index or enum, say so above it: -- refract:allow R6001 and the reason")
        }
        Problem::Refused(range, message) => Diagnostic::error(Code::SqlRefused, message)
            .at(span(file, range), "PostgreSQL would stop here")
            .help("mend the migration, or, if the database has it from elsewhere, say so above the statement: -- refract:allow R6002 and the reason"),
    }
}

fn span(file: FileId, range: Range<usize>) -> Span {
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span { file, start: place(range.start), end: place(range.end) }
}
