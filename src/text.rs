//! The texts that are read, and places in them.
//!
//! A [`Texts`] holds every file of one state; a [`Span`] points into one of them. Nothing here knows
//! what language a text is in.

use std::sync::OnceLock;

/// A file as it was read: the path to show to people, and its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextFile {
    /// As the user would write it, with forward slashes, relative to where the command was started.
    pub path: String,
    /// Without a byte order mark.
    pub text: String,
    /// The first byte of every line, once somebody asks.
    line_starts: OnceLock<Vec<usize>>,
}

impl TextFile {
    /// The line that a byte is in, from 1.
    #[must_use]
    pub fn line(&self, byte: usize) -> usize {
        let starts = self
            .line_starts
            .get_or_init(|| std::iter::once(0).chain(self.text.match_indices('\n').map(|(at, _)| at + 1)).collect());
        starts.partition_point(|&start| start <= byte)
    }
}

/// Which file of a [`Texts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A stretch of one file, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The stretch from the start of `self` to the end of `other`, in the same file.
    #[must_use]
    pub fn to(self, other: Span) -> Span {
        Span { end: other.end.max(self.end), ..self }
    }
}

/// A value and where it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// The files that make up one state, in the order in which they were given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    files: Vec<TextFile>,
}

impl Texts {
    /// Takes in a file. A byte order mark at its start is dropped.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        let mut text = text.into();
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(TextFile { path: path.into(), text, line_starts: OnceLock::new() });
        id
    }

    /// The file behind an id that this value gave out.
    ///
    /// # Panics
    /// When the id comes from another `Texts`, which is a bug of the caller.
    #[must_use]
    pub fn file(&self, id: FileId) -> &TextFile {
        &self.files[id.0 as usize]
    }

    /// All files, in order.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &TextFile)> {
        (0_u32..).map(FileId).zip(&self.files)
    }

    /// Line and column of a place, both from 1, the column in characters.
    #[must_use]
    pub fn line_and_column(&self, span: Span) -> (usize, usize) {
        let file = self.file(span.file);
        let before = &file.text[..span.start as usize];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        (file.line(before.len()), before[line_start..].chars().count() + 1)
    }
}

/// Whether the head of a file is one that refract writes.
#[must_use]
pub fn is_written_by_refract(text: &str) -> bool {
    has_head_line(text, "-- Migration:")
}

/// Whether a file is one of several that refract wrote for one change.
#[must_use]
pub fn is_part_of_series(text: &str) -> bool {
    is_written_by_refract(text) && has_head_line(text, "-- Part:")
}

fn has_head_line(text: &str, start: &str) -> bool {
    text.lines().take_while(|line| line.starts_with("--")).any(|line| line.starts_with(start))
}
