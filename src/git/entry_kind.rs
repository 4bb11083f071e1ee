//! What git keeps: files, folders, links, and other repositories.

/// What a name in a tree stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link; its content is the path it points to.
    Link,
    /// Another repository.
    Submodule,
}

/// The kind that a file mode stands for, as git writes it in octal.
pub(super) fn kind_of_mode(mode: &str) -> EntryKind {
    match mode {
        "40000" | "040000" => EntryKind::Folder,
        "120000" => EntryKind::Link,
        "160000" => EntryKind::Submodule,
        _ => EntryKind::File,
    }
}
