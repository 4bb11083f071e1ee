//! Migrations read in memory: a shadow database without a database.
//!
//! A file's text is read into [`statement`]s, which are values that know nothing of what is there (`read`); a [`session`]
//! carries them out on a `catalog`, which takes each whole or not at all, as PostgreSQL does; `block` runs the bodies of
//! `DO`. What cannot shape the database is skipped; what may and is not understood is reported, never skipped in
//! silence, unless a comment in the file allows it: `-- refract:allow R6001 the reason`. `settle` puts the result in the
//! words of a schema.
//!
//! The statements are read by a reader of our own, not by a parser of all of SQL: it keeps expressions as they were
//! written, knows every form of PostgreSQL's DDL, and skips what it need not know.

mod allow;
mod blame;
mod block;
mod catalog;
mod dynamic;
mod loss;
mod names;
mod problem;
mod read;
mod rows;
mod session;
mod settle;
mod statement;

pub use loss::{Loss, Lost};
pub use names::learn_names;
pub use rows::writes_rows;
pub use settle::settle;

use std::ops::Range;
use std::rc::Rc;

use allow::{allowed_lines, is_allowed};
use catalog::{Catalog, Source};
use problem::Problem;
use session::Session;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::physical::{ColumnType, Database, ObjectName};
use crate::sql::{self, Cursor, Token, TokenKind, Tokens};
use crate::text::{FileId, Span, Texts, is_part_of_series, is_written_by_refract};

/// What came of running migrations.
#[derive(Clone, Debug, Default)]
pub struct Replay {
    /// What the database holds now.
    pub database: Database,
    /// What there is to say about the statements.
    pub diagnostics: Diagnostics,
    /// What each file took away of what was there before it.
    pub losses: Vec<Loss>,
    /// Tables whose columns only the server can tell, each with what there is to say where a schema has it.
    pub unread: Vec<(ObjectName, Diagnostic)>,
}

/// Runs migrations, in their order, on a database in memory.
#[must_use]
pub fn replay(before: Database, migrations: &Texts) -> Replay {
    let mut running = Running::new(before);
    running.run(migrations);
    let unread = running.unread();
    let Running { session, diagnostics, losses, files: _ } = running;
    Replay { database: session.catalog.into_database(), diagnostics, losses, unread }
}

/// Whether migrations, run on an empty database, lead to a state, at their end or on the way there.
#[must_use]
pub fn reaches(wanted: &Database, migrations: &Texts) -> bool {
    let mut running = Running::new(Database::with_default_schema(wanted.default_schema()));
    let mut files = migrations.iter();
    let wanted = normalized(wanted);
    loop {
        let found = &running.session.catalog;
        let may_be = found.table_count() == wanted.tables.len() && !running.diagnostics.has_errors();
        if may_be && normalized(&found.database()) == wanted {
            return true;
        }
        let Some((id, file)) = files.next() else { return false };
        running.run_file(id, &file.text);
    }
}

/// The order of columns, and of the labels of an enum, does not count, and neither does where an extension is.
fn normalized(database: &Database) -> Database {
    let mut database = Database { unmanaged: Vec::new(), ..database.clone() };
    for table in database.tables.values_mut() {
        table.columns.sort_by(|one, other| one.name.cmp(&other.name));
        for ColumnType { element, is_list: _ } in table.columns.iter_mut().map(|column| &mut column.column_type) {
            *element = element.unqualified().into_owned();
        }
        table.indexes.values_mut().for_each(|index| *index = index.unqualified());
    }
    database.enums.values_mut().for_each(|it| it.labels.sort_by(|one, other| one.label.cmp(&other.label)));
    database
}

/// Whether two files have the same statements, in the same words, whatever their comments.
#[must_use]
pub fn have_same_statements(one: &str, other: &str) -> bool {
    one == other || words(one) == words(other)
}

/// Whether a text has all the statements of another, in the same words and order, one right after the other.
#[must_use]
pub fn contains_statements(text: &str, other: &str) -> bool {
    let (text, other) = (words(text), words(other));
    other.is_empty() || text.windows(other.len()).any(|part| part == other)
}

fn words(text: &str) -> Vec<String> {
    sql::script_tokens(text).tokens.iter().map(|token| text[token.range.clone()].to_owned()).collect()
}

/// Where the statements of a file stand, each without the comments before it and its semicolon; `None` where a quote or a
/// comment does not end, so that nobody can tell.
#[must_use]
pub fn statements(text: &str) -> Option<Vec<Range<usize>>> {
    let tokens = sql::script_tokens(text);
    let place = |tokens: &[Token]| Some(tokens.first()?.range.start..tokens.last()?.range.end);
    let found = || read::split(text, &tokens).iter().filter_map(|written| place(written.tokens)).collect();
    tokens.unclosed.is_none().then(found)
}

/// Whether a comment in a file allows findings of a kind that are about the whole file.
#[must_use]
pub fn allows(text: &str, code: Code) -> bool {
    text.contains("refract:allow")
        && sql::script_tokens(text).comments.iter().any(|comment| is_allowed(&text[comment.clone()], code))
}

/// Where a file first has what only psql understands: a command of psql's own, or the rows of `COPY`.
#[must_use]
pub fn first_for_psql(text: &str) -> Option<Range<usize>> {
    let tokens = sql::script_tokens(text);
    let commands = tokens.tokens.iter().filter(|token| token.kind == TokenKind::PsqlCommand);
    let places = tokens.for_psql.iter().chain(commands.map(|token| &token.range));
    places.min_by_key(|place| place.start).cloned()
}

/// Migrations that are being run, on a database that can run more.
#[derive(Clone, Debug)]
pub struct Running {
    session: Session,
    diagnostics: Diagnostics,
    losses: Vec<Loss>,
    /// How many files were run.
    files: usize,
}

impl Running {
    /// Starts on a database in memory.
    #[must_use]
    pub fn new(before: Database) -> Running {
        let session = Session::new(Catalog::new(before));
        Running { session, diagnostics: Diagnostics::default(), losses: Vec::new(), files: 0 }
    }

    /// Runs those of the migrations that were not run yet; the others are the first of them.
    pub fn run(&mut self, migrations: &Texts) {
        for (id, file) in migrations.iter().skip(self.files) {
            self.run_file(id, &file.text);
            self.files += 1;
        }
    }

    /// What came of those that were run.
    #[must_use]
    pub fn so_far(&self) -> Replay {
        let (diagnostics, losses) = (self.diagnostics.clone(), self.losses.clone());
        Replay { database: self.session.catalog.database(), diagnostics, losses, unread: self.unread() }
    }

    fn unread(&self) -> Vec<(ObjectName, Diagnostic)> {
        let unread = self.session.catalog.unread().into_iter();
        unread.map(|(name, file, place)| (name, explained(Problem::NotUnderstood(place), file, |_, _| None))).collect()
    }

    fn run_file(&mut self, file: FileId, text: &str) {
        let tokens = sql::script_tokens(text);
        let (is_refracts, is_of_series) = (is_written_by_refract(text), is_part_of_series(text));
        let allowed_lines: Rc<[Range<usize>]> = allowed_lines(text).into();
        let mut done = Vec::new();
        for written in read::split(text, &tokens) {
            let is_allowed = |code| written.comments.iter().any(|comment| is_allowed(&text[comment.clone()], code));
            // a comment says that this statement does not count
            if is_allowed(Code::PendingChange) {
                continue;
            }
            let source = Source {
                file: Some(file),
                is_allowed: is_allowed(Code::SqlNotUnderstood),
                is_refracts,
                is_of_series,
                allowed_lines: allowed_lines.clone(),
                done: Vec::new(),
            };
            self.session.catalog.read_from(source);
            let diagnostic = match psqls_own(text, written.tokens) {
                Some(place) => Some(for_psql_only(span(file, place))),
                None => {
                    let problem = self.problem(text, written.tokens);
                    done.extend(self.session.catalog.take_done());
                    problem.map(|problem| {
                        explained(problem, file, |name, of| blame::statement_that_changed(text, &done, name, of))
                    })
                }
            };
            if let Some(diagnostic) = diagnostic.filter(|found| !is_allowed(found.code)) {
                self.diagnostics.push(diagnostic);
            }
        }
        self.session.end();
        let lost = self.session.catalog.take_losses().into_iter();
        self.losses.extend(lost.map(|(lost, place)| Loss { lost, span: span(file, place) }));
        self.report_unclosed(file, &tokens);
    }

    /// Carries a statement out, and gives what is wrong with it.
    fn problem(&mut self, text: &str, tokens: &[Token]) -> Option<Problem> {
        let cursor = Cursor::new(text, tokens);
        if self.session.catalog.has_shaping_functions() && !read::defines_only(cursor.clone()) {
            let runs = read::runs(text, tokens);
            if self.session.catalog.may_shape_by(&runs) {
                return Some(Problem::NotUnderstood(cursor.range_of_rest()));
            }
        }
        let read = read::statement(cursor).map_err(Problem::from);
        let problem = read.and_then(|statement| self.session.run(&statement)).err()?;
        let is_allowed = match &problem {
            Problem::NotUnderstood(place) => self.session.catalog.source().allows(place),
            Problem::Refused { .. } | Problem::Broken { .. } => false,
        };
        (!is_allowed).then_some(problem)
    }

    fn report_unclosed(&mut self, file: FileId, tokens: &Tokens) {
        let Some(at) = tokens.unclosed else { return };
        let message = "a quote or a comment that begins here does not end, so nothing after it was read";
        self.diagnostics
            .push(Diagnostic::error(Code::SqlUnclosed, message).at(span(file, at..at + 1), "").help("close it"));
    }
}

/// What of a statement only psql can tell: a command of its own that decides what is sent, or a variable.
fn psqls_own(text: &str, tokens: &[Token]) -> Option<Range<usize>> {
    let command = tokens.iter().find(|token| token.kind == TokenKind::PsqlCommand);
    command.map(|token| token.range.clone()).or_else(|| sql::psql_variable(text, tokens))
}

fn for_psql_only(place: Span) -> Diagnostic {
    Diagnostic::error(Code::SqlNotUnderstood, "only psql can tell what this runs")
        .at(place, "")
        .help("write out the SQL, or, if it changes no table, column, key, index or enum, say so above it: -- refract:allow R6001 and the reason")
}

/// `statement_that_changed` is the part of a statement of the file that makes what has a name, in a table or type where it is in one.
fn explained(
    problem: Problem,
    file: FileId,
    statement_that_changed: impl Fn(&str, Option<&str>) -> Option<Range<usize>>,
) -> Diagnostic {
    match problem {
        Problem::NotUnderstood(range) => {
            Diagnostic::error(Code::SqlNotUnderstood, "this may change what the schema describes, and is not understood")
                .at(span(file, range), "")
                .help("write it in another way, or, if it changes no table, column, key, index or enum, say so above it: -- refract:allow R6001 and the reason")
        }
        Problem::Broken { place, message, name, of } => {
            let broken = Diagnostic::error(Code::PromiseBroken, message)
                .at(span(file, place), "the file stops here, and rolls back what it did");
            match statement_that_changed(&name, of.as_deref()) {
                Some(place) => broken.also(span(file, place), "this makes it so").help(EDITED),
                None => broken.help(LEFT_OTHERWISE),
            }
        }
        Problem::Refused { place, state: _, message } => Diagnostic::error(Code::SqlRefused, message)
            .at(span(file, place), "PostgreSQL would stop here")
            .help("fix the migration, or, if the database has it from elsewhere, say so above the statement: -- refract:allow R6002 and the reason"),
    }
}

/// What to do where a statement of a file and a promise of the same file do not go together.
const EDITED: &str = "one of the two was edited: let both say the same. If the schema is to say it as well, change it there; \
                      refract generate writes the whole file again when this one is removed";

/// What to do where no statement of a file makes something as the file promises it.
const LEFT_OTHERWISE: &str = "no statement of this file makes it so: one was taken out of it, or a migration before it leaves \
                              something else than when the file was written. Take that back; or, while only your own database \
                              has run the file, have it written again: refract generate --replace, and where somebody edited \
                              it, remove it first";

fn span(file: FileId, range: Range<usize>) -> Span {
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span { file, start: place(range.start), end: place(range.end) }
}
