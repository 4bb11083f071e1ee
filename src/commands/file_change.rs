//! What became of a file.

/// A file as it was, and as it is or should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileChange {
    /// As it was.
    pub before: NamedText,
    /// As it is, or as it should be.
    pub after: NamedText,
}

/// A text, and what it is called for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedText {
    /// Its path, and which version of it this is.
    pub name: String,
    /// All that it says.
    pub text: String,
}
