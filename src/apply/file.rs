//! A migration as it is run.

use crate::diagnostic::{Code, Diagnostic, Failure};
use crate::ledger;
use crate::replay::first_for_psql;
use crate::text::{FileId, Span, Texts, is_written_by_refract};

/// One file of a target.
#[derive(Clone, Debug)]
pub struct MigrationFile {
    /// What the table of migrations calls it.
    pub name: String,
    /// As people read it.
    pub path: String,
    /// Byte by byte: the checksum is that of all of them.
    pub content: Vec<u8>,
}

impl MigrationFile {
    /// The checksum that its row gets.
    #[must_use]
    pub fn checksum(&self) -> String {
        ledger::checksum(&self.content)
    }

    /// Whether a row's checksum is its own.
    #[must_use]
    pub fn is_of(&self, checksum: &str) -> bool {
        ledger::matches(checksum, &self.content)
    }

    /// Its text as the server gets it: without a byte order mark, which PostgreSQL takes for a part of a word.
    #[must_use]
    pub fn texts(&self) -> (Texts, FileId) {
        let mut texts = Texts::default();
        let file = texts.add(self.path.as_str(), String::from_utf8_lossy(&self.content));
        (texts, file)
    }

    /// Whether refract wrote it, so that it may run again after it was cut off.
    #[must_use]
    pub fn may_run_again(&self) -> bool {
        is_written_by_refract(String::from_utf8_lossy(&self.content).trim_start_matches('\u{feff}'))
    }

    /// What stands in it that no server understands.
    ///
    /// # Errors
    /// When it has a command of psql's own, or rows for `COPY`.
    pub fn expect_sql(&self) -> Result<(), Failure> {
        let (texts, file) = self.texts();
        let Some(place) = first_for_psql(&texts.file(file).text) else { return Ok(()) };
        let mut failure = Failure::from(
            Diagnostic::error(Code::SqlForPsql, "only psql understands this, so the file cannot be run")
                .at(span(file, place.start, place.end), "")
                .help("write it as SQL; nothing was run"),
        );
        failure.texts = texts;
        Err(failure)
    }
}

pub(super) fn span(file: FileId, start: usize, end: usize) -> Span {
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span { file, start: place(start), end: place(end) }
}
