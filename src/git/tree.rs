//! Trees: the folders of a commit.

use super::objects::Oid;

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

/// One name in a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Without its folder. Bytes that are no UTF-8 are replaced.
    pub name: String,
    /// What it is.
    pub kind: EntryKind,
    /// The object behind it.
    pub oid: Oid,
}

/// The kind behind a file mode, as git writes it in octal.
pub(super) fn kind_of_mode(mode: &str) -> EntryKind {
    match mode {
        "40000" | "040000" => EntryKind::Folder,
        "120000" => EntryKind::Link,
        "160000" => EntryKind::Submodule,
        _ => EntryKind::File,
    }
}

/// Reads a tree object: `<mode> <name>\0<binary oid>`, one after the other. `oid_bytes` is 20 or 32.
pub(super) fn parse(mut content: &[u8], oid_bytes: usize) -> Vec<Entry> {
    let mut entries = Vec::new();
    while let Some(end) = content.iter().position(|&byte| byte == 0) {
        let head = String::from_utf8_lossy(&content[..end]).into_owned();
        let Some(oid) = content.get(end + 1..end + 1 + oid_bytes) else { break };
        if let Some((mode, name)) = head.split_once(' ') {
            let digit = |digit: u8| char::from(b"0123456789abcdef"[usize::from(digit)]);
            let oid = Oid(oid.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect());
            entries.push(Entry { name: name.to_owned(), kind: kind_of_mode(mode), oid });
        }
        content = &content[end + 1 + oid_bytes..];
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::{EntryKind, parse};

    #[test]
    fn a_tree_is_read_for_both_hashes() {
        for length in [20, 32] {
            let mut content = b"40000 a folder\0".to_vec();
            content.extend(vec![0xab; length]);
            content.extend(b"120000 x\0");
            content.extend(vec![0; length]);
            let entries = parse(&content, length);
            assert_eq!(entries.len(), 2);
            assert_eq!((entries[0].name.as_str(), entries[0].kind), ("a folder", EntryKind::Folder));
            assert_eq!(entries[0].oid.as_str(), "ab".repeat(length));
            assert_eq!((entries[1].name.as_str(), entries[1].kind), ("x", EntryKind::Link));
        }
    }

    #[test]
    fn a_cut_tree_gives_what_is_whole() {
        assert!(parse(b"100644 x\0abc", 20).is_empty());
    }
}
