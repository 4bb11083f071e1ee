//! The texts that are read, and places in them.
//!
//! A [`Texts`] holds every file of one state; a [`Span`] points into one of them. Nothing here knows
//! what language a text is in.

use std::borrow::Cow;
use std::sync::OnceLock;

/// Bytes as text: what is no UTF-8 here and there is replaced, which is slow, so that is done only where it has to be.
#[must_use]
pub fn from_bytes(bytes: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

/// A file as it was read: the path to show to people, and its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextFile {
    /// As the user would write it, with forward slashes, relative to where the command was started.
    pub path: String,
    /// Without a byte order mark.
    pub text: String,
    /// Computed when it is first needed.
    index: OnceLock<Index>,
}

/// Where what is in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Index {
    /// The first byte of every line.
    lines: Vec<usize>,
    /// How many characters begin before each block of bytes.
    characters: Vec<usize>,
}

/// So many bytes are looked through at most for the number of a character.
const BLOCK: usize = 256;

fn begin_in(bytes: &[u8]) -> usize {
    // all but the bytes that go on with a character
    bytes.iter().filter(|&&byte| byte & 0b1100_0000 != 0b1000_0000).count()
}

impl Index {
    fn of(text: &str) -> Index {
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let mut characters = vec![0];
        for block in text.as_bytes().chunks(BLOCK) {
            characters.push(characters[characters.len() - 1] + begin_in(block));
        }
        Index { lines, characters }
    }
}

impl TextFile {
    /// The line that a byte is in, from 1.
    #[must_use]
    pub fn line(&self, byte: usize) -> usize {
        self.index().lines.partition_point(|&start| start <= byte)
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::of(&self.text))
    }

    /// How many characters begin before a byte.
    fn characters_before(&self, byte: usize) -> usize {
        let block = byte / BLOCK;
        self.index().characters[block] + begin_in(&self.text.as_bytes()[block * BLOCK..byte])
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
        self.files.push(TextFile { path: path.into(), text, index: OnceLock::new() });
        id
    }

    /// The same files with another text in one of them, whose places stay: it is as long, and keeps its line ends.
    #[must_use]
    pub fn with_text(mut self, id: FileId, text: String) -> Texts {
        let file = &mut self.files[id.0 as usize];
        (file.text, file.index) = (text, OnceLock::new());
        self
    }

    /// The file with an id that this value gave out.
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
        let place = span.start as usize;
        let line = file.line(place);
        let start = file.index().lines[line - 1];
        (line, file.characters_before(place) - file.characters_before(start) + 1)
    }
}

/// Whether the header of a file is one that refract writes.
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
