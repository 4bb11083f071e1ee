//! Why running migrations stopped, and what that means for the database.

use std::ops::Range;

use super::file::{MigrationFile, span};
use crate::diagnostic::{Code, Diagnostic, Failure};
use crate::ledger::{Entry, EntryState, Holder};
use crate::server::{ErrorPlace, ServerError};
use crate::text::is_written_by_refract;

/// What the database has of a file that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Nothing, and no row.
    Nothing,
    /// This many of its statements, of so many; a row says that it failed.
    Part(usize, usize),
}

/// Why it stopped.
#[derive(Clone, Debug)]
pub enum Failed {
    /// A statement of a file, at this place in its text; the error, and what was kept.
    Statement(usize, Range<usize>, ServerError, Kept),
    /// The connection went while a file ran; whether it is known that nothing of it was kept.
    Lost(usize, ServerError, bool),
    /// The table of migrations could not be read or written.
    Ledger(ServerError),
    /// A migration began before and did not end.
    Unfinished(Box<Entry>),
    /// Somebody else was migrating for too long.
    Locked(Option<Holder>),
    /// A file needs a session of its own, and a pooler stands between.
    Pooled(usize),
    /// Somebody has stopped the run.
    Stopped(Option<usize>),
}

impl Failed {
    /// What to say about it. `shows_values` tells whether values of rows may be said.
    #[must_use]
    pub fn explained(&self, target: &str, files: &[MigrationFile], shows_values: bool) -> Failure {
        let name = |at: &usize| files[*at].name.as_str();
        match self {
            Failed::Statement(at, place, error, kept) => {
                of_statement(target, &files[*at], place, error, kept, shows_values)
            }
            Failed::Lost(at, error, is_undone) => {
                let (end, help) = if *is_undone {
                    ("nothing of it was kept", "run refract apply again")
                } else {
                    (
                        "it may still be running on the server",
                        "run refract status in a moment: it says what became of it, and what to do",
                    )
                };
                let message =
                    format!("{target}: the connection went while {} ran, and {end}: {}", name(at), error.message);
                Diagnostic::error(Code::ConnectionLost, message).help(help).into()
            }
            Failed::Ledger(error) => ledger_refused(target, error).into(),
            Failed::Unfinished(entry) => unfinished(target, entry).into(),
            Failed::Locked(holder) => locked(target, holder.as_ref()).into(),
            Failed::Pooled(at) => Diagnostic::error(
                Code::DatabaseUnfit,
                format!(
                    "{target}: {} does not run in one transaction, and a pooler seems to stand before the database",
                    name(at)
                ),
            )
            .help("use the address of the database itself (DIRECT_URL, DATABASE_URL_UNPOOLED, port 5432)")
            .into(),
            Failed::Stopped(at) => {
                let message = match at {
                    Some(at) => format!("{target}: stopped while {} ran", name(at)),
                    None => format!("{target}: stopped before the next migration"),
                };
                Diagnostic::error(Code::Interrupted, message)
                    .help("refract status says how the database stands; refract apply goes on")
                    .into()
            }
        }
    }

    /// Whether the same command may succeed later without any change.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Failed::Statement(_, _, error, kept) => {
                *kept == Kept::Nothing && (error.is(&["55P03", "40P01", "40001", "53300"]) || error.is_lost)
            }
            Failed::Lost(..) | Failed::Locked(_) | Failed::Stopped(_) => true,
            Failed::Ledger(error) => error.is_lost,
            Failed::Unfinished(_) | Failed::Pooled(_) => false,
        }
    }
}

fn of_statement(
    target: &str,
    file: &MigrationFile,
    place: &Range<usize>,
    error: &ServerError,
    kept: &Kept,
    shows_values: bool,
) -> Failure {
    let (texts, id) = file.texts();
    let text = texts.file(id).text.as_str();
    let state = error.state.as_ref().map_or_else(String::new, |state| format!(" ({state})"));
    let message = format!("{target}: {} failed: {}{state}", file.name, error.message);
    let place = exact(text, place, error);
    let mut help: Vec<String> = error.hint.iter().map(|hint| format!("PostgreSQL says: {hint}")).collect();
    if error.is(&["25001", "2D000"]) {
        help.push("where it cannot be in a transaction, say so in a comment: -- refract:no-transaction".to_owned());
    }
    help.push(match kept {
        Kept::Nothing => "nothing of this file was kept: correct it, or the rows, and run refract apply again".to_owned(),
        Kept::Part(done, all) => {
            let again = if is_written_by_refract(text) {
                "the file may run again as it is"
            } else {
                "undo those, or write the file so that it may run again"
            };
            format!(
                "{done} of its {all} statements are in the database; {again}, then refract resolve --rolled-back {} and \
                 refract apply",
                file.name
            )
        }
    });
    if let Some(detail) = &error.detail {
        help.push(if shows_values { detail.clone() } else { "--show-values prints the values of the row".to_owned() });
    }
    let label = match &error.place {
        Some(ErrorPlace::Inside(query)) => format!("in what this makes: {}", query.lines().next().unwrap_or_default()),
        Some(ErrorPlace::Character(_)) | None => String::new(),
    };
    let diagnostic = Diagnostic::error(Code::MigrationFailed, message)
        .at(span(id, place.start, place.end), label)
        .help(help.join("; "));
    Failure { texts, ..Failure::from(diagnostic) }
}

/// Where in the text it is: the word that PostgreSQL names, the line of the block, or else the statement's first line.
fn exact(text: &str, statement: &Range<usize>, error: &ServerError) -> Range<usize> {
    let sent = &text[statement.clone()];
    match (&error.place, error.line_in_block()) {
        (Some(ErrorPlace::Character(number)), _) => {
            let start = sent.char_indices().nth(number.saturating_sub(1)).map_or(0, |(at, _)| at);
            let rest = &sent[start..];
            let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '"')).unwrap_or(rest.len()).max(1);
            let end = (start + end..=sent.len()).find(|end| sent.is_char_boundary(*end)).unwrap_or(sent.len());
            statement.start + start..statement.start + end
        }
        (_, Some(line)) => {
            // the first line of a body is what stands behind the dollar sign
            let body = sent.find('$').and_then(|open| Some(open + 1 + sent[open + 1..].find('$')? + 1)).unwrap_or(0);
            let mut start = body;
            for _ in 1..line {
                start += sent[start..].find('\n').map_or(0, |at| at + 1);
            }
            let line = sent[start..].split('\n').next().unwrap_or_default();
            let indent = line.len() - line.trim_start().len();
            statement.start + start + indent..statement.start + start + line.trim_end().len().max(indent)
        }
        (Some(ErrorPlace::Inside(_)) | None, None) => {
            let line = sent.split('\n').next().unwrap_or_default().trim_end().len();
            statement.start..statement.start + line
        }
    }
}

/// Why the table of migrations cannot be used.
#[must_use]
pub fn ledger_refused(target: &str, error: &ServerError) -> Diagnostic {
    let state = error.state.as_ref().map_or_else(String::new, |state| format!(" ({state})"));
    let message = format!("{target}: the table of migrations cannot be used: {}{state}", error.message);
    let help = match error.state.as_deref() {
        Some("42501") => {
            "the role needs USAGE and CREATE on its schema, and SELECT, INSERT and UPDATE on the table: grant them, or name another role with `role` in the target"
        }
        Some("25006") => "this server only reads: use the address of the primary",
        _ if error.is_lost => "the connection went; nothing more was run: run refract status, then refract apply",
        _ => "nothing more was run; see what PostgreSQL says",
    };
    Diagnostic::error(Code::LedgerRefused, message).help(help)
}

fn unfinished(target: &str, entry: &Entry) -> Diagnostic {
    let Entry { name, started_at, state, .. } = entry;
    let (what, logs) = match state {
        EntryState::Failed(logs) => ("failed", format!(": {}", logs.lines().next().unwrap_or_default())),
        EntryState::Applied | EntryState::Unfinished | EntryState::RolledBack => {
            ("began and did not end", String::new())
        }
    };
    let message = format!("{target}: {name} {what} in this database at {started_at}{logs}");
    Diagnostic::error(Code::MigrationUnfinished, message).help(format!(
        "see what of it is there, then: refract resolve --rolled-back {name} to have it run again, or refract resolve \
         --applied {name} when all of it is there"
    ))
}

fn locked(target: &str, holder: Option<&Holder>) -> Diagnostic {
    let by = holder.map_or_else(|| "somebody".to_owned(), Holder::shown);
    Diagnostic::error(Code::LedgerLocked, format!("{target}: this database is being migrated by {by}"))
        .help("nothing was run: wait longer with --wait, or end that session with pg_terminate_backend(pid)")
}
